//! Lines that the build would take for the fence of a sealed block.

use unicode_normalization::UnicodeNormalization;

use crate::document::fence_in_text;

/// Sets the colons of such lines as code, which seals nothing and shows the same signs.
pub(super) fn quiet(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    for (index, line) in body.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        if fence_in_text(line) {
            let set = set(line);
            if fence_in_text(&set) {
                // colons of another alphabet, for which no fence is read
                out.extend(line.chars().map(|c| if is_colon(c) { '꞉' } else { c }));
            } else {
                out.push_str(&set);
            }
        } else {
            out.push_str(line);
        }
    }
    out
}

fn is_colon(c: char) -> bool {
    c == ':' || std::iter::once(c).nfkc().any(|c| c == ':')
}

fn set(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut inside = false;
    for c in line.chars() {
        let colon = is_colon(c);
        if colon != inside {
            out.push('`');
            inside = colon;
        }
        out.push(c);
    }
    if inside {
        out.push('`');
    }
    out
}
