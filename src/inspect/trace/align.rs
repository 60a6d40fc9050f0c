//! A leaked text laid beside what was issued. Nothing here knows what any copy carries: were places chosen by how well they
//! fit a copy, its score would be no chance any more.
//!
//! Only letters and digits are compared, so line ends, hyphens, quotation marks and blanks may be others. Where a word was
//! changed, left out or put in, one run ends and another begins; paragraphs may be missing or in any order.

use std::collections::BTreeMap;

use super::{
    issued::{GRAM, IssuedText},
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
    block: usize,
    issued: usize,
    length: usize,
}

impl Places {
    /// Lays the text beside a version.
    pub fn of(text: &IssuedText, leaked: &Leaked) -> Self {
        let mut votes: BTreeMap<(usize, usize), [usize; SYMBOLS]> = BTreeMap::new();
        let (mut letters, mut slots) = (0, 0);
        for run in runs(text, &leaked.letters) {
            letters += run.length;
            let block = text.block(run.block);
            let inside = run.issued + MARGIN..(run.issued + run.length + 1).saturating_sub(MARGIN);
            let first = block.slots.partition_point(|at| *at < inside.start);
            let shown = block.slots[first..].iter().take_while(|at| inside.contains(at)).count();
            slots += shown;
            let from = leaked.marks.partition_point(|(at, _)| *at < run.leaked + MARGIN);
            for (at, symbol) in &leaked.marks[from..] {
                let Some(place) = (at - run.leaked).checked_add(run.issued).filter(|place| inside.contains(place)) else {
                    break;
                };
                if let Some(slot) = nearest(&block.slots, place) {
                    votes.entry((run.block, slot)).or_default()[symbol.value()] += 1;
                }
            }
        }
        Self {
            seen: votes.into_iter().filter_map(|(place, votes)| Some((place, most(votes)?))).collect(),
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

/// The slot at a place, or one letter beside it: some programs that take text out of printed files move marks by one.
fn nearest(slots: &[usize], place: usize) -> Option<usize> {
    let at = slots.partition_point(|slot| *slot < place);
    let is_at = |index: &usize, there: usize| slots.get(*index) == Some(&there);
    if is_at(&at, place) {
        return Some(at);
    }
    let before = at.checked_sub(1).filter(|index| is_at(index, place - 1));
    let behind = Some(at).filter(|index| is_at(index, place + 1));
    // Between two of them it may be either.
    if before.is_some() && behind.is_some() { None } else { before.or(behind) }
}

/// The longest stretches that stand in the version, from left to right.
fn runs(text: &IssuedText, letters: &[char]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while at + GRAM <= letters.len() {
        match longest(text, letters, at, runs.last()) {
            Found::Run(run) => {
                at += run.length;
                runs.push(run);
            }
            Found::Unclear(length) => at += length,
            Found::Nothing => at += 1,
        }
    }
    runs
}

enum Found {
    Run(Run),
    /// Several places have the same letters, so that it is not known which one is shown.
    Unclear(usize),
    Nothing,
}

fn longest(text: &IssuedText, letters: &[char], at: usize, last: Option<&Run>) -> Found {
    let mut best: Vec<Run> = Vec::new();
    for (block, issued) in text.places(&letters[at..]) {
        let theirs = &text.block(*block).chars[*issued..];
        let same = theirs.iter().zip(&letters[at..]).take_while(|(one, other)| one == other);
        let run = Run {
            leaked: at,
            block: *block,
            issued: *issued,
            length: same.count(),
        };
        match best.first().map(|known| known.length.cmp(&run.length)) {
            Some(std::cmp::Ordering::Greater) => {}
            Some(std::cmp::Ordering::Equal) => best.push(run),
            _ => best = vec![run],
        }
    }
    let length = best.first().map_or(0, |run| run.length);
    // What follows in the paragraph that was just read is it.
    let follows = |run: &Run| last.is_some_and(|last| run.block == last.block && run.issued >= last.issued + last.length);
    let chosen = if best.len() > 1 { best.iter().position(follows) } else { Some(0) };
    match chosen {
        _ if best.is_empty() => Found::Nothing,
        Some(index) => Found::Run(best.swap_remove(index)),
        None => Found::Unclear(length),
    }
}
