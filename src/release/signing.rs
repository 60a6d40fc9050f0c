//! Signatures of what is issued, and what their trusted comments say.

use std::path::Path;

use super::checked::Checked;
use crate::{
    diagnostic::{Failure, Outcome},
    keys::PublisherKey,
    register::{Digest, IssuedFile},
};

/// Signs with the publisher's key, or nothing in a draft.
#[derive(Clone, Copy)]
pub(super) struct Signer<'a> {
    pub(super) key: Option<&'a PublisherKey>,
}

impl Signer<'_> {
    /// The signature of some bytes; none in a draft.
    pub(super) fn sign(self, bytes: &[u8], comment: &str) -> Outcome<Option<String>> {
        let sign = |key: &PublisherKey| key.sign(bytes, comment);
        let signed = self.key.map(sign).transpose();
        signed.map_err(|error| Failure::io("sign", Path::new(comment), &error))
    }

    /// Writes a file with its signature beside it.
    pub(super) fn write(
        self,
        checked: &Checked<'_>,
        path: &str,
        bytes: &[u8],
        comment: &str,
    ) -> Outcome<Vec<IssuedFile>> {
        checked.write(path, bytes)?;
        let mut files = vec![issued_file(path, bytes)];
        if let Some(signature) = self.sign(bytes, comment)? {
            let path = format!("{path}.minisig");
            checked.write(&path, signature.as_bytes())?;
            files.push(issued_file(&path, signature.as_bytes()));
        }
        Ok(files)
    }
}

pub(super) fn issued_file(path: &str, bytes: &[u8]) -> IssuedFile {
    IssuedFile {
        path: path.to_owned(),
        sha256: Digest::of(bytes),
    }
}

/// What the trusted comment of a version's `manifest.json.minisig` says.
pub fn comment_of_manifest(reference: &str, version: &str) -> String {
    format!("terkawal manifest {reference} {version}")
}

/// What the trusted comment of `versions/manifest.json.minisig` says.
pub fn comment_of_site(reference: &str) -> String {
    format!("terkawal site {reference}")
}

/// What the trusted comment of `copy.json.minisig` says.
pub fn comment_of_copy(reference: &str, version: &str, number: &str) -> String {
    format!("terkawal copy {reference} {version} {number}")
}

/// What the trusted comment of `SHA256SUMS.minisig` says; the file itself names neither plan nor version.
pub fn comment_of_sums(reference: &str, version: &str) -> String {
    format!("terkawal sums {reference} {version}")
}
