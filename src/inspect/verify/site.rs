//! A site and its versions, each against its manifest.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{
    Verifier, extra,
    manifests::{Files, Manifest, SiteManifest},
    missing,
    seen::{SeenSite, SeenVersion},
    walk,
};
use crate::{
    diagnostic::{Diagnostic, Outcome},
    inspect::files::{LARGEST_JSON, read},
    register::Digest,
    release::{MANIFEST, SITE_MANIFEST, comment_of_manifest, comment_of_site},
    world::EntryKind,
};

impl Verifier<'_> {
    /// The pages beside the version folders, and whatever else lies there.
    pub(super) fn site(&mut self, folder: &Path) -> Outcome<()> {
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

    pub(super) fn version(&mut self, folder: &Path) -> Outcome<()> {
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

/// `copies/NN/…` is covered by its own `copy.json`.
fn is_copy_file(name: &str) -> bool {
    let mut names = name.split('/');
    names.next() == Some("copies") && names.count() == 2
}
