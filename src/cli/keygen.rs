//! `keygen`: a key file for a holder who keeps the key; the plan secretary's own keys.

use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret as _;
use clap::{Args, Subcommand};
use serde_json::json;

use super::{output::Output, rotate, secret_key};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome},
    keys::HolderKey,
    plan::CopyNumber,
    world::World,
};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Subcommand)]
enum Kind {
    /// A holder's own key; its recipient goes to the plan secretary, the file stays with the holder
    Holder {
        /// The copy number the key is for
        copy: String,
        /// Where to write the key file
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// The key that signs what is issued and every line of the register; kept in TERKAWAL_HOME under a passphrase
    Publisher(rotate::Arguments),
    /// The key of the master copy, 00; kept in TERKAWAL_HOME under a passphrase
    Master(secret_key::SlipFile),
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    match &arguments.kind {
        Kind::Holder { copy, output: file } => holder(world, copy, file, output),
        Kind::Publisher(arguments) => rotate::run(world, root, arguments, output),
        Kind::Master(arguments) => secret_key::master(world, arguments, output),
    }
}

fn holder(world: &dyn World, copy: &str, file: &Path, output: &mut Output) -> Outcome<Exit> {
    let number = copy_number(copy)?;
    refuse_inside_plan(world, file)?;
    if world.exists(file) {
        return Err(exists(file));
    }
    let key = HolderKey::generate(&number);
    world
        .write_private(file, key.text().expose_secret().as_bytes())
        .map_err(|error| Failure::io("write", file, &error))?;
    let recipient = key.recipient().to_string();
    output.line(&format!(
        "key file of copy {number}: {} (keep it; nobody can make it again)",
        file.display()
    ));
    output.line(&format!("recipient: {recipient}"));
    output.fact("copy", json!(number.as_str()));
    output.fact("recipient", json!(recipient));
    Ok(Exit::Done)
}

/// Reads a copy number from the command line.
pub(super) fn copy_number(text: &str) -> Outcome<CopyNumber> {
    text.parse().map_err(|()| {
        Diagnostic::error("E120", "not a copy number")
            .hint("write it as 03, or 03-01 for a member of team 03")
            .into()
    })
}

/// Secrets never lie in a plan folder, where they would be committed and copied with it.
pub(super) fn refuse_inside_plan(world: &dyn World, file: &Path) -> Outcome<()> {
    let real = world.resolve(file).map_err(|error| Failure::io("find", file, &error))?;
    let mut folders = real.ancestors().skip(1);
    if folders.any(|folder| world.exists(&folder.join("plan.yaml"))) {
        return Err(
            Diagnostic::error("E320", format!("{} is inside a plan folder", file.display()))
                .hint("secrets stay outside the plan: name a file elsewhere")
                .into(),
        );
    }
    Ok(())
}

pub(super) fn exists(file: &Path) -> Failure {
    Diagnostic::error("E321", format!("{} is there already", file.display()))
        .hint("name another file; keys and slips are never overwritten")
        .into()
}
