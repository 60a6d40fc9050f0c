//! HTML with the places left open that depend on where it will stand.

use crate::{document::Anchor, plan::Meaning};

/// Sanitised HTML in pieces.
///
/// No `Display`, `Debug` or `Serialize`: it may hold sealed text.
pub struct Markup {
    pieces: Vec<Piece>,
}

#[derive(Clone)]
pub(super) enum Piece {
    Html(String),
    Section {
        index: usize,
        anchor: Option<Anchor>,
    },
    Asset(usize),
    Hole(String),
    /// A line of a generated page.
    Entry(String),
}

/// Says what stands in the open places: the same fragment is used on a page, in print, and inside a copy.
pub trait Addresses {
    /// The address of a section.
    fn section(&self, index: usize, anchor: Option<&Anchor>) -> String;
    /// The address of a picture or attachment.
    fn asset(&self, index: usize) -> String;
    /// What stands in the place of a sealed block.
    fn hole(&self, id: &str, out: &mut String);
    /// What stands in the place of a line that not every holder may read: nothing, but in copies.
    fn entry(&self, _id: &str, _out: &mut String) {}
}

impl Markup {
    pub(super) fn new(pieces: Vec<Piece>) -> Self {
        Self { pieces }
    }

    /// Nothing.
    pub fn empty() -> Self {
        Self { pieces: Vec::new() }
    }

    /// Markup without open places.
    pub(super) fn plain(html: String) -> Self {
        Self {
            pieces: vec![Piece::Html(html)],
        }
    }

    /// With pieces before and after it.
    pub(super) fn between(mut self, before: Vec<Piece>, after: Vec<Piece>) -> Self {
        self.pieces.splice(0..0, before);
        self.pieces.extend(after);
        self
    }

    /// Writes the HTML with its addresses.
    ///
    /// Only the sealing stage calls this on sealed markup: classification hands sealed markup to nobody else.
    pub(crate) fn write(&self, addresses: &dyn Addresses, out: &mut String) {
        for piece in &self.pieces {
            match piece {
                Piece::Html(html) => out.push_str(html),
                Piece::Section { index, anchor } => {
                    out.push_str(&escape(&addresses.section(*index, anchor.as_ref())));
                }
                Piece::Asset(index) => out.push_str(&escape(&addresses.asset(*index))),
                Piece::Hole(id) => addresses.hole(id, out),
                Piece::Entry(id) => addresses.entry(id, out),
            }
        }
    }
}

/// Leaves every place empty: the author's own matter, without what the program puts in.
pub struct NoAddresses;

impl Addresses for NoAddresses {
    fn section(&self, _: usize, _: Option<&Anchor>) -> String {
        String::new()
    }

    fn asset(&self, _: usize) -> String {
        String::new()
    }

    fn hole(&self, _: &str, _: &mut String) {}
}

/// The attribute that tells the language of a meaning, if it is another one than the plan's.
pub(super) fn language(meaning: &Meaning) -> String {
    let tag = meaning.language.as_ref();
    tag.map_or_else(String::new, |tag| format!(" lang=\"{}\"", escape(tag)))
}

/// Escapes text for HTML, also inside quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
