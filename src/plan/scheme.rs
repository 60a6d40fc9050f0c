//! The names of markings: our own, or those of another administration mapped onto the same levels.

use std::collections::BTreeSet;

use super::{Classification, ParseMarkError};
use crate::diagnostic::Place;

/// The levels that may be published, from the lowest.
const LEVELS: [Classification; 3] = [Classification::Terbuka, Classification::Terhad, Classification::Sulit];

/// What the levels are called in a plan.
///
/// A plan has one vocabulary: with a `classification_scheme` of its own the names TERBUKA, TERHAD and SULIT are unknown
/// words in it, since two names for one level are how a mark gets overlooked.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// By level as in [`LEVELS`]; a scheme need not have all sealed ones.
    names: [Option<String>; 3],
    /// Names of levels that are not published by this system, folded.
    refused: Vec<String>,
    /// Where each name stands in plan.yaml; empty for our own.
    written: Vec<(String, Place)>,
}

/// Why a scheme cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SchemeFault {
    /// Not letters and blanks, or longer than 30 characters.
    Name,
    /// The level is none of ours.
    Level,
    /// The name is another one in other letters.
    SameName,
    /// The level has a name already.
    SameLevel,
    /// The name is one of ours and stands for another level here.
    Ours,
    /// There is no name for open matter.
    NoOpen,
    /// There is no name for sealed matter.
    NoSealed,
}

impl SchemeFault {
    /// Message and hint.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Name => (
                "this cannot be the name of a marking",
                "a name has letters and blanks only, 2 to 30 of them",
            ),
            Self::Level => (
                "the marking stands for no level",
                "map it to TERBUKA, TERHAD, SULIT, RAHSIA or RAHSIA BESAR",
            ),
            Self::SameName => (
                "the same marking stands here twice",
                "capital and small letters do not count; keep one of the two",
            ),
            Self::SameLevel => (
                "this level has two names",
                "a plan has one name for each level; take one of the two away",
            ),
            Self::Ours => (
                "this name stands for another level in the rules of this system",
                "a mark that is read in two ways gets matter published: choose another name",
            ),
            Self::NoOpen => (
                "the scheme has no name for open matter",
                "open pages carry a mark too: map one name to TERBUKA",
            ),
            Self::NoSealed => (
                "the scheme has no name for sealed matter",
                "map a name to TERHAD, and to SULIT where it is used",
            ),
        }
    }
}

impl Default for Scheme {
    fn default() -> Self {
        Self {
            names: LEVELS.map(|level| Some(level.mark().to_owned())),
            refused: vec!["RAHSIA".to_owned(), "RAHSIA BESAR".to_owned()],
            written: Vec::new(),
        }
    }
}

impl Scheme {
    /// Reads names with the level of ours that each stands for, and says of each fault in which name it lies.
    pub(super) fn of(entries: &[(&str, &str, Place)]) -> Result<Self, Vec<(Option<usize>, SchemeFault)>> {
        let mut scheme = Self {
            names: [None, None, None],
            refused: Vec::new(),
            written: Vec::new(),
        };
        let mut faults = Vec::new();
        let mut seen = BTreeSet::new();
        for (index, (name, level, place)) in entries.iter().enumerate() {
            let mut fault = |fault| faults.push((Some(index), fault));
            let folded = fold(name);
            let plain = folded.chars().all(|c| c.is_alphabetic() || c == ' ');
            if !plain || !(2..=30).contains(&folded.chars().count()) {
                fault(SchemeFault::Name);
                continue;
            }
            if !seen.insert(folded.clone()) {
                fault(SchemeFault::SameName);
            }
            scheme.written.push((folded.clone(), place.clone()));
            let level = level.parse::<Classification>();
            if level == Err(ParseMarkError::Unknown) {
                fault(SchemeFault::Level);
                continue;
            }
            let ours = folded.parse::<Classification>();
            if ours != Err(ParseMarkError::Unknown) && ours != level {
                fault(SchemeFault::Ours);
            }
            match level {
                Ok(level) => {
                    let slot = &mut scheme.names[level as usize];
                    if slot.is_some() {
                        fault(SchemeFault::SameLevel);
                    }
                    *slot = Some(folded);
                }
                Err(_) => scheme.refused.push(folded),
            }
        }
        if faults.is_empty() {
            if scheme.names[0].is_none() {
                faults.push((None, SchemeFault::NoOpen));
            }
            if scheme.names[1..].iter().all(Option::is_none) {
                faults.push((None, SchemeFault::NoSealed));
            }
        }
        if faults.is_empty() { Ok(scheme) } else { Err(faults) }
    }

    /// The level that a word names.
    ///
    /// # Errors
    /// A level that is not published by this system, or no name of this scheme.
    pub fn parse(&self, text: &str) -> Result<Classification, ParseMarkError> {
        let folded = fold(text);
        let is = |level: &&Classification| self.names[**level as usize].as_ref() == Some(&folded);
        match LEVELS.iter().find(is) {
            Some(level) => Ok(*level),
            // RAHSIA is refused by name in every plan, so that the message says why.
            None if self.refused.contains(&folded)
                || folded.parse::<Classification>() == Err(ParseMarkError::TooHigh) =>
            {
                Err(ParseMarkError::TooHigh)
            }
            None => Err(ParseMarkError::Unknown),
        }
    }

    /// A level as it is printed.
    pub fn mark(&self, classification: Classification) -> &str {
        // A level without a name cannot have been written anywhere.
        let name = self.names[classification as usize].as_deref();
        name.unwrap_or_else(|| classification.mark())
    }

    /// The plan's own names with their places in plan.yaml; none where the names are ours.
    pub fn written(&self) -> &[(String, Place)] {
        &self.written
    }

    /// Every name that a mark may have here, those of refused levels among them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().flatten().chain(&self.refused).map(String::as_str)
    }

    /// `TERHAD or SULIT`, for hints.
    pub fn sealed(&self) -> String {
        let names: Vec<&str> = self.names[1..].iter().flatten().map(String::as_str).collect();
        names.join(" or ")
    }

    /// What becomes of matter that is too high for this system, in the plan's own names, for hints.
    pub fn refusal(&self) -> String {
        if self.written.is_empty() {
            return "handle RAHSIA and RAHSIA BESAR on paper as Arahan Keselamatan says".to_owned();
        }
        let names = match self.refused.as_slice() {
            [] => "such matter".to_owned(),
            names => names.join(" and "),
        };
        format!("handle {names} on paper as the rules of your administration say")
    }

    /// `TERBUKA, TERHAD or SULIT`, for hints.
    pub fn all(&self) -> String {
        format!("{}, {}", self.mark(Classification::Terbuka), self.sealed())
    }

    /// `::: terhad`, or both, for hints.
    pub fn fences(&self) -> String {
        let names = self.names[1..].iter().flatten();
        let fences: Vec<String> = names.map(|name| format!("`::: {}`", name.to_lowercase())).collect();
        fences.join(" or ")
    }
}

/// Capital letters, one blank between words.
fn fold(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c == '_' || c == '-');
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_uppercase).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;

    #[test]
    fn names_are_of_one_vocabulary() {
        let place = SourceText::new("plan.yaml", "", false).line(1);
        let entries = [
            ("Biasa", "TERBUKA"),
            ("TERBATAS", "TERHAD"),
            ("Sangat-Rahasia", "RAHSIA"),
        ];
        let scheme = Scheme::of(&entries.map(|(name, level)| (name, level, place.clone()))).expect("a scheme");
        assert_eq!(scheme.parse("biasa"), Ok(Classification::Terbuka));
        assert_eq!(scheme.parse(" Terbatas "), Ok(Classification::Terhad));
        assert_eq!(scheme.parse("sangat rahasia"), Err(ParseMarkError::TooHigh));
        assert_eq!(scheme.parse("RAHSIA BESAR"), Err(ParseMarkError::TooHigh));
        for other in ["TERBUKA", "TERHAD", "SULIT", "rahasia", ""] {
            assert_eq!(scheme.parse(other), Err(ParseMarkError::Unknown), "{other}");
        }
        assert_eq!(scheme.all(), "BIASA, TERBATAS");
    }
}
