//! Copy numbers: `03`, and `03-01` for a member of a team.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The number of a controlled copy, as printed: two to five digits, for a member of a team followed by `-` and two to
/// five digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct CopyNumber(String);

impl CopyNumber {
    /// The number as text, safe as a file name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The team's number when this is a member's copy.
    pub fn team(&self) -> Option<&str> {
        self.0.split_once('-').map(|(team, _)| team)
    }

    /// The plan secretary's master copy.
    pub fn master() -> Self {
        Self("00".to_owned())
    }

    /// Whether this is the plan secretary's master copy.
    pub fn is_master(&self) -> bool {
        self.0.bytes().all(|byte| byte == b'0')
    }
}

impl fmt::Display for CopyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for CopyNumber {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let part = |part: &str| (2..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let valid = match text.split_once('-') {
            Some((team, member)) => part(team) && part(member),
            None => part(text),
        };
        if valid { Ok(Self(text.to_owned())) } else { Err(()) }
    }
}

impl TryFrom<String> for CopyNumber {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map_err(|()| "not a copy number")
    }
}

impl From<CopyNumber> for String {
    fn from(number: CopyNumber) -> Self {
        number.0
    }
}
