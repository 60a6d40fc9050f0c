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
    search::{self, Numbered, PartWords, Vocabulary, Words},
};

/// The words of every sealed fragment, read once for all copies. No `Debug`: they are sealed.
pub struct SealedIndex {
    words: Words,
    fragments: HashMap<String, Fragment>,
}

struct Fragment {
    words: Numbered,
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
        for (fragment, (words, blocks)) in sealed.fragments.iter().zip(read) {
            let fragment_words = Fragment {
                words: vocabulary.number(words),
                marking: fragment.marking().clone(),
                blocks,
            };
            fragments.insert(fragment.id().to_owned(), fragment_words);
        }
        Self {
            words: vocabulary.close(),
            fragments,
        }
    }

    /// `search/*.json`: the index of some fragments and of what a holder may read inside them. The reader knows the place
    /// in a fragment by its page.
    pub(super) fn write(&self, ids: &[&str], entitled: &dyn Fn(&Marking) -> bool) -> String {
        let mut lists = Vec::new();
        for (at, id) in ids.iter().enumerate() {
            self.gather(at, id, entitled, &mut lists);
        }
        let sections = digest::canonical_json(&json!(ids));
        let words = self.words.index(lists).json();
        format!("{{\"sections\":{},\"words\":{words}}}\n", sections.trim_end())
    }

    fn gather<'a>(
        &'a self,
        at: usize,
        id: &str,
        entitled: &dyn Fn(&Marking) -> bool,
        out: &mut Vec<(usize, &'a Numbered)>,
    ) {
        let Some(fragment) = self.fragments.get(id) else { return };
        out.push((at, &fragment.words));
        for block in &fragment.blocks {
            if self.fragments.get(block).is_some_and(|block| entitled(&block.marking)) {
                self.gather(at, block, entitled, out);
            }
        }
    }
}

fn read(fragment: &SealedFragment) -> (PartWords, Vec<String>) {
    let blocks = Blocks::default();
    let mut html = String::new();
    fragment.write_sealed(&blocks, &mut html);
    let label = format!("{} {}", fragment.number().unwrap_or_default(), fragment.sealed_title());
    let mut words = PartWords::read(&label, "", "");
    for part in search::parts(&html) {
        words.join(PartWords::read("", &part.heading, &part.text));
    }
    (words, blocks.0.into_inner())
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
