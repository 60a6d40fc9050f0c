//! What the property tests share: how many cases, and ways to make hostile text out of pieces of real syntax.

use proptest::{
    collection::vec,
    prelude::{ProptestConfig, Strategy, any},
    sample::{Index, select},
};

/// So many cases in every run, twenty times as many in the long one. What fails is printed in full, made as short as it
/// goes; whoever mends it puts it into `fuzz/corpus`.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    let long = std::env::var("TERKAWAL_LONG_TESTS").is_ok_and(|value| value == "1");
    ProptestConfig {
        cases: if long { count * 20 } else { count },
        failure_persistence: None,
        max_shrink_iters: 5_000,
        ..ProptestConfig::default()
    }
}

/// Pieces in any order, as often as it comes.
pub(crate) fn pieces(known: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    vec(select(known), 0..=most).prop_map(|pieces| pieces.concat())
}

/// One change to a text.
#[derive(Clone, Debug)]
enum Change {
    Insert(Index, String),
    Remove(Index, usize),
    Repeat(Index, usize, usize),
    Byte(Index, u8),
}

/// A valid text with a few changes: pieces put in, stretches removed or repeated, bytes overwritten.
pub(crate) fn changed(valid: String, known: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let change = proptest::prop_oneof![
        4 => (any::<Index>(), pieces(known, 3)).prop_map(|(at, piece)| Change::Insert(at, piece)),
        3 => (any::<Index>(), 1_usize..40).prop_map(|(at, length)| Change::Remove(at, length)),
        1 => (any::<Index>(), 1_usize..60, 1_usize..40).prop_map(|(at, length, times)| Change::Repeat(at, length, times)),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
    ];
    vec(change, 0..6).prop_map(move |changes| {
        let mut text = valid.clone().into_bytes();
        for change in &changes {
            apply(change, &mut text);
        }
        text
    })
}

fn apply(change: &Change, text: &mut Vec<u8>) {
    let place = |at: &Index| at.index(text.len() + 1);
    match change {
        Change::Insert(at, piece) => {
            let at = place(at);
            text.splice(at..at, piece.bytes());
        }
        Change::Remove(at, length) => {
            let at = place(at);
            let end = (at + length).min(text.len());
            text.drain(at..end);
        }
        Change::Repeat(at, length, times) => {
            let at = place(at);
            let end = (at + length).min(text.len());
            let repeated = text[at..end].repeat(*times);
            text.splice(at..at, repeated);
        }
        Change::Byte(at, byte) => {
            let at = place(at);
            if let Some(old) = text.get_mut(at) {
                *old = *byte;
            }
        }
    }
}
