//! Texts as readers see them, joined from the pieces that the parser gives, to see what looks like a link and is none.

use std::ops::Range;

/// Text that the parser gives in several events because it tried brackets in it.
#[derive(Default)]
pub(super) struct TextRun {
    text: String,
    range: Range<usize>,
}

impl TextRun {
    pub(super) fn push(&mut self, text: &str, range: &Range<usize>) {
        if self.text.is_empty() {
            self.range.start = range.start;
        }
        self.text.push_str(text);
        self.range.end = range.end;
    }

    pub(super) fn end(&mut self, dead: &mut Vec<Range<usize>>) {
        if is_dead(&self.text) {
            dead.push(self.range.clone());
        }
        self.text.clear();
        self.range = 0..0;
    }
}

/// `[text](two words.md)`, `[text][name]` without a definition, `[^9]` without a note.
fn is_dead(text: &str) -> bool {
    let is_plain = |at: usize| text[..at].ends_with('\\');
    let first = text.match_indices('[').map(|(at, _)| at).find(|at| !is_plain(*at));
    let (Some(first), Some(last)) = (first, text.rfind([')', ']'])) else {
        return false;
    };
    let link = text.match_indices(['(', '[']).any(|(at, _)| {
        let before = &text[..at];
        before.ends_with(']') && !before.ends_with("\\]") && first < at && at < last
    });
    // `[words](file.pdf` without its end.
    let opened = text.match_indices("](").any(|(at, _)| {
        let rest = &text[at + 2..];
        first < at && !is_plain(at) && !rest.contains(')') && !rest.trim().is_empty() && !rest.starts_with(' ')
    });
    let last = text.rfind(']').unwrap_or(0);
    link || opened || text.match_indices("[^").any(|(at, _)| !is_plain(at) && at < last)
}
