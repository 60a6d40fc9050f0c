//! Opening of age files, with every way of failing told apart.

use std::io::{self, BufRead, Read};

use age::{DecryptError, Decryptor, Identity, secrecy::SecretString};
use zeroize::Zeroizing;

/// Files under a passphrase of a higher factor are refused instead of stalling the machine.
const HIGHEST_WORK_FACTOR: u8 = 18;

/// How much of a file is kept to say what it is. Headers of copies are far shorter.
const LARGEST_HEADER: usize = 1 << 16;

const VERSION: &[u8] = b"age-encryption.org/v1";

/// Why an age file did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// No age file of version 1; copies hold binary ones.
    NotAge,
    /// The header is not well formed, or cut short.
    Damaged,
    /// Header or payload do not verify: altered after sealing, or cut short.
    Altered,
    /// No stanza fits this key.
    WrongKey,
    /// The file is sealed to a passphrase where a key was expected, or the other way round.
    WrongKind,
    /// The file is sealed to post-quantum recipients only.
    PostQuantum,
    /// A stanza asks for more work than is sensible.
    ExcessiveWork,
}

/// Opens with an identity.
///
/// # Errors
/// Why not, told apart.
pub fn open_with_identity(identity: &dyn Identity, sealed: impl BufRead) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    open(identity, false, sealed)
}

/// Opens with a passphrase.
///
/// # Errors
/// Why not, told apart.
pub fn open_with_passphrase(passphrase: &SecretString, sealed: impl BufRead) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let mut identity = age::scrypt::Identity::new(passphrase.clone());
    identity.set_max_work_factor(HIGHEST_WORK_FACTOR);
    open(&identity, true, sealed)
}

fn open(identity: &dyn Identity, is_passphrase: bool, sealed: impl BufRead) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let mut head = Vec::new();
    let noted = Noted {
        input: sealed,
        head: &mut head,
    };
    match decrypt(identity, is_passphrase, noted) {
        Err(OpenError::Damaged) if !is_version_1(&head) => Err(OpenError::NotAge),
        Ok(_) if !ends_every_stanza(&head) => Err(OpenError::Damaged),
        Err(OpenError::WrongKey | OpenError::WrongKind) if is_post_quantum(&head) => Err(OpenError::PostQuantum),
        outcome => outcome,
    }
}

fn decrypt(
    identity: &dyn Identity,
    is_passphrase: bool,
    sealed: impl BufRead,
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let decryptor = Decryptor::new_buffered(sealed).map_err(|_| OpenError::Damaged)?;
    if decryptor.is_scrypt() != is_passphrase {
        return Err(OpenError::WrongKind);
    }
    let mut reader = decryptor
        .decrypt(std::iter::once(identity))
        .map_err(|error| match error {
            DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => {
                OpenError::WrongKey
            }
            DecryptError::ExcessiveWork { .. } => OpenError::ExcessiveWork,
            DecryptError::InvalidMac => OpenError::Altered,
            _ => OpenError::Damaged,
        })?;
    let mut plaintext = Zeroizing::new(Vec::new());
    reader.read_to_end(&mut plaintext).map_err(|_| OpenError::Altered)?;
    Ok(plaintext)
}

fn is_version_1(head: &[u8]) -> bool {
    let rest = head.strip_prefix(VERSION);
    rest.is_some_and(|rest| matches!(rest.first(), None | Some(b'\r' | b'\n')))
}

/// The age crate lets a stanza end without the short line that the format demands.
fn ends_every_stanza(head: &[u8]) -> bool {
    let mut is_ended = true;
    for line in head.split(|byte| *byte == b'\n').skip(1) {
        let is_next = line.starts_with(b"-> ") || line.starts_with(b"---");
        if is_next && !is_ended {
            return false;
        }
        if line.starts_with(b"---") {
            return true;
        }
        is_ended = !is_next && line.len() < 64;
    }
    false
}

/// Whether stanzas of the post-quantum kind stand in the header and none that this program can open.
fn is_post_quantum(head: &[u8]) -> bool {
    let lines = head
        .split(|byte| *byte == b'\n')
        .take_while(|line| !line.starts_with(b"---"));
    let kinds: Vec<String> = lines
        .filter_map(|line| line.strip_prefix(b"-> "))
        .map(|line| String::from_utf8_lossy(line.split(|byte| *byte == b' ').next().unwrap_or_default()).to_lowercase())
        .collect();
    let is_hybrid = |kind: &String| kind.starts_with("mlkem") || kind.starts_with("xwing");
    kinds.iter().any(is_hybrid) && !kinds.iter().any(|kind| kind == "x25519" || kind == "scrypt")
}

/// A reader that keeps the beginning of what was read.
struct Noted<'h, R> {
    input: R,
    head: &'h mut Vec<u8>,
}

impl<R: BufRead> Read for Noted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Noted<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, length: usize) {
        let kept = length.min(LARGEST_HEADER.saturating_sub(self.head.len()));
        if kept > 0
            && let Ok(bytes) = self.input.fill_buf()
        {
            self.head.extend_from_slice(&bytes[..kept.min(bytes.len())]);
        }
        self.input.consume(length);
    }
}
