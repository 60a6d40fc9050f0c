//! What a look at something published came to.

use std::{collections::BTreeMap, path::PathBuf};

use super::seen::Seen;
use crate::{diagnostic::Diagnostic, digest, register::Digest};

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
    pub(super) seen: Seen,
}

/// The whole file of a one-file copy. Its signature is of the sealed part alone.
#[derive(Debug)]
pub struct Page {
    pub(super) plan: String,
    pub(super) version: String,
    /// Where it was issued, such as `copies/1.0/salinan-03.html`.
    pub(super) path: String,
    pub(super) sha256: Digest,
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

    /// The page around a sealed part that fits is not the one that was issued.
    pub(super) fn altered(&mut self, problem: Diagnostic) {
        self.copies = 0;
        self.problems.push(problem.hint(
            "its sealed part may fit all the same: do not open it, tell the plan secretary, and get the copy anew",
        ));
    }

    pub(super) fn vouch(&mut self, path: PathBuf, bytes: &[u8]) {
        self.vouched.insert(path, digest::hex(bytes));
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
