//! Which passage of the old version is which of the new one.
//!
//! Sections are the same by path, then by title, then by text; blocks by text within the same section, then anywhere,
//! then by their place. A path alone is believed last: files that are named by number alone move up when one is put in.

use std::collections::BTreeMap;

use super::{passages::Passage, words::Bag};

/// Passages with this part of their words in common are the same one.
const MOSTLY: f64 = 0.6;

/// So many pairs are compared by text; larger rests stay apart.
const MOST_PAIRS: usize = 4_000_000;

/// For each old passage its new one.
pub(super) fn pair(old: &[Passage], new: &[Passage]) -> Vec<Option<usize>> {
    let mut matcher = Matcher {
        old,
        new,
        bags: (bags(old), bags(new)),
        pairs: vec![None; old.len()],
        is_taken: vec![false; new.len()],
    };
    matcher.sections();
    matcher.blocks();
    matcher.pairs
}

fn bags(passages: &[Passage]) -> Vec<Bag> {
    passages.iter().map(|passage| Bag::of(&passage.paragraphs)).collect()
}

struct Matcher<'a> {
    old: &'a [Passage],
    new: &'a [Passage],
    bags: (Vec<Bag>, Vec<Bag>),
    pairs: Vec<Option<usize>>,
    is_taken: Vec<bool>,
}

impl Matcher<'_> {
    fn sections(&mut self) {
        let paths: BTreeMap<&str, usize> = self
            .sections_left()
            .map(|to| (self.new[to].path.as_str(), to))
            .collect();
        let same_path: Vec<Option<usize>> = self
            .old
            .iter()
            .map(|passage| {
                paths
                    .get(passage.path.as_str())
                    .copied()
                    .filter(|_| passage.block.is_none())
            })
            .collect();
        for (at, to) in same_path.iter().enumerate() {
            let Some(to) = *to else { continue };
            if self.old[at].title == self.new[to].title || self.likeness(at, to) >= MOSTLY {
                self.take(at, to);
            }
        }
        self.by_title();
        let rest = |passage: &Passage| passage.block.is_none();
        self.by_text(&rest);
        for (at, to) in same_path.into_iter().enumerate() {
            if let Some(to) = to
                && self.pairs[at].is_none()
                && !self.is_taken[to]
            {
                self.take(at, to);
            }
        }
    }

    /// Titles that stand once on each side.
    fn by_title(&mut self) {
        let mut titles: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for at in 0..self.old.len() {
            if self.old[at].block.is_none() && self.pairs[at].is_none() {
                titles.entry(&self.old[at].title).or_default().0.push(at);
            }
        }
        let left: Vec<usize> = self.sections_left().collect();
        for to in left {
            titles.entry(&self.new[to].title).or_default().1.push(to);
        }
        for (at, to) in titles.into_values() {
            if let ([at], [to]) = (at.as_slice(), to.as_slice()) {
                self.take(*at, *to);
            }
        }
    }

    fn blocks(&mut self) {
        // Within sections that are the same, then anywhere, then what stands in the same place.
        let in_place = self.blocks_of_pairs();
        self.take_best(in_place.into_iter());
        let rest = |passage: &Passage| passage.block.is_some();
        self.by_text(&rest);
        for (at, to) in self.blocks_of_pairs() {
            if self.pairs[at].is_none() && !self.is_taken[to] && self.old[at].marking == self.new[to].marking {
                self.take(at, to);
            }
        }
    }

    /// Blocks that are left, in sections that are the same.
    fn blocks_of_pairs(&self) -> Vec<(usize, usize)> {
        let mut of_section: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (to, passage) in self.new.iter().enumerate() {
            if let (Some(section), Some(_), false) = (passage.within, passage.block, self.is_taken[to]) {
                of_section.entry(section).or_default().push(to);
            }
        }
        let mut found = Vec::new();
        for (at, passage) in self.old.iter().enumerate() {
            if passage.block.is_none() || self.pairs[at].is_some() {
                continue;
            }
            let section = passage.within.and_then(|section| self.pairs[section]);
            let blocks = section.and_then(|section| of_section.get(&section));
            found.extend(blocks.into_iter().flatten().map(|to| (at, *to)));
        }
        found
    }

    /// What has most of its text in common, the most alike first.
    fn by_text(&mut self, is_meant: &dyn Fn(&Passage) -> bool) {
        let old: Vec<usize> = (0..self.old.len())
            .filter(|at| self.pairs[*at].is_none() && is_meant(&self.old[*at]))
            .collect();
        let new: Vec<usize> = (0..self.new.len())
            .filter(|to| !self.is_taken[*to] && is_meant(&self.new[*to]))
            .collect();
        if old.len().saturating_mul(new.len()) > MOST_PAIRS {
            return;
        }
        self.take_best(old.iter().flat_map(|at| new.iter().map(|to| (*at, *to))));
    }

    fn take_best(&mut self, pairs: impl Iterator<Item = (usize, usize)>) {
        let alike = pairs.map(|(at, to)| (self.likeness(at, to), at, to));
        let mut alike: Vec<(f64, usize, usize)> = alike.filter(|(likeness, ..)| *likeness >= MOSTLY).collect();
        // The order of the document decides between equals.
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, at, to) in alike {
            if self.pairs[at].is_none() && !self.is_taken[to] {
                self.take(at, to);
            }
        }
    }

    fn likeness(&self, at: usize, to: usize) -> f64 {
        self.bags.0[at].likeness(&self.bags.1[to])
    }

    fn sections_left(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.new.len()).filter(|to| self.new[*to].block.is_none() && !self.is_taken[*to])
    }

    fn take(&mut self, at: usize, to: usize) {
        self.pairs[at] = Some(to);
        self.is_taken[to] = true;
    }
}

/// Old passages with the place of the new one.
type Siblings = Vec<(usize, usize)>;

/// Which old passages are now in another chapter or section, in another order, or under another name.
///
/// What merely gave way to others has not moved, and neither has what went along with its chapter.
pub(super) fn moved(old: &[Passage], new: &[Passage], pairs: &[Option<usize>]) -> Vec<bool> {
    let mut moved = vec![false; old.len()];
    // Sections of one chapter, and blocks of one section.
    let mut siblings: BTreeMap<(Option<usize>, bool), Siblings> = BTreeMap::new();
    for (at, passage) in old.iter().enumerate() {
        let Some(to) = pairs[at] else { continue };
        let now = &new[to];
        let is_elsewhere = passage.within.map(|within| pairs[within]) != now.within.map(Some);
        let is_renamed = passage.block.is_none() && passage.slug != now.slug;
        moved[at] = is_elsewhere || is_renamed;
        if !is_elsewhere {
            let same = siblings.entry((passage.within, passage.block.is_some())).or_default();
            same.push((at, to));
        }
    }
    for same in siblings.into_values() {
        let places: Vec<usize> = same.iter().map(|(_, to)| *to).collect();
        for (at, stays) in longest_rise(&places).into_iter().enumerate() {
            moved[same[at].0] |= !stays;
        }
    }
    moved
}

/// Which numbers belong to the longest rising row; the others are those that moved.
fn longest_rise(numbers: &[usize]) -> Vec<bool> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
    for (at, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut stays = vec![false; numbers.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        stays[at] = true;
        next = before[at];
    }
    stays
}
