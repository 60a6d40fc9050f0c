//! Captions of figures and tables: their numbers are the source's own.

use std::collections::BTreeMap;

use super::blocks::{Block, HARD, Kind};
use super::escape;
use super::inline;
use super::notes::Notes;
use super::table;

/// What a caption names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Picture,
    Table,
}

/// `Rajah 3 : …` or `Jadual 1 …` on a line of its own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Caption {
    pub named: Named,
    /// The word as written.
    word: String,
    pub number: String,
    title: String,
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

/// The captions of tables that the plan language can say: of the numbers in the source each that names one table.
#[derive(Debug, Default)]
pub(super) struct Captions {
    /// How often a caption has the number, and whether a table stands below it.
    tables: BTreeMap<String, (usize, bool)>,
}

impl Captions {
    /// Goes through the text of a section.
    pub(super) fn look_into(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            let Some(caption) = table_caption(block) else { continue };
            let (count, has_table) = self.tables.entry(caption.number).or_default();
            *count += 1;
            *has_table |= is_one_table(blocks.get(at + 1));
        }
    }

    fn knows(&self, number: &str) -> bool {
        self.tables.get(number) == Some(&(1, true))
    }

    /// A caption in the words of the plan language, if the block is one and its table comes next.
    pub(super) fn written(&self, block: &Block) -> Option<String> {
        let caption = table_caption(block).filter(|caption| self.knows(&caption.number))?;
        let title = escape::whole(&caption.title);
        Some(format!(
            ": {title} {{#{} number=\"{}\"}}",
            label(&caption.number),
            caption.number
        ))
    }

    /// Markdown in which each `Jadual 1` that means such a table leads to it.
    pub(super) fn linked(&self, text: &str) -> String {
        // Code, links and notes keep their words.
        if self.tables.is_empty() || text.contains(['`', '<', '[']) {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(WORD) {
            let before = rest[..at].chars().next_back().or(out.chars().next_back());
            let (words, after) = rest.split_at(at + WORD.len());
            let digits = after.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
            let number = after[..digits].trim_end_matches('.');
            let next = after[number.len()..].chars().next();
            let is_whole = before.is_none_or(|c| !c.is_alphanumeric())
                && next.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '('));
            if is_whole && self.knows(number) {
                out.push_str(&words[..at]);
                out.push('@');
                out.push_str(&label(number));
                rest = &after[number.len()..];
            } else {
                out.push_str(words);
                rest = after;
            }
        }
        out + rest
    }
}

/// What the pages call a table, and nothing else does.
const WORD: &str = "Jadual ";

fn label(number: &str) -> String {
    format!("tbl-{}", number.replace('.', "-"))
}

fn table_caption(block: &Block) -> Option<Caption> {
    if block.kind != Kind::Text || !block.inside.is_empty() {
        return None;
    }
    let is_number = |number: &str| {
        let parts = || number.split('.');
        number.len() <= 12 && parts().all(|part| !part.is_empty())
    };
    read(&block.text).filter(|caption| caption.word == WORD.trim_end() && is_number(&caption.number))
}

/// Whether a block is written as one table.
fn is_one_table(block: Option<&Block>) -> bool {
    let Some(Block {
        kind: Kind::Table(rows),
        inside,
        head,
        ..
    }) = block
    else {
        return false;
    };
    inside.is_empty() && matches!(table::write(rows, *head).as_slice(), [one] if one.starts_with('|'))
}
