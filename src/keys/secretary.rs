//! The plan secretary's keys in `TERKAWAL_HOME`: each one age file under a passphrase, with its public part beside it.

use std::{
    io,
    path::{Path, PathBuf},
};

use age::secrecy::SecretString;
use zeroize::Zeroizing;

use super::{
    OpenError, PassphraseError, PublicKey, PublisherKey, open_with_passphrase,
    passphrase::{generate_labelled, parse_labelled},
};
use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    world::World,
};

/// No key file is near this size in bytes.
const LARGEST_KEY_FILE: u64 = 64 << 10;

/// What the plan secretary keeps under a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// The publisher's minisign key.
    Publisher,
    /// The age identity of the master copy, 00.
    Master,
    /// A backup of them.
    Backup,
}

impl Secret {
    /// What its passphrase begins with: the slip of one is told from that of another, and from those of holders.
    pub fn label(self) -> &'static str {
        match self {
            Self::Publisher => "P",
            Self::Master => "00",
            Self::Backup => "B",
        }
    }

    /// What it is called in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Publisher => "publisher key",
            Self::Master => "master key",
            Self::Backup => "backup",
        }
    }

    /// Makes a passphrase for it.
    ///
    /// # Errors
    /// When the system's generator fails.
    pub fn passphrase(self, world: &dyn World) -> io::Result<SecretString> {
        generate_labelled(world, self.label())
    }

    /// Reads what was typed, or the line of a slip that has it.
    ///
    /// # Errors
    /// `E425` with what is wrong with it.
    pub fn read_passphrase(self, text: &str) -> Outcome<SecretString> {
        let mut wrong = PassphraseError::Shape;
        for line in text.lines() {
            match parse_labelled(line, self.label()) {
                Ok(passphrase) => return Ok(passphrase),
                Err(PassphraseError::Check) => wrong = PassphraseError::Check,
                Err(PassphraseError::Shape) => {}
            }
        }
        let name = self.name();
        let message = match wrong {
            PassphraseError::Check => format!("the passphrase of the {name} has a typing error"),
            PassphraseError::Shape => format!("this is not the passphrase of the {name}"),
        };
        Err(Diagnostic::error("E425", message)
            .hint(format!(
                "compare it with the slip, group by group; it begins with {}-",
                self.label()
            ))
            .into())
    }

    /// Opens an age file that is under its passphrase.
    ///
    /// # Errors
    /// `E425` for another passphrase, `E426` for a file that is something else or damaged.
    pub fn open(self, path: &Path, sealed: &[u8], passphrase: &SecretString) -> Outcome<Zeroizing<Vec<u8>>> {
        open_with_passphrase(passphrase, sealed).map_err(|error| {
            if error == OpenError::WrongKey {
                let message = format!("this passphrase does not open {}", path.display());
                return Diagnostic::error("E425", message)
                    .hint("it is the slip of an older key, or of another computer's")
                    .into();
            }
            unusable(self, path)
        })
    }
}

fn unusable(secret: Secret, path: &Path) -> Failure {
    let message = format!("{} is damaged, or no {} of terkawal", path.display(), secret.name());
    Diagnostic::error("E426", message)
        .hint("put it back from the backup: terkawal keys restore")
        .into()
}

/// The folder of the plan secretary's secrets.
#[derive(Clone)]
pub struct Home {
    folder: PathBuf,
}

impl Home {
    /// `TERKAWAL_HOME`, or the user's data folder.
    ///
    /// # Errors
    /// When the machine has neither.
    pub fn of(world: &dyn World) -> Outcome<Self> {
        let folder = world
            .home()
            .map_err(|error| Failure::io("find", Path::new("TERKAWAL_HOME"), &error))?;
        Ok(Self { folder })
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The age file of a key.
    pub fn sealed(&self, secret: Secret) -> PathBuf {
        self.folder.join(match secret {
            Secret::Publisher => "publisher.age",
            Secret::Master => "master.age",
            Secret::Backup => "backup.age",
        })
    }

    /// The public part of a key: a stock minisign public key file, or an age recipient.
    pub fn public(&self, secret: Secret) -> PathBuf {
        self.sealed(secret).with_extension("pub")
    }

    /// Where a publisher key that was replaced is kept: its sealed file and its public one.
    pub fn retired(&self, key: &PublicKey) -> (PathBuf, PathBuf) {
        let file = |extension: &str| self.folder.join(format!("publisher-{}.{extension}", key.id()));
        (file("age"), file("pub"))
    }

    /// The publisher's public key; `None` when there is none yet.
    ///
    /// # Errors
    /// `E426` for a file that is no public key; disk errors.
    pub fn publisher(&self, world: &dyn World) -> Outcome<Option<PublicKey>> {
        let path = self.public(Secret::Publisher);
        if !world.exists(&path) {
            return Ok(None);
        }
        let text = read(world, &path)?;
        let key = std::str::from_utf8(&text).ok().and_then(PublicKey::parse);
        key.map(Some).ok_or_else(|| unusable(Secret::Publisher, &path))
    }

    /// The public keys that were replaced on this computer.
    ///
    /// # Errors
    /// `E426` for a file that is no public key; disk errors.
    pub fn retired_publishers(&self, world: &dyn World) -> Outcome<Vec<PublicKey>> {
        if !world.exists(&self.folder) {
            return Ok(Vec::new());
        }
        let names = world.list(&self.folder);
        let names = names.map_err(|error| Failure::io("read", &self.folder, &error))?;
        let is_retired = |name: &&String| {
            name.strip_suffix(".pub")
                .is_some_and(|stem| stem != "publisher" && is_publisher(stem))
        };
        let paths = names.iter().filter(is_retired).map(|name| self.folder.join(name));
        paths
            .map(|path| {
                let text = read(world, &path)?;
                let key = std::str::from_utf8(&text).ok().and_then(PublicKey::parse);
                key.ok_or_else(|| unusable(Secret::Publisher, &path))
            })
            .collect()
    }

    /// Opens a publisher key file: the present one, or one that was replaced.
    ///
    /// # Errors
    /// `E424` when it is not there, `E425` for another passphrase, `E426` for what is no key file; disk errors.
    pub fn open_publisher(&self, world: &dyn World, path: &Path, passphrase: &SecretString) -> Outcome<PublisherKey> {
        let sealed = self.read_sealed(world, path)?;
        let text = Secret::Publisher.open(path, &sealed, passphrase)?;
        let key = std::str::from_utf8(&text).ok().and_then(PublisherKey::parse);
        key.ok_or_else(|| unusable(Secret::Publisher, path))
    }

    /// Reads a key file as it lies on the disk.
    ///
    /// # Errors
    /// `E424` when it is not there; disk errors.
    pub fn read_sealed(&self, world: &dyn World, path: &Path) -> Outcome<Vec<u8>> {
        if !world.exists(path) {
            return Err(Diagnostic::error("E424", format!("there is no {}", path.display()))
                .hint("make the key with terkawal keygen, or put it back with terkawal keys restore")
                .into());
        }
        read(world, path)
    }
}

/// Whether a path below `TERKAWAL_HOME` belongs into a backup: keys, their public parts, heads of registers. Slips do not.
pub fn is_secret_of_home(path: &str) -> bool {
    let is_safe = |name: &str| {
        !name.starts_with('.')
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
    };
    match path.split_once('/') {
        Some(("heads", name)) => is_safe(name) && name.strip_suffix(".json").is_some_and(|stem| !stem.is_empty()),
        Some(_) => false,
        None => {
            let stem = path.strip_suffix(".age").or_else(|| path.strip_suffix(".pub"));
            is_safe(path) && stem.is_some_and(|stem| stem == "master" || is_publisher(stem))
        }
    }
}

fn is_publisher(stem: &str) -> bool {
    match stem.strip_prefix("publisher") {
        Some("") => true,
        Some(id) => id.len() == 17 && id.starts_with('-') && id[1..].bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => false,
    }
}

/// The publisher key that signatures are held against: from the command line (a key, or the file of one), or the one in
/// `TERKAWAL_HOME`. Never from a plan, which would vouch for itself. `None`: nobody can be verified.
///
/// # Errors
/// `E427` for text that is no key; disk errors.
pub fn pinned_publisher(world: &dyn World, given: Option<&str>) -> Outcome<Option<PublicKey>> {
    let Some(given) = given else {
        return Home::of(world)?.publisher(world);
    };
    if let Some(key) = PublicKey::parse(given) {
        return Ok(Some(key));
    }
    let path = Path::new(given);
    let text = if world.exists(path) {
        read(world, path)?
    } else {
        Vec::new()
    };
    let key = std::str::from_utf8(&text).ok().and_then(PublicKey::parse);
    key.map(Some).ok_or_else(|| {
        Diagnostic::error("E427", "the publisher key that was given is no minisign public key")
            .hint("give the text that begins with RW, or the file publisher.pub")
            .into()
    })
}

fn read(world: &dyn World, path: &Path) -> Outcome<Vec<u8>> {
    world
        .read_up_to(path, LARGEST_KEY_FILE)
        .map_err(|error| Failure::io("read", path, &error))
}

#[cfg(test)]
mod tests {
    use age::secrecy::ExposeSecret as _;

    use super::*;
    use crate::world::RealWorld;

    #[test]
    fn passphrases_of_the_secretary_are_told_apart() {
        let all = [Secret::Publisher, Secret::Master, Secret::Backup];
        for secret in all {
            let made = secret.passphrase(&RealWorld).expect("random bytes");
            let slip = format!(
                "Kunci\n\n    {}\n",
                made.expose_secret().to_lowercase().replace('-', " ")
            );
            for other in all {
                let read = other.read_passphrase(&slip);
                assert_eq!(read.is_ok(), other == secret, "{other:?} of {secret:?}");
            }
            let read = secret.read_passphrase(&slip).expect("readable");
            assert_eq!(read.expose_secret(), made.expose_secret());
        }
    }

    #[test]
    fn only_keys_and_heads_are_backed_up() {
        for path in [
            "publisher.age",
            "publisher-0123456789ABCDEF.pub",
            "master.pub",
            "heads/UJI-01-ab.json",
        ] {
            assert!(is_secret_of_home(path), "{path}");
        }
        for path in [
            "slips/penerbit.txt",
            "publisher-1.age",
            "heads/../master.age",
            "heads/.json",
            ".age",
            "../master.age",
            "master.age/x",
            "heads/a/b.json",
            "publisher.key",
            "C:master.age",
            "heads/",
        ] {
            assert!(!is_secret_of_home(path), "{path}");
        }
    }
}
