//! The content of a version as one hash: everything that determines what is published.

use std::collections::BTreeMap;

use serde_json::json;

use crate::{
    diagnostic::{Failure, Findings, Outcome},
    digest,
    document::RECORD,
    plan::{DistributionList, Plan},
    register::Digest,
    source::Sources,
    world::{EntryKind, World},
};

/// What is approved and issued.
///
/// The document is hashed as the list that `sha256sum` would print of its files, sorted by path: `plan.yaml`, everything
/// below `content/` that is not hidden, the logo, and the plan's own files of the theme. Of the distribution list count
/// the fields that are published or decide who reads what: a new key of a holder changes nothing that was approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// SHA-256 of the list of the document's files.
    pub document: Digest,
    /// SHA-256 of the canonical JSON of the distribution list.
    pub distribution: Digest,
    /// SHA-256 of the list of the files below `content/` but for the amendment record, which tells what changed in them.
    pub amended: Digest,
    /// The document's files, sorted, by path below the plan folder.
    pub(super) files: Vec<String>,
}

impl Content {
    /// Reads the sources of a plan.
    ///
    /// # Errors
    /// Sources that cannot be read.
    pub fn read(world: &dyn World, plan: &Plan, list: &DistributionList) -> Outcome<Self> {
        let mut sums = String::new();
        let files = files(world, plan)?;
        let mut amended = String::new();
        for (path, hash) in &files {
            let line = format!("{hash}  {path}\n");
            if path.starts_with("content/") && path != RECORD {
                amended.push_str(&line);
            }
            sums.push_str(&line);
        }
        Ok(Self {
            document: Digest::of(sums.as_bytes()),
            amended: Digest::of(amended.as_bytes()),
            distribution: Digest::of(published(plan, list).as_bytes()),
            files: files.into_keys().collect(),
        })
    }

    /// The hash of both.
    pub fn digest(&self) -> Digest {
        let (document, distribution) = (self.document.as_str(), self.distribution.as_str());
        Digest::of(format!("{document}  document\n{distribution}  distribution\n").as_bytes())
    }
}

/// What an approver signs: which content of which plan, in a form of its own.
pub fn statement(reference: &str, version: &str, content: &Digest) -> String {
    digest::canonical_json(&json!({
        "type": "terkawal-approval",
        "format": 1,
        "plan": reference,
        "version": version,
        "content": content,
    }))
}

fn files(world: &dyn World, plan: &Plan) -> Outcome<BTreeMap<String, String>> {
    let mut findings = Findings::default();
    let sources = Sources::read(world, plan, &mut findings)?;
    findings.finish()?;
    // As places of diagnostics, text has one line ending: it is the same on every computer.
    let plan_text = plan.source.text().replace("\r\n", "\n").replace('\r', "\n");
    let mut files = BTreeMap::from([("plan.yaml".to_owned(), digest::hex(plan_text.as_bytes()))]);
    for (path, text) in &sources.sections {
        files.insert(format!("content/{path}"), digest::hex(text.as_bytes()));
    }
    let mut others: Vec<String> = sources.files.iter().map(|path| format!("content/{path}")).collect();
    others.extend(plan.logo.as_ref().map(|logo| logo.path.clone()));
    let theme = format!("themes/{}", plan.theme);
    let folder = plan.root.join(&theme);
    if world.exists(&folder) {
        let entries = world
            .walk(&folder)
            .map_err(|error| Failure::io("read", &folder, &error))?;
        let found = entries.into_iter().filter(|entry| entry.kind == EntryKind::File);
        others.extend(found.map(|entry| format!("{theme}/{}", entry.path)));
    }
    for path in others {
        let full = plan.root.join(&path);
        // A logo that is named from below content/ is among its files.
        if world.exists(&full) {
            let bytes = world.read(&full).map_err(|error| Failure::io("read", &full, &error))?;
            files.insert(path, digest::hex(&bytes));
        }
    }
    Ok(files)
}

fn published(plan: &Plan, list: &DistributionList) -> String {
    let copies: Vec<_> = list
        .copies
        .iter()
        .map(|copy| {
            let holder = copy.holder.as_ref().map(|holder| {
                json!({
                    "post": holder.post,
                    "name": holder.name,
                    "clearance": plan.scheme.mark(holder.clearance),
                    "groups": holder.groups,
                    "medium": holder.medium,
                })
            });
            json!({"number": copy.number, "holder": holder})
        })
        .collect();
    let teams: Vec<_> = list
        .teams
        .iter()
        .map(|team| json!({"number": team.number, "post": team.post}))
        .collect();
    digest::canonical_json(&json!({"groups": list.groups, "copies": copies, "teams": teams}))
}
