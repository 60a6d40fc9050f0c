//! The last good state beside the faults of the present one.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use super::{Change, Changes, Site, changes::Found};
use crate::{
    classify::Prepared,
    diagnostic::{Diagnostic, Outcome},
    digest,
    document::Scans,
    render::Kept,
    source,
    world::World,
};

/// Compiles a plan folder; handed over by the command line, which alone composes stages.
pub type Compile = fn(&dyn World, &Path, &mut Before) -> Outcome<Prepared>;

/// What a build leaves for the next one: results for everything that is the same then.
#[derive(Default)]
pub struct Before {
    /// What was found in texts.
    pub scans: Scans,
    /// Fragments of sections.
    pub fragments: Kept,
}

/// One run of watch mode.
pub struct Session {
    world: &'static dyn World,
    root: PathBuf,
    compile: Compile,
    before: Mutex<Before>,
    state: RwLock<State>,
}

/// What the browser is shown.
pub struct State {
    /// The last plan without errors; none when there was none yet.
    pub site: Option<Site>,
    /// What is wrong now; while it is empty the site is up to date.
    pub faults: Vec<Diagnostic>,
    /// Counts the states.
    pub generation: u64,
    /// Whether the step to this state changed stylesheets alone.
    pub styles: bool,
    /// How many times the whole plan was compiled.
    pub compiled: u64,
}

impl Session {
    /// Compiles the plan for the first time; faults are part of the state.
    ///
    /// # Errors
    /// Failing entropy.
    pub fn begin(world: &'static dyn World, root: &Path, compile: Compile) -> io::Result<Self> {
        let session = Self {
            world,
            root: root.to_owned(),
            compile,
            before: Mutex::default(),
            state: RwLock::new(State {
                site: None,
                faults: Vec::new(),
                generation: 0,
                styles: false,
                compiled: 0,
            }),
        };
        session.compile(false)?;
        Ok(session)
    }

    /// The present state.
    pub fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_mut(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes changes of the disk in. Tells whether there is a new state.
    ///
    /// # Errors
    /// Failing entropy.
    pub fn changed(&self, changes: &Changes) -> io::Result<bool> {
        let meaning = {
            let state = self.state();
            let is_section = |path: &str| state.site.as_ref().is_some_and(|site| site.has_section(path));
            changes.meaning(!state.faults.is_empty(), is_section, |path| self.found(path))
        };
        match meaning {
            Change::Nothing => Ok(false),
            Change::Sections(paths) => {
                let before = self.state().generation;
                if !paths.iter().all(|path| self.revise(path)) {
                    self.compile(false)?;
                }
                Ok(self.state().generation > before)
            }
            Change::Plan { styles } => {
                self.compile(styles)?;
                Ok(true)
            }
        }
    }

    fn found(&self, path: &str) -> Found {
        let path = self.root.join(path);
        if self.world.size(&path).is_ok() {
            Found::File
        } else if self.world.list(&path).is_ok() {
            Found::Folder
        } else {
            Found::Nothing
        }
    }

    /// Takes one section in, if it changes nothing else. A text that is as it was makes no new state.
    fn revise(&self, path: &str) -> bool {
        // Behind a state with faults the last good site is older than the files.
        if !self.state().faults.is_empty() {
            return false;
        }
        let Some(below) = path.strip_prefix("content/") else {
            return false;
        };
        let Ok(text) = source::read_section(self.world, &self.root, below) else {
            return false;
        };
        if self
            .state()
            .site
            .as_ref()
            .is_some_and(|site| site.has_text(path, &text))
        {
            return true;
        }
        let mut state = self.state_mut();
        let revised = state.site.as_mut().is_some_and(|site| site.revise(path, &text));
        if revised {
            state.generation += 1;
            state.styles = false;
        }
        revised
    }

    fn compile(&self, styles: bool) -> io::Result<()> {
        let mut secret = [0; 24];
        self.world.fill_random(&mut secret)?;
        let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        let made = (self.compile)(self.world, &self.root, &mut before)
            .and_then(|prepared| Site::new(prepared, &digest::hex(&secret)));
        let mut state = self.state_mut();
        state.generation += 1;
        state.compiled += 1;
        state.styles = styles && state.faults.is_empty() && made.is_ok();
        match made {
            Ok(site) => {
                state.faults = Vec::new();
                state.site = Some(site);
            }
            Err(failure) => state.faults = failure.diagnostics,
        }
        Ok(())
    }
}
