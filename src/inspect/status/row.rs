//! Rows of the table.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Asking, attention, attention::Attention, history::History};
use crate::{
    plan::{CopyNumber, DistributionList, Medium},
    register::{CopyId, CopyState, State, States},
};

/// A copy, or a number without one.
#[derive(Clone, Debug)]
pub struct Row {
    /// Copy number.
    pub number: CopyNumber,
    /// Post of the holder; empty for a reserved number.
    pub holder: String,
    /// Version and generation that is held.
    pub held: Option<(String, u32)>,
    /// `reserved` and `not-issued` for numbers without a copy.
    pub state: &'static str,
    /// File or paper.
    pub medium: Medium,
    /// Since when.
    pub since: Option<Date>,
    /// What wants attention.
    pub attention: Vec<Attention>,
}

/// Every copy that is with somebody or lost, the last one of each number whatever became of it, and the numbers of the
/// list that have none.
pub(super) fn rows(states: &States, history: &History, list: &DistributionList, asking: &Asking<'_>) -> Vec<Row> {
    let numbers: BTreeSet<&CopyNumber> = states
        .copies()
        .map(|(copy, _)| &copy.number)
        .chain(states.reserved())
        .chain(list.copies.iter().map(|copy| &copy.number))
        .collect();
    let mut rows = Vec::new();
    for number in numbers {
        let last = states.latest(number, None).map(|(copy, _)| copy);
        let mut copies: Vec<_> = states
            .of_number(number)
            .filter(|(copy, known)| Some(*copy) == last || is_open(known))
            .collect();
        copies.sort_by_key(|(copy, known)| (Some(*copy) != last, std::cmp::Reverse(known.issued)));
        if copies.is_empty() {
            rows.push(without_copy(number, list));
        }
        let holder = list.copy(number).and_then(|listed| listed.holder.as_ref());
        for (copy, known) in copies {
            // Who leaves gives back the last copy; the others are asked for anyway.
            let holder = holder.filter(|_| Some(copy) == last);
            let attention = attention::of_copy((copy, known), holder, states, history, asking);
            rows.push(of_copy(copy, known, attention));
        }
    }
    rows
}

/// Whether somebody has to do something about it yet.
fn is_open(known: &CopyState) -> bool {
    known.state.is_outstanding() || known.state == State::Lost
}

fn of_copy(copy: &CopyId, known: &CopyState, attention: Vec<Attention>) -> Row {
    Row {
        number: copy.number.clone(),
        holder: known.holder.clone(),
        held: Some((copy.version.clone(), copy.generation)),
        state: known.state.name(),
        medium: known.medium,
        since: Some(known.since),
        attention,
    }
}

fn without_copy(number: &CopyNumber, list: &DistributionList) -> Row {
    let listed = list.copy(number);
    let holder = listed.and_then(|copy| copy.holder.as_ref());
    Row {
        medium: holder.map_or(Medium::File, |holder| holder.medium),
        number: number.clone(),
        holder: holder.map(|holder| holder.post.clone()).unwrap_or_default(),
        held: None,
        state: if holder.is_some() { "not issued" } else { "reserved" },
        since: None,
        attention: Vec::new(),
    }
}
