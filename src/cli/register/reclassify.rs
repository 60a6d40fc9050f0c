//! `register reclassify`: what was sealed in the last issue may be open, or the other way round.

use std::path::Path;

use clap::Args;

use super::book::{Book, Recording, faults, said, tell};
use crate::{
    cli::output::Output,
    diagnostic::{Diagnostic, Exit, Outcome},
    plan::{Classification, ParseMarkError, Plan},
    register::{Event, SectionMark},
    source::has_extension,
    world::World,
};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// Id or number of the section, as issue names it: s017 or 5.2
    section: String,
    /// Classification until now
    #[arg(long, value_name = "MARK")]
    from: String,
    /// Classification from now on
    #[arg(long, value_name = "MARK")]
    to: String,
    /// Who decided
    #[arg(long, value_name = "NAME")]
    approver: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    recording: Recording,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let mut book = Book::at_head(world, root)?;
    let section = section(world, &book.plan, &arguments.section);
    let (from, to) = (mark(&book.plan, &arguments.from), mark(&book.plan, &arguments.to));
    let approver = said("the approver", &arguments.approver);
    let reason = said("the reason", &arguments.reason);
    let (section, from, to, approver, reason) = match (section, from, to, approver, reason) {
        (Ok(section), Ok(from), Ok(to), Ok(approver), Ok(reason)) => (section, from, to, approver, reason),
        (section, from, to, approver, reason) => {
            let texts = [section.err(), approver.err(), reason.err()];
            let all = texts.into_iter().chain([from.err(), to.err()]).flatten().collect();
            return faults(all).map(|()| Exit::Fault);
        }
    };
    if from == to {
        return Err(Diagnostic::error("E465", "the section keeps its classification")
            .hint("--from is the one until now, --to the one from now on")
            .into());
    }
    let what = format!("{section}: {} to {}", from.mark(), to.mark());
    let event = Event::Reclassified {
        section,
        from: SectionMark(from),
        to: SectionMark(to),
        approver,
        reason,
    };
    let head = book.record(event, &arguments.recording, output)?;
    tell(&what, None, &head, output);
    Ok(Exit::Done)
}

/// An id or a number, as `issue` names it; a picture or attachment by its path, `/` between names.
fn section(world: &dyn World, plan: &Plan, given: &str) -> Outcome<String> {
    let path = given.trim().replace('\\', "/");
    let path = path.trim_start_matches("./").trim_start_matches("content/");
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_id = |text: &str| {
        let digits = text
            .strip_prefix(['s', 'f'])
            .map(|rest| rest.split("-b").next().unwrap_or(rest));
        digits.is_some_and(|digits| digits.len() >= 3 && is_digits(digits))
    };
    let is_number = path.split('.').all(is_digits);
    // A section is known by its id, since its file may be named anew.
    let is_asset = !has_extension(path, "md")
        && !path.split('/').any(|name| matches!(name, "" | "." | ".."))
        && world.exists(&plan.root.join("content").join(path));
    if is_id(path) || is_number || is_asset {
        return Ok(path.to_owned());
    }
    Err(
        Diagnostic::error("E464", "this is neither the id nor the number of a section")
            .hint("write it as terkawal issue names it: s017, or 5.2; a picture by its file below content/")
            .into(),
    )
}

fn mark(plan: &Plan, text: &str) -> Outcome<Classification> {
    let hint = format!(
        "use {} or {}",
        plan.scheme.mark(Classification::Terbuka),
        plan.scheme.sealed()
    );
    plan.scheme.parse(text).map_err(|error| {
        let (code, message) = match error {
            ParseMarkError::TooHigh => ("E201", "matter of this classification is not published by this system"),
            ParseMarkError::Unknown => ("E202", "unknown classification"),
        };
        Diagnostic::error(code, message).hint(hint).into()
    })
}
