//! The bundle of a copy: a gzip tar that may have been made by anybody.

use std::{collections::BTreeSet, io::Read as _};

use flate2::read::GzDecoder;
use serde::Deserialize;

use super::{CopySet, Opened, files::too_large};
use crate::{
    diagnostic::{Diagnostic, Outcome},
    keys::LARGEST_BUNDLE,
    marks::{CharacterKey, mark_page},
};

#[derive(Deserialize)]
struct BundleJson {
    r#type: String,
    format: u32,
    plan: String,
    version: String,
    copy: String,
    generation: u32,
    sections: Vec<serde::de::IgnoredAny>,
    #[serde(default)]
    marks: Option<BundleMarks>,
}

#[derive(Deserialize)]
struct BundleMarks {
    #[serde(default)]
    key: Option<String>,
}

/// Unpacks a bundle in memory and proves that it is the one of this copy.
///
/// # Errors
/// Damage, names and kinds of files that no bundle has, more than a bundle may hold, the bundle of another copy.
pub(super) fn unpack(copy: &CopySet, archive: &[u8]) -> Outcome<Opened> {
    let mut files = files(archive)?;
    let described = files
        .iter()
        .find(|(path, _)| path == "bundle.json")
        .ok_or_else(broken)?;
    let manifest: BundleJson = serde_json::from_slice(&described.1).map_err(|_| broken())?;
    if manifest.r#type != "terkawal-bundle" || manifest.format != 1 {
        return Err(
            Diagnostic::error("E507", "the bundle is of a format this version does not know")
                .hint("use a newer terkawal")
                .into(),
        );
    }
    let json = &copy.json;
    let fits = manifest.plan == json.plan
        && manifest.version == json.version
        && manifest.copy == json.copy
        && manifest.generation == json.generation;
    if !fits {
        return Err(Diagnostic::error(
            "E523",
            format!(
                "the bundle was made for another copy or version than copy {}",
                json.copy
            ),
        )
        .hint("somebody exchanged files; report it to the plan secretary")
        .into());
    }
    let sections = manifest.sections.len();
    // What is read without a browser carries the marks of its copy as well.
    if let Some(key) = manifest.marks.and_then(|marks| CharacterKey::parse(&marks.key?)) {
        for (_, bytes) in files.iter_mut().filter(|(path, _)| path.starts_with("sections/")) {
            if let Ok(page) = std::str::from_utf8(bytes) {
                *bytes = mark_page(page, &key).into_bytes();
            }
        }
    }
    Ok(Opened { files, sections })
}

fn files(archive: &[u8]) -> Outcome<Vec<(String, Vec<u8>)>> {
    // The reader stops at the limit whatever the headers say, and the headers are believed only below it.
    let mut tar = tar::Archive::new(GzDecoder::new(archive).take(LARGEST_BUNDLE));
    let mut left = LARGEST_BUNDLE;
    let mut names = BTreeSet::new();
    let mut files = Vec::new();
    for entry in tar.entries().map_err(|_| broken())? {
        let mut entry = entry.map_err(|_| broken())?;
        let path = entry.path().ok().and_then(|path| path.to_str().map(str::to_owned));
        let path = path.ok_or_else(broken)?;
        let is_file = entry.header().entry_type() == tar::EntryType::Regular;
        // Capitals are of no account on some disks.
        if !is_file || !is_plain(&path) || !names.insert(path.to_lowercase()) {
            return Err(
                Diagnostic::error("E522", "the bundle holds a file with a name that is not allowed")
                    .hint("do not open it; report it to the plan secretary")
                    .into(),
            );
        }
        left = left
            .checked_sub(entry.size())
            .ok_or_else(|| too_large("what the bundle unpacks to"))?;
        if path == "padding" {
            continue;
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|_| broken())?;
        if bytes.len() as u64 != entry.size() {
            return Err(broken().into());
        }
        files.push((path, bytes));
    }
    Ok(files)
}

fn broken() -> Diagnostic {
    Diagnostic::error("E521", "the bundle cannot be unpacked").hint("ask the plan secretary for the copy again")
}

/// Names as the sealing stage writes them: plain, at most one folder deep.
fn is_plain(path: &str) -> bool {
    let names: Vec<&str> = path.split('/').collect();
    names.len() <= 2
        && names.iter().all(|name| {
            !name.is_empty()
                && !name.starts_with('.')
                && !name.ends_with('.')
                && !is_device(name)
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        })
}

/// Names that Windows keeps for devices, with any extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    let numbered = |start: &str| {
        stem.strip_prefix(start)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}
