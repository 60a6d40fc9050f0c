//! One entry: what happened, when, by whom, and its place in the chain.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::event::{Digest, Event};

/// What a signed object of this kind says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
enum Type {
    #[serde(rename = "terkawal-register-entry")]
    RegisterEntry,
}

/// That the clock of an earlier entry was ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// Set right since the entry before.
    Corrected,
}

/// A line of the register without its signature.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Entry {
    #[serde(rename = "type")]
    type_: Type,
    /// Counted from 1.
    pub number: u64,
    /// SHA-256 of the line before, line feed included; [`genesis`] for the first.
    pub previous: Digest,
    /// The day it happened.
    pub date: Date,
    /// When it was written down, to the second.
    pub recorded: Timestamp,
    /// Present when the time it was recorded is before that of the entry before, and rightly so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// Who recorded it.
    pub by: String,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The public key that signs it.
    pub key: String,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What a verb wants recorded.
#[derive(Clone, Debug)]
pub struct Record {
    /// The day it happened; `None` for today.
    pub date: Option<Date>,
    /// Who records it.
    pub by: String,
    /// Anything else.
    pub note: Option<String>,
    /// Whether the clock was ahead when the entry before was recorded.
    pub clock: Option<Clock>,
    /// What happened.
    pub event: Event,
}

impl Record {
    /// The entry at its place in the chain.
    pub(super) fn entry(&self, number: u64, previous: Digest, now: (Date, Timestamp), key: &str) -> Entry {
        Entry {
            type_: Type::RegisterEntry,
            number,
            previous,
            date: self.date.unwrap_or(now.0),
            recorded: now.1,
            clock: self.clock,
            by: self.by.clone(),
            note: self.note.clone(),
            key: key.to_owned(),
            event: self.event.clone(),
        }
    }
}

impl Entry {
    /// Whether its day lies after the time it was recorded, wherever on the globe.
    pub(super) fn is_of_the_future(&self) -> bool {
        let east = jiff::tz::Offset::constant(14);
        self.date > east.to_datetime(self.recorded).date()
    }
}

/// What the first entry of a plan's register has in place of a line before it: the SHA-256 of the two lines
/// `terkawal register` and the plan's reference.
pub fn genesis(reference: &str) -> Digest {
    Digest::of(format!("terkawal register\n{reference}\n").as_bytes())
}
