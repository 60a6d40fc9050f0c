//! Checks what was published against its manifest and `copy.json`: hashes, sizes, nothing missing, nothing extra.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

use super::CopySet;
use crate::{
    diagnostic::{Diagnostic, Failure, Findings, Outcome},
    digest,
    release::{MANIFEST, ManifestFile},
    world::{EntryKind, World},
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
    if world.exists(&path.join(MANIFEST)) {
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
fn tree(world: &dyn World, root: &Path, entries: &[crate::world::Entry], report: &mut Report) -> Outcome<()> {
    let mut found = false;
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::File) {
        let (folder, name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
        match name {
            MANIFEST => {
                found = true;
                version(world, &root.join(folder), report)?;
            }
            "SHA256SUMS" => {
                found = true;
                sums(world, &root.join(folder), report)?;
            }
            _ => {}
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

fn version(world: &dyn World, folder: &Path, report: &mut Report) -> Outcome<()> {
    let path = folder.join(MANIFEST);
    let bytes = read(world, &path)?;
    let Ok(manifest) = serde_json::from_slice::<Manifest>(&bytes) else {
        report
            .problems
            .push(Diagnostic::error("E532", format!("{} cannot be read", path.display())));
        return Ok(());
    };
    if manifest.r#type != "terkawal-manifest" || manifest.format != 1 {
        report.problems.push(
            Diagnostic::error(
                "E507",
                format!("{} is of a format this version does not know", path.display()),
            )
            .hint("use a newer terkawal"),
        );
        return Ok(());
    }
    report.draft |= manifest.draft;
    let shown = |file: &str| format!("{}/{file}", manifest.version);
    let mut expected: BTreeMap<&str, &ManifestFile> =
        manifest.files.iter().map(|file| (file.path.as_str(), file)).collect();
    for entry in world
        .walk(folder)
        .map_err(|error| Failure::io("read", folder, &error))?
    {
        let name = entry.path.as_str();
        if entry.kind == EntryKind::Folder {
            if let Some(number) = name.strip_prefix("copies/")
                && !number.contains('/')
            {
                copy(world, &folder.join(name), Some(&manifest), report)?;
            }
            continue;
        }
        if name == MANIFEST || name == "manifest.json.minisig" || is_copy_file(name) {
            continue;
        }
        let Some(file) = expected.remove(name) else {
            report.problems.push(
                Diagnostic::error("E533", format!("{} is not in the manifest", shown(name)))
                    .hint("find out who put it there; then build or issue again"),
            );
            continue;
        };
        let bytes = read(world, &folder.join(name))?;
        if bytes.len() as u64 != file.size {
            report.problems.push(Diagnostic::error(
                "E534",
                format!("{} has {} bytes instead of {}", shown(name), bytes.len(), file.size),
            ));
        } else if digest::hex(&bytes) != file.sha256 {
            report.problems.push(Diagnostic::error(
                "E535",
                format!(
                    "{} was altered: its SHA-256 is not the one in the manifest",
                    shown(name)
                ),
            ));
        } else {
            report.files += 1;
        }
    }
    for name in expected.keys() {
        report
            .problems
            .push(Diagnostic::error("E536", format!("{} is missing", shown(name))));
    }
    Ok(())
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
    let text = String::from_utf8_lossy(&read(world, &path)?).into_owned();
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
            Some(sum) if digest::hex(&read(world, &folder.join(name))?) != sum => {
                report.problems.push(Diagnostic::error(
                    "E535",
                    format!("{name} was altered: its SHA-256 is not the one in SHA256SUMS"),
                ));
            }
            Some(_) => copy(world, &folder.join(name), None, report)?,
        }
    }
    for name in expected.keys() {
        report
            .problems
            .push(Diagnostic::error("E536", format!("{name} is missing")));
    }
    Ok(())
}

fn read(world: &dyn World, path: &Path) -> Outcome<Vec<u8>> {
    world.read(path).map_err(|error| Failure::io("read", path, &error))
}
