//! The search index of sealed text: it goes into bundles and nowhere else, for each holder with what that holder may
//! read.

use std::{cell::RefCell, collections::HashMap};

use rayon::prelude::*;
use serde_json::json;

use crate::{
    classify::{SealedFragment, SealedPart},
    digest,
    document::Anchor,
    plan::Marking,
    render::Addresses,
    search::{self, Numbered, PartWords, Vocabulary},
};

/// The words of every sealed fragment, read once for all copies. No `Debug`: they are sealed.
pub struct SealedIndex {
    vocabulary: Vocabulary,
    fragments: HashMap<String, Fragment>,
}

struct Fragment {
    /// Anchor and words of each part.
    parts: Vec<(String, Numbered)>,
    marking: Marking,
    /// Blocks shown inside it.
    blocks: Vec<String>,
}

impl SealedIndex {
    /// Reads all sealed fragments.
    pub fn new(sealed: &SealedPart) -> Self {
        let read: Vec<_> = sealed.fragments.par_iter().map(read).collect();
        let mut vocabulary = Vocabulary::default();
        let mut fragments = HashMap::new();
        for (fragment, (parts, blocks)) in sealed.fragments.iter().zip(read) {
            let parts = parts.into_iter();
            let parts = parts
                .map(|(anchor, words)| (anchor, vocabulary.number(words)))
                .collect();
            let marking = fragment.marking().clone();
            fragments.insert(fragment.id().to_owned(), Fragment { parts, marking, blocks });
        }
        Self { vocabulary, fragments }
    }

    /// `search/*.json`: the index of some fragments and of what a holder may read inside them.
    pub(super) fn write<'a>(&self, ids: impl Iterator<Item = &'a str>, entitled: &dyn Fn(&Marking) -> bool) -> String {
        let mut parts = Vec::new();
        for id in ids {
            self.gather(id, id, entitled, &mut parts);
        }
        let index = self.vocabulary.index(parts.iter().map(|(_, _, words)| *words));
        let places: Vec<_> = parts.iter().map(|(id, anchor, _)| [*id, *anchor]).collect();
        digest::canonical_json(&json!({ "parts": places, "words": index.pairs() }))
    }

    fn gather<'a>(
        &'a self,
        shown: &'a str,
        id: &'a str,
        entitled: &dyn Fn(&Marking) -> bool,
        out: &mut Vec<(&'a str, &'a str, &'a Numbered)>,
    ) {
        let Some(fragment) = self.fragments.get(id) else { return };
        for (anchor, words) in &fragment.parts {
            let own = if shown == id { "" } else { id };
            out.push((shown, if anchor.is_empty() { own } else { anchor }, words));
        }
        for block in &fragment.blocks {
            if self.fragments.get(block).is_some_and(|block| entitled(&block.marking)) {
                self.gather(shown, block, entitled, out);
            }
        }
    }
}

fn read(fragment: &SealedFragment) -> (Vec<(String, PartWords)>, Vec<String>) {
    let blocks = Blocks::default();
    let mut html = String::new();
    fragment.write_sealed(&blocks, &mut html);
    let mut label = format!("{} {}", fragment.number().unwrap_or_default(), fragment.sealed_title());
    let words = search::parts(&html).into_iter().map(|part| {
        let words = PartWords::read(&std::mem::take(&mut label), &part.heading, &part.text);
        (part.anchor, words)
    });
    (words.collect(), blocks.0.into_inner())
}

/// Leaves addresses empty and keeps the ids of blocks.
#[derive(Default)]
struct Blocks(RefCell<Vec<String>>);

impl Addresses for Blocks {
    fn section(&self, _: usize, _: Option<&Anchor>) -> String {
        String::new()
    }

    fn asset(&self, _: usize) -> String {
        String::new()
    }

    fn hole(&self, id: &str, _: &mut String) {
        self.0.borrow_mut().push(id.to_owned());
    }
}
