//! Paragraphs and words compared.

use std::{
    hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher},
    ops::Range,
};

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Beyond this product of lengths nobody reads the comparison, and it would take too long.
const MOST_WORK: usize = 16_000_000;

/// So many paragraphs are put side by side by likeness.
const MOST_PARAGRAPHS: usize = 40_000;

/// Paragraphs with less than this in common are other paragraphs.
const SOMEWHAT: f64 = 0.35;

/// A stretch of a paragraph. No `Debug`: it may be sealed.
#[derive(Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both versions.
    Equal(String),
    /// In the old one.
    Deleted(String),
    /// In the new one.
    Inserted(String),
}

/// The words of a text, however ordered.
pub(super) struct Bag {
    /// Sorted hashes with their counts.
    counts: Vec<(u64, u32)>,
    size: u32,
}

impl Bag {
    pub(super) fn of<T: AsRef<str>>(paragraphs: &[T]) -> Self {
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        let words = paragraphs.iter().flat_map(|text| text.as_ref().split_whitespace());
        let mut hashes: Vec<u64> = words.map(|word| hasher.hash_one(word)).collect();
        hashes.sort_unstable();
        let mut bag = Self {
            counts: Vec::new(),
            size: 0,
        };
        for hash in hashes {
            bag.size += 1;
            match bag.counts.last_mut() {
                Some((last, count)) if *last == hash => *count += 1,
                _ => bag.counts.push((hash, 1)),
            }
        }
        bag
    }

    /// 1 for the same words, 0 for none in common.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let (mut at, mut with, mut common) = (0, 0, 0);
        while let (Some((word, count)), Some((other_word, other_count))) = (self.counts.get(at), other.counts.get(with))
        {
            if word == other_word {
                common += count.min(other_count);
            }
            at += usize::from(word <= other_word);
            with += usize::from(other_word <= word);
        }
        let size = self.size + other.size;
        if size == 0 {
            0.0
        } else {
            2.0 * f64::from(common) / f64::from(size)
        }
    }
}

/// Every paragraph as inserted, or as deleted.
pub(super) fn whole(paragraphs: &[String], inserted: bool) -> Vec<Vec<Piece>> {
    let piece = if inserted { Piece::Inserted } else { Piece::Deleted };
    paragraphs.iter().map(|text| vec![piece(text.clone())]).collect()
}

/// The paragraphs that differ, in pieces.
pub(super) fn compare(old: &[String], new: &[String]) -> Vec<Vec<Piece>> {
    let mut edits = Vec::new();
    for op in operations(old, new) {
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Delete { old_index, old_len, .. } => {
                edits.extend(whole(&old[old_index..old_index + old_len], false));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                edits.extend(whole(&new[new_index..new_index + new_len], true));
            }
            DiffOp::Replace { .. } => {
                edits.extend(side_by_side(&old[op.old_range()], &new[op.new_range()]));
            }
        }
    }
    edits
}

/// As few operations as there are; what is too long to be compared is replaced as a whole.
fn operations<T: Eq + std::hash::Hash + Ord>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let ends = old[start..].iter().rev().zip(new[start..].iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    let (old_len, new_len) = (old.len() - start - end, new.len() - start - end);
    if old_len.saturating_mul(new_len) <= MOST_WORK {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    let equal = |old_index, new_index, len| DiffOp::Equal {
        old_index,
        new_index,
        len,
    };
    vec![
        equal(0, 0, start),
        DiffOp::Replace {
            old_index: start,
            old_len,
            new_index: start,
            new_len,
        },
        equal(start + old_len, start + new_len, end),
    ]
}

/// Paragraphs that took the place of others: the pairs, in order, that have most in common.
fn side_by_side(old: &[String], new: &[String]) -> Vec<Vec<Piece>> {
    let mut edits = Vec::new();
    let (mut from, mut to) = (0, 0);
    let apart = |old: &[String], new: &[String], edits: &mut Vec<Vec<Piece>>| {
        edits.extend(whole(old, false));
        edits.extend(whole(new, true));
    };
    for (at, with) in likest(old, new) {
        apart(&old[from..at], &new[to..with], &mut edits);
        edits.push(in_words(&old[at], &new[with]));
        (from, to) = (at + 1, with + 1);
    }
    apart(&old[from..], &new[to..], &mut edits);
    edits
}

fn likest(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > MOST_PARAGRAPHS {
        return Vec::new();
    }
    let bag = |text: &String| Bag::of(std::slice::from_ref(text));
    let (old, new): (Vec<Bag>, Vec<Bag>) = (old.iter().map(bag).collect(), new.iter().map(bag).collect());
    // The best sum of likenesses from each place on.
    let width = new.len() + 1;
    let mut best = vec![0.0_f64; (old.len() + 1) * width];
    let mut alike = vec![0.0_f64; old.len() * new.len()];
    for at in (0..old.len()).rev() {
        for with in (0..new.len()).rev() {
            let likeness = old[at].likeness(&new[with]);
            alike[at * new.len() + with] = likeness;
            let apart = best[(at + 1) * width + with].max(best[at * width + with + 1]);
            let paired = likeness + best[(at + 1) * width + with + 1];
            best[at * width + with] = if likeness >= SOMEWHAT { apart.max(paired) } else { apart };
        }
    }
    let mut pairs = Vec::new();
    let (mut at, mut with) = (0, 0);
    while at < old.len() && with < new.len() {
        let here = best[at * width + with];
        let likeness = alike[at * new.len() + with];
        if likeness >= SOMEWHAT && here <= likeness + best[(at + 1) * width + with + 1] {
            pairs.push((at, with));
            (at, with) = (at + 1, with + 1);
        } else if here <= best[(at + 1) * width + with] {
            at += 1;
        } else {
            with += 1;
        }
    }
    pairs
}

/// A paragraph in pieces: equal and deleted ones are the old text, equal and inserted ones the new.
pub(super) fn in_words(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (tokens(old), tokens(new));
    let operations = operations(&old, &new);
    let mut pieces = Pieces::default();
    for (at, op) in operations.iter().enumerate() {
        let text = |tokens: &[&str], range: Range<usize>| tokens[range].concat();
        let (deleted, inserted) = (text(&old, op.old_range()), text(&new, op.new_range()));
        if !matches!(op, DiffOp::Equal { .. }) {
            pieces.deleted += &deleted;
            pieces.inserted += &inserted;
        } else if deleted.trim().is_empty() && pieces.is_open() && at + 1 < operations.len() {
            // A blank between two changes does not part them.
            pieces.deleted += &deleted;
            pieces.inserted += &deleted;
        } else {
            pieces.close();
            if !deleted.is_empty() {
                pieces.all.push(Piece::Equal(deleted));
            }
        }
    }
    pieces.close();
    pieces.all
}

#[derive(Default)]
struct Pieces {
    all: Vec<Piece>,
    deleted: String,
    inserted: String,
}

impl Pieces {
    fn is_open(&self) -> bool {
        !self.deleted.is_empty() || !self.inserted.is_empty()
    }

    fn close(&mut self) {
        let (deleted, inserted) = (std::mem::take(&mut self.deleted), std::mem::take(&mut self.inserted));
        if !deleted.is_empty() {
            self.all.push(Piece::Deleted(deleted));
        }
        if !inserted.is_empty() {
            self.all.push(Piece::Inserted(inserted));
        }
    }
}

/// Words, blanks, and signs at the ends of words, so that a full stop does not make another word.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_blank = first.is_whitespace();
        let length = rest.find(|c: char| c.is_whitespace() != is_blank).unwrap_or(rest.len());
        let (run, after) = rest.split_at(length);
        rest = after;
        if is_blank {
            tokens.push(run);
            continue;
        }
        let start = run.find(char::is_alphanumeric).unwrap_or(run.len());
        let last = run.char_indices().rev().find(|(_, c)| c.is_alphanumeric());
        let end = last.map_or(start, |(at, c)| at + c.len_utf8()).max(start);
        tokens.extend(
            [&run[..start], &run[start..end], &run[end..]]
                .into_iter()
                .filter(|part| !part.is_empty()),
        );
    }
    tokens
}
