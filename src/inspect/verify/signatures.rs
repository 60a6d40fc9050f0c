//! Signatures of what was issued, held against a key that did not come with it.

use std::path::Path;

use super::Verifier;
use crate::{
    diagnostic::{Diagnostic, Outcome},
    inspect::files::{LARGEST_JSON, read},
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
        let Some(pin) = self.pin else {
            self.report.unverified += 1;
            return None;
        };
        if pin.verifies(bytes, comment, signature) {
            self.report.signatures += 1;
            return None;
        }
        Some(wrong(format!(
            "{shown} does not bear the signature of publisher key {}",
            pin.id()
        )))
    }
}
