//! The words of the table on the terminal.

use crate::{
    cli::output::counted,
    inspect::{Account, Attention, Kind, Row},
    plan::{CopyNumber, Medium},
};

/// The cells of a row.
pub(super) fn cells(row: &Row) -> [String; 6] {
    let held = row.held.as_ref().map_or_else(
        || "-".to_owned(),
        |(version, generation)| match generation {
            1 => version.clone(),
            _ => format!("{version} ({generation})"),
        },
    );
    [
        row.number.to_string(),
        if row.holder.is_empty() {
            "-".to_owned()
        } else {
            row.holder.clone()
        },
        held,
        match row.medium {
            Medium::File => row.state.to_owned(),
            Medium::Paper => format!("{}, on paper", row.state),
        },
        row.since.map_or_else(|| "-".to_owned(), |day| day.to_string()),
        row.attention.iter().map(attention).collect::<Vec<_>>().join("; "),
    ]
}

fn attention(attention: &Attention) -> String {
    let days = attention.days;
    let late = if attention.is_overdue { "OVERDUE: " } else { "" };
    let what = match attention.kind {
        Kind::NoReceipt => format!("no receipt for {days} days"),
        Kind::Inactive => format!("no receipt for {days} days, inactive"),
        Kind::Recall if days > 0 => format!("was to come back {}", day(days)),
        Kind::Recall => format!("to come back {}", day(days)),
        Kind::Leaver if days > 0 => format!("holder left {}", day(days)),
        Kind::Leaver => format!("holder leaves {}", day(days)),
        Kind::Untold if attention.is_overdue => "loss not told to the originator within 24 hours".to_owned(),
        Kind::Untold => "loss to be told to the originator within 24 hours".to_owned(),
    };
    format!("{late}{what}")
}

/// A day by its distance from today; above zero it is past.
fn day(days: i64) -> String {
    match days {
        1 => "yesterday".to_owned(),
        0 => "today".to_owned(),
        -1 => "tomorrow".to_owned(),
        2.. => format!("{days} days ago"),
        _ => format!("in {} days", -days),
    }
}

/// The account of a version in a line or more.
pub(super) fn account(account: &Account) -> Vec<String> {
    let states: Vec<String> = account
        .states
        .iter()
        .map(|(state, count)| format!("{count} {state}"))
        .collect();
    let in_force = if account.is_in_force { ", in force" } else { "" };
    let mut lines = vec![format!(
        "version {}, issued {}{in_force}: {}{}, {} reserved",
        account.version,
        account.issued,
        counted(account.copies(), "copy", "copies"),
        if states.is_empty() {
            String::new()
        } else {
            format!(" ({})", states.join(", "))
        },
        counted(account.reserved.len(), "number", "numbers"),
    )];
    if account.open.is_empty() {
        lines.push("  every number is accounted for".to_owned());
    } else {
        let open = account.open.iter().map(|(copy, state)| match copy.generation {
            1 => format!("{} ({})", copy.number, state.name()),
            generation => format!("{} generation {generation} ({})", copy.number, state.name()),
        });
        lines.push(format!("  not accounted for: {}", open.collect::<Vec<_>>().join(", ")));
    }
    if !account.missing.is_empty() {
        let numbers: Vec<&str> = account.missing.iter().map(CopyNumber::as_str).collect();
        lines.push(format!("  in the list without a copy of it: {}", numbers.join(", ")));
    }
    lines
}
