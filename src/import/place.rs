//! Whether a number fits the place where it stands.

use super::number::Number;

/// Where the reading of headings has come to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub started: bool,
    chapter: u32,
    section: u32,
    sub: u32,
    in_annex: bool,
}

/// Where a numbered heading belongs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    /// 1 chapter, 2 section, 3 its part; 4 and more stay headings inside the text.
    pub level: usize,
    /// What is unusual about the number.
    pub odd: Option<&'static str>,
    /// The place after this heading.
    pub next: Place,
    /// The same chapter number once more.
    pub again: bool,
}

const OUT_OF_ORDER: &str = "heading out of order, its number is kept";

impl Place {
    /// Finds the slot for a number, if it can be a heading here.
    pub(super) fn slot(self, number: &Number) -> Option<Slot> {
        match number {
            Number::Chapter(n) => self.chapter(*n),
            Number::Dotted(parts) => match parts.as_slice() {
                [a, b] => self.section(*a, *b),
                [a, b, c] => self.part(*a, *b, *c),
                [a, b, c, _] if *a == self.chapter && *b == self.section && *c == self.sub => Some(slot(4, None, self)),
                _ => None,
            },
            Number::Annex => self.started.then(|| {
                let next = Self {
                    in_annex: true,
                    section: 0,
                    sub: 0,
                    ..self
                };
                slot(1, None, next)
            }),
        }
    }

    fn chapter(self, n: u32) -> Option<Slot> {
        let next = Self {
            started: true,
            chapter: n,
            ..Self::default()
        };
        let step = n.checked_sub(self.chapter)?;
        if step == 0 && self.started {
            return Some(Slot {
                again: true,
                ..slot(1, None, self)
            });
        }
        match (self.started, step) {
            (false, 1..=20) | (true, 1) => Some(slot(1, None, next)),
            (true, 2 | 3) if !self.in_annex => {
                Some(slot(1, Some("a chapter number is missing before this heading"), next))
            }
            _ => None,
        }
    }

    fn section(self, a: u32, b: u32) -> Option<Slot> {
        if self.in_annex {
            return None;
        }
        let next = Self {
            started: true,
            chapter: a,
            section: b,
            sub: 0,
            in_annex: false,
        };
        if a != self.chapter {
            let opens = b == 1 && (a == self.chapter + 1 || !self.started);
            return opens.then(|| slot(1, Some("section without its chapter heading"), next));
        }
        if b == self.section + 1 {
            return Some(slot(2, None, next));
        }
        if self.is_slip(b) {
            let next = Self {
                sub: self.sub + 1,
                ..self
            };
            let odd = "heading read as one level deeper, its number is kept";
            return Some(slot(3, Some(odd), next));
        }
        Some(slot(2, Some(OUT_OF_ORDER), next))
    }

    /// `3.42` after `3.4.1` is `3.4.2` with a dot forgotten.
    fn is_slip(self, b: u32) -> bool {
        let (written, section) = (b.to_string(), self.section.to_string());
        self.section > 0
            && b > self.section + 1
            && written
                .strip_prefix(&section)
                .is_some_and(|rest| rest == (self.sub + 1).to_string())
    }

    fn part(self, a: u32, b: u32, c: u32) -> Option<Slot> {
        if self.in_annex || a != self.chapter || !self.started {
            return None;
        }
        let odd = (c != self.sub + 1).then_some(OUT_OF_ORDER);
        let next = Self {
            section: b,
            sub: c,
            ..self
        };
        if b == self.section && b > 0 {
            Some(slot(3, odd, next))
        } else if b == self.section + 1 && c == 1 {
            Some(slot(2, Some("part without its section heading"), next))
        } else {
            None
        }
    }
}

fn slot(level: usize, odd: Option<&'static str>, next: Place) -> Slot {
    Slot {
        level,
        odd,
        next,
        again: false,
    }
}
