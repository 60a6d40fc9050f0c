//! The built binary: what it is given and what it says.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

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
    let mut command = Command::new(env!("CARGO_BIN_EXE_terkawal"));
    command.arg("--root").arg(root).args(arguments);
    ran(&mut command, home)
}

/// Runs a shell script, behind a program that sets limits or another user; `$terkawal` is the binary.
pub(crate) fn shell(program: &str, arguments: &[&str], script: &str, home: &Path) -> Output {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .args(["sh", "-c", script])
        .env("terkawal", env!("CARGO_BIN_EXE_terkawal"));
    ran(&mut command, home)
}

fn ran(command: &mut Command, home: &Path) -> Output {
    let output = command
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

/// The passphrase on a slip.
#[track_caller]
pub(crate) fn passphrase_in(slip: &str, number: &str) -> String {
    let start = format!("{number}-");
    let found = slip
        .split_whitespace()
        .find(|word| word.starts_with(&start) && word.len() == start.len() + 27);
    found
        .unwrap_or_else(|| panic!("no passphrase of {number} on the slip"))
        .to_owned()
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}
