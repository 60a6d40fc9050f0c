//! Classification, audience, and who is entitled to what.

use std::{collections::BTreeSet, fmt, str::FromStr};

/// The marks this system may publish.
///
/// RAHSIA and RAHSIA BESAR are refused when they are parsed: the MyGovUC guideline (1.4.1 l iii, 3.2.2 A ii 6) keeps
/// them off media of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Classification {
    /// Open.
    Terbuka,
    /// Restricted: sealed.
    Terhad,
    /// Confidential: sealed.
    Sulit,
}

/// Why a mark was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseMarkError {
    /// RAHSIA or RAHSIA BESAR.
    TooHigh,
    /// Not a mark at all.
    Unknown,
}

impl Classification {
    /// Nothing higher is published by this system.
    pub const HIGHEST: Self = Self::Sulit;

    /// The mark as it is printed.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Terbuka => "TERBUKA",
            Self::Terhad => "TERHAD",
            Self::Sulit => "SULIT",
        }
    }

    /// Whether its matter may exist outside ciphertext.
    pub fn is_open(self) -> bool {
        self == Self::Terbuka
    }
}

impl fmt::Display for Classification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mark())
    }
}

impl FromStr for Classification {
    type Err = ParseMarkError;

    fn from_str(text: &str) -> Result<Self, ParseMarkError> {
        let words: Vec<String> = text
            .split(|c: char| c.is_whitespace() || c == '_' || c == '-')
            .filter(|word| !word.is_empty())
            .map(str::to_uppercase)
            .collect();
        match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["TERBUKA"] => Ok(Self::Terbuka),
            ["TERHAD"] => Ok(Self::Terhad),
            ["SULIT"] => Ok(Self::Sulit),
            ["RAHSIA"] | ["RAHSIA", "BESAR"] => Err(ParseMarkError::TooHigh),
            _ => Err(ParseMarkError::Unknown),
        }
    }
}

/// Who of the cleared holders may read: layers of group names and copy numbers, each of which must match.
///
/// A section for `[DRT]` inside a chapter for `[ERT, DRT]` has two layers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    layers: Vec<BTreeSet<String>>,
}

impl Audience {
    /// Narrows the audience further; an empty set narrows nothing.
    #[must_use]
    pub fn narrowed(&self, names: BTreeSet<String>) -> Self {
        let mut layers = self.layers.clone();
        if !names.is_empty() && !layers.contains(&names) {
            layers.push(names);
        }
        Self { layers }
    }

    /// Narrowed by everything that narrows another.
    #[must_use]
    pub fn within(&self, other: &Self) -> Self {
        other
            .layers
            .iter()
            .fold(self.clone(), |all, layer| all.narrowed(layer.clone()))
    }

    /// The groups and copy numbers of each layer.
    pub fn layers(&self) -> &[BTreeSet<String>] {
        &self.layers
    }

    /// Whether one of the given names (groups and copy number of a holder) is in every layer.
    pub fn admits(&self, names: &[&str]) -> bool {
        self.layers
            .iter()
            .all(|layer| names.iter().any(|name| layer.contains(*name)))
    }
}

/// Classification and audience of a section or block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marking {
    /// Classification.
    pub classification: Classification,
    /// Audience.
    pub audience: Audience,
}

impl Marking {
    /// Whether the matter is published openly. An audience seals nothing by itself: it is refused on open matter.
    pub fn is_open(&self) -> bool {
        self.classification.is_open()
    }
}
