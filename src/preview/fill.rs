//! Sealed matter into the places of a preview's pages. It comes from the secretary's own disk and goes to the secretary's own
//! browser; templates never see it here either.

use std::fmt::Write as _;

use super::{Site, Viewer};
use crate::{
    classify::{Entry, SealedFragment},
    document::Anchor,
    layout::{View, ViewPage, ViewPlace},
    render::{Addresses, escape},
};

/// What one viewer sees of the sealed matter.
pub(super) struct Seen<'a> {
    pub(super) site: &'a Site,
    pub(super) viewer: &'a Viewer,
}

impl<'a> Seen<'a> {
    /// A sealed section, block, page or line, if it is shown.
    fn fragment(&self, id: &str) -> Option<&'a SealedFragment> {
        let fragment = self.site.sealed(id)?;
        let may_read = |fragment: &SealedFragment| self.viewer.may_read(fragment.marking(), &self.site.prepared.list);
        let parts = || self.site.parts(id).any(may_read);
        (may_read(fragment) && (fragment.is_for_all() || parts())).then_some(fragment)
    }

    /// Lays a page out with everything that the viewer may read; `None` when there is none of this path.
    pub(super) fn page(
        &self,
        lay_out: impl FnOnce(&View<'_>) -> crate::diagnostic::Outcome<Option<ViewPage>>,
        root: &str,
    ) -> crate::diagnostic::Outcome<Option<String>> {
        let shows = |id: &str| self.fragment(id).is_some();
        let Some(page) = lay_out(&View { shows: &shows })? else {
            return Ok(None);
        };
        let addresses = InView { seen: self, root };
        Ok(Some(page.fill(&mut |place, out| self.write(place, &addresses, out))))
    }

    fn write(&self, place: &ViewPlace, addresses: &InView<'_>, out: &mut String) {
        let (ViewPlace::Title(id) | ViewPlace::Text(id) | ViewPlace::Mark(id) | ViewPlace::Block(id)) = place;
        let Some(fragment) = self.fragment(id) else { return };
        match place {
            ViewPlace::Title(_) => out.push_str(&escape(fragment.sealed_title())),
            ViewPlace::Text(_) => fragment.write_sealed(addresses, out),
            ViewPlace::Mark(_) => {
                let scheme = &self.site.prepared.plan.scheme;
                out.push_str(&escape(scheme.mark(fragment.classification())));
            }
            ViewPlace::Block(_) => addresses.hole(id, out),
        }
    }

    /// Whether a picture is shown by something that the viewer may read.
    pub(super) fn shows_asset(&self, index: usize) -> bool {
        let mut fragments = self.site.prepared.partition.sealed.fragments.iter();
        fragments.any(|fragment| {
            fragment.sealed_assets().contains(&index)
                && self.viewer.may_read(fragment.marking(), &self.site.prepared.list)
        })
    }
}

/// Addresses within sealed matter, on a page at `root` below the version's folder.
struct InView<'a> {
    seen: &'a Seen<'a>,
    root: &'a str,
}

impl Addresses for InView<'_> {
    fn section(&self, index: usize, anchor: Option<&Anchor>) -> String {
        let anchor = anchor.map_or_else(String::new, |anchor| format!("#{}", anchor.id));
        match self.seen.site.prepared.partition.open.outline.get(index) {
            Some(Entry::Open { path, .. }) => format!("{}{path}index.html{anchor}", self.root),
            Some(Entry::Sealed { id, .. }) if self.seen.fragment(id).is_some() => {
                format!("{}{id}/index.html{anchor}", self.root)
            }
            Some(Entry::Sealed { id, .. }) => format!("{}read/index.html#{id}", self.root),
            None => anchor,
        }
    }

    fn asset(&self, index: usize) -> String {
        let site = self.seen.site;
        format!("{}{}", self.root, site.asset_path(index).unwrap_or_default())
    }

    fn hole(&self, id: &str, out: &mut String) {
        if let Some(block) = self.seen.fragment(id) {
            let _ = write!(out, "<section class=\"block\" id=\"{id}\">");
            block.write_sealed(self, out);
            out.push_str("</section>\n");
        } else {
            let words = escape(&self.seen.site.prepared.theme.catalogue.word("not-in-copy"));
            let _ = writeln!(out, "<p class=\"locked\">{words}</p>");
        }
    }

    fn entry(&self, id: &str, out: &mut String) {
        if let Some(line) = self.seen.fragment(id) {
            line.write_sealed(self, out);
        }
    }
}
