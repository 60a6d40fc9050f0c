//! Typographic signs that Pandoc's Markdown writes with plain ones.

/// The sign that the text begins with, and the bytes that stand for it.
pub(super) fn sign(before: &str, text: &str) -> Option<(char, usize)> {
    let first = text.chars().next()?;
    match first {
        '-' if text.starts_with("---") => Some(('—', 3)),
        '-' if text.starts_with("--") => Some(('–', 2)),
        '.' if text.starts_with("...") => Some(('…', 3)),
        '"' | '\'' => {
            let last = before.trim_end_matches('*').chars().next_back();
            let next = text[1..].chars().next();
            let opens = match last {
                // behind a tag the words decide
                Some('>') => next.is_some_and(char::is_alphanumeric),
                last => last.is_none_or(|c| c.is_whitespace() || c.is_control() || "([{–—/“‘".contains(c)),
            } && !next.is_none_or(char::is_whitespace);
            let sign = match (first, opens) {
                ('"', true) => '“',
                ('"', false) => '”',
                (_, true) => '‘',
                _ => '’',
            };
            Some((sign, 1))
        }
        _ => None,
    }
}
