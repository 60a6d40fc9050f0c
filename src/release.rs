//! Pages and sealed copies to the output folder: written beside it, checked, then renamed.

mod checked;
mod copy_files;
mod gate;
pub mod leak;
mod manifest;
mod staging;

use checked::Checked;
use rayon::prelude::*;

use crate::{
    classify::Partition,
    diagnostic::{Diagnostic, Failure, Findings, Outcome},
    layout::Pages,
    plan::{ControlledCopy, DistributionList, Holder, Plan},
    seal::{SealedCopy, Sealing},
    theme::Theme,
    world::World,
};

pub use manifest::{MANIFEST, ManifestFile, SITE_MANIFEST};
pub use staging::{OUTPUT_MARK, Staging};

/// What was built.
#[derive(Debug, Default)]
pub struct Summary {
    /// Files of the open site.
    pub open_files: usize,
    /// Copy numbers with the sections and blocks in each.
    pub copies: Vec<(String, usize)>,
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
    /// Whether it is a draft.
    pub draft: bool,
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
            draft: self.draft,
        };
        let held: Vec<_> = if self.partition.has_sealed() {
            self.list.held().collect()
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
        let write = |path: &str, bytes: &[u8]| checked.write(path, bytes).map(drop);
        self.pages
            .files
            .par_iter()
            .try_for_each(|file| write(&format!("site/{}", file.path), &file.bytes))?;
        let copies: Vec<&str> = held.iter().map(|(copy, _)| copy.number.as_str()).collect();
        let of_version = manifest::of_version(self.plan, self.draft, &self.pages.files, &copies);
        write(&format!("site/{}/{MANIFEST}", self.plan.version), of_version.as_bytes())?;
        let of_site = manifest::of_site(self.plan, self.draft, &self.pages.files);
        write(&format!("site/{SITE_MANIFEST}"), of_site.as_bytes())?;
        let mut summary = Summary {
            open_files: self.pages.files.len() + 2,
            copies: Vec::new(),
        };
        if self.partition.has_sealed() {
            // Of the others one copy at a time in memory for each thread.
            let sealed = early.into_par_iter().chain(late.par_iter().map(seal));
            summary.copies = self.copies(sealed, &checked, progress)?;
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
    ) -> Outcome<Vec<(String, usize)>> {
        let version = &self.plan.version;
        let common = checked.common(self.pages.file_shell.parts());
        let done: Vec<Outcome<(String, usize, String)>> = sealed
            .map(|sealed| {
                let sealed = sealed?;
                let folder = format!("site/{version}/copies/{}", sealed.number);
                let mut cleared = Vec::new();
                for (name, bytes) in copy_files::files(&sealed) {
                    cleared.extend(checked.write(&format!("{folder}/{name}"), bytes)?);
                }
                let page = copy_files::one_file(&self.pages.file_shell, &sealed);
                let name = copy_files::one_file_name(&sealed.number);
                checked.write_copy(&format!("copies/{version}/{name}"), &page, common.as_ref(), &cleared)?;
                progress(1);
                let sum = format!("{}  {name}\n", crate::digest::hex(page.as_bytes()));
                Ok((sealed.number, sealed.sections, sum))
            })
            .collect();
        let mut findings = Findings::default();
        let mut copies = Vec::new();
        let mut sums = String::new();
        let mut environment = None;
        for result in done {
            match result {
                Ok((number, sections, sum)) => {
                    copies.push((number, sections));
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
        checked.write(&format!("copies/{version}/SHA256SUMS"), sums.as_bytes())?;
        Ok(copies)
    }
}

/// One problem for each thing that leaks and each file of the site; one-file copies repeat the site's open part and are
/// named only where they alone leak.
fn leaked(mut leaks: Vec<leak::Leak>, partition: &Partition) -> Failure {
    leaks.sort_by(|a, b| (&a.label, a.kind, &a.file, a.offset).cmp(&(&b.label, b.kind, &b.file, b.offset)));
    leaks.dedup_by(|a, b| (&a.file, &a.label, a.kind) == (&b.file, &b.label, b.kind));
    let mut findings = Findings::default();
    for same in leaks.chunk_by(|a, b| (&a.label, a.kind) == (&b.label, b.kind)) {
        let in_site = |leak: &leak::Leak| leak.file.starts_with("site/");
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
