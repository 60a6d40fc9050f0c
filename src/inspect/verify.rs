//! Checks what was published against its manifest and `copy.json`: hashes, sizes, nothing missing, nothing extra; and
//! what was issued against the publisher's key.

mod copies;
mod manifests;
mod record;
mod report;
mod seen;
mod signatures;
mod site;

use std::{collections::BTreeSet, path::Path};

pub use record::{PublishedRecord, hosted_head};
pub use report::{Page, Report, SiteSummary};

use crate::{
    diagnostic::{Diagnostic, Failure, Findings, Outcome},
    keys::PublicKey,
    release::{MANIFEST, SITE_MANIFEST},
    source::has_extension,
    world::{Entry, EntryKind, World},
};

/// One look at what was published.
struct Verifier<'a> {
    world: &'a dyn World,
    pins: &'a [PublicKey],
    report: Report,
}

/// Verifies a site, a version, a folder of one-file copies, one copy's folder, or a one-file copy, against publisher keys
/// that came by another way.
///
/// # Errors
/// Only when nothing can be verified at all; findings are in the report.
pub fn verify(world: &dyn World, path: &Path, pins: &[PublicKey]) -> Outcome<Report> {
    if !world.exists(path) {
        return Err(Diagnostic::error("E530", format!("{} is not there", path.display()))
            .hint("name a site folder such as build/site, or a copy")
            .into());
    }
    let mut verifier = Verifier::new(world, pins);
    verifier.look(path)?;
    Ok(finished(verifier.report))
}

/// Verifies a whole site, and nothing less: what is not in it is a problem.
///
/// # Errors
/// `E531` for a folder that holds no site; findings are in the report.
pub fn verify_site(world: &dyn World, folder: &Path, pins: &[PublicKey]) -> Outcome<Report> {
    if !world.exists(&folder.join(SITE_MANIFEST)) {
        let message = format!("{} holds no site: {SITE_MANIFEST} is not there", folder.display());
        return Err(Diagnostic::error("E531", message)
            .hint("name the folder public that `terkawal issue` wrote")
            .into());
    }
    let mut verifier = Verifier::new(world, pins);
    verifier.tree(folder, &walk(world, folder)?)?;
    Ok(finished(verifier.report))
}

/// Problems in order.
fn finished(mut report: Report) -> Report {
    let mut findings = Findings::default();
    findings.extend(std::mem::take(&mut report.problems));
    if let Err(failure) = findings.finish() {
        report.problems = failure.diagnostics;
        // The manifest of a site is looked at for each of its versions.
        report
            .problems
            .dedup_by(|a, b| (a.code, &a.message) == (b.code, &b.message));
    }
    report
}

/// Where one-file copies lie without the sums that vouch for them. Those that were withdrawn have none.
fn without_sums(root: &Path, entries: &[Entry]) -> BTreeSet<String> {
    let copies = entries.iter().filter_map(|entry| {
        let (folder, name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
        let is_copy = name.starts_with("salinan-") && has_extension(name, "html");
        let is_withdrawn = root.join(folder).iter().any(|part| part == "withdrawn");
        (is_copy && !is_withdrawn).then(|| format!("{folder}/SHA256SUMS").trim_start_matches('/').to_owned())
    });
    let sums = entries.iter().map(|entry| entry.path.as_str());
    let sums: BTreeSet<&str> = sums.filter(|path| path.ends_with("SHA256SUMS")).collect();
    copies.filter(|path| !sums.contains(path.as_str())).collect()
}

impl<'a> Verifier<'a> {
    fn new(world: &'a dyn World, pins: &'a [PublicKey]) -> Self {
        Self {
            world,
            pins,
            report: Report::default(),
        }
    }
}

impl Verifier<'_> {
    fn look(&mut self, path: &Path) -> Outcome<()> {
        let world = self.world;
        if world.exists(&path.join(MANIFEST)) && !path.ends_with("versions") {
            self.version(path)
        } else if world.exists(&path.join("SHA256SUMS")) {
            self.sums(path)
        } else if !world.exists(&path.join("copy.json"))
            && let Ok(entries) = world.walk(path)
        {
            self.tree(path, &entries)
        } else if world.exists(&path.join("copy.json")) {
            self.copy(path, None).map(drop)
        } else {
            self.one_file(path)
        }
    }

    /// A folder above: `build`, `build/site`, `build/copies`.
    fn tree(&mut self, root: &Path, entries: &[Entry]) -> Outcome<()> {
        let mut found = false;
        for link in entries.iter().filter(|entry| entry.kind == EntryKind::Symlink) {
            self.report.problems.push(extra(&link.path));
        }
        for entry in entries.iter().filter(|entry| entry.kind == EntryKind::File) {
            let folder = |name: &str| {
                let above = entry.path.strip_suffix(name)?;
                let is_whole_name = above.is_empty() || above.ends_with('/');
                is_whole_name.then(|| root.join(above.trim_end_matches('/')))
            };
            if let Some(folder) = folder(SITE_MANIFEST) {
                found = true;
                self.site(&folder)?;
            } else if let Some(folder) = folder(MANIFEST) {
                found = true;
                let above = folder.parent().unwrap_or(&folder);
                let in_walk = |file: &Path| entries.iter().any(|entry| root.join(&entry.path) == file);
                if !in_walk(&above.join(SITE_MANIFEST)) {
                    self.report.problems.push(missing(SITE_MANIFEST));
                }
                self.version(&folder)?;
            } else if let Some(folder) = folder("SHA256SUMS") {
                found = true;
                self.sums(&folder)?;
            }
        }
        for sums in without_sums(root, entries) {
            found = true;
            self.report.problems.push(missing(&sums));
        }
        self.report.seen.folders_of_copies(self.world, root, entries);
        for folder in self.report.seen.copies.clone() {
            self.beside_versions(&folder)?;
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
}

fn walk(world: &dyn World, folder: &Path) -> Outcome<Vec<Entry>> {
    world.walk(folder).map_err(|error| Failure::io("read", folder, &error))
}

fn extra(shown: &str) -> Diagnostic {
    extra_in(shown, "the manifest")
}

fn extra_in(shown: &str, list: &str) -> Diagnostic {
    Diagnostic::error("E533", format!("{shown} is not in {list}"))
        .hint("find out who put it there; then build or issue again")
}

fn missing(shown: &str) -> Diagnostic {
    Diagnostic::error("E536", format!("{shown} is missing")).hint("build or issue again")
}
