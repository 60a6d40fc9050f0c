//! Fragments of the build before, for sections from which nothing else would be rendered now.
//!
//! A section is known by everything that rendering reads of it (`key`): its text, and what was resolved in it, such as the
//! number behind a reference. How sections and pictures are counted is no part of that: fragments move with their section,
//! and their links with the sections that they lead to.

mod key;

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::{Fragment, markup::Piece, render_section};
use crate::{
    digest::{Key, Memo},
    document::{Anchor, Document, Link, Section},
    plan::Plan,
    theme::Catalogue,
};

/// What was rendered before. In memory only: it holds sealed text.
#[derive(Default)]
pub struct Kept {
    memo: Memo<Known>,
}

/// The fragments of one section, and what its indexes and ids stood for.
struct Known {
    fragments: Vec<Fragment>,
    id: String,
    /// Path and id of each section that it leads to.
    sections: BTreeMap<usize, (String, String)>,
    /// Path of each picture and attachment.
    assets: BTreeMap<usize, String>,
}

/// Where sections and assets are now, by path.
struct Places<'a> {
    sections: HashMap<&'a str, usize>,
    assets: HashMap<&'a str, usize>,
}

impl Kept {
    /// The fragments of all sections in the order of the document; only what is not known is rendered.
    pub(super) fn render(
        &mut self,
        plan: &Plan,
        catalogue: &Catalogue,
        document: &Document,
        asset_names: &[String],
    ) -> Vec<Fragment> {
        let setting = key::setting(plan, catalogue);
        let sections = document.sections.iter().enumerate();
        let assets = document.assets.iter().enumerate();
        let places = Places {
            sections: sections
                .map(|(index, section)| (section.source.path(), index))
                .collect(),
            assets: assets.map(|(index, asset)| (asset.path.as_str(), index)).collect(),
        };
        let memo = &self.memo;
        let made: Vec<(Option<Key>, Option<Known>, Vec<Fragment>)> = (0..document.sections.len())
            .into_par_iter()
            .map(|index| {
                let key = key::of_section(&setting, plan, document, index);
                if let Some(known) = key.and_then(|key| memo.get(&key)) {
                    return (key, None, known.moved(&places, document, index));
                }
                let fragments = render_section(plan, catalogue, document, asset_names, index);
                (key, key.map(|_| Known::of(document, index, &fragments)), fragments)
            })
            .collect();
        let mut all = Vec::with_capacity(made.len());
        for (key, new, fragments) in made {
            match (key, new) {
                (Some(key), Some(known)) => self.memo.put(key, known),
                (Some(key), None) => self.memo.keep(&key),
                (None, _) => {}
            }
            all.extend(fragments);
        }
        self.memo.end_round();
        all
    }
}

impl Known {
    fn of(document: &Document, index: usize, fragments: &[Fragment]) -> Self {
        let section = &document.sections[index];
        let mut sections = BTreeMap::new();
        let mut assets = BTreeMap::new();
        let mut add = |target: usize| {
            let Section { source, id, .. } = &document.sections[target];
            sections.insert(target, (source.path().to_owned(), id.clone()));
        };
        for container in section.body.walk() {
            for link in container.resolved.links.values() {
                if let Link::Section { index, .. } = link {
                    add(*index);
                }
            }
            for reference in container.resolved.references.values() {
                add(reference.index);
            }
        }
        for asset in fragments.iter().flat_map(|fragment| &fragment.assets) {
            assets.insert(*asset, document.assets[*asset].path.clone());
        }
        Self {
            fragments: fragments.to_vec(),
            id: section.id.clone(),
            sections,
            assets,
        }
    }

    /// The fragments where the section stands now.
    fn moved(&self, places: &Places<'_>, document: &Document, index: usize) -> Vec<Fragment> {
        let id = &document.sections[index].id;
        let section = |before: usize| {
            let (path, old) = &self.sections[&before];
            let now = places.sections[path.as_str()];
            (now, old, &document.sections[now].id)
        };
        let asset = |before: &usize| places.assets[self.assets[before].as_str()];
        let place = |piece: &Piece| match piece {
            Piece::Section {
                index: usize::MAX,
                anchor,
            } => Piece::Section {
                index: usize::MAX,
                anchor: anchor.as_ref().map(|anchor| renamed(anchor, &self.id, id)),
            },
            Piece::Section { index, anchor } => {
                let (index, old, new) = section(*index);
                let anchor = anchor.as_ref().map(|anchor| renamed(anchor, old, new));
                Piece::Section { index, anchor }
            }
            Piece::Asset(before) => Piece::Asset(asset(before)),
            Piece::Hole(block) => Piece::Hole(with_id(block, &self.id, id)),
            piece @ (Piece::Html(_) | Piece::Own | Piece::Entry(_)) => piece.clone(),
        };
        let stays = self.id == *id
            && self.sections.keys().all(|before| {
                let (now, old, new) = section(*before);
                now == *before && old == new
            })
            && self.assets.keys().all(|before| asset(before) == *before);
        let fragments = self.fragments.iter().cloned();
        fragments
            .map(|mut fragment| {
                fragment.section = index;
                if !stays {
                    fragment.id = with_id(&fragment.id, &self.id, id);
                    fragment.around = fragment.around.map(|around| with_id(&around, &self.id, id));
                    fragment.assets.iter_mut().for_each(|before| *before = asset(before));
                    fragment.markup = fragment.markup.moved(id, place);
                }
                fragment
            })
            .collect()
    }
}

/// A place in a section whose id is another one now.
fn renamed(anchor: &Anchor, old: &str, new: &str) -> Anchor {
    Anchor {
        id: with_id(&anchor.id, old, new),
        container: with_id(&anchor.container, old, new),
    }
}

/// Ids within a section begin with its own.
fn with_id(id: &str, old: &str, new: &str) -> String {
    id.strip_prefix(old)
        .map_or_else(|| id.to_owned(), |rest| format!("{new}{rest}"))
}
