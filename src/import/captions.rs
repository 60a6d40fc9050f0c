//! Captions of figures and tables: their numbers are the source's own.

use super::blocks::{Block, HARD, Kind};
use super::inline;
use super::notes::Notes;

/// What a caption names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    Picture,
    Table,
}

/// `Rajah 3 : …` or `Jadual 1 …` on a line of its own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Caption {
    pub named: Named,
    /// The word as written.
    pub word: String,
    pub number: String,
    pub title: String,
}

/// The caption that a text is.
pub(super) fn read(text: &str) -> Option<Caption> {
    if text.len() > 200 || text.contains(['\n', HARD]) || text.trim_end().ends_with(['.', ';', ':', ',']) {
        return None;
    }
    let text = inline::plain(text);
    let (word, rest) = text
        .split_once(|c: char| c == ' ' || c.is_ascii_digit())
        .map(|(word, _)| (word, &text[word.len()..]))?;
    let named = match word.to_lowercase().as_str() {
        "rajah" | "gambar" | "gambarajah" | "carta" | "figure" => Named::Picture,
        "jadual" | "table" => Named::Table,
        _ => return None,
    };
    let rest = rest.trim_start();
    let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let title = rest[digits..].trim_start_matches([' ', ':', '-', '–']);
    let number = rest[..digits].trim_end_matches('.').to_owned();
    (digits > 0 && title.starts_with(char::is_uppercase)).then(|| Caption {
        named,
        word: word.to_owned(),
        number,
        title: title.to_owned(),
    })
}

/// Reports numbers that stand in no order.
pub(super) fn look(blocks: &[Block], notes: &mut Notes) {
    let mut last = [0_u32; 2];
    for block in blocks.iter().filter(|block| block.kind == Kind::Text) {
        let Some(caption) = read(&block.text) else {
            continue;
        };
        let (slot, message) = match caption.named {
            Named::Picture => (0, "figure out of order, its number is kept"),
            Named::Table => (1, "table out of order, its number is kept"),
        };
        // `4.2` counts by chapter, which is no order to check
        let Ok(number) = caption.number.parse::<u32>() else {
            continue;
        };
        if number != last[slot] + 1 {
            notes.attention_at(message, block.line, &block.text);
        }
        last[slot] = number;
    }
}
