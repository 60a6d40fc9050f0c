//! Says which controlled copy a leaked text came from, with a bound on how often that is wrong.
//!
//! The leaked text is laid beside the text that was issued (`align`), which says which places it shows and what stands
//! in them. Neither knows any key. Then each copy is scored by how many of those places agree with it (`score`). To
//! whoever has not the key of a copy its symbols are thrown dice, so for every other copy, whatever the leaked text is and
//! whoever made it, the number that agrees is binomial. The chance of as many agreeing, times the number of copies asked
//! about, bounds the chance that any wrong copy is named.

mod align;
mod issued;
mod leaked;
mod score;

use rayon::prelude::*;

use crate::{
    marks::{Code, CopyMarks},
    register::CopyId,
};

pub use align::Places;
pub use issued::IssuedText;
pub use leaked::Leaked;
pub use score::{RATE, tail};

/// A copy that a text may come from.
pub struct Suspect {
    /// Which.
    pub copy: CopyId,
    /// Its marks.
    pub marks: CopyMarks,
}

/// A version with its text and the copies of it.
pub struct Edition {
    /// The version.
    pub version: String,
    /// What was issued.
    pub text: IssuedText,
    /// Every copy of every generation.
    pub suspects: Vec<Suspect>,
}

/// How a copy fits the marks of a leaked text.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Which copy.
    pub copy: CopyId,
    /// In how many places the leaked text shows a mark.
    pub places: usize,
    /// How many of them agree with this copy.
    pub agreeing: usize,
    /// Bound on the chance that any other copy agrees so well.
    pub chance: f64,
    /// For each section the places and how many agree, in the order of the document.
    pub sections: Vec<(String, usize, usize)>,
}

/// A code in the leaked text that is that of a copy.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// Which copy.
    pub copy: CopyId,
    /// As it was read.
    pub code: Code,
    /// In how many characters that differs from the code of the copy.
    pub misread: usize,
    /// Bound on the chance that any copy's code is so near.
    pub chance: f64,
}

/// Of one version, how much of it the leaked text shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The version.
    pub version: String,
    /// Letters and digits of the leaked text that stand in it.
    pub letters: usize,
    /// Places that can carry a mark in what is shown.
    pub slots: usize,
    /// Places that do.
    pub places: usize,
}

/// What the marks say.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Letters and digits of the leaked text.
    pub letters: usize,
    /// Copies that were asked about.
    pub suspects: usize,
    /// Each version that was compared.
    pub extents: Vec<Extent>,
    /// The copies that fit best, best first; those named come first.
    pub scores: Vec<Score>,
    /// Codes that were read.
    pub sightings: Vec<Sighting>,
}

/// How many copies that are not named are told of, to compare with.
const OTHERS: usize = 5;

/// In how many characters a code may be misread. More is never asked: the rate would allow little more.
const MISREAD: usize = 2;

impl Verdict {
    /// Every copy that is named, by either layer.
    pub fn named(&self) -> Vec<&CopyId> {
        let by_text = self
            .scores
            .iter()
            .filter(|score| score.is_named())
            .map(|score| &score.copy);
        let seen = self.sightings.iter().filter(|sighting| sighting.chance <= RATE);
        let mut named: Vec<&CopyId> = by_text.chain(seen.map(|sighting| &sighting.copy)).collect();
        named.sort_unstable();
        named.dedup();
        named
    }
}

impl Score {
    /// Whether it can hardly be another copy.
    pub fn is_named(&self) -> bool {
        self.chance <= RATE
    }
}

/// Compares a leaked text with every version.
pub fn trace(leaked: &Leaked, editions: &[Edition]) -> Verdict {
    let suspects = editions.iter().map(|edition| edition.suspects.len()).sum();
    let mut extents = Vec::new();
    let mut scores = Vec::new();
    for edition in editions {
        let places = Places::of(&edition.text, leaked);
        extents.push(Extent {
            version: edition.version.clone(),
            letters: places.letters,
            slots: places.slots,
            places: places.seen.len(),
        });
        let all = edition
            .suspects
            .par_iter()
            .map(|suspect| score(edition, &places, suspect, suspects));
        scores.par_extend(all);
    }
    scores.sort_by(|one: &Score, other| {
        let by_chance = one.chance.total_cmp(&other.chance);
        by_chance.then_with(|| one.copy.cmp(&other.copy))
    });
    let named = scores.iter().take_while(|score| score.is_named()).count();
    scores.truncate(named + OTHERS);
    Verdict {
        letters: leaked.letters.len(),
        suspects,
        extents,
        scores,
        sightings: sightings(&leaked.codes, editions),
    }
}

/// The codes that are those of copies, or nearly. Half of the rate is for codes, half for text.
pub fn sightings(codes: &[Code], editions: &[Edition]) -> Vec<Sighting> {
    let all = || editions.iter().flat_map(|edition| &edition.suspects);
    #[allow(clippy::cast_precision_loss, reason = "neither is near 2^52")]
    let asked = (all().count() * codes.len()) as f64;
    let mut found: Vec<Sighting> = Vec::new();
    for code in codes {
        for suspect in all() {
            let misread = code.distance(&suspect.marks.code);
            if misread <= MISREAD {
                found.push(Sighting {
                    copy: suspect.copy.clone(),
                    code: code.clone(),
                    misread,
                    chance: (2.0 * asked * Code::within(misread) / 2_f64.powi(Code::BITS.cast_signed())).min(1.0),
                });
            }
        }
    }
    found.sort_by(|one, other| {
        one.chance
            .total_cmp(&other.chance)
            .then_with(|| one.copy.cmp(&other.copy))
    });
    found.dedup_by(|later, first| later.copy == first.copy);
    found
}

fn score(edition: &Edition, places: &Places, suspect: &Suspect, suspects: usize) -> Score {
    let mut agreeing = 0;
    let mut sections: Vec<(String, usize, usize)> = Vec::new();
    for (block, seen) in places.by_block() {
        let block = edition.text.block(block);
        let symbols = suspect.marks.characters.symbols(&block.letters, block.slots);
        let fits = seen
            .iter()
            .filter(|(slot, symbol)| symbols.get(*slot) == Some(symbol))
            .count();
        agreeing += fits;
        match sections.last_mut() {
            Some((section, count, agree)) if *section == block.section => {
                *count += seen.len();
                *agree += fits;
            }
            _ => sections.push((block.section.clone(), seen.len(), fits)),
        }
    }
    let count = places.seen.len();
    #[allow(clippy::cast_precision_loss, reason = "copies are counted in thousands")]
    let asked = suspects as f64;
    Score {
        copy: suspect.copy.clone(),
        places: count,
        agreeing,
        chance: (2.0 * asked * tail(count, agreeing)).min(1.0),
        sections,
    }
}
