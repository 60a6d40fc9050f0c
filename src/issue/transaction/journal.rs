//! The steps of an issue, written down before the first is done.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::Folders;
use crate::{
    diagnostic::{Diagnostic, Failure, Findings, Outcome},
    digest,
    register::{Digest, Head},
    world::World,
};

/// The pointer to the version in force: last of all.
const POINTER: &str = "public/index.html";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
enum Type {
    #[serde(rename = "terkawal-issue-journal")]
    IssueJournal,
}

/// One rename.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Step {
    /// From the staging area into its place: a folder that is new, or a file with its hash.
    Place {
        path: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sha256: Option<Digest>,
    },
    /// Out of the hosted folder.
    Withdraw { from: String, to: String },
}

/// What a run was about to do.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    #[serde(rename = "type")]
    type_: Type,
    /// The folder that holds `public/` and `copies/`: within the plan folder as seen from there, so that both may move.
    base: String,
    /// The version.
    pub(super) version: String,
    /// The register's head before the entry by which the issue counts.
    pub(super) before: Head,
    steps: Vec<Step>,
    /// Small files that are replaced, as they were: an issue that is voided puts them back.
    replaced: BTreeMap<String, String>,
    #[serde(skip)]
    root: PathBuf,
    /// Where that folder is now; `None` when it is not to be found.
    #[serde(skip)]
    here: Option<PathBuf>,
}

impl Journal {
    /// Plans the steps for what is staged.
    pub(super) fn plan(
        world: &dyn World,
        folders: &Folders,
        version: &str,
        before: &Head,
        staged: &[&str],
        withdrawn: &[(String, String)],
    ) -> Outcome<Self> {
        let mut steps = Vec::new();
        let mut replaced = BTreeMap::new();
        let leaves = |path: &str| withdrawn.iter().any(|(from, _)| from == path);
        let is_free = |path: &str| leaves(path) || !world.exists(&folders.place(path));
        // A folder that is new goes as a whole; what stands in others goes one by one.
        let mut places: Vec<&str> = Vec::new();
        for file in staged {
            let folders = file.match_indices('/').skip(1).map(|(at, _)| &file[..at]);
            let place = folders.chain([*file]).find(|path| is_free(path) || path == file);
            let place = place.unwrap_or(file);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places.sort_by_key(|place| (*place == POINTER, *place));
        let withdraw = |(from, to): &(String, String)| Step::Withdraw {
            from: from.clone(),
            to: to.clone(),
        };
        steps.extend(withdrawn.iter().map(withdraw));
        for file in places {
            let place = folders.place(file);
            if !is_free(file) {
                let bytes = world
                    .read(&place)
                    .map_err(|error| Failure::io("read", &place, &error))?;
                replaced.insert(file.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
            }
            let sha256 = if staged.contains(&file) {
                let path = folders.staged(file);
                let bytes = world.read(&path).map_err(|error| Failure::io("read", &path, &error))?;
                Some(Digest::of(&bytes))
            } else {
                None
            };
            steps.push(Step::Place {
                path: file.to_owned(),
                sha256,
            });
        }
        Ok(Self {
            type_: Type::IssueJournal,
            base: base(world, folders)?,
            version: version.to_owned(),
            before: before.clone(),
            steps,
            replaced,
            root: folders.root.clone(),
            here: Some(folders.base.clone()),
        })
    }

    /// The journal of a run that did not end; `None` when there is none.
    pub(super) fn read(world: &dyn World, folders: &Folders) -> Outcome<Option<Self>> {
        let path = folders.journal();
        if !world.exists(&path) {
            return Ok(None);
        }
        let bytes = world
            .read_up_to(&path, 64 << 20)
            .map_err(|error| Failure::io("read", &path, &error))?;
        let journal: Option<Self> = serde_json::from_slice(&bytes).ok();
        let Some(mut journal) = journal.filter(Self::stays_inside) else {
            let message = format!("{} is not the journal of an issue", path.display());
            return Err(Diagnostic::error("E444", message)
                .hint("put it back from a backup; it says how an issue that was cut short goes on")
                .into());
        };
        journal.root.clone_from(&folders.root);
        journal.here = journal.found(world, folders)?;
        Ok(Some(journal))
    }

    /// The folder in which this run staged: by its mark there, since a plan folder may have been moved or copied, and what
    /// lies where it was may be another's.
    fn found(&self, world: &dyn World, folders: &Folders) -> Outcome<Option<PathBuf>> {
        let stated = self.root.join(&self.base);
        for base in [&stated, &folders.base] {
            let mark = folders_at(&self.root, base).mark();
            let is_own = |bytes: Vec<u8>| bytes == self.before.hash.as_str().as_bytes();
            if world.exists(&mark) && world.read_up_to(&mark, 1 << 10).is_ok_and(is_own) {
                return Ok(Some(base.clone()));
            }
        }
        let is_inside = !Path::new(&self.base).is_absolute();
        let is_named = || -> Outcome<bool> { Ok(resolved(world, &stated)? == resolved(world, &folders.base)?) };
        let is_own = is_inside || is_named()? || !self.is_lost_at(world, &stated)?;
        Ok(is_own.then_some(stated))
    }

    /// Refuses to touch anything while the folder of this run is not to be found.
    pub(super) fn must_be_here(&self) -> Outcome<()> {
        if self.here.is_some() {
            return Ok(());
        }
        let message = format!(
            "an issue of version {} was cut short in {}, and it is not there any more",
            self.version, self.base
        );
        Err(Diagnostic::error("E454", message)
            .hint("put that folder back, or name it where it is now with --output-dir")
            .hint(format!(
                "if it is lost for good, --output-dir {} voids the issue",
                self.base
            ))
            .into())
    }

    fn stays_inside(&self) -> bool {
        let is_inside =
            |path: &String| path.split('/').all(|name| !matches!(name, "" | "." | "..")) && !path.contains('\\');
        self.steps.iter().all(|step| match step {
            Step::Place { path, .. } => is_inside(path),
            Step::Withdraw { from, to } => is_inside(from) && is_inside(to),
        })
    }

    pub(super) fn write(&self, world: &dyn World, folders: &Folders) -> Outcome<()> {
        let mark = folders.mark();
        world
            .write(&mark, self.before.hash.as_str().as_bytes())
            .and_then(|()| world.sync(&mark))
            .map_err(|error| Failure::io("write", &mark, &error))?;
        let path = folders.journal();
        let text = serde_json::to_value(self).map(|value| digest::canonical_json(&value));
        let text = text.map_err(|error| Failure::io("write", &path, &error.into()))?;
        world
            .replace(&path, text.as_bytes())
            .and_then(|()| world.sync(&path))
            .map_err(|error| Failure::io("write", &path, &error))
    }

    /// Where this run wrote to, which may be another folder than that of the present one.
    pub(super) fn folders(&self) -> Folders {
        let here = self.here.clone();
        folders_at(&self.root, &here.unwrap_or_else(|| self.root.join(&self.base)))
    }

    /// Whether something is neither staged any more nor in its place.
    pub(super) fn is_lost(&self, world: &dyn World) -> Outcome<bool> {
        self.is_lost_at(world, &self.folders().base)
    }

    fn is_lost_at(&self, world: &dyn World, base: &Path) -> Outcome<bool> {
        let folders = folders_at(&self.root, base);
        for step in &self.steps {
            let Step::Place { path, sha256 } = step else { continue };
            let place = folders.place(path);
            if world.exists(&folders.staged(path)) {
                continue;
            }
            let is_placed = match sha256 {
                None => world.exists(&place),
                Some(sha256) => {
                    world.exists(&place) && {
                        let bytes = world
                            .read(&place)
                            .map_err(|error| Failure::io("read", &place, &error))?;
                        Digest::of(&bytes) == *sha256
                    }
                }
            };
            if !is_placed {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Does every step that is not done yet, then forgets about them.
    ///
    /// # Errors
    /// `E455` for what stands in the way, and then nothing was moved; disk errors.
    pub(super) fn finish(&self, world: &dyn World) -> Outcome<()> {
        let folders = self.folders();
        self.is_free(world, &folders)?;
        for step in &self.steps {
            let (from, to) = match step {
                Step::Place { path, .. } => (folders.staged(path), folders.place(path)),
                Step::Withdraw { from, to } => (folders.place(from), folders.place(to)),
            };
            let is_done = match step {
                Step::Place { .. } => !world.exists(&from),
                // A place that was left may be taken by a newer copy.
                Step::Withdraw { .. } => !world.exists(&from) || world.exists(&to),
            };
            if is_done {
                continue;
            }
            let moved = to
                .parent()
                .map_or(Ok(()), |folder| world.create_folder(folder))
                .and_then(|()| world.rename(&from, &to));
            moved.map_err(|error| Failure::io("move into place", &to, &error))?;
        }
        // The renames are on the disk before the journal that could repeat them is gone.
        for step in &self.steps {
            if let Step::Place { path, sha256: Some(_) } = step {
                let place = folders.place(path);
                world
                    .sync(&place)
                    .map_err(|error| Failure::io("write", &place, &error))?;
            }
        }
        self.forget(world)
    }

    /// Whether every folder that is still staged can go into its place: a rename replaces files, and no folder.
    fn is_free(&self, world: &dyn World, folders: &Folders) -> Outcome<()> {
        let leaves = |path: &str| {
            let is_it = |step: &Step| matches!(step, Step::Withdraw { from, to } if from == path && !world.exists(&folders.place(to)));
            self.steps.iter().any(is_it)
        };
        let mut findings = Findings::default();
        for step in &self.steps {
            if let Step::Place { path, sha256: None } = step
                && world.exists(&folders.staged(path))
                && world.exists(&folders.place(path))
                && !leaves(path)
            {
                let place = folders.place(path);
                let message = format!(
                    "{} is in the way of the issue of version {} that was cut short",
                    place.display(),
                    self.version
                );
                let hint = "it was put there since: move it somewhere else, and run the command again";
                findings.push(Diagnostic::error("E455", message).hint(hint));
            }
        }
        findings.finish().map(drop)
    }

    /// Removes staging area and journal.
    pub(super) fn forget(&self, world: &dyn World) -> Outcome<()> {
        let folders = self.folders();
        let (staging, journal) = (folders.staging(), folders.journal());
        // What lies in a folder that is not this run's is another's.
        if self.here.is_some() && world.exists(&staging) {
            world
                .remove_folder(&staging)
                .map_err(|error| Failure::io("remove", &staging, &error))?;
        }
        world
            .remove_file(&journal)
            .map_err(|error| Failure::io("remove", &journal, &error))
    }

    /// Puts everything back that was done, when what was staged is lost.
    pub(super) fn take_back(&self, world: &dyn World) -> Outcome<()> {
        let folders = self.folders();
        for step in self.steps.iter().rev() {
            let done = match step {
                // Where somebody put the copy back, that one stays.
                Step::Withdraw { from, to }
                    if world.exists(&folders.place(to)) && !world.exists(&folders.place(from)) =>
                {
                    world.rename(&folders.place(to), &folders.place(from))
                }
                Step::Place { path, .. } => self.unplace(world, &folders.place(path), path),
                Step::Withdraw { .. } => Ok(()),
            };
            done.map_err(|error| Failure::io("put back", &folders.base, &error))?;
        }
        Ok(())
    }

    fn unplace(&self, world: &dyn World, place: &Path, path: &str) -> io::Result<()> {
        let is_old = |step: &Step| matches!(step, Step::Withdraw { from, to } if from == path && !world.exists(&self.folders().place(to)));
        if self.steps.iter().any(is_old) {
            return Ok(());
        }
        // Where the folder itself is lost, nothing is made anew.
        if let Some(old) = self.replaced.get(path)
            && place.parent().is_some_and(|folder| world.exists(folder))
        {
            return world.replace(place, old.as_bytes());
        }
        if !world.exists(place) {
            return Ok(());
        }
        world.remove_file(place).or_else(|_| world.remove_folder(place))
    }
}

fn folders_at(root: &Path, base: &Path) -> Folders {
    Folders {
        root: root.to_owned(),
        base: base.to_owned(),
    }
}

fn resolved(world: &dyn World, path: &Path) -> Outcome<PathBuf> {
    world.resolve(path).map_err(|error| Failure::io("find", path, &error))
}

/// The folder of the issue as the journal names it.
fn base(world: &dyn World, folders: &Folders) -> Outcome<String> {
    let base = resolved(world, &folders.base)?;
    let inside = base.strip_prefix(resolved(world, &folders.root)?).ok();
    Ok(match inside {
        Some(inside) => {
            let names = inside.iter().map(|name| name.to_string_lossy());
            [".".into()].into_iter().chain(names).collect::<Vec<_>>().join("/")
        }
        None => base.to_string_lossy().into_owned(),
    })
}
