//! The whole register in one pass: lines are read in batches, checked in parallel, and followed in order.

use std::{
    io::{self, BufRead as _, BufReader, Read as _},
    path::Path,
};

use jiff::Timestamp;
use rayon::prelude::*;

use super::{
    PATH,
    chain::{Chain, Keys, judge},
    entry::Entry,
    head::{Head, KnownHead},
    states::States,
};
use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    keys::PublicKey,
    world::World,
};

/// So many lines, or bytes, are in memory at a time.
const BATCH_LINES: usize = 512;
const BATCH_BYTES: usize = 4 << 20;

/// No line is longer: an issue of ten thousand copies has some megabytes.
pub(super) const LONGEST_LINE: u64 = 64 << 20;

/// What one pass over a register found.
pub struct Report {
    /// The last entry.
    pub head: Head,
    /// Where every copy stands.
    pub states: States,
    /// Everything that is wrong.
    pub findings: Vec<Diagnostic>,
    /// Whether a publisher key was there to hold it against.
    pub is_pinned: bool,
    /// Bytes of a last line that was never finished: an append that was cut short.
    pub incomplete: u64,
    /// Public key that signs the next entry; none for an empty register.
    pub key_in_force: Option<String>,
    pub(super) keys: Keys,
    pub(super) recorded: Option<Timestamp>,
}

/// Reads a register once and checks all of it: form, chain, signatures, keys, clock, states, that it begins with this
/// plan's reference, that the pinned publisher key vouches for it, and that it contains the head that was known.
/// A register that is not there is an empty one.
///
/// # Errors
/// Disk errors only; what is wrong with the register is in the report.
pub fn verify(
    world: &dyn World,
    root: &Path,
    reference: &str,
    pin: Option<&PublicKey>,
    known: Option<&Head>,
    each: &mut dyn FnMut(&Entry),
) -> Outcome<Report> {
    let path = root.join(PATH);
    let mut scan = Scan {
        chain: Chain::new(reference),
        known,
        has_known: known.is_none_or(|head| head.number == 0),
        pin,
        has_pin: false,
        lines: 0,
        reference: reference.to_owned(),
    };
    let mut incomplete = 0;
    if world.exists(&path) {
        let failed = |error: io::Error| Failure::io("read", &path, &error);
        let mut reader = BufReader::with_capacity(1 << 16, world.stream(&path).map_err(failed)?);
        loop {
            let (batch, rest) = batch(&mut reader).map_err(failed)?;
            let is_last = batch.is_empty() || rest > 0;
            scan.follow(&batch, each);
            if is_last {
                incomplete = rest;
                break;
            }
        }
    }
    Ok(scan.report(incomplete))
}

/// The next lines without their line feeds, and the length of an unfinished one behind them.
fn batch(reader: &mut BufReader<Box<dyn io::Read>>) -> io::Result<(Vec<Vec<u8>>, u64)> {
    let mut lines = Vec::new();
    let mut bytes = 0;
    while lines.len() < BATCH_LINES && bytes < BATCH_BYTES {
        let mut line = Vec::new();
        reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            break;
        }
        if line.pop_if(|last| *last == b'\n').is_none() {
            if line.len() as u64 + 1 >= LONGEST_LINE {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "a line is longer than any entry",
                ));
            }
            return Ok((lines, line.len() as u64));
        }
        bytes += line.len();
        lines.push(line);
    }
    Ok((lines, 0))
}

struct Scan<'a> {
    chain: Chain,
    known: Option<&'a Head>,
    has_known: bool,
    pin: Option<&'a PublicKey>,
    has_pin: bool,
    lines: u64,
    reference: String,
}

impl Scan<'_> {
    fn follow(&mut self, batch: &[Vec<u8>], each: &mut dyn FnMut(&Entry)) {
        let judged: Vec<_> = batch.par_iter().map(|line| judge(line)).collect();
        for (read, hash) in judged {
            self.lines += 1;
            let is_known = |known: &Head| known.number == self.lines && known.hash == hash;
            self.has_known |= self.known.is_some_and(is_known);
            let is_of_pin = |pin: &PublicKey| {
                read.as_ref()
                    .is_ok_and(|line| line.is_signed && line.entry.key == pin.text())
            };
            self.has_pin |= self.pin.is_some_and(is_of_pin);
            self.chain.follow(read.as_ref().map_err(|fault| *fault), hash);
            if let Ok(line) = &read {
                each(&line.entry);
            }
        }
    }

    fn report(self, incomplete: u64) -> Report {
        let head = self.chain.head().clone();
        let keys = self.chain.keys().clone();
        let recorded = self.chain.recorded();
        let first_key = self.chain.first_key().map(str::to_owned);
        let (mut findings, states) = self.chain.finish();
        if let Some(known) = self.known.filter(|_| !self.has_known) {
            let message = if self.lines < known.number {
                format!(
                    "{PATH} has {} lines; entry {} was known before",
                    self.lines, known.number
                )
            } else {
                format!("entry {} of {PATH} is not the one that was known before", known.number)
            };
            findings.push(
                Diagnostic::error("E415", message)
                    .hint("it was put back to an earlier state or replaced; find the newest copy of the file")
                    .hint("a plan folder for practice needs a reference or a TERKAWAL_HOME of its own")
                    .hint(format!(
                        "if that came from practice with this reference, remove heads/{} in TERKAWAL_HOME: until the next entry \
                         no rollback shows",
                        KnownHead::file_name(&self.reference)
                    )),
            );
        }
        if let (Some(pin), Some(_)) = (self.pin, first_key.filter(|_| !self.has_pin)) {
            let message = format!("nothing in {PATH} is signed by publisher key {}", pin.id());
            findings.push(
                Diagnostic::error("E420", message)
                    .hint("it is another publisher's, or was written anew: compare the key with the one on paper")
                    .hint("if the key was changed in another plan: terkawal keygen publisher --rotate in this one"),
            );
        }
        Report {
            head,
            states,
            findings,
            is_pinned: self.pin.is_some(),
            incomplete,
            key_in_force: keys.in_force().map(str::to_owned),
            keys,
            recorded,
        }
    }
}
