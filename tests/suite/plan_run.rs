//! What a `PlanTest` does with the binary.

use std::{
    fs,
    path::{Path, PathBuf},
};

use age::secrecy::ExposeSecret as _;

use crate::{
    plan_test::PlanTest,
    program::{Output, passphrase_in, terkawal, text},
};

impl PlanTest {
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
        self.open_with_key_file(copy, &self.key_file(number, true))
    }

    /// Opens a copy with a key file.
    pub(crate) fn open_with_key_file(&self, copy: &Path, key: &Path) -> Output {
        self.run(&["open", text(copy), "--identity", text(key), "--to", text(&self.fresh())])
    }

    /// Opens a copy with a passphrase.
    pub(crate) fn open_with_passphrase(&self, copy: &Path, passphrase: &str) -> Output {
        let file = self.path("passphrase.txt");
        fs::write(&file, passphrase).expect("written");
        self.run(&[
            "open",
            text(copy),
            "--passphrase-file",
            text(&file),
            "--to",
            text(&self.fresh()),
        ])
    }

    /// Writes the key file of a holder, with or without the line that names the copy.
    pub(crate) fn key_file(&self, number: &str, with_copy: bool) -> PathBuf {
        let line = if with_copy {
            format!("# copy: {number}\n")
        } else {
            String::new()
        };
        let file = self.path(&format!("key-{number}.txt"));
        let secret = self.key(number).to_string();
        fs::write(&file, format!("{line}{}\n", secret.expose_secret())).expect("written");
        file
    }
}
