//! `issue`: releases a version. Gates first, then one transaction whose commit point is the register.

mod release;

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{
    build::{self, Prepared},
    keygen::copy_number,
    output::Output,
    secrets::PassphraseFile,
};
use crate::{
    diagnostic::{Diagnostic, Exit, Findings, Outcome},
    issue::{Content, Folders, Gates, History, Lost, Recovered, Wish, recover},
    keys::{Home, PublisherKey, Secret},
    plan::{DistributionList, Plan},
    register::{Event, Log, Record, States},
    world::World,
};

#[derive(Args)]
pub(super) struct Arguments {
    /// Issue only these copies again, with commas between them: 03-02,07
    #[arg(long, value_name = "NN,…", value_delimiter = ',')]
    copies: Vec<String>,
    /// Why these copies are issued again
    #[arg(long, value_name = "WHY", requires = "copies")]
    reason: Option<String>,
    /// Why the plan goes out although its review is overdue
    #[arg(long, value_name = "WHY")]
    reviewed: Option<String>,
    /// Who issues [default: who prepared the plan]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The day of the issue [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<jiff::civil::Date>,
    /// The folder that holds public/ and copies/ [default: the plan folder]
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseFile,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    // A plan.yaml that cannot be read is told together with the faults of all other files.
    let plan = Plan::read(world, root).map_err(|failure| build::prepare(world, root, None).err().unwrap_or(failure))?;
    let home = Home::of(world)?;
    let desk = Desk {
        world,
        root,
        arguments,
        home: &home,
        folders: Folders::new(root, arguments.output_dir.as_deref()),
    };
    let wish = desk.wish()?;
    let mut findings = Findings::default();
    let mut register = match Register::open(world, &plan, &home) {
        Ok(register) => Some(register),
        Err(failure) => {
            findings.absorb(failure);
            None
        }
    };
    if let Some(register) = &mut register
        && desk.recovered(register, &plan, output)?
    {
        return Ok(Exit::Done);
    }
    let prepared = desk.gates(register.as_ref(), &wish, &mut findings);
    let warnings = findings.finish()?;
    let (Some(mut register), Some((prepared, content))) = (register, prepared) else {
        unreachable!("a gate failed without saying why");
    };
    let key = desk.publisher()?;
    let release = release::Whole {
        world,
        folders: &desk.folders,
        prepared: &prepared,
        content: &content,
        wish: &wish,
        by: desk.by(&prepared.plan),
    };
    release.run(&mut register, &key, output)?;
    output.diagnostics(warnings);
    output.diagnostics(prepared.warnings);
    Ok(Exit::Done)
}

/// The register, locked and verified, and what it says.
struct Register<'w> {
    log: Log<'w>,
    history: History,
    states: States,
}

impl<'w> Register<'w> {
    fn open(world: &'w dyn World, plan: &Plan, home: &Home) -> Outcome<Self> {
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
struct Desk<'a> {
    world: &'a dyn World,
    root: &'a Path,
    arguments: &'a Arguments,
    home: &'a Home,
    folders: Folders,
}

impl Desk<'_> {
    fn wish(&self) -> Outcome<Wish> {
        let copies = self.arguments.copies.iter().map(|text| copy_number(text.trim()));
        Ok(Wish {
            date: self.arguments.date.unwrap_or_else(|| self.world.today()),
            reviewed: self.arguments.reviewed.clone(),
            copies: copies.collect::<Outcome<_>>()?,
            reason: self.arguments.reason.clone(),
        })
    }

    fn by(&self, plan: &Plan) -> String {
        let prepared = plan.control.prepared.as_ref();
        let by = self.arguments.by.clone();
        by.unwrap_or_else(|| prepared.map_or_else(String::new, |signatory| signatory.name.clone()))
    }

    fn publisher(&self) -> Outcome<PublisherKey> {
        let passphrase = self.arguments.passphrase.read(self.world, Secret::Publisher)?;
        let path = self.home.sealed(Secret::Publisher);
        self.home.open_publisher(self.world, &path, &passphrase)
    }

    /// Finishes or undoes what a run before left. Says whether that was the issue which is asked for.
    fn recovered(&self, register: &mut Register<'_>, plan: &Plan, output: &mut Output) -> Outcome<bool> {
        match recover(self.world, &self.folders, &register.history)? {
            Recovered::Nothing => Ok(false),
            Recovered::Undone(version) => {
                let message = format!("an issue of version {version} was cut short before it counted, and was undone");
                let warning = Diagnostic::warning("E444", message).hint("nothing of it came out");
                output.diagnostics(vec![warning]);
                Ok(false)
            }
            Recovered::Finished(version) => {
                output.line(&format!(
                    "version {version}: the issue that was cut short is now in place"
                ));
                output.fact("finished", json!(version));
                Ok(version == plan.version && self.arguments.copies.is_empty())
            }
            Recovered::Lost(lost) => self.void(lost, register, plan),
        }
    }

    /// What was staged is lost, so the issue that counts never comes out.
    fn void(&self, lost: Lost, register: &mut Register<'_>, plan: &Plan) -> Outcome<bool> {
        let version = lost.version().to_owned();
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
        register.log.append(&[(&self.publisher()?, record)])?;
        lost.take_back(self.world)?;
        let message = format!("the issue of version {version} was cut short, and what was staged for it is lost");
        Err(Diagnostic::error("E443", message)
            .hint("the register says that it is void; what was in force before is in force")
            .hint("write a higher `version` into plan.yaml, have it approved, and issue it")
            .into())
    }

    /// Everything that stands against the issue, faults of the plan and of the register included.
    fn gates(
        &self,
        register: Option<&Register<'_>>,
        wish: &Wish,
        findings: &mut Findings,
    ) -> Option<(Prepared, Content)> {
        let ask = || -> Outcome<Vec<Diagnostic>> {
            let plan = Plan::read(self.world, self.root)?;
            let list = DistributionList::read(self.world, &plan)?;
            let content = Content::read(self.world, &plan, &list)?;
            let publisher = self.home.publisher(self.world)?;
            let gates = Gates {
                plan: &plan,
                list: &list,
                content: &content,
                history: register.map(|register| &register.history),
                publisher: publisher.as_ref(),
                key_in_force: register.and_then(|register| register.log.key_in_force()),
                has_master: self.world.exists(&self.home.public(Secret::Master)),
                today: self.world.today(),
                wish,
            };
            Ok(gates.findings())
        };
        let prepared = build::prepare(self.world, self.root, None);
        let asked = ask();
        match prepared {
            Ok(prepared) => {
                match asked {
                    Ok(found) => findings.extend(found),
                    Err(failure) => findings.absorb(failure),
                }
                let content = Content::read(self.world, &prepared.plan, &prepared.list);
                content
                    .map_err(|failure| findings.absorb(failure))
                    .ok()
                    .map(|content| (prepared, content))
            }
            Err(failure) => {
                findings.absorb(failure);
                // What cannot be asked is told by the faults of the plan.
                findings.extend(asked.unwrap_or_default());
                None
            }
        }
    }
}
