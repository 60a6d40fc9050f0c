//! Lines that the build would take for the fence of a sealed block, or for front matter.

use unicode_normalization::UnicodeNormalization;

use crate::document::seals_nothing;

/// Sets the colons of such lines as code, which seals nothing and shows the same signs.
pub(super) fn quiet(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    for (index, line) in body.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        if seals_nothing(line) {
            let runs = set(line, 2);
            let set = if seals_nothing(&runs) { set(line, 1) } else { runs };
            if seals_nothing(&set) {
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

/// The line with each run of at least `least` colons between backticks.
fn set(line: &str, least: usize) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(start) = rest.find(is_colon) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c| !is_colon(c)).unwrap_or(rest.len());
        let tick = if rest[..end].chars().count() >= least { "`" } else { "" };
        out.push_str(tick);
        out.push_str(&rest[..end]);
        out.push_str(tick);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
