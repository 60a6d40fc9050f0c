//! Boxes of check lists: `[ ]`, `[x]` and `[√]`, and what was meant as one.

use std::ops::Range;

/// Signs in a box that say that something is done.
pub(super) const TICKED: [char; 4] = ['√', '✓', '✔', '☑'];

/// Boxes that are one sign.
const DRAWN: [char; 3] = ['☐', '☑', '☒'];

/// The sign in the box that the words of an item begin with, when it is one of ours.
pub(super) fn ticked(words: &str) -> Option<Range<usize>> {
    let inner = words.strip_prefix('[')?;
    let rest = inner.strip_prefix(TICKED)?;
    let after = rest.strip_prefix(']')?;
    after.starts_with([' ', '\t']).then(|| 1..1 + inner.len() - rest.len())
}

/// Whether a line begins with a box that would be printed: one that is not written as the plan language has it, or that
/// stands behind no marker. There it has words behind it.
pub(super) fn is_stray(text: &str, in_item: bool) -> bool {
    let line = text.lines().next().unwrap_or_default();
    if line.starts_with(DRAWN) {
        return true;
    }
    let Some((inner, rest)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) else {
        return false;
    };
    let inner = inner.trim();
    let mut signs = inner.chars();
    let sign = signs.next();
    let is_box = sign.is_none_or(|sign| TICKED.contains(&sign) || "xXvV/✗✘".contains(sign)) && signs.next().is_none();
    // `[]{…}`, `[x](…)` and `[x]: …` are something else.
    is_box && !rest.starts_with(['(', '[', '{', ':']) && (in_item || !rest.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_told_from_other_brackets() {
        for stray in [
            "[] x", "[]", "[ x] y", "[x ] y", "[/] x", "[v] x", "[✗] x", "[x]siap", "☐ x", "☒x",
        ] {
            assert!(is_stray(stray, true), "{stray}");
        }
        for other in [
            "[1] x",
            "[x](y.md)",
            "[x]: y",
            "[xx] y",
            "[^x] y",
            "[]{lang=en}",
            "x [ ]",
            "[-] x",
        ] {
            assert!(!is_stray(other, true), "{other}");
        }
        assert!(!is_stray("[]", false) && !is_stray("[\n] x", true));
        assert_eq!(ticked("[√] x"), Some(1..4));
        assert_eq!(ticked("[√]x"), None);
        assert_eq!(ticked("[x] x"), None);
    }
}
