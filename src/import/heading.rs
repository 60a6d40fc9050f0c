//! Finds numbered headings among the blocks.

use super::blocks::{Block, HARD, Kind};
use super::inline;
use super::number::{self, Number, Style};
use super::title::{self, Verdict};

/// A numbered line that may be a heading.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub number: Number,
    /// The number as the source writes it.
    pub shown: String,
    /// The text after the number.
    pub text: String,
    /// Lines below the heading that belong to the text.
    pub after: Option<String>,
}

/// How the source numbers its chapters.
pub(super) fn style(blocks: &[Block]) -> Style {
    let mut bare = Vec::new();
    let mut style = Style::None;
    for block in blocks {
        let Some((candidate, _)) = candidate(block) else {
            continue;
        };
        match (candidate.number, candidate.style) {
            (_, Style::Zero) => return Style::Zero,
            (_, Style::Bab) => style = Style::Bab,
            (Number::Chapter(n), Style::Bare) => bare.push(n),
            (Number::Dotted(parts), _) if style == Style::None && parts.ends_with(&[1]) => style = Style::Zero,
            _ => {}
        }
    }
    let counts = bare.len() > 1 && bare.iter().zip(1..).all(|(n, expected)| *n == expected);
    if style != Style::Bab && counts {
        Style::Bare
    } else {
        style
    }
}

/// Level of the `#` headings that open chapters: a single one above the rest is the title.
pub(super) fn base_level(blocks: &[Block], style: Style) -> usize {
    let levels = blocks.iter().filter_map(|block| match block.kind {
        Kind::Hash(level) => Some((level, candidate(block))),
        _ => None,
    });
    if style != Style::None {
        return levels
            .filter(|(_, found)| {
                found
                    .as_ref()
                    .is_some_and(|(c, _)| matches!(c.number, Number::Chapter(_)))
            })
            .map(|(level, _)| level)
            .min()
            .unwrap_or(0);
    }
    let levels: Vec<usize> = levels.map(|(level, _)| level).collect();
    let Some(top) = levels.iter().min().copied() else {
        return 0;
    };
    let single = levels.iter().filter(|level| **level == top).count() == 1;
    let first = levels.first() == Some(&top);
    levels
        .iter()
        .filter(|level| **level > top)
        .min()
        .filter(|_| single && first && levels.len() > 2)
        .copied()
        .unwrap_or(top)
}

/// A block that begins with a number in the document's style.
pub(super) fn find(block: &Block, style: Style) -> Option<Found> {
    let (candidate, after) = candidate(block)?;
    let fits = match candidate.style {
        Style::None => true,
        Style::Bare => style == Style::Bare,
        other => other == style,
    };
    fits.then_some(Found {
        after,
        ..candidate.into()
    })
}

struct Owned {
    number: Number,
    style: Style,
    shown: String,
    text: String,
}

impl From<Owned> for Found {
    fn from(owned: Owned) -> Self {
        Self {
            number: owned.number,
            shown: owned.shown,
            text: owned.text,
            after: None,
        }
    }
}

/// The number, the heading's own text, and the lines that are not part of the heading.
fn candidate(block: &Block) -> Option<(Owned, Option<String>)> {
    if !block.inside.is_empty() {
        return None;
    }
    let (first, rest) = match block.text.find(['\n', HARD]) {
        Some(at) => (&block.text[..at], Some(&block.text[at + 1..])),
        None => (block.text.as_str(), None),
    };
    let first = match &block.kind {
        Kind::Text | Kind::Hash(_) if first.starts_with('*') && first.len() < 400 => inline::plain(first),
        Kind::Text | Kind::Hash(_) if first.starts_with(|c: char| c.is_ascii_digit() || "BLA".contains(c)) => {
            first.to_owned()
        }
        Kind::Item(marker) if first.len() < 160 => format!("{} {first}", marker.shown),
        _ => return None,
    };
    let found = number::candidate(&first)?;
    if matches!(block.kind, Kind::Item(_)) && found.style != Style::Bare {
        return None;
    }
    let (text, after) = match rest {
        Some(rest) if goes_on(found.rest, rest) => (format!("{} {rest}", found.rest), None),
        Some(rest) => (found.rest.to_owned(), Some(rest.to_owned())),
        None => (found.rest.to_owned(), None),
    };
    let owned = Owned {
        number: found.number,
        style: found.style,
        shown: found.shown,
        text,
    };
    Some((owned, after))
}

/// Whether the next line goes on with the heading's words.
fn goes_on(first: &str, rest: &str) -> bool {
    let next = rest.split(['\n', HARD]).next().unwrap_or(rest);
    rest.starts_with(|c: char| c.is_lowercase()) || (number::capitals(first) && number::capitals(next))
}

/// Title and run-on text of a heading; nothing when it is a numbered paragraph.
pub(super) fn judge(
    block: &Block,
    found: &Found,
    level: usize,
    announced: Option<&str>,
    has_contents: bool,
) -> Option<(String, Option<String>)> {
    if matches!(block.kind, Kind::Hash(_)) || (found.number == Number::Annex && found.text.len() < 300) {
        return Some((inline::plain(&found.text), None));
    }
    match title::judge(level, &found.text, announced, has_contents) {
        Verdict::Heading { title, body } => Some((inline::plain(&title), body)),
        Verdict::Paragraph => None,
    }
}

/// A short line that can be the title of the number above it.
pub(super) fn is_title_line(block: &Block) -> bool {
    let text = match block.kind {
        Kind::Text | Kind::Hash(_) => block.text.as_str(),
        _ => return false,
    };
    text.len() < 160
        && number::candidate(&inline::plain(text)).is_none()
        && !text.trim_end().ends_with(['.', ';', ':', ','])
}
