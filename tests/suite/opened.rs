//! Copies opened with the age, gzip and tar crates alone, so that the program does not check itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read as _,
    path::Path,
};

use age::x25519::Identity;
use serde_json::Value;

/// A bundle as its holder sees it.
pub(crate) struct Bundle {
    /// `bundle.json`
    pub(crate) json: Value,
    /// Every file but the padding.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// What was inside `bundle.age`: a gzip file.
    pub(crate) packed: Vec<u8>,
}

/// Opens an age file.
#[track_caller]
pub(crate) fn decrypt(identity: &dyn age::Identity, sealed: &[u8]) -> Vec<u8> {
    let decryptor = age::Decryptor::new_buffered(sealed).expect("an age file");
    let mut plain = Vec::new();
    let mut reader = decryptor.decrypt(std::iter::once(identity)).expect("the right key");
    reader.read_to_end(&mut plain).expect("not damaged");
    plain
}

/// The key of a copy.
#[track_caller]
pub(crate) fn copy_key(copy: &Path, holder: &dyn age::Identity) -> Identity {
    let text = decrypt(holder, &fs::read(copy.join("key.age")).expect("key.age"));
    let text = String::from_utf8(text).expect("UTF-8");
    text.lines()
        .find(|line| !line.starts_with('#'))
        .expect("a key")
        .parse()
        .expect("an age key")
}

/// Opens the folder of a copy.
#[track_caller]
pub(crate) fn bundle(copy: &Path, holder: &dyn age::Identity) -> Bundle {
    let key = copy_key(copy, holder);
    let packed = decrypt(&key, &fs::read(copy.join("bundle.age")).expect("bundle.age"));
    let mut tar = Vec::new();
    flate2::read::GzDecoder::new(&packed[..])
        .read_to_end(&mut tar)
        .expect("gzip");
    let mut files = BTreeMap::new();
    for entry in tar::Archive::new(&tar[..]).entries().expect("tar") {
        let mut entry = entry.expect("an entry");
        let path = entry.path().expect("a path").to_str().expect("UTF-8").to_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("read");
        if path != "padding" {
            assert!(
                files.insert(path.clone(), bytes).is_none(),
                "{path} stands in the bundle twice"
            );
        }
    }
    Bundle {
        json: serde_json::from_slice(&files["bundle.json"]).expect("JSON"),
        files,
        packed,
    }
}

impl Bundle {
    /// Ids of sections and blocks that `bundle.json` lists.
    pub(crate) fn ids(&self) -> BTreeSet<String> {
        let sections = self.json["sections"].as_array().expect("a list");
        sections
            .iter()
            .map(|section| section["id"].as_str().expect("an id").to_owned())
            .collect()
    }

    /// Whether a word stands in any file or name.
    pub(crate) fn holds(&self, word: &str) -> bool {
        self.files
            .iter()
            .any(|(path, bytes)| path.contains(word) || String::from_utf8_lossy(bytes).contains(word))
    }
}

/// What is seen of a text: marks left out.
pub(crate) fn without_marks(text: &str) -> String {
    text.chars()
        .filter(|c| terkawal::marks::Symbol::of(*c).is_none())
        .collect()
}
