//! A document as passages: what can be added, removed or changed, with the marking of each.

use std::collections::BTreeMap;

use crate::{
    digest,
    document::Document,
    plan::Marking,
    render::{Fragment, Fragments},
};

/// A section, or a sealed block in one, as it reads. No `Debug`: it may hold sealed text.
pub struct Passage {
    /// Path of the section below `content/`.
    pub path: String,
    /// The how-manieth block of the section, from 1; `None` for the section itself.
    pub block: Option<u32>,
    /// Section or block id.
    pub id: String,
    /// Number of the section.
    pub number: Option<String>,
    /// Title of the section; empty for a block.
    pub title: String,
    /// Who may read it.
    pub marking: Marking,
    /// The chapter of a section, the section of a block: as an index into the passages.
    pub within: Option<usize>,
    /// Name of the section's file or folder without number and extension.
    pub slug: String,
    /// Title and description, reading text, addresses of links, and files with the beginning of their hash.
    pub paragraphs: Vec<String>,
}

/// Takes a document apart, in its order: each section, then its blocks.
pub fn passages(document: &Document, fragments: &Fragments) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::with_capacity(fragments.sections.len());
    let mut of_section: BTreeMap<usize, usize> = BTreeMap::new();
    let mut blocks = 0;
    for fragment in &fragments.sections {
        let section = &document.sections[fragment.section];
        let is_block = fragment.around.is_some();
        blocks = if is_block { blocks + 1 } else { 0 };
        let own = of_section.get(&fragment.section).copied();
        let chapter = section.parent.and_then(|parent| of_section.get(&parent).copied());
        if !is_block {
            of_section.insert(fragment.section, passages.len());
        }
        passages.push(Passage {
            path: section.source.path().trim_start_matches("content/").to_owned(),
            block: is_block.then_some(blocks),
            id: fragment.id.clone(),
            number: section.number.clone(),
            title: if is_block { String::new() } else { section.title.clone() },
            marking: fragment.marking.clone(),
            within: if is_block { own } else { chapter },
            slug: section.slugs.last().cloned().unwrap_or_default(),
            paragraphs: paragraphs(document, fragment),
        });
    }
    passages
}

fn paragraphs(document: &Document, fragment: &Fragment) -> Vec<String> {
    let section = &document.sections[fragment.section];
    let mut all = Vec::new();
    if fragment.around.is_none() {
        all.push(section.title.clone());
        all.extend(section.description.clone());
    }
    all.extend(fragment.text.lines().map(str::to_owned));
    all.extend(fragment.links.iter().cloned());
    all.extend(fragment.assets.iter().map(|asset| {
        let asset = &document.assets[*asset];
        let name = asset.path.rsplit('/').next().unwrap_or_default();
        format!("{name} {}", &digest::hex(&asset.bytes)[..12])
    }));
    // White space is the author's, not the document's.
    let plain = all
        .iter()
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    plain.filter(|text| !text.is_empty()).collect()
}
