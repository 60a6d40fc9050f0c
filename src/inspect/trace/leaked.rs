//! A leaked text: its letters, the marks between them, and what looks like a code.

use unicode_normalization::UnicodeNormalization as _;

use crate::marks::{Code, Symbol};

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

/// Words of ten characters, with or without a dash or blank in their middle.
fn codes(text: &str) -> Vec<Code> {
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .collect();
    let is_shaped = |word: &str| (10..=13).contains(&word.len()) && word.bytes().any(|byte| byte.is_ascii_digit());
    let single = words
        .iter()
        .filter(|word| is_shaped(word))
        .filter_map(|word| Code::parse(word));
    let halves = words.windows(2).filter(|pair| pair.iter().all(|word| word.len() == 5));
    let double = halves.filter_map(|pair| Code::parse(&pair.concat()).filter(|_| is_shaped(&pair.concat())));
    let mut found: Vec<Code> = single.chain(double).take(MOST_CODES).collect();
    found.sort_unstable_by_key(ToString::to_string);
    found.dedup();
    found
}
