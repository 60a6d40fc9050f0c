//! Checks what was published against its manifest and `copy.json`: hashes, sizes, nothing missing, nothing extra; and
//! what was issued against the publisher's key.

mod copies;
mod manifests;
mod record;
mod seen;
mod signatures;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

pub use record::{PublishedRecord, hosted_head};

use manifests::{Files, Manifest, SiteManifest};
use seen::{Seen, SeenSite, SeenVersion};

use super::files::{LARGEST_JSON, read};
use crate::{
    diagnostic::{Diagnostic, Failure, Findings, Outcome},
    digest,
    keys::PublicKey,
    register::Digest,
    release::{MANIFEST, SITE_MANIFEST, comment_of_manifest, comment_of_site},
    source::has_extension,
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
    /// Signatures that are by the pinned key.
    pub signatures: usize,
    /// Signatures that nobody could check, since no key was pinned.
    pub unverified: usize,
    /// Every published file that was looked at and fits, with its SHA-256.
    pub vouched: BTreeMap<PathBuf, String>,
    /// What the manifest of the site says of itself.
    pub site: Option<SiteSummary>,
    /// What does not fit.
    pub problems: Vec<Diagnostic>,
    /// A one-file copy that was named by itself: what is known of the page and the reader around its sealed part.
    pub page: Option<Page>,
    /// What was issued, for the comparison with a register.
    seen: Seen,
}

/// The whole file of a one-file copy. Its signature is of the sealed part alone.
#[derive(Debug)]
pub struct Page {
    plan: String,
    version: String,
    /// Where it was issued, such as `copies/1.0/salinan-03.html`.
    path: String,
    sha256: Digest,
    /// Whether something vouches for it, or says that it was altered.
    pub is_checked: bool,
}

impl Report {
    /// Reference of the plan whose site was looked at.
    pub fn plan(&self) -> Option<&str> {
        self.seen.plan()
    }

    /// Whether anything that was issued was looked at, besides single copies.
    pub fn is_of_an_issue(&self) -> bool {
        !self.seen.is_empty()
    }
}

/// What is published, as its manifest says.
#[derive(Clone, Debug)]
pub struct SiteSummary {
    /// Reference of the plan.
    pub plan: String,
    /// The version in force, or that of the draft.
    pub version: String,
}

impl Report {
    /// The page around a sealed part that fits is not the one that was issued.
    fn altered(&mut self, problem: Diagnostic) {
        self.copies = 0;
        self.problems.push(problem.hint(
            "its sealed part may fit all the same: do not open it, tell the plan secretary, and get the copy anew",
        ));
    }

    fn vouch(&mut self, path: PathBuf, bytes: &[u8]) {
        self.vouched.insert(path, digest::hex(bytes));
    }
}

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

    /// The pages beside the version folders, and whatever else lies there.
    fn site(&mut self, folder: &Path) -> Outcome<()> {
        let world = self.world;
        let path = folder.join(SITE_MANIFEST);
        let bytes = read(world, &path, LARGEST_JSON)?;
        let Some(manifest) = SiteManifest::parse(&bytes) else {
            self.report.problems.push(unreadable(&path));
            return Ok(());
        };
        self.report.draft |= manifest.draft;
        self.report.vouch(path.clone(), &bytes);
        self.report.site = Some(manifest.summary());
        if !manifest.draft {
            self.manifest_signature(&path, &bytes, SITE_MANIFEST, &comment_of_site(&manifest.plan))?;
            self.report.seen.sites.push(SeenSite {
                plan: manifest.plan.clone(),
                in_force: manifest.in_force.clone(),
                versions: manifest.versions.clone(),
            });
        }
        let mut check = Files::new(world, folder, "", &manifest.files);
        let mut folders = BTreeSet::new();
        for entry in walk(world, folder)? {
            let top = entry.path.split('/').next().unwrap_or_default();
            let in_version =
                world.exists(&folder.join(top).join(MANIFEST)) && entry.path != SITE_MANIFEST && top != "versions";
            if in_version {
                folders.insert(top.to_owned());
            }
            if entry.kind == EntryKind::Folder || in_version || is_manifest(&entry.path, SITE_MANIFEST) {
                continue;
            }
            check.file(&entry, &mut self.report)?;
        }
        check.finish(&mut self.report);
        for version in &manifest.versions {
            if !folders.remove(version) {
                self.report.problems.push(missing(&format!("{version}/{MANIFEST}")));
            }
        }
        self.report.problems.extend(folders.iter().map(|folder| extra(folder)));
        Ok(())
    }

    fn version(&mut self, folder: &Path) -> Outcome<()> {
        let world = self.world;
        let path = folder.join(MANIFEST);
        let bytes = read(world, &path, LARGEST_JSON)?;
        let Some(manifest) = Manifest::parse(&bytes) else {
            self.report.problems.push(unreadable(&path));
            return Ok(());
        };
        self.report.draft |= manifest.draft;
        self.report.vouch(path.clone(), &bytes);
        let prefix = format!("{}/", manifest.version);
        let site = self.site_of(folder, &manifest)?;
        // The key that signed a superseded version may have been retired since.
        let is_old = site
            .as_ref()
            .is_some_and(|(site, is_signed)| *is_signed && site.vouches_for_old(&manifest.version, &bytes));
        if is_old {
            if let Some(signature) = self.signature_file(&beside(&path))? {
                self.report.vouch(beside(&path), signature.as_bytes());
            }
        } else if !manifest.draft {
            let comment = comment_of_manifest(&manifest.plan, &manifest.version);
            self.manifest_signature(&path, &bytes, &format!("{prefix}{MANIFEST}"), &comment)?;
        }
        let mut hosted = Vec::new();
        let is_hosted = |number: &str| {
            site.as_ref()
                .is_none_or(|(site, _)| site.hosts(&manifest.version, number))
        };
        let mut check = Files::new(world, folder, &prefix, &manifest.files);
        let copies = manifest.copies.iter().map(String::as_str);
        let mut copies: BTreeSet<&str> = copies.filter(|number| is_hosted(number)).collect();
        for entry in walk(world, folder)? {
            let name = entry.path.as_str();
            if entry.kind == EntryKind::Folder {
                if let Some(number) = name.strip_prefix("copies/")
                    && !number.contains('/')
                {
                    if !copies.remove(number) {
                        self.report.problems.push(extra(&format!("{prefix}{name}")));
                    }
                    hosted.extend(self.copy(&folder.join(name), Some(&manifest))?);
                }
                continue;
            }
            // What is in a copy's folder is covered by its own copy.json.
            if entry.kind == EntryKind::File && (is_manifest(name, MANIFEST) || is_copy_file(name)) {
                continue;
            }
            check.file(&entry, &mut self.report)?;
        }
        check.finish(&mut self.report);
        for number in copies {
            self.report.problems.push(missing(&format!("{prefix}copies/{number}")));
        }
        if !manifest.draft {
            self.report.seen.versions.push(SeenVersion {
                sha256: Digest::of(&bytes),
                plan: manifest.plan,
                version: manifest.version,
                hosted,
            });
        }
        Ok(())
    }

    /// The manifest of the site around an issued version, which says whose copies are hosted, and whether its signature holds.
    fn site_of(&mut self, folder: &Path, manifest: &Manifest) -> Outcome<Option<(SiteManifest, bool)>> {
        let path = folder.join("..").join(SITE_MANIFEST);
        if manifest.draft || !self.world.exists(&path) {
            return Ok(None);
        }
        if folder
            .file_name()
            .is_some_and(|name| name.to_str() != Some(&manifest.version))
        {
            let message = format!("the folder {} holds version {}", folder.display(), manifest.version);
            self.report.problems.push(Diagnostic::error("E537", message));
        }
        let bytes = read(self.world, &path, LARGEST_JSON)?;
        let Some(site) = SiteManifest::parse(&bytes) else {
            return Ok(None);
        };
        let signature = self.signature_file(&path.with_extension("json.minisig"))?;
        let comment = comment_of_site(&site.plan);
        // One that nobody signed vouches for nothing; what it says is not there is not missed all the same.
        let is_signed = self.pins.is_empty() || self.is_signed(&bytes, signature.as_deref(), &comment);
        if !is_signed {
            let problem = self.signature(SITE_MANIFEST, &bytes, signature.as_deref(), &comment);
            self.report.problems.extend(problem);
        }
        Ok(Some((site, is_signed)))
    }

    fn manifest_signature(&mut self, path: &Path, bytes: &[u8], shown: &str, comment: &str) -> Outcome<()> {
        let signature = self.signature_file(&beside(path))?;
        if let Some(signature) = &signature {
            self.report.vouch(beside(path), signature.as_bytes());
        }
        let problem = self.signature(shown, bytes, signature.as_deref(), comment);
        self.report.problems.extend(problem);
        Ok(())
    }
}

/// The signature of a file.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{name}.minisig"))
}

fn walk(world: &dyn World, folder: &Path) -> Outcome<Vec<Entry>> {
    world.walk(folder).map_err(|error| Failure::io("read", folder, &error))
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
    extra_in(shown, "the manifest")
}

fn extra_in(shown: &str, list: &str) -> Diagnostic {
    Diagnostic::error("E533", format!("{shown} is not in {list}"))
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
