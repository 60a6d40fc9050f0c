//! The register in the hands of a verb: the copy that is meant, whether the move is legal, and the entry.

use std::path::Path;

use age::secrecy::SecretString;
use clap::Args;
use jiff::civil::Date;
use serde_json::json;

use crate::{
    cli::{keygen::copy_number, output::Output, secrets::PassphraseFile},
    diagnostic::{Diagnostic, Failure, Outcome},
    issue::History,
    keys::{Home, PublisherKey, Secret},
    plan::{CopyNumber, Plan},
    register::{Clock, CopyId, Entry, Event, Head, IllegalMove, Log, Record, States},
    world::World,
};

/// What every verb that records is told.
#[derive(Args)]
pub(super) struct Recording {
    /// The day it happened [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// Who records it
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Anything else
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The clock was ahead when the last entry was recorded, and is right now
    #[arg(long)]
    clock_was_ahead: bool,
    #[command(flatten)]
    passphrase: PassphraseFile,
}

/// Which copy is meant.
#[derive(Args)]
pub(super) struct CopyArgument {
    /// The copy number
    copy: String,
    /// Version of the copy [default: the one that was issued last]
    #[arg(long, value_name = "VERSION")]
    copy_version: Option<String>,
    /// Generation, when a copy was issued again [default: the last one]
    #[arg(long, value_name = "N", requires = "copy_version")]
    generation: Option<u32>,
}

impl CopyArgument {
    /// The number as it was typed.
    pub(super) fn number(&self) -> &str {
        &self.copy
    }
}

/// The register, verified and locked.
pub(super) struct Book<'w> {
    world: &'w dyn World,
    pub(super) plan: Plan,
    home: Home,
    log: Log<'w>,
    pub(super) states: States,
    /// What was issued, and by which keys.
    pub(super) history: History,
}

impl<'w> Book<'w> {
    /// Takes the lock, and reads all of the register; `each` sees every entry.
    ///
    /// # Errors
    /// Every finding of the register; faults of plan.yaml; disk errors.
    pub(super) fn open(world: &'w dyn World, root: &Path, each: &mut dyn FnMut(&Entry)) -> Outcome<Self> {
        let mut book = Self::at_head(world, root)?;
        let mut history = History::default();
        let mut follow = |entry: &Entry| {
            history.follow(entry);
            each(entry);
        };
        book.states = book.log.verified_with(&book.home, &mut follow)?.states;
        book.history = history;
        Ok(book)
    }

    /// Takes the lock and looks at the last entry only, however long the register is; for entries about no copy.
    ///
    /// # Errors
    /// As [`Book::open`].
    pub(super) fn at_head(world: &'w dyn World, root: &Path) -> Outcome<Self> {
        let plan = Plan::read(world, root)?;
        let home = Home::of(world)?;
        let log = Log::open(world, &plan.root, &plan.reference, &home)?;
        Ok(Self {
            world,
            plan,
            home,
            log,
            states: States::default(),
            history: History::default(),
        })
    }

    /// Number of the last entry.
    pub(super) fn entries(&self) -> u64 {
        self.log.head().number
    }

    /// The copy that an argument means.
    ///
    /// # Errors
    /// `E120` for what is no copy number, `E460` for a copy that was never issued.
    pub(super) fn copy(&self, argument: &CopyArgument) -> Outcome<CopyId> {
        let number = copy_number(&argument.copy)?;
        let version = argument.copy_version.as_deref();
        let known = match (version, argument.generation) {
            (Some(version), Some(generation)) => {
                let copy = CopyId {
                    number: number.clone(),
                    version: version.to_owned(),
                    generation,
                };
                self.states.copy(&copy).map(|_| copy)
            }
            _ => self.states.latest(&number, version).map(|(copy, _)| copy.clone()),
        };
        known.ok_or_else(|| self.never_issued(&number, argument).into())
    }

    /// How a command line names this copy: by its number alone only where that means this one.
    pub(super) fn named(&self, copy: &CopyId) -> String {
        let latest = self.states.latest(&copy.number, None);
        if latest.is_some_and(|(latest, _)| latest == copy) {
            return copy.number.to_string();
        }
        let CopyId {
            number,
            version,
            generation,
        } = copy;
        format!("{number} --copy-version {version} --generation {generation}")
    }

    fn never_issued(&self, number: &CopyNumber, argument: &CopyArgument) -> Diagnostic {
        let issued: Vec<String> = self
            .states
            .of_number(number)
            .map(|(copy, _)| copy.to_string())
            .collect();
        let mut what = format!("copy {number}");
        if let Some(version) = &argument.copy_version {
            what.push_str(&format!(" of version {version}"));
        }
        if let Some(generation) = argument.generation {
            what.push_str(&format!(", generation {generation}"));
        }
        let found = Diagnostic::error("E460", format!("{what} was never issued"));
        if *number == CopyNumber::master() {
            found.hint("copy 00 is the plan secretary's own: it is not handed out, and nothing is recorded about it")
        } else if self.states.reserved().any(|reserved| reserved == number) {
            found.hint("the number is reserved: it has no holder yet")
        } else if issued.is_empty() {
            found.hint("terkawal status shows every copy that was issued; members of a team have numbers such as 03-01")
        } else {
            found.hint(format!("issued were: {}", issued.join("; ")))
        }
    }

    /// Whether the event may be recorded: the move is legal, and its day is not before the copy was issued.
    ///
    /// # Errors
    /// `E417` with the legal moves, `E461`.
    pub(super) fn check(&self, event: &Event, recording: &Recording) -> Outcome<()> {
        let date = recording.date.unwrap_or_else(|| self.world.today());
        if let Err(illegal) = self.states.clone().apply(event, date) {
            return Err(self.illegal(event, illegal).into());
        }
        let issued = event
            .copy()
            .and_then(|copy| self.states.copy(copy))
            .map(|known| known.issued);
        match issued.filter(|issued| date < *issued) {
            Some(issued) => Err(Diagnostic::error(
                "E461",
                format!("the date {date} is before the copy was issued, on {issued}"),
            )
            .hint("write the day on which it happened with --date, or leave it out for today")
            .into()),
            None => Ok(()),
        }
    }

    /// An older version's copy may be the one that was meant.
    fn illegal(&self, event: &Event, illegal: IllegalMove) -> Diagnostic {
        let mut found = Diagnostic::error("E417", illegal.message).hint(illegal.hint);
        if let Some(copy) = event.copy() {
            let others = self.states.of_number(&copy.number);
            let others = others.filter(|(other, known)| {
                // A successor gets a copy of the version in force.
                let is_of_use = !matches!(event, Event::Transferred { .. })
                    || self
                        .history
                        .in_force()
                        .is_some_and(|last| last.version == other.version);
                let is_legal = event
                    .leads_to()
                    .is_some_and(|to| self.states.may_move(other, to).is_ok());
                *other != copy && known.state.is_outstanding() && is_of_use && is_legal
            });
            for (other, known) in others {
                let generation = other.generation;
                found = found.hint(format!(
                    "{other} is {}: if it is meant, add --copy-version {} --generation {generation}",
                    known.state.name(),
                    other.version
                ));
            }
        }
        found
    }

    /// Checks the event, asks for the passphrase, and appends the entry.
    ///
    /// # Errors
    /// As [`Book::check`] and [`Log::append`]; `E424` to `E426` for the publisher key.
    pub(super) fn record(&mut self, event: Event, recording: &Recording, output: &mut Output) -> Outcome<Head> {
        self.record_with(event, recording, output, |_, _, commit| commit())
    }

    /// The same with something around it that happens together with the entry, or not at all: `around` is given the key,
    /// the head after the entry, and what writes the entry.
    ///
    /// # Errors
    /// As [`Book::record`], and those of `around`.
    pub(super) fn record_with(
        &mut self,
        event: Event,
        recording: &Recording,
        output: &mut Output,
        around: impl FnOnce(&PublisherKey, &Head, &mut dyn FnMut() -> Outcome<()>) -> Outcome<()>,
    ) -> Outcome<Head> {
        self.check(&event, recording)?;
        let key = self.key(recording)?;
        self.record_by(&key, event, recording, output, |head, commit| {
            around(&key, head, commit)
        })
    }

    /// The same with the key in hand, after [`Book::check`].
    ///
    /// # Errors
    /// As [`Log::append`], and those of `around`.
    pub(super) fn record_by(
        &mut self,
        key: &PublisherKey,
        event: Event,
        recording: &Recording,
        output: &mut Output,
        around: impl FnOnce(&Head, &mut dyn FnMut() -> Outcome<()>) -> Outcome<()>,
    ) -> Outcome<Head> {
        let mut draft = self.log.draft();
        self.log.add(&mut draft, key, &recording.record(event))?;
        let head = draft.head().clone();
        let mut draft = Some(draft);
        let mut warnings = Vec::new();
        around(&head, &mut || {
            if let Some(draft) = draft.take() {
                warnings = self.log.commit(draft)?.warnings;
            }
            Ok(())
        })?;
        output.diagnostics(warnings);
        Ok(head)
    }

    /// The publisher's key, opened with the passphrase.
    pub(super) fn key(&self, recording: &Recording) -> Outcome<PublisherKey> {
        self.home
            .read_sealed(self.world, &self.home.sealed(Secret::Publisher))?;
        self.key_under(&recording.passphrase.read(self.world, Secret::Publisher)?)
    }

    /// The same with the passphrase in hand.
    pub(super) fn key_under(&self, passphrase: &SecretString) -> Outcome<PublisherKey> {
        let path = self.home.sealed(Secret::Publisher);
        self.home.open_publisher(self.world, &path, passphrase)
    }
}

impl Recording {
    fn record(&self, event: Event) -> Record {
        Record {
            date: self.date,
            by: self.by.clone(),
            note: self.note.clone(),
            clock: self.clock(),
            event,
        }
    }

    /// The day it happened.
    pub(super) fn day(&self, world: &dyn World) -> Date {
        self.date.unwrap_or_else(|| world.today())
    }

    /// Who records it.
    pub(super) fn by(&self) -> &str {
        &self.by
    }

    /// Anything else.
    pub(super) fn note(&self) -> Option<String> {
        self.note.clone()
    }

    /// Whether the clock was set right.
    pub(super) fn clock(&self) -> Option<Clock> {
        self.clock_was_ahead.then_some(Clock::Corrected)
    }

    /// Of the publisher key.
    pub(super) fn passphrase(&self) -> &PassphraseFile {
        &self.passphrase
    }
}

/// Says what was recorded, and the head that witnesses it.
pub(super) fn tell(what: &str, copy: Option<&CopyId>, head: &Head, output: &mut Output) {
    output.line(what);
    output.line(&format!("register: entry {} {}", head.number, head.hash.as_str()));
    output.fact("head", json!(head));
    if let Some(copy) = copy {
        output.fact("copy", json!(copy));
    }
}

/// Text that says something.
///
/// # Errors
/// `E462` for empty text.
pub(super) fn said(what: &str, text: &str) -> Outcome<String> {
    if text.trim().is_empty() {
        return Err(Diagnostic::error("E462", format!("{what} is empty"))
            .hint("write it in a few words")
            .into());
    }
    Ok(text.to_owned())
}

/// Every fault of the arguments at once.
pub(super) fn faults(faults: Vec<Failure>) -> Outcome<()> {
    let mut findings = crate::diagnostic::Findings::default();
    for fault in faults {
        findings.absorb(fault);
    }
    findings.finish().map(drop)
}
