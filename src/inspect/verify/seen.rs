//! What was looked at, as far as a register has something to say about it.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use crate::{
    register::Digest,
    release::{SITE_MANIFEST, comment_of_sums},
    world::{Entry, World},
};

/// Everything that was issued; drafts stand in no register.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) sites: Vec<SeenSite>,
    pub(super) versions: Vec<SeenVersion>,
    pub(super) sums: Vec<SeenSums>,
    /// Folders that hold the one-file copies of every version.
    pub(super) copies: BTreeSet<PathBuf>,
    /// What lies in their folders `withdrawn`: path below it, and hash.
    pub(super) withdrawn: Vec<(String, Digest)>,
}

/// The manifest of a site.
#[derive(Debug)]
pub(super) struct SeenSite {
    pub(super) plan: String,
    pub(super) in_force: Option<String>,
    pub(super) versions: Vec<String>,
}

/// The manifest of a version, and the copies that are hosted beside it.
#[derive(Debug)]
pub(super) struct SeenVersion {
    pub(super) plan: String,
    pub(super) version: String,
    pub(super) sha256: Digest,
    pub(super) hosted: Vec<SeenCopy>,
}

/// A copy as its `copy.json` names it, and the hash of that file.
#[derive(Debug)]
pub(super) struct SeenCopy {
    pub(super) plan: String,
    pub(super) version: String,
    pub(super) number: String,
    pub(super) generation: u32,
    pub(super) is_draft: bool,
    pub(super) sha256: Digest,
}

/// `SHA256SUMS` of the one-file copies of a version.
#[derive(Debug)]
pub(super) struct SeenSums {
    pub(super) plan: String,
    pub(super) version: String,
    pub(super) sha256: Digest,
}

impl Seen {
    /// Whether anything of a plan was seen.
    pub(super) fn is_of(&self, plan: &str) -> bool {
        let sites = self.sites.iter().map(|site| &site.plan);
        let versions = self.versions.iter().map(|version| &version.plan);
        let sums = self.sums.iter().map(|sums| &sums.plan);
        sites.chain(versions).chain(sums).any(|known| known == plan)
    }

    /// The plan whose site was seen.
    pub(super) fn plan(&self) -> Option<&str> {
        self.sites.first().map(|site| site.plan.as_str())
    }

    /// Whether there is nothing that a register could know.
    pub(super) fn is_empty(&self) -> bool {
        self.sites.is_empty() && self.versions.is_empty() && self.sums.is_empty()
    }

    /// Takes sums into account, whose signature says what they are of.
    pub(super) fn sums(&mut self, comment: &str, bytes: &[u8]) {
        let start = comment_of_sums("", "");
        let named = comment.strip_prefix(start.trim_end());
        if let Some((plan, version)) = named.and_then(|named| named.trim_start().rsplit_once(' ')) {
            self.sums.push(SeenSums {
                plan: plan.to_owned(),
                version: version.to_owned(),
                sha256: Digest::of(bytes),
            });
        }
    }

    /// Folders of that name beside a hosted site or in a plan folder hold the copies of every version; another folder may
    /// hold some that somebody was given.
    pub(super) fn folders_of_copies(&mut self, world: &dyn World, root: &Path, entries: &[Entry]) {
        let tops = entries.iter().filter_map(|entry| entry.path.split_once('/'));
        let is_base = |folder: &Path| world.exists(&folder.join("public").join(SITE_MANIFEST));
        let root = world.resolve(root).unwrap_or_else(|_| root.to_owned());
        if root.file_name().is_some_and(|name| name == "copies")
            && root
                .parent()
                .is_some_and(|folder| is_base(folder) || world.exists(&folder.join("plan.yaml")))
        {
            self.copies.insert(root);
        } else if is_base(&root) && tops.into_iter().any(|(top, _)| top == "public") {
            self.copies.insert(root.join("copies"));
        }
    }
}
