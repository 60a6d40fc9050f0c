//! Putting an issue into place: staged beside it on the same volume, committed by the register, then moved.
//!
//! The journal in `distribution/` names every step before the register's entry is written. A run that finds one looks
//! into the register: with the entry there the steps are finished, without it what was staged is thrown away.

mod journal;
mod recovery;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub use recovery::{Lost, Recovered, recover};

use journal::Journal;

use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    register::Head,
    world::{EntryKind, World},
};

/// What to do about an issue that was cut short.
pub const FINISH: &str = "run terkawal issue, which finishes or undoes it";

/// Where an issue comes from and goes to.
#[derive(Clone)]
pub struct Folders {
    root: PathBuf,
    base: PathBuf,
}

impl Folders {
    /// Of a plan; `public/` and `copies/` are in the plan folder unless another one is named.
    pub fn new(root: &Path, output: Option<&Path>) -> Self {
        Self {
            root: root.to_owned(),
            base: output.unwrap_or(root).to_owned(),
        }
    }

    /// A path of the issue, such as `public/2.0/index.html`, in its place.
    pub fn place(&self, path: &str) -> PathBuf {
        self.base.join(path)
    }

    /// Whether an issue was cut short; the next one finishes or undoes it.
    pub fn is_unfinished(&self, world: &dyn World) -> bool {
        world.exists(&self.journal())
    }

    /// What an issue that was cut short left, for those who only read.
    pub fn cut_short(&self, world: &dyn World) -> Option<Diagnostic> {
        let staging = self.staging();
        let found = if self.is_unfinished(world) {
            Diagnostic::warning("E477", "an issue was cut short").hint(FINISH)
        } else if world.exists(&staging) {
            let message = format!("{} is left of an issue that was cut short", staging.display());
            Diagnostic::warning("E477", message).hint("it never counted; the next terkawal issue removes the folder")
        } else {
            return None;
        };
        Some(found.hint("if it is running at this moment, wait until it has ended"))
    }

    /// Where it waits until the issue counts.
    fn staging(&self) -> PathBuf {
        self.base.join(".terkawal-issue")
    }

    fn staged(&self, path: &str) -> PathBuf {
        self.staging().join(path)
    }

    /// Says in the staging area whose it is: the hash of the register's head before the issue.
    fn mark(&self) -> PathBuf {
        self.staging().join("issue")
    }

    fn journal(&self) -> PathBuf {
        self.root.join("distribution/issue.json")
    }
}

/// An issue that is being staged. Dropped before it is finished, it leaves nothing.
pub struct Transaction<'w> {
    world: &'w dyn World,
    folders: Folders,
    journal: Option<Journal>,
}

impl<'w> Transaction<'w> {
    /// Makes the staging area. Call it with the register locked, and after [`recover`].
    ///
    /// # Errors
    /// `E445` for a folder that an issue cannot be renamed into; disk errors.
    pub fn begin(world: &'w dyn World, folders: &Folders) -> Outcome<Self> {
        let staging = folders.staging();
        if world.exists(&staging) {
            world
                .remove_folder(&staging)
                .map_err(|error| Failure::io("remove", &staging, &error))?;
        }
        let transaction = Self {
            world,
            folders: folders.clone(),
            journal: None,
        };
        for part in ["public", "copies"] {
            transaction.try_rename(part)?;
        }
        Ok(transaction)
    }

    /// Renames an empty file from the staging area: better now than after the issue counts.
    fn try_rename(&self, part: &str) -> Outcome<()> {
        let folder = self.folders.place(part);
        let name = format!("{part}/.terkawal-probe");
        let (from, to) = (self.folders.staged(&name), self.folders.place(&name));
        let world = self.world;
        let make = |folder: &Path| {
            world
                .create_folder(folder)
                .map_err(|error| Failure::io("make", folder, &error))
        };
        make(&folder)?;
        world
            .write(&from, b"")
            .map_err(|error| Failure::io("write", &from, &error))?;
        world.rename(&from, &to).map_err(|error| {
            if error.kind() == std::io::ErrorKind::CrossesDevices {
                let message = format!("{} is on another disk than the folder around it", folder.display());
                return Diagnostic::error("E445", message)
                    .hint("name a folder on that disk with --output-dir; an issue is put into place at once")
                    .into();
            }
            Failure::io("write", &to, &error)
        })?;
        world
            .remove_file(&to)
            .map_err(|error| Failure::io("remove", &to, &error))
    }

    /// Writes one file into the staging area.
    ///
    /// # Errors
    /// Disk errors.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Outcome<()> {
        let path = self.folders.staged(path);
        self.world
            .write(&path, bytes)
            .map_err(|error| Failure::io("write", &path, &error))
    }

    /// Waits until everything staged is on the disk, and writes the journal. `before` is the head of the register before
    /// the entry by which the issue counts; `withdrawn` are the copies that leave, from where to where.
    ///
    /// # Errors
    /// Disk errors.
    pub fn ready(&mut self, version: &str, before: &Head, withdrawn: &[(String, String)]) -> Outcome<()> {
        let staging = self.folders.staging();
        let entries = self
            .world
            .walk(&staging)
            .map_err(|error| Failure::io("read", &staging, &error))?;
        let files: Vec<&str> = entries
            .iter()
            .filter(|entry| entry.kind == EntryKind::File)
            .map(|entry| entry.path.as_str())
            .collect();
        files.par_iter().try_for_each(|path| {
            let path = self.folders.staged(path);
            self.world
                .sync(&path)
                .map_err(|error| Failure::io("write", &path, &error))
        })?;
        let journal = Journal::plan(self.world, &self.folders, version, before, &files, withdrawn)?;
        journal.write(self.world, &self.folders)?;
        self.journal = Some(journal);
        Ok(())
    }

    /// Moves everything into place, now that the register says so.
    ///
    /// # Errors
    /// Disk errors; the next run goes on from there.
    pub fn finish(self) -> Outcome<()> {
        match &self.journal {
            Some(journal) => journal.finish(self.world),
            None => Ok(()),
        }
    }

    /// The register refused the entry: nothing happened.
    pub fn undo(mut self) {
        self.journal = None;
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.journal.is_some() {
            return;
        }
        // Nothing half-written stays; an error here must not hide the one that led here.
        let journal = self.folders.journal();
        if self.world.exists(&journal) {
            let _ = self.world.remove_file(&journal);
        }
        let staging = self.folders.staging();
        if self.world.exists(&staging) {
            let _ = self.world.remove_folder(&staging);
        }
    }
}

/// What leaves the hosted folder when a copy is withdrawn, and where it goes; `with_page` takes its one-file copy along.
pub fn withdrawal(version: &str, number: &str, generation: u32, with_page: bool) -> Vec<(String, String)> {
    let kept = format!("copies/withdrawn/{version}/g{generation}");
    let mut moves = vec![(format!("public/{version}/copies/{number}"), format!("{kept}/{number}"))];
    if with_page {
        for page in ["html", "zip"].map(|form| format!("salinan-{number}.{form}")) {
            moves.push((format!("copies/{version}/{page}"), format!("{kept}/{page}")));
        }
    }
    moves
}
