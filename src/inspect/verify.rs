//! Checks what was published against its manifest and `copy.json`: hashes, sizes, nothing missing, nothing extra.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use serde::Deserialize;

use super::{
    CopySet,
    files::{LARGEST_JSON, LARGEST_PAGE, read},
};
use crate::{
    diagnostic::{Diagnostic, Failure, Findings, Outcome},
    digest,
    register::Head,
    release::{MANIFEST, ManifestFile, SITE_MANIFEST},
    world::{Entry, EntryKind, World},
};

/// What was looked at and what was found.
#[derive(Debug, Default)]
pub struct Report {
    /// Open files that fit their manifest.
    pub files: usize,
    /// Copies that fit their `copy.json`.
    pub copies: usize,
    /// Whether anything is a draft, hence unsigned.
    pub draft: bool,
    /// What does not fit.
    pub problems: Vec<Diagnostic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    r#type: String,
    format: u32,
    plan: String,
    version: String,
    draft: bool,
    files: Vec<ManifestFile>,
    copies: Vec<String>,
    #[serde(default)]
    register: Option<Head>,
}

/// The manifest of the pages beside the version folders.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteManifest {
    r#type: String,
    format: u32,
    #[serde(rename = "plan")]
    _plan: String,
    draft: bool,
    files: Vec<ManifestFile>,
    versions: Vec<String>,
    #[serde(default)]
    in_force: Option<String>,
    #[serde(default)]
    register: Option<Head>,
}

/// Verifies a site, a version, a folder of one-file copies, one copy's folder, or a one-file copy.
///
/// # Errors
/// Only when nothing can be verified at all; findings are in the report.
pub fn verify(world: &dyn World, path: &Path) -> Outcome<Report> {
    let mut report = Report::default();
    if !world.exists(path) {
        return Err(Diagnostic::error("E530", format!("{} is not there", path.display()))
            .hint("name a site folder such as build/site, or a copy")
            .into());
    }
    if world.exists(&path.join(MANIFEST)) && !path.ends_with("versions") {
        version(world, path, &mut report)?;
    } else if world.exists(&path.join("copy.json")) {
        copy(world, path, None, &mut report)?;
    } else if world.exists(&path.join("SHA256SUMS")) {
        sums(world, path, &mut report)?;
    } else if let Ok(entries) = world.walk(path) {
        tree(world, path, &entries, &mut report)?;
    } else {
        copy(world, path, None, &mut report)?;
    }
    let mut findings = Findings::default();
    findings.extend(std::mem::take(&mut report.problems));
    if let Err(failure) = findings.finish() {
        report.problems = failure.diagnostics;
    }
    Ok(report)
}

/// A folder above: `build`, `build/site`, `build/copies`.
fn tree(world: &dyn World, root: &Path, entries: &[Entry], report: &mut Report) -> Outcome<()> {
    let mut found = false;
    for link in entries.iter().filter(|entry| entry.kind == EntryKind::Symlink) {
        report.problems.push(extra(&link.path));
    }
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::File) {
        let folder = |name: &str| Some(root.join(entry.path.strip_suffix(name)?.trim_end_matches('/')));
        if let Some(folder) = folder(SITE_MANIFEST) {
            found = true;
            site(world, &folder, report)?;
        } else if let Some(folder) = folder(MANIFEST) {
            found = true;
            let above = folder.parent().unwrap_or(&folder);
            let in_walk = |file: &Path| entries.iter().any(|entry| root.join(&entry.path) == file);
            if !in_walk(&above.join(SITE_MANIFEST)) {
                report.problems.push(missing(SITE_MANIFEST));
            }
            version(world, &folder, report)?;
        } else if let Some(folder) = folder("SHA256SUMS") {
            found = true;
            sums(world, &folder, report)?;
        }
    }
    if found {
        return Ok(());
    }
    Err(
        Diagnostic::error("E531", format!("{} holds no manifest and no copy", root.display()))
            .hint("name a folder that `terkawal build` or `issue` wrote")
            .into(),
    )
}

/// The pages beside the version folders, and whatever else lies there.
fn site(world: &dyn World, folder: &Path, report: &mut Report) -> Outcome<()> {
    let path = folder.join(SITE_MANIFEST);
    let manifest = match serde_json::from_slice::<SiteManifest>(&read(world, &path, LARGEST_JSON)?) {
        Ok(manifest)
            if manifest.r#type == "terkawal-site"
                && manifest.format == 1
                && are_different(&manifest.files)
                && manifest.versions.iter().all(|version| is_folder_name(version)) =>
        {
            manifest
        }
        _ => {
            report.problems.push(unreadable(&path));
            return Ok(());
        }
    };
    report.draft |= manifest.draft;
    let mut check = Files::new(world, folder, "", &manifest.files);
    for entry in walk(world, folder)? {
        let top = entry.path.split('/').next().unwrap_or_default();
        let in_version =
            world.exists(&folder.join(top).join(MANIFEST)) && entry.path != SITE_MANIFEST && top != "versions";
        if entry.kind == EntryKind::Folder || in_version || is_manifest(&entry.path, SITE_MANIFEST) {
            continue;
        }
        check.file(&entry, report)?;
    }
    check.finish(report);
    for version in &manifest.versions {
        if !world.exists(&folder.join(version).join(MANIFEST)) {
            report.problems.push(missing(&format!("{version}/{MANIFEST}")));
        }
    }
    Ok(())
}

fn version(world: &dyn World, folder: &Path, report: &mut Report) -> Outcome<()> {
    let path = folder.join(MANIFEST);
    let manifest = match serde_json::from_slice::<Manifest>(&read(world, &path, LARGEST_JSON)?) {
        Ok(manifest)
            if manifest.r#type == "terkawal-manifest" && manifest.format == 1 && are_different(&manifest.files) =>
        {
            manifest
        }
        _ => {
            report.problems.push(unreadable(&path));
            return Ok(());
        }
    };
    report.draft |= manifest.draft;
    let prefix = format!("{}/", manifest.version);
    let mut check = Files::new(world, folder, &prefix, &manifest.files);
    let mut copies: BTreeSet<&str> = manifest.copies.iter().map(String::as_str).collect();
    for entry in walk(world, folder)? {
        let name = entry.path.as_str();
        if entry.kind == EntryKind::Folder {
            if let Some(number) = name.strip_prefix("copies/")
                && !number.contains('/')
            {
                if !copies.remove(number) {
                    report.problems.push(extra(&format!("{prefix}{name}")));
                }
                copy(world, &folder.join(name), Some(&manifest), report)?;
            }
            continue;
        }
        // What is in a copy's folder is covered by its own copy.json.
        if entry.kind == EntryKind::File && (is_manifest(name, MANIFEST) || is_copy_file(name)) {
            continue;
        }
        check.file(&entry, report)?;
    }
    check.finish(report);
    for number in copies {
        report.problems.push(missing(&format!("{prefix}copies/{number}")));
    }
    Ok(())
}

/// Files of a folder against a manifest.
struct Files<'a> {
    world: &'a dyn World,
    folder: &'a Path,
    prefix: &'a str,
    expected: BTreeMap<&'a str, &'a ManifestFile>,
}

impl<'a> Files<'a> {
    fn new(world: &'a dyn World, folder: &'a Path, prefix: &'a str, files: &'a [ManifestFile]) -> Self {
        Self {
            world,
            folder,
            prefix,
            expected: files.iter().map(|file| (file.path.as_str(), file)).collect(),
        }
    }

    fn file(&mut self, entry: &Entry, report: &mut Report) -> Outcome<()> {
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
        }
        Ok(())
    }

    fn finish(self, report: &mut Report) {
        for name in self.expected.keys() {
            report.problems.push(missing(&format!("{}{name}", self.prefix)));
        }
    }
}

fn walk(world: &dyn World, folder: &Path) -> Outcome<Vec<Entry>> {
    world.walk(folder).map_err(|error| Failure::io("read", folder, &error))
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

fn is_manifest(name: &str, manifest: &str) -> bool {
    name == manifest || name.strip_suffix(".minisig") == Some(manifest)
}

fn unreadable(path: &Path) -> Diagnostic {
    Diagnostic::error(
        "E532",
        format!("{} is not a manifest this version knows", path.display()),
    )
    .hint("use a newer terkawal, or find out who changed the file")
}

fn extra(shown: &str) -> Diagnostic {
    Diagnostic::error("E533", format!("{shown} is not in the manifest"))
        .hint("find out who put it there; then build or issue again")
}

fn missing(shown: &str) -> Diagnostic {
    Diagnostic::error("E536", format!("{shown} is missing")).hint("build or issue again")
}

/// `copies/NN/…` is covered by its own `copy.json`.
fn is_copy_file(name: &str) -> bool {
    let mut names = name.split('/');
    names.next() == Some("copies") && names.count() == 2
}

fn copy(world: &dyn World, path: &Path, within: Option<&Manifest>, report: &mut Report) -> Outcome<()> {
    match CopySet::read(world, path) {
        Ok(set) => {
            report.draft |= set.json.draft;
            let mut problems = set.problems();
            problems.extend(extra_files(world, path, &set)?);
            if let Some(manifest) = within
                && (&manifest.plan, &manifest.version, manifest.draft)
                    != (&set.json.plan, &set.json.version, set.json.draft)
            {
                let json = &set.json;
                problems.push(Diagnostic::error(
                    "E539",
                    format!(
                        "{} holds a copy of {} {}, not of this version",
                        path.display(),
                        json.plan,
                        json.version
                    ),
                ));
            }
            if problems.is_empty() {
                report.copies += 1;
            }
            report.problems.extend(problems);
        }
        Err(failure) if failure.exit == crate::diagnostic::Exit::Fault => report.problems.extend(failure.diagnostics),
        Err(failure) => return Err(failure),
    }
    Ok(())
}

fn extra_files(world: &dyn World, path: &Path, set: &CopySet) -> Outcome<Vec<Diagnostic>> {
    if !world.exists(&path.join("copy.json")) {
        return Ok(Vec::new());
    }
    let entries = world.walk(path).map_err(|error| Failure::io("read", path, &error))?;
    let mut problems = Vec::new();
    for entry in entries {
        let known = matches!(entry.path.as_str(), "copy.json" | "copy.json.minisig")
            || set.json.files.contains_key(&entry.path);
        if !known {
            problems.push(Diagnostic::error(
                "E506",
                format!("copy {}: {} is not named in copy.json", set.json.copy, entry.path),
            ));
        }
    }
    if path
        .file_name()
        .is_some_and(|name| name.to_str() != Some(&set.json.copy))
    {
        problems.push(Diagnostic::error(
            "E537",
            format!("the folder {} holds copy {}", path.display(), set.json.copy),
        ));
    }
    Ok(problems)
}

/// A folder of one-file copies.
fn sums(world: &dyn World, folder: &Path, report: &mut Report) -> Outcome<()> {
    let path = folder.join("SHA256SUMS");
    let text = String::from_utf8_lossy(&read(world, &path, LARGEST_JSON)?).into_owned();
    let mut expected = BTreeMap::new();
    for line in text.lines() {
        match line.split_once("  ") {
            Some((sum, name)) => {
                expected.insert(name.to_owned(), sum.to_owned());
            }
            None => report
                .problems
                .push(Diagnostic::error("E538", format!("{} cannot be read", path.display()))),
        }
    }
    for entry in world
        .walk(folder)
        .map_err(|error| Failure::io("read", folder, &error))?
    {
        let name = entry.path.as_str();
        if matches!(name, "SHA256SUMS" | "SHA256SUMS.minisig") {
            continue;
        }
        match expected.remove(name) {
            None => report
                .problems
                .push(Diagnostic::error("E533", format!("{name} is not in SHA256SUMS"))),
            Some(sum) if digest::hex(&read(world, &folder.join(name), LARGEST_PAGE)?) != sum => {
                report.problems.push(Diagnostic::error(
                    "E535",
                    format!("{name} was altered: its SHA-256 is not the one in SHA256SUMS"),
                ));
            }
            Some(_) => copy(world, &folder.join(name), None, report)?,
        }
    }
    for name in expected.keys() {
        report.problems.push(missing(name));
    }
    Ok(())
}
