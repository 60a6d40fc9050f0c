//! Words that look like abbreviations and are defined nowhere: warnings, for plans that define abbreviations at all.

use std::collections::{BTreeMap, BTreeSet};

use super::{Container, Section, scan::Found};
use crate::{
    diagnostic::{Diagnostic, Findings, Place},
    plan::{DistributionList, Meaning, Plan, Scheme},
};

/// So many words are told one by one.
const TOLD: usize = 10;

/// One warning for each word, at its first place; the message names the place and not the word, which may be sealed.
pub(super) fn warn(
    plan: &Plan,
    list: &DistributionList,
    sections: &[Section],
    found: &[Vec<Found>],
    findings: &mut Findings,
) {
    let mut known: BTreeSet<String> = plan.abbreviations.keys().cloned().collect();
    for name in list.groups.keys() {
        known.extend(name.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
    }
    let ours = Scheme::default();
    for name in plan.scheme.names().chain(ours.names()) {
        known.extend(name.split(' ').map(str::to_owned));
    }
    let mut first: BTreeMap<&str, Place> = BTreeMap::new();
    let mut order = Vec::new();
    for (section, found) in sections.iter().zip(found) {
        let mut here = Vec::new();
        collect(&section.body, &mut found.iter(), &mut Vec::new(), &mut here);
        here.sort_by_key(|(at, _)| *at);
        for (at, word) in here {
            if known.contains(word) || is_roman(word) || first.contains_key(word) {
                continue;
            }
            first.insert(word, section.source.place(at..at + word.len()));
            order.push(word);
        }
    }
    for word in order.iter().take(TOLD) {
        findings.push(
            Diagnostic::warning("E209", "this looks like an abbreviation and is defined nowhere")
                .at(first[word].clone())
                .hint("add it to `abbreviations` in plan.yaml or to content/data/abbreviations.yaml, or write it out"),
        );
    }
    if let Some(more) = order.len().checked_sub(TOLD).filter(|more| *more > 0) {
        findings.push(Diagnostic::warning(
            "E209",
            format!("{more} more words look like abbreviations and are defined nowhere"),
        ));
    }
}

/// The words of a container and its blocks that no definition around them explains.
fn collect<'f>(
    container: &Container,
    found: &mut impl Iterator<Item = &'f Found>,
    defined: &mut Vec<&'f BTreeMap<String, Meaning>>,
    out: &mut Vec<(usize, &'f str)>,
) {
    let Some(own) = found.next() else { return };
    defined.push(&own.abbreviations);
    let unexplained = own
        .shortened
        .iter()
        .filter(|(_, word)| defined.iter().all(|names| !names.contains_key(word)));
    out.extend(unexplained.map(|(at, word)| (*at, word.as_str())));
    for block in &container.blocks {
        collect(block, found, defined, out);
    }
    defined.pop();
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| "IVXLCDM".contains(c))
}
