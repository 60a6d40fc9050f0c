//! Addresses of sections and pictures, from where they are seen.

use std::{collections::BTreeMap, fmt::Write as _};

use base64::Engine as _;

use super::view::{View, ViewPlace};
use crate::{
    classify::{Entry, OpenAsset, Outline},
    digest,
    document::Anchor,
    render::{Addresses, escape},
    theme::Catalogue,
};

/// Names of open assets below the version's folder: by content, so that they may be cached for ever.
pub(super) struct AssetNames {
    paths: BTreeMap<usize, String>,
}

impl AssetNames {
    pub(super) fn new(assets: &[OpenAsset]) -> Self {
        let paths = assets
            .iter()
            .map(|asset| {
                let extension = asset.path.rsplit('.').next().unwrap_or("bin").to_ascii_lowercase();
                (
                    asset.index,
                    format!("assets/{}.{extension}", &digest::hex(&asset.bytes)[..16]),
                )
            })
            .collect();
        Self { paths }
    }

    pub(super) fn path(&self, index: usize) -> &str {
        self.paths.get(&index).map_or("", String::as_str)
    }
}

/// The place in an open section that may be named: a heading of a sealed block is named by its block.
fn open_place<'a>(section: &str, anchor: &'a Anchor) -> &'a str {
    if anchor.container == section {
        &anchor.id
    } else {
        &anchor.container
    }
}

/// A place in the very section that is being written.
fn own_place(anchor: Option<&Anchor>) -> String {
    format!("#{}", anchor.map_or("", |anchor| &anchor.id))
}

/// What a preview shows besides the open site.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) hole: &'a str,
}

impl Shown<'_> {
    /// Writes the place of a block that is shown; tells whether it is.
    fn block(&self, id: &str, out: &mut String) -> bool {
        let is_shown = (self.view.shows)(id);
        if is_shown {
            out.push_str(&ViewPlace::Block(id.to_owned()).token(self.hole));
        }
        is_shown
    }
}

/// A page of the site with its own folder.
pub(super) struct SitePage<'a> {
    pub(super) outline: &'a Outline,
    /// In a preview.
    pub(super) shown: Option<Shown<'a>>,
    /// From the page up to the version's folder.
    pub(super) root: &'a str,
    pub(super) assets: &'a AssetNames,
    pub(super) catalogue: &'a Catalogue,
}

impl Addresses for SitePage<'_> {
    fn section(&self, index: usize, anchor: Option<&Anchor>) -> String {
        match self.outline.get(index) {
            Some(Entry::Open { id, path, .. }) => {
                let anchor = anchor.map(|anchor| format!("#{}", open_place(id, anchor)));
                let anchor = anchor.unwrap_or_default();
                format!("{}{path}index.html{anchor}", self.root)
            }
            Some(Entry::Sealed { id, .. }) if self.shown.is_some_and(|shown| (shown.view.shows)(id)) => {
                let anchor = anchor.map_or_else(String::new, |anchor| format!("#{}", anchor.id));
                format!("{}{id}/index.html{anchor}", self.root)
            }
            // The anchor of a sealed heading would tell its words.
            Some(Entry::Sealed { id, .. }) => format!("{}read/index.html#{id}", self.root),
            None => own_place(anchor),
        }
    }

    fn asset(&self, index: usize) -> String {
        format!("{}{}", self.root, self.assets.path(index))
    }

    fn hole(&self, id: &str, out: &mut String) {
        if self.shown.is_some_and(|shown| shown.block(id, out)) {
            return;
        }
        let _ = writeln!(
            out,
            "<div class=\"hole\" id=\"{id}\"><p class=\"locked\">{} <a href=\"{}read/index.html#{id}\">{}</a></p></div>",
            escape(&self.catalogue.word("sealed-block")),
            self.root,
            escape(&self.catalogue.word("sealed-open")),
        );
    }
}

/// All sections on one page: the print page, the reader, the one-file copy.
pub(super) struct OnePage<'a> {
    pub(super) outline: &'a Outline,
    /// In a preview.
    pub(super) shown: Option<Shown<'a>>,
    pub(super) assets: &'a AssetNames,
    /// From the page up to the version's folder; `None` when pictures are carried inside.
    pub(super) root: Option<&'a str>,
    pub(super) open: &'a [OpenAsset],
    pub(super) catalogue: &'a Catalogue,
}

impl Addresses for OnePage<'_> {
    fn section(&self, index: usize, anchor: Option<&Anchor>) -> String {
        match self.outline.get(index) {
            Some(Entry::Open { id, .. }) => format!("#{}", anchor.map_or(id.as_str(), |anchor| open_place(id, anchor))),
            Some(Entry::Sealed { id, .. }) => format!("#{id}"),
            None => own_place(anchor),
        }
    }

    fn asset(&self, index: usize) -> String {
        if let Some(root) = self.root {
            return format!("{root}{}", self.assets.path(index));
        }
        let asset = self.open.iter().find(|asset| asset.index == index);
        asset.map_or_else(String::new, |asset| {
            let data = base64::engine::general_purpose::STANDARD.encode(&asset.bytes);
            format!("data:{};base64,{data}", asset.media_type)
        })
    }

    fn hole(&self, id: &str, out: &mut String) {
        if self.shown.is_some_and(|shown| shown.block(id, out)) {
            return;
        }
        let _ = writeln!(
            out,
            "<div class=\"hole\" data-hole id=\"{id}\"><p class=\"locked\">{}</p></div>",
            escape(&self.catalogue.word("sealed-block")),
        );
    }
}
