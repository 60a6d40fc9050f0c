//! Labels and references: `{#fig-x}`, `{#tbl-x}`, `{#sec-x}`, and `@fig-x` in a text.

mod strays;

use std::{borrow::Cow, ops::Range};

pub use strays::{Stray, find as find_strays};

/// A reference in a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Mention {
    /// `fig-x`, also of `@Fig-x`.
    pub label: String,
    /// Bytes of the file, with the sign before it.
    pub place: Range<usize>,
}

/// What labels begin with.
const PREFIXES: [&str; 3] = ["fig-", "tbl-", "sec-"];

/// Whether a name is a label.
pub fn is_label(name: &str) -> bool {
    PREFIXES
        .iter()
        .any(|prefix| name.len() > prefix.len() && name.starts_with(prefix))
}

/// Whether a reference stands behind the sign for it, in whatever letters.
pub fn begins(text: &str) -> bool {
    let starts = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    PREFIXES.iter().any(|prefix| starts(prefix))
}

/// The label that a reference names: behind a capital, as at the beginning of a sentence, it is the same.
pub fn named(reference: &str) -> Cow<'_, str> {
    let small = reference.get(..4).map(str::to_ascii_lowercase);
    match small {
        Some(small) if begins_sentence(reference) => Cow::Owned(small + &reference[4..]),
        _ => Cow::Borrowed(reference),
    }
}

/// Whether a reference is written with a capital: `Fig-x`.
pub fn begins_sentence(reference: &str) -> bool {
    reference.starts_with(|c: char| c.is_ascii_uppercase())
        && reference
            .get(1..4)
            .is_some_and(|rest| !rest.contains(|c: char| c.is_ascii_uppercase()))
}

/// Bytes of the name that a text begins with.
fn name_length(text: &str) -> usize {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    text[..end.unwrap_or(text.len())].trim_end_matches('-').len()
}

/// Bytes of the references in a text of the parser; the text begins at byte `start` of the file.
pub fn ranges(file: &str, text: &str, start: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = match text[..at].chars().next_back() {
            Some(before) => Some(before),
            None => file[..start].chars().next_back(),
        };
        // An address such as nama@fig-x.my, or a sign after a backslash.
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\\' | '_' | '@')) {
            continue;
        }
        let rest = &text[at + 1..];
        let name = &rest[..name_length(rest)];
        if begins(name) {
            found.push(at..at + 1 + name.len());
        }
    }
    found
}

/// The references in a text of the parser.
pub fn mentions(file: &str, text: &str, start: usize) -> Vec<Mention> {
    let mention = |range: Range<usize>| Mention {
        label: named(&text[range.start + 1..range.end]).into_owned(),
        place: start + range.start..start + range.end,
    };
    ranges(file, text, start).into_iter().map(mention).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_told_from_addresses() {
        let text = "lihat @fig-peta, (@tbl-a-2) dan.@Sec-skop. Bukan nama@fig-x.my, @lain, @fig-, x@tbl-y @FIG-z";
        let found: Vec<String> = mentions(text, text, 0).into_iter().map(|found| found.label).collect();
        assert_eq!(found, ["fig-peta", "tbl-a-2", "sec-skop", "FIG-z"]);
        assert_eq!(mentions("\\@fig-a", "@fig-a", 1), []);
        assert_eq!(mentions("é @fig-a", "@fig-a", 3)[0].place, 3..9);
    }
}
