//! The sealed text of a version as it was issued, so that any piece of it is found.

use std::{
    collections::{BTreeMap, HashMap},
    hash::BuildHasherDefault,
    hash::DefaultHasher,
};

use crate::{
    classify::SealedPart,
    marks::{Block, slots},
};

/// So many letters in a row are looked up. Shorter pieces of a text are not found.
pub(super) const GRAM: usize = 12;

/// No more places of the same letters are kept: what stands everywhere tells nothing.
const MOST_PLACES: usize = 256;

/// The blocks of a version. No `Debug`: they are sealed text.
#[derive(Default)]
pub struct IssuedText {
    blocks: Vec<IssuedBlock>,
    grams: HashMap<[char; GRAM], Vec<(usize, usize)>, BuildHasherDefault<DefaultHasher>>,
}

/// A paragraph, item or cell.
pub(super) struct IssuedBlock {
    /// The section, where it stands first.
    pub(super) section: String,
    /// Its letters, which its symbols are made from.
    pub(super) letters: String,
    /// The same, one by one.
    pub(super) chars: Vec<char>,
    /// How many letters stand before each slot.
    pub(super) slots: Vec<usize>,
}

impl IssuedText {
    /// Of everything that is sealed in a version.
    pub fn of(sealed: &SealedPart) -> Self {
        let fragments = sealed.fragments.iter();
        Self::new(fragments.map(|fragment| (fragment.within().unwrap_or(fragment.id()), fragment.blocks())))
    }

    /// Of sections with their blocks. Blocks of the same letters carry the same symbols and are one.
    pub(super) fn new<'s>(sections: impl Iterator<Item = (&'s str, Vec<Block>)>) -> Self {
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut blocks: Vec<IssuedBlock> = Vec::new();
        for (section, found) in sections {
            for block in found {
                let letters = block.letters();
                let slots: Vec<usize> = slots(&block).iter().map(|slot| slot.at).collect();
                // Blanks can differ where letters do not, and the slots with them: the one with more is right for both.
                if let Some(at) = known.get(&letters) {
                    let same = &mut blocks[*at];
                    if same.slots.len() < slots.len() {
                        same.slots = slots;
                    }
                    continue;
                }
                known.insert(letters.clone(), blocks.len());
                blocks.push(IssuedBlock {
                    section: section.to_owned(),
                    chars: letters.chars().collect(),
                    letters,
                    slots,
                });
            }
        }
        let mut text = Self {
            blocks,
            grams: HashMap::default(),
        };
        text.index();
        text
    }

    fn index(&mut self) {
        for (number, block) in self.blocks.iter().enumerate() {
            for (at, window) in block.chars.windows(GRAM).enumerate() {
                let gram: [char; GRAM] = std::array::from_fn(|place| window[place]);
                let places = self.grams.entry(gram).or_default();
                if places.len() < MOST_PLACES {
                    places.push((number, at));
                }
            }
        }
    }

    pub(super) fn block(&self, number: usize) -> &IssuedBlock {
        &self.blocks[number]
    }

    /// Where these letters stand: block and place in it.
    pub(super) fn places(&self, letters: &[char]) -> &[(usize, usize)] {
        let gram = letters.get(..GRAM).and_then(|letters| <&[char; GRAM]>::try_from(letters).ok());
        gram.and_then(|gram| self.grams.get(gram)).map_or(&[], Vec::as_slice)
    }
}
