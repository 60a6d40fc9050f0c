//! Appending: one at a time, and either the old register or the new one is there.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::{Timestamp, civil::Date};

use super::{
    PATH, canonical,
    chain::Keys,
    entry::{Clock, Entry, Record, genesis},
    event::Digest,
    head::{Head, KnownHead},
    line,
    scan::{Report, verify},
    tail,
};
use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    keys::{Home, PublisherKey},
    world::{Lock, World},
};

/// Who appends holds the lock on this file, and not on the register: some systems let nobody read a locked file.
const LOCK: &str = "distribution/register.lock";

/// A register that nobody else appends to until this is dropped.
pub struct Log<'w> {
    world: &'w dyn World,
    root: PathBuf,
    reference: String,
    known: KnownHead,
    head: Head,
    keys: Keys,
    recorded: Option<Timestamp>,
    /// Bytes of whole lines.
    length: u64,
    incomplete: u64,
    _lock: Box<dyn Lock>,
}

/// Entries that are signed and not written yet: their head is known, and whoever drops them leaves no trace.
pub struct Draft {
    text: String,
    head: Head,
    keys: Keys,
    recorded: Option<Timestamp>,
}

impl Draft {
    /// The head after them, once they are written.
    pub fn head(&self) -> &Head {
        &self.head
    }
}

/// What an append did.
#[derive(Debug)]
pub struct Appended {
    /// The head after it.
    pub head: Head,
    /// What went wrong after the commit.
    pub warnings: Vec<Diagnostic>,
}

impl<'w> Log<'w> {
    /// Takes the lock and looks at the last line. When it is the head that this computer knows, nothing else is read:
    /// the rest was verified when it was appended or first seen here. Otherwise all of it is verified.
    ///
    /// # Errors
    /// `E419` when another process appends; every finding of the register; disk errors.
    pub fn open(world: &'w dyn World, root: &Path, reference: &str, home: &Home) -> Outcome<Self> {
        let lock = lock(world, &root.join(LOCK))?;
        let known = KnownHead::of(home, reference);
        let known_head = known.read(world)?;
        let path = root.join(PATH);
        let tail = tail::read(world, &path).map_err(|error| Failure::io("read", &path, &error))?;
        let mut log = Self {
            world,
            root: root.to_owned(),
            reference: reference.to_owned(),
            known,
            head: Head {
                number: 0,
                hash: genesis(reference),
            },
            keys: Keys::default(),
            recorded: None,
            length: tail.length,
            incomplete: tail.incomplete,
            _lock: lock,
        };
        match (&tail.line, &known_head) {
            (None, None) => {}
            (Some(last), Some(known_head)) if log.take_known(last, known_head) => {}
            _ => {
                let report = log.verified(home)?;
                log.head = report.head;
                log.keys = report.keys;
                log.recorded = report.recorded;
            }
        }
        Ok(log)
    }

    /// Whether the last line is the known head; its signature need not be looked at again.
    fn take_known(&mut self, last: &[u8], known: &Head) -> bool {
        let hash = line::hash(last);
        let Ok(line) = line::read(last) else { return false };
        if hash != known.hash || line.entry.number != known.number || !line.is_signed {
            return false;
        }
        self.keys = Keys::after(&line.entry);
        self.recorded = Some(line.entry.recorded);
        self.head = known.clone();
        true
    }

    /// All of the register, verified under the lock; verbs that need the states of copies take them from here.
    ///
    /// # Errors
    /// Every finding; disk errors.
    pub fn verified(&self, home: &Home) -> Outcome<Report> {
        self.verified_with(home, &mut |_| {})
    }

    /// The same, and hands every entry to `each`.
    ///
    /// # Errors
    /// Every finding; disk errors.
    pub fn verified_with(&self, home: &Home, each: &mut dyn FnMut(&Entry)) -> Outcome<Report> {
        let pin = home.publisher(self.world)?;
        let known = self.known.read(self.world)?;
        let report = verify(
            self.world,
            &self.root,
            &self.reference,
            pin.as_ref(),
            known.as_ref(),
            each,
        )?;
        // A register of another key that is retired here is continued by a change of keys only.
        let (findings, others): (Vec<_>, Vec<_>) =
            report.findings.iter().cloned().partition(|found| found.code != "E420");
        if findings.is_empty() && (others.is_empty() || self.is_retired_here(home, &report)) {
            return Ok(report);
        }
        Err(Failure {
            exit: crate::diagnostic::Exit::Fault,
            diagnostics: report.findings,
        })
    }

    fn is_retired_here(&self, home: &Home, report: &Report) -> bool {
        let key = report.keys.retired().or(report.keys.in_force());
        key.and_then(crate::keys::PublicKey::parse)
            .is_some_and(|key| self.world.exists(&home.retired(&key).0))
    }

    /// The last entry.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The public key that must sign the next entry; none before the first.
    pub fn key_in_force(&self) -> Option<&str> {
        self.keys.in_force()
    }

    /// The public key that the last entry retired.
    pub fn retired_key(&self) -> Option<&str> {
        self.keys.retired()
    }

    /// Appends records, each signed by its key, in one write that is synced. When it fails the register is as it was.
    /// Whether a move is legal is not asked here, since that takes all entries: see [`Log::verified`].
    ///
    /// # Errors
    /// `E414` for a key that is not in force, `E416` for a clock that moved backwards or a date of the future, `E422` for
    /// text that cannot be recorded; disk errors.
    pub fn append(&mut self, records: &[(&PublisherKey, Record)]) -> Outcome<Appended> {
        let mut draft = self.draft();
        for (key, record) in records {
            self.add(&mut draft, key, record)?;
        }
        self.commit(draft)
    }

    /// No entries yet, to be followed by some.
    pub fn draft(&self) -> Draft {
        Draft {
            text: String::new(),
            head: self.head.clone(),
            keys: self.keys.clone(),
            recorded: self.recorded,
        }
    }

    /// Signs one more entry behind those of the draft.
    ///
    /// # Errors
    /// As [`Log::append`], but for the disk.
    pub fn add(&self, draft: &mut Draft, key: &PublisherKey, record: &Record) -> Outcome<()> {
        let failed = |error: io::Error| Failure::io("write", &self.root.join(PATH), &error);
        let now = self.now();
        let public = key.public().map_err(failed)?;
        let (number, previous) = (draft.head.number + 1, draft.head.hash.clone());
        let entry = record.entry(number, previous, (self.world.today(), now), public.text());
        let entry = recordable(&entry, draft.recorded, self.world.today())?;
        if let Some(fault) = draft.keys.fault(&entry) {
            return Err(Diagnostic::error("E414", format!("nothing was recorded: {fault}"))
                .hint("terkawal keygen publisher --rotate, in this plan, hands the register to the present key")
                .into());
        }
        let line = line::sign(&entry, key).map_err(failed)?;
        draft.keys.follow(&entry);
        draft.head = Head {
            number: entry.number,
            hash: Digest::of(line.as_bytes()),
        };
        draft.recorded = Some(entry.recorded);
        draft.text.push_str(&line);
        Ok(())
    }

    /// Appends the entries of a draft in one write that is synced. When it fails the register is as it was.
    ///
    /// # Errors
    /// Disk errors.
    ///
    /// # Panics
    /// For a draft that something else was appended after: only who holds the log can make one.
    pub fn commit(&mut self, draft: Draft) -> Outcome<Appended> {
        let path = self.root.join(PATH);
        let failed = |error: io::Error| Failure::io("write", &path, &error);
        let Draft {
            text,
            head,
            keys,
            recorded,
        } = draft;
        assert!(head.number > self.head.number, "the draft of an earlier state");
        self.write(&path, text.as_bytes()).map_err(failed)?;
        self.length += text.len() as u64;
        self.incomplete = 0;
        self.head = head;
        self.keys = keys;
        self.recorded = recorded;
        let mut warnings = Vec::new();
        if let Err(failure) = self.known.write(self.world, &self.head) {
            for mut warning in failure.diagnostics {
                warning.severity = crate::diagnostic::Severity::Warning;
                warnings.push(warning.hint("the entry is recorded; its head is kept with the next one"));
            }
        }
        Ok(Appended {
            head: self.head.clone(),
            warnings,
        })
    }

    /// To the second, as it is written.
    fn now(&self) -> Timestamp {
        let now = self.world.now();
        Timestamp::from_second(now.as_second()).unwrap_or(now)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let is_new = !self.world.exists(path);
        if self.incomplete > 0 {
            self.world.truncate(path, self.length)?;
        }
        let written = self.world.append(path, bytes).and_then(|()| self.world.sync(path));
        if written.is_err() && self.world.exists(path) {
            // Where this fails too, the next run cuts an unfinished line off, or finds the entry whole.
            let _ = if is_new {
                self.world.remove_file(path)
            } else {
                self.world.truncate(path, self.length)
            };
        }
        written
    }

    /// Whether the file still ends with the head, after a write that failed.
    pub fn is_as_before(&self) -> bool {
        let tail = tail::read(self.world, &self.root.join(PATH));
        tail.is_ok_and(|tail| tail.length == self.length)
    }

    /// Bytes of a last line that was never finished; the next append cuts them off.
    pub fn incomplete(&self) -> u64 {
        self.incomplete
    }
}

/// The entry with its text composed, if all tools read it the same. `before` is when the one before it was recorded; `today`
/// is that of whoever records, while a reader elsewhere on the globe may find it a day ahead.
fn recordable(entry: &Entry, before: Option<Timestamp>, today: Date) -> Outcome<Entry> {
    let is_back = before.is_some_and(|before| entry.recorded < before);
    if is_back && entry.clock != Some(Clock::Corrected) {
        let message = format!(
            "the clock says {}, before the last entry of {PATH} was recorded",
            entry.recorded
        );
        return Err(Diagnostic::error("E416", message)
            .hint("set the clock of this computer right")
            .hint("if it was ahead when that entry was made, add --clock-was-ahead")
            .into());
    }
    if entry.date > today {
        let message = format!("the date {} is in the future; today is {today}", entry.date);
        return Err(Diagnostic::error("E416", message)
            .hint("what has not happened yet is not recorded")
            .into());
    }
    let unfit = |why: &str| {
        Diagnostic::error("E422", format!("this cannot be recorded: {why}"))
            .hint("write it in one line of plain text")
            .into()
    };
    let value = serde_json::to_value(entry).map_err(|_| unfit("it has no text form"))?;
    let value = canonical::normalised(value);
    if let Some(fault) = canonical::fault(&value) {
        return Err(unfit(fault));
    }
    let entry: Entry = serde_json::from_value(value).map_err(|_| unfit("a field has the wrong form"))?;
    if entry.by.is_empty() {
        return Err(unfit("nobody is named who records it"));
    }
    Ok(entry)
}

/// Waits a little for another process: an append takes milliseconds.
fn lock(world: &dyn World, path: &Path) -> Outcome<Box<dyn Lock>> {
    if !world.exists(path) {
        world
            .append(path, b"")
            .map_err(|error| Failure::io("write", path, &error))?;
    }
    for _ in 0..20 {
        match world.lock(path) {
            Ok(lock) => return Ok(lock),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => std::thread::sleep(Duration::from_millis(50)),
            Err(error) => return Err(Failure::io("lock", path, &error)),
        }
    }
    Err(Failure::environment(
        Diagnostic::error("E419", format!("another terkawal is writing to {PATH}"))
            .hint("wait until it has ended, and run the command again"),
    ))
}
