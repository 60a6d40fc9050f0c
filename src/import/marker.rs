//! List markers as plans write them: `a)`, `(iv)`, `1.`, `√`.

use super::number;

/// What kind of sign a marker counts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Digit,
    Lower,
    Upper,
    LowerRoman,
    UpperRoman,
    Tick,
}

/// What stands around the sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// `(a)`
    Both,
    /// `a)`
    Close,
    /// `a.`
    Dot,
    None,
}

/// A list marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marker {
    /// As the source writes it.
    pub shown: String,
    /// The sign without its frame.
    pub sign: String,
    pub frame: Frame,
}

impl Marker {
    /// The kinds of sign this can be, the likelier one first.
    pub(super) fn kinds(&self) -> Vec<Sign> {
        let lower = self.sign.chars().all(|c| c.is_ascii_lowercase());
        if self.frame == Frame::None {
            vec![Sign::Tick]
        } else if self.sign.bytes().all(|b| b.is_ascii_digit()) {
            vec![Sign::Digit]
        } else {
            let (letter, roman) = if lower {
                (Sign::Lower, Sign::LowerRoman)
            } else {
                (Sign::Upper, Sign::UpperRoman)
            };
            match (self.sign.len(), number::roman(&self.sign)) {
                (1, Some(1 | 5 | 10)) => vec![roman, letter],
                (1, _) => vec![letter],
                _ => vec![roman],
            }
        }
    }

    /// Position in its list when read as `kind`.
    pub(super) fn value(&self, kind: Sign) -> Option<u32> {
        match kind {
            Sign::Digit => self.sign.parse().ok(),
            Sign::Lower | Sign::Upper => {
                let byte = self.sign.bytes().next()?.to_ascii_lowercase();
                Some(u32::from(byte.checked_sub(b'a')?) + 1)
            }
            Sign::LowerRoman | Sign::UpperRoman => number::roman(&self.sign),
            Sign::Tick => None,
        }
    }
}

/// Splits a marker off the front of a text.
pub(super) fn parse(text: &str) -> Option<(Marker, &str)> {
    let (first, after) = (text.chars().next()?, text);
    if "√✓✔☐☑☒□■".contains(first) {
        let rest = &after[first.len_utf8()..];
        let marker = Marker {
            shown: first.to_string(),
            sign: String::new(),
            frame: Frame::None,
        };
        return rest.starts_with([' ', '\t']).then(|| (marker, rest.trim()));
    }
    let open = first == '(';
    let inner = if open { &text[1..] } else { text };
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
    let sign = &inner[..end];
    let frame = match (open, inner.as_bytes()[end]) {
        (true, b')') => Frame::Both,
        (false, b')') => Frame::Close,
        (false, b'.') => Frame::Dot,
        _ => return None,
    };
    let rest = &inner[end + 1..];
    if !is_sign(sign) || !(rest.is_empty() || rest.starts_with([' ', '\t', '\u{a0}'])) {
        return None;
    }
    let marker = Marker {
        shown: text[..text.len() - rest.len()].to_owned(),
        sign: sign.to_owned(),
        frame,
    };
    Some((marker, rest.trim()))
}

fn is_sign(sign: &str) -> bool {
    let digits = sign.bytes().all(|b| b.is_ascii_digit());
    !sign.is_empty()
        && if digits {
            sign.len() <= 3
        } else {
            sign.len() == 1 || number::roman(sign).is_some()
        }
}

/// Splits a bullet off the front of a text.
pub(super) fn bullet(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    if !"-*•●▪■◦➢➤·\u{f0b7}\u{f0a7}\u{f0d8}–".contains(first) {
        return None;
    }
    let rest = &text[first.len_utf8()..];
    rest.starts_with([' ', '\t']).then(|| rest.trim())
}
