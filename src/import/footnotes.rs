//! Footnotes: each stands in the file of the section that refers to it.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{Block, Kind};
use super::front::Plan;
use super::inline;
use super::markdown::Footnote;
use super::notes::Notes;
use super::outline::Node;

/// Footnotes by label.
#[derive(Default)]
pub(super) struct Footnotes {
    by_label: BTreeMap<String, Footnote>,
}

impl Footnotes {
    pub(super) fn new(by_label: BTreeMap<String, Footnote>) -> Self {
        Self { by_label }
    }

    /// Adds to each section the notes it refers to; a note of no section is text at the end of the last one.
    pub(super) fn place(self, plan: &mut Plan, notes: &mut Notes) {
        let mut seen = BTreeSet::new();
        for node in plan.front.iter_mut().chain(&mut plan.nodes) {
            self.add(node, &mut seen);
        }
        let left = self.by_label.iter().filter(|(label, _)| !seen.contains(*label));
        let mut left: Vec<&Footnote> = left.map(|(_, note)| note).collect();
        left.sort_by_key(|note| note.line);
        for note in left {
            let message = "footnote to which no section refers, kept as text at the end";
            notes.unplaced(message, note.line, &note.text);
            if let Some(last) = plan.nodes.last_mut() {
                // What it refers to, perhaps itself, is no note of this section.
                let text = inline::settle(&note.text, |_| false);
                last.blocks.push(Block::text(note.line, text));
            }
        }
    }

    fn add(&self, node: &mut Node, seen: &mut BTreeSet<String>) {
        let mut wanted: Vec<String> = Vec::new();
        let mut here = BTreeSet::new();
        let mut at = 0;
        let texts = node.blocks.iter().flat_map(|block| -> Vec<&str> {
            match &block.kind {
                Kind::Table(rows) => rows.iter().flatten().map(String::as_str).collect(),
                Kind::Code => Vec::new(),
                _ => vec![block.text.as_str()],
            }
        });
        for label in texts.flat_map(inline::notes) {
            if here.insert(label.to_owned()) {
                wanted.push(label.to_owned());
            }
        }
        // a note may refer to another one
        while let Some(label) = wanted.get(at).cloned() {
            at += 1;
            let Some(note) = self.by_label.get(&label) else {
                continue;
            };
            for label in inline::notes(&note.text) {
                if here.insert(label.to_owned()) {
                    wanted.push(label.to_owned());
                }
            }
            node.blocks.push(Block {
                kind: Kind::Note(label),
                ..Block::text(note.line, note.text.clone())
            });
        }
        seen.extend(here);
    }
}
