//! What was published, held against the register. Signatures say who made a file; the register alone says whether it is the
//! last one, and what became of a copy since.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{
    super::files::{LARGEST_JSON, read},
    Page, Report,
    manifests::SiteManifest,
    seen::{Seen, SeenCopy, SeenSite, SeenVersion},
};
use crate::{
    diagnostic::{Diagnostic, Outcome},
    issue::{FINISH, Folders, History, PastIssue},
    keys::PublicKey,
    plan::{CopyNumber, Plan},
    register::{self, CopyId, Digest, Head, State, States, Succession},
    release::{MANIFEST, SITE_MANIFEST},
    world::World,
};

/// The register of the plan that something was published from.
pub struct PublishedRecord {
    /// Head of the register.
    pub head: Head,
    reference: String,
    history: History,
    states: States,
    succession: Succession,
    findings: Vec<Diagnostic>,
    cut_short: Option<Diagnostic>,
    is_unfinished: bool,
}

/// The head that a hosted site carries of the register of a plan, where there is such a site.
///
/// # Errors
/// Disk errors.
pub fn hosted_head(world: &dyn World, public: &Path, reference: &str) -> Outcome<Option<Head>> {
    let path = public.join(SITE_MANIFEST);
    if !world.exists(&path) {
        return Ok(None);
    }
    let site = SiteManifest::parse(&read(world, &path, LARGEST_JSON)?);
    Ok(site
        .filter(|site| site.plan == reference)
        .and_then(|site| site.register))
}

impl PublishedRecord {
    /// The register of the plan folder around `path`, or of the one that is named beside it; `None` where there is neither.
    /// `known` answers what head this computer knows of the register of a plan.
    ///
    /// # Errors
    /// Disk errors; what is wrong with the register is told with what was published.
    pub fn beside(
        world: &dyn World,
        path: &Path,
        root: &Path,
        pins: &[PublicKey],
        known: &dyn Fn(&str) -> Outcome<Option<Head>>,
    ) -> Outcome<Option<Self>> {
        let Some(plan) = plan_of(world, path, root) else {
            return Ok(None);
        };
        let (mut history, mut succession) = (History::default(), Succession::default());
        let known = known(&plan.reference)?;
        let mut follow = |entry: &register::Entry| {
            history.follow(entry);
            succession.follow(entry);
        };
        let pin = pins.first();
        let mut report = register::verify(world, &plan.root, &plan.reference, pin, known.as_ref(), &mut follow)?;
        // Any of the keys that were named may be the one that signed it.
        if pins.iter().any(|pin| history.keys.contains(pin)) {
            report.findings.retain(|found| found.code != "E420");
        }
        if !report.findings.is_empty() {
            succession = Succession::default();
        }
        // It may have been for another folder than the plan's.
        let above = world.resolve(path).ok();
        let above = above.as_deref().and_then(Path::parent);
        let folders = [None, above].map(|output| Folders::new(&plan.root, output));
        Ok(Some(Self {
            head: report.head,
            cut_short: folders.iter().find_map(|folders| folders.cut_short(world)),
            is_unfinished: folders[0].is_unfinished(world),
            reference: plan.reference,
            history,
            states: report.states,
            succession,
            findings: report.findings,
        }))
    }

    /// The publisher keys that were named, and those that took over from them or handed over to them.
    pub fn keys(&self, pins: &[PublicKey]) -> Vec<PublicKey> {
        self.succession.vouched_for(pins)
    }

    /// Whether anything that was looked at is of this register's plan.
    pub fn is_about(&self, report: &Report) -> bool {
        report.seen.is_of(&self.reference)
    }

    /// Adds everything in which it differs from what was published.
    pub fn compare(&self, report: &mut Report) {
        self.page(report);
        if self.is_about(report) || !report.is_of_an_issue() {
            report.problems.extend(self.cut_short.clone());
        }
        if !self.is_about(report) {
            return;
        }
        let found = self.differences(&report.seen);
        // A copy that must not be hosted is told by what became of it, and not as a folder that is in no manifest too.
        report.problems.retain(|problem| {
            let is_folder = |copy: &SeenCopy| {
                let folder = format!("{}/copies/{} ", copy.version, copy.number);
                problem.code == "E533" && problem.message.starts_with(&folder)
            };
            let mut hosted = report.seen.versions.iter().flat_map(|version| &version.hosted);
            !hosted.any(|copy| is_folder(copy) && self.copy(copy).is_some())
        });
        report.problems.extend(found);
    }

    /// Every byte of a one-file copy, where the register is sound and knows the file.
    fn page(&self, report: &mut Report) {
        let of_plan = |page: &&mut Page| page.plan == self.reference && self.findings.is_empty();
        let Some(page) = report.page.as_mut().filter(of_plan) else {
            return;
        };
        let issues = self.history.issues.iter().filter(|issue| issue.version == page.version);
        let files = issues.flat_map(PastIssue::all_files);
        let mut recorded = files.filter(|file| file.path == page.path).peekable();
        if recorded.peek().is_none() {
            return;
        }
        page.is_checked = true;
        if recorded.all(|file| file.sha256 != page.sha256) {
            let message = format!("the file is not the {} that the register names", page.path);
            report.altered(Diagnostic::error("E451", message));
        }
    }

    fn differences(&self, seen: &Seen) -> Vec<Diagnostic> {
        let mut found = self.findings.clone();
        for site in seen.sites.iter().filter(|site| site.plan == self.reference) {
            found.extend(self.site(site));
        }
        for version in seen.versions.iter().filter(|version| version.plan == self.reference) {
            found.extend(self.version(version));
        }
        let mut held = BTreeSet::new();
        for sums in seen.sums.iter().filter(|sums| sums.plan == self.reference) {
            let path = format!("copies/{}/SHA256SUMS", sums.version);
            found.extend(self.file(&sums.version, &path, &path, &sums.sha256));
            held.insert(sums.version.as_str());
        }
        if !seen.copies.is_empty() {
            let gone = self
                .history
                .versions()
                .filter(|issue| !held.contains(issue.version.as_str()));
            found.extend(gone.map(|issue| missing(issue, &format!("copies/{}", issue.version))));
        }
        found.extend(
            seen.withdrawn
                .iter()
                .filter_map(|(path, sha256)| self.withdrawn(path, sha256)),
        );
        if self.is_unfinished {
            // Nothing is to be put back or sought: that would be in the way.
            for difference in &mut found[self.findings.len()..] {
                difference.hints = vec![format!("an issue was cut short: {FINISH}")];
            }
        }
        found
    }

    /// A file of a copy that was withdrawn, against the one that was issued; `path` is such as `1.0/g1/03/key.age`.
    fn withdrawn(&self, path: &str, sha256: &Digest) -> Option<Diagnostic> {
        match self.withdrawn_file(path) {
            Some(recorded) if recorded == sha256 => None,
            Some(_) => {
                let message = format!("copies/withdrawn/{path} is not the file that the register names");
                Some(
                    Diagnostic::error("E451", message)
                        .hint("put it back from a backup; it is kept as evidence of what was issued"),
                )
            }
            None => {
                let message = format!("copies/withdrawn/{path} is there, and the register never issued it");
                Some(Diagnostic::error("E452", message).hint(UNKNOWN))
            }
        }
    }

    fn withdrawn_file(&self, path: &str) -> Option<&Digest> {
        let mut names = path.splitn(3, '/');
        let (version, generation, rest) = (names.next()?, names.next()?.strip_prefix('g')?, names.next()?);
        let issued = if rest.contains('/') {
            format!("public/{version}/copies/{rest}")
        } else {
            format!("copies/{version}/{rest}")
        };
        let issues = self.history.issues.iter().filter(|issue| issue.version == version);
        let copies = issues.flat_map(|issue| &issue.copies);
        let of_generation = copies.filter(|copy| copy.generation.to_string() == generation);
        let mut files = of_generation.flat_map(|copy| &copy.files);
        files.find(|file| file.path == issued).map(|file| &file.sha256)
    }

    fn site(&self, site: &SeenSite) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let in_force = self.history.in_force().map(|issue| issue.version.as_str());
        if site.in_force.as_deref() != in_force {
            let says =
                |version: Option<&str>| version.map_or("none".to_owned(), |version| format!("version {version}"));
            let message = format!(
                "the site says that {} is in force; the register says {}",
                says(site.in_force.as_deref()),
                says(in_force)
            );
            found.push(Diagnostic::error("E450", message).hint(PUT_BACK));
        }
        let is_there = |issue: &&PastIssue| site.versions.contains(&issue.version);
        let gone = self.history.versions().filter(|issue| !is_there(issue));
        found.extend(gone.map(|issue| missing(issue, &format!("public/{}", issue.version))));
        found
    }

    fn version(&self, seen: &SeenVersion) -> Vec<Diagnostic> {
        let version = &seen.version;
        let path = format!("public/{version}/{MANIFEST}");
        let of_version = self.file(version, &path, &path, &seen.sha256);
        let mut found: Vec<Diagnostic> = of_version.into_iter().collect();
        if self.history.versions().any(|issue| issue.version == *version) {
            found.extend(seen.hosted.iter().filter_map(|copy| self.copy(copy)));
        }
        found
    }

    /// A copy may be hosted while it is the last one of its number, and with its holder or on the way there.
    fn copy(&self, copy: &SeenCopy) -> Option<Diagnostic> {
        let SeenCopy { version, number, .. } = copy;
        let path = format!("public/{version}/copies/{number}/copy.json");
        let id = number.parse::<CopyNumber>().ok().map(|number| CopyId {
            number,
            version: version.clone(),
            generation: copy.generation,
        });
        let known = id.as_ref().and_then(|id| Some((id, self.states.copy(id)?)));
        let Some((id, known)) = known else {
            let message = format!("copy {number} of version {version} is hosted, and the register never issued it");
            return Some(Diagnostic::error("E453", message).hint(TAKE_AWAY));
        };
        let last = self.states.latest(&id.number, Some(version)).map(|(last, _)| last);
        if !matches!(known.state, State::Issued | State::Acknowledged) || last != Some(id) {
            let message = format!(
                "{id} is hosted; in the register it is {} since {}",
                known.state.name(),
                known.since
            );
            return Some(Diagnostic::error("E453", message).hint(TAKE_AWAY));
        }
        self.file(version, &path, &path, &copy.sha256)
    }

    /// A file against the hash with which it was issued last.
    fn file(&self, version: &str, path: &str, shown: &str, sha256: &Digest) -> Option<Diagnostic> {
        let issues = self.history.issues.iter().filter(|issue| issue.version == version);
        let recorded = issues
            .clone()
            .flat_map(PastIssue::all_files)
            .filter(|file| file.path == path);
        if recorded.last().is_some_and(|file| file.sha256 == *sha256) {
            return None;
        }
        if issues.clone().next().is_none() {
            let is_void = self.history.is_void(version);
            let what = if is_void {
                "was voided"
            } else {
                "is not in the register"
            };
            let message = format!("{shown} is there, and version {version} {what}");
            return Some(Diagnostic::error("E452", message).hint(UNKNOWN));
        }
        let is_it = |issue: &PastIssue| {
            issue
                .all_files()
                .any(|file| file.path == path && file.sha256 == *sha256)
        };
        let message = if let Some(old) = issues.clone().find(|issue| is_it(issue)) {
            format!("{shown} is that of {}; it was issued again since", old.date)
        } else if self.history.voided.iter().any(is_it) {
            format!("{shown} is of an issue that was voided")
        } else {
            format!("{shown} is not the file that the register names")
        };
        Some(Diagnostic::error("E451", message).hint(PUT_BACK))
    }
}

const PUT_BACK: &str = "put public/ and copies/ back as they were issued last; or find a newer register";
const TAKE_AWAY: &str = "take its files out of the hosted folder, and find out who put them there";
const UNKNOWN: &str = "find out who put it there; or find a newer register";

fn missing(issue: &PastIssue, shown: &str) -> Diagnostic {
    let message = format!(
        "{shown} is not there; version {} was issued on {}",
        issue.version, issue.date
    );
    Diagnostic::error("E452", message).hint("put it back from a backup")
}

/// The nearest plan folder around a path that can be read, or the one that was named.
fn plan_of(world: &dyn World, path: &Path, root: &Path) -> Option<Plan> {
    let real = world.resolve(path).ok()?;
    let around = real.ancestors().map(Path::to_owned);
    let is_plan = |folder: &PathBuf| world.exists(&folder.join("plan.yaml"));
    let mut folders = around.chain([root.to_owned()]).filter(is_plan);
    folders.find_map(|folder| Plan::read(world, &folder).ok())
}
