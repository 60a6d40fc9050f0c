//! A plan that was issued as 1.0 and revised to 1.1, with a change of each kind.

use std::fs;

use serde_json::Value;

use crate::{
    plan_test::PlanTest,
    program::{Output, text},
};

/// Words that stand in sealed sections of 1.0 or 1.1 alone.
pub(crate) const SEALED: [&str; 6] = ["kzdahulu", "kzbaharu", "kzbuang", "kzpintu", "kzempat", "kztambah"];

const OPEN: &str = "\nclassification: TERBUKA";

impl PlanTest {
    /// Issued as 1.0.
    #[track_caller]
    pub(crate) fn first_version() -> Self {
        let test = Self::new()
            .section("01-asal.md", &format!("title: Asal{OPEN}"), "Bahagian ini kekal.\n")
            .section(
                "02-umum.md",
                &format!("title: Umum{OPEN}"),
                "Semua orang boleh membaca ini.\n\nNombor kecemasan ialah 999.\n",
            )
            .section(
                "03-khusus.md",
                "title: Khusus",
                "Hanya pemegang membaca ayat kzdahulu ini.\n",
            )
            .section("04-lama.md", "title: Kzbuang lama", "Ayat yang akan dibuang.\n")
            .section(
                "05-tetap.md",
                &format!("title: Tetap{OPEN}"),
                "Tidak berubah.\n\n::: sulit\nKod kzpintu ialah kzempat.\n:::\n",
            )
            .section(
                "06-pindah.md",
                &format!("title: Pindah{OPEN}"),
                "Teks yang dinamakan semula.\n",
            )
            .holder("01", "clearance: SULIT")
            .holder("02", "clearance: TERHAD")
            .made_issuable();
        test.approve().succeeds();
        test.issue(&[]).succeeds();
        test
    }

    /// Revised to 1.1, and not issued.
    #[track_caller]
    pub(crate) fn revised() -> Self {
        let test = Self::first_version()
            .replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"")
            .replace("content/02-umum.md", "999", "112")
            .replace("content/03-khusus.md", "kzdahulu", "kzbaharu")
            .replace("content/05-tetap.md", "kzempat", "lima")
            .section("07-tambah.md", "title: Kztambah baharu", "Ayat yang ditambah.\n");
        let content = test.root().join("content");
        fs::remove_file(content.join("04-lama.md")).expect("removed");
        fs::rename(content.join("06-pindah.md"), content.join("06-alih.md")).expect("renamed");
        test
    }

    /// Compares, with the master key.
    pub(crate) fn diff(&self, arguments: &[&str]) -> Output {
        let slip = self.path("slip-master.txt");
        self.run(&[&["diff"], arguments, &["--passphrase-file", text(&slip)]].concat())
    }

    /// What the JSON document says of each amendment: number, kinds, marking.
    #[track_caller]
    pub(crate) fn amendments(&self, arguments: &[&str]) -> Vec<Value> {
        let all = [arguments, &["--format", "json"]].concat();
        let run = self.diff(&all).succeeds();
        run.json()["amendments"].as_array().expect("a list").clone()
    }

    /// The record as it is now.
    #[track_caller]
    pub(crate) fn record_text(&self) -> String {
        fs::read_to_string(self.root().join("content/data/amendments.yaml")).expect("the record")
    }
}
