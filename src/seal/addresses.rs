//! Addresses inside a bundle, where every section is a file of its own.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use super::Sealing;
use crate::{
    classify::SealedFragment,
    document::Anchor,
    plan::Marking,
    render::{Addresses, escape},
};

pub(super) struct InBundle<'a> {
    pub(super) sealing: &'a Sealing<'a>,
    pub(super) entitled: &'a dyn Fn(&Marking) -> bool,
    /// Names of the pictures in this bundle, by index into the document's assets.
    pub(super) assets: &'a BTreeMap<usize, String>,
    /// Ids of what has a file of its own in this bundle.
    pub(super) present: &'a BTreeSet<&'a str>,
}

impl InBundle<'_> {
    fn part(&self, id: &str) -> Option<&SealedFragment> {
        self.sealing
            .sealed
            .fragments
            .iter()
            .find(|fragment| fragment.id() == id)
    }
}

impl Addresses for InBundle<'_> {
    fn section(&self, index: usize, anchor: Option<&Anchor>) -> String {
        // An address says that there is a heading: only to who may read it.
        let anchor = anchor.filter(|anchor| {
            let holder = self.part(&anchor.container);
            holder.is_none_or(|holder| (self.entitled)(holder.marking()))
        });
        let place = anchor.map(|anchor| format!("#{}", anchor.id)).unwrap_or_default();
        let Some(entry) = self.sealing.outline.get(index) else {
            return place;
        };
        let id = entry.id();
        // A block of an open section has a file, though the section has none; blocks inside it stand in that file.
        let blocks = std::iter::successors(anchor.map(|anchor| anchor.container.as_str()), |id| {
            id.rsplit_once("-b").map(|(around, _)| around)
        });
        if let Some(file) = std::iter::once(id).chain(blocks).find(|id| self.present.contains(id)) {
            return format!("{file}.html{place}");
        }
        // Without the open site the link leads to the line of the contents that says where the section is; the reader,
        // which has the open sections, takes the place behind the question mark.
        match anchor {
            Some(anchor) => format!("../index.html?{}#{id}", anchor.id),
            None => format!("../index.html#{id}"),
        }
    }

    fn asset(&self, index: usize) -> String {
        let name = self.assets.get(&index).map_or("", String::as_str);
        format!("../assets/{name}")
    }

    /// A block inside sealed matter stands in its place for those who may read it.
    fn hole(&self, id: &str, out: &mut String) {
        match self.part(id) {
            Some(block) if (self.entitled)(block.marking()) => {
                let _ = write!(out, "<section class=\"block\" id=\"{id}\">");
                block.write_sealed(self, out);
                out.push_str("</section>\n");
            }
            _ => {
                let words = escape(&self.sealing.catalogue.word("not-in-copy"));
                let _ = writeln!(out, "<p class=\"locked\">{words}</p>");
            }
        }
    }

    /// Who may not read a line is not told that there is one.
    fn entry(&self, id: &str, out: &mut String) {
        if let Some(line) = self.part(id).filter(|line| (self.entitled)(line.marking())) {
            line.write_sealed(self, out);
        }
    }
}
