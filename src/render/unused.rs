//! Abbreviations that are defined and stand nowhere: warnings.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Fragments;
use crate::{
    diagnostic::{Diagnostic, Place},
    document::{
        Document,
        dialect::abbreviations::{definition, uses},
    },
    plan::{Meaning, Plan},
};

impl Fragments {
    /// Looks for every abbreviation in titles and in everything that is read, data blocks included.
    pub fn unused_abbreviations(&self, plan: &Plan, document: &Document) -> Vec<Diagnostic> {
        let mut unused: Vec<Place> = Vec::new();
        let titles = document.sections.par_iter().map(|section| section.title.as_str());
        let texts = self.sections.par_iter().map(|fragment| fragment.text.as_str());
        let used: BTreeSet<&str> = titles
            .chain(texts)
            .flat_map_iter(|text| uses(text, &plan.abbreviations).into_iter().map(|(_, short, _)| short))
            .collect();
        let places = plan.abbreviation_places.iter();
        unused.extend(
            places
                .filter(|(short, _)| !used.contains(short.as_str()))
                .map(|(_, place)| place.clone()),
        );
        for (index, section) in document.sections.iter().enumerate() {
            let containers = section.body.walk();
            let own = containers
                .iter()
                .flat_map(|container| &container.resolved.abbreviations);
            let own: BTreeMap<String, Meaning> = own.map(|(short, meaning)| (short.clone(), meaning.clone())).collect();
            if own.is_empty() {
                continue;
            }
            let texts = self.sections.iter().filter(|fragment| fragment.section == index);
            let used: BTreeSet<&str> = texts
                .flat_map(|fragment| uses(&fragment.text, &own))
                .map(|(_, short, _)| short)
                .collect();
            let mut at = 0;
            for line in section.source.text().split_inclusive('\n') {
                if let Some((short, _)) = definition(line)
                    && own.contains_key(short)
                    && !used.contains(short)
                {
                    unused.push(section.source.place(at..at + line.trim_end().len()));
                }
                at += line.len();
            }
        }
        let warning = |place| {
            Diagnostic::warning("E209", "this abbreviation is used nowhere")
                .at(place)
                .hint("take it out, or check how the text writes it: capital and small letters count")
        };
        unused.into_iter().map(warning).collect()
    }
}
