//! What about a copy wants attention. The days come from the rules that these plans live under; design 9 names them.

use jiff::{Timestamp, ToSpan as _, civil::Date};

use super::{Asking, history::History};
use crate::{
    plan::Holder,
    register::{CopyId, CopyState, State, States},
};

/// A receipt is asked for after so many days.
const RECEIPT: i64 = 14;
/// A copy that nobody has opened for so many days counts as inactive (MyGovUC 4.3.1 e).
const INACTIVE: i64 = 90;
/// Who left a post holds no copy after so many days (MyGovUC 4.3.2).
const LEAVER: i64 = 30;

/// Something that wants attention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    /// What it is.
    pub kind: Kind,
    /// Since so many days; below zero for what is still to come.
    pub days: i64,
    /// Whether it is late.
    pub is_overdue: bool,
}

/// Kinds of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Sent and not acknowledged for more than 14 days.
    NoReceipt,
    /// Not acknowledged for more than 90 days.
    Inactive,
    /// To come back.
    Recall,
    /// The holder leaves the post or has left it.
    Leaver,
    /// A loss that the originator does not know of.
    Untold,
}

impl Kind {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoReceipt => "no-receipt",
            Self::Inactive => "inactive",
            Self::Recall => "recall",
            Self::Leaver => "leaver",
            Self::Untold => "untold",
        }
    }
}

/// Everything about one copy; `holder` is who the list names today.
pub(super) fn of_copy(
    (copy, known): (&CopyId, &CopyState),
    holder: Option<&Holder>,
    states: &States,
    history: &History,
    asking: &Asking<'_>,
) -> Vec<Attention> {
    let today = asking.today;
    let mut all = Vec::new();
    let mut add = |kind, days, is_overdue| {
        all.push(Attention { kind, days, is_overdue });
    };
    match known.state {
        State::Issued => match days(known.since, today) {
            days if days > INACTIVE => add(Kind::Inactive, days, true),
            days if days > RECEIPT => add(Kind::NoReceipt, days, true),
            _ => {}
        },
        State::Recalled | State::Transferred => {
            if let Some(due) = due(copy, known, states, history) {
                let days = days(due, today);
                add(Kind::Recall, days, days > 0);
            }
        }
        State::Lost => {
            if let Some((discovered, false)) = history.losses.get(copy) {
                let days = i64::from(is_past(*discovered, asking.now));
                add(Kind::Untold, days, days > 0);
            }
        }
        _ => {}
    }
    if let Some(leaves) = holder.and_then(|holder| holder.leaves)
        && known.state.is_outstanding()
    {
        let days = days(leaves, today);
        add(Kind::Leaver, days, days > LEAVER);
    }
    all
}

/// When a copy is to be back: on the day that the recall names, or when the copy after it was received. Without a copy
/// after it there is nothing to wait for.
fn due(copy: &CopyId, known: &CopyState, states: &States, history: &History) -> Option<Date> {
    if let Some(due) = history.due.get(copy) {
        return Some(*due);
    }
    let (next, after) = states.latest(&copy.number, None)?;
    if next == copy || !after.state.is_outstanding() {
        return Some(known.since);
    }
    (after.state != State::Issued).then_some(known.since.max(after.since))
}

fn days(from: Date, to: Date) -> i64 {
    i64::from(to.since(from).map_or(0, |span| span.get_days()))
}

fn is_past(discovered: Timestamp, now: Timestamp) -> bool {
    discovered.checked_add(24.hours()).is_ok_and(|deadline| now > deadline)
}
