//! Where marks can stand, and which stand there in a copy.

use super::{Block, CharacterKey};

/// The characters are the variation selectors 1 to 16, which mean nothing behind a blank. They are shown as nothing and
/// have no width; finding in a page passes over them, and selecting text and the text layer of printed files keep them.
/// U+200B would be taken out by some mailers, U+2060 would keep lines from breaking.
const FIRST: char = '\u{fe00}';

/// How many different symbols there are.
pub const SYMBOLS: usize = 16;

/// One of [`SYMBOLS`] marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u8);

impl Symbol {
    /// The symbol that a character stands for.
    pub fn of(c: char) -> Option<Self> {
        let value = u32::from(c).checked_sub(u32::from(FIRST))?;
        u8::try_from(value)
            .ok()
            .filter(|value| usize::from(*value) < SYMBOLS)
            .map(Self)
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..SYMBOLS).filter_map(|value| u8::try_from(value).ok()).map(Self)
    }

    /// Its character.
    pub fn character(self) -> char {
        char::from_u32(u32::from(FIRST) + u32::from(self.0)).unwrap_or(FIRST)
    }

    /// From 0 to [`SYMBOLS`] without it.
    pub fn value(self) -> usize {
        usize::from(self.0)
    }
}

impl CharacterKey {
    /// The symbols of this copy for the first slots of a block of these letters.
    pub fn symbols(&self, letters: &str, slots: usize) -> Vec<Symbol> {
        let mut symbols = Vec::with_capacity(slots);
        for number in 0.. {
            if symbols.len() >= slots {
                break;
            }
            let bytes = self.bytes(letters, number);
            let values = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
            symbols.extend(values.take(slots - symbols.len()).map(Symbol));
        }
        symbols
    }
}

/// A place that carries a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// How many letters of the block stand before it.
    pub at: usize,
    /// The byte of the HTML where the word behind it begins.
    pub(super) byte: usize,
}

/// The slots of a block: before each plain word that has a plain word behind it and two before it, as far as the block has
/// any. So numbers, addresses and what belongs to them stay whole with their neighbours.
pub fn slots(block: &Block) -> Vec<Slot> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut letters = 0;
    let mut is_inside = false;
    for (c, byte) in &block.chars {
        if is_blank(*c) {
            is_inside = false;
            continue;
        }
        if !is_inside {
            tokens.push(Token {
                at: letters,
                byte: *byte,
                text: String::new(),
            });
        }
        is_inside = true;
        if let Some(token) = tokens.last_mut() {
            token.text.push(*c);
        }
        if c.is_alphanumeric() {
            letters += c.to_lowercase().count();
        }
    }
    let plain: Vec<bool> = tokens.iter().map(|token| is_plain(&token.text)).collect();
    let is_slot = |index: &usize| {
        let around = index.saturating_sub(2)..(index + 2).min(tokens.len());
        plain[around].iter().all(|plain| *plain)
    };
    let places = (0..tokens.len()).filter(is_slot);
    places
        .map(|index| Slot {
            at: tokens[index].at,
            byte: tokens[index].byte,
        })
        .collect()
}

struct Token {
    at: usize,
    byte: usize,
    text: String,
}

/// Blanks at which a line may break; a no-break space holds together what belongs together.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// A word of Latin letters, with hyphens inside and punctuation around it.
fn is_plain(token: &str) -> bool {
    let word = token
        .trim_start_matches(['"', '\'', '\u{201c}', '\u{2018}', '(', '['])
        .trim_end_matches([
            '"', '\'', '\u{201d}', '\u{2019}', ')', ']', '.', ',', ';', ':', '!', '?', '\u{2026}',
        ]);
    word.split('-')
        .all(|part| !part.is_empty() && part.chars().all(is_latin))
}

fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}
