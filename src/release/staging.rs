//! The output folder: written beside the old one on the same volume, then renamed into place.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use crate::{
    diagnostic::{Diagnostic, Failure, Findings, Outcome},
    plan::Plan,
    world::{EntryKind, Lock, World},
};

/// A file with this name says that the folder is ours to replace, and which files in it we wrote.
pub const OUTPUT_MARK: &str = ".terkawal";

const MARK_TEXT: &str = "# Written by terkawal. The next build replaces the files named here and nothing else.\n";

/// What is renamed into place.
const PARTS: [&str; 2] = ["site", "copies"];

/// A staging area inside the output folder. Dropped without [`Staging::publish`], it is removed.
pub struct Staging<'a> {
    world: &'a dyn World,
    output: PathBuf,
    staged: PathBuf,
    /// What the last build wrote, and what this one has written so far.
    old: BTreeSet<String>,
    new: Mutex<BTreeSet<String>>,
    _lock: Box<dyn Lock>,
}

impl<'a> Staging<'a> {
    /// Prepares the staging area.
    ///
    /// # Errors
    /// A folder that is not ours, another build at work, a disk that cannot be written.
    pub fn begin(world: &'a dyn World, plan: &Plan, output: &Path) -> Outcome<Self> {
        outside_sources(world, plan, output)?;
        let mark = output.join(OUTPUT_MARK);
        if world.exists(output) && !world.exists(&mark) {
            let names = world
                .list(output)
                .map_err(|error| Failure::io("read", output, &error))?;
            if !names.is_empty() {
                return Err(Diagnostic::error(
                    "E310",
                    format!("{} holds files that terkawal did not write", output.display()),
                )
                .hint("name another folder with --output-dir; nothing there was touched")
                .into());
            }
        }
        let io = |doing: &str, path: &Path| {
            let (doing, path) = (doing.to_owned(), path.to_owned());
            move |error: std::io::Error| Failure::io(&doing, &path, &error)
        };
        world.create_folder(output).map_err(io("make", output))?;
        if !world.exists(&mark) {
            world.write(&mark, MARK_TEXT.as_bytes()).map_err(io("write", &mark))?;
        }
        let lock = world.lock(&mark).map_err(|error| {
            if error.kind() == std::io::ErrorKind::WouldBlock {
                Failure::environment(
                    Diagnostic::error("E311", format!("another build is writing to {}", output.display()))
                        .hint("wait until it is done"),
                )
            } else {
                Failure::io("lock", &mark, &error)
            }
        })?;
        let replaced = output.join(".terkawal-old");
        for part in PARTS {
            // A build that was killed between its renames: the old part goes back to its place.
            let (kept, target) = (replaced.join(part), output.join(part));
            if world.exists(&kept) && !world.exists(&target) {
                world.rename(&kept, &target).map_err(io("move back", &target))?;
            }
        }
        let old = ours(world, output)?;
        let staged = output.join(".terkawal-staging");
        for leftover in [&staged, &replaced] {
            // With the lock held they belong to nobody.
            if world.exists(leftover) {
                world.remove_folder(leftover).map_err(io("remove", leftover))?;
            }
        }
        world.create_folder(&staged).map_err(io("make", &staged))?;
        Ok(Self {
            world,
            output: output.to_owned(),
            staged,
            old,
            new: Mutex::default(),
            _lock: lock,
        })
    }

    /// Writes one file into the staging area.
    ///
    /// # Errors
    /// Disk errors.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Outcome<()> {
        self.new
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path.to_owned());
        let path = self.staged.join(path);
        self.world
            .write(&path, bytes)
            .map_err(|error| Failure::io("write", &path, &error))
    }

    /// Renames the staged parts into place; when one fails, the old ones come back.
    ///
    /// # Errors
    /// Disk errors; the old output is then as it was.
    pub fn publish(self) -> Outcome<()> {
        // Both lists until the renames are done: after a crash in between, either is ours.
        let new = std::mem::take(&mut *self.new.lock().unwrap_or_else(PoisonError::into_inner));
        self.mark(self.old.union(&new))?;
        let old = self.output.join(".terkawal-old");
        let mut moves = Vec::new();
        for part in PARTS {
            let (staged, target) = (self.staged.join(part), self.output.join(part));
            if self.world.exists(&target) {
                moves.push((target.clone(), old.join(part)));
            }
            if self.world.exists(&staged) {
                moves.push((staged, target));
            }
        }
        self.world
            .create_folder(&old)
            .map_err(|error| Failure::io("make", &old, &error))?;
        for (index, (from, to)) in moves.iter().enumerate() {
            if let Err(error) = self.world.rename(from, to) {
                for (from, to) in moves[..index].iter().rev() {
                    // The way back can only fail where the disk is gone altogether.
                    let _ = self.world.rename(to, from);
                }
                return Err(Failure::io("move into place", to, &error));
            }
        }
        let _ = self.world.remove_folder(&old);
        self.mark(new.iter())
    }

    fn mark<'s>(&self, files: impl Iterator<Item = &'s String>) -> Outcome<()> {
        let mark = self.output.join(OUTPUT_MARK);
        let text = files.fold(MARK_TEXT.to_owned(), |text, file| text + file + "\n");
        self.world
            .write(&mark, text.as_bytes())
            .map_err(|error| Failure::io("write", &mark, &error))
    }
}

/// Output among the sources would be read as source by the next build.
fn outside_sources(world: &dyn World, plan: &Plan, output: &Path) -> Outcome<()> {
    let output = world
        .resolve(output)
        .map_err(|error| Failure::io("find", output, &error))?;
    for folder in ["content", "distribution", "themes"] {
        let sources = plan.root.join(folder);
        let sources = world
            .resolve(&sources)
            .map_err(|error| Failure::io("find", &sources, &error))?;
        if output.starts_with(&sources) {
            return Err(
                Diagnostic::error("E313", format!("{} is among the plan's sources", output.display()))
                    .hint("name a folder outside content, distribution and themes with --output-dir")
                    .into(),
            );
        }
    }
    Ok(())
}

/// What the last build wrote. A file of somebody else's among it stops this one: it would be deleted.
fn ours(world: &dyn World, output: &Path) -> Outcome<BTreeSet<String>> {
    let mark = output.join(OUTPUT_MARK);
    let text = world.read(&mark).map_err(|error| Failure::io("read", &mark, &error))?;
    let text = String::from_utf8_lossy(&text);
    let known: BTreeSet<String> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let mut findings = Findings::default();
    for part in PARTS {
        let folder = output.join(part);
        if !world.exists(&folder) {
            continue;
        }
        let entries = world
            .walk(&folder)
            .map_err(|error| Failure::io("read", &folder, &error))?;
        for entry in entries.iter().filter(|entry| entry.kind != EntryKind::Folder) {
            let path = format!("{part}/{}", entry.path);
            if !known.contains(&path) {
                findings.push(
                    Diagnostic::error(
                        "E312",
                        format!("{} was not written by terkawal", output.join(&path).display()),
                    )
                    .hint("move it somewhere else; the next build would remove it"),
                );
            }
        }
    }
    findings.finish()?;
    Ok(known)
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if self.world.exists(&self.staged) {
            // Nothing half-written stays; an error here must not hide the one that led here.
            let _ = self.world.remove_folder(&self.staged);
        }
    }
}
