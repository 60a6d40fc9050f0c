//! The comparison on stdout. Sealed words and titles only where a person at a terminal reads them.

use serde_json::{Value, json};

use super::side::Side;
use crate::{
    amendment::{Amendment, Piece, excerpt},
    cli::output::Output,
    document::Change,
};

pub(super) fn tell(old: &Side, new: &Side, amendments: &[Amendment<'_>], output: &mut Output) {
    let (before, now) = (&old.plan.version, &new.plan.version);
    output.line(&format!(
        "{}: version {before} compared with {now}",
        new.plan.short_title
    ));
    let shows_all = output.is_interactive();
    let lines: Vec<[String; 4]> = amendments
        .iter()
        .map(|amendment| cells(amendment, new, shows_all))
        .collect();
    let width = |at: usize| lines.iter().map(|cells| cells[at].chars().count()).max().unwrap_or(0);
    let widths: [usize; 4] = std::array::from_fn(width);
    for (cells, amendment) in lines.iter().zip(amendments) {
        let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        output.line(padded.collect::<Vec<_>>().join("  ").trim_end());
        if shows_all || amendment.is_open() {
            for edit in edits(amendment) {
                output.line(&format!("    {}", shown(&excerpt(edit))));
            }
        }
    }
    let count = |kind| {
        amendments
            .iter()
            .filter(|amendment| amendment.kinds.contains(&kind))
            .count()
    };
    let counts: Vec<String> = Change::ALL
        .into_iter()
        .filter(|kind| count(*kind) > 0)
        .map(|kind| format!("{} {}", count(kind), kind.name()))
        .collect();
    output.line(&if counts.is_empty() {
        "nothing changed in sections".to_owned()
    } else {
        counts.join(", ")
    });
    let is_hidden = |amendment: &Amendment<'_>| !shows_all && !amendment.is_open();
    if amendments.iter().any(is_hidden) {
        output.line("words of sealed sections are shown on a terminal, and in the report of --html");
    }
    output.fact("old", json!(before));
    output.fact("new", json!(now));
    let facts: Vec<Value> = amendments.iter().map(|amendment| fact(amendment, new)).collect();
    output.fact("amendments", json!(facts));
}

/// Paragraphs to be shown: what was added or removed as a whole section is long, and its title says enough.
fn edits<'a>(amendment: &'a Amendment<'_>) -> &'a [Vec<Piece>] {
    if amendment.kinds.contains(&Change::Changed) || amendment.passage().block.is_some() {
        &amendment.edits
    } else {
        &[]
    }
}

/// Number, kind, marking, title.
fn cells(amendment: &Amendment<'_>, new: &Side, shows_all: bool) -> [String; 4] {
    let passage = amendment.passage();
    let mut number = passage.number.clone().unwrap_or_else(|| passage.id.clone());
    if let Some(was) = amendment.old_number() {
        number = format!("{was} → {number}");
    }
    if let Some(block) = passage.block {
        number = format!("{number} [{block}]");
    }
    let kinds: Vec<&str> = amendment.kinds.iter().map(|kind| kind.name()).collect();
    let title = if shows_all || amendment.is_open() {
        passage.title.as_str()
    } else {
        ""
    };
    [
        shown(&number),
        kinds.join(", "),
        new.plan.scheme.mark(passage.marking.classification).to_owned(),
        shown(title),
    ]
}

/// Signs that move some terminals are left out.
fn shown(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

fn fact(amendment: &Amendment<'_>, new: &Side) -> Value {
    let passage = amendment.passage();
    let kinds: Vec<&str> = amendment.kinds.iter().map(|kind| kind.name()).collect();
    let mut fact = json!({
        "id": passage.id,
        "block": passage.block,
        "number": passage.number,
        "was": amendment.old_number(),
        "kinds": kinds,
        "classification": new.plan.scheme.mark(passage.marking.classification),
    });
    if amendment.is_open() {
        fact["path"] = json!(passage.path);
        fact["title"] = json!(passage.title);
        let pieces = |edit: &Vec<Piece>| -> Value {
            let piece = |piece: &Piece| match piece {
                Piece::Equal(text) => json!({"equal": text}),
                Piece::Deleted(text) => json!({"deleted": text}),
                Piece::Inserted(text) => json!({"inserted": text}),
            };
            json!(edit.iter().map(piece).collect::<Vec<_>>())
        };
        fact["edits"] = json!(amendment.edits.iter().map(pieces).collect::<Vec<_>>());
    }
    fact
}
