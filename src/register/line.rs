//! One line of the file: an entry and its signature.

use std::io;

use serde_json::{Value, json};

use super::{canonical, entry::Entry, event::Digest};
use crate::keys::{PublicKey, PublisherKey};

/// A line that reads and is written exactly as it should be.
pub(super) struct Line {
    pub(super) entry: Entry,
    /// Whether the signature is of the key that the entry names.
    pub(super) is_signed: bool,
}

/// Why a line does not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineFault {
    /// No JSON of the right shape.
    Unreadable,
    /// A kind of entry that this version does not know.
    UnknownKind,
    /// The right shape, written in another way.
    NotCanonical,
}

/// What the signature's trusted comment says.
pub fn trusted_comment(number: u64) -> String {
    format!("terkawal register entry {number}")
}

/// The text of a line, line feed included.
pub(super) fn sign(entry: &Entry, key: &PublisherKey) -> io::Result<String> {
    let value = serde_json::to_value(entry).map_err(io::Error::other)?;
    let minisig = key.sign(canonical::text(&value).as_bytes(), &trusted_comment(entry.number))?;
    Ok(canonical::text(&json!({"entry": value, "minisig": minisig})) + "\n")
}

/// Reads a line, without its line feed, and checks the signature against the key that it names.
pub(super) fn read(line: &[u8]) -> Result<Line, LineFault> {
    let value: Value = serde_json::from_slice(line).map_err(|_| LineFault::Unreadable)?;
    let minisig = value["minisig"].as_str().ok_or(LineFault::Unreadable)?;
    let entry: Entry = serde_json::from_value(value["entry"].clone()).map_err(|error| {
        if error.to_string().contains("unknown variant") {
            LineFault::UnknownKind
        } else {
            LineFault::Unreadable
        }
    })?;
    let again = serde_json::to_value(&entry).map_err(|_| LineFault::Unreadable)?;
    let is_canonical = canonical::fault(&again).is_none()
        && canonical::text(&json!({"entry": again, "minisig": minisig})).as_bytes() == line;
    if !is_canonical {
        return Err(LineFault::NotCanonical);
    }
    let is_signed = PublicKey::parse(&entry.key)
        .filter(|key| key.text() == entry.key)
        .is_some_and(|key| {
            key.verifies(
                canonical::text(&again).as_bytes(),
                &trusted_comment(entry.number),
                minisig,
            )
        });
    Ok(Line { entry, is_signed })
}

/// The hash that the next line carries.
pub(super) fn hash(line: &[u8]) -> Digest {
    Digest::of(&[line, b"\n"].concat())
}
