//! The report: what was found, how, and what it does not say. It holds no word of the plan's text.

use std::path::Path;

use super::show::{Told, chance};
use crate::{
    diagnostic::{Failure, Outcome},
    inspect::trace::{RATE, Score, Sighting},
    layout::{Paper, PaperTable},
    plan::Plan,
    register::CopyId,
    theme::{Catalogue, Theme},
    world::World,
};

pub(super) fn write(world: &dyn World, file: &Path, plan: &Plan, told: &Told<'_>) -> Outcome<()> {
    let theme = Theme::load(world, plan)?;
    let html = paper(world, plan, told, &theme.catalogue).html(plan, &theme)?;
    world
        .write_private(file, html.as_bytes())
        .map_err(|error| Failure::io("write", file, &error))
}

fn paper(world: &dyn World, plan: &Plan, told: &Told<'_>, catalogue: &Catalogue) -> Paper {
    let verdict = told.verdict;
    let named = verdict.named();
    let fact = |key: &str, value: String| (catalogue.word(key), value);
    let mut facts = vec![
        fact("control-date", catalogue.date(world.today())),
        fact("trace-asked", verdict.suspects.to_string()),
        fact("trace-rate", chance(RATE)),
    ];
    if !told.is_code {
        facts.push(fact("trace-letters", verdict.letters.to_string()));
        facts.push(fact("trace-marks", told.marks.to_string()));
    }
    let statements = if named.is_empty() {
        vec![catalogue.word("trace-none")]
    } else {
        let line = |copy: &&CopyId| {
            let words = [("name", label(copy)), ("holder", told.post(copy, catalogue))];
            let words: Vec<(&str, &str)> = words.iter().map(|(key, value)| (*key, value.as_str())).collect();
            catalogue.with("trace-named", &words)
        };
        named.iter().map(line).collect()
    };
    let mut tables = Vec::new();
    if !verdict.extents.is_empty() {
        tables.push(extents(told, catalogue));
    }
    if !verdict.scores.is_empty() {
        tables.push(scores(&verdict.scores, catalogue));
    }
    let first = verdict.scores.first().filter(|score| score.is_named());
    tables.extend(first.map(|score| sections(score, catalogue)));
    if !verdict.sightings.is_empty() {
        tables.push(codes(&verdict.sightings, catalogue));
    }
    let notes = ["trace-method", "trace-chance", "trace-limits", "trace-honest"];
    Paper {
        title: catalogue.word("trace-title"),
        mark: Some(plan.scheme.mark(plan.classification).to_owned()),
        facts,
        statements,
        tables,
        signatures: Vec::new(),
        notes: notes.iter().map(|key| catalogue.word(key)).collect(),
    }
}

fn label(copy: &CopyId) -> String {
    match copy.generation {
        1 => format!("{} ({})", copy.number, copy.version),
        generation => format!("{} ({}, {generation})", copy.number, copy.version),
    }
}

fn table(catalogue: &Catalogue, caption: &str, head: &[&str], rows: Vec<(Vec<String>, bool)>) -> PaperTable {
    PaperTable {
        caption: catalogue.word(caption),
        head: head.iter().map(|key| catalogue.word(key)).collect(),
        rows,
    }
}

fn extents(told: &Told<'_>, catalogue: &Catalogue) -> PaperTable {
    let rows = told.verdict.extents.iter().map(|extent| {
        let numbers = [extent.letters, extent.slots, extent.places].map(|number| number.to_string());
        let cells = std::iter::once(extent.version.clone()).chain(numbers);
        (cells.collect(), false)
    });
    let head = ["version", "trace-letters-found", "trace-places", "trace-marks-found"];
    table(catalogue, "trace-compared", &head, rows.collect())
}

fn scores(scores: &[Score], catalogue: &Catalogue) -> PaperTable {
    let rows = scores.iter().map(|score| {
        let cells = vec![
            label(&score.copy),
            score.places.to_string(),
            score.agreeing.to_string(),
            chance(score.chance),
        ];
        (cells, score.is_named())
    });
    let head = ["trace-copy", "trace-marks-found", "trace-agreeing", "trace-probability"];
    table(catalogue, "trace-scores", &head, rows.collect())
}

fn sections(score: &Score, catalogue: &Catalogue) -> PaperTable {
    let rows = score.sections.iter();
    let rows = rows.map(|(id, places, agreeing)| (vec![id.clone(), places.to_string(), agreeing.to_string()], false));
    let head = ["trace-section", "trace-marks-found", "trace-agreeing"];
    table(catalogue, "trace-evidence", &head, rows.collect())
}

fn codes(sightings: &[Sighting], catalogue: &Catalogue) -> PaperTable {
    let rows = sightings.iter().map(|sighting| {
        let cells = vec![
            label(&sighting.copy),
            sighting.code.to_string(),
            sighting.misread.to_string(),
            chance(sighting.chance),
        ];
        (cells, sighting.chance <= RATE)
    });
    let head = ["trace-copy", "trace-code", "trace-misread", "trace-probability"];
    table(catalogue, "trace-codes", &head, rows.collect())
}
