//! Pages and sealed copies to the output folder: written beside it, checked, then renamed.

mod checked;
mod copy_files;
mod gate;
pub mod leak;
mod manifest;
mod signing;
mod staging;

use checked::Checked;
use rayon::prelude::*;

use crate::{
    classify::Partition,
    diagnostic::{Diagnostic, Failure, Findings, Outcome},
    keys::{PublisherKey, ReceiptCode},
    layout::{IssuedVersion, Pages},
    plan::{ControlledCopy, CopyNumber, DistributionList, Holder, Plan},
    register::IssuedFile,
    seal::{Imprint, SealedCopy, Sealing},
    theme::Theme,
    world::World,
};

use signing::Signer;

pub use manifest::{MANIFEST, ManifestFile, SITE_MANIFEST};
pub use signing::{comment_of_copy, comment_of_manifest, comment_of_site, comment_of_sums};
pub use staging::{OUTPUT_MARK, Staging};

/// What was built.
#[derive(Default)]
pub struct Summary {
    /// How many files the open site has.
    pub open_files: usize,
    /// Manifests and sums, which vouch for the other files, and their signatures.
    pub files: Vec<IssuedFile>,
    /// The copies.
    pub copies: Vec<StagedCopy>,
}

/// One copy as it was written.
pub struct StagedCopy {
    /// Copy number.
    pub number: CopyNumber,
    /// 1 unless it was issued again.
    pub generation: u32,
    /// Sections and blocks inside.
    pub sections: usize,
    /// All of its files.
    pub files: Vec<IssuedFile>,
    /// The code inside; drafts have none.
    pub receipt: Option<ReceiptCode>,
}

/// What makes a release an issue.
pub struct Issue<'a> {
    /// Signs manifests, sums and copies.
    pub key: &'a PublisherKey,
    /// What stands in every copy.
    pub imprint: Imprint<'a>,
    /// Versions that were in force before, newest first.
    pub earlier: &'a [IssuedVersion],
}

/// Everything a release is made from.
pub struct Release<'a> {
    /// Disk and entropy.
    pub world: &'a dyn World,
    /// The plan.
    pub plan: &'a Plan,
    /// Its distribution list.
    pub list: &'a DistributionList,
    /// Its theme.
    pub theme: &'a Theme,
    /// The document in two parts.
    pub partition: &'a Partition,
    /// The open site.
    pub pages: &'a Pages,
    /// What makes it an issue; without it everything is a draft.
    pub issue: Option<&'a Issue<'a>>,
}

/// Takes a file by its path below the output folder.
pub type Sink<'a> = dyn Fn(&str, &[u8]) -> Outcome<()> + Sync + 'a;

impl Release<'_> {
    /// Hands every file of site and copies to `sink`, once the leak gate has read it.
    ///
    /// # Errors
    /// Disk errors, copies that cannot be sealed, leaks.
    pub fn stage(&self, sink: &Sink<'_>, progress: &(dyn Fn(usize) + Sync)) -> Outcome<Summary> {
        let sealing = Sealing {
            world: self.world,
            plan: self.plan,
            pages: self.pages,
            catalogue: &self.theme.catalogue,
            outline: &self.partition.open.outline,
            sealed: &self.partition.sealed,
            open_assets: &self.partition.open.assets,
            imprint: self.issue.map(|issue| &issue.imprint),
        };
        let held: Vec<_> = if self.partition.has_sealed() {
            self.list.filed().collect()
        } else {
            Vec::new()
        };
        let seal = |held: &(&ControlledCopy, &Holder)| sealing.seal(held.0, held.1);
        // The gate is made on one thread; the others seal meanwhile what they can keep.
        let (early, late) = held.split_at(held.len().min(2 * rayon::current_num_threads()));
        let (gate, early) = rayon::join(
            || gate::build(self.plan, self.list, self.theme, self.partition),
            || early.par_iter().map(seal).collect::<Vec<_>>(),
        );
        if self.partition.has_sealed() && !gate.is_armed() {
            // A gate that knows nothing finds nothing.
            return Err(Diagnostic::error(
                "E402",
                "the leak gate has nothing to look for although sections are sealed",
            )
            .into());
        }
        let checked = Checked::new(gate, sink);
        let site = self.site();
        self.pages.files.par_iter().try_for_each(|file| {
            checked
                .write(&format!("{site}/{}", file.path), &file.bytes)
                .map(drop)
        })?;
        let copies: Vec<&str> = held.iter().map(|(copy, _)| copy.number.as_str()).collect();
        let (plan, issue, pages) = (self.plan, self.issue, &self.pages.files);
        let of_version = manifest::of_version(plan, issue, pages, &copies);
        let path = format!("{site}/{}/{MANIFEST}", plan.version);
        let signer = self.signer();
        let mut files = signer.write(&checked, &path, of_version.as_bytes(), &comment_of_manifest(&plan.reference, &plan.version))?;
        let of_site = manifest::of_site(plan, issue, pages);
        let path = format!("{site}/{SITE_MANIFEST}");
        files.extend(signer.write(&checked, &path, of_site.as_bytes(), &comment_of_site(&plan.reference))?);
        let mut summary = Summary {
            open_files: pages.len() + 2,
            files,
            copies: Vec::new(),
        };
        if self.partition.has_sealed() {
            // Of the others one copy at a time in memory for each thread.
            let sealed = early.into_par_iter().chain(late.par_iter().map(seal));
            let (copies, files) = self.copies(sealed, &checked, progress)?;
            summary.copies = copies;
            summary.files.extend(files);
        }
        let leaks = checked.leaks();
        if leaks.is_empty() {
            Ok(summary)
        } else {
            Err(leaked(leaks, self.partition))
        }
    }

    fn copies(
        &self,
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
                Err(failure) if failure.exit == crate::diagnostic::Exit::Environment => environment = Some(failure),
                Err(failure) => findings.absorb(failure),
            }
        }
        if let Some(failure) = environment {
            return Err(failure);
        }
        findings.finish()?;
        let path = format!("copies/{version}/SHA256SUMS");
        let comment = comment_of_sums(&self.plan.reference, version);
        let files = self.signer().write(checked, &path, sums.as_bytes(), &comment)?;
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
            files.push(signing::issued_file(&path, bytes));
        }
        let page = copy_files::one_file(&self.pages.file_shell, &sealed, &members);
        let name = copy_files::one_file_name(&sealed.number);
        let path = format!("copies/{version}/{name}");
        checked.write_copy(&path, &page, common, &cleared)?;
        let file = signing::issued_file(&path, page.as_bytes());
        let sum = format!("{}  {name}\n", file.sha256.as_str());
        files.push(file);
        let copy = StagedCopy {
            number: sealed.number,
            generation: sealed.generation,
            sections: sealed.sections,
            files,
            receipt: sealed.receipt,
        };
        Ok((copy, sum))
    }

    /// The folder that is hosted.
    fn site(&self) -> &'static str {
        if self.issue.is_some() { "public" } else { "site" }
    }

    fn signer(&self) -> Signer<'_> {
        Signer {
            key: self.issue.map(|issue| issue.key),
        }
    }
}

/// One problem for each thing that leaks and each file of the site; one-file copies repeat the site's open part and are
/// named only where they alone leak.
fn leaked(mut leaks: Vec<leak::Leak>, partition: &Partition) -> Failure {
    leaks.sort_by(|a, b| (&a.label, a.kind, &a.file, a.offset).cmp(&(&b.label, b.kind, &b.file, b.offset)));
    leaks.dedup_by(|a, b| (&a.file, &a.label, a.kind) == (&b.file, &b.label, b.kind));
    let mut findings = Findings::default();
    for same in leaks.chunk_by(|a, b| (&a.label, a.kind) == (&b.label, b.kind)) {
        let in_site = |leak: &leak::Leak| !leak.file.starts_with("copies/");
        let repeated = same.iter().any(in_site);
        for leak in same.iter().filter(|leak| in_site(leak) || !repeated) {
            findings.push(of_leak(leak, partition));
        }
    }
    match findings.finish() {
        Err(failure) => failure,
        Ok(_) => Failure::fault(Diagnostic::error("E400", "sealed matter would be published")),
    }
}

fn of_leak(leak: &leak::Leak, partition: &Partition) -> Diagnostic {
    let file = &leak.file;
    if leak.kind == leak::LeakKind::Unreadable {
        let message = format!("{file} cannot be read through, so it cannot be cleared for publication");
        return Diagnostic::error("E401", message)
            .hint("replace the attachment or picture by an ordinary file of its format");
    }
    let entries = partition.open.outline.entries();
    let id = leak.label.split("-b").next().unwrap_or(&leak.label);
    let number = entries
        .iter()
        .find(|entry| entry.id() == id)
        .and_then(|entry| entry.number());
    let section = number.map_or_else(String::new, |number| format!(" (section {number})"));
    let message = format!(
        "sealed matter of {}{section} would be published in {file}: {}",
        leak.label,
        leak.kind.as_str()
    );
    Diagnostic::error("E400", message).hint(
        "look for it in attachments and pictures of open sections, in plan.yaml and in changed templates; take it out \
         there, or seal what holds it",
    )
}
