//! A plan that can be issued, and the verbs that issue it.

use std::{fs, path::PathBuf};

use crate::{
    plan_test::PlanTest,
    program::{Output, passphrase_in, text},
};

const CONTROL: &str = "control:\n  prepared: {name: Azizah, post: Pegawai Tadbir, date: 2024-05-01}\n  \
                       reviewed: {name: Bakar, post: Setiausaha, date: 2024-05-02}\n  \
                       approved: {name: Chong, post: Yang DiPertua, date: 2024-05-03}";

impl PlanTest {
    /// The small plan with a complete control block, a reserved number, a publisher key and a master key.
    pub(crate) fn issuable() -> Self {
        Self::small().seat("07", "reserved: true").made_issuable()
    }

    /// Any plan, made fit to be issued.
    pub(crate) fn made_issuable(self) -> Self {
        let plan = fs::read_to_string(self.root().join("plan.yaml")).expect("plan.yaml");
        let plan = plan.replace("date: 2026-11-01", "date: 2024-05-04");
        let test = self.file("plan.yaml", format!("{plan}{CONTROL}\n"));
        test.secretary_key("publisher");
        test.secretary_key("master");
        test
    }

    /// The plan of [`PlanTest::issuable`], approved and issued as version 1.0.
    #[track_caller]
    pub(crate) fn issued() -> Self {
        let test = Self::issuable();
        test.approve().succeeds();
        test.issue(&[]).succeeds();
        test
    }

    /// Approves what is there now.
    pub(crate) fn approve(&self) -> Output {
        self.with_publisher(&["approve", "--by", "Chong", "--post", "Yang DiPertua"])
    }

    /// Issues.
    pub(crate) fn issue(&self, arguments: &[&str]) -> Output {
        self.with_publisher(&[&["issue"], arguments].concat())
    }

    /// Runs a verb that signs with the publisher's key.
    pub(crate) fn with_publisher(&self, arguments: &[&str]) -> Output {
        let slip = self.path("slip-publisher.txt");
        self.run(&[arguments, &["--passphrase-file", text(&slip)]].concat())
    }

    /// Replaces text in a file of the plan.
    #[track_caller]
    pub(crate) fn replace(self, path: &str, old: &str, new: &str) -> Self {
        let text = fs::read_to_string(self.root().join(path)).expect("a file");
        assert!(text.contains(old), "{path} has no {old}");
        self.file(path, text.replace(old, new))
    }

    /// The folder of a copy that was issued.
    pub(crate) fn issued_copy(&self, version: &str, number: &str) -> PathBuf {
        self.root().join(format!("public/{version}/copies/{number}"))
    }

    /// What opens the master copy and copies on paper.
    pub(crate) fn master_passphrase(&self) -> String {
        passphrase_in(
            &fs::read_to_string(self.path("slip-master.txt")).expect("the slip"),
            "00",
        )
    }

    /// The one-file copy that was issued.
    pub(crate) fn issued_file(&self, version: &str, number: &str) -> PathBuf {
        self.root().join(format!("copies/{version}/salinan-{number}.html"))
    }
}
