//! Ways to spoil a copy.

use std::{fmt::Write as _, fs, path::Path};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::plan_test::PlanTest;

/// Ways to spoil a file, with the codes that tell them.
pub(crate) const SPOILS: [(&str, &str); 4] = [
    ("altered", "E504"),
    ("cut", "E503"),
    ("emptied", "E503"),
    ("removed", "E502"),
];

/// The bytes after a spoil; `None` removes.
pub(crate) fn spoil(how: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    match how {
        "altered" => {
            let mut bytes = bytes.to_vec();
            let at = bytes.len() / 2;
            bytes[at] ^= 1;
            Some(bytes)
        }
        "cut" => Some(bytes[..bytes.len() - 1].to_vec()),
        "emptied" => Some(Vec::new()),
        _ => None,
    }
}

/// Writes or removes.
pub(crate) fn put(path: &Path, bytes: Option<Vec<u8>>) {
    match bytes {
        Some(bytes) => fs::write(path, bytes).expect("written"),
        None => fs::remove_file(path).expect("removed"),
    }
}

/// Writes size and hash of the files as they are into `copy.json`.
pub(crate) fn mend_copy_json(copy: &Path) {
    let path = copy.join("copy.json");
    let mut json: Value = serde_json::from_slice(&fs::read(&path).expect("copy.json")).expect("JSON");
    for (name, entry) in json["files"].as_object_mut().expect("files") {
        let bytes = fs::read(copy.join(name)).expect("a file");
        let hash = Sha256::digest(&bytes);
        let hash = hash.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        entry["sha256"] = hash.into();
        entry["size"] = bytes.len().into();
    }
    fs::write(path, json.to_string() + "\n").expect("written");
}

/// Exchanges a file of copies 01 and 02.
pub(crate) fn swap(test: &PlanTest, name: &str) {
    let (first, second) = (test.copy("01").join(name), test.copy("02").join(name));
    let (a, b) = (fs::read(&first).expect("a file"), fs::read(&second).expect("a file"));
    fs::write(first, b).expect("written");
    fs::write(second, a).expect("written");
}

/// Copies 01 and 02 for holders with passphrases.
pub(crate) fn with_passphrases() -> (PlanTest, [String; 2]) {
    let test = PlanTest::new()
        .section("01-khusus.md", "title: Khusus", "Hanya pemegang membaca ini.\n")
        .seat("01", "clearance: SULIT")
        .seat("02", "clearance: TERHAD");
    let passphrases = ["01", "02"].map(|number| test.enrol(number));
    test.build();
    (test, passphrases)
}
