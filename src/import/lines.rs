//! Clean characters and numbered lines.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::notes::Notes;

/// A line of the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// Counted from 1.
    pub number: usize,
    /// Without spaces at the end; tabs stay, they hold table columns.
    pub text: &'t str,
    /// A page of the source ends here.
    pub page_break: bool,
    /// What Markdown says about the line.
    pub role: Role,
}

/// What Markdown says about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Role {
    #[default]
    Text,
    Heading,
    /// A link to a heading with its page number: an entry of a contents list.
    Entry,
}

/// One line ending, no control or invisible characters, composed letters.
pub(super) fn clean(text: &str, notes: &mut Notes) -> String {
    let mut out = String::with_capacity(text.len());
    let mut removed = 0;
    let mut chars = text.strip_prefix('\u{feff}').unwrap_or(text).chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() == Some(&'\n') {
                    chars.next();
                }
                out.push('\n');
            }
            '\n' | '\t' | '\u{c}' => out.push(c),
            '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{85}' => out.push('\n'),
            // U+E000 is refused in plans.
            '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}' | '\u{e000}' => removed += 1,
            c if c.is_control() || bidi(c) || is_stand_in(c) => removed += 1,
            c => out.push(c),
        }
    }
    notes.dropped("control and invisible characters", removed);
    if is_nfc_quick(out.chars()) == IsNormalized::Yes {
        out
    } else {
        out.nfc().collect()
    }
}

/// Marks that turn the reading direction, with which a text can look different from what it is.
fn bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Numbers the lines; a form feed is a page break.
pub(super) fn split(text: &str) -> Vec<Line<'_>> {
    text.split('\n')
        .enumerate()
        .map(|(index, line)| {
            let bare = line.trim_matches('\u{c}');
            Line {
                number: index + 1,
                text: bare.trim_end_matches(|c: char| c != '\t' && c.is_whitespace()),
                page_break: bare.len() != line.len(),
                role: Role::Text,
            }
        })
        .collect()
}

/// The 32 ASCII punctuation signs, each with a code point that is no character.
const PUNCTUATION: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/// The code point that stands for a sign which is no markup.
pub(super) fn stand_in(c: char) -> Option<char> {
    let index = PUNCTUATION.find(c)?;
    char::from_u32(0xfdd0 + u32::try_from(index).ok()?)
}

/// The sign behind a stand-in; other characters stay.
pub(super) fn literal(c: char) -> char {
    match u32::from(c) {
        code @ 0xfdd0..=0xfdef => PUNCTUATION
            .as_bytes()
            .get((code - 0xfdd0) as usize)
            .map_or(c, |byte| char::from(*byte)),
        _ => c,
    }
}

/// Whether a character stands for an escaped sign.
pub(super) fn is_stand_in(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}')
}
