//! A leaked text: its letters, the marks between them, and what looks like a code.

use unicode_normalization::UnicodeNormalization as _;

use crate::marks::{Code, Symbol};

/// A code is read from so many words at most.
const MOST_PARTS: usize = 3;

/// No more codes of one text are looked at.
const MOST_CODES: usize = 10_000;

/// What of a leaked text can be compared. No `Debug`: it is what is sealed.
pub struct Leaked {
    /// Letters and digits, in lower case.
    pub(super) letters: Vec<char>,
    /// Marks, by how many letters stand before them, in order. Where several stand together none is taken.
    pub(super) marks: Vec<(usize, Symbol)>,
    /// Everything of the shape of a code.
    pub codes: Vec<Code>,
}

impl Leaked {
    /// Reads plain text.
    pub fn read(text: &str) -> Self {
        let mut letters = Vec::with_capacity(text.len());
        let mut marks: Vec<(usize, Option<Symbol>)> = Vec::new();
        // Printed files and some systems write letters in other ways than they were typed.
        for c in text.nfkc() {
            if let Some(symbol) = Symbol::of(c) {
                match marks.last_mut() {
                    Some((at, seen)) if *at == letters.len() => *seen = None,
                    _ => marks.push((letters.len(), Some(symbol))),
                }
            } else if c.is_alphanumeric() {
                letters.extend(c.to_lowercase());
            }
        }
        Self {
            letters,
            marks: marks
                .into_iter()
                .filter_map(|(at, symbol)| Some((at, symbol?)))
                .collect(),
            codes: codes(text),
        }
    }

    /// How many marks it carries, wherever they stand.
    pub fn marks(&self) -> usize {
        self.marks.len()
    }
}

/// Ten characters in one word or in up to three that follow one another, since what reads pictures puts blanks in. A sign that
/// no code has stands for a character that was misread.
fn codes(text: &str) -> Vec<Code> {
    let is_dash = |c: char| matches!(c, '-' | '.' | '_' | '\u{b7}' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    let clean = |word: &str| -> String {
        let inner = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let kept = inner.chars().filter(|c| !is_dash(*c));
        kept.map(|c| if c.is_ascii_alphanumeric() { c } else { '0' }).collect()
    };
    let words: Vec<String> = text.split_whitespace().map(clean).collect();
    let mut found: Vec<Code> = Vec::new();
    for at in 0..words.len() {
        let mut joined = String::new();
        for word in words[at..].iter().take(MOST_PARTS) {
            joined.push_str(word);
            if joined.len() >= Code::LENGTH {
                break;
            }
        }
        let is_shaped = joined.len() == Code::LENGTH && joined.bytes().any(|byte| byte.is_ascii_digit());
        found.extend(is_shaped.then(|| Code::parse(&joined)).flatten());
        if found.len() == MOST_CODES {
            break;
        }
    }
    found.sort_unstable_by_key(ToString::to_string);
    found.dedup();
    found
}
