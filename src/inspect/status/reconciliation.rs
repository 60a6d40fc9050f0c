//! Reconciliation: every number of an issue is accounted for, or named as not.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::history::History;
use crate::{
    plan::{CopyNumber, DistributionList},
    register::{CopyId, State, States},
};

/// The account of one version.
pub struct Account {
    /// The version.
    pub version: String,
    /// The day it was issued.
    pub issued: Date,
    /// Whether it is the version in force.
    pub is_in_force: bool,
    /// How many copies are in each state.
    pub states: BTreeMap<&'static str, usize>,
    /// Numbers that were kept back.
    pub reserved: Vec<CopyNumber>,
    /// Copies of which nobody can say that they are received, back or destroyed.
    pub open: Vec<(CopyId, State)>,
    /// For the version in force: numbers with a holder in the list that it has no copy for.
    pub missing: Vec<CopyNumber>,
}

impl Account {
    /// How many copies were issued.
    pub fn copies(&self) -> usize {
        self.states.values().sum()
    }
}

/// The account of every version that came out, the one in force last.
pub(super) fn accounts(states: &States, history: &History, list: &DistributionList) -> Vec<Account> {
    let versions = states.versions();
    let in_force = versions.last().copied();
    let account = |version: &str| {
        let (issued, reserved) = history.issues.get(version)?;
        let mut account = Account {
            version: version.to_owned(),
            issued: *issued,
            is_in_force: in_force == Some(version),
            states: BTreeMap::new(),
            reserved: reserved.iter().cloned().collect(),
            open: Vec::new(),
            missing: Vec::new(),
        };
        for (copy, known) in states.copies().filter(|(copy, _)| copy.version == version) {
            *account.states.entry(known.state.name()).or_default() += 1;
            let is_received = account.is_in_force && known.state == State::Acknowledged;
            if !is_received && !matches!(known.state, State::Returned | State::Destroyed | State::Voided) {
                account.open.push((copy.clone(), known.state));
            }
        }
        if account.is_in_force {
            let held = list.held().map(|(copy, _)| &copy.number);
            let has_copy = |number: &&CopyNumber| states.latest(number, Some(version)).is_some();
            account.missing = held.filter(|number| !has_copy(number)).cloned().collect();
        }
        Some(account)
    };
    versions.into_iter().filter_map(account).collect()
}
