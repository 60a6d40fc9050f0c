//! Sealing of age files.

use std::io::{self, Write as _};

use age::{
    Encryptor, Recipient,
    secrecy::{ExposeSecret as _, SecretString},
};

/// scrypt work factor of holder files, as a power of two. Fixed, since the age crate's default depends on the machine:
/// the passphrase carries the strength, so the factor can suit an old office computer.
pub const WORK_FACTOR: u8 = 15;

/// The key of one copy of one version.
pub struct CopyKey {
    identity: age::x25519::Identity,
}

impl CopyKey {
    /// A fresh key.
    pub fn generate() -> Self {
        Self {
            identity: age::x25519::Identity::generate(),
        }
    }

    /// The recipient of the bundle.
    pub fn recipient(&self) -> age::x25519::Recipient {
        self.identity.to_public()
    }

    /// The text of `key.age` before it is sealed.
    pub fn text(&self) -> SecretString {
        SecretString::from(format!("{}\n", self.identity.to_string().expose_secret()))
    }
}

/// Seals to age recipients.
///
/// # Errors
/// When the recipients cannot be mixed or none is given.
pub fn seal_to(recipients: &[age::x25519::Recipient], plaintext: &[u8]) -> io::Result<Vec<u8>> {
    let encryptor = Encryptor::with_recipients(recipients.iter().map(|recipient| recipient as &dyn Recipient))
        .map_err(io::Error::other)?;
    write(encryptor, plaintext)
}

/// Seals under a passphrase with the fixed work factor.
///
/// # Errors
/// When the encryptor refuses, which does not happen with one passphrase.
pub fn seal_with_passphrase(passphrase: &SecretString, plaintext: &[u8]) -> io::Result<Vec<u8>> {
    let mut recipient = age::scrypt::Recipient::new(passphrase.clone());
    recipient.set_work_factor(WORK_FACTOR);
    let encryptor =
        Encryptor::with_recipients(std::iter::once(&recipient as &dyn Recipient)).map_err(io::Error::other)?;
    write(encryptor, plaintext)
}

fn write(encryptor: Encryptor, plaintext: &[u8]) -> io::Result<Vec<u8>> {
    let mut sealed = Vec::with_capacity(plaintext.len() + plaintext.len() / 4096 + 512);
    let mut writer = encryptor.wrap_output(&mut sealed)?;
    writer.write_all(plaintext)?;
    writer.finish()?;
    Ok(sealed)
}

/// Whether a file of `distribution/holders/` is what `enrol` writes: one scrypt stanza of the fixed work factor.
pub fn check_holder_file(sealed: &[u8]) -> bool {
    let header = sealed.split(|byte| *byte == b'\n').take(2).collect::<Vec<_>>();
    let [version, stanza] = header.as_slice() else {
        return false;
    };
    let words: Vec<&[u8]> = stanza.split(|byte| *byte == b' ').collect();
    *version == b"age-encryption.org/v1"
        && words.len() == 4
        && words[..2] == [b"->".as_slice(), b"scrypt"]
        && words[3] == WORK_FACTOR.to_string().as_bytes()
}
