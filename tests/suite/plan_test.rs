//! `PlanTest`: a plan folder in a temporary place, and the built binary run on it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use age::{secrecy::ExposeSecret as _, x25519::Identity};
use serde_json::Value;
use tempfile::TempDir;

/// What a run of the binary gave.
pub(crate) struct Output {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Output {
    /// Both streams.
    pub(crate) fn text(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Demands exit code 0.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.status, 0, "{}", self.text());
        self
    }

    /// Demands an exit code and the code of a diagnostic.
    #[track_caller]
    pub(crate) fn fails(self, status: i32, code: &str) -> Self {
        assert!(self.text().contains(code), "no {code} in:\n{}", self.text());
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// The JSON document on stdout.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

/// Runs the binary; nobody is at the keyboard, and no variable of the machine changes what it does.
pub(crate) fn terkawal(root: &Path, home: &Path, arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_terkawal"))
        .arg("--root")
        .arg(root)
        .args(arguments)
        .env("TERKAWAL_HOME", home)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs");
    Output {
        status: output.status.code().expect("an exit code, not a signal"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8 on stderr"),
    }
}

struct Seat {
    number: String,
    lines: String,
    recipient: Option<String>,
}

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
        let test = Self { folder, seats: Vec::new(), teams: BTreeMap::new(), keys: BTreeMap::new() };
        fs::create_dir(test.path("home")).expect("a home");
        test.file("plan.yaml", PLAN).list()
    }

    /// A plan with one open and one sealed section, and holders 01 and 02 who keep their own keys.
    pub(crate) fn small() -> Self {
        Self::new()
            .section("01-umum.md", "title: Umum\nclassification: TERBUKA", "Semua orang boleh membaca ini.\n")
            .section("02-khusus.md", "title: Khusus", "Hanya pemegang membaca ayat khas ini.\n")
            .holder("01", "clearance: SULIT")
            .holder("02", "clearance: TERHAD")
    }

    /// Adds lines to plan.yaml.
    pub(crate) fn plan(self, lines: &str) -> Self {
        let text = fs::read_to_string(self.root().join("plan.yaml")).expect("plan.yaml");
        self.file("plan.yaml", &format!("{text}{lines}\n"))
    }

    /// Writes a section below `content/`.
    pub(crate) fn section(self, path: &str, front: &str, body: &str) -> Self {
        self.file(&format!("content/{path}"), &format!("---\n{front}\n---\n{body}"))
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
        self.seats.push(Seat { number: number.to_owned(), lines: lines.to_owned(), recipient });
        self.list()
    }

    /// Adds a copy number without a key, to be enrolled or reserved.
    pub(crate) fn seat(mut self, number: &str, lines: &str) -> Self {
        self.seats.push(Seat { number: number.to_owned(), lines: lines.to_owned(), recipient: None });
        self.list()
    }

    fn list(self) -> Self {
        let mut text = String::from("groups:\n  ERT: Pasukan Kecemasan\n  DRT: Pasukan Pemulihan\n");
        text.push_str("# kekal di sini\ncopies:\n");
        let mut team = None;
        for seat in &self.seats {
            let of = seat.number.split_once('-').map(|(team, _)| team);
            if of.is_some() && of != team {
                let number = of.unwrap_or_default();
                text.push_str(&entry("  ", number, &format!("post: Pasukan {number}\n{}", self.teams[number]), None));
                text.push_str("    members:\n");
            }
            team = of;
            let indent = if of.is_some() { "      " } else { "  " };
            let post = if seat.lines.contains("reserved") { "" } else { "post: Jawatan\n" };
            text.push_str(&entry(indent, &seat.number, &format!("{post}{}", seat.lines), seat.recipient.as_deref()));
        }
        if self.seats.is_empty() {
            text.push_str("  - {number: \"99\", reserved: true}\n");
        }
        self.file("distribution/list.yaml", &text)
    }

    /// Runs the binary on this plan.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        terkawal(&self.root(), &self.path("home"), arguments)
    }

    /// Builds; everything must be well.
    #[track_caller]
    pub(crate) fn build(&self) -> &Self {
        self.run(&["build"]).succeeds();
        self
    }

    /// Enrols under a passphrase and returns it.
    #[track_caller]
    pub(crate) fn enrol(&self, number: &str) -> String {
        let slip = self.path(&format!("slip-{number}.txt"));
        let slip = slip.to_str().expect("UTF-8");
        self.run(&["enrol", number, "--passphrase", "--slip", slip]).succeeds();
        passphrase_in(&fs::read_to_string(slip).expect("the slip"), number)
    }

    /// Opens a copy with the key its holder was given by [`PlanTest::holder`].
    pub(crate) fn open(&self, copy: &Path, number: &str) -> Output {
        let key = self.key_file(number, true);
        self.run(&["open", text(copy), "--identity", text(&key), "--to", text(&self.fresh())])
    }

    /// Opens a copy with a passphrase.
    pub(crate) fn open_with_passphrase(&self, copy: &Path, passphrase: &str) -> Output {
        let file = self.path("passphrase.txt");
        fs::write(&file, passphrase).expect("written");
        self.run(&["open", text(copy), "--passphrase-file", text(&file), "--to", text(&self.fresh())])
    }

    /// Writes the key file of a holder, with or without the line that names the copy.
    pub(crate) fn key_file(&self, number: &str, with_copy: bool) -> PathBuf {
        let line = if with_copy { format!("# copy: {number}\n") } else { String::new() };
        let file = self.path(&format!("key-{number}.txt"));
        let secret = self.key(number).to_string();
        fs::write(&file, format!("{line}{}\n", secret.expose_secret())).expect("written");
        file
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
        (0..).map(|at| self.path(&format!("opened-{at}"))).find(|path| !path.exists()).expect("endless")
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

fn entry(indent: &str, number: &str, lines: &str, recipient: Option<&str>) -> String {
    let mut text = format!("{indent}- number: \"{number}\"\n");
    for line in lines.lines().filter(|line| !line.is_empty()) {
        text.push_str(&format!("{indent}  {line}\n"));
    }
    if let Some(recipient) = recipient {
        text.push_str(&format!("{indent}  recipients: [{recipient}]\n"));
    }
    text
}

/// The passphrase on a slip.
#[track_caller]
pub(crate) fn passphrase_in(slip: &str, number: &str) -> String {
    let start = format!("{number}-");
    let found = slip.split_whitespace().find(|word| word.starts_with(&start) && word.len() == start.len() + 27);
    found.unwrap_or_else(|| panic!("no passphrase of {number} on the slip")).to_owned()
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}
