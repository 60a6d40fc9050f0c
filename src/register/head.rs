//! The head of a register, as it is kept in `TERKAWAL_HOME`: a rollback to an earlier signed state shows against it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::event::Digest;
use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    digest,
    keys::Home,
    world::World,
};

/// Number and hash of the last line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Head {
    /// Number of the last entry; 0 for an empty register.
    pub number: u64,
    /// SHA-256 of its line.
    pub hash: Digest,
}

#[derive(Deserialize, Serialize)]
struct HeadFile {
    reference: String,
    #[serde(flatten)]
    head: Head,
}

/// The head that was last seen on this computer.
pub struct KnownHead {
    reference: String,
    path: PathBuf,
}

impl KnownHead {
    /// Of the register of a plan, known by its reference: wherever the folder is, it is the same register.
    pub fn of(home: &Home, reference: &str) -> Self {
        Self {
            reference: reference.to_owned(),
            path: home.folder().join("heads").join(Self::file_name(reference)),
        }
    }

    /// Of the file in the folder `heads`.
    pub(super) fn file_name(reference: &str) -> String {
        let readable: String = reference
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .take(40)
            .collect();
        format!("{readable}-{}.json", &digest::hex(reference.as_bytes())[..12])
    }

    /// Reads it; `None` when the register was never seen here.
    ///
    /// # Errors
    /// `E426` for a file that is something else; disk errors.
    pub fn read(&self, world: &dyn World) -> Outcome<Option<Head>> {
        if !world.exists(&self.path) {
            return Ok(None);
        }
        let bytes = world
            .read_up_to(&self.path, 64 << 10)
            .map_err(|error| Failure::io("read", &self.path, &error))?;
        let file: Option<HeadFile> = serde_json::from_slice(&bytes).ok();
        match file {
            Some(file) if file.reference == self.reference => Ok(Some(file.head)),
            _ => Err(
                Diagnostic::error("E426", format!("{} is not the head of a register", self.path.display()))
                    .hint("put it back from the backup; without it a rollback of the register does not show")
                    .into(),
            ),
        }
    }

    /// Keeps it.
    ///
    /// # Errors
    /// Disk errors.
    pub fn write(&self, world: &dyn World, head: &Head) -> Outcome<()> {
        let file = HeadFile {
            reference: self.reference.clone(),
            head: head.clone(),
        };
        let text = serde_json::to_value(file).map(|value| digest::canonical_json(&value));
        let text = text.map_err(|error| Failure::io("write", &self.path, &error.into()))?;
        world
            .write_private(&self.path, text.as_bytes())
            .map_err(|error| Failure::io("write", &self.path, &error))
    }
}
