//! Amendments in one line.

use super::{Amendment, words::Piece};
use crate::{document::Change, theme::Catalogue};

/// Unchanged words on each side of a change.
const CONTEXT: usize = 3;

/// Longer texts are not put into the record; the summary is.
const LONGEST: usize = 400;

/// More changed paragraphs than these are not put into the record.
const MOST: usize = 4;

/// A paragraph with `[-deleted-]` and `{+inserted+}` words and a few words around them.
pub fn excerpt(pieces: &[Piece]) -> String {
    let last = pieces.len().saturating_sub(1);
    let shown = pieces.iter().enumerate().map(|(at, piece)| match piece {
        Piece::Equal(text) => shortened(text, at == 0, at == last),
        Piece::Deleted(text) => format!("[-{text}-]"),
        Piece::Inserted(text) => format!("{{+{text}+}}"),
    });
    shown.collect()
}

fn shortened(text: &str, is_first: bool, is_last: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (before, after) = match (is_first, is_last) {
        (true, _) => (0, CONTEXT),
        (_, true) => (CONTEXT, 0),
        _ => (CONTEXT, CONTEXT),
    };
    if words.len() <= before + after + 1 {
        return text.to_owned();
    }
    let blank = |is: bool| if is { " " } else { "" };
    format!(
        "{}{}{}…{}{}{}",
        blank(text.starts_with(char::is_whitespace)),
        words[..before].join(" "),
        blank(before > 0),
        blank(after > 0),
        words[words.len() - after..].join(" "),
        blank(text.ends_with(char::is_whitespace)),
    )
}

/// What the record says of an amendment, until somebody says it better.
pub fn line(amendment: &Amendment<'_>, catalogue: &Catalogue) -> String {
    let passage = amendment.passage();
    if amendment.is_withheld {
        return String::new();
    }
    let is_whole = matches!(amendment.kinds.as_slice(), [Change::Added | Change::Removed]);
    if is_whole && passage.block.is_none() {
        return passage.title.clone();
    }
    if amendment.edits.is_empty() {
        return String::new();
    }
    let excerpts: Vec<String> = amendment.edits.iter().map(|pieces| excerpt(pieces)).collect();
    let text = excerpts.join("; ");
    // Marks in the text itself would be taken for ours.
    let has_marks = amendment.edits.iter().flatten().any(|piece| {
        let (Piece::Equal(text) | Piece::Deleted(text) | Piece::Inserted(text)) = piece;
        ["[-", "-]", "{+", "+}"].iter().any(|mark| text.contains(mark))
            || text.ends_with(['-', '+', '[', '{'])
            || text.starts_with(['-', '+', ']', '}'])
    });
    if has_marks || excerpts.len() > MOST || text.chars().count() > LONGEST {
        let count = excerpts.len().to_string();
        return catalogue.with("amendments-many", &[("count", &count)]);
    }
    text
}
