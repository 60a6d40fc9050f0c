//! Signs at the beginning of a line that word processors and typists begin items with, and that make none.

use super::{Delimiter, Marker, Style, is_path, marker, readings};

/// Signs that begin an item wherever they begin a line. Those without a name are of the fonts of a word processor.
const BULLETS: [char; 16] = [
    '•', '●', '▪', '■', '◦', '○', '‣', '➢', '⁃', '►', '❖', '➤', '\u{f0b7}', '\u{f0a7}', '\u{f0d8}', '\u{f0fc}',
];

/// Signs that begin one at the beginning of a paragraph or below a sentence, with a blank behind them.
const DASHES: [char; 4] = ['–', '−', '―', '·'];

/// Letters and signs that begin one when several such lines follow one another.
const LETTERS: [char; 7] = ['o', '§', 'Ø', 'ü', 'q', '—', '»'];

/// Strokes right before a word that begin one when several such lines follow one another.
const STROKES: [char; 2] = ['-', '–'];

/// So many digits at most have numbers of items; with more of them a sentence begins: `2020. Kemudian`.
pub(super) const LONGEST_NUMBER: usize = 2;

/// A sign that begins an item; `apart` says that no words before it go on in this line.
pub(super) fn is_bullet(text: &str, apart: bool) -> bool {
    text.starts_with(BULLETS) || apart && text.strip_prefix(DASHES).is_some_and(has_words)
}

/// What begins an item when lines above or below begin with the same.
pub(super) fn in_series(text: &str) -> Option<char> {
    let sign = text.chars().next()?;
    let rest = &text[sign.len_utf8()..];
    let is_one = LETTERS.contains(&sign) && has_words(rest)
        || STROKES.contains(&sign) && rest.starts_with(char::is_alphabetic)
        || DASHES.contains(&sign) && has_words(rest);
    is_one.then_some(sign)
}

/// Whether a blank and then words stand there.
fn has_words(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    line.starts_with(char::is_whitespace) && !line.trim().is_empty()
}

/// Whether the blank behind a marker is one that Markdown does not take for a blank, such as one that keeps words together.
pub(super) fn has_odd_blank(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let odd = |c: char| c.is_whitespace() && !c.is_ascii();
    let Some((word, rest)) = line.split_once(odd).filter(|(word, _)| word.len() <= 12) else {
        return false;
    };
    let is_long = word.bytes().take_while(u8::is_ascii_digit).count() > LONGEST_NUMBER;
    let is_hash = !word.is_empty() && word.len() <= 6 && word.bytes().all(|byte| byte == b'#');
    let is_marker = || marker(&format!("{word} x")).is_some_and(|marker| marker.length == word.len());
    !rest.trim().is_empty()
        && (matches!(word, "-" | "+" | "*") || is_hash || !is_long && (is_marker() || is_path(word) && is_title(rest)))
}

/// `Tujuan`, and not `GB` or `Mbps`: a capital, and a small vowel in its word.
pub(super) fn is_title(words: &str) -> bool {
    let words = words.trim_start();
    let word = words.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    word.starts_with(char::is_uppercase) && word.contains(['a', 'e', 'i', 'o', 'u'])
}

/// `(a)satu`, `b)dua`, `1.satu`: a marker without the blank behind it, which others like it tell from words.
pub(super) fn glued(text: &str) -> Option<Marker<'_>> {
    // Looked for in the first letters alone: a file may have no such sign at all.
    let end = text.bytes().take(13).position(|byte| matches!(byte, b')' | b'.'))? + 1;
    let (word, rest) = text.split_at(end);
    if !rest.starts_with(|c: char| c.is_alphabetic() || c == '*') {
        return None;
    }
    let inner = word.trim_matches(['(', ')', '.']);
    let is_number = inner.bytes().all(|byte| byte.is_ascii_digit());
    if word.ends_with('.') && !is_number || is_number && inner.len() > LONGEST_NUMBER {
        return None;
    }
    let spaced = format!("{word} x");
    let delimiter = marker(&spaced).filter(|marker| marker.length == end)?.delimiter;
    Some(Marker {
        text: inner,
        delimiter,
        length: end,
    })
}

/// The marker of an item or of a line that was meant as one, as it is compared with its neighbours.
pub(super) struct Number {
    readings: Vec<(Style, u32)>,
    delimiter: Delimiter,
}

impl Number {
    pub(super) fn of(marker: &Marker<'_>) -> Self {
        Self {
            readings: readings(marker),
            delimiter: marker.delimiter,
        }
    }

    /// Whether another one counts on from it.
    pub(super) fn leads_to(&self, next: &Self) -> bool {
        let counts_on = |(style, value): &(Style, u32)| {
            !matches!(style, Style::Fixed | Style::Running | Style::Check)
                && next.readings.contains(&(*style, value.saturating_add(1)))
        };
        self.delimiter == next.delimiter && self.readings.iter().any(counts_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_without_a_blank_are_told_from_words() {
        for text in ["(a)satu", "b)dua", "1.satu", "12)dua", "(iv)**empat**"] {
            assert!(glued(text).is_some(), "{text}");
        }
        for text in [
            "(a) satu",
            "a.dua",
            "e.g.",
            "1.5",
            "2020.Kini",
            "(ab)x",
            "a)",
            "(12)(3)",
            "my.gov",
        ] {
            assert!(glued(text).is_none(), "{text}");
        }
        let number = |text| Number::of(&glued(text).expect("a marker"));
        assert!(number("(a)x").leads_to(&number("(b)x")));
        assert!(!number("(a)x").leads_to(&number("(c)x")));
        assert!(!number("(a)x").leads_to(&number("b)x")));
    }

    #[test]
    fn odd_blanks_behind_markers_are_seen() {
        for text in [
            "-\u{a0}x",
            "1.\u{a0}x",
            "(a)\u{2003}x",
            "##\u{a0}X",
            "√\u{a0}x",
            "1.1\u{a0}Tujuan",
        ] {
            assert!(has_odd_blank(text), "{text}");
        }
        for text in [
            "kata\u{a0}x",
            "- x\u{a0}y",
            "A.\u{a0}Rahman",
            "2020.\u{a0}x",
            "1.5\u{a0}GB",
            "-\u{a0}",
        ] {
            assert!(!has_odd_blank(text), "{text}");
        }
    }
}
