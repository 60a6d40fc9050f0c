//! What is sealed, as hashes of word sequences.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::found::LeakKind;
use super::words::{Fragment, hash_digits};

/// A phrase is this many words.
pub(super) const PHRASE: u32 = 5;
/// The longest sequence that is compared as a whole, in fragments.
pub(super) const LONGEST: u32 = 64;
/// Below this many letters a word occurs by chance in encoded or binary data. A given byte is a given letter of
/// either case with probability 2/256, so 4 letters turn up 5e7 * 2^-28 = 0.2 times in 50 MB for each sealed word, and
/// with hundreds of titles in every build; 8 letters 5e7 * 2^-56 = 7e-10 times. In base64 text, 2/64 a letter and a
/// separator on both sides, it is 4e-5 for 8 letters, 100 words and 400 MB.
pub(super) const CERTAIN: u32 = 8;
/// Digits of a number that counts; 7 random bytes are those digits with 2^-56, so it needs no more in binary data.
pub(super) const NUMBER: u32 = 7;

/// A sequence of neighbouring fragments that grows to the left.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, read in one place"
)]
#[derive(Clone, Copy)]
pub(super) struct Window {
    hash: u64,
    power: u64,
    pub(super) letters: u32,
    /// Words when soft joins join, and when they separate.
    pub(super) fewest: u32,
    pub(super) most: u32,
    pub(super) weak: bool,
    /// All digits, and what stands between may stand inside a number.
    pub(super) number: bool,
    /// At least one fragment is more than digits.
    pub(super) lettered: bool,
    soft: bool,
    number_gap: bool,
}

impl Window {
    pub(super) fn empty() -> Self {
        let (weak, lettered, soft) = (false, false, false);
        Window {
            hash: 0,
            power: 1,
            letters: 0,
            fewest: 0,
            most: 0,
            weak,
            number: true,
            lettered,
            soft,
            number_gap: true,
        }
    }

    /// Puts `fragment` before the window.
    #[inline]
    pub(super) fn grow(&mut self, fragment: &Fragment) {
        self.hash = fragment.hash.wrapping_mul(self.power).wrapping_add(self.hash);
        self.power = self.power.wrapping_mul(fragment.power);
        self.letters = self.letters.saturating_add(fragment.letters);
        self.fewest += u32::from(!self.soft);
        self.most += 1;
        self.weak |= fragment.weak;
        self.number &= fragment.digits && self.number_gap;
        self.lettered |= !fragment.digits;
        (self.soft, self.number_gap) = (fragment.soft, fragment.number_gap);
    }

    /// The window over all of `fragments`, the last [`LONGEST`] of them at most.
    pub(super) fn over(fragments: &[Fragment]) -> Self {
        let mut window = Window::empty();
        fragments
            .iter()
            .rev()
            .take(LONGEST as usize)
            .for_each(|fragment| window.grow(fragment));
        window
    }

    pub(super) fn key(&self) -> u64 {
        key(self.hash)
    }

    /// Whether some reading of the joins makes it a phrase.
    pub(super) fn is_phrase(&self) -> bool {
        self.fewest <= PHRASE && PHRASE <= self.most
    }
}

/// Spreads a polynomial hash over all bits.
pub(super) fn key(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

/// One sealed sequence. Letters are compared without the spaces between them; the word counts tell `pen gurus` from
/// `pengurus`.
pub(super) struct Entry {
    /// None for the tail of a longer entry and for what turned out to be open.
    pub(super) kind: Option<LeakKind>,
    label: u32,
    fewest: u32,
    most: u32,
    /// The tail of an entry longer than a phrase: look further to the left.
    pub(super) tail: bool,
}

impl Entry {
    pub(super) fn covers(&self, window: &Window, run: usize) -> bool {
        match self.kind {
            None => false,
            // Tables and paths of coordinates are long runs of short numbers: any sum of digits occurs in them.
            Some(LeakKind::Number) => window.number && (window.most == 1 || run <= 12),
            Some(_) => {
                self.fewest <= window.most && window.fewest <= self.most && (!window.weak || window.letters >= CERTAIN)
            }
        }
    }
}

/// An entry as it is kept: key, kind, label, fewest and most words, whether it is a tail.
pub(super) type Row = (u64, String, u32, u32, u32, bool);

/// All sealed sequences.
pub(super) struct Index {
    entries: HashMap<u64, Entry, BuildHasherDefault<Identity>>,
    filter: Vec<u64>,
    labels: Vec<String>,
    /// Kept until the gate is built, to find numbers inside numbers.
    numbers: Vec<String>,
}

impl Index {
    pub(super) fn new() -> Self {
        Index {
            entries: HashMap::default(),
            filter: vec![0],
            labels: Vec::new(),
            numbers: Vec::new(),
        }
    }

    pub(super) fn add_label(&mut self, label: &str) -> u32 {
        self.labels.push(label.to_owned());
        u32::try_from(self.labels.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn label(&self, entry: &Entry) -> &str {
        self.labels.get(entry.label as usize).map_or("", String::as_str)
    }

    /// Adds a sequence; of two owners the more telling kind, then the first label, is kept.
    pub(super) fn insert(&mut self, window: &Window, kind: LeakKind, label: u32) {
        let (fewest, most) = (window.fewest, window.most);
        let labels = &self.labels;
        let entry = self.entries.entry(window.key()).or_insert(Entry {
            kind: None,
            label,
            fewest,
            most,
            tail: false,
        });
        let name = |label: u32| labels.get(label as usize);
        if entry
            .kind
            .is_none_or(|old| (kind, name(label)) < (old, name(entry.label)))
        {
            (entry.kind, entry.label) = (Some(kind), label);
        }
        entry.fewest = entry.fewest.min(fewest);
        entry.most = entry.most.max(most);
    }

    pub(super) fn insert_number(&mut self, digits: &str, label: u32) {
        let mut window = Window::empty();
        window.hash = hash_digits(digits);
        (window.fewest, window.most) = (1, 1);
        self.insert(&window, LeakKind::Number, label);
        self.numbers.push(digits.to_owned());
    }

    pub(super) fn insert_tail(&mut self, window: &Window, label: u32) {
        let (fewest, most) = (window.fewest, window.most);
        let new = Entry {
            kind: None,
            label,
            fewest,
            most,
            tail: false,
        };
        self.entries.entry(window.key()).or_insert(new).tail = true;
    }

    /// Forgets sequences that occur in open text. With an open number goes every part of it: `513 2000` is no secret
    /// where `095132000` is none.
    pub(super) fn remove(&mut self, keys: &HashSet<u64>) {
        let mut parts = HashSet::new();
        for number in std::mem::take(&mut self.numbers) {
            if keys.contains(&key(hash_digits(&number))) {
                let lengths = NUMBER as usize..number.len();
                parts.extend(lengths.flat_map(|size| {
                    let starts = 0..=number.len() - size;
                    starts
                        .map(|at| key(hash_digits(&number[at..at + size])))
                        .collect::<Vec<_>>()
                }));
            }
        }
        for key in keys.union(&parts) {
            if let Some(entry) = self.entries.get_mut(key) {
                entry.kind = None;
            }
        }
        self.entries.retain(|_, entry| entry.kind.is_some() || entry.tail);
    }

    /// Makes the filter that answers most look-ups from the cache: two bits of one word for each entry.
    pub(super) fn seal(&mut self) {
        let words = (self.entries.len() / 4).next_power_of_two();
        self.filter = vec![0; words];
        for key in self.entries.keys() {
            self.filter[slot(*key, words)] |= bits(*key);
        }
    }

    #[inline]
    pub(super) fn get(&self, key: u64) -> Option<&Entry> {
        let bits = bits(key);
        if self.filter[slot(key, self.filter.len())] & bits != bits {
            return None;
        }
        self.entries.get(&key)
    }

    /// Everything in it, row by row, the tails of long sequences included.
    pub(super) fn rows(&self) -> (Vec<String>, Vec<Row>) {
        let row = |(key, entry): (&u64, &Entry)| {
            let kind = entry.kind.map(LeakKind::as_str).unwrap_or_default().to_owned();
            (*key, kind, entry.label, entry.fewest, entry.most, entry.tail)
        };
        let mut rows: Vec<Row> = self.entries.iter().map(row).collect();
        rows.sort_unstable();
        (self.labels.clone(), rows)
    }

    /// The index of these rows; `None` for a kind that nobody knows.
    pub(super) fn of_rows(labels: Vec<String>, rows: Vec<Row>) -> Option<Self> {
        let mut index = Self::new();
        index.labels = labels;
        for (key, kind, label, fewest, most, tail) in rows {
            let kind = match kind.as_str() {
                "" => None,
                name => Some(LeakKind::of_name(name)?),
            };
            let entry = Entry {
                kind,
                label,
                fewest,
                most,
                tail,
            };
            index.entries.insert(key, entry);
        }
        index.seal();
        Some(index)
    }

    pub(super) fn known(&self) -> usize {
        self.entries.values().filter(|entry| entry.kind.is_some()).count()
    }
}

#[inline]
fn slot(key: u64, words: usize) -> usize {
    (key >> 12) as usize & (words - 1)
}

#[inline]
fn bits(key: u64) -> u64 {
    1 << (key & 63) | 1 << ((key >> 6) & 63)
}

/// Keys are mixed already.
#[derive(Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}
