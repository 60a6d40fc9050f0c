//! Copies: the files of one, and a folder of one-file copies.

use std::{collections::BTreeMap, path::Path};

use super::{Page, Verifier, extra_in, manifests::Manifest, missing, seen::SeenCopy};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome},
    digest,
    inspect::{
        CopySet,
        files::{LARGEST_JSON, LARGEST_PAGE, read},
    },
    register::Digest,
    release::{ARCHIVE, MEMORY, comment_of_copy, comment_of_sums},
    source::has_extension,
    world::{EntryKind, World},
};

impl Verifier<'_> {
    /// One copy; what it says of itself, when it can be read.
    pub(super) fn copy(&mut self, path: &Path, within: Option<&Manifest>) -> Outcome<Option<SeenCopy>> {
        let set = match CopySet::read(self.world, path) {
            Ok(set) => set,
            Err(failure) if failure.exit == Exit::Fault => {
                self.report.problems.extend(failure.diagnostics);
                return Ok(None);
            }
            Err(failure) => return Err(failure),
        };
        let json = &set.json;
        self.report.draft |= json.draft;
        let mut problems = set.problems();
        problems.extend(extra_files(self.world, path, &set)?);
        if let Some(manifest) = within
            && (&manifest.plan, &manifest.version, manifest.draft) != (&json.plan, &json.version, json.draft)
        {
            let message = format!(
                "{} holds a copy of {} {}, not of this version",
                path.display(),
                json.plan,
                json.version
            );
            problems.push(Diagnostic::error("E539", message));
        }
        if !json.draft {
            let comment = comment_of_copy(&json.plan, &json.version, &json.copy);
            let shown = format!("copy.json of copy {}", json.copy);
            problems.extend(self.signature(&shown, set.signed.as_bytes(), set.signature.as_deref(), &comment));
        }
        if problems.is_empty() {
            self.report.copies += 1;
            if within.is_some() {
                self.vouch_for_copy(path, &set);
            }
        }
        self.report.problems.extend(problems);
        Ok(Some(SeenCopy {
            sha256: Digest::of(set.signed.as_bytes()),
            plan: set.json.plan,
            version: set.json.version,
            number: set.json.copy,
            generation: set.json.generation,
            is_draft: set.json.draft,
        }))
    }

    /// The files of a hosted copy, all of which fit.
    fn vouch_for_copy(&mut self, folder: &Path, set: &CopySet) {
        let report = &mut self.report;
        report.vouch(folder.join("copy.json"), set.signed.as_bytes());
        if let Some(signature) = &set.signature {
            report.vouch(folder.join("copy.json.minisig"), signature.as_bytes());
        }
        for (name, file) in &set.json.files {
            report.vouched.insert(folder.join(name), file.sha256.clone());
        }
    }

    /// A one-file copy, and the page around its sealed part, as far as there are sums beside it that name it.
    pub(super) fn one_file(&mut self, path: &Path) -> Outcome<()> {
        let Some(copy) = self.copy(path, None)? else {
            return Ok(());
        };
        let bytes = read(self.world, path, LARGEST_PAGE)?;
        let mut page = Page {
            path: format!("copies/{}/salinan-{}.html", copy.version, copy.number),
            plan: copy.plan.clone(),
            version: copy.version.clone(),
            sha256: Digest::of(&bytes),
            is_checked: false,
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let sums = folder.join("SHA256SUMS");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if self.world.exists(&sums) {
            let bytes = read(self.world, &sums, LARGEST_JSON)?;
            let text = String::from_utf8_lossy(&bytes);
            let mut lines = text.lines().filter_map(|line| line.split_once("  "));
            if let Some((sum, _)) = lines.find(|(_, named)| *named == name) {
                page.is_checked = true;
                if sum != page.sha256.as_str() {
                    let message = format!("{name} was altered: its SHA-256 is not the one in SHA256SUMS");
                    self.report.altered(Diagnostic::error("E535", message));
                }
                if !copy.is_draft {
                    let signature = self.signature_file(&folder.join("SHA256SUMS.minisig"))?;
                    let comment = comment_of_sums(&copy.plan, &copy.version);
                    let problem = self.signature("SHA256SUMS", &bytes, signature.as_deref(), &comment);
                    self.report.problems.extend(problem);
                }
            }
        }
        self.report.page = Some(page);
        Ok(())
    }

    /// What lies in a folder of copies beside those of the versions: copies that were withdrawn, which the register knows, and
    /// what nobody vouches for.
    pub(super) fn beside_versions(&mut self, folder: &Path) -> Outcome<()> {
        let failed = |error| Failure::io("read", folder, &error);
        if !self.world.exists(folder) {
            return Ok(());
        }
        for entry in self.world.walk(folder).map_err(failed)? {
            let name = entry.path.as_str();
            let is_page = !name.contains('/') && (has_extension(name, "html") || has_extension(name, "zip"));
            if is_page && !name.starts_with("salinan-") {
                self.report
                    .problems
                    .push(extra_in(&format!("copies/{name}"), "any SHA256SUMS"));
            } else if let Some(path) = name
                .strip_prefix("withdrawn/")
                .filter(|_| entry.kind == EntryKind::File)
            {
                let bytes = read(self.world, &folder.join(name), LARGEST_PAGE)?;
                self.report.seen.withdrawn.push((path.to_owned(), Digest::of(&bytes)));
            }
        }
        Ok(())
    }

    /// A folder of one-file copies.
    pub(super) fn sums(&mut self, folder: &Path) -> Outcome<()> {
        let path = folder.join("SHA256SUMS");
        let bytes = read(self.world, &path, LARGEST_JSON)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut expected = BTreeMap::new();
        for line in text.lines() {
            match line.split_once("  ") {
                Some((sum, name)) => {
                    expected.insert(name.to_owned(), sum.to_owned());
                }
                None => {
                    let message = format!("{} cannot be read", path.display());
                    self.report.problems.push(Diagnostic::error("E538", message));
                }
            }
        }
        let mut copies = Vec::new();
        let entries = self.world.walk(folder);
        for entry in entries.map_err(|error| Failure::io("read", folder, &error))? {
            let name = entry.path.as_str();
            if matches!(name, "SHA256SUMS" | "SHA256SUMS.minisig") {
                continue;
            }
            let file = folder.join(name);
            match expected.remove(name) {
                None => self.report.problems.push(extra_in(name, "SHA256SUMS")),
                Some(sum) if digest::hex(&read(self.world, &file, LARGEST_PAGE)?) != sum => {
                    self.report.problems.push(Diagnostic::error(
                        "E535",
                        format!("{name} was altered: its SHA-256 is not the one in SHA256SUMS"),
                    ));
                }
                // What the plan secretary keeps beside the copies is known by its hash alone.
                Some(_) if matches!(name, ARCHIVE | MEMORY) || has_extension(name, "zip") => {}
                Some(_) => copies.extend(self.copy(&file, None)?),
            }
        }
        for name in expected.keys() {
            self.report.problems.push(missing(name));
        }
        self.sums_signature(folder, &bytes, &copies)
    }

    /// The file names neither plan nor version; its signature must name those of every copy in it.
    fn sums_signature(&mut self, folder: &Path, bytes: &[u8], copies: &[SeenCopy]) -> Outcome<()> {
        let path = folder.join("SHA256SUMS.minisig");
        if self.report.draft && !self.world.exists(&path) {
            return Ok(());
        }
        let signature = self.signature_file(&path)?;
        let mut comments: Vec<String> = copies
            .iter()
            .map(|copy| comment_of_sums(&copy.plan, &copy.version))
            .collect();
        comments.dedup();
        if comments.is_empty() {
            // Beside no copy nothing else tells what it is of: its own signed word must do.
            let stated = signature.as_deref().and_then(stated_comment);
            comments
                .extend(stated.filter(|comment| comment.starts_with(&comment_of_sums("", "").trim_end().to_owned())));
        }
        if let [comment] = &comments[..]
            && copies.iter().all(|copy| !copy.is_draft)
        {
            self.report.seen.sums(comment, bytes);
        }
        for comment in comments {
            let problem = self.signature("SHA256SUMS", bytes, signature.as_deref(), &comment);
            self.report.problems.extend(problem);
        }
        Ok(())
    }
}

/// The trusted comment of a signature, as it stands there.
fn stated_comment(signature: &str) -> Option<String> {
    let line = signature.lines().nth(2)?;
    line.strip_prefix("trusted comment: ").map(str::to_owned)
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
