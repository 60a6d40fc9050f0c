//! A run that was cut short is finished or undone by the next one.

use std::path::PathBuf;

use super::{Folders, journal::Journal};
use crate::{
    diagnostic::{Failure, Outcome},
    issue::{History, PastIssue},
    plan::CopyNumber,
    register::{Digest, IssuedFile},
    world::World,
};

/// What was found of a run before.
pub enum Recovered {
    /// It ended as it should.
    Nothing,
    /// It was cut short before the register's entry: as if it had never been.
    Undone(String),
    /// It was cut short after the entry, and is now in place.
    Finished {
        /// The version.
        version: String,
        /// Of single copies: their numbers, and why they were issued again.
        again: Option<(Vec<CopyNumber>, String)>,
    },
    /// It was cut short after the entry, and what was staged is gone: the version is to be voided.
    Lost(Lost),
}

/// An issue that counts and cannot be put into place.
pub struct Lost {
    journal: Journal,
    is_again: bool,
}

impl Lost {
    /// Its version.
    pub fn version(&self) -> &str {
        &self.journal.version
    }

    /// Whether it was of single copies.
    pub fn is_again(&self) -> bool {
        self.is_again
    }

    /// Once the register says that it is void, puts back what stood there before.
    ///
    /// # Errors
    /// Disk errors.
    pub fn take_back(self, world: &dyn World) -> Outcome<()> {
        self.journal.take_back(world)?;
        self.journal.forget(world)
    }
}

/// Finishes or undoes what a run before left, as the register says. Call it with the register locked.
///
/// # Errors
/// `E444` for a journal that cannot be read, `E454` for a folder that is not to be found, `E455` for what stands in the way;
/// disk errors.
pub fn recover(world: &dyn World, folders: &Folders, history: &History) -> Outcome<Recovered> {
    let Some(journal) = Journal::read(world, folders)? else {
        return Ok(Recovered::Nothing);
    };
    let version = journal.version.clone();
    let is_this = |issue: &&PastIssue| issue.before == journal.before;
    if history.voided.iter().any(|issue| is_this(&issue)) {
        journal.must_be_here()?;
        journal.take_back(world)?;
        journal.forget(world)?;
        return Ok(Recovered::Undone(version));
    }
    let Some(issue) = history.issues.iter().find(is_this) else {
        journal.forget(world)?;
        return Ok(Recovered::Undone(version));
    };
    journal.must_be_here()?;
    if journal.is_lost(world)? {
        return Ok(Recovered::Lost(Lost {
            journal,
            is_again: issue.is_again,
        }));
    }
    let folders = journal.folders();
    for IssuedFile { path, sha256 } in issue.all_files() {
        if !is_there(world, [folders.staged(path), folders.place(path)], sha256)? {
            return Ok(Recovered::Lost(Lost {
                journal,
                is_again: issue.is_again,
            }));
        }
    }
    journal.finish(world)?;
    Ok(Recovered::Finished {
        version,
        again: issue.reason.clone().map(|why| {
            let numbers = issue.copies.iter().map(|copy| copy.number.clone());
            (numbers.collect(), why)
        }),
    })
}

fn is_there(world: &dyn World, places: [PathBuf; 2], sha256: &Digest) -> Outcome<bool> {
    for place in places {
        if world.exists(&place) {
            let bytes = world
                .read(&place)
                .map_err(|error| Failure::io("read", &place, &error))?;
            if Digest::of(&bytes) == *sha256 {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
