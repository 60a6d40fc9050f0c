//! The sources of issued versions: found by the register, opened in memory.

use std::path::Path;

use super::register::list::remarks;
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome, Severity},
    issue::{Folders, History, PastIssue, open_archive, read_archive},
    keys::{Home, PublicKey},
    plan::Plan,
    register::{self, KnownHead},
    world::{MemoryWorld, World},
};

/// Issues on record, and where their sources are.
pub(super) struct Archives<'a> {
    world: &'a dyn World,
    folders: &'a Folders,
    pub(super) history: History,
    /// What is no fault of the register.
    pub(super) remarks: Vec<Diagnostic>,
}

impl<'a> Archives<'a> {
    /// Verifies the register, which says what was issued.
    pub(super) fn read(
        world: &'a dyn World,
        plan: &Plan,
        pin: Option<&PublicKey>,
        folders: &'a Folders,
    ) -> Outcome<Self> {
        let known = KnownHead::of(&Home::of(world)?, &plan.reference).read(world)?;
        let mut history = History::default();
        let mut follow = |entry: &register::Entry| history.follow(entry);
        let report = register::verify(world, &plan.root, &plan.reference, pin, known.as_ref(), &mut follow)?;
        let remarks = remarks(&report);
        if !report.findings.is_empty() {
            return Err(Failure {
                exit: Exit::Fault,
                diagnostics: report.findings,
            });
        }
        Ok(Self {
            world,
            folders,
            history,
            remarks,
        })
    }

    /// The sources of a version, sealed, and exactly those that were issued.
    pub(super) fn of(&self, version: &str) -> Outcome<Sealed> {
        let Some(issue) = self.history.versions().find(|issue| issue.version == version) else {
            let known: Vec<&str> = self.history.versions().map(|issue| issue.version.as_str()).collect();
            let hint = match known.as_slice() {
                [] => "nothing was issued yet: the register in distribution/ knows of no version".to_owned(),
                known => format!("versions that were issued: {}", known.join(", ")),
            };
            let message = format!("version {version} was never issued, or was voided");
            return Err(Diagnostic::error("E480", message).hint(hint).into());
        };
        self.sealed(issue)
    }

    fn sealed(&self, issue: &PastIssue) -> Outcome<Sealed> {
        Ok(Sealed {
            version: issue.version.clone(),
            bytes: read_archive(self.world, self.folders, issue)?,
        })
    }
}

/// The sources of an issue, sealed.
pub(super) struct Sealed {
    pub(super) version: String,
    bytes: Vec<u8>,
}

impl Sealed {
    /// Reads them as a plan folder, by whatever reads one.
    pub(super) fn open<T>(
        &self,
        world: &dyn World,
        master: &age::x25519::Identity,
        read: impl FnOnce(&dyn World, &Path) -> Outcome<T>,
    ) -> Outcome<T> {
        let files = open_archive(&self.version, &self.bytes, master)?;
        let root = Path::new("sources");
        let memory = MemoryWorld::new(world, root, files);
        // Places in it lead nowhere on this disk, and its text is told to nobody.
        read(&memory, root).map_err(|failure| {
            let errors = failure
                .diagnostics
                .iter()
                .filter(|found| found.severity == Severity::Error);
            let codes: Vec<&str> = errors.map(|found| found.code).collect();
            let message = format!(
                "this terkawal finds faults in the sources of version {}: {}",
                self.version,
                codes.join(", ")
            );
            Diagnostic::error("E483", message)
                .hint("compare with the terkawal that issued it")
                .into()
        })
    }
}
