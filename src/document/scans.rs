//! What was found in the texts of the build before, for texts that are as they were: blocks, then what stands in them.

use rayon::prelude::*;

use super::{
    Container, Resolved, Section, container,
    scan::{self, Found, Watch},
    tree::Page,
};
use crate::{
    diagnostic::Findings,
    digest::{Key, KeyOf, Memo},
    plan::{DistributionList, Plan},
};

/// Results of scanning. In memory only: they hold sealed text.
#[derive(Default)]
pub struct Scans {
    /// Bodies without a fault.
    bodies: Memo<Container>,
    memo: Memo<Vec<Found>>,
}

/// The results of all sections, to be given back when nothing needs them any more.
pub(super) struct Scanned {
    pub(super) found: Vec<Vec<Found>>,
    keys: Vec<Key>,
}

impl Scans {
    /// The bodies of all pages with their blocks; only what is not known is looked through for fences.
    pub(super) fn split(
        &mut self,
        pages: &[Page],
        list: &DistributionList,
        plan: &Plan,
        findings: &mut Findings,
    ) -> Vec<Container> {
        let setting = setting(list, plan);
        let bodies = &self.bodies;
        let split: Vec<(Key, bool, Container, Findings)> = pages
            .par_iter()
            .map(|page| {
                let mut key = setting.clone();
                key.text(page.source.text()).written((&page.body, &page.marking));
                let key = key.key();
                let mut findings = Findings::default();
                if let Some(known) = bodies.get(&key) {
                    return (key, true, copy(known, &known.id, &page.id), findings);
                }
                let (marking, body) = (&page.marking, page.body.clone());
                let body = container::split(&page.source, &page.id, marking, body, list, plan, &mut findings);
                (key, false, body, findings)
            })
            .collect();
        let mut all = Vec::with_capacity(split.len());
        for (key, is_known, body, found) in split {
            if is_known {
                self.bodies.keep(&key);
            } else if found.count() == 0 {
                self.bodies.put(key, copy(&body, "", ""));
            }
            findings.append(found);
            all.push(body);
        }
        self.bodies.end_round();
        all
    }

    /// The results of all sections; only what is not known is scanned.
    pub(super) fn scan(&mut self, sections: &[Section], watch: Watch<'_>) -> Scanned {
        let mut setting = KeyOf::default();
        setting.written(watch);
        let keys: Vec<Key> = sections.par_iter().map(|section| key(&setting, section)).collect();
        let known: Vec<Option<Vec<Found>>> = keys.iter().map(|key| self.memo.take(key)).collect();
        let found = sections
            .par_iter()
            .zip(known)
            .map(|(section, known)| known.unwrap_or_else(|| scan::scan(section.source.text(), &section.body, watch)))
            .collect();
        Scanned { found, keys }
    }

    /// Takes the results back for the next build.
    pub(super) fn give_back(&mut self, scanned: Scanned) {
        for (key, found) in scanned.keys.into_iter().zip(scanned.found) {
            self.memo.put(key, found);
        }
        self.memo.end_round();
    }
}

/// Everything that is the same for all pages: how fences are written, and who may be named by them.
fn setting(list: &DistributionList, plan: &Plan) -> KeyOf {
    let mut key = KeyOf::default();
    key.text(plan.source.text()).written(list.complete);
    for name in list.groups.keys() {
        key.text(name);
    }
    for copy in &list.copies {
        key.text(copy.number.as_str());
    }
    for team in &list.teams {
        key.text(team.number.as_str());
    }
    key
}

/// A body in which nothing is resolved yet, with ids that begin with another one.
fn copy(container: &Container, old: &str, new: &str) -> Container {
    let Container {
        id,
        marking,
        outer,
        inner,
        blocks,
        notes,
        resolved: _,
    } = container;
    Container {
        id: format!("{new}{}", id.strip_prefix(old).unwrap_or(id)),
        marking: marking.clone(),
        outer: outer.clone(),
        inner: inner.clone(),
        blocks: blocks.iter().map(|block| copy(block, old, new)).collect(),
        notes: notes.clone(),
        resolved: Resolved::default(),
    }
}

/// Everything that scanning reads: the text, and where blocks and notes are in it.
fn key(setting: &KeyOf, section: &Section) -> Key {
    let mut key = setting.clone();
    key.text(section.source.text());
    for container in section.body.walk() {
        let Container {
            outer,
            inner,
            blocks,
            notes,
            // Not read.
            id: _,
            marking: _,
            resolved: _,
        } = container;
        key.written((outer, inner, blocks.len()));
        for note in notes {
            key.written((&note.opener, &note.closer));
        }
    }
    key.key()
}
