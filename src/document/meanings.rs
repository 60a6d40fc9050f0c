//! Definitions that stand apart from what they explain: abbreviations with two meanings, footnotes without a reference.

use std::collections::BTreeMap;

use super::{Section, scan::Found};
use crate::{
    diagnostic::{Diagnostic, Findings},
    plan::{Meaning, Plan},
};

/// An abbreviation means the same in the plan and in all its sections. What the other meaning is may be sealed, so only
/// places are told.
pub(super) fn abbreviations(plan: &Plan, sections: &[Section], found: &[Vec<Found>], findings: &mut Findings) {
    let mut first: BTreeMap<&str, &Meaning> = BTreeMap::new();
    for (section, found) in sections.iter().zip(found) {
        for (found, (short, meaning)) in found
            .iter()
            .flat_map(|found| found.abbreviations.iter().map(move |own| (found, own)))
        {
            let Some(range) = found.definitions.get(short) else {
                continue;
            };
            let place = || section.source.place(range.clone());
            let before = *first.entry(short).or_insert(meaning);
            if plan.abbreviations.get(short).is_some_and(|of_plan| of_plan != meaning) {
                findings.push(
                    Diagnostic::error("E288", "this abbreviation has another meaning in the whole plan")
                        .at(place())
                        .hint("keep one of the two, here or in plan.yaml or content/data/abbreviations.yaml"),
                );
            } else if before != meaning {
                findings.push(
                    Diagnostic::warning(
                        "E288",
                        "this abbreviation has another meaning in another section or block",
                    )
                    .at(place())
                    .hint("write one of the two out, or define it once for the whole plan"),
                );
            }
        }
    }
}

/// A note that nothing refers to would stand on the page without a place that it explains.
pub(super) fn footnotes(section: &Section, found: &[Found], findings: &mut Findings) {
    for own in found {
        for (name, range) in &own.footnotes {
            // A reference in another block is told there.
            if own.noted.contains(name) || found.iter().any(|other| is_dead(section, other, name)) {
                continue;
            }
            let line = section.source.text()[range.clone()].lines().next().map_or(0, str::len);
            findings.push(
                Diagnostic::error("E289", "nothing refers to this footnote")
                    .at(section.source.place(range.start..range.start + line))
                    .hint("write its [^name] where it belongs, or take the note out"),
            );
        }
    }
}

/// `[name]: address` is not printed, so one that no link uses was meant as text or as an abbreviation.
pub(super) fn addresses(section: &Section, found: &[Found], findings: &mut Findings) {
    for (name, range) in found.iter().flat_map(|own| &own.addresses) {
        if found.iter().any(|other| other.addressed.contains(name)) {
            continue;
        }
        let line = section.source.text()[range.clone()].lines().next().map_or(0, str::len);
        findings.push(
            Diagnostic::error("E293", "no link uses this definition of an address, and it would not be printed")
                .at(section.source.place(range.start..range.start + line))
                .hint("[words]: text defines an address; write \\[ to print it, *[RTO]: for an abbreviation, [^1]: for a footnote"),
        );
    }
}

/// Whether a reference to a note of this name leads nowhere.
fn is_dead(section: &Section, found: &Found, name: &str) -> bool {
    let text = section.source.text();
    found
        .dead
        .iter()
        .any(|range| text[range.clone()].contains(&format!("[^{name}]")))
}

/// The hint for what looks like a link or note, by the text and by the notes that other blocks of the section define.
pub(super) fn dead_hint(section: &Section, range: &std::ops::Range<usize>, found: &[Found]) -> &'static str {
    let text = &section.source.text()[range.clone()];
    let elsewhere = found.iter().flat_map(|other| other.footnotes.keys());
    if elsewhere.into_iter().any(|name| text.contains(&format!("[^{name}]"))) {
        "define the footnote between the same fences as its reference: a sealed block and the text around it do not share notes"
    } else {
        "put names with blanks between < and >, a footnote behind the link or picture, define [name]: address and [^1]: note, or write \\[ for a plain bracket"
    }
}
