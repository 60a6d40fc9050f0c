//! `diff`: what changed between two versions, and the amendment record.

mod record;
mod report;
mod show;
mod side;

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{output::Output, secrets::PassphraseFile};
use crate::{
    amendment::compare,
    diagnostic::{Exit, Outcome},
    issue::Folders,
    keys::{Secret, open_master, pinned_publisher},
    plan::Plan,
    world::World,
};

use super::sources::Archives;
use side::Side;

#[derive(Args)]
pub(super) struct Arguments {
    /// The older version, as it was issued
    #[arg(value_name = "OLD")]
    old: String,
    /// The newer version, as it was issued [default: the plan folder as it is now]
    #[arg(value_name = "NEW", conflicts_with = "record")]
    new: Option<String>,
    /// Write what changed into content/data/amendments.yaml; what was written or edited there by hand stays
    #[arg(long)]
    record: bool,
    /// Also write a report with every word; an age file for the master key when sealed sections changed
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The master key that opens the sources of issued versions [default: the one in TERKAWAL_HOME]
    #[arg(long, value_name = "FILE")]
    master_identity: Option<PathBuf>,
    /// The publisher's public key, or its file [default: the one in TERKAWAL_HOME; never the one in the plan]
    #[arg(long, value_name = "KEY|FILE")]
    publisher_key: Option<String>,
    /// The folder that holds copies/ [default: the plan folder]
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseFile,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let plan = Plan::read(world, root)?;
    let folders = Folders::new(root, arguments.output_dir.as_deref());
    let pin = pinned_publisher(world, arguments.publisher_key.as_deref())?;
    let archives = Archives::read(world, &plan, pin.as_ref(), &folders)?;
    // Whatever needs no passphrase is asked before it.
    let old = archives.of(&arguments.old)?;
    let new = arguments
        .new
        .as_deref()
        .map(|version| archives.of(version))
        .transpose()?;
    if arguments.record {
        record::refuse(&plan, &old.version)?;
    }
    if let Some(file) = &arguments.html {
        report::refuse(world, file)?;
    }
    let passphrase = || arguments.passphrase.read(world, Secret::Master);
    let master = open_master(world, arguments.master_identity.as_deref(), &passphrase)?;
    let new = match new {
        Some(new) => new.open(world, &master, Side::of_folder)?,
        None => Side::of_folder(world, root)?,
    };
    let old = old.open(world, &master, Side::of_folder)?;
    let amendments = compare(&old.passages, &new.passages);

    show::tell(&old, &new, &amendments, output);
    if let Some(file) = &arguments.html {
        let sealed_to = master.to_public();
        let page = report::Report {
            old: &old,
            new: &new,
            amendments: &amendments,
        };
        page.write(world, file, &sealed_to)?;
        output.line(&format!("report: {}", file.display()));
        output.fact("report", json!(file.display().to_string()));
    }
    if arguments.record {
        record::write(world, &old, &new, &amendments, output)?;
    }
    output.diagnostics(archives.remarks);
    Ok(Exit::Done)
}
