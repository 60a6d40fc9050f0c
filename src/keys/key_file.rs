//! Holder key files: an age identity with the number of its copy in a comment.

use age::secrecy::{ExposeSecret as _, SecretString};

use crate::plan::CopyNumber;

const COPY_LINE: &str = "# copy:";

/// A holder's own identity.
pub struct HolderKey {
    identity: age::x25519::Identity,
    copy: Option<CopyNumber>,
}

/// Why a file is no key file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFileError {
    /// It is encrypted under a passphrase.
    Encrypted,
    /// It holds a recipient, not an identity.
    PublicOnly,
    /// A post-quantum identity, which the reader does not support.
    PostQuantum,
    /// Something else.
    Unreadable,
}

impl HolderKey {
    /// Makes a new identity for a copy.
    pub fn generate(copy: &CopyNumber) -> Self {
        Self {
            identity: age::x25519::Identity::generate(),
            copy: Some(copy.clone()),
        }
    }

    /// Reads a key file; stock files of `age-keygen` have no copy line.
    ///
    /// # Errors
    /// What the file is instead.
    pub fn parse(text: &str) -> Result<Self, KeyFileError> {
        if text.starts_with("age-encryption.org/") || text.starts_with("-----BEGIN AGE ENCRYPTED FILE-----") {
            return Err(KeyFileError::Encrypted);
        }
        let mut copy = None;
        for line in text.lines().map(str::trim) {
            if let Some(number) = line.strip_prefix(COPY_LINE) {
                copy = number.trim().parse().ok();
            } else if line.starts_with("AGE-SECRET-KEY-PQ-") {
                return Err(KeyFileError::PostQuantum);
            } else if line.starts_with("AGE-SECRET-KEY-1") {
                let identity = line.parse().map_err(|_| KeyFileError::Unreadable)?;
                return Ok(Self { identity, copy });
            } else if line.starts_with("age1") {
                return Err(KeyFileError::PublicOnly);
            }
        }
        Err(KeyFileError::Unreadable)
    }

    /// The identity.
    pub fn identity(&self) -> &age::x25519::Identity {
        &self.identity
    }

    /// The copy it was made for, when the file says.
    pub fn copy(&self) -> Option<&CopyNumber> {
        self.copy.as_ref()
    }

    /// The recipient to put into the distribution list.
    pub fn recipient(&self) -> age::x25519::Recipient {
        self.identity.to_public()
    }

    /// The file's text.
    pub fn text(&self) -> SecretString {
        let copy = self
            .copy
            .as_ref()
            .map(|copy| format!("{COPY_LINE} {copy}\n"))
            .unwrap_or_default();
        let public = self.recipient();
        let secret = self.identity.to_string();
        let text = format!(
            "# terkawal holder key\n{copy}# public key: {public}\n{}\n",
            secret.expose_secret()
        );
        SecretString::from(text)
    }
}
