//! Pages and sealed copies to the output folder: written beside it, checked, then renamed.

mod checked;
mod copies;
mod copy_files;
mod gate;
pub mod leak;
mod leaked;
mod manifest;
mod packed;
mod signing;
mod staging;

use std::collections::BTreeMap;

use checked::Checked;
use rayon::prelude::*;

use crate::{
    classify::Partition,
    diagnostic::{Diagnostic, Failure, Outcome},
    keys::{PublisherKey, ReceiptCode},
    layout::{IssuedVersion, Pages},
    plan::{ControlledCopy, CopyNumber, DistributionList, Holder, Plan},
    register::{Digest, IssuedFile},
    seal::{Imprint, Master, Sealing},
    theme::Theme,
    world::World,
};

use leaked::leaked;
use signing::Signer;

pub use copies::{ARCHIVE, MEMORY};
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
    /// SHA-256 of the manifest of each of them, by version: the key that signed it may be another by now.
    pub manifests: &'a BTreeMap<String, Digest>,
    /// What the plan secretary opens is sealed to: the master copy, and copies on paper.
    pub master: &'a Master,
    /// What lies beside the copies for the plan secretary. None when copies are issued again.
    pub secretary: Option<&'a Secretary<'a>>,
    /// Whether each one-file copy is also packed for mail gateways that hold back HTML.
    pub zip: bool,
    /// Single copies only.
    pub again: Option<Again<'a>>,
}

/// What an issue has for the plan secretary alone.
pub struct Secretary<'a> {
    /// The sources, sealed already.
    pub archive: &'a [u8],
    /// Seals what the gate knows, for the next issue.
    pub seal_memory: &'a (dyn Fn(&[u8]) -> Outcome<Vec<u8>> + Sync),
}

/// Single copies that are issued again, beside what is there.
pub struct Again<'a> {
    /// Which.
    pub numbers: &'a [CopyNumber],
    /// The manifest of the version, as it is hosted.
    pub manifest: &'a [u8],
    /// The manifest of the site, as it is hosted.
    pub site: &'a [u8],
    /// `SHA256SUMS` of the one-file copies, as it is.
    pub sums: &'a str,
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
        let held: Vec<_> = self.asked(self.list.filed()).collect();
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
        let packed = self.pages(&checked)?;
        let mut files = self.manifests(&held, &packed, &checked)?;
        let mut summary = Summary {
            open_files: self.pages.files.len() + packed.len() + 2,
            copies: Vec::new(),
            files: Vec::new(),
        };
        if self.partition.has_sealed() || self.issue.is_some() {
            // Of the others one copy at a time in memory for each thread.
            let sealed = early.into_par_iter().chain(late.par_iter().map(seal));
            let (copies, sums) = self.copies(&sealing, sealed, &checked, progress)?;
            summary.copies = copies;
            files.extend(sums);
        }
        summary.files = files;
        let leaks = checked.leaks();
        if leaks.is_empty() {
            Ok(summary)
        } else {
            Err(leaked(leaks, self.partition))
        }
    }

    /// Writes the open site; of an issue also what is packed, which it returns without its bytes.
    fn pages(&self, checked: &Checked<'_>) -> Outcome<Vec<ManifestFile>> {
        if self.again().is_some() {
            return Ok(Vec::new());
        }
        let (site, version) = (self.site(), format!("{}/", self.plan.version));
        let pages = self.pages.files.par_iter();
        let packed = pages.map(|file| {
            let Some(cleared) = checked.write(&format!("{site}/{}", file.path), &file.bytes)? else {
                return Ok(Vec::new());
            };
            if self.issue.is_none() || !file.path.starts_with(&version) {
                return Ok(Vec::new());
            }
            let forms = packed::packed(file).map_err(|error| Failure::io("pack", file.path.as_ref(), &error))?;
            let write = |form: packed::Packed| {
                checked.write_packed(&form, site, cleared)?;
                Ok(manifest::entry(&form.file.path, &form.file.bytes))
            };
            forms.into_iter().map(write).collect()
        });
        let packed: Vec<Vec<ManifestFile>> = packed.collect::<Outcome<_>>()?;
        Ok(packed.concat())
    }

    /// The manifests of version and site, signed.
    fn manifests(
        &self,
        held: &[(&ControlledCopy, &Holder)],
        packed: &[ManifestFile],
        checked: &Checked<'_>,
    ) -> Outcome<Vec<IssuedFile>> {
        let (plan, issue, pages) = (self.plan, self.issue, &self.pages.files);
        let copies: Vec<&str> = held.iter().map(|(copy, _)| copy.number.as_str()).collect();
        let (of_version, of_site) = match (issue, self.again()) {
            (Some(issue), Some(again)) => manifest::again(issue, again, &plan.version, &copies)?,
            _ => {
                let of_version = manifest::of_version(plan, issue, pages, packed, &copies);
                let of_site = manifest::of_site(plan, issue, pages, &of_version);
                (of_version, of_site)
            }
        };
        let (site, signer) = (self.site(), self.signer());
        let path = format!("{site}/{}/{MANIFEST}", plan.version);
        let comment = comment_of_manifest(&plan.reference, &plan.version);
        let mut files = signer.write(checked, &path, of_version.as_bytes(), &comment)?;
        let (path, comment) = (format!("{site}/{SITE_MANIFEST}"), comment_of_site(&plan.reference));
        files.extend(signer.write(checked, &path, of_site.as_bytes(), &comment)?);
        Ok(files)
    }

    /// Those of the copies that are sealed in this release.
    fn asked<'l>(
        &self,
        copies: impl Iterator<Item = (&'l ControlledCopy, &'l Holder)>,
    ) -> impl Iterator<Item = (&'l ControlledCopy, &'l Holder)> {
        let has_sealed = self.partition.has_sealed();
        let is_asked = move |number: &CopyNumber| self.again().is_none_or(|again| again.numbers.contains(number));
        copies.filter(move |(copy, _)| has_sealed && is_asked(&copy.number))
    }

    fn again(&self) -> Option<&Again<'_>> {
        self.issue.and_then(|issue| issue.again.as_ref())
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
