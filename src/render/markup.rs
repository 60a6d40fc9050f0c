//! HTML with the places left open that depend on where it will stand.

use std::sync::Arc;

use crate::{document::Anchor, plan::Meaning};

/// Sanitised HTML in pieces.
///
/// No `Display`, `Debug` or `Serialize`: it may hold sealed text.
#[derive(Clone)]
pub struct Markup {
    /// Id of the section that it is of.
    own: Arc<str>,
    pieces: Arc<[Piece]>,
}

#[derive(Clone)]
pub(super) enum Piece {
    Html(String),
    /// The id of the section itself, with which the ids in it begin.
    Own,
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
        Self::of_section("", pieces)
    }

    /// Markup of the section with this id.
    pub(super) fn of_section(id: &str, pieces: Vec<Piece>) -> Self {
        Self {
            own: id.into(),
            pieces: pieces.into(),
        }
    }

    /// The same markup of a section with another id; `place` says what its places are now.
    pub(super) fn moved(&self, id: &str, place: impl Fn(&Piece) -> Piece) -> Self {
        Self {
            own: id.into(),
            pieces: self.pieces.iter().map(place).collect(),
        }
    }

    /// Nothing.
    pub fn empty() -> Self {
        Self::new(Vec::new())
    }

    /// Markup without open places.
    pub(super) fn plain(html: String) -> Self {
        Self::new(vec![Piece::Html(html)])
    }

    /// With pieces before and after it.
    pub(super) fn between(&self, before: Vec<Piece>, after: Vec<Piece>) -> Self {
        let pieces = before.into_iter().chain(self.pieces.iter().cloned()).chain(after);
        Self {
            own: Arc::clone(&self.own),
            pieces: pieces.collect(),
        }
    }

    /// Writes the HTML with its addresses.
    ///
    /// Only the sealing stage calls this on sealed markup: classification hands sealed markup to nobody else.
    pub(crate) fn write(&self, addresses: &dyn Addresses, out: &mut String) {
        for piece in &*self.pieces {
            match piece {
                Piece::Html(html) => out.push_str(html),
                Piece::Own => out.push_str(&self.own),
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
