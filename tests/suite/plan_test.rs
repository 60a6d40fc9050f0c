//! `PlanTest`: a plan folder in a temporary place, and the built binary run on it.

use std::{collections::BTreeMap, fs, path::PathBuf};

use age::x25519::Identity;
use tempfile::TempDir;

use crate::seats::{self, Seat};

/// A plan with one open section and no holder, until more is added.
pub(crate) struct PlanTest {
    folder: TempDir,
    seats: Vec<Seat>,
    teams: BTreeMap<String, String>,
    keys: BTreeMap<String, Identity>,
}

const PLAN: &str = "title: Pelan Ujian\nreference: UJI/01\nversion: \"1.0\"\ndate: 2026-11-01\n\
                    organisation: Majlis Ujian\nclassification: TERHAD\n";

impl PlanTest {
    /// An empty plan: add sections.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let test = Self {
            folder,
            seats: Vec::new(),
            teams: BTreeMap::new(),
            keys: BTreeMap::new(),
        };
        fs::create_dir(test.path("home")).expect("a home");
        test.file("plan.yaml", PLAN).list()
    }

    /// A plan with one open and one sealed section, and holders 01 and 02 who keep their own keys.
    pub(crate) fn small() -> Self {
        Self::new()
            .section(
                "01-umum.md",
                "title: Umum\nclassification: TERBUKA",
                "Semua orang boleh membaca ini.\n",
            )
            .section(
                "02-khusus.md",
                "title: Khusus",
                "Hanya pemegang membaca ayat khas ini.\n",
            )
            .holder("01", "clearance: SULIT")
            .holder("02", "clearance: TERHAD")
    }

    /// Adds lines to plan.yaml.
    pub(crate) fn plan(self, lines: &str) -> Self {
        let text = fs::read_to_string(self.root().join("plan.yaml")).expect("plan.yaml");
        self.file("plan.yaml", format!("{text}{lines}\n"))
    }

    /// Writes a section below `content/`.
    pub(crate) fn section(self, path: &str, front: &str, body: &str) -> Self {
        self.file(&format!("content/{path}"), format!("---\n{front}\n---\n{body}"))
    }

    /// Writes any file of the plan.
    pub(crate) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
        self
    }

    /// Adds a team whose lines its members inherit.
    pub(crate) fn team(mut self, number: &str, lines: &str) -> Self {
        self.teams.insert(number.to_owned(), lines.to_owned());
        self.list()
    }

    /// Adds a holder with a key of their own; `03-01` becomes a member of team 03.
    pub(crate) fn holder(mut self, number: &str, lines: &str) -> Self {
        let key = Identity::generate();
        let recipient = Some(key.to_public().to_string());
        self.keys.insert(number.to_owned(), key);
        self.seats.push(Seat {
            number: number.to_owned(),
            lines: lines.to_owned(),
            recipient,
        });
        self.list()
    }

    /// Adds a copy number without a key, to be enrolled or reserved.
    pub(crate) fn seat(mut self, number: &str, lines: &str) -> Self {
        self.seats.push(Seat {
            number: number.to_owned(),
            lines: lines.to_owned(),
            recipient: None,
        });
        self.list()
    }

    fn list(self) -> Self {
        let text = seats::list(&self.seats, &self.teams);
        self.file("distribution/list.yaml", text)
    }

    /// The key of a holder.
    pub(crate) fn key(&self, number: &str) -> &Identity {
        &self.keys[number]
    }

    /// A path in the temporary folder, outside the plan.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A path that is not there yet.
    pub(crate) fn fresh(&self) -> PathBuf {
        (0..1_000_000)
            .map(|at| self.path(&format!("opened-{at}")))
            .find(|path| !path.exists())
            .expect("a free name")
    }

    /// The plan folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.path("plan")
    }

    /// The default output folder.
    pub(crate) fn output(&self) -> PathBuf {
        self.root().join("build")
    }

    /// The folder of a copy on the built site.
    pub(crate) fn copy(&self, number: &str) -> PathBuf {
        self.output().join("site/1.0/copies").join(number)
    }

    /// The one-file copy.
    pub(crate) fn one_file(&self, number: &str) -> PathBuf {
        self.output().join(format!("copies/1.0/salinan-{number}.html"))
    }
}
