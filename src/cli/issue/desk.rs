//! What stands before an issue: the register, a run that was cut short, the gates, the keys.

use std::{collections::BTreeSet, path::Path};

use age::secrecy::SecretString;
use serde_json::json;

use super::{Publisher, Task};
use crate::{
    cli::{
        build::{self, Prepared},
        output::Output,
        secrets::PassphraseFile,
    },
    diagnostic::{Diagnostic, Failure, Findings, Outcome},
    issue::{
        Content, Folders, Gates, History, Lost, Recovered, draft_marks, is_comparable, recover, reopened,
        settle_withdrawal,
    },
    keys::{Home, Secret},
    plan::{CopyNumber, DistributionList, Plan},
    register::{Event, Log, Record, States},
    release::MANIFEST,
    seal::Master,
    world::World,
};

/// The register, locked and verified, and what it says.
pub(super) struct Register<'w> {
    pub(super) log: Log<'w>,
    pub(super) history: History,
    pub(super) states: States,
}

impl<'w> Register<'w> {
    pub(super) fn open(world: &'w dyn World, plan: &Plan, home: &Home) -> Outcome<Self> {
        let log = Log::open(world, &plan.root, &plan.reference, home)?;
        let mut history = History::default();
        let report = log.verified_with(home, &mut |entry| history.follow(entry))?;
        Ok(Self {
            log,
            history,
            states: report.states,
        })
    }
}

/// What every step of the verb needs.
pub(super) struct Desk<'a> {
    pub(super) world: &'a dyn World,
    pub(super) root: &'a Path,
    pub(super) task: &'a Task<'a>,
    pub(super) home: &'a Home,
    pub(super) folders: Folders,
}

impl Desk<'_> {
    pub(super) fn by(&self, plan: &Plan) -> String {
        let prepared = plan.control.prepared.as_ref();
        let by = self.task.by.clone();
        by.unwrap_or_else(|| prepared.map_or_else(String::new, |signatory| signatory.name.clone()))
    }

    pub(super) fn has_publisher(&self) -> Outcome<bool> {
        Ok(self.home.publisher(self.world)?.is_some())
    }

    pub(super) fn publisher(&self) -> Outcome<Publisher> {
        let passphrase = self.task.passphrase.read(self.world, Secret::Publisher)?;
        let path = self.home.sealed(Secret::Publisher);
        let key = self.home.open_publisher(self.world, &path, &passphrase)?;
        Ok(Publisher { key, passphrase })
    }

    pub(super) fn master(&self) -> Outcome<Master> {
        let recipient = self.home.public(Secret::Master);
        let text = self
            .world
            .read_up_to(&recipient, 4 << 10)
            .map_err(|error| Failure::io("read", &recipient, &error))?;
        let parsed = String::from_utf8_lossy(&text).trim().parse();
        Ok(Master {
            recipient: parsed.map_err(|_| {
                Diagnostic::error("E426", format!("{} is no age recipient", recipient.display()))
                    .hint("put it back from the backup: terkawal keys restore")
            })?,
            identity_file: self.home.read_sealed(self.world, &self.home.sealed(Secret::Master))?,
        })
    }

    /// Finishes or undoes what a run before left; the version, when that was the issue which is asked for.
    pub(super) fn recovered(
        &self,
        register: &mut Register<'_>,
        plan: &Plan,
        output: &mut Output,
    ) -> Outcome<Option<String>> {
        settle_withdrawal(self.world, &self.folders, &plan.reference, &register.history.keys)?;
        match recover(self.world, &self.folders, &register.history)? {
            Recovered::Nothing => Ok(None),
            Recovered::Undone(version) => {
                let message = format!("an issue of version {version} was cut short before it counted, and was undone");
                let warning = Diagnostic::warning("E444", message).hint("nothing of it came out");
                output.diagnostics(vec![warning]);
                Ok(None)
            }
            Recovered::Finished { version, again } => {
                let is_asked = version == plan.version && self.is_asked(again.as_ref());
                match &again {
                    None => output.line(&format!(
                        "version {version}: the issue that was cut short is now in place"
                    )),
                    Some((numbers, why)) => {
                        let numbers: Vec<&str> = numbers.iter().map(CopyNumber::as_str).collect();
                        output.line(&format!(
                            "version {version}: {} {}, issued again by a run that was cut short ({why}), in place now",
                            if numbers.len() == 1 { "copy" } else { "copies" },
                            numbers.join(", ")
                        ));
                        output.fact("copies", json!(numbers));
                    }
                }
                if is_asked {
                    output.line("  that is what was asked for; nothing else was issued");
                }
                output.fact("version", json!(version));
                Ok(is_asked.then_some(version))
            }
            Recovered::Lost(lost) => self.void(lost, register, plan),
        }
    }

    /// Whether the run that was cut short did what this one is asked for. Without --copies nothing more can be asked of a
    /// version that is out.
    fn is_asked(&self, again: Option<&(Vec<CopyNumber>, String)>) -> bool {
        let wish = &self.task.wish;
        let asked: BTreeSet<&CopyNumber> = wish.copies.iter().collect();
        match again {
            _ if asked.is_empty() => true,
            None => false,
            Some((numbers, why)) => {
                numbers.iter().collect::<BTreeSet<_>>() == asked && wish.reason.as_ref() == Some(why)
            }
        }
    }

    /// What was staged is lost, so the issue that counts never comes out.
    fn void(&self, lost: Lost, register: &mut Register<'_>, plan: &Plan) -> Outcome<Option<String>> {
        let (version, is_again) = (lost.version().to_owned(), lost.is_again());
        let record = Record {
            date: None,
            by: self.by(plan),
            note: None,
            clock: None,
            event: Event::Voided {
                version: version.clone(),
                reason: "what was staged for it is lost".to_owned(),
            },
        };
        register.log.append(&[(&self.publisher()?.key, record)])?;
        lost.take_back(self.world)?;
        let message = format!("the issue of version {version} was cut short, and what was staged for it is lost");
        Err(Diagnostic::error("E443", message)
            .hint("the register says that it is void; what was in force before is in force")
            .hint(if is_again {
                "issue the copies again"
            } else {
                "write a higher `version` into plan.yaml, have it approved, and issue it"
            })
            .into())
    }

    /// Everything that stands against the issue, faults of the plan and of the register included.
    pub(super) fn gates(
        &self,
        register: Option<&Register<'_>>,
        findings: &mut Findings,
    ) -> Option<(Prepared, Content)> {
        let prepared = findings.collect(build::prepare(self.world, self.root, None));
        let read = || -> Outcome<(Plan, DistributionList)> {
            let plan = Plan::read(self.world, self.root)?;
            let list = DistributionList::read(self.world, &plan)?;
            Ok((plan, list))
        };
        let Some(prepared) = prepared else {
            // With faults elsewhere the gates that can be asked are; what cannot is told by those faults.
            if let Ok((plan, list)) = read()
                && let Ok(content) = Content::read(self.world, &plan, &list)
            {
                findings.extend(self.asked(register, &plan, &list, &content).unwrap_or_default());
            }
            return None;
        };
        let content = findings.collect(Content::read(self.world, &prepared.plan, &prepared.list))?;
        let found = findings.collect(self.asked(register, &prepared.plan, &prepared.list, &content))?;
        findings.extend(found);
        if self.task.wish.copies.is_empty() {
            findings.extend(draft_marks(&prepared.document));
        }
        if !self.task.wish.copies.is_empty() && !prepared.partition.has_sealed() {
            let fault = Diagnostic::error("E439", "nothing in this plan is sealed, so it has no copies");
            findings.push(fault.hint("everybody reads it on the open site"));
        }
        Some((prepared, content))
    }

    fn asked(
        &self,
        register: Option<&Register<'_>>,
        plan: &Plan,
        list: &DistributionList,
        content: &Content,
    ) -> Outcome<Vec<Diagnostic>> {
        let publisher = self.home.publisher(self.world)?;
        let gates = Gates {
            plan,
            list,
            content,
            history: register.map(|register| &register.history),
            states: register.map(|register| &register.states),
            publisher: publisher.as_ref(),
            key_in_force: register.and_then(|register| register.log.key_in_force()),
            has_master: self.world.exists(&self.home.public(Secret::Master)),
            today: self.world.today(),
            wish: &self.task.wish,
        };
        let mut found = gates.findings();
        found.extend(self.in_the_way(register, plan));
        Ok(found)
    }

    /// An issue replaces what issues wrote, and nothing else.
    fn in_the_way(&self, register: Option<&Register<'_>>, plan: &Plan) -> Vec<Diagnostic> {
        let Some(history) = register.map(|register| &register.history) else {
            return Vec::new();
        };
        let is_known = |version: &str| history.versions().any(|issue| issue.version == version);
        let mut paths = Vec::new();
        if history.in_force().is_none() {
            paths.extend(["public/index.html".to_owned(), "public/versions".to_owned()]);
        }
        if !is_known(&plan.version) {
            paths.extend(["public", "copies"].map(|part| format!("{part}/{}", plan.version)));
        }
        let places = paths.iter().map(|path| self.folders.place(path));
        places
            .filter(|place| self.world.exists(place))
            .map(|place| {
                Diagnostic::error(
                    "E445",
                    format!("{} was not written by an issue in this register", place.display()),
                )
                .hint("move it somewhere else, or name another folder with --output-dir")
            })
            .collect()
    }

    /// Versions that were issued and are not where the new one goes.
    pub(super) fn gone(&self, register: &Register<'_>) -> Vec<Diagnostic> {
        let manifest = |version: &str| self.folders.place(&format!("public/{version}/{MANIFEST}"));
        let versions = register.history.versions();
        let gone = versions.filter(|issue| !self.world.exists(&manifest(&issue.version)));
        gone.map(|issue| {
            let place = self.folders.place(&format!("public/{}", issue.version));
            let message = format!("{} is not there; it was issued on {}", place.display(), issue.date);
            Diagnostic::warning("E549", message)
                .hint("the site leads to it all the same: put it back from a backup")
                .hint("if public/ and copies/ are in another folder, name it with -o")
        })
        .collect()
    }

    /// What was sealed in the last issue may not be open in this one.
    pub(super) fn compare(
        &self,
        register: &Register<'_>,
        prepared: &Prepared,
        publisher: &Publisher,
        findings: &mut Findings,
    ) {
        let wish = &self.task.wish;
        if !wish.copies.is_empty() {
            return;
        }
        let old = self.task.old_passphrase.clone().map(|file| {
            let file = PassphraseFile {
                passphrase_file: Some(file),
            };
            findings.collect(file.read(self.world, Secret::Publisher))
        });
        let passphrases: Vec<SecretString> = [Some(publisher.passphrase.clone()), old.flatten()]
            .into_iter()
            .flatten()
            .collect();
        if wish.uncompared.is_some() {
            if is_comparable(self.world, &self.folders, &register.history, &passphrases) {
                let message = "what was sealed in the last issue is known, so it is compared";
                let hint = "leave --uncompared out; what may be open is decided with terkawal register reclassify";
                findings.push(Diagnostic::error("E442", message).hint(hint));
            }
            return;
        }
        let open = (&prepared.partition.open, &prepared.plan.scheme);
        let found = reopened(self.world, &self.folders, &register.history, &passphrases, open);
        findings.extend(found.unwrap_or_else(|failure| failure.diagnostics));
    }
}
