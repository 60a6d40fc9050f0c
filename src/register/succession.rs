//! Which publisher keys took over from which.

use std::collections::BTreeSet;

use super::{entry::Entry, event::Event};
use crate::keys::PublicKey;

/// What the keys of a register said of each other. Take it from a register that verifies: then each word is signed by the
/// key whose word it is.
#[derive(Debug, Default)]
pub struct Succession {
    /// Who speaks, and of whom: the key before names the next one, the next one names the key before.
    words: BTreeSet<(String, String)>,
}

impl Succession {
    /// Takes one more entry into account.
    pub fn follow(&mut self, entry: &Entry) {
        if let Event::KeyRetired { next: named, .. } | Event::KeyAdopted { old: named } = &entry.event {
            self.words.insert((entry.key.clone(), named.clone()));
        }
    }

    /// These keys and every other one that one of them, or one vouched for by them, names.
    pub fn vouched_for(&self, trusted: &[PublicKey]) -> Vec<PublicKey> {
        let mut all = trusted.to_vec();
        let mut at = 0;
        while let Some(speaker) = all.get(at).map(|key| key.text().to_owned()) {
            let named = self.words.iter().filter(|(by, _)| *by == speaker);
            for key in named.filter_map(|(_, named)| PublicKey::parse(named)) {
                if !all.contains(&key) {
                    all.push(key);
                }
            }
            at += 1;
        }
        all
    }
}
