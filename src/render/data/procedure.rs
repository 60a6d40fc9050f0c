//! The steps of a procedure as a table, and as charts with a lane for each actor.

mod lanes;

use super::{
    super::table::{Cell, Table},
    Rendered, optional,
};
use crate::{
    document::data::procedure::{Exit, Procedure, Step},
    theme::Catalogue,
};

pub(super) fn render(procedure: &Procedure, id: &str, catalogue: &Catalogue) -> Rendered {
    let has_record = procedure.steps.iter().any(|step| step.record.is_some());
    let has_time = procedure.steps.iter().any(|step| step.time.is_some());
    let mut keys = vec![
        "procedure-number",
        "procedure-step",
        "procedure-actor",
        "procedure-next",
    ];
    keys.extend(has_record.then_some("procedure-record"));
    keys.extend(has_time.then_some("procedure-time"));
    let heads: Vec<String> = keys.into_iter().map(|key| catalogue.word(key)).collect();
    let mut table = Table::new(&heads);
    for (index, step) in procedure.steps.iter().enumerate() {
        let number = (index + 1).to_string();
        let next: Vec<String> = step.exits.iter().map(|exit| way(exit, catalogue)).collect();
        let mut cells = vec![
            Cell::Short(&number),
            Cell::Text(&step.text.value),
            Cell::Text(&procedure.actors[step.actor]),
            Cell::Texts(next.iter().map(String::as_str).collect()),
        ];
        if has_record {
            cells.push(Cell::Text(optional(step.record.as_ref())));
        }
        if has_time {
            cells.push(Cell::Text(optional(step.time.as_ref())));
        }
        table.row(&cells);
    }
    let (html, text) = table.finish();
    Rendered {
        html: html + &lanes::draw(procedure, id, catalogue),
        text,
    }
}

/// Where a way leads, in words.
fn way(exit: &Exit, catalogue: &Catalogue) -> String {
    let to = exit
        .to
        .map_or_else(|| catalogue.word("procedure-end"), |to| (to + 1).to_string());
    match &exit.label {
        Some(label) => format!("{}: {to}", label.value),
        None => to,
    }
}

/// A step in words.
fn words(step: &Step, index: usize, procedure: &Procedure, catalogue: &Catalogue) -> String {
    let ways: Vec<String> = step.exits.iter().map(|exit| way(exit, catalogue)).collect();
    format!(
        "{}. {} ({}) → {}",
        index + 1,
        step.text.value,
        procedure.actors[step.actor],
        ways.join("; ")
    )
}
