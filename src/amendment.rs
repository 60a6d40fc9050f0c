//! What changed between two versions of a document, passage by passage and word by word.
//!
//! 1. `passages` takes a document apart,
//! 2. `matching` finds which passage is which,
//! 3. `words` compares paragraphs,
//! 4. `veil` keeps back what is sealed now,
//! 5. `text` and `record` write the amendment record.

mod matching;
mod passages;
mod record;
mod text;
mod veil;
mod words;

use crate::{document::Change, plan::Marking};

pub use passages::{Passage, passages};
pub use record::{Header, Layout, Merged, merge};
pub use text::{excerpt, line};
pub use words::Piece;

use veil::Veil;

/// One difference between two versions. It shows what its marking says, and of the other side nothing.
///
/// No `Display`, `Debug` or `Serialize`: it may hold sealed text.
pub struct Amendment<'a> {
    /// What happened, in the order of [`Change::ALL`].
    pub kinds: Vec<Change>,
    /// The passage before; `None` for one that was added.
    pub old: Option<&'a Passage>,
    /// The passage now; `None` for one that was removed.
    pub new: Option<&'a Passage>,
    /// Paragraphs that differ, each in pieces.
    pub edits: Vec<Vec<Piece>>,
    /// Whether open words of it are sealed now, so that they are told to nobody.
    pub is_withheld: bool,
}

impl Amendment<'_> {
    /// The passage that it is about.
    pub fn passage(&self) -> &Passage {
        self.new.or(self.old).expect("one of the two is there")
    }

    /// Who may read it.
    pub fn marking(&self) -> &Marking {
        &self.passage().marking
    }

    /// Whether its words and titles may be shown to anybody.
    pub fn is_open(&self) -> bool {
        self.marking().is_open() && !self.is_withheld
    }

    /// The number of the section before, when it was another. The number of a block is its section's, and told there.
    pub fn old_number(&self) -> Option<&str> {
        let (old, new) = (self.old?, self.new?);
        (new.block.is_none() && old.number != new.number).then(|| old.number.as_deref().unwrap_or_default())
    }
}

/// Compares two versions; amendments stand in the order of the new one, what was removed where it stood.
pub fn compare<'a>(old: &'a [Passage], new: &'a [Passage]) -> Vec<Amendment<'a>> {
    let pairs = matching::pair(old, new);
    let moved = matching::moved(old, new, &pairs);
    let veil = Veil::over(new);
    let mut found = Vec::new();
    let mut is_new = vec![true; new.len()];
    // Where the last one stands that is in both.
    let mut after = 0;
    for (at, passage) in old.iter().enumerate() {
        let Some(to) = pairs[at] else {
            found.push(((after, 1, at), removed(passage, &veil, false)));
            continue;
        };
        is_new[to] = false;
        after = to + 1;
        let now = &new[to];
        if passage.marking == now.marking {
            let amendment = matched(passage, now, moved[at], &veil);
            found.extend(amendment.map(|amendment| ((to + 1, 0, at), amendment)));
        } else {
            // Whoever reads one side need not be allowed to read the other.
            let is_sealed_now = passage.marking.is_open();
            found.push(((to + 1, 0, at), removed(passage, &veil, is_sealed_now)));
            found.push(((to + 1, 0, at), added(now)));
        }
    }
    for (to, passage) in new.iter().enumerate().filter(|(to, _)| is_new[*to]) {
        found.push(((to + 1, 0, 0), added(passage)));
    }
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, amendment)| amendment).collect()
}

fn added(passage: &Passage) -> Amendment<'_> {
    Amendment {
        kinds: vec![Change::Added],
        old: None,
        new: Some(passage),
        edits: words::whole(&passage.paragraphs, true),
        is_withheld: false,
    }
}

fn removed<'a>(passage: &'a Passage, veil: &Veil, is_sealed_now: bool) -> Amendment<'a> {
    let edits = words::whole(&passage.paragraphs, false);
    Amendment {
        kinds: vec![Change::Removed],
        old: Some(passage),
        new: None,
        is_withheld: is_sealed_now || passage.marking.is_open() && veil.hides(&edits),
        edits,
    }
}

fn matched<'a>(old: &'a Passage, new: &'a Passage, is_moved: bool, veil: &Veil) -> Option<Amendment<'a>> {
    let edits = words::compare(&old.paragraphs, &new.paragraphs);
    let kinds = [
        (Change::Moved, is_moved),
        (Change::Renumbered, new.block.is_none() && old.number != new.number),
        (Change::Changed, !edits.is_empty()),
    ];
    let kinds: Vec<Change> = kinds.into_iter().filter(|(_, is)| *is).map(|(kind, _)| kind).collect();
    (!kinds.is_empty()).then(|| Amendment {
        kinds,
        old: Some(old),
        new: Some(new),
        is_withheld: new.marking.is_open() && veil.hides(&edits),
        edits,
    })
}

#[cfg(test)]
mod tests;
