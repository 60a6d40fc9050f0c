//! A plan in a temporary folder, and a verb run on it in a world with a fault.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use clap::Parser as _;
use tempfile::TempDir;

use crate::{
    cli::{self, output::Output},
    diagnostic::{Diagnostic, Exit},
    world::{EntryKind, Fault, FaultyWorld, RealWorld, World},
};

/// Contents by path.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// Everything in a temporary folder.
pub(super) struct Snapshot {
    folders: Vec<String>,
    pub(super) files: Files,
}

/// A plan folder and what lies beside it.
pub(super) struct Desk {
    folder: TempDir,
}

impl Desk {
    /// A plan with an open and a sealed section and a picture; copy 01 has a key, 02 has none.
    pub(super) fn new() -> Self {
        let desk = Self {
            folder: TempDir::new().expect("a temporary folder"),
        };
        let key = age::x25519::Identity::generate().to_public();
        desk.write("plan/plan.yaml", "title: Pelan Ujian\nreference: UJI/01\nversion: \"1.0\"\ndate: 2026-11-01\norganisation: Majlis Ujian\nclassification: TERHAD\n");
        desk.write(
            "plan/distribution/list.yaml",
            &format!("groups: {{}}\ncopies:\n  - number: \"01\"\n    post: Ketua\n    clearance: SULIT\n    recipients: [{key}]\n"),
        );
        desk.write(
            "plan/content/01-umum.md",
            "---\ntitle: Umum\nclassification: TERBUKA\n---\n![Rajah](a.svg) Teks lama.\n",
        );
        desk.write(
            "plan/content/02-khusus.md",
            "---\ntitle: Khusus\n---\nHanya pemegang membaca ayat ini.\n",
        );
        desk.write("plan/content/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        desk
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// Every file below a folder; none when it is not there.
    pub(super) fn files(&self, name: &str) -> Files {
        let folder = self.path(name);
        let entries = RealWorld.walk(&folder).unwrap_or_default();
        let read = |path: String| Some((path.clone(), fs::read(folder.join(path)).ok()?));
        entries.into_iter().filter_map(|entry| read(entry.path)).collect()
    }

    /// Runs a verb; `~` in an argument stands for the temporary folder.
    pub(super) fn run(&self, world: &dyn World, arguments: &[&str]) -> (Exit, Vec<Diagnostic>) {
        self.run_in("~/plan", world, arguments)
    }

    /// The same in another plan folder.
    pub(super) fn run_in(&self, root: &str, world: &dyn World, arguments: &[&str]) -> (Exit, Vec<Diagnostic>) {
        let here = self.folder.path().to_str().expect("UTF-8");
        let arguments = ["terkawal", "--root", root]
            .into_iter()
            .chain(arguments.iter().copied());
        let arguments = arguments.map(|argument| argument.replace('~', here));
        let arguments = cli::Arguments::try_parse_from(arguments).expect("arguments");
        let mut output = Output::new(false, true, false);
        match cli::run(world, &arguments, &mut output) {
            Ok(exit) => (exit, output.collected()),
            Err(failure) => (failure.exit, failure.diagnostics),
        }
    }

    /// Runs a verb in the world as it is; it must succeed.
    #[track_caller]
    pub(super) fn succeeds(&self, arguments: &[&str]) {
        let world = FaultyWorld::sound().with_home(self.path("home"));
        let (exit, diagnostics) = self.run(&world, arguments);
        assert_eq!(exit, Exit::Done, "{arguments:?}: {diagnostics:?}");
    }

    /// Everything that is there now.
    pub(super) fn snapshot(&self) -> Snapshot {
        let entries = RealWorld.walk(self.folder.path()).expect("a folder").into_iter();
        let folders = entries.filter(|entry| entry.kind == EntryKind::Folder);
        Snapshot {
            folders: folders.map(|entry| entry.path).collect(),
            files: self.files(""),
        }
    }

    /// Puts the temporary folder back as it was.
    pub(super) fn restore(&self, Snapshot { folders, files }: &Snapshot) {
        for entry in fs::read_dir(self.folder.path()).expect("a folder") {
            let path = entry.expect("an entry").path();
            fs::remove_dir_all(&path)
                .or_else(|_| fs::remove_file(&path))
                .expect("removed");
        }
        for folder in folders {
            fs::create_dir_all(self.path(folder)).expect("a folder");
        }
        for (path, bytes) in files {
            fs::write(self.path(path), bytes).expect("written");
        }
    }

    /// Runs a verb with the fault at each operation in turn, and looks at what is there after each failure. The verb
    /// itself may succeed only where it can do without what failed.
    pub(super) fn each(&self, fault: Fault, arguments: &[&str], check: impl Fn(Exit, usize)) {
        let before = self.snapshot();
        for at in 0.. {
            let world = FaultyWorld::new(fault, at).with_home(self.path("home"));
            let (exit, diagnostics) = self.run(&world, arguments);
            if !world.has_failed() {
                assert_eq!(exit, Exit::Done, "{diagnostics:?}");
                assert!(at > 0, "{arguments:?} was hardly run");
                self.restore(&before);
                return;
            }
            if exit != Exit::Done {
                assert_eq!(exit, Exit::Environment, "{fault:?} {at}: {diagnostics:?}");
                assert_told(self.folder.path(), &diagnostics);
            }
            check(exit, at);
            self.restore(&before);
        }
    }
}

/// The message names a file and what is wrong with it, and says what to do.
#[track_caller]
fn assert_told(folder: &Path, diagnostics: &[Diagnostic]) {
    let folder = folder.to_str().expect("UTF-8");
    let is_told = |told: &Diagnostic| {
        let is_named = told.message.contains(folder) || told.place.is_some();
        // Entropy has no file; the copy is named.
        let is_named = is_named || told.message.contains("copy 01") || told.message.contains("TERKAWAL_HOME");
        let has_cause = ["permission denied", "no storage space"]
            .iter()
            .any(|cause| told.message.contains(cause));
        is_named && has_cause && !told.hints.is_empty()
    };
    assert!(diagnostics.iter().any(is_told), "{diagnostics:?}");
}
