//! `register reclassify`: what was sealed in the last issue may be open, or the other way round.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use age::secrecy::SecretString;
use clap::Args;

use super::book::{Book, Recording, faults, said, tell};
use crate::{
    cli::output::Output,
    diagnostic::{Diagnostic, Exit, Outcome, Severity},
    issue::{Folders, is_sealed_name, sealed_names},
    keys::Secret,
    plan::{Classification, ParseMarkError, Plan},
    register::{Event, SectionMark},
    source::has_extension,
    world::World,
};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// The section that was sealed, as issue names it: s017
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
    /// The folder that holds copies/ [default: the plan folder]
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    #[command(flatten)]
    recording: Recording,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let mut book = Book::open(world, root, &mut |_| {})?;
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
    if from == to || from.is_open() {
        return Err(Diagnostic::error("E465", "this opens nothing that was sealed")
            .hint("--from is the classification in the last issue, --to the one from now on")
            .into());
    }
    let recording = &arguments.recording;
    let passphrase = recording.passphrase().read(world, Secret::Publisher)?;
    let unknown = was_sealed(world, &book, (&section, from), &passphrase, arguments)?;
    let scheme = &book.plan.scheme;
    let what = format!("{section}: {} to {}", scheme.mark(from), scheme.mark(to));
    let event = Event::Reclassified {
        section,
        from: SectionMark(from),
        to: SectionMark(to),
        approver,
        reason,
    };
    let key = book.key_under(&passphrase)?;
    let head = book.record_by(&key, event, recording, output, |_, commit| commit())?;
    tell(&what, None, &head, output);
    output.diagnostics(unknown);
    Ok(Exit::Done)
}

/// Whether the last issue sealed it at this classification, by what is kept of that; the answer is a warning where nothing is kept.
///
/// # Errors
/// `E464` for what it did not seal, `E465` for what it sealed at another classification.
fn was_sealed(
    world: &dyn World,
    book: &Book<'_>,
    (section, from): (&str, Classification),
    passphrase: &SecretString,
    arguments: &Arguments,
) -> Outcome<Vec<Diagnostic>> {
    // A file is known by its place below content/, where it was found.
    if !is_sealed_name(section) {
        return Ok(Vec::new());
    }
    let folders = Folders::new(&book.plan.root, arguments.output_dir.as_deref());
    let passphrases = std::slice::from_ref(passphrase);
    match sealed_names(world, &folders, &book.history, passphrases) {
        Ok(names) => match names.get(section) {
            Some(levels) if levels.is_empty() || levels.contains(&from) => Ok(Vec::new()),
            Some(levels) => Err(at_another_level(book, section, from, levels).into()),
            None => Err(
                Diagnostic::error("E464", format!("{section} was not sealed in the version in force"))
                    .hint("write it as terkawal issue names it in E440, such as s017 or figures-1")
                    .into(),
            ),
        },
        Err(failure) => {
            let warned = failure.diagnostics.into_iter().map(|mut found| {
                found.severity = Severity::Warning;
                found
            });
            Ok(warned.collect())
        }
    }
}

fn at_another_level(
    book: &Book<'_>,
    section: &str,
    from: Classification,
    levels: &BTreeSet<Classification>,
) -> Diagnostic {
    let scheme = &book.plan.scheme;
    let was: Vec<&str> = levels.iter().map(|level| scheme.mark(*level)).collect();
    let message = format!(
        "{section} was {} in the version in force, not {}",
        was.join(" and "),
        scheme.mark(from)
    );
    Diagnostic::error("E465", message)
        .hint("whoever decides about it is to know what it was: --from is the classification in the last issue")
}

/// An id as `issue` names it; a picture or attachment by its path, `/` between names.
fn section(world: &dyn World, plan: &Plan, given: &str) -> Outcome<String> {
    let path = given.trim().replace('\\', "/");
    let path = path.trim_start_matches("./").trim_start_matches("content/");
    let name = path.split("-b").next().unwrap_or(path);
    if is_sealed_name(name) {
        return Ok(name.to_owned());
    }
    // A section is known by its id, since its file may be named anew, and another text may have its number.
    let is_asset = !has_extension(path, "md")
        && !path.split('/').any(|name| matches!(name, "" | "." | ".."))
        && world.exists(&plan.root.join("content").join(path));
    if is_asset {
        return Ok(path.to_owned());
    }
    Err(Diagnostic::error("E464", "this names nothing that was sealed")
        .hint("write it as terkawal issue names it, such as s017 or figures-1; a picture by its file below content/")
        .into())
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
