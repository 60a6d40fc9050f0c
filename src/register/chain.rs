//! The rules that hold from one line to the next.

use jiff::Timestamp;

use super::{
    PATH,
    entry::{Clock, Entry, genesis},
    event::{Digest, Event},
    head::Head,
    line::{self, Line, LineFault},
    states::States,
};
use crate::{diagnostic::Diagnostic, keys::PublicKey};

/// Beyond so many nobody reads on; a count says how many there are.
const LISTED: usize = 200;

/// What is known after the lines read so far.
pub(super) struct Chain {
    head: Head,
    recorded: Option<Timestamp>,
    keys: Keys,
    states: States,
    findings: Vec<Diagnostic>,
    unlisted: usize,
    lines: u64,
}

/// Which key signs the next entry.
#[derive(Clone, Default)]
pub(super) struct Keys {
    first: Option<String>,
    in_force: Option<String>,
    /// The key that was retired by the last entry.
    retired: Option<String>,
}

impl Keys {
    /// After an entry alone, as appending sees it.
    pub(super) fn after(entry: &Entry) -> Self {
        let mut keys = Self::default();
        keys.follow(entry);
        keys
    }

    /// The key that must sign the next entry; none before the first.
    pub(super) fn in_force(&self) -> Option<&str> {
        self.in_force.as_deref()
    }

    /// The key that was retired by the last entry, so that the next one must adopt its successor.
    pub(super) fn retired(&self) -> Option<&str> {
        self.retired.as_deref()
    }

    /// What is wrong with the key of an entry.
    pub(super) fn fault(&self, entry: &Entry) -> Option<&'static str> {
        if self.in_force.as_ref().is_some_and(|key| *key != entry.key) {
            return Some("it is signed by another key than the one in force");
        }
        match (&self.retired, &entry.event) {
            (Some(retired), Event::KeyAdopted { old }) if old == retired => None,
            (Some(_), _) => Some("the entry after a key was retired must adopt the next one"),
            (None, Event::KeyAdopted { .. }) => Some("it adopts a key, but none was retired before"),
            (None, Event::KeyRetired { next, .. }) if PublicKey::parse(next).is_none_or(|key| key.text() != next) => {
                Some("the next key that it names is no public key")
            }
            (None, _) => None,
        }
    }

    pub(super) fn follow(&mut self, entry: &Entry) {
        self.first.get_or_insert_with(|| entry.key.clone());
        (self.in_force, self.retired) = match &entry.event {
            Event::KeyRetired { next, .. } => (Some(next.clone()), Some(entry.key.clone())),
            _ => (Some(entry.key.clone()), None),
        };
    }
}

impl Chain {
    pub(super) fn new(reference: &str) -> Self {
        Self {
            head: Head {
                number: 0,
                hash: genesis(reference),
            },
            recorded: None,
            keys: Keys::default(),
            states: States::default(),
            findings: Vec::new(),
            unlisted: 0,
            lines: 0,
        }
    }

    pub(super) fn head(&self) -> &Head {
        &self.head
    }

    pub(super) fn keys(&self) -> &Keys {
        &self.keys
    }

    pub(super) fn first_key(&self) -> Option<&str> {
        self.keys.first.as_deref()
    }

    pub(super) fn recorded(&self) -> Option<Timestamp> {
        self.recorded
    }

    /// Findings and states, at the end.
    pub(super) fn finish(mut self) -> (Vec<Diagnostic>, States) {
        if self.unlisted > 0 {
            let message = format!("{} further lines of {PATH} are wrong", self.unlisted);
            let more = Diagnostic::error("E410", message).hint("the first findings tell where it begins");
            self.findings.push(more);
        }
        (self.findings, self.states)
    }

    /// One line more, with its hash.
    pub(super) fn follow(&mut self, read: Result<&Line, LineFault>, hash: Digest) {
        self.lines += 1;
        let line = match read {
            Ok(line) => line,
            Err(fault) => {
                self.unreadable(fault);
                self.head = Head {
                    number: self.head.number + 1,
                    hash,
                };
                return;
            }
        };
        let entry = &line.entry;
        if !line.is_signed {
            self.find("E413", "the signature is not of the key that the entry names", ALTERED);
        }
        if entry.previous != self.head.hash {
            let what = if self.lines == 1 {
                "it does not begin the register of this plan's reference"
            } else {
                "it does not follow the line before it"
            };
            self.find("E411", what, "a line before it was altered, removed, added or moved");
        }
        if entry.number != self.head.number + 1 {
            let what = format!("it has number {} where {} is due", entry.number, self.head.number + 1);
            self.find("E412", &what, "lines were removed, added or moved");
        }
        if let Some(fault) = self.keys.fault(entry) {
            self.find("E414", fault, "only terkawal keygen publisher --rotate changes the key");
        }
        self.clock(entry);
        if let Event::Corrected { entry: earlier, .. } = entry.event
            && !(1..entry.number).contains(&earlier)
        {
            self.find(
                "E417",
                "it corrects an entry that is not before it",
                "name an earlier entry",
            );
        }
        if let Err(illegal) = self.states.apply(&entry.event, entry.date) {
            self.find("E417", &illegal.message, &illegal.hint);
        }
        // A line that is wrong does not make the next ones wrong: they are judged by what stands before them.
        self.keys.follow(entry);
        self.recorded = Some(entry.recorded);
        self.head = Head {
            number: entry.number,
            hash,
        };
    }

    fn clock(&mut self, entry: &Entry) {
        let is_back = self.recorded.is_some_and(|before| entry.recorded < before);
        if is_back && entry.clock != Some(Clock::Corrected) {
            self.find(
                "E416",
                "it was recorded before the entry before it",
                "the clock of the computer was moved back, or ahead before",
            );
        }
        if entry.is_of_the_future() {
            self.find(
                "E416",
                "its date is after the day it was recorded",
                "the clock or the date was wrong",
            );
        }
    }

    fn unreadable(&mut self, fault: LineFault) {
        match fault {
            LineFault::Unreadable => self.find("E410", "it is no entry of a register", ALTERED),
            LineFault::NotCanonical => {
                self.find("E410", "it is not written as jq -cS writes it", ALTERED);
            }
            LineFault::UnknownKind => self.find(
                "E410",
                "it is of a kind that this program does not know",
                "use a newer terkawal, or find out who altered it",
            ),
        }
    }

    fn find(&mut self, code: &'static str, what: &str, hint: &str) {
        if self.findings.len() >= LISTED {
            self.unlisted += 1;
            return;
        }
        let message = format!("line {} of {PATH}: {what}", self.lines);
        self.findings.push(Diagnostic::error(code, message).hint(hint));
    }
}

const ALTERED: &str = "put the line back from a backup, and find out who altered it";

/// Reads lines without looking at what stands before them; the costly part, done in parallel.
pub(super) fn judge(bytes: &[u8]) -> (Result<Line, LineFault>, Digest) {
    (line::read(bytes), line::hash(bytes))
}
