//! `open`: a copy without a browser.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use zeroize::Zeroizing;

use super::{
    output::{Output, counted},
    secrets::{ask, read},
};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome},
    inspect::{CopySet, Credentials, open},
    keys::{Passphrase, PassphraseError},
    release::OUTPUT_MARK,
    world::{World, fill_folder},
};

#[derive(Args)]
pub(super) struct Arguments {
    /// A one-file copy, the folder of a copy, or a version's folder together with --copy
    #[arg(value_name = "FILE|DIR")]
    path: PathBuf,
    /// The copy number, when the path is a version's folder
    #[arg(long, value_name = "NN")]
    copy: Option<String>,
    /// The holder's key file
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_file")]
    identity: Option<PathBuf>,
    /// A file with the passphrase of the slip; without it the passphrase is asked for
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Where to write the opened sections; the folder must be new or empty
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

pub(super) fn run(world: &dyn World, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let path = match &arguments.copy {
        None => arguments.path.clone(),
        Some(number) => {
            let number = super::keygen::copy_number(number)?;
            arguments.path.join("copies").join(number.as_str())
        }
    };
    refuse_shared(world, &arguments.to, "a folder of your own with --to")?;
    if world.exists(&arguments.to) {
        let entries = world
            .walk(&arguments.to)
            .map_err(|error| Failure::io("read", &arguments.to, &error))?;
        if !entries.is_empty() {
            return Err(
                Diagnostic::error("E510", format!("{} is not empty", arguments.to.display()))
                    .hint("name a new folder with --to")
                    .into(),
            );
        }
    }
    let copy = CopySet::read(world, &path)?;
    let credentials = credentials(world, arguments)?;
    let opened = open(&copy, &credentials)?;
    let files = opened
        .files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    fill_folder(world, &arguments.to, files, "index.html", true)?;
    let json = &copy.json;
    output.line(&format!(
        "copy {} of version {}: {}",
        json.copy,
        json.version,
        counted(opened.sections, "section or block", "sections and blocks")
    ));
    output.line(&format!("  {}", arguments.to.join("index.html").display()));
    output.line("  what is opened here is no longer sealed: remove the folder after use");
    if json.draft {
        output.line("  draft, not signed");
    }
    output.fact("copy", json!(json.copy));
    output.fact("version", json!(json.version));
    output.fact("sections", json!(opened.sections));
    Ok(Exit::Done)
}

/// A plan folder is copied and committed, an output folder and a site are published: no place for opened text.
pub(super) fn refuse_shared(world: &dyn World, folder: &Path, instead: &str) -> Outcome<()> {
    let real = world
        .resolve(folder)
        .map_err(|error| Failure::io("find", folder, &error))?;
    let is_shared = |folder: &Path| {
        let marks = ["plan.yaml", OUTPUT_MARK, "versions/versions.json"];
        marks.iter().any(|mark| world.exists(&folder.join(mark)))
    };
    if real.ancestors().any(is_shared) {
        let message = format!("{} is inside a plan folder or a published one", folder.display());
        return Err(Diagnostic::error("E508", message)
            .hint(format!("it is no place for what is not for everybody: name {instead}"))
            .into());
    }
    Ok(())
}

fn credentials(world: &dyn World, arguments: &Arguments) -> Outcome<Credentials> {
    if let Some(path) = &arguments.identity {
        return read(world, path).map(Credentials::KeyFile);
    }
    if let Some(path) = &arguments.passphrase_file {
        let text = read(world, path)?;
        return Ok(Credentials::Passphrase(passphrase_in(&text)));
    }
    let typed = ask("passphrase: ", "add --passphrase-file FILE or --identity FILE")?;
    Ok(Credentials::Passphrase(typed))
}

/// The file may be the slip itself, a letter with the passphrase on a line of its own.
fn passphrase_in(text: &str) -> Zeroizing<String> {
    let is_passphrase = |line: &&str| !matches!(Passphrase::parse(line, None), Err(PassphraseError::Shape));
    let line = text.lines().map(str::trim).find(is_passphrase).unwrap_or(text.trim());
    Zeroizing::new(line.to_owned())
}
