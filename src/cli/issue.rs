//! `issue`: releases a version. Gates first, then one transaction whose commit point is the register.

mod desk;
mod entry;
mod release;
mod stage;
mod told;

use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use clap::Args;
use serde_json::json;

use super::{approve, build, keygen::copy_number, output::Output, secrets::PassphraseFile};
use crate::{
    classify::OpenAmendments,
    diagnostic::{Diagnostic, Exit, Findings, Outcome},
    issue::{Folders, Wish},
    keys::{Home, PublisherKey},
    plan::{CopyNumber, Plan},
    register::{Clock, Event},
    world::World,
};

use desk::{Desk, Register};

#[derive(Args)]
pub(super) struct Arguments {
    /// Issue only these copies again, with commas between them: 03-02,07
    #[arg(long, value_name = "NN,…", value_delimiter = ',')]
    copies: Vec<String>,
    /// Why these copies are issued again
    #[arg(long, value_name = "WHY", requires = "copies")]
    reason: Option<String>,
    /// Why the plan goes out although its review is overdue
    #[arg(long, value_name = "WHY")]
    reviewed: Option<String>,
    /// Why the plan goes out without being compared with what was sealed in the last issue
    #[arg(long, value_name = "WHY")]
    uncompared: Option<String>,
    /// Copies whose keys are new since the last issue and are meant to be, with commas between them: 01,05
    #[arg(long, value_name = "NN,…", value_delimiter = ',')]
    new_keys: Vec<String>,
    /// Copies whose holder is the same person under another post or name
    #[arg(long, value_name = "NN,…", value_delimiter = ',')]
    same_holders: Vec<String>,
    /// Pack each one-file copy as ZIP too, for mail gateways that hold back HTML
    #[arg(long)]
    zip: bool,
    /// Who issues [default: who prepared the plan]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The day of the issue [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<jiff::civil::Date>,
    /// The folder that holds public/ and copies/ [default: the plan folder]
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseFile,
    /// A file with the passphrase of the publisher key before this one, when the key was changed since the last issue
    #[arg(long, value_name = "FILE")]
    old_passphrase_file: Option<PathBuf>,
}

/// One issue, whoever asks for it.
pub(super) struct Task<'a> {
    /// What is asked for.
    pub(super) wish: Wish,
    /// Whether one-file copies are packed too.
    pub(super) zip: bool,
    /// Who issues.
    pub(super) by: Option<String>,
    /// Anything else, for the register.
    pub(super) note: Option<String>,
    /// Whether the clock was ahead when the last entry was recorded.
    pub(super) clock: Option<Clock>,
    /// What the register records before the issue, in the same write.
    pub(super) before: Vec<Event>,
    /// Where to.
    pub(super) output_dir: Option<&'a Path>,
    /// Of the publisher key.
    pub(super) passphrase: &'a PassphraseFile,
    /// Of the one before.
    pub(super) old_passphrase: Option<PathBuf>,
}

/// The publisher's key and the passphrase it lies under.
pub(super) struct Publisher {
    pub(super) key: PublisherKey,
    pub(super) passphrase: SecretString,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let numbers =
        |texts: &[String]| -> Outcome<Vec<CopyNumber>> { texts.iter().map(|text| copy_number(text.trim())).collect() };
    let task = Task {
        wish: Wish {
            date: arguments.date.unwrap_or_else(|| world.today()),
            reviewed: arguments.reviewed.clone(),
            copies: numbers(&arguments.copies)?,
            reason: arguments.reason.clone(),
            uncompared: arguments.uncompared.clone(),
            new_keys: numbers(&arguments.new_keys)?,
            same_holders: numbers(&arguments.same_holders)?,
            is_transfer: false,
        },
        zip: arguments.zip,
        by: arguments.by.clone(),
        note: None,
        clock: None,
        before: Vec::new(),
        output_dir: arguments.output_dir.as_deref(),
        passphrase: &arguments.passphrase,
        old_passphrase: arguments.old_passphrase_file.clone(),
    };
    perform(world, root, &task, output)
}

/// Issues a version, or copies of it again. A transfer is the latter, recorded together with who passed the copy to whom.
pub(super) fn perform(world: &dyn World, root: &Path, task: &Task<'_>, output: &mut Output) -> Outcome<Exit> {
    // A plan.yaml that cannot be read is told together with the faults of all other files.
    let plan = Plan::read(world, root).map_err(|failure| build::prepare(world, root, None).err().unwrap_or(failure))?;
    let home = Home::of(world)?;
    let desk = Desk {
        world,
        root,
        task,
        home: &home,
        folders: Folders::new(root, task.output_dir),
    };
    let mut findings = Findings::default();
    let mut register = findings.collect(Register::open(world, &plan, &home));
    if let Some(register) = &mut register
        && let Some(version) = desk.recovered(register, &plan, output)?
    {
        output.fact("finished", json!(version));
        return Ok(Exit::Done);
    }
    let prepared = desk.gates(register.as_ref(), &mut findings);
    let publisher = desk
        .has_publisher()?
        .then(|| findings.collect(desk.publisher()))
        .flatten();
    if let (Some(register), Some((prepared, _)), Some(publisher)) = (&register, &prepared, &publisher) {
        desk.compare(register, prepared, publisher, &mut findings);
    }
    let warnings = findings.finish()?;
    let (Some(mut register), Some((prepared, content)), Some(publisher)) = (register, prepared, publisher) else {
        unreachable!("a gate failed without saying why");
    };
    let release = release::Run {
        world,
        task,
        folders: &desk.folders,
        prepared: &prepared,
        content: &content,
        publisher: &publisher,
        master: &desk.master()?,
        by: desk.by(&prepared.plan),
    };
    let gone = desk.gone(&register);
    release.run(&mut register, output)?;
    output.diagnostics(warnings);
    output.diagnostics(gone);
    output.diagnostics(unrecorded(&register, &prepared, task).into_iter().collect());
    if task.wish.copies.is_empty() {
        output.diagnostics(approve::outdated_record(&prepared, &content).into_iter().collect());
    }
    output.diagnostics(prepared.warnings);
    Ok(Exit::Done)
}

/// Nothing says what a later version changed.
fn unrecorded(register: &Register<'_>, prepared: &build::Prepared, task: &Task<'_>) -> Option<Diagnostic> {
    let version = &prepared.plan.version;
    let before = register.history.in_force().filter(|_| task.wish.copies.is_empty())?;
    let is_recorded = |recorded: &OpenAmendments| recorded.version == *version;
    if prepared.partition.open.amendments.iter().any(is_recorded) {
        return None;
    }
    let message = format!("the amendment record says nothing about version {version}");
    let hint = format!("before the next approval: terkawal diff {} --record", before.version);
    Some(Diagnostic::warning("E487", message).hint(hint))
}
