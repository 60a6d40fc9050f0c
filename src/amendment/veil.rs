//! Words that were open and are sealed now: what the old version told to everybody, the new one does not repeat.

use std::collections::BTreeSet;

use super::{passages::Passage, words::Piece};

/// So many words in a row say what they are from.
const ROW: usize = 3;

/// What sealed passages of the new version hold and open ones do not.
pub(super) struct Veil {
    rows: BTreeSet<String>,
    wholes: BTreeSet<String>,
}

impl Veil {
    pub(super) fn over(passages: &[Passage]) -> Self {
        let mut veil = Self {
            rows: BTreeSet::new(),
            wholes: BTreeSet::new(),
        };
        for passage in passages.iter().filter(|passage| !passage.marking.is_open()) {
            for text in &passage.paragraphs {
                veil.rows.extend(telling(text));
                veil.wholes.insert(words(text).join(" "));
            }
        }
        for passage in passages.iter().filter(|passage| passage.marking.is_open()) {
            for text in &passage.paragraphs {
                for row in telling(text) {
                    veil.rows.remove(&row);
                }
                veil.wholes.remove(&words(text).join(" "));
            }
        }
        veil
    }

    /// Whether one of the paragraphs, as it was, says something of this.
    pub(super) fn hides(&self, edits: &[Vec<Piece>]) -> bool {
        if self.wholes.is_empty() {
            return false;
        }
        edits.iter().any(|pieces| {
            let before: String = pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Equal(text) | Piece::Deleted(text) => text.as_str(),
                    Piece::Inserted(_) => "",
                })
                .collect();
            self.wholes.contains(&words(&before).join(" ")) || telling(&before).any(|row| self.rows.contains(&row))
        })
    }
}

/// Rows of words, and single words that are addresses or numbers of some length.
fn telling(text: &str) -> impl Iterator<Item = String> {
    let words = words(text);
    let rows: Vec<String> = words.windows(ROW).map(|row| row.join(" ")).collect();
    let is_number = |word: &&str| word.chars().filter(char::is_ascii_digit).count() >= 5;
    let singles = text
        .split_whitespace()
        .filter(|word| word.contains('@') || is_number(word));
    let singles: Vec<String> = singles.map(|word| words_of(word).concat()).collect();
    rows.into_iter().chain(singles)
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().flat_map(words_of).collect()
}

fn words_of(word: &str) -> Vec<String> {
    let parts = word
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect()
}
