//! `register list` and `register verify`.

use std::path::Path;

use clap::Args;
use serde_json::json;

use crate::{
    cli::output::{Output, counted},
    diagnostic::{Diagnostic, Exit, Outcome},
    inspect::hosted_head,
    keys::{Home, PublicKey, pinned_publisher},
    plan::{CopyNumber, Plan, Scheme},
    register::{self, Entry, Event, KnownHead, Means, Report},
    world::World,
};

#[derive(Args)]
pub(super) struct Pin {
    /// The publisher's public key, or its file [default: the one in TERKAWAL_HOME; never the one in the plan]
    #[arg(long, value_name = "KEY|FILE")]
    publisher_key: Option<String>,
}

pub(super) fn run(world: &dyn World, root: &Path, given: &Pin, is_list: bool, output: &mut Output) -> Outcome<Exit> {
    let plan = Plan::read(world, root)?;
    let pin = pinned_publisher(world, given.publisher_key.as_deref())?;
    let known = KnownHead::of(&Home::of(world)?, &plan.reference).read(world)?;
    // What is hosted beside it is a witness too, on a computer that never saw this register.
    let public = plan.root.join("public");
    let hosted = match &known {
        Some(_) => None,
        None => hosted_head(world, &public, &plan.reference)?,
    };
    let mut entries = Vec::new();
    let mut show = |entry: &Entry| {
        if is_list {
            output.line(&row(entry, &plan.scheme));
            if output.is_json() {
                entries.push(json!(entry));
            }
        }
    };
    let report = register::verify(
        world,
        &plan.root,
        &plan.reference,
        pin.as_ref(),
        known.as_ref().or(hosted.as_ref()),
        &mut show,
    )?;
    if is_list {
        output.fact("entries", json!(entries));
    }
    output.fact("head", json!(report.head));
    output.fact("publisher", json!(pin.as_ref().map(PublicKey::text)));
    output.fact("known_head", json!(known));
    output.fact("findings", json!(report.findings.len()));
    let is_sound = report.findings.is_empty();
    if is_sound && !is_list {
        let witness = match (&known, &hosted) {
            (Some(_), _) => "it contains the head that was kept on this computer",
            (None, Some(_)) => "it contains the head in public/; no head was kept on this computer",
            (None, None) => {
                "no head was kept on this computer: compare with one on a receipt, or a rollback does not show"
            }
        };
        tell(&report, witness, output);
    }
    output.diagnostics(remarks(&report));
    output.diagnostics(report.findings);
    Ok(if is_sound { Exit::Done } else { Exit::Findings })
}

fn tell(report: &Report, witness: &str, output: &Output) {
    let head = &report.head;
    if head.number == 0 {
        output.line("the register is empty");
        return;
    }
    let entries = if head.number == 1 { "entry" } else { "entries" };
    output.line(&format!("{} {entries}; chain and signatures hold", head.number));
    output.line(&format!("head: {} {}", head.number, head.hash.as_str()));
    output.line(witness);
}

/// What is no fault of the register.
pub(in crate::cli) fn remarks(report: &Report) -> Vec<Diagnostic> {
    let mut remarks = Vec::new();
    if report.incomplete > 0 {
        let message = format!(
            "{} has {} bytes of an unfinished line at its end",
            register::PATH,
            report.incomplete
        );
        remarks.push(
            Diagnostic::warning("E418", message)
                .hint("a run was cut short before the entry counted; the next entry takes their place"),
        );
    }
    if !report.is_pinned && report.head.number > 0 {
        remarks.push(not_pinned());
    }
    remarks
}

/// Without a key nobody knows whose register it is.
pub(in crate::cli) fn not_pinned() -> Diagnostic {
    Diagnostic::warning(
        "E421",
        "publisher not verified: there is no publisher key on this computer",
    )
    .hint("add --publisher-key with the key that the plan secretary gave you on paper")
}

/// Everything else that an entry says, in the order of its fields.
fn particulars(event: &Event) -> Vec<String> {
    match event {
        Event::Approved { approver, post, .. } => vec![format!("by {approver}, {post}")],
        Event::Prepared { copies, .. } => vec![counted(copies.len(), "copy", "copies")],
        Event::Issued {
            recalls,
            reason,
            new_keys,
            same_holders,
            ..
        } => {
            let recalls = (!recalls.is_empty()).then(|| format!("recalls {}", recalls.len()));
            let decided = [("new keys", new_keys), ("same holders", same_holders)]
                .into_iter()
                .filter(|(_, numbers)| !numbers.is_empty())
                .map(|(what, numbers)| {
                    let numbers: Vec<&str> = numbers.iter().map(CopyNumber::as_str).collect();
                    format!("{what}: {}", numbers.join(", "))
                });
            reason.iter().cloned().chain(recalls).chain(decided).collect()
        }
        Event::Acknowledged { means, .. } => vec![match means {
            Means::Code => "by its receipt code".to_owned(),
            Means::Form => "by a signed form".to_owned(),
        }],
        Event::Transferred { from, to, .. } => vec![format!("from {from} to {to}")],
        Event::Recalled { reason, due, .. } => {
            let due = due.map(|due| format!("due {due}"));
            [reason.clone()].into_iter().chain(due).collect()
        }
        Event::Destroyed { method, witnesses, .. } => {
            vec![
                method.clone(),
                format!("witnesses {} and {}", witnesses[0], witnesses[1]),
            ]
        }
        Event::Lost {
            discovered, originator, ..
        } => {
            let told = originator.as_ref().map(|name| format!("{name} was told"));
            [format!("discovered {discovered}")].into_iter().chain(told).collect()
        }
        Event::Told { originator, .. } => vec![format!("{originator} was told")],
        Event::Reclassified { approver, reason, .. } => vec![format!("decided by {approver}"), reason.clone()],
        Event::Voided { reason, .. } | Event::KeyRetired { reason, .. } => vec![reason.clone()],
        Event::Corrected { text, .. } => vec![text.clone()],
        Event::Returned { .. } | Event::KeyAdopted { .. } => Vec::new(),
    }
}

/// One entry as a row: number, day, kind, what it is about and all that it says, who recorded it.
fn row(entry: &Entry, scheme: &Scheme) -> String {
    let about = match &entry.event {
        Event::Issued { version, copies, .. } => {
            format!("version {version}, {}", counted(copies.len(), "copy", "copies"))
        }
        Event::Reclassified { section, from, to, .. } => {
            format!("{section}: {} to {}", scheme.mark(from.0), scheme.mark(to.0))
        }
        Event::Corrected { entry, .. } => format!("entry {entry}"),
        Event::KeyRetired { next: key, .. } | Event::KeyAdopted { old: key } => key.clone(),
        other => match (other.copy(), other.version()) {
            (Some(copy), _) => copy.to_string(),
            (None, version) => format!("version {}", version.unwrap_or("-")),
        },
    };
    let mut said = vec![about];
    said.extend(particulars(&entry.event));
    said.extend(entry.note.iter().map(|note| format!("note: {note}")));
    if entry.clock.is_some() {
        said.push("the clock was set right before".to_owned());
    }
    format!(
        "{:>5}  {}  {:<12}  {}  ({})",
        entry.number,
        entry.date,
        entry.event.kind(),
        said.join("; "),
        entry.by
    )
}
