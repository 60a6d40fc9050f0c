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

pub(super) fn item<'a>(outline: &'a Outline, index: usize, root: &str) -> Item<'a> {
    let entry = &outline.entries()[index];
    let (href, title) = match entry {
        Entry::Open { path, title, .. } => (format!("{root}{path}index.html"), Some(title.as_str())),
        Entry::Sealed { id, .. } => (format!("{root}read/index.html#{id}"), None),
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
pub(super) fn trail<'a>(outline: &'a Outline, index: usize, root: &str) -> Vec<Item<'a>> {
    let mut trail = Vec::new();
    let mut at = outline.entries()[index].parent();
    while let Some(parent) = at {
        trail.push(item(outline, parent, root));
        at = outline.entries()[parent].parent();
    }
    trail.reverse();
    trail
}

/// Ancestors, siblings and children, in document order.
pub(super) fn side<'a>(outline: &'a Outline, index: usize, root: &str) -> Vec<Item<'a>> {
    let entries = outline.entries();
    let mut shown: Vec<usize> = outline
        .children(entries[index].parent())
        .chain(outline.children(Some(index)))
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
            ..item(outline, shown, root)
        })
        .collect()
}
