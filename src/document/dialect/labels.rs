//! Labels and references: `{#fig-x}`, `{#tbl-x}`, `{#sec-x}`, and `@fig-x` in a text.

use std::ops::Range;

/// A reference in a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Mention {
    /// `fig-x`
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

/// Whether a reference stands behind the sign for it.
pub fn begins(text: &str) -> bool {
    PREFIXES.iter().any(|prefix| text.starts_with(prefix))
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
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\\' | '.' | '-' | '_' | '@')) {
            continue;
        }
        let rest = &text[at + 1..];
        let length = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .unwrap_or(rest.len());
        let name = rest[..length].trim_end_matches('-');
        if is_label(name) {
            found.push(at..at + 1 + name.len());
        }
    }
    found
}

/// The references in a text of the parser.
pub fn mentions(file: &str, text: &str, start: usize) -> Vec<Mention> {
    let mention = |range: Range<usize>| Mention {
        label: text[range.start + 1..range.end].to_owned(),
        place: start + range.start..start + range.end,
    };
    ranges(file, text, start).into_iter().map(mention).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_told_from_addresses() {
        let text = "lihat @fig-peta, (@tbl-a-2) dan @sec-skop. Bukan nama@fig-x.my, @lain, @fig-, x@tbl-y";
        let found: Vec<String> = mentions(text, text, 0).into_iter().map(|found| found.label).collect();
        assert_eq!(found, ["fig-peta", "tbl-a-2", "sec-skop"]);
        assert_eq!(mentions("\\@fig-a", "@fig-a", 1), []);
        assert_eq!(mentions("é @fig-a", "@fig-a", 3)[0].place, 3..9);
    }
}
