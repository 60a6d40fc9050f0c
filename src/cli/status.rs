//! `status`: the table, the reconciliation, and the report for the plan secretary.

mod report;
mod words;

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::output::Output;
use crate::{
    diagnostic::{Exit, Outcome},
    inspect::{Account, Asking, Row, Status},
    issue::Folders,
    keys::{Home, pinned_publisher},
    plan::{DistributionList, Plan},
    register::KnownHead,
    world::World,
};

#[derive(Args)]
pub(super) struct Arguments {
    /// Count days as if on this day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// Also write the report as an age file that the master key opens
    #[arg(long, value_name = "FILE.age")]
    html: Option<PathBuf>,
    /// The publisher's public key, or its file [default: the one in TERKAWAL_HOME; never the one in the plan]
    #[arg(long, value_name = "KEY|FILE")]
    publisher_key: Option<String>,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let plan = Plan::read(world, root)?;
    let list = DistributionList::read(world, &plan)?;
    let home = Home::of(world)?;
    let target = arguments
        .html
        .as_deref()
        .map(|file| report::Target::new(world, &home, file))
        .transpose()?;
    let pin = pinned_publisher(world, arguments.publisher_key.as_deref())?;
    let known = KnownHead::of(&home, &plan.reference).read(world)?;
    let today = arguments.date.unwrap_or_else(|| world.today());
    let asking = Asking {
        today,
        now: match arguments.date {
            Some(day) => report::end_of(day, world),
            None => world.now(),
        },
        pin: pin.as_ref(),
        known: known.as_ref(),
    };
    let status = Status::read(world, &plan, &list, &asking)?;
    table(&status.rows, output);
    for account in &status.accounts {
        for line in words::account(account) {
            output.line(&line);
        }
    }
    let overdue = status.overdue();
    output.line(&match overdue {
        0 => "nothing is overdue".to_owned(),
        count => format!("overdue: {count}"),
    });
    output.fact("date", json!(today));
    output.fact("copies", json!(status.rows.iter().map(row_fact).collect::<Vec<_>>()));
    output.fact(
        "versions",
        json!(status.accounts.iter().map(account_fact).collect::<Vec<_>>()),
    );
    output.fact("overdue", json!(overdue));
    output.fact("head", json!(status.head));
    if let Some(target) = target {
        target.write(world, &plan, &list, &status, today)?;
        output.line(&format!(
            "report: {}; age -d -i opens it with the master key",
            target.file().display()
        ));
        output.fact("report", json!(target.file().display().to_string()));
    }
    if pin.is_none() && status.head.number > 0 {
        output.diagnostics(vec![super::register::not_pinned()]);
    }
    output.diagnostics(Folders::new(&plan.root, None).cut_short(world).into_iter().collect());
    output.diagnostics(status.matters.into_iter().map(|matter| matter.warning).collect());
    Ok(if overdue == 0 { Exit::Done } else { Exit::Findings })
}

/// Columns as wide as what is in them.
fn table(rows: &[Row], output: &Output) {
    let head = ["copy", "holder", "version", "state", "since", "attention"].map(str::to_owned);
    let lines: Vec<[String; 6]> = std::iter::once(head).chain(rows.iter().map(words::cells)).collect();
    let width = |at: usize| lines.iter().map(|cells| cells[at].chars().count()).max().unwrap_or(0);
    let widths: [usize; 6] = std::array::from_fn(width);
    for cells in &lines {
        let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        output.line(padded.collect::<Vec<_>>().join("  ").trim_end());
    }
}

fn row_fact(row: &Row) -> Value {
    let attention = row.attention.iter().map(
        |attention| json!({"kind": attention.kind.name(), "days": attention.days, "overdue": attention.is_overdue}),
    );
    json!({
        "copy": row.number,
        "holder": row.holder,
        "version": row.held.as_ref().map(|(version, _)| version),
        "generation": row.held.as_ref().map(|(_, generation)| generation),
        "state": row.state,
        "medium": row.medium,
        "since": row.since,
        "attention": attention.collect::<Vec<_>>(),
    })
}

fn account_fact(account: &Account) -> Value {
    let open = account.open.iter();
    let open =
        open.map(|(copy, state)| json!({"copy": copy.number, "generation": copy.generation, "state": state.name()}));
    json!({
        "version": account.version,
        "issued": account.issued,
        "in_force": account.is_in_force,
        "states": account.states,
        "reserved": account.reserved,
        "not_accounted_for": open.collect::<Vec<_>>(),
        "without_copy": account.missing,
    })
}
