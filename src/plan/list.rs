//! The distribution list after its checks.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Classification, CopyNumber};
use crate::diagnostic::{Place, SourceText};

/// Who may hold a copy.
#[derive(Clone)]
pub struct DistributionList {
    /// Groups by short name, with their full names.
    pub groups: BTreeMap<String, String>,
    /// Every copy in the order of the list; members of a team one by one.
    pub copies: Vec<ControlledCopy>,
    /// Teams, for the printed list.
    pub teams: Vec<Team>,
    /// `distribution/list.yaml` itself.
    pub source: SourceText,
    /// Whether all of it could be read; otherwise it cannot say which names are unknown.
    pub complete: bool,
}

/// One copy number.
#[derive(Clone, Debug)]
pub struct ControlledCopy {
    /// Copy number.
    pub number: CopyNumber,
    /// Who holds it; `None` when the number is reserved.
    pub holder: Option<Holder>,
    /// Where the number stands in the list.
    pub place: Place,
}

/// How a copy reaches its holder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    /// A file that is sealed to the holder.
    #[default]
    File,
    /// Printed by the plan secretary, to whose master key the file is sealed.
    Paper,
}

/// The person or post a copy is assigned to.
#[derive(Clone)]
pub struct Holder {
    /// Post, an open field.
    pub post: String,
    /// Name, only ever inside copies.
    pub name: Option<String>,
    /// Highest classification the holder may read.
    pub clearance: Classification,
    /// Groups of the holder.
    pub groups: Vec<String>,
    /// The last day in this post, when the holder leaves it or has left.
    pub leaves: Option<Date>,
    /// File or paper.
    pub medium: Medium,
    /// age recipients; empty until enrolled.
    pub recipients: Vec<age::x25519::Recipient>,
}

impl std::fmt::Debug for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The name stays out of every log.
        f.debug_struct("Holder")
            .field("post", &self.post)
            .finish_non_exhaustive()
    }
}

/// A team: one number in the printed list, one copy a member.
#[derive(Clone, Debug)]
pub struct Team {
    /// The team's number.
    pub number: CopyNumber,
    /// What the list says of the team.
    pub post: String,
}

impl DistributionList {
    /// Copies that have a holder.
    pub fn held(&self) -> impl Iterator<Item = (&ControlledCopy, &Holder)> {
        self.copies
            .iter()
            .filter_map(|copy| copy.holder.as_ref().map(|holder| (copy, holder)))
    }

    /// Copies that are sealed to their holders; the others are printed.
    pub fn filed(&self) -> impl Iterator<Item = (&ControlledCopy, &Holder)> {
        self.held().filter(|(_, holder)| holder.medium == Medium::File)
    }

    /// Copies that the plan secretary prints.
    pub fn printed(&self) -> impl Iterator<Item = (&ControlledCopy, &Holder)> {
        self.held().filter(|(_, holder)| holder.medium == Medium::Paper)
    }

    /// The copy of this number.
    pub fn copy(&self, number: &CopyNumber) -> Option<&ControlledCopy> {
        self.copies.iter().find(|copy| copy.number == *number)
    }
}

impl Holder {
    /// The names an audience may use for this holder: groups, own number, the team's number.
    pub fn audience_names<'a>(&'a self, number: &'a CopyNumber) -> Vec<&'a str> {
        let mut names: Vec<&str> = self.groups.iter().map(String::as_str).collect();
        names.push(number.as_str());
        names.extend(number.team());
        names
    }
}
