//! Results that were worked out before, by everything they were made from.

use std::{collections::HashMap, fmt};

use sha2::{Digest as _, Sha256};

/// SHA-256 of everything that a result depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key([u8; 32]);

/// Takes up, piece by piece, what a result depends on.
#[derive(Clone, Default)]
pub struct KeyOf(Sha256);

impl KeyOf {
    /// A text; its length goes before it, so that no two lists of texts are alike.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.number(text.len());
        self.0.update(text);
        self
    }

    /// A number, such as an offset.
    pub fn number(&mut self, number: usize) -> &mut Self {
        self.0.update((number as u64).to_le_bytes());
        self
    }

    /// Whatever can be written, as it is written.
    pub fn written(&mut self, value: impl fmt::Debug) -> &mut Self {
        self.text(&format!("{value:?}"))
    }

    /// The key of everything that was taken up.
    pub fn key(&self) -> Key {
        Key(self.0.clone().finalize().into())
    }
}

/// Results by their keys. What a round does not put back is forgotten at its end. In memory only.
///
/// No `Debug` and no `Serialize`: results may hold sealed text.
pub struct Memo<T> {
    results: HashMap<Key, (u64, T)>,
    round: u64,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self {
            results: HashMap::new(),
            round: 0,
        }
    }
}

impl<T> Memo<T> {
    /// Takes a result out.
    pub fn take(&mut self, key: &Key) -> Option<T> {
        self.results.remove(key).map(|(_, result)| result)
    }

    /// Looks at a result.
    pub fn get(&self, key: &Key) -> Option<&T> {
        self.results.get(key).map(|(_, result)| result)
    }

    /// Puts a result in for the next round.
    pub fn put(&mut self, key: Key, result: T) {
        self.results.insert(key, (self.round, result));
    }

    /// Keeps a result that is there for the next round.
    pub fn keep(&mut self, key: &Key) {
        if let Some((round, _)) = self.results.get_mut(key) {
            *round = self.round;
        }
    }

    /// Ends a round in which everything was asked for that there is: the rest is forgotten.
    pub fn end_round(&mut self) {
        let now = self.round;
        self.results.retain(|_, (round, _)| *round == now);
        self.round += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_round_does_not_use_is_forgotten() {
        let key = |text: &str| KeyOf::default().text(text).key();
        let mut memo = Memo::default();
        memo.put(key("a"), 1);
        memo.put(key("b"), 2);
        memo.end_round();
        memo.keep(&key("b"));
        memo.end_round();
        assert_eq!((memo.get(&key("a")), memo.get(&key("b"))), (None, Some(&2)));
    }

    #[test]
    fn texts_do_not_run_into_one_another() {
        let key = |texts: [&str; 2]| KeyOf::default().text(texts[0]).text(texts[1]).key();
        assert_ne!(key(["ab", "c"]), key(["a", "bc"]));
    }
}
