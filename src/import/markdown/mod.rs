//! Markdown as Pandoc writes it from Word documents, and as people write it, to blocks.
//!
//! Lines are read with all their spaces, since columns of tables are places in a line. Only forms that are known are
//! converted; everything else is text.

mod cell;
mod dashed;
mod detect;
mod grid;
mod html;
mod inline;
mod item;
mod pipe;
mod reader;
mod rows;
mod smart;

use std::collections::BTreeMap;

use super::blocks::Block;
use super::notes::Notes;

pub(super) use detect::{Flavour, flavour};

/// A line with its number, counted from 1.
type Line<'t> = (usize, &'t str);

/// The blocks of a text, and its footnotes.
pub(super) struct Read {
    pub blocks: Vec<Block>,
    /// Text by label.
    pub footnotes: BTreeMap<String, Footnote>,
}

/// The text of a footnote.
pub(super) struct Footnote {
    pub line: usize,
    pub text: String,
}

/// Reads a text.
pub(super) fn read(text: &str, flavour: Flavour, notes: &mut Notes) -> Read {
    let text = expanded(text);
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let bare = line.trim_matches('\u{c}');
        lines.push((index + 1, bare));
        if bare.len() != line.len() {
            // a page ends here, and with it the paragraph
            lines.push((index + 1, ""));
        }
    }
    let mut reader = reader::Reader::new(flavour);
    reader.read(&lines, "", 0);
    reader.finish(notes)
}

/// Tabs at the front of lines as spaces; those between words hold columns.
fn expanded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let body = line.trim_start_matches([' ', '\t']);
        let lead = &line[..line.len() - body.len()];
        if !lead.contains('\t') || body.contains('\t') {
            out.push_str(line);
            continue;
        }
        let mut column = 0;
        for c in lead.chars() {
            let width = if c == '\t' { 4 - column % 4 } else { 1 };
            out.extend(std::iter::repeat_n(' ', width));
            column += width;
        }
        out.push_str(body);
    }
    out
}
