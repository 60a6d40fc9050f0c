//! Emphasis, tags and entities inside a block.

mod scan;
mod write;

use super::{blocks::NOTE, lines};

pub(super) use write::Target;

/// How a stretch of text is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    Emphasis,
    Strong,
    Strike,
    Underline,
    Mark,
    Above,
    Below,
    Code,
}

/// A stretch of inline text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Open(Tone),
    Close(Tone),
    /// A line break the reader shall see.
    Break,
    /// Markdown that is written as it is.
    Link {
        text: String,
        target: String,
    },
    /// A picture the text only names.
    Picture(String),
    /// A reference to a footnote, by label.
    Note(String),
}

/// The text without any markup, on one line.
pub(super) fn plain(text: &str) -> String {
    plain_lines(text).join(" ")
}

/// The lines of a text without any markup.
pub(super) fn plain_lines(text: &str) -> Vec<String> {
    let mut out = String::with_capacity(text.len());
    for piece in scan::pieces(text) {
        match piece {
            Piece::Text(text) | Piece::Picture(text) => out.push_str(&text),
            Piece::Link { text, .. } => out.push_str(&plain(&text)),
            Piece::Break => out.push('\n'),
            Piece::Open(_) | Piece::Close(_) | Piece::Note(_) => {}
        }
    }
    out.split('\n')
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect()
}

/// The text as Markdown for its place.
pub(super) fn markdown(text: &str, target: Target) -> String {
    write::markdown(scan::pieces(text), target)
}

/// Labels of the footnotes to which a text refers.
pub(super) fn notes(text: &str) -> impl Iterator<Item = &str> {
    text.split(NOTE).skip(1).step_by(2)
}

/// The text with references to notes that are not known as they were written, as plain signs.
pub(super) fn settle(text: &str, is_known: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split(NOTE).enumerate() {
        if at % 2 == 0 {
            out.push_str(part);
        } else if is_known(part) {
            out.extend([NOTE].into_iter().chain(part.chars()).chain([NOTE]));
        } else {
            let written = format!("[^{part}]");
            out.extend(written.chars().map(|c| lines::stand_in(c).unwrap_or(c)));
        }
    }
    out
}

/// What the picture is called that is all of a text.
pub(super) fn only_picture(text: &str) -> Option<String> {
    let pieces = scan::pieces(text);
    let is_nothing = |piece: &&Piece| match piece {
        Piece::Text(text) => !text.trim().is_empty(),
        Piece::Open(_) | Piece::Close(_) | Piece::Break => false,
        _ => true,
    };
    match pieces.iter().filter(is_nothing).collect::<Vec<_>>().as_slice() {
        [Piece::Picture(words)] => Some(words.trim().to_owned()),
        _ => None,
    }
}

/// Whether the text names pictures.
pub(super) fn pictures(text: &str) -> usize {
    if !text.contains("![") && !text.contains("<img") {
        return 0;
    }
    scan::pieces(text)
        .iter()
        .filter(|piece| matches!(piece, Piece::Picture(_)))
        .count()
}
