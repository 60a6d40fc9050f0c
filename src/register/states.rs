//! The state of every copy, from the entries alone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::event::{CopyId, Event, IssuedCopy};
use crate::plan::{CopyNumber, Medium};

/// States of an issued copy. Numbers without a holder are [`States::reserved`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Sent, not confirmed.
    Issued,
    /// The holder has it.
    Acknowledged,
    /// Passed to a successor, who gets the next generation.
    Transferred,
    /// Asked for.
    Recalled,
    /// Came back.
    Returned,
    /// Is no more.
    Destroyed,
    /// Nobody knows where it is.
    Lost,
    /// Never came out.
    Voided,
}

impl State {
    /// The name as it stands in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Acknowledged => "acknowledged",
            Self::Transferred => "transferred",
            Self::Recalled => "recalled",
            Self::Returned => "returned",
            Self::Destroyed => "destroyed",
            Self::Lost => "lost",
            Self::Voided => "voided",
        }
    }

    /// Where a copy can go from here. A recall does not end by a receipt, and what was lost may be found.
    pub fn next(self) -> &'static [State] {
        match self {
            Self::Issued => &[
                Self::Acknowledged,
                Self::Transferred,
                Self::Recalled,
                Self::Returned,
                Self::Destroyed,
                Self::Lost,
            ],
            Self::Acknowledged => &[
                Self::Transferred,
                Self::Recalled,
                Self::Returned,
                Self::Destroyed,
                Self::Lost,
            ],
            Self::Transferred | Self::Recalled => &[Self::Returned, Self::Destroyed, Self::Lost],
            Self::Lost => &[Self::Returned, Self::Destroyed],
            Self::Returned => &[Self::Destroyed],
            Self::Destroyed | Self::Voided => &[],
        }
    }

    /// Whether its holder should have it, or give it back.
    pub fn is_outstanding(self) -> bool {
        matches!(
            self,
            Self::Issued | Self::Acknowledged | Self::Transferred | Self::Recalled
        )
    }
}

/// A copy of a version and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyState {
    /// State now.
    pub state: State,
    /// Since when.
    pub since: Date,
    /// The day it was issued.
    pub issued: Date,
    /// Post of the holder.
    pub holder: String,
    /// File or paper.
    pub medium: Medium,
    /// Which issue of the register it came with, counted from 1.
    issue: u64,
    /// The issue to which it gave way, recalled or passed on, and what it was before: should that issue be voided.
    gave_way: Option<(u64, State, Date)>,
}

/// In place of an issue that is still to come; issues are counted from 1.
const PENDING: u64 = 0;

/// A move that the rules do not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IllegalMove {
    /// What is wrong, in lower case.
    pub message: String,
    /// What would be right.
    pub hint: String,
}

/// Where every copy stands after some entries.
#[derive(Clone, Debug, Default)]
pub struct States {
    copies: BTreeMap<CopyId, CopyState>,
    /// Numbers without a holder at each issue of a whole version that stands.
    reserved: BTreeMap<u64, BTreeSet<CopyNumber>>,
    /// The version that was prepared and not issued yet.
    prepared: Option<String>,
    issues: u64,
    /// The issues of each version that stand, the last one last.
    issues_of: BTreeMap<String, Vec<u64>>,
}

impl States {
    /// After these entries; the first illegal move ends it.
    ///
    /// # Errors
    /// The illegal move.
    pub fn after<'e>(events: impl IntoIterator<Item = (&'e Event, Date)>) -> Result<Self, IllegalMove> {
        let mut states = Self::default();
        for (event, date) in events {
            states.apply(event, date)?;
        }
        Ok(states)
    }

    /// Every copy that was issued, by number, version and generation.
    pub fn copies(&self) -> impl Iterator<Item = (&CopyId, &CopyState)> {
        self.copies.iter()
    }

    /// One copy.
    pub fn copy(&self, copy: &CopyId) -> Option<&CopyState> {
        self.copies.get(copy)
    }

    /// Numbers without a holder at the last issue.
    pub fn reserved(&self) -> impl Iterator<Item = &CopyNumber> {
        self.reserved.values().next_back().into_iter().flatten()
    }

    /// Every copy of a number, by version and generation.
    pub fn of_number(&self, number: &CopyNumber) -> impl Iterator<Item = (&CopyId, &CopyState)> {
        let first = CopyId {
            number: number.clone(),
            version: String::new(),
            generation: 0,
        };
        self.copies
            .range(first..)
            .take_while(move |(copy, _)| copy.number == *number)
    }

    /// The copy of this number that was issued last, of this version or of any; those that never came out do not count.
    pub fn latest(&self, number: &CopyNumber, version: Option<&str>) -> Option<(&CopyId, &CopyState)> {
        self.of_number(number)
            .filter(|(copy, known)| {
                version.is_none_or(|version| copy.version == version) && known.state != State::Voided
            })
            .max_by_key(|(_, known)| known.issue)
    }

    /// Versions that were issued, in the order of their last issues.
    pub fn versions(&self) -> Vec<&str> {
        let last = |(version, issues): (_, &Vec<u64>)| issues.last().map(|at| (version, *at));
        let mut versions: Vec<(&String, u64)> = self.issues_of.iter().filter_map(last).collect();
        versions.sort_by_key(|(_, at)| *at);
        versions.into_iter().map(|(version, _)| version.as_str()).collect()
    }

    /// The generation that this copy of this version gets next.
    pub fn next_generation(&self, number: &CopyNumber, version: &str) -> u32 {
        let is_same = |copy: &&CopyId| copy.number == *number && copy.version == version;
        self.copies
            .keys()
            .filter(is_same)
            .count()
            .try_into()
            .map_or(u32::MAX, |count: u32| count + 1)
    }

    /// Takes one more entry into account, or changes nothing.
    ///
    /// # Errors
    /// What is illegal about it, with the legal moves.
    pub fn apply(&mut self, event: &Event, date: Date) -> Result<(), IllegalMove> {
        match event {
            Event::Prepared { version, .. } => self.prepared = Some(version.clone()),
            Event::Issued {
                version,
                copies,
                reserved,
                recalls,
                reason,
                ..
            } => {
                self.may_issue(version, copies, reserved)?;
                for copy in recalls {
                    self.may_move(copy, State::Recalled)?;
                }
                self.issue(version, copies, date);
                for copy in recalls {
                    self.recall_by_issue(copy, date);
                }
                // Single copies that are issued again say nothing of the other numbers.
                if reason.is_none() {
                    self.reserved.insert(self.issues, reserved.iter().cloned().collect());
                }
            }
            Event::Acknowledged { copy, .. } => self.go(copy, State::Acknowledged, date)?,
            Event::Transferred { copy, .. } => self.go(copy, State::Transferred, date)?,
            Event::Recalled { copy, .. } => self.go(copy, State::Recalled, date)?,
            Event::Returned { copy } => self.go(copy, State::Returned, date)?,
            Event::Destroyed { copy, .. } => self.go(copy, State::Destroyed, date)?,
            Event::Lost { copy, .. } => self.go(copy, State::Lost, date)?,
            Event::Told { copy, .. } => self.may_tell(copy)?,
            Event::Voided { version, .. } => self.void(version, date)?,
            Event::Approved { .. }
            | Event::Reclassified { .. }
            | Event::Corrected { .. }
            | Event::KeyRetired { .. }
            | Event::KeyAdopted { .. } => {}
        }
        Ok(())
    }

    /// Whether a copy may go into a state.
    ///
    /// # Errors
    /// Why not, with the legal moves.
    pub fn may_move(&self, copy: &CopyId, to: State) -> Result<(), IllegalMove> {
        let Some(known) = self.copies.get(copy) else {
            return Err(illegal(
                format!("{copy} was never issued"),
                "terkawal register list shows what was issued".to_owned(),
            ));
        };
        let legal = known.state.next();
        if legal.contains(&to) {
            return Ok(());
        }
        let names: Vec<&str> = legal.iter().map(|state| state.name()).collect();
        let hint = if names.is_empty() {
            "nothing can happen to it any more; a mistake is put right by an entry of its own".to_owned()
        } else {
            format!("from here it can be: {}", names.join(", "))
        };
        let message = format!("{copy} is {}, and cannot become {}", known.state.name(), to.name());
        Err(illegal(message, hint))
    }

    /// Somebody is told of a loss while the copy is lost.
    fn may_tell(&self, copy: &CopyId) -> Result<(), IllegalMove> {
        match self.copies.get(copy).map(|known| known.state) {
            Some(State::Lost) => Ok(()),
            Some(state) => Err(illegal(
                format!("{copy} is {}, not lost", state.name()),
                "record the loss first: terkawal register lost".to_owned(),
            )),
            None => self.may_move(copy, State::Lost),
        }
    }

    fn go(&mut self, copy: &CopyId, to: State, date: Date) -> Result<(), IllegalMove> {
        self.may_move(copy, to)?;
        if let Some(known) = self.copies.get_mut(copy) {
            // A transfer goes with the next issue of the copy, and is undone with it.
            known.gave_way = (to == State::Transferred).then_some((PENDING, known.state, known.since));
            known.state = to;
            known.since = date;
        }
        Ok(())
    }

    fn may_issue(&self, version: &str, copies: &[IssuedCopy], reserved: &[CopyNumber]) -> Result<(), IllegalMove> {
        if self.prepared.as_deref() != Some(version) {
            return Err(illegal(
                format!("version {version} was issued without being prepared"),
                "an issue is one prepared entry and then one issued entry".to_owned(),
            ));
        }
        let mut numbers: BTreeSet<&CopyNumber> = reserved.iter().collect();
        for copy in copies {
            if !numbers.insert(&copy.number) {
                return Err(illegal(
                    format!("copy {} stands in one issue twice", copy.number),
                    "every number is issued once, or reserved".to_owned(),
                ));
            }
            let next = self.next_generation(&copy.number, version);
            if copy.generation != next {
                let message = format!(
                    "copy {} of version {version} was issued as generation {}",
                    copy.number, copy.generation
                );
                return Err(illegal(message, format!("its next generation is {next}")));
            }
        }
        Ok(())
    }

    fn issue(&mut self, version: &str, copies: &[IssuedCopy], date: Date) {
        self.prepared = None;
        self.issues += 1;
        self.issues_of.entry(version.to_owned()).or_default().push(self.issues);
        for copy in copies {
            self.pass_on(&copy.number, version);
            let id = CopyId {
                number: copy.number.clone(),
                version: version.to_owned(),
                generation: copy.generation,
            };
            let state = CopyState {
                state: State::Issued,
                since: date,
                issued: date,
                holder: copy.holder.clone(),
                medium: copy.medium,
                issue: self.issues,
                gave_way: None,
            };
            self.copies.insert(id, state);
        }
    }

    /// The copy that was transferred gives way to this issue.
    fn pass_on(&mut self, number: &CopyNumber, version: &str) {
        let of_copy = |copy: &CopyId| copy.number == *number && copy.version == version;
        for (_, known) in self.copies.iter_mut().filter(|(copy, _)| of_copy(copy)) {
            if let Some((issue @ PENDING, ..)) = &mut known.gave_way {
                *issue = self.issues;
            }
        }
    }

    fn recall_by_issue(&mut self, copy: &CopyId, date: Date) {
        if let Some(known) = self.copies.get_mut(copy) {
            known.gave_way = Some((self.issues, known.state, known.since));
            known.state = State::Recalled;
            known.since = date;
        }
    }

    /// Undoes the last issue of a version, with its recalls and transfers. When single copies were issued again, the version
    /// stands, and only their last generation never came out.
    fn void(&mut self, version: &str, date: Date) -> Result<(), IllegalMove> {
        let Some(issue) = self.issues_of.get(version).and_then(|issues| issues.last()).copied() else {
            return Err(illegal(
                format!("version {version} was never issued, so it cannot be voided"),
                "what was only prepared needs no entry".to_owned(),
            ));
        };
        let of_issue = |copy: &&CopyId, state: &CopyState| copy.version == version && state.issue == issue;
        if let Some((copy, known)) = self
            .copies
            .iter()
            .find(|(copy, known)| of_issue(copy, known) && known.state != State::Issued)
        {
            return Err(illegal(
                format!("{copy} is {}, so version {version} came out", known.state.name()),
                "recall its copies instead".to_owned(),
            ));
        }
        if let Some(issues) = self.issues_of.get_mut(version) {
            issues.pop();
        }
        self.reserved.remove(&issue);
        for (copy, known) in &mut self.copies {
            if of_issue(&copy, known) {
                known.state = State::Voided;
                known.since = date;
            } else if let Some((by, before, since)) = known.gave_way
                && by == issue
            {
                known.state = before;
                known.since = since;
                known.gave_way = None;
            }
        }
        Ok(())
    }
}

fn illegal(message: String, hint: String) -> IllegalMove {
    IllegalMove { message, hint }
}

#[cfg(test)]
mod tests;
