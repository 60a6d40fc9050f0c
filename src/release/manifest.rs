//! `manifest.json`: every open file of a version with size and SHA-256.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Again, Issue};
use crate::{
    diagnostic::{Diagnostic, Outcome},
    digest,
    layout::PageFile,
    plan::Plan,
};

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

/// The manifest of the pages beside the version folders, below the site's root. They change with every version.
pub const SITE_MANIFEST: &str = "versions/manifest.json";

/// The manifest of a version's open files, what is packed among them, and the numbers of its copies.
pub(super) fn of_version(
    plan: &Plan,
    issue: Option<&Issue<'_>>,
    pages: &[PageFile],
    packed: &[ManifestFile],
    copies: &[&str],
) -> String {
    let prefix = format!("{}/", plan.version);
    let mut files = entries(pages, |path| path.strip_prefix(&prefix));
    files.extend(packed.iter().map(|file| ManifestFile {
        path: file.path.strip_prefix(&prefix).unwrap_or(&file.path).to_owned(),
        ..file.clone()
    }));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut json = json!({
        "type": "terkawal-manifest",
        "format": 1,
        "plan": plan.reference,
        "version": plan.version,
        "draft": issue.is_none(),
        "files": files,
        "copies": copies,
    });
    if let Some(issue) = issue {
        json["register"] = json!(issue.imprint.head);
    }
    digest::canonical_json(&json)
}

/// Both manifests as they are hosted, with copies that are issued again.
pub(super) fn again(issue: &Issue<'_>, again: &Again<'_>, number: &str, copies: &[&str]) -> Outcome<(String, String)> {
    let read = |bytes: &[u8]| -> Outcome<Value> {
        serde_json::from_slice(bytes).map_err(|_| {
            Diagnostic::error("E445", "a manifest below public/ cannot be read")
                .hint("put public/ back from a backup, and check it with terkawal verify")
                .into()
        })
    };
    let (mut version, mut site) = (read(again.manifest)?, read(again.site)?);
    let is_again = |number: &Value| copies.iter().any(|copy| number == copy);
    // One that was hosted and is printed now.
    let mut gone = Vec::new();
    if let Some(numbers) = version.get_mut("copies").and_then(Value::as_array_mut) {
        let is_asked = |number: &Value| again.numbers.iter().any(|asked| number == asked.as_str());
        gone.extend(
            numbers
                .iter()
                .filter(|number| is_asked(number) && !is_again(number))
                .cloned(),
        );
        for copy in copies {
            if !numbers.iter().any(|number| number == copy) {
                numbers.push(json!(copy));
            }
        }
    }
    if let Some(numbers) = site.get_mut("withdrawn").and_then(Value::as_array_mut) {
        numbers.retain(|number| !is_again(number) && !gone.contains(number));
    }
    for number in gone {
        match site.get_mut("withdrawn").and_then(Value::as_array_mut) {
            Some(numbers) => numbers.push(number),
            None => site["withdrawn"] = json!([number]),
        }
    }
    version["register"] = json!(issue.imprint.head);
    let version = digest::canonical_json(&version);
    site["register"] = json!(issue.imprint.head);
    site["manifests"][number] = json!(digest::hex(version.as_bytes()));
    Ok((version, digest::canonical_json(&site)))
}

/// The manifest of everything outside the version's folder.
pub(super) fn of_site(plan: &Plan, issue: Option<&Issue<'_>>, pages: &[PageFile], of_version: &str) -> String {
    let prefix = format!("{}/", plan.version);
    let earlier = issue.map_or(&[][..], |issue| issue.earlier);
    let versions: Vec<&str> = std::iter::once(&plan.version)
        .chain(earlier.iter().map(|version| &version.number))
        .map(String::as_str)
        .collect();
    let mut json = json!({
        "type": "terkawal-site",
        "format": 1,
        "plan": plan.reference,
        "draft": issue.is_none(),
        "versions": versions,
        "files": entries(pages, |path| (!path.starts_with(&prefix)).then_some(path)),
    });
    if let Some(issue) = issue {
        json["in_force"] = json!(plan.version);
        json["manifests"] = json!(issue.manifests);
        json["manifests"][&plan.version] = json!(digest::hex(of_version.as_bytes()));
        json["register"] = json!(issue.imprint.head);
    }
    digest::canonical_json(&json)
}

fn entries(pages: &[PageFile], below: impl Fn(&str) -> Option<&str>) -> Vec<ManifestFile> {
    let listed = |page: &PageFile| Some(entry(below(&page.path)?, &page.bytes));
    pages.iter().filter_map(listed).collect()
}

/// What a manifest says of a file.
pub(super) fn entry(path: &str, bytes: &[u8]) -> ManifestFile {
    ManifestFile {
        path: path.to_owned(),
        size: bytes.len() as u64,
        sha256: digest::hex(bytes),
    }
}
