//! File names from titles.

use unicode_normalization::UnicodeNormalization;

const LONGEST: usize = 40;

/// Small letters, digits and hyphens, cut at a word.
pub(super) fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in title.nfd().take(400) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !unicode_normalization::char::is_combining_mark(c) && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let whole = out.trim_end_matches('-');
    let short = if whole.len() <= LONGEST {
        whole
    } else {
        let cut = whole[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        &whole[..cut]
    };
    if short.is_empty() {
        "bahagian".to_owned()
    } else {
        short.to_owned()
    }
}
