//! The list of abbreviations: those of the plan, those that open sections define, and those of sealed ones for their
//! holders.

use std::collections::BTreeSet;

use super::{GeneratedEntry, GeneratedFragment, table, title};
use crate::{
    document::{Container, Document},
    plan::{GeneratedPage, Meaning, Plan},
    render::markup::{Markup, Piece, escape, language},
    theme::Catalogue,
};

pub(super) fn page(plan: &Plan, catalogue: &Catalogue, document: &Document) -> Option<GeneratedFragment> {
    let mut open: BTreeSet<(&str, &Meaning)> = pairs(&plan.abbreviations).collect();
    let mut sealed = Vec::new();
    for container in document.sections.iter().flat_map(|section| section.body.walk()) {
        let own = &container.resolved.abbreviations;
        if container.marking.is_open() {
            open.extend(pairs(own));
        } else if !own.is_empty() {
            sealed.push(container);
        }
    }
    if open.is_empty() && sealed.is_empty() {
        return None;
    }
    let list = |pairs: &mut dyn Iterator<Item = (&str, &Meaning)>| {
        let rows: Vec<Vec<String>> = pairs
            .map(|(short, meaning)| {
                let language = language(meaning);
                let words = escape(&meaning.words);
                let words = if language.is_empty() {
                    words
                } else {
                    format!("<span{language}>{words}</span>")
                };
                vec![format!("<abbr{language}>{}</abbr>", escape(short)), words]
            })
            .collect();
        table(&[catalogue.word("abbreviation"), catalogue.word("meaning")], &rows)
    };
    let html = if open.is_empty() {
        String::new()
    } else {
        list(&mut open.iter().copied())
    };
    let mut pieces = vec![Piece::Html(html.clone())];
    let mut entries = Vec::new();
    for (at, container) in sealed.iter().enumerate() {
        // Told once to the same holders.
        let before = || sealed[..at].iter().filter(|other| other.marking == container.marking);
        let own = || {
            pairs(&container.resolved.abbreviations).filter(|pair| {
                let is_told = |other: &&Container| pairs(&other.resolved.abbreviations).any(|known| known == *pair);
                !open.contains(pair) && !before().any(is_told)
            })
        };
        if own().next().is_none() {
            continue;
        }
        let id = format!("{}-{}", GeneratedPage::Abbreviations.id(), entries.len() + 1);
        pieces.push(Piece::Entry(id.clone()));
        entries.push(GeneratedEntry {
            id,
            of: Some(container.id.clone()),
            marking: container.marking.clone(),
            markup: Markup::plain(list(&mut own())),
            text: own()
                .flat_map(|(short, meaning)| [short, "\n", meaning.words.as_str(), "\n"])
                .collect(),
        });
    }
    Some(GeneratedFragment {
        page: GeneratedPage::Abbreviations,
        title: title(GeneratedPage::Abbreviations, catalogue),
        open: Markup::plain(html),
        sealed: Markup::new(pieces),
        sealed_text: String::new(),
        is_shared: !open.is_empty(),
        entries,
    })
}

fn pairs(map: &std::collections::BTreeMap<String, Meaning>) -> impl Iterator<Item = (&str, &Meaning)> {
    map.iter().map(|(short, meaning)| (short.as_str(), meaning))
}
