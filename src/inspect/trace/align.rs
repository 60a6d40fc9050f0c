//! A leaked text laid beside what was issued. Nothing here knows what any copy carries: were places chosen by how well they
//! fit a copy, its score would be no chance any more.
//!
//! Only letters and digits are compared, so line ends, hyphens, quotation marks and blanks may be others. Where a word was
//! changed, left out or put in, one run ends and another begins; paragraphs may be missing or in any order.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{
    issued::{GRAM, IssuedText, Place},
    leaked::Leaked,
};
use crate::marks::{SYMBOLS, Symbol};

/// So many letters must agree on either side of a mark.
const MARGIN: usize = 3;

/// The places of a version that a leaked text shows, and what stands there.
pub struct Places {
    /// By block and slot.
    pub(super) seen: BTreeMap<(usize, usize), Symbol>,
    /// Letters that were found.
    pub(super) letters: usize,
    /// Slots among them, with a mark or without.
    pub(super) slots: usize,
}

/// A stretch of the same letters in both.
struct Run {
    leaked: usize,
    /// Where it may stand: everywhere the same letters.
    issued: Vec<Place>,
    length: usize,
}

impl Run {
    /// The slot of a mark that stands before this letter of the leaked text. Where it is not known which of several
    /// stretches is shown, it must be the same slot in all of them.
    fn slot(&self, text: &IssuedText, at: usize) -> Option<(usize, usize)> {
        let mut found = self.issued.iter().map(|place| {
            text.slot(Place {
                stream: place.stream,
                at: place.at + at - self.leaked,
            })
        });
        let first = found.next()??;
        found.all(|other| other == Some(first)).then_some(first)
    }
}

impl Places {
    /// Lays the text beside a version.
    pub fn of(text: &IssuedText, leaked: &Leaked) -> Self {
        let mut votes: BTreeMap<(usize, usize), [usize; SYMBOLS]> = BTreeMap::new();
        let (mut letters, mut slots) = (0, 0);
        for run in runs(text, &leaked.letters) {
            letters += run.length;
            let end = run.length + 1 - MARGIN;
            if let Some(place) = run.issued.first() {
                slots += text.count(place.stream, place.at + MARGIN, place.at + end);
            }
            let inside = run.leaked + MARGIN..run.leaked + end;
            let from = leaked.marks.partition_point(|(at, _)| *at < inside.start);
            for (at, symbol) in leaked.marks[from..].iter().take_while(|(at, _)| *at < inside.end) {
                if let Some(slot) = run.slot(text, *at) {
                    votes.entry(slot).or_default()[symbol.value()] += 1;
                }
            }
        }
        let seen = votes.into_iter();
        Self {
            seen: seen.filter_map(|(place, votes)| Some((place, most(votes)?))).collect(),
            letters,
            slots,
        }
    }

    /// What is seen in each block: slot and symbol.
    pub(super) fn by_block(&self) -> Vec<(usize, Vec<(usize, Symbol)>)> {
        let mut blocks: Vec<(usize, Vec<(usize, Symbol)>)> = Vec::new();
        for ((block, slot), symbol) in &self.seen {
            match blocks.last_mut() {
                Some((last, seen)) if last == block => seen.push((*slot, *symbol)),
                _ => blocks.push((*block, vec![(*slot, *symbol)])),
            }
        }
        blocks
    }
}

/// The symbol that was seen most often; of a text pasted from two copies neither.
fn most(votes: [usize; SYMBOLS]) -> Option<Symbol> {
    let highest = votes.iter().copied().max()?;
    let mut best = Symbol::all().filter(|symbol| votes[symbol.value()] == highest);
    let first = best.next();
    first.filter(|_| best.next().is_none())
}

/// The longest stretches that stand in the version, from left to right.
fn runs(text: &IssuedText, letters: &[char]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while at + GRAM <= letters.len() {
        match longest(text, letters, at, runs.last()) {
            Some(run) => {
                at += run.length;
                runs.push(run);
            }
            None => at += 1,
        }
    }
    runs
}

fn longest(text: &IssuedText, letters: &[char], at: usize, last: Option<&Run>) -> Option<Run> {
    let mut best = Vec::new();
    let mut length = 0;
    for place in text.places(&letters[at..]) {
        let same = text.agreeing(*place, &letters[at..]);
        match same.cmp(&length) {
            Ordering::Less => {}
            Ordering::Equal => best.push(*place),
            Ordering::Greater => {
                length = same;
                best = vec![*place];
            }
        }
    }
    // What goes on where the last stretch ended is it.
    let end = last.and_then(|last| Some((last.issued.first()?, last.length)));
    let follows =
        |place: &&Place| end.is_some_and(|(last, length)| place.stream == last.stream && place.at >= last.at + length);
    if let Some(next) = best.iter().filter(follows).min_by_key(|place| place.at).copied() {
        best = vec![next];
    }
    (length > 0).then_some(Run {
        leaked: at,
        issued: best,
        length,
    })
}
