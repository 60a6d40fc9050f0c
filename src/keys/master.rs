//! The master identity, which opens the source archives.

use std::path::Path;

use age::{secrecy::SecretString, x25519::Identity};

use super::{Home, Secret};
use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    world::World,
};

/// No key file is near this size in bytes.
const LARGEST: u64 = 64 << 10;

/// Opens the master identity in `TERKAWAL_HOME`, or in another file: under its passphrase, or in clear as `age` reads it.
///
/// # Errors
/// `E424` when it is not there, `E425` for another passphrase, `E426` for a file that is something else; disk errors.
pub fn open_master(
    world: &dyn World,
    file: Option<&Path>,
    passphrase: &dyn Fn() -> Outcome<SecretString>,
) -> Outcome<Identity> {
    let home = Home::of(world)?;
    let path = file.map_or_else(|| home.sealed(Secret::Master), Path::to_owned);
    let bytes = match file {
        None => home.read_sealed(world, &path)?,
        Some(_) => world
            .read_up_to(&path, LARGEST)
            .map_err(|error| Failure::io("read", &path, &error))?,
    };
    let text = if bytes.starts_with(b"age-encryption.org/") {
        Secret::Master.open(&path, &bytes, &passphrase()?)?
    } else {
        bytes.into()
    };
    let text = std::str::from_utf8(&text).unwrap_or_default();
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Vec<&str> = lines.collect();
    let identity = match keys.as_slice() {
        [key] => key.parse().ok(),
        _ => None,
    };
    identity.ok_or_else(|| {
        Diagnostic::error(
            "E426",
            format!("{} is damaged, or no master key of terkawal", path.display()),
        )
        .hint("put it back from the backup: terkawal keys restore")
        .into()
    })
}
