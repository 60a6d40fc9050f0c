//! The copies of a release: a folder each on the site, and one file each to be handed over.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    Release, Secretary, StagedCopy,
    checked::Checked,
    copy_files, leak,
    signing::{comment_of_copy, comment_of_sums, issued_file},
};
use crate::{
    diagnostic::{Exit, Failure, Findings, Outcome},
    register::IssuedFile,
    seal::{SealedCopy, Sealing},
};

/// The sources of an issue, sealed to the master key.
pub const ARCHIVE: &str = "sources.age";

/// What was sealed in an issue, as hashes, sealed as well.
pub const MEMORY: &str = "sealed.age";

impl Release<'_> {
    pub(super) fn copies(
        &self,
        sealing: &Sealing<'_>,
        sealed: impl IndexedParallelIterator<Item = Outcome<SealedCopy>>,
        checked: &Checked<'_>,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Outcome<(Vec<StagedCopy>, Vec<IssuedFile>)> {
        let version = &self.plan.version;
        let common = checked.common(self.pages.file_shell.parts());
        let done: Vec<Outcome<(StagedCopy, String)>> = sealed
            .map(|sealed| {
                let copy = self.copy(sealed?, checked, common.as_ref())?;
                progress(1);
                Ok(copy)
            })
            .collect();
        let mut findings = Findings::default();
        let mut copies = Vec::new();
        let mut sums = String::new();
        let mut environment = None;
        for result in done {
            match result {
                Ok((copy, sum)) => {
                    copies.push(copy);
                    sums.push_str(&sum);
                }
                Err(failure) if failure.exit == Exit::Environment => environment = Some(failure),
                Err(failure) => findings.absorb(failure),
            }
        }
        if let Some(failure) = environment {
            return Err(failure);
        }
        findings.finish()?;
        if let Some(issue) = self.issue {
            let printed: Vec<_> = self.asked(self.list.printed()).collect();
            let printed = printed.into_par_iter().map(|(copy, holder)| {
                let sealed = sealing.seal_printed(copy, holder, issue.master)?;
                self.unhosted(sealed, checked, common.as_ref())
            });
            for copy in printed.collect::<Vec<_>>() {
                let copy = copy?;
                sums.extend(copy.files.iter().map(sum_of));
                copies.push(copy);
            }
        }
        let mut files = Vec::new();
        if let Some(issue) = self.issue
            && let Some(secretary) = issue.secretary
        {
            if self.partition.has_sealed() {
                let sealed = sealing.seal_master(issue.master)?;
                files.extend(self.unhosted(sealed, checked, common.as_ref())?.files);
            }
            files.extend(self.for_secretary(secretary, checked)?);
            sums.extend(files.iter().map(sum_of));
        }
        if let Some(again) = self.again() {
            sums = merged(again.sums, &sums);
        }
        let path = format!("copies/{version}/SHA256SUMS");
        let comment = comment_of_sums(&self.plan.reference, version);
        files.extend(self.signer().write(checked, &path, sums.as_bytes(), &comment)?);
        Ok((copies, files))
    }

    /// Writes one copy, as files and as one file; returns it with the line of the latter in `SHA256SUMS`.
    fn copy(
        &self,
        sealed: SealedCopy,
        checked: &Checked<'_>,
        common: Option<&leak::Common>,
    ) -> Outcome<(StagedCopy, String)> {
        let version = &self.plan.version;
        let folder = format!("{}/{version}/copies/{}", self.site(), sealed.number);
        let comment = comment_of_copy(&self.plan.reference, version, sealed.number.as_str());
        let signature = self.signer().sign(sealed.copy_json.as_bytes(), &comment)?;
        let mut cleared = Vec::new();
        let mut files = Vec::new();
        let members = copy_files::files(&sealed, signature.as_deref());
        for (name, bytes) in &members {
            let path = format!("{folder}/{name}");
            cleared.extend(checked.write(&path, bytes)?);
            files.push(issued_file(&path, bytes));
        }
        let page = copy_files::one_file(&self.pages.file_shell, &sealed, &members);
        let name = copy_files::one_file_name(&sealed.number);
        let path = format!("copies/{version}/{name}");
        checked.write_copy(&path, &page, common, &cleared)?;
        let file = issued_file(&path, page.as_bytes());
        let mut sum = sum_of(&file);
        files.push(file);
        if self.issue.is_some_and(|issue| issue.zip) {
            let packed = copy_files::zipped(&name, page.as_bytes());
            let packed = packed.map_err(|error| Failure::io("pack", name.as_ref(), &error))?;
            let path = format!("copies/{version}/{}", copy_files::zip_name(&sealed.number));
            checked.write(&path, &packed)?;
            let file = issued_file(&path, &packed);
            sum.push_str(&sum_of(&file));
            files.push(file);
        }
        let copy = StagedCopy {
            number: sealed.number,
            generation: sealed.generation,
            sections: sealed.sections,
            files,
            receipt: sealed.receipt,
        };
        Ok((copy, sum))
    }

    /// What each sealed part was marked; of lines that go by one name the highest.
    fn marks(&self) -> BTreeMap<String, String> {
        let mut levels = BTreeMap::new();
        for fragment in &self.partition.sealed.fragments {
            let level = levels
                .entry(fragment.gate_matter().label.to_owned())
                .or_insert(fragment.classification());
            *level = fragment.classification().max(*level);
        }
        let marks = levels
            .into_iter()
            .map(|(label, level)| (label, level.mark().to_owned()));
        marks.collect()
    }

    /// Writes a copy that the plan secretary opens: as one file, which is never hosted.
    fn unhosted(
        &self,
        sealed: SealedCopy,
        checked: &Checked<'_>,
        common: Option<&leak::Common>,
    ) -> Outcome<StagedCopy> {
        let version = &self.plan.version;
        let comment = comment_of_copy(&self.plan.reference, version, sealed.number.as_str());
        let signature = self.signer().sign(sealed.copy_json.as_bytes(), &comment)?;
        let members = copy_files::files(&sealed, signature.as_deref());
        let page = copy_files::one_file(&self.pages.file_shell, &sealed, &members);
        let path = format!("copies/{version}/{}", copy_files::one_file_name(&sealed.number));
        checked.write_copy(&path, &page, common, &[])?;
        Ok(StagedCopy {
            number: sealed.number,
            generation: sealed.generation,
            sections: sealed.sections,
            files: vec![issued_file(&path, page.as_bytes())],
            receipt: sealed.receipt,
        })
    }

    /// The sources, and what the next issue must know.
    fn for_secretary(&self, secretary: &Secretary<'_>, checked: &Checked<'_>) -> Outcome<Vec<IssuedFile>> {
        let write = |name: &str, bytes: &[u8]| -> Outcome<IssuedFile> {
            let path = format!("copies/{}/{name}", self.plan.version);
            checked.write(&path, bytes)?;
            Ok(issued_file(&path, bytes))
        };
        let memory = serde_json::to_vec(&checked.memory().marked(self.marks()));
        let memory = memory.map_err(|error| Failure::io("write", MEMORY.as_ref(), &error.into()))?;
        Ok(vec![
            write(ARCHIVE, secretary.archive)?,
            write(MEMORY, &(secretary.seal_memory)(&memory)?)?,
        ])
    }
}

/// The line of a file in `SHA256SUMS`.
fn sum_of(file: &IssuedFile) -> String {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    format!("{}  {name}\n", file.sha256.as_str())
}

/// Lines of `SHA256SUMS` in the place of those of the same copy, packed or not.
fn merged(old: &str, new: &str) -> String {
    let name = |line: &str| {
        let (_, name) = line.split_once("  ")?;
        let stem = name.strip_suffix(".html").or_else(|| name.strip_suffix(".zip"));
        Some(stem.unwrap_or(name).to_owned())
    };
    let replaced: Vec<_> = new.lines().map(name).collect();
    let kept = old.lines().filter(|line| !replaced.contains(&name(line)));
    kept.chain(new.lines()).flat_map(|line| [line, "\n"]).collect()
}
