//! The output folder: written beside the old one on the same volume, then renamed into place.

use std::path::{Path, PathBuf};

use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    world::{Lock, World},
};

/// A file with this name says that the folder is ours to replace.
pub const OUTPUT_MARK: &str = ".terkawal";

const MARK_TEXT: &[u8] = b"This folder is written by terkawal. Everything in it is replaced by the next build.\n";

/// What is renamed into place.
const PARTS: [&str; 2] = ["site", "copies"];

/// A staging area inside the output folder. Dropped without [`Staging::publish`], it is removed.
pub struct Staging<'a> {
    world: &'a dyn World,
    output: PathBuf,
    staged: PathBuf,
    _lock: Box<dyn Lock>,
}

impl<'a> Staging<'a> {
    /// Prepares the staging area.
    ///
    /// # Errors
    /// A folder that is not ours, another build at work, a disk that cannot be written.
    pub fn begin(world: &'a dyn World, output: &Path) -> Outcome<Self> {
        let mark = output.join(OUTPUT_MARK);
        if world.exists(output) && !world.exists(&mark) {
            let entries = world
                .walk(output)
                .map_err(|error| Failure::io("read", output, &error))?;
            if !entries.is_empty() {
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
            world.write(&mark, MARK_TEXT).map_err(io("write", &mark))?;
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
        let staged = output.join(".staging");
        for leftover in [&staged, &output.join(".old")] {
            // A build that was killed leaves them; with the lock held they belong to nobody.
            if world.exists(leftover) {
                world.remove_folder(leftover).map_err(io("remove", leftover))?;
            }
        }
        world.create_folder(&staged).map_err(io("make", &staged))?;
        Ok(Self {
            world,
            output: output.to_owned(),
            staged,
            _lock: lock,
        })
    }

    /// Writes one file into the staging area.
    ///
    /// # Errors
    /// Disk errors.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Outcome<()> {
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
        let old = self.output.join(".old");
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
        Ok(())
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if self.world.exists(&self.staged) {
            // Nothing half-written stays; an error here must not hide the one that led here.
            let _ = self.world.remove_folder(&self.staged);
        }
    }
}
