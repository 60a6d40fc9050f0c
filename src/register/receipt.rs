//! What a holder's receipt code is held against.

use std::{fmt::Write as _, io};

use serde::{Deserialize, Serialize};

use super::Digest;
use crate::{keys::ReceiptCode, world::World};

/// A receipt code as the register keeps it: nobody reads the code from here.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Receipt {
    /// Random, in hexadecimal digits, so that no table of hashes serves two registers.
    pub salt: String,
    /// SHA-256 of salt, `:` and code.
    pub sha256: Digest,
}

impl Receipt {
    /// Of a code, with a new salt.
    ///
    /// # Errors
    /// When the system's generator fails.
    pub fn of(world: &dyn World, code: &ReceiptCode) -> io::Result<Self> {
        let mut random = [0_u8; 16];
        world.fill_random(&mut random)?;
        let salt = random.iter().fold(String::new(), |mut salt, byte| {
            let _ = write!(salt, "{byte:02x}");
            salt
        });
        let sha256 = Self::hash(&salt, code);
        Ok(Self { salt, sha256 })
    }

    /// Whether it is of this code.
    pub fn fits(&self, code: &ReceiptCode) -> bool {
        Self::hash(&self.salt, code) == self.sha256
    }

    fn hash(salt: &str, code: &ReceiptCode) -> Digest {
        Digest::of(format!("{salt}:{}", code.text()).as_bytes())
    }
}
