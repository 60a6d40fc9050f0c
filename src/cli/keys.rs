//! `keys backup` and `keys restore`: the plan secretary's keys as one age file.

use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret as _;
use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    keygen::{exists, refuse_inside_plan},
    output::{Output, counted},
    secret_key::{private, slip_path, slip_text, tell_slip},
    secrets::{PassphraseFile, read},
};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome},
    keys::{
        HolderKey, Home, LARGEST_BACKUP, Secret, is_secret_of_home, open_with_identity, pack_backup, seal_to,
        seal_with_passphrase, unpack_backup,
    },
    world::{EntryKind, NewFile, World, write_together},
};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Write the keys, and the heads of registers, into one age file
    Backup(Backup),
    /// Put the keys of a backup into TERKAWAL_HOME; nothing there is overwritten
    Restore(Restore),
}

#[derive(Args)]
struct Backup {
    /// Where to write the backup
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Seal it to an age key that is kept elsewhere
    #[arg(
        long,
        value_name = "age1…",
        required_unless_present = "passphrase",
        conflicts_with = "passphrase"
    )]
    recipient: Option<String>,
    /// Put it under a generated passphrase, and write the slip
    #[arg(long)]
    passphrase: bool,
    /// Where to write the slip [default: slips/ in TERKAWAL_HOME or the user's data folder]
    #[arg(long, value_name = "FILE", requires = "passphrase")]
    slip: Option<PathBuf>,
}

#[derive(Args)]
struct Restore {
    /// The backup
    file: PathBuf,
    /// The age key file that the backup is sealed to
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_file")]
    identity: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseFile,
}

pub(super) fn run(world: &dyn World, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    match &arguments.verb {
        Verb::Backup(arguments) => backup(world, arguments, output),
        Verb::Restore(arguments) => restore(world, arguments, output),
    }
}

fn backup(world: &dyn World, arguments: &Backup, output: &mut Output) -> Outcome<Exit> {
    let home = Home::of(world)?;
    refuse_inside_plan(world, &arguments.to)?;
    if world.exists(&arguments.to) {
        return Err(exists(&arguments.to));
    }
    let files = secrets(world, &home)?;
    let failed = |error| Failure::io("write", &arguments.to, &error);
    let packed = pack_backup(&files).map_err(failed)?;
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    if let Some(recipient) = &arguments.recipient {
        let recipient = recipient.parse::<age::x25519::Recipient>().map_err(|message| {
            Diagnostic::error("E130", format!("not an age recipient: {message}"))
                .hint("it begins with age1, as age-keygen prints it")
        })?;
        let sealed = seal_to(&[recipient], &packed).map_err(failed)?;
        world.write_private(&arguments.to, &sealed).map_err(failed)?;
    } else {
        let slip = slip_path(world, &home, Secret::Backup, arguments.slip.as_deref())?;
        let passphrase = Secret::Backup.passphrase(world).map_err(failed)?;
        let sealed = seal_with_passphrase(&passphrase, &packed).map_err(failed)?;
        let text = slip_text(world, Secret::Backup, &passphrase)?;
        let files = [
            private(&slip, text.expose_secret().as_bytes()),
            private(&arguments.to, &sealed),
        ];
        write_together(world, &files, || Ok(()))?;
        tell_slip(&slip, output);
    }
    let count = counted(names.len(), "file", "files");
    output.line(&format!("backup of {count}: {}", arguments.to.display()));
    for name in &names {
        output.line(&format!("  {name}"));
    }
    output.line("  keep it on another medium; the keys in it are still under their own passphrases");
    output.fact("files", json!(names));
    Ok(Exit::Done)
}

/// What a backup holds, sorted by name.
fn secrets(world: &dyn World, home: &Home) -> Outcome<Vec<(String, Vec<u8>)>> {
    let folder = home.folder();
    let mut files = Vec::new();
    if world.exists(folder) {
        let entries = world
            .walk(folder)
            .map_err(|error| Failure::io("read", folder, &error))?;
        for entry in entries {
            if entry.kind == EntryKind::File && is_secret_of_home(&entry.path) {
                let path = folder.join(&entry.path);
                let bytes = world
                    .read_up_to(&path, LARGEST_BACKUP)
                    .map_err(|error| Failure::io("read", &path, &error))?;
                files.push((entry.path, bytes));
            }
        }
    }
    if files.is_empty() {
        return Err(
            Diagnostic::error("E424", format!("there are no keys in {}", folder.display()))
                .hint("make them with terkawal keygen publisher and keygen master, or set TERKAWAL_HOME")
                .into(),
        );
    }
    Ok(files)
}

fn restore(world: &dyn World, arguments: &Restore, output: &mut Output) -> Outcome<Exit> {
    let home = Home::of(world)?;
    let sealed = world
        .read_up_to(&arguments.file, LARGEST_BACKUP)
        .map_err(|error| Failure::io("read", &arguments.file, &error))?;
    let packed = if let Some(path) = &arguments.identity {
        let key = HolderKey::parse(&read(world, path)?).map_err(|_| {
            Diagnostic::error("E514", format!("{} is no age key file", path.display()))
                .hint("name the key file whose recipient the backup was sealed to")
        })?;
        open_with_identity(key.identity(), sealed.as_slice()).map_err(|_| unusable(&arguments.file))?
    } else {
        let passphrase = arguments.passphrase.read(world, Secret::Backup)?;
        Secret::Backup.open(&arguments.file, &sealed, &passphrase)?
    };
    let files = unpack_backup(&packed).ok_or_else(|| unusable(&arguments.file))?;
    let placed: Vec<(PathBuf, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (home.folder().join(name), bytes.as_slice()))
        .collect();
    for (path, _) in &placed {
        refuse_inside_plan(world, path)?;
        if world.exists(path) {
            return Err(exists(path));
        }
    }
    let new: Vec<NewFile<'_>> = placed.iter().map(|(path, bytes)| private(path, bytes)).collect();
    write_together(world, &new, || Ok(()))?;
    output.line(&format!(
        "{} put back into {}",
        counted(files.len(), "file", "files"),
        home.folder().display()
    ));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for name in &names {
        output.line(&format!("  {name}"));
    }
    output.fact("files", json!(names));
    Ok(Exit::Done)
}

fn unusable(file: &Path) -> Failure {
    Diagnostic::error("E428", format!("{} is no backup that this key opens", file.display()))
        .hint("name the file that terkawal keys backup wrote, and the key it was sealed to")
        .into()
}
