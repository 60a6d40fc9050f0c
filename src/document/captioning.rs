//! Numbers of figures, tables and running paragraphs through the whole document, and where labels lead.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    Anchor, Container, Section,
    dialect::captions::{self, Kind},
    scan::Found,
};
use crate::{
    diagnostic::{Diagnostic, Findings},
    plan::{CaptionNumbers, ParagraphNumbers, Plan},
};

/// A caption with its number.
pub struct NumberedCaption {
    /// Figure or table.
    pub kind: Kind,
    /// As printed, such as `3` or `3.1`.
    pub number: String,
    /// Its words.
    pub words: String,
    /// Id in the document, made of its place: its label may be as sealed as its section.
    pub id: String,
}

/// What a reference is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// Rajah
    Figure,
    /// Jadual
    Table,
    /// A section, or a heading in one.
    Section,
}

/// Where `@fig-x` leads.
#[derive(Clone)]
pub struct Reference {
    /// To what.
    pub kind: ReferenceKind,
    /// As printed.
    pub number: String,
    /// Index of the section.
    pub index: usize,
    /// The place in it.
    pub anchor: Option<Anchor>,
}

/// Captions and running paragraphs of a container by offset.
#[derive(Default)]
pub(super) struct Numbers {
    pub(super) captions: BTreeMap<usize, NumberedCaption>,
    pub(super) running: BTreeMap<usize, String>,
}

/// All labels of the document.
#[derive(Default)]
pub(super) struct Labels {
    known: BTreeMap<String, Reference>,
}

impl Labels {
    pub(super) fn get(&self, label: &str) -> Option<&Reference> {
        self.known.get(label)
    }

    fn add(&mut self, label: &str, reference: Reference, place: crate::diagnostic::Place, findings: &mut Findings) {
        if self.known.insert(label.to_owned(), reference).is_some() {
            findings.push(
                Diagnostic::error("E196", "two places have the same label")
                    .at(place)
                    .hint("give each its own: a reference must lead to one place"),
            );
        }
    }
}

/// Counts through the document. The results are in the order of [`Container::walk`].
pub(super) fn count(
    plan: &Plan,
    sections: &[Section],
    found: &[Vec<Found>],
    headings: &[Vec<BTreeMap<usize, String>>],
    findings: &mut Findings,
) -> (Vec<Vec<Numbers>>, Labels) {
    let mut labels = Labels::default();
    let mut counter = Counter {
        plan,
        sections,
        counted: BTreeMap::new(),
        paragraphs: 0,
        paragraph_numbers: BTreeSet::new(),
        printed: BTreeSet::new(),
    };
    let mut all = Vec::with_capacity(sections.len());
    for (index, ((section, found), headings)) in sections.iter().zip(found).zip(headings).enumerate() {
        section_labels(index, section, found, headings, &mut labels, findings);
        all.push(counter.section(index, found, &mut labels, findings));
    }
    (all, labels)
}

struct Counter<'a> {
    plan: &'a Plan,
    sections: &'a [Section],
    /// How many captions of a kind there were, in the whole document or in a chapter.
    counted: BTreeMap<(Kind, Option<usize>), u32>,
    paragraphs: u32,
    paragraph_numbers: BTreeSet<String>,
    printed: BTreeSet<(Kind, String)>,
}

impl Counter<'_> {
    fn section(&mut self, index: usize, found: &[Found], labels: &mut Labels, findings: &mut Findings) -> Vec<Numbers> {
        let section = &self.sections[index];
        let containers = section.body.walk();
        let mut numbers: Vec<Numbers> = found.iter().map(|_| Numbers::default()).collect();
        // Blocks are counted where they stand, between what is around them.
        let mut captions: Vec<(usize, usize, &captions::Caption)> = Vec::new();
        let mut running: Vec<(usize, usize)> = Vec::new();
        for (at, found) in found.iter().enumerate() {
            captions.extend(found.captions.iter().map(|caption| (caption.at, at, caption)));
            running.extend(found.running.iter().map(|offset| (*offset, at)));
        }
        captions.sort_by_key(|(offset, ..)| *offset);
        running.sort_unstable();
        for (offset, container, caption) in captions {
            let number = self.number(index, caption);
            let place = || section.source.place(caption.place.clone());
            if !self.printed.insert((caption.kind, number.clone())) {
                findings.push(
                    Diagnostic::error("E197", "two figures or two tables have the same number")
                        .at(place())
                        .hint("take `number` away, or give one that is free"),
                );
            }
            // Counted within what holds it, so that an id tells nothing of what is sealed for others.
            let id = format!(
                "{}-c{}",
                containers[container].id,
                numbers[container].captions.len() + 1
            );
            if let Some(label) = &caption.label {
                let reference = Reference {
                    kind: match caption.kind {
                        Kind::Figure => ReferenceKind::Figure,
                        Kind::Table => ReferenceKind::Table,
                    },
                    number: number.clone(),
                    index,
                    anchor: Some(anchor(&id, containers[container])),
                };
                labels.add(label, reference, place(), findings);
            }
            let numbered = NumberedCaption {
                kind: caption.kind,
                number,
                words: caption.words.clone(),
                id,
            };
            numbers[container].captions.insert(offset, numbered);
        }
        let mut in_section = 0;
        for (offset, container) in running {
            self.paragraphs += 1;
            in_section += 1;
            let number = match (self.plan.paragraphs, &section.number) {
                (ParagraphNumbers::Section, Some(number)) => format!("{}.{in_section}", plain(number)),
                (ParagraphNumbers::Section, None) => in_section.to_string(),
                (ParagraphNumbers::Through, _) => self.paragraphs.to_string(),
            };
            let is_new = self.paragraph_numbers.insert(number.clone());
            if !is_new && section.is_known {
                findings.push(
                    Diagnostic::error("E298", "two numbered paragraphs have the same number")
                        .at(section.source.place(offset..offset + 1))
                        .hint("give their sections numbers of their own, or write paragraphs: through in plan.yaml"),
                );
            }
            numbers[container].running.insert(offset, number);
        }
        numbers
    }

    fn number(&mut self, index: usize, caption: &captions::Caption) -> String {
        let chapter = match self.plan.captions {
            CaptionNumbers::Document => None,
            // Chapters without a number are counted as one, since theirs would all begin with 1.
            CaptionNumbers::Chapter => {
                Some(chapter_of(self.sections, index)).filter(|chapter| self.sections[*chapter].number.is_some())
            }
        };
        let counted = self.counted.entry((caption.kind, chapter)).or_insert(0);
        *counted += 1;
        if let Some(number) = &caption.number {
            return number.clone();
        }
        let of_chapter = chapter.and_then(|chapter| self.sections[chapter].number.as_deref());
        match of_chapter {
            Some(chapter) => format!("{}.{counted}", plain(chapter)),
            None => counted.to_string(),
        }
    }
}

fn chapter_of(sections: &[Section], mut index: usize) -> usize {
    while let Some(parent) = sections[index].parent {
        index = parent;
    }
    index
}

/// `3` of `3.0` and of `BAB 3`, `II` of `Lampiran II`.
fn plain(number: &str) -> &str {
    let last = number.split_whitespace().next_back().unwrap_or(number);
    last.strip_suffix(".0").unwrap_or(last)
}

fn anchor(id: &str, container: &Container) -> Anchor {
    Anchor {
        id: id.to_owned(),
        container: container.id.clone(),
    }
}

/// Labels of the section itself and of headings in it.
fn section_labels(
    index: usize,
    section: &Section,
    found: &[Found],
    headings: &[BTreeMap<usize, String>],
    labels: &mut Labels,
    findings: &mut Findings,
) {
    let reference = |anchor| Reference {
        kind: ReferenceKind::Section,
        number: section.number.clone().unwrap_or_default(),
        index,
        anchor,
    };
    if let Some(label) = &section.label {
        labels.add(label, reference(None), section.source.line(1), findings);
    }
    for ((container, found), ids) in section.body.walk().into_iter().zip(found).zip(headings) {
        for heading in found.headings.iter().filter(|heading| heading.explicit) {
            if let (true, Some(id)) = (heading.anchor.starts_with("sec-"), ids.get(&heading.start)) {
                let place = section.source.place(heading.start..heading.start + 1);
                labels.add(&heading.anchor, reference(Some(anchor(id, container))), place, findings);
            }
        }
    }
}

/// The references of a container, by label.
pub(super) fn references(
    section: &Section,
    found: &Found,
    labels: &Labels,
    findings: &mut Findings,
) -> BTreeMap<String, Reference> {
    let mut references = BTreeMap::new();
    let mut fault = |place: &Range<usize>, code, message: &str, hint: &str| {
        findings.push(
            Diagnostic::error(code, message)
                .at(section.source.place(place.clone()))
                .hint(hint),
        );
    };
    for mention in &found.mentions {
        match labels.get(&mention.label) {
            None => fault(
                &mention.place,
                "E198",
                "nothing has this label",
                "write {#fig-…}, {#tbl-…} or {#sec-…} at the place that is meant, or \\@ for the sign itself",
            ),
            Some(reference) if reference.number.is_empty() => fault(
                &mention.place,
                "E199",
                "this reference is to a section without a number",
                "link to it in words: [its title](file.md)",
            ),
            Some(reference) => {
                references.insert(mention.label.clone(), reference.clone());
            }
        }
    }
    references
}
