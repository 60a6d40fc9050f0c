//! Through whose eyes the plan is seen.

use std::{fmt, str::FromStr};

use crate::{
    classify::is_entitled,
    plan::{CopyNumber, DistributionList, Marking},
};

/// Who looks at the preview.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// All staff: the open site.
    Open,
    /// The plan secretary: everything.
    All,
    /// The holder of a controlled copy.
    Copy(CopyNumber),
}

impl Viewer {
    /// Whether matter of a marking is shown.
    pub fn may_read(&self, marking: &Marking, list: &DistributionList) -> bool {
        match self {
            Self::Open => marking.is_open(),
            Self::All => true,
            Self::Copy(number) => {
                let mut held = list.held();
                let holder = held.find(|(copy, _)| copy.number == *number);
                marking.is_open() || holder.is_some_and(|(_, holder)| is_entitled(marking, number, holder))
            }
        }
    }
}

/// As on the command line and as first part of an address: `open`, `all`, or a copy number.
impl fmt::Display for Viewer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("open"),
            Self::All => f.write_str("all"),
            Self::Copy(number) => f.write_str(number.as_str()),
        }
    }
}

impl FromStr for Viewer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "open" => Ok(Self::Open),
            "all" => Ok(Self::All),
            number => number
                .parse()
                .map(Self::Copy)
                .map_err(|()| "write open, all, or a copy number such as 03-02".to_owned()),
        }
    }
}
