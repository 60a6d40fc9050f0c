//! Addresses inside a bundle, where every section is a file of its own.

use std::fmt::Write as _;

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
}

impl InBundle<'_> {
    /// The name of a picture inside the bundle.
    pub(super) fn asset_name(&self, index: usize) -> Option<String> {
        if let Some(asset) = self.sealing.sealed.assets.iter().find(|asset| asset.index == index) {
            return Some(asset.name.clone());
        }
        let open = self.sealing.open_assets.iter().position(|asset| asset.index == index)?;
        let extension = self.sealing.open_assets[open].path.rsplit('.').next().unwrap_or("bin");
        Some(format!("o{:03}.{}", open + 1, extension.to_ascii_lowercase()))
    }

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
        // The id of a heading is made of its words: only who may read them sees it.
        let anchor = anchor
            .filter(|anchor| {
                let holder = self.part(&anchor.container);
                holder.is_none_or(|holder| (self.entitled)(holder.marking()))
            })
            .map(|anchor| format!("#{}", anchor.id))
            .unwrap_or_default();
        match self.sealing.outline.get(index) {
            Some(entry) => format!("{}.html{anchor}", entry.id()),
            None => anchor,
        }
    }

    fn asset(&self, index: usize) -> String {
        format!("../assets/{}", self.asset_name(index).unwrap_or_default())
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
}
