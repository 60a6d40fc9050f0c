//! Secrets on their way in: from a file or a prompt, never from an argument.

use std::{
    io::{ErrorKind, IsTerminal as _},
    path::{Path, PathBuf},
};

use age::secrecy::SecretString;
use clap::Args;
use zeroize::Zeroizing;

use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    keys::Secret,
    world::World,
};

/// No key file and no slip is near this size in bytes.
const LARGEST_KEY_FILE: u64 = 64 << 10;

#[derive(Args)]
pub(super) struct PassphraseFile {
    /// A file with the passphrase, or the slip itself; without it the passphrase is asked for
    #[arg(long, value_name = "FILE")]
    pub(super) passphrase_file: Option<PathBuf>,
}

impl PassphraseFile {
    /// The passphrase of one of the secretary's secrets.
    pub(super) fn read(&self, world: &dyn World, secret: Secret) -> Outcome<SecretString> {
        let text = if let Some(path) = &self.passphrase_file {
            read(world, path)?
        } else {
            ask(
                &format!("passphrase of the {}: ", secret.name()),
                "add --passphrase-file FILE",
            )?
        };
        secret.read_passphrase(&text)
    }
}

/// Asks at the terminal.
pub(super) fn ask(prompt: &str, hint: &str) -> Outcome<Zeroizing<String>> {
    if !std::io::stdin().is_terminal() {
        return Err(Diagnostic::error("E524", "no passphrase and no key file was given")
            .hint(hint)
            .into());
    }
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|error| Failure::io("read the passphrase from", Path::new("the terminal"), &error))
}

/// Reads a key file or slip.
pub(super) fn read(world: &dyn World, path: &Path) -> Outcome<Zeroizing<String>> {
    let bytes = world.read_up_to(path, LARGEST_KEY_FILE).map_err(|error| {
        if error.kind() != ErrorKind::FileTooLarge {
            return Failure::io("read", path, &error);
        }
        let message = format!("{} is far too large for a key or a slip", path.display());
        Diagnostic::error("E514", message)
            .hint("name the key file or the slip itself")
            .into()
    })?;
    String::from_utf8(bytes).map(Zeroizing::new).map_err(|_| {
        Diagnostic::error("E514", format!("{} is not a text file", path.display()))
            .hint("a key file is text; if it is under a passphrase, use --passphrase-file instead")
            .into()
    })
}
