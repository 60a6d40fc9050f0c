//! Signatures of what was issued, held against a key that did not come with it.

use std::path::Path;

use super::Verifier;
use crate::{
    diagnostic::{Diagnostic, Outcome},
    inspect::files::{LARGEST_JSON, read},
    keys::PublicKey,
};

impl Verifier<'_> {
    /// The signature beside a file, if it is there.
    pub(super) fn signature_file(&self, path: &Path) -> Outcome<Option<String>> {
        if !self.world.exists(path) {
            return Ok(None);
        }
        let bytes = read(self.world, path, LARGEST_JSON)?;
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// What is wrong with the signature of something that was issued. Without a pinned key it only has to be there.
    pub(super) fn signature(
        &mut self,
        shown: &str,
        bytes: &[u8],
        signature: Option<&str>,
        comment: &str,
    ) -> Option<Diagnostic> {
        let wrong = |message: String| {
            Diagnostic::error("E447", message)
                .hint("do not trust what it describes; tell the plan secretary, and get it anew")
        };
        let Some(signature) = signature else {
            return Some(wrong(format!("{shown} was issued, and its signature is missing")));
        };
        if self.pins.is_empty() {
            self.report.unverified += 1;
            return None;
        }
        if self.is_signed(bytes, Some(signature), comment) {
            self.report.signatures += 1;
            return None;
        }
        let keys: Vec<String> = self.pins.iter().map(PublicKey::id).collect();
        let message = format!(
            "{shown} does not bear the signature of publisher key {}",
            keys.join(" or ")
        );
        Some(
            wrong(message)
                .hint("what was issued before a change of keys has the older one: add --publisher-key for it too"),
        )
    }

    /// Whether one of the pinned keys signed it.
    pub(super) fn is_signed(&self, bytes: &[u8], signature: Option<&str>, comment: &str) -> bool {
        let signature = signature.unwrap_or_default();
        self.pins.iter().any(|pin| pin.verifies(bytes, comment, signature))
    }
}
