//! The two manifests of a site, and the files of a folder against one of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use serde::Deserialize;

use super::{Report, SiteSummary, extra, missing};
use crate::{
    diagnostic::{Diagnostic, Outcome},
    digest,
    inspect::files::{LARGEST_PAGE, read},
    register::Head,
    release::ManifestFile,
    world::{Entry, EntryKind, World},
};

/// The manifest of a version.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    r#type: String,
    format: u32,
    pub(super) plan: String,
    pub(super) version: String,
    pub(super) draft: bool,
    pub(super) files: Vec<ManifestFile>,
    pub(super) copies: Vec<String>,
    /// What the copies of the issue carry too.
    #[serde(default, rename = "register")]
    _register: Option<Head>,
}

/// The manifest of the pages beside the version folders.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SiteManifest {
    r#type: String,
    format: u32,
    pub(super) plan: String,
    pub(super) draft: bool,
    pub(super) files: Vec<ManifestFile>,
    pub(super) versions: Vec<String>,
    /// The version whose copies are hosted; drafts have none.
    #[serde(default)]
    pub(super) in_force: Option<String>,
    /// SHA-256 of the manifest of each version.
    #[serde(default)]
    manifests: BTreeMap<String, String>,
    /// Copies of that version which were withdrawn.
    #[serde(default)]
    withdrawn: Vec<String>,
    #[serde(default)]
    pub(super) register: Option<Head>,
}

impl Manifest {
    /// `None` for what is no manifest of a version.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        let is_sound = manifest.r#type == "terkawal-manifest" && manifest.format == 1 && are_different(&manifest.files);
        is_sound.then_some(manifest)
    }
}

impl SiteManifest {
    /// `None` for what is no manifest of a site.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        let is_sound = manifest.r#type == "terkawal-site"
            && manifest.format == 1
            && are_different(&manifest.files)
            && manifest.versions.iter().all(|version| is_folder_name(version));
        is_sound.then_some(manifest)
    }

    /// What it says of the site as a whole.
    pub(super) fn summary(&self) -> SiteSummary {
        let version = self.in_force.as_ref().or(self.versions.first());
        SiteSummary {
            plan: self.plan.clone(),
            version: version.cloned().unwrap_or_default(),
        }
    }

    /// Whether this is the manifest, as it knows it, of a version that was superseded.
    pub(super) fn vouches_for_old(&self, version: &str, bytes: &[u8]) -> bool {
        let is_known = self
            .manifests
            .get(version)
            .is_some_and(|sha256| *sha256 == digest::hex(bytes));
        is_known && self.in_force.as_deref() != Some(version)
    }

    /// Whether a copy of a version is hosted.
    pub(super) fn hosts(&self, version: &str, copy: &str) -> bool {
        let is_in_force = self.in_force.as_deref().is_none_or(|in_force| in_force == version);
        is_in_force && !self.withdrawn.iter().any(|number| number == copy)
    }
}

/// One entry a file: of two, other tools might believe the other one.
fn are_different(files: &[ManifestFile]) -> bool {
    let mut paths = BTreeSet::new();
    files.iter().all(|file| paths.insert(&file.path))
}

/// A name that leads to no other folder.
fn is_folder_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !name.starts_with('.')
}

/// Files of a folder against a manifest.
pub(super) struct Files<'a> {
    world: &'a dyn World,
    folder: &'a Path,
    prefix: &'a str,
    expected: BTreeMap<&'a str, &'a ManifestFile>,
}

impl<'a> Files<'a> {
    pub(super) fn new(world: &'a dyn World, folder: &'a Path, prefix: &'a str, files: &'a [ManifestFile]) -> Self {
        Self {
            world,
            folder,
            prefix,
            expected: files.iter().map(|file| (file.path.as_str(), file)).collect(),
        }
    }

    pub(super) fn file(&mut self, entry: &Entry, report: &mut Report) -> Outcome<()> {
        let shown = format!("{}{}", self.prefix, entry.path);
        let known = self.expected.remove(entry.path.as_str());
        let Some(file) = known.filter(|_| entry.kind == EntryKind::File) else {
            report.problems.push(extra(&shown));
            return Ok(());
        };
        let bytes = read(self.world, &self.folder.join(&entry.path), LARGEST_PAGE)?;
        if bytes.len() as u64 != file.size {
            let found = bytes.len();
            let message = format!("{shown} has {found} bytes instead of {}", file.size);
            report.problems.push(Diagnostic::error("E534", message));
        } else if digest::hex(&bytes) != file.sha256 {
            let message = format!("{shown} was altered: its SHA-256 is not the one in the manifest");
            report.problems.push(Diagnostic::error("E535", message));
        } else {
            report.files += 1;
            report
                .vouched
                .insert(self.folder.join(&entry.path), file.sha256.clone());
        }
        Ok(())
    }

    pub(super) fn finish(self, report: &mut Report) {
        for name in self.expected.keys() {
            report.problems.push(missing(&format!("{}{name}", self.prefix)));
        }
    }
}
