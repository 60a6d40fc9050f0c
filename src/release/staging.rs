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

/// A file with this name says that the folder is ours to replace; a build at work holds a lock on it.
pub const OUTPUT_MARK: &str = ".terkawal";

/// Which files in it we wrote. Beside the mark, since a file that is locked cannot be replaced at once.
const LIST: &str = ".terkawal-files";

const STAGED: &str = ".terkawal-staging";
const REPLACED: &str = ".terkawal-old";

const MARK_TEXT: &str =
    "# Written by terkawal. The next build replaces the files named in .terkawal-files and nothing else.\n";

/// What is renamed into place; the first is part of every build.
const PARTS: [&str; 2] = ["site", "copies"];

/// A staging area inside the output folder. Dropped without [`Staging::publish`], it is removed.
pub struct Staging<'a> {
    world: &'a dyn World,
    output: PathBuf,
    staged: PathBuf,
    /// What the last build wrote, and what this one has written so far.
    old: BTreeSet<String>,
    new: Mutex<BTreeSet<String>>,
    /// The way back failed: the next build needs what is staged to find it.
    is_stuck: bool,
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
        let (staged, replaced) = (output.join(STAGED), output.join(REPLACED));
        take_back(world, output).map_err(io("put back what stood in", output))?;
        let old = ours(world, output)?;
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
            is_stuck: false,
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
    /// Old parts are moved aside, new ones into place, and then, as one rename that decides, the old ones are thrown away.
    ///
    /// # Errors
    /// Disk errors; the old output is then as it was.
    pub fn publish(mut self) -> Outcome<()> {
        let new = std::mem::take(&mut *self.new.lock().unwrap_or_else(PoisonError::into_inner));
        let (list, final_list) = (self.output.join(LIST), self.staged.join("files"));
        // Written while there is nothing to take back: the renames need no space.
        self.world
            .write(&final_list, listed(new.iter()).as_bytes())
            .map_err(|error| Failure::io("write", &final_list, &error))?;
        // Both lists until the renames are done: after a crash in between, either is ours.
        self.world
            .replace(&list, listed(self.old.union(&new)).as_bytes())
            .map_err(|error| Failure::io("write", &list, &error))?;
        let replaced = self.output.join(REPLACED);
        self.world
            .create_folder(&replaced)
            .map_err(|error| Failure::io("make", &replaced, &error))?;
        let mut moves = Vec::new();
        for (from, to) in [(&self.output, &replaced), (&self.staged, &self.output)] {
            for part in PARTS.iter().filter(|part| self.world.exists(&from.join(part))) {
                moves.push((from.join(part), to.join(part)));
            }
        }
        moves.push((replaced.clone(), self.staged.join("old")));
        for (index, (from, to)) in moves.iter().enumerate() {
            if let Err(error) = self.world.rename(from, to) {
                let back = |(from, to): &(PathBuf, PathBuf)| self.world.rename(to, from).is_ok();
                self.is_stuck = !moves[..index].iter().rev().all(back);
                if !self.is_stuck {
                    // Empty now.
                    let _ = self.world.remove_folder(&replaced);
                }
                return Err(Failure::io("move into place", to, &error));
            }
        }
        // The longer list that stands is true as well.
        let _ = self.world.rename(&final_list, &list);
        Ok(())
    }
}

fn listed<'s>(files: impl Iterator<Item = &'s String>) -> String {
    files.fold(String::new(), |text, file| text + file + "\n")
}

/// Undoes the renames of a build that was killed before the last of them.
fn take_back(world: &dyn World, output: &Path) -> std::io::Result<()> {
    let (staged, replaced) = (output.join(STAGED), output.join(REPLACED));
    // A link in its place was not made by a build, and what is behind it is somebody else's.
    if !world.exists(&replaced) || world.resolve(&replaced)? != world.resolve(output)?.join(REPLACED) {
        return Ok(());
    }
    // The first part is staged until the first new part is moved in; from then on what is in place is new.
    let is_new = world.exists(&staged) && !world.exists(&staged.join(PARTS[0]));
    for part in PARTS.iter().rev().filter(|_| is_new) {
        if world.exists(&output.join(part)) {
            world.rename(&output.join(part), &staged.join(part))?;
        }
    }
    for part in PARTS {
        let (kept, target) = (replaced.join(part), output.join(part));
        if world.exists(&kept) && !world.exists(&target) {
            world.rename(&kept, &target)?;
        }
    }
    Ok(())
}

/// Output among the sources would be read as source by the next build; inside other output it would be removed with it.
fn outside_sources(world: &dyn World, plan: &Plan, output: &Path) -> Outcome<()> {
    let output = world
        .resolve(output)
        .map_err(|error| Failure::io("find", output, &error))?;
    for folder in ["content", "distribution", "themes"] {
        let sources = plan.root.join(folder);
        let sources = world
            .resolve(&sources)
            .map_err(|error| Failure::io("find", &sources, &error))?;
        // Whatever this disk does, on the next one `Content` may be the same folder.
        if lower_case(&output).starts_with(lower_case(&sources)) {
            return Err(
                Diagnostic::error("E313", format!("{} is among the plan's sources", output.display()))
                    .hint("name a folder outside content, distribution and themes with --output-dir")
                    .into(),
            );
        }
    }
    let other = output
        .ancestors()
        .skip(1)
        .find(|above| world.exists(&above.join(OUTPUT_MARK)));
    if let Some(other) = other {
        let message = format!("{} is inside the output folder {}", output.display(), other.display());
        return Err(Diagnostic::error("E314", message)
            .hint("name a folder beside it with --output-dir; the next build would remove this one")
            .into());
    }
    Ok(())
}

fn lower_case(path: &Path) -> PathBuf {
    PathBuf::from(path.to_string_lossy().to_lowercase())
}

/// What the last build wrote. A file of somebody else's among it stops this one: it would be deleted.
fn ours(world: &dyn World, output: &Path) -> Outcome<BTreeSet<String>> {
    let mut list = output.join(LIST);
    if !world.exists(&list) {
        // Earlier versions kept it in the mark.
        list = output.join(OUTPUT_MARK);
    }
    let text = world.read(&list).map_err(|error| Failure::io("read", &list, &error))?;
    let known: BTreeSet<String> = String::from_utf8_lossy(&text).lines().map(str::to_owned).collect();
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
        if !self.is_stuck && self.world.exists(&self.staged) {
            // Nothing half-written stays; an error here must not hide the one that led here.
            let _ = self.world.remove_folder(&self.staged);
        }
    }
}
