//! One section whose text changed and nothing that others can see of it: no other section is read again.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Container, Document, Resolved, Section, container,
    scan::{self, Found},
};
use crate::{
    diagnostic::{Findings, SourceText},
    plan::{DistributionList, Plan},
};

impl Document {
    /// Gives a section a new text, if everything that was resolved in it or counted across sections stays as it is: front
    /// matter, sealed blocks, headings, links, pictures, captions, references, data blocks, running paragraphs and
    /// abbreviations. Otherwise, and when the text has a fault, nothing changes and the answer is `false`.
    pub fn revise(&mut self, plan: &Plan, list: &DistributionList, index: usize, text: &str) -> bool {
        let Some(revised) = revised(&self.sections[index], plan, list, text) else {
            return false;
        };
        let section = &mut self.sections[index];
        let mut resolved: Vec<Resolved> = take(&mut section.body);
        for (resolved, moves) in resolved.iter_mut().zip(&revised.moves) {
            moves.apply(resolved);
        }
        section.source = revised.source;
        section.body = revised.body;
        super::references::fill(&mut section.body, &mut resolved.into_iter());
        true
    }
}

/// The new text taken apart, and how places in it correspond to the old ones.
struct Revised {
    source: SourceText,
    body: Container,
    moves: Vec<Moves>,
}

fn revised(section: &Section, plan: &Plan, list: &DistributionList, text: &str) -> Option<Revised> {
    let old = section.source.text();
    let start = section.body.outer.start;
    let front = &old[..start];
    if !section.is_known || !front.ends_with('\n') || !text.starts_with(front) {
        return None;
    }
    let mut findings = Findings::default();
    let source = SourceText::new(section.source.path(), text, true);
    let body = container::split(
        &source,
        &section.id,
        section.marking(),
        start..text.len(),
        list,
        plan,
        &mut findings,
    );
    if findings.count() > 0 || !is_alike(&section.body, &body) {
        return None;
    }
    let watch = (!plan.abbreviations.is_empty()).then_some(&plan.abbreviations);
    let before = scan::scan(old, &section.body, watch);
    let after = scan::scan(text, &body, watch);
    if order(&before) != order(&after) {
        return None;
    }
    let moves = before.iter().zip(&after).map(|(before, after)| {
        (after.is_sound() && seen(old, before) == seen(text, after)).then(|| Moves::between(before, after))
    });
    let moves = moves.collect::<Option<Vec<Moves>>>()?;
    let source = if body.marking.is_open() {
        source.opened(body.blocks.iter().map(|block| block.outer.clone()).collect())
    } else {
        source
    };
    Some(Revised { source, body, moves })
}

/// The same blocks with the same markings.
fn is_alike(old: &Container, new: &Container) -> bool {
    old.id == new.id
        && old.marking == new.marking
        && old.blocks.len() == new.blocks.len()
        && old.blocks.iter().zip(&new.blocks).all(|(old, new)| is_alike(old, new))
}

/// Everything in a container that other sections, generated pages and warnings are made from, without its places.
#[derive(PartialEq)]
struct Seen<'a> {
    headings: Vec<(&'a str, bool)>,
    links: Vec<(&'a str, &'a str)>,
    images: Vec<(&'a str, &'a str)>,
    data: Vec<(&'static str, &'a str, bool, &'a str)>,
    captions: Vec<(bool, Option<&'a str>, Option<&'a str>, &'a str)>,
    mentions: BTreeSet<&'a str>,
    abbreviations: &'a BTreeMap<String, crate::plan::Meaning>,
    shortened: Vec<&'a str>,
    running: usize,
}

fn seen<'a>(text: &'a str, found: &'a Found) -> Seen<'a> {
    let targets = |targets: &'a [scan::Target]| {
        let targets = targets.iter();
        targets
            .map(|target| (target.target.as_str(), target.words.as_str()))
            .collect()
    };
    Seen {
        headings: found
            .headings
            .iter()
            .map(|heading| (heading.anchor.as_str(), heading.explicit))
            .collect(),
        links: targets(&found.links),
        images: targets(&found.images),
        data: found
            .data
            .iter()
            .map(|block| {
                (
                    block.kind,
                    block.attributes.as_str(),
                    block.stands,
                    &text[block.inner.clone()],
                )
            })
            .collect(),
        captions: found
            .captions
            .iter()
            .map(|caption| {
                (
                    caption.kind == super::dialect::captions::Kind::Figure,
                    caption.label.as_deref(),
                    caption.number.as_deref(),
                    caption.words.as_str(),
                )
            })
            .collect(),
        mentions: found.mentions.iter().map(|mention| mention.label.as_str()).collect(),
        abbreviations: &found.abbreviations,
        shortened: found.shortened.iter().map(|(_, word)| word.as_str()).collect(),
        running: found.running.len(),
    }
}

/// In which containers captions and running paragraphs stand, as they follow each other: they are counted through all of
/// them.
fn order(found: &[Found]) -> (Vec<usize>, Vec<usize>) {
    let sorted = |mut places: Vec<(usize, usize)>| {
        places.sort_unstable();
        places.into_iter().map(|(_, container)| container).collect()
    };
    let all = || found.iter().enumerate();
    let captions =
        all().flat_map(|(container, found)| found.captions.iter().map(move |caption| (caption.at, container)));
    let running = all().flat_map(|(container, found)| found.running.iter().map(move |at| (*at, container)));
    (sorted(captions.collect()), sorted(running.collect()))
}

/// New places by old ones.
struct Moves {
    headings: BTreeMap<usize, usize>,
    links: BTreeMap<usize, usize>,
    images: BTreeMap<usize, usize>,
    data: BTreeMap<usize, usize>,
    captions: BTreeMap<usize, usize>,
    running: BTreeMap<usize, usize>,
}

impl Moves {
    fn between(before: &Found, after: &Found) -> Self {
        let targets = |targets: &[scan::Target]| targets.iter().map(|target| target.range.start).collect::<Vec<_>>();
        let starts = |found: &Found| found.headings.iter().map(|heading| heading.start).collect::<Vec<_>>();
        let data = |found: &Found| found.data.iter().map(|block| block.outer.start).collect::<Vec<_>>();
        let captions = |found: &Found| found.captions.iter().map(|caption| caption.at).collect::<Vec<_>>();
        Self {
            headings: pairs(starts(before), starts(after)),
            links: pairs(targets(&before.links), targets(&after.links)),
            images: pairs(targets(&before.images), targets(&after.images)),
            data: pairs(data(before), data(after)),
            captions: pairs(captions(before), captions(after)),
            running: pairs(before.running.clone(), after.running.clone()),
        }
    }

    fn apply(&self, resolved: &mut Resolved) {
        moved(&mut resolved.headings, &self.headings);
        moved(&mut resolved.links, &self.links);
        moved(&mut resolved.link_words, &self.links);
        moved(&mut resolved.images, &self.images);
        moved(&mut resolved.data, &self.data);
        moved(&mut resolved.captions, &self.captions);
        moved(&mut resolved.running, &self.running);
    }
}

fn pairs(before: Vec<usize>, after: Vec<usize>) -> BTreeMap<usize, usize> {
    before.into_iter().zip(after).collect()
}

fn moved<T>(values: &mut BTreeMap<usize, T>, moves: &BTreeMap<usize, usize>) {
    let old = std::mem::take(values);
    *values = old
        .into_iter()
        .filter_map(|(at, value)| Some((*moves.get(&at)?, value)))
        .collect();
}

/// What was resolved, in the order of [`Container::walk`].
fn take(container: &mut Container) -> Vec<Resolved> {
    let mut all = vec![std::mem::take(&mut container.resolved)];
    for block in &mut container.blocks {
        all.extend(take(block));
    }
    all
}
