//! The sealed text of a version as it was issued, so that any piece of it is found.

use std::collections::{BTreeMap, HashMap};

use crate::{
    classify::SealedPart,
    marks::{Block, slots},
};

/// So many letters in a row are looked up. Shorter pieces of a text are not found.
pub(super) const GRAM: usize = 12;

/// No more places of the same letters are kept: what stands everywhere tells nothing.
const MOST_PLACES: usize = 256;

/// The text of a version. No `Debug`: it is sealed.
#[derive(Default)]
pub struct IssuedText {
    blocks: Vec<IssuedBlock>,
    streams: Vec<Stream>,
    grams: HashMap<[char; GRAM], Vec<Place>>,
}

/// A place in the text.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) stream: usize,
    /// How many letters stand before it.
    pub(super) at: usize,
}

/// The letters of a section from its beginning to its end, since what is copied begins and ends anywhere.
struct Stream {
    letters: Vec<char>,
    /// How many letters stand before each slot, in order; its block, and its number there.
    slots: Vec<(usize, (usize, usize))>,
}

/// A paragraph, item or cell. Blocks of the same letters carry the same symbols and are one.
pub(super) struct IssuedBlock {
    /// The section, where it stands first.
    pub(super) section: String,
    /// Its letters, which its symbols are made from.
    pub(super) letters: String,
    /// How many slots it has.
    pub(super) slots: usize,
}

impl IssuedText {
    /// Of everything that is sealed in a version.
    pub fn of(sealed: &SealedPart) -> Self {
        let fragments = sealed.fragments.iter();
        Self::new(fragments.map(|fragment| (fragment.within().unwrap_or(fragment.id()), fragment.blocks())))
    }

    /// Of sections with their blocks.
    pub fn new<'s>(sections: impl Iterator<Item = (&'s str, Vec<Block>)>) -> Self {
        let mut text = Self::default();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (section, blocks) in sections {
            let mut stream = Stream {
                letters: Vec::new(),
                slots: Vec::new(),
            };
            for block in blocks {
                let letters = block.letters();
                let found = slots(&block);
                let number = *known.entry(letters.clone()).or_insert_with(|| {
                    text.blocks.push(IssuedBlock {
                        section: section.to_owned(),
                        letters: letters.clone(),
                        slots: 0,
                    });
                    text.blocks.len() - 1
                });
                let same = &mut text.blocks[number];
                same.slots = same.slots.max(found.len());
                let start = stream.letters.len();
                let numbered = found.iter().enumerate();
                stream
                    .slots
                    .extend(numbered.map(|(index, slot)| (start + slot.at, (number, index))));
                stream.letters.extend(letters.chars());
            }
            text.streams.push(stream);
        }
        text.index();
        text
    }

    fn index(&mut self) {
        for (stream, text) in self.streams.iter().enumerate() {
            for (at, window) in text.letters.windows(GRAM).enumerate() {
                let gram: [char; GRAM] = std::array::from_fn(|place| window[place]);
                let places = self.grams.entry(gram).or_default();
                if places.len() < MOST_PLACES {
                    places.push(Place { stream, at });
                }
            }
        }
    }

    pub(super) fn block(&self, number: usize) -> &IssuedBlock {
        &self.blocks[number]
    }

    /// Where these letters begin.
    pub(super) fn places(&self, letters: &[char]) -> &[Place] {
        let gram = letters
            .get(..GRAM)
            .and_then(|letters| <&[char; GRAM]>::try_from(letters).ok());
        gram.and_then(|gram| self.grams.get(gram)).map_or(&[], Vec::as_slice)
    }

    /// How many of these letters stand from a place on.
    pub(super) fn agreeing(&self, place: Place, letters: &[char]) -> usize {
        let theirs = &self.streams[place.stream].letters[place.at..];
        theirs
            .iter()
            .zip(letters)
            .take_while(|(one, other)| one == other)
            .count()
    }

    /// How many slots lie between two numbers of letters of a stream, the last one left out.
    pub(super) fn count(&self, stream: usize, from: usize, to: usize) -> usize {
        let slots = &self.streams[stream].slots;
        let before = |at: usize| slots.partition_point(|(slot, _)| *slot < at);
        before(to).saturating_sub(before(from))
    }

    /// The slot at a place, or one letter beside it: some programs that take text out of printed files move marks by one.
    pub(super) fn slot(&self, place: Place) -> Option<(usize, usize)> {
        let slots = &self.streams[place.stream].slots;
        let index = slots.partition_point(|(at, _)| *at < place.at);
        let is_at = |index: usize, there: usize| slots.get(index).filter(|(at, _)| *at == there).map(|(_, slot)| *slot);
        if let Some(slot) = is_at(index, place.at) {
            return Some(slot);
        }
        let before = index.checked_sub(1).and_then(|index| is_at(index, place.at - 1));
        let behind = is_at(index, place.at + 1);
        // Between two of them it may be either.
        if before.is_some() && behind.is_some() {
            None
        } else {
            before.or(behind)
        }
    }
}
