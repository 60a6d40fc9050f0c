//! What must be in order before anything is issued, all of it told in one run.

use std::ops::Range;

use base64::Engine as _;
use jiff::civil::Date;

use super::{
    content::{Content, statement},
    draft_mark,
    history::{Approval, History, PastIssue},
    holders::sealed_to_whom,
};
use crate::{
    diagnostic::Diagnostic,
    keys::PublicKey,
    plan::{CopyNumber, DistributionList, Plan, Signatory},
    register::{ApprovalSignature, States},
};

/// What the secretary asks for.
pub struct Wish {
    /// The day of the issue.
    pub date: Date,
    /// Why a plan goes out although its review is overdue.
    pub reviewed: Option<String>,
    /// Single copies, to be issued again; none for the whole version.
    pub copies: Vec<CopyNumber>,
    /// Why they are issued again.
    pub reason: Option<String>,
    /// Why it is not compared with what was sealed in the last issue.
    pub uncompared: Option<String>,
    /// Copies whose new keys are meant.
    pub new_keys: Vec<CopyNumber>,
    /// Copies whose holder is the same person under another post or name.
    pub same_holders: Vec<CopyNumber>,
    /// Whether a copy passes to a successor, who is another person with another key.
    pub is_transfer: bool,
}

/// Everything that the gates look at.
pub struct Gates<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its distribution list.
    pub list: &'a DistributionList,
    /// What would be issued.
    pub content: &'a Content,
    /// The register, when it could be verified.
    pub history: Option<&'a History>,
    /// Where every copy stands, when the register could be verified.
    pub states: Option<&'a States>,
    /// The publisher's key on this computer.
    pub publisher: Option<&'a PublicKey>,
    /// The key that must sign the next entry of the register.
    pub key_in_force: Option<&'a str>,
    /// Whether there is a master key for the source archive.
    pub has_master: bool,
    /// Today.
    pub today: Date,
    /// What is asked for.
    pub wish: &'a Wish,
}

impl Gates<'_> {
    /// Everything that stands against the issue.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let mut findings = incomplete_control(self.plan);
        findings.extend(self.dates());
        findings.extend(draft_mark::on_the_cover(self.plan));
        if self.wish.reviewed.is_none() {
            findings.extend(self.plan.overdue_reviews(self.today).into_iter().map(|found| {
                let hint = "review the plan and write the day down, or say why it goes out now: --reviewed WHY";
                let mut overdue = Diagnostic::error("E433", found.message).hint(hint);
                overdue.place = found.place;
                overdue
            }));
        }
        findings.extend(self.keys());
        if let Some(history) = self.history {
            findings.extend(self.version(history));
            findings.extend(self.too_early(history));
            // Of a number that is used up nobody asks whether it was approved.
            let version = &self.plan.version;
            if !history.is_void(version) && history.versions().all(|issue| issue.version != *version) {
                findings.extend(self.approval(history));
            }
            findings.extend(sealed_to_whom(self.list, history, self.states, self.wish));
        }
        findings
    }

    fn dates(&self) -> Vec<Diagnostic> {
        let control = &self.plan.control;
        let of = |signatory: &Option<Signatory>| signatory.as_ref().and_then(|signatory| signatory.date);
        let days = [
            ("the date of the version", Some(self.plan.date)),
            ("the date of `prepared`", of(&control.prepared)),
            ("the date of `reviewed`", of(&control.reviewed)),
            ("the date of `approved`", of(&control.approved)),
            ("the day of the issue", Some(self.wish.date)),
        ];
        let future = days
            .into_iter()
            .filter_map(|(what, day)| Some((what, day.filter(|day| *day > self.today)?)));
        future
            .map(|(what, day)| {
                Diagnostic::error("E432", format!("{what} is {day}, in the future"))
                    .hint("correct the date, or wait until that day; today is what this computer's clock says")
            })
            .collect()
    }

    /// An issue comes after what it rests on.
    fn too_early(&self, history: &History) -> Vec<Diagnostic> {
        let day = self.wish.date;
        let digest = self.content.digest();
        let is_of_this = |approval: &&Approval| approval.version == self.plan.version && approval.content == digest;
        let approval = history.approvals.iter().rev().find(is_of_this);
        let last = history.issues.iter().max_by_key(|issue| issue.date);
        let before = [
            // What lies in the future is told as that.
            (
                "the date of the version",
                Some(self.plan.date).filter(|date| *date <= self.today),
            ),
            (
                "its approval",
                approval
                    .filter(|_| self.wish.copies.is_empty())
                    .map(|approval| approval.date),
            ),
            ("the issue before it", last.map(|issue| issue.date)),
        ];
        let found = before
            .into_iter()
            .filter_map(|(what, date)| Some((what, date.filter(|date| day < *date)?)));
        found
            .map(|(what, date)| {
                Diagnostic::error("E548", format!("the day of the issue is {day}, before {what}, {date}"))
                    .hint("write the day on which it is issued with --date, or leave it out for today")
            })
            .collect()
    }

    fn keys(&self) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        match (self.publisher, &self.plan.publisher_key) {
            (None, _) => findings.push(
                Diagnostic::error("E436", "there is no publisher key on this computer")
                    .hint("make it with terkawal keygen publisher, or put it back with terkawal keys restore"),
            ),
            (Some(key), Some(stated)) if stated.trim() != key.text() => findings.push(
                Diagnostic::error("E436", "the publisher key on this computer is not the one in plan.yaml")
                    .hint("find out which one is right; after a change of keys write the new one into plan.yaml"),
            ),
            (Some(key), _) if self.key_in_force.is_some_and(|in_force| in_force != key.text()) => findings.push(
                Diagnostic::error(
                    "E414",
                    "the register is signed by another key than the one on this computer",
                )
                .hint("terkawal keygen publisher --rotate, in this plan, hands the register to the present key"),
            ),
            _ => {}
        }
        if !self.has_master {
            findings.push(
                Diagnostic::error(
                    "E446",
                    "there is no master key, to which the sources of each issue are sealed",
                )
                .hint("make it with terkawal keygen master, or put it back with terkawal keys restore"),
            );
        }
        findings
    }

    fn version(&self, history: &History) -> Vec<Diagnostic> {
        let version = &self.plan.version;
        let raise = "write a higher `version` into plan.yaml, and have it approved";
        if history.is_void(version) {
            let message = format!("version {version} was voided, and its number is used up");
            return vec![Diagnostic::error("E434", message).hint(raise)];
        }
        let Some(issued) = history.versions().find(|issue| issue.version == *version) else {
            return self.new_version(history);
        };
        let date = issued.date;
        if issued.document != self.content.document {
            let message = format!("version {version} was issued on {date} with other content");
            let hint = "an issued version never changes; to issue a copy of it again, put its sources back";
            return vec![Diagnostic::error("E434", message).hint(raise).hint(hint)];
        }
        if self.wish.copies.is_empty() {
            let message = format!("version {version} was issued on {date}");
            return vec![
                Diagnostic::error("E435", message)
                    .hint("single copies are issued again with --copies 03-02 --reason WHY")
                    .hint(raise),
            ];
        }
        self.single_copies(history, issued)
    }

    fn new_version(&self, history: &History) -> Vec<Diagnostic> {
        let version = &self.plan.version;
        let mut findings = Vec::new();
        if !self.wish.copies.is_empty() {
            findings.push(
                Diagnostic::error("E439", format!("version {version} was not issued yet"))
                    .hint("issue all of it first, without --copies"),
            );
        }
        if let Some(before) = history.in_force()
            && numbers(&before.version) >= numbers(version)
        {
            let message = format!(
                "version {version} does not come after version {}, in force",
                before.version
            );
            findings.push(
                Diagnostic::error("E434", message)
                    .hint("write a higher `version` into plan.yaml, and have it approved"),
            );
        }
        findings
    }

    fn single_copies(&self, history: &History, issued: &PastIssue) -> Vec<Diagnostic> {
        let version = &issued.version;
        let mut findings = Vec::new();
        if history.in_force().is_some_and(|in_force| in_force.version != *version) {
            findings.push(
                Diagnostic::error("E439", format!("version {version} is not in force any more"))
                    .hint("the holder gets a copy of the version in force"),
            );
        }
        if self
            .wish
            .reason
            .as_deref()
            .is_none_or(|reason| reason.trim().is_empty())
        {
            findings.push(
                Diagnostic::error("E439", "nothing says why these copies are issued again")
                    .hint("add --reason, such as \"slip lost\"; it stands in the register"),
            );
        }
        for number in &self.wish.copies {
            if self.list.copy(number).is_none_or(|copy| copy.holder.is_none()) {
                findings.push(
                    Diagnostic::error("E439", format!("copy {number} has no holder in the distribution list"))
                        .hint("name numbers of the list that have a holder, with commas between them"),
                );
            }
        }
        findings
    }

    fn approval(&self, history: &History) -> Option<Diagnostic> {
        // What is issued again was approved when it was issued.
        if !self.wish.copies.is_empty() {
            return None;
        }
        let version = &self.plan.version;
        let digest = self.content.digest();
        let mut of_version = history
            .approvals
            .iter()
            .rev()
            .filter(|approval| approval.version == *version);
        let Some(approval) = of_version.clone().find(|approval| approval.content == digest) else {
            let message = match of_version.next() {
                None => format!("version {version} was not approved"),
                Some(other) => format!("version {version} was changed since it was approved on {}", other.date),
            };
            let hint = "have exactly this content approved: terkawal approve --by NAME --post POST";
            return Some(Diagnostic::error("E430", message).hint(hint));
        };
        let signature = approval.signature.as_ref()?;
        if is_signed(signature, &statement(&self.plan.reference, version, &digest)) {
            return None;
        }
        Some(
            Diagnostic::error("E441", "the approver's signature does not fit this content")
                .hint("have it approved anew: terkawal approve"),
        )
    }
}

/// What the control block lacks. Issuing asks for all of it, and writing it down later needs another approval.
pub fn incomplete_control(plan: &Plan) -> Vec<Diagnostic> {
    let control = &plan.control;
    let steps = [
        ("prepared", &control.prepared),
        ("reviewed", &control.reviewed),
        ("approved", &control.approved),
    ];
    let empty = |text: &str| text.trim().is_empty();
    let lacks = |signatory: &Option<Signatory>| match signatory {
        None => Some("is missing"),
        Some(signatory) if empty(&signatory.name) => Some("has no name"),
        Some(signatory) if empty(&signatory.post) => Some("has no post"),
        Some(signatory) if signatory.date.is_none() => Some("has no date"),
        Some(_) => None,
    };
    let faults = steps.into_iter().filter_map(|(step, signatory)| {
        let lacks = lacks(signatory)?;
        let message = format!("`{step}` in the control block {lacks}");
        let hint = format!("write name, post and date under `control:`, `{step}:` in plan.yaml");
        Some(
            Diagnostic::error("E431", message)
                .at(plan.source.place(step_in(plan.source.text(), step)))
                .hint(hint),
        )
    });
    faults.collect()
}

/// Where a step of the control block stands, or else the block, or else the file begins.
fn step_in(text: &str, step: &str) -> Range<usize> {
    let key = "control:";
    let starts = text.match_indices(key).map(|(at, _)| at);
    let Some(start) = starts.into_iter().find(|at| *at == 0 || text[..*at].ends_with('\n')) else {
        return 0..0;
    };
    let body = start + key.len();
    let lines = text[body..].match_indices('\n').map(|(at, _)| body + at + 1);
    let is_next_key = |at: &usize| text[*at..].starts_with(|c: char| !c.is_whitespace() && c != '#');
    let end = lines.into_iter().find(is_next_key).unwrap_or(text.len());
    let step = format!("{step}:");
    let mut at = body;
    for line in text[body..end].split_inclusive('\n') {
        if let Some(column) = line.find(&step).filter(|_| !line.trim_start().starts_with('#')) {
            return at + column..at + column + step.len();
        }
        at += line.len();
    }
    start..body
}

fn is_signed(signature: &ApprovalSignature, statement: &str) -> bool {
    let minisig = base64::engine::general_purpose::STANDARD.decode(&signature.minisig);
    let minisig = minisig.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let key = PublicKey::parse(&signature.key);
    key.zip(minisig.ok())
        .is_some_and(|(key, minisig)| key.vouches_for(statement.as_bytes(), &minisig))
}

/// A version as numbers, so that 2.10 comes after 2.9; 2 and 2.0 are the same.
fn numbers(version: &str) -> Vec<u64> {
    let mut numbers: Vec<u64> = version.split('.').map(|part| part.parse().unwrap_or(0)).collect();
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers() {
        assert!(numbers("2.10") > numbers("2.9"));
        assert!(numbers("2.0.1") > numbers("2"));
        assert_eq!(numbers("2"), numbers("2.0.0"));
    }
}
