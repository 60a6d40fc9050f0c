//! Several files that belong together: all of them are written, or none.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::World;
use crate::diagnostic::{Failure, Outcome};

/// A file that is written together with others.
#[derive(Clone, Copy)]
pub struct NewFile<'a> {
    /// Where.
    pub path: &'a Path,
    /// What.
    pub bytes: &'a [u8],
    /// Whether only its owner may read it.
    pub private: bool,
}

impl NewFile<'_> {
    fn write(&self, world: &dyn World, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.private {
            world.write_private(path, bytes)
        } else {
            world.replace(path, bytes)
        }
    }

    fn beside(&self, what: &str) -> PathBuf {
        beside(self.path, what)
    }
}

fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".terkawal-{what}-{name}"))
}

/// Writes or replaces files, then does `last`. When anything fails the files are as they were before.
///
/// New bytes and old ones are laid beside their places before the first place changes, so that neither the change nor
/// the way back needs space on the disk.
///
/// # Errors
/// Disk errors, and those of `last`.
pub fn write_together(world: &dyn World, files: &[NewFile<'_>], last: impl FnOnce() -> Outcome<()>) -> Outcome<()> {
    let mut placed = 0;
    let outcome = lay_beside(world, files)
        .and_then(|()| place(world, files, &mut placed))
        .and_then(|()| last());
    if outcome.is_err() {
        for file in files[..placed].iter().rev() {
            let old = file.beside("old");
            // The way back can only fail where the disk is gone altogether; the first error is the one to tell.
            let _ = if world.exists(&old) {
                world.rename(&old, file.path)
            } else {
                world.remove_file(file.path)
            };
        }
    }
    for file in files {
        for beside in [file.beside("new"), file.beside("old")] {
            if world.exists(&beside) {
                let _ = world.remove_file(&beside);
            }
        }
    }
    outcome
}

/// What a run that was killed left beside files that belong together: where they do not fit each other the old ones come
/// back, and the rest is removed.
///
/// # Errors
/// Disk errors.
pub fn settle_together(world: &dyn World, paths: &[PathBuf], fit: impl Fn() -> bool) -> Outcome<()> {
    let left = |what: &'static str| {
        let all = paths.iter().map(move |path| (path, beside(path, what)));
        all.filter(|(_, beside)| world.exists(beside)).collect::<Vec<_>>()
    };
    if left("old").is_empty() && left("new").is_empty() {
        return Ok(());
    }
    if !fit() {
        for (path, old) in left("old") {
            world
                .rename(&old, path)
                .map_err(|error| Failure::io("put back", path, &error))?;
        }
    }
    for (_, rest) in left("old").into_iter().chain(left("new")) {
        world
            .remove_file(&rest)
            .map_err(|error| Failure::io("remove", &rest, &error))?;
    }
    Ok(())
}

fn lay_beside(world: &dyn World, files: &[NewFile<'_>]) -> Outcome<()> {
    for file in files {
        let failed = |error: io::Error| Failure::io("write", file.path, &error);
        let (new, old) = (file.beside("new"), file.beside("old"));
        if world.exists(file.path) {
            let bytes = world
                .read(file.path)
                .map_err(|error| Failure::io("read", file.path, &error))?;
            file.write(world, &old, &bytes).map_err(failed)?;
        } else if world.exists(&old) {
            // Of a run that was killed.
            world.remove_file(&old).map_err(failed)?;
        }
        file.write(world, &new, file.bytes).map_err(failed)?;
    }
    Ok(())
}

fn place(world: &dyn World, files: &[NewFile<'_>], placed: &mut usize) -> Outcome<()> {
    for file in files {
        world
            .rename(&file.beside("new"), file.path)
            .map_err(|error| Failure::io("write", file.path, &error))?;
        *placed += 1;
    }
    Ok(())
}

/// Fills a folder that is new or empty; the file named `last`, which makes it look complete, comes last. When a file
/// cannot be written, nothing of them stays.
///
/// # Errors
/// Disk errors; a hint says so when what was written could not be removed again.
pub fn fill_folder<'f>(
    world: &dyn World,
    folder: &Path,
    files: impl Iterator<Item = (&'f str, &'f [u8])> + Clone,
    last: &str,
    private: bool,
) -> Outcome<()> {
    let is_new = !world.exists(folder);
    let before = files.clone().filter(|(name, _)| *name != last);
    for (name, bytes) in before.chain(files.filter(|(name, _)| *name == last)) {
        let path = folder.join(name);
        let written = if private {
            world.write_private(&path, bytes)
        } else {
            world.write(&path, bytes)
        };
        if let Err(error) = written {
            let mut failure = Failure::io("write", &path, &error);
            if empty(world, folder, is_new).is_err() {
                for diagnostic in &mut failure.diagnostics {
                    let hint = format!(
                        "what was written before could not be removed: remove {}",
                        folder.display()
                    );
                    diagnostic.hints.push(hint);
                }
            }
            return Err(failure);
        }
    }
    Ok(())
}

fn empty(world: &dyn World, folder: &Path, is_new: bool) -> io::Result<()> {
    if !world.exists(folder) {
        return Ok(());
    }
    if is_new {
        return world.remove_folder(folder);
    }
    for name in world.list(folder)? {
        let path = folder.join(name);
        world.remove_file(&path).or_else(|_| world.remove_folder(&path))?;
    }
    Ok(())
}
