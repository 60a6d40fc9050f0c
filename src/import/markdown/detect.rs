//! Tells Markdown from plain text, and Pandoc's own Markdown from the common one.

use super::dashed;
use super::grid;

/// Which Markdown a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Flavour {
    /// `pandoc -t gfm`, or by hand.
    Common,
    /// `pandoc -t markdown`: straight quotes and `--` stand for typographic ones.
    Pandoc,
}

/// Level of a `#` heading.
pub(super) fn hash_level(text: &str) -> Option<usize> {
    let level = text.bytes().take_while(|b| *b == b'#').count();
    ((1..=6).contains(&level) && text[level..].starts_with(' ')).then_some(level)
}

/// The flavour; nothing for text that no Markdown writer made.
pub(in super::super) fn flavour(text: &str) -> Option<Flavour> {
    let mut lines = text.split('\n').peekable();
    let (mut markdown, mut pandoc) = (false, false);
    while let Some(line) = lines.next() {
        let next = lines.peek().copied().unwrap_or("");
        let own = dashed::groups(line).is_some_and(|groups| groups.len() > 1) || grid::rule(line) || attributes(line);
        pandoc |= own;
        markdown |= own
            || hash_level(line).is_some()
            || line.starts_with("[^") && line.contains("]: ")
            || line.trim_end() == "<table>"
            || underlined(line, next);
    }
    // Pandoc writes typographic signs as plain ones; where they stand, something else wrote the text.
    let typographic = text.contains(['“', '”', '‘', '’', '–', '—', '…']);
    markdown.then_some(if pandoc && !typographic {
        Flavour::Pandoc
    } else {
        Flavour::Common
    })
}

/// `{.underline}`, `{#anchor}`, `{width="2in"}` or an escaped quote.
fn attributes(line: &str) -> bool {
    ["]{.", "]{#", "){width=", " {#", " {."]
        .iter()
        .any(|sign| line.contains(sign))
        || line.contains("\\'")
        || line.contains("\\\"")
}

/// A heading underlined with equals signs.
fn underlined(line: &str, next: &str) -> bool {
    let next = next.trim_end();
    next.len() >= 3 && next.bytes().all(|b| b == b'=') && line.starts_with(char::is_alphanumeric)
}
