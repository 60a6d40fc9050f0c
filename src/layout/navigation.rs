//! Links between pages. What each page carries is small: ancestors, siblings, children.

use serde::Serialize;

use crate::classify::{Entry, Outline};

/// A link to a section; sealed ones show their number and lead to the reader.
#[derive(Serialize)]
pub(super) struct Item<'a> {
    href: String,
    number: Option<&'a str>,
    title: Option<&'a str>,
    depth: usize,
    sealed: bool,
    current: bool,
}

impl<'a> Item<'a> {
    pub(super) fn page(href: String, title: &'a str) -> Self {
        Self {
            href,
            number: None,
            title: Some(title),
            depth: 1,
            sealed: false,
            current: false,
        }
    }
}

/// Makes links from the outline.
#[derive(Clone, Copy)]
pub(super) struct Links<'a> {
    pub(super) outline: &'a Outline,
    /// Titles of sealed sections that a preview shows, by index; empty for the open site.
    pub(super) titles: &'a [Option<String>],
}

impl<'a> Links<'a> {
    /// A link from a page below `root`.
    pub(super) fn item(&self, index: usize, root: &str) -> Item<'a> {
        let entry = &self.outline.entries()[index];
        let shown = self.titles.get(index).and_then(Option::as_deref);
        let (href, title) = match (entry, shown) {
            (Entry::Open { path, title, .. }, _) => (format!("{root}{path}index.html"), Some(title.as_str())),
            (Entry::Sealed { id, .. }, Some(title)) => (format!("{root}{id}/index.html"), Some(title)),
            (Entry::Sealed { id, .. }, None) => (format!("{root}read/index.html#{id}"), None),
        };
        Item {
            href,
            number: entry.number(),
            title,
            depth: entry.depth(),
            sealed: title.is_none(),
            current: false,
        }
    }

    /// From the chapter down to the section above this one.
    pub(super) fn trail(&self, index: usize, root: &str) -> Vec<Item<'a>> {
        let mut trail = Vec::new();
        let mut at = self.outline.entries()[index].parent();
        while let Some(parent) = at {
            trail.push(self.item(parent, root));
            at = self.outline.entries()[parent].parent();
        }
        trail.reverse();
        trail
    }

    /// Ancestors, siblings and children, in document order.
    pub(super) fn side(&self, index: usize, root: &str) -> Vec<Item<'a>> {
        let entries = self.outline.entries();
        let mut shown: Vec<usize> = self
            .outline
            .children(entries[index].parent())
            .chain(self.outline.children(Some(index)))
            .collect();
        let mut at = entries[index].parent();
        while let Some(parent) = at {
            shown.push(parent);
            at = entries[parent].parent();
        }
        shown.sort_unstable();
        shown.dedup();
        shown
            .into_iter()
            .map(|shown| Item {
                current: shown == index,
                ..self.item(shown, root)
            })
            .collect()
    }
}
