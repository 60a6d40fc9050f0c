//! `status`: who holds what, what is overdue, and whether every number of an issue is accounted for.

mod attention;
mod history;
mod reconciliation;
mod row;

use jiff::{Timestamp, civil::Date};

use crate::{
    diagnostic::{Exit, Failure, Outcome},
    keys::PublicKey,
    plan::{DistributionList, DueMatter, Plan},
    register::{self, Head},
    world::World,
};

pub use attention::{Attention, Kind};
pub use reconciliation::Account;
pub use row::Row;

use history::History;

/// When, and by what the register is held.
pub struct Asking<'a> {
    /// The day from which days are counted.
    pub today: Date,
    /// The moment from which hours are counted.
    pub now: Timestamp,
    /// The publisher's key.
    pub pin: Option<&'a PublicKey>,
    /// The head that was kept on this computer.
    pub known: Option<&'a Head>,
}

/// Everything that `status` shows.
pub struct Status {
    /// A row for each copy that somebody has or has to give back, and for each number without one.
    pub rows: Vec<Row>,
    /// The issues, the version in force last.
    pub accounts: Vec<Account>,
    /// Dates of plan.yaml.
    pub matters: Vec<DueMatter>,
    /// The register as it was read.
    pub head: Head,
}

impl Status {
    /// Reads the register once.
    ///
    /// # Errors
    /// Every finding of the register: nothing is told from one that does not hold. Disk errors.
    pub fn read(world: &dyn World, plan: &Plan, list: &DistributionList, asking: &Asking<'_>) -> Outcome<Self> {
        let mut history = History::default();
        let report = register::verify(
            world,
            &plan.root,
            &plan.reference,
            asking.pin,
            asking.known,
            &mut |entry| history.note(entry),
        )?;
        if !report.findings.is_empty() {
            return Err(Failure {
                exit: Exit::Findings,
                diagnostics: report.findings,
            });
        }
        let states = &report.states;
        Ok(Self {
            rows: row::rows(states, &history, list, asking),
            accounts: reconciliation::accounts(states, &history, list),
            matters: plan.matters_due(asking.today),
            head: report.head,
        })
    }

    /// How many things are overdue, those of plan.yaml among them.
    pub fn overdue(&self) -> usize {
        let of_copies = self.rows.iter().flat_map(|row| &row.attention);
        of_copies.filter(|attention| attention.is_overdue).count()
            + self.matters.iter().filter(|matter| matter.is_late).count()
    }
}
