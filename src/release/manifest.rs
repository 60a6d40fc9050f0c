//! `manifest.json`: every open file of a version with size and SHA-256.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{digest, layout::PageFile, plan::Plan};

/// Name of the manifest below the version's folder.
pub const MANIFEST: &str = "manifest.json";

/// One entry of the manifest.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// Path below the version's folder.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// The manifest of a version's open files. Pages beside the version's folder change between versions and are not in it.
pub(super) fn of_pages(plan: &Plan, draft: bool, pages: &[PageFile]) -> String {
    let prefix = format!("{}/", plan.version);
    let files: Vec<ManifestFile> = pages
        .iter()
        .filter_map(|page| {
            let path = page.path.strip_prefix(&prefix)?;
            Some(ManifestFile {
                path: path.to_owned(),
                size: page.bytes.len() as u64,
                sha256: digest::hex(&page.bytes),
            })
        })
        .collect();
    digest::canonical_json(&json!({
        "type": "terkawal-manifest",
        "format": 1,
        "plan": plan.reference,
        "version": plan.version,
        "draft": draft,
        "files": files,
    }))
}
