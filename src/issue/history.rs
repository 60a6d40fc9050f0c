//! What the register says of approvals and earlier issues.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    keys::PublicKey,
    plan::Classification,
    register::{ApprovalSignature, Digest, Entry, Event, Head, IssuedCopy, IssuedFile},
    release::MANIFEST,
};

/// An approval on record.
pub struct Approval {
    /// Of which version.
    pub version: String,
    /// Of which content.
    pub content: Digest,
    /// When.
    pub date: Date,
    /// The approver's own signature, if there is one.
    pub signature: Option<ApprovalSignature>,
}

/// An issue on record that was not voided; single copies issued again count too.
pub struct PastIssue {
    /// Head of the register before its entry, which stands in its copies.
    pub before: Head,
    /// The version.
    pub version: String,
    /// The day.
    pub date: Date,
    /// SHA-256 of the document.
    pub document: Digest,
    /// Files that are no copy's.
    pub files: Vec<IssuedFile>,
    /// The copies.
    pub copies: Vec<IssuedCopy>,
    /// SHA-256 of the sealed source archive.
    pub archive: Option<Digest>,
    /// The trace secret of its copies, sealed to the master key.
    pub marks: Option<String>,
    /// Whether it was of single copies.
    pub is_again: bool,
    /// Why it was.
    pub reason: Option<String>,
}

impl PastIssue {
    /// Every file with its hash.
    pub fn all_files(&self) -> impl Iterator<Item = &IssuedFile> {
        self.files.iter().chain(self.copies.iter().flat_map(|copy| &copy.files))
    }
}

/// A decision that opens what was sealed.
pub struct Reclassified {
    /// Number of its entry.
    pub entry: u64,
    /// Id of the section, or path of a picture.
    pub section: String,
    /// The classification that it lifts.
    pub from: Classification,
}

/// Approvals and issues in the order of the register.
#[derive(Default)]
pub struct History {
    /// Approvals.
    pub approvals: Vec<Approval>,
    /// Issues that stand.
    pub issues: Vec<PastIssue>,
    /// Every public key that signed an entry.
    pub keys: Vec<PublicKey>,
    /// What was sealed and may be open.
    pub reclassified: Vec<Reclassified>,
    /// Issues that were voided; the numbers of their versions are used up.
    pub voided: Vec<PastIssue>,
}

impl History {
    /// Takes one more entry into account.
    pub fn follow(&mut self, entry: &Entry) {
        if !self.keys.iter().any(|key| key.text() == entry.key) {
            self.keys.extend(PublicKey::parse(&entry.key));
        }
        match &entry.event {
            Event::Approved {
                version,
                content,
                signature,
                ..
            } => self.approvals.push(Approval {
                version: version.clone(),
                content: content.clone(),
                date: entry.date,
                signature: signature.clone(),
            }),
            Event::Issued {
                version,
                document,
                files,
                archive,
                marks,
                copies,
                reason,
                ..
            } => {
                self.issues.push(PastIssue {
                    before: Head {
                        number: entry.number - 1,
                        hash: entry.previous.clone(),
                    },
                    version: version.clone(),
                    date: entry.date,
                    document: document.clone(),
                    files: files.clone(),
                    copies: copies.clone(),
                    archive: archive.clone(),
                    marks: marks.clone(),
                    is_again: reason.is_some(),
                    reason: reason.clone(),
                });
            }
            Event::Reclassified { section, from, to, .. } if !from.0.is_open() && to.0.is_open() => {
                self.reclassified.push(Reclassified {
                    entry: entry.number,
                    section: section.clone(),
                    from: from.0,
                });
            }
            Event::Voided { version, .. } => {
                // The last issue of the version alone, as states of copies do.
                if let Some(at) = self.issues.iter().rposition(|issue| issue.version == *version) {
                    self.voided.push(self.issues.remove(at));
                }
            }
            _ => {}
        }
    }

    /// The issues of whole versions, oldest first.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &PastIssue> {
        self.issues.iter().filter(|issue| !issue.is_again)
    }

    /// Whether a version was voided, so that its number is used up.
    pub fn is_void(&self, version: &str) -> bool {
        self.voided
            .iter()
            .any(|issue| issue.version == version && !issue.is_again)
    }

    /// The manifest of each version as it was issued last.
    pub fn manifests(&self) -> BTreeMap<String, Digest> {
        let mut manifests = BTreeMap::new();
        for issue in &self.issues {
            let path = format!("public/{}/{MANIFEST}", issue.version);
            let file = issue.files.iter().find(|file| file.path == path);
            manifests.extend(file.map(|file| (issue.version.clone(), file.sha256.clone())));
        }
        manifests
    }

    /// The version in force.
    pub fn in_force(&self) -> Option<&PastIssue> {
        self.versions().next_back()
    }
}
