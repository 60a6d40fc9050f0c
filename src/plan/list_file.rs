//! The shape of `distribution/list.yaml` and its checks.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;
use serde_yaml::Spanned;

use super::{
    Classification, ControlledCopy, CopyNumber, DistributionList, Holder, Medium, ParseMarkError, Scheme, Team, yaml,
};
use crate::diagnostic::{Diagnostic, Findings, Place, SourceText};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    #[serde(default)]
    groups: BTreeMap<String, String>,
    copies: Vec<CopyFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CopyFile {
    number: Spanned<String>,
    #[serde(default)]
    post: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    clearance: Option<Spanned<String>>,
    #[serde(default)]
    groups: Vec<Spanned<String>>,
    #[serde(default)]
    recipients: Vec<Spanned<String>>,
    #[serde(default)]
    medium: Option<Spanned<String>>,
    #[serde(default)]
    leaves: Option<Spanned<String>>,
    #[serde(default)]
    reserved: bool,
    #[serde(default)]
    members: Vec<CopyFile>,
}

struct Check<'a> {
    source: &'a SourceText,
    findings: &'a mut Findings,
    groups: &'a BTreeMap<String, String>,
    scheme: &'a Scheme,
    demonstration_recipients: BTreeSet<String>,
    numbers: BTreeMap<CopyNumber, usize>,
    recipients: BTreeSet<String>,
}

pub(super) fn parse(
    source: &SourceText,
    demonstration: bool,
    scheme: &Scheme,
    findings: &mut Findings,
) -> Option<DistributionList> {
    let is_text = |above: &str, key: &str| above == "groups" && !key.is_empty() || matches!(key, "post" | "name");
    yaml::cut_texts(source, 0, source.text(), is_text, findings);
    let file: ListFile = match yaml::parse(source, 0, source.text(), "E104") {
        Ok(file) => file,
        Err(diagnostic) => {
            findings.push(diagnostic);
            return None;
        }
    };
    let mut check = Check {
        source,
        findings,
        groups: &file.groups,
        scheme,
        demonstration_recipients: if demonstration {
            BTreeSet::new()
        } else {
            demonstration_recipients()
        },
        numbers: BTreeMap::new(),
        recipients: BTreeSet::new(),
    };
    let before = check.findings.count();
    let mut copies = Vec::new();
    let mut teams = Vec::new();
    for copy in &file.copies {
        let Some(number) = check.number(copy, None) else {
            continue;
        };
        if copy.members.is_empty() {
            let holder = check.holder(copy, None);
            copies.push(ControlledCopy {
                number,
                holder,
                place: check.place(&copy.number),
            });
            continue;
        }
        if !copy.recipients.is_empty() {
            check.fault(
                &copy.number,
                "E127",
                "a team has no key of its own",
                "give each member's copy its recipients",
            );
        }
        for member in &copy.members {
            let Some(member_number) = check.number(member, Some(&number)) else {
                continue;
            };
            let holder = check.holder(member, Some(copy));
            copies.push(ControlledCopy {
                number: member_number,
                holder,
                place: check.place(&member.number),
            });
        }
        teams.push(Team {
            number,
            post: copy.post.clone().unwrap_or_default(),
        });
    }
    let complete = check.findings.count() == before;
    Some(DistributionList {
        groups: file.groups,
        copies,
        teams,
        source: source.clone(),
        complete,
    })
}

impl Check<'_> {
    fn place<T>(&self, value: &Spanned<T>) -> Place {
        yaml::place(self.source, 0, self.source.text(), value)
    }

    fn fault<T>(&mut self, value: &Spanned<T>, code: &'static str, message: &str, hint: &str) {
        let place = self.place(value);
        self.findings
            .push(Diagnostic::error(code, message).at(place).hint(hint));
    }

    fn number(&mut self, copy: &CopyFile, team: Option<&CopyNumber>) -> Option<CopyNumber> {
        let Ok(number) = copy.number.value.parse::<CopyNumber>() else {
            self.fault(
                &copy.number,
                "E120",
                "not a copy number",
                "write it in quotes with two digits, \"03\", or \"03-01\" for a member of team 03",
            );
            return None;
        };
        if number.is_master() {
            self.fault(
                &copy.number,
                "E121",
                "copy 00 is the plan secretary's master copy",
                "number copies from \"01\"",
            );
            return None;
        }
        if number.team() != team.map(CopyNumber::as_str) {
            self.fault(
                &copy.number,
                "E122",
                "the number does not fit its place in the list",
                "members of team 03 are numbered 03-01, 03-02 … under `members:` of 03",
            );
            return None;
        }
        let (line, _) = self.place(&copy.number).line_column();
        if let Some(first) = self.numbers.insert(number.clone(), line) {
            self.fault(
                &copy.number,
                "E123",
                "this copy number stands in the list twice",
                &format!("it was given before on line {first}; every copy has its own number"),
            );
            return None;
        }
        Some(number)
    }

    fn holder(&mut self, copy: &CopyFile, team: Option<&CopyFile>) -> Option<Holder> {
        if copy.reserved {
            if copy.name.is_some() || copy.leaves.is_some() || !copy.recipients.is_empty() || !copy.members.is_empty() {
                self.fault(
                    &copy.number,
                    "E124",
                    "a reserved number has no holder and no key",
                    "take `reserved: true` away to assign it, or take the holder away",
                );
            }
            return None;
        }
        let post = copy.post.clone().or_else(|| team.and_then(|team| team.post.clone()));
        if post.as_deref().is_none_or(|post| post.trim().is_empty()) && copy.name.is_none() {
            self.fault(
                &copy.number,
                "E125",
                "this copy has neither a holder nor `reserved: true`",
                "name the holder's post, or write `reserved: true`",
            );
            return None;
        }
        let own_clearance = copy
            .clearance
            .as_ref()
            .or_else(|| team.and_then(|team| team.clearance.as_ref()));
        let clearance = match own_clearance {
            Some(clearance) => self.clearance(clearance)?,
            None => {
                self.fault(
                    &copy.number,
                    "E126",
                    "this copy has no clearance",
                    &format!("add `clearance:` with {}", self.scheme.sealed()),
                );
                return None;
            }
        };
        let mut groups: Vec<String> = Vec::new();
        for group in team.map_or(&[][..], |team| &team.groups).iter().chain(&copy.groups) {
            if !self.groups.contains_key(&group.value) {
                let known = self.groups.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                self.fault(group, "E128", "unknown group", &format!("known groups are: {known}"));
            } else if !groups.contains(&group.value) {
                groups.push(group.value.clone());
            }
        }
        let recipients: Vec<_> = copy
            .recipients
            .iter()
            .filter_map(|recipient| self.recipient(recipient))
            .collect();
        let leaves = copy.leaves.as_ref().and_then(|value| self.date(value));
        let medium = self.medium(
            copy.medium
                .as_ref()
                .or_else(|| team.and_then(|team| team.medium.as_ref())),
        );
        if medium == Medium::Paper
            && let Some(first) = copy.recipients.first()
        {
            self.fault(
                first,
                "E438",
                "a paper copy has no key",
                "take `medium: paper` away, or the recipient",
            );
        }
        Some(Holder {
            post: post.unwrap_or_default(),
            name: copy.name.clone(),
            clearance,
            groups,
            leaves,
            medium,
            recipients,
        })
    }

    fn date(&mut self, value: &Spanned<String>) -> Option<Date> {
        let date = value.value.trim().parse().ok();
        if date.is_none() {
            self.fault(value, "E111", "not a date", "write year-month-day, such as 2026-11-01");
        }
        date
    }

    fn medium(&mut self, value: Option<&Spanned<String>>) -> Medium {
        match value.map(|value| (value, value.value.trim())) {
            None | Some((_, "file")) => Medium::File,
            Some((_, "paper")) => Medium::Paper,
            Some((value, _)) => {
                self.fault(value, "E438", "unknown medium", "write file or paper");
                Medium::File
            }
        }
    }

    fn clearance(&mut self, value: &Spanned<String>) -> Option<Classification> {
        let hint = format!("use {}", self.scheme.sealed());
        match self.scheme.parse(&value.value) {
            Ok(classification) if !classification.is_open() => Some(classification),
            Err(ParseMarkError::TooHigh) => {
                self.fault(
                    value,
                    "E201",
                    "matter of this classification is not published by this system",
                    &hint,
                );
                None
            }
            _ => {
                self.fault(value, "E202", "unknown clearance", &hint);
                None
            }
        }
    }

    fn recipient(&mut self, value: &Spanned<String>) -> Option<age::x25519::Recipient> {
        let text = value.value.trim();
        let recipient = match check_recipient(text) {
            Ok(recipient) => recipient,
            Err(diagnostic) => {
                self.findings.push(diagnostic.at(self.place(value)));
                return None;
            }
        };
        // Capital letters are the same key.
        let canonical = recipient.to_string();
        if self.demonstration_recipients.contains(&canonical) {
            self.fault(
                value,
                "E132",
                "this key belongs to the demonstration plan; its passphrase is public",
                "enrol the holder anew with `terkawal enrol`",
            );
            return None;
        }
        if !self.recipients.insert(canonical) {
            self.fault(
                value,
                "E133",
                "this recipient stands in the list twice",
                "one person, one copy: give each holder a key of their own",
            );
            return None;
        }
        Some(recipient)
    }
}

/// Reads a recipient and tries it once.
pub(super) fn check_recipient(text: &str) -> Result<age::x25519::Recipient, Diagnostic> {
    let Ok(recipient) = text.parse::<age::x25519::Recipient>() else {
        if text.to_lowercase().starts_with("age1pq") || text.to_lowercase().starts_with("age1tagpq") {
            return Err(Diagnostic::error("E130", "post-quantum recipients are not supported")
                .hint("ask the holder for an ordinary recipient, made with `terkawal keygen holder`"));
        }
        let hint = if text.starts_with("AGE-SECRET-KEY") {
            "this is a secret key: take it out of the list, treat it as exposed and make a new one"
        } else {
            "a recipient begins with age1 and has 62 characters; copy it anew"
        };
        return Err(Diagnostic::error("E130", "not an age recipient").hint(hint));
    };
    if can_be_sealed_to(&recipient) {
        Ok(recipient)
    } else {
        Err(Diagnostic::error("E131", "this recipient is not a usable key").hint("ask the holder for a new one"))
    }
}

/// A low-order point makes the age crate panic, so each recipient is tried once before it is trusted.
fn can_be_sealed_to(recipient: &age::x25519::Recipient) -> bool {
    // The list is read before any thread is started, so the hook is nobody else's for this moment.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let tried = std::panic::catch_unwind(|| age::encrypt(recipient, b"").is_ok());
    std::panic::set_hook(hook);
    tried.unwrap_or(false)
}

/// Recipients of the sample plan, which ships with this program together with its passphrases.
fn demonstration_recipients() -> BTreeSet<String> {
    include_str!("../../distribution/list.yaml")
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.starts_with("age1"))
        .map(str::to_owned)
        .collect()
}
