//! Section numbers: 1.0, 1.1, 3.3.1 or BAB 1, 1.1, 1.1.1.

use super::tree::{NumberWish, Page};
use crate::plan::Numbering;

/// Words that say whether a section has a number, in older YAML or in the languages of plans, and that are none themselves.
pub(super) fn is_yes_or_no(text: &str) -> bool {
    const WORDS: [&str; 17] = [
        "no", "off", "n", "none", "null", "nil", "yes", "y", "on", "true", "tidak", "tiada", "tanpa", "bukan", "ya",
        "ada", "tak",
    ];
    WORDS.contains(&text.trim().to_lowercase().as_str())
}

/// The number of every page as printed.
///
/// Every numbered page takes its place among its siblings, also one with a number of its own; `number: false` takes
/// none. Below a page without a counted number only numbers of their own are printed.
pub(super) fn count(style: Numbering, pages: &[Page]) -> Vec<Option<String>> {
    let mut printed: Vec<Option<String>> = Vec::with_capacity(pages.len());
    // What children put before their own count; `None` where nothing is counted.
    let mut prefixes: Vec<Option<String>> = Vec::with_capacity(pages.len());
    let mut taken: Vec<u32> = vec![0; pages.len() + 1];
    for page in pages {
        let slot = page.parent.map_or(pages.len(), |parent| parent);
        let above = page
            .parent
            .map_or(Some(String::new()), |parent| prefixes[parent].clone());
        if page.number != NumberWish::Without {
            taken[slot] += 1;
        }
        let (number, prefix) = match &page.number {
            NumberWish::Without => (None, None),
            NumberWish::Fixed(text) => (Some(text.clone()), fixed_prefix(text)),
            NumberWish::Counted => match (style, above) {
                (Numbering::None, _) | (_, None) => (None, None),
                (_, Some(above)) => {
                    let own = format!("{above}{}", taken[slot]);
                    let printed = match (style, page.depth) {
                        (Numbering::Bab, 1) => format!("BAB {own}"),
                        (_, 1) => format!("{own}.0"),
                        _ => own.clone(),
                    };
                    (Some(printed), Some(format!("{own}.")))
                }
            },
        };
        printed.push(number);
        prefixes.push(prefix);
    }
    printed
}

/// Children of `3.0` and of `BAB 3` count from `3.1`, those of `3.42` from `3.42.1`, those of `Lampiran I` not at all.
fn fixed_prefix(text: &str) -> Option<String> {
    let number = text.strip_prefix("BAB ").unwrap_or(text);
    let number = number.strip_suffix(".0").unwrap_or(number);
    let plain = number
        .split('.')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    plain.then(|| format!("{number}."))
}
