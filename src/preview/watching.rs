//! Events of the disk, one batch for each save.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, Sender},
    time::Duration,
};

use notify::{Config, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};

use super::{Changes, changes::FOLDERS};

/// Editors write, rename and remove within a few milliseconds.
const QUIET: Duration = Duration::from_millis(8);
const TICK: Duration = Duration::from_millis(4);
/// How often a drive without events is looked at.
const POLL: Duration = Duration::from_millis(700);

/// Keeps the watchers alive, and looks at folders that come.
pub struct Watching {
    root: PathBuf,
    debouncer: AnyDebouncer,
    events: Receiver<Changes>,
    /// Which folders are watched now.
    watched: Vec<PathBuf>,
}

enum AnyDebouncer {
    Events(Debouncer<RecommendedWatcher, NoCache>),
    Polling(Debouncer<PollWatcher, NoCache>),
}

/// Watches the plan folder; `poll` reads it again and again instead of waiting for events.
///
/// # Errors
/// A system that has no watchers left, or a folder that cannot be read.
pub fn watch(root: &Path, poll: bool) -> notify::Result<Watching> {
    let root = root.canonicalize().map_err(notify::Error::io)?;
    let (sender, events) = mpsc::channel();
    let handler = handler(root.clone(), sender);
    // Links are no part of a plan, and may lead to everything on the disk.
    let config = Config::default().with_follow_symlinks(false);
    let debouncer = if poll {
        // Drives without events are those whose clocks differ, so contents are compared.
        let config = config.with_poll_interval(POLL).with_compare_contents(true);
        AnyDebouncer::Polling(new_debouncer_opt(QUIET, Some(TICK), handler, NoCache, config)?)
    } else {
        AnyDebouncer::Events(new_debouncer_opt(QUIET, Some(TICK), handler, NoCache, config)?)
    };
    let mut watching = Watching {
        root,
        debouncer,
        events,
        watched: Vec::new(),
    };
    watching.look(|_| false)?;
    Ok(watching)
}

fn handler(root: PathBuf, sender: Sender<Changes>) -> impl FnMut(DebounceEventResult) {
    move |result| {
        let changes = match result {
            Ok(events) => {
                let mut changes = Changes::default();
                for event in events {
                    if event.need_rescan() {
                        changes.merge(Changes::everything());
                    }
                    // Reading is no change, and the preview reads.
                    if matches!(event.kind, EventKind::Access(_)) {
                        continue;
                    }
                    for path in &event.paths {
                        changes.add(&root, path);
                    }
                }
                changes
            }
            // What was missed is not known.
            Err(_) => Changes::everything(),
        };
        // Nobody waits any more when the program ends.
        let _ = sender.send(changes);
    }
}

impl Watching {
    /// Watches the folders of the plan that are there, anew those of which `is_other` says that they were replaced. Tells
    /// whether a watch was laid.
    fn look(&mut self, is_other: impl Fn(&str) -> bool) -> notify::Result<bool> {
        let mut is_new = false;
        if self.watched.is_empty() {
            self.debouncer.watch(&self.root, RecursiveMode::NonRecursive)?;
            self.watched.push(self.root.clone());
        }
        for name in FOLDERS {
            let folder = self.root.join(name);
            let known = self.watched.iter().position(|watched| *watched == folder);
            if let Some(at) = known.filter(|_| is_other(name) || !folder.is_dir()) {
                // The watch goes with the folder that was moved away; that it may be gone already is no fault.
                let _ = self.debouncer.unwatch(&folder);
                self.watched.remove(at);
            }
            if !self.watched.contains(&folder) && folder.is_dir() {
                self.debouncer.watch(&folder, RecursiveMode::Recursive)?;
                self.watched.push(folder);
                is_new = true;
            }
        }
        Ok(is_new)
    }

    /// Waits for changes; `None` when nothing more can come.
    pub fn wait(&mut self) -> Option<Changes> {
        let mut changes = self.events.recv().ok()?;
        while let Ok(later) = self.events.try_recv() {
            changes.merge(later);
        }
        // A folder that came back was not watched while it was filled.
        if self.look(|name| changes.replaces(name)).unwrap_or(true) {
            changes.merge(Changes::everything());
        }
        Some(changes)
    }
}

impl AnyDebouncer {
    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
        match self {
            Self::Events(debouncer) => debouncer.watch(folder, mode),
            Self::Polling(debouncer) => debouncer.watch(folder, mode),
        }
    }

    fn unwatch(&mut self, folder: &Path) -> notify::Result<()> {
        match self {
            Self::Events(debouncer) => debouncer.unwatch(folder),
            Self::Polling(debouncer) => debouncer.unwatch(folder),
        }
    }
}
