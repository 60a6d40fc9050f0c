//! Blocks of Markdown as lines, so that running headers and contents lists are found by the same patterns.

use super::blocks::{Block, ENTRY, Kind};
use super::inline;
use super::lines::{Line, Role};

/// What stands for a block that is no line of text.
const OTHER: &str = "\u{2}";

/// A text and a role for each block.
pub(super) fn texts(blocks: &[Block]) -> Vec<(String, Role)> {
    let links: Vec<Option<String>> = blocks.iter().map(link).collect();
    let paged = |at: Option<usize>| {
        at.and_then(|at| links.get(at))
            .is_some_and(|link| link.as_ref().is_some_and(|text| text.contains('\t')))
    };
    let announced = [ENTRY, ENTRY].iter().collect::<String>();
    blocks
        .iter()
        .enumerate()
        .map(|(at, block)| match (&block.kind, &links[at]) {
            // one link with a number at its end is a sentence, several are a contents list
            (_, Some(text)) if block.text.starts_with(&announced) => (text.clone(), Role::Entry),
            (_, Some(text)) if paged(Some(at)) && (paged(at.checked_sub(1)) || paged(Some(at + 1))) => {
                (text.clone(), Role::Entry)
            }
            (Kind::Text, Some(text)) => (text.clone(), Role::Text),
            (Kind::Hash(_), _) => (block.text.clone(), Role::Heading),
            (Kind::Text, _) if block.inside.is_empty() => (block.text.clone(), Role::Text),
            (Kind::Bullet, _) if block.inside.is_empty() => (format!("- {}", block.text), Role::Text),
            (Kind::Item(marker), _) if block.inside.is_empty() => {
                (format!("{} {}", marker.shown, block.text), Role::Text)
            }
            _ => (OTHER.to_owned(), Role::Text),
        })
        .collect()
}

/// One line for each block, with a blank one below it.
pub(super) fn lines<'t>(blocks: &[Block], texts: &'t [(String, Role)]) -> Vec<Line<'t>> {
    let mut out = Vec::with_capacity(blocks.len() * 2);
    for (block, (text, role)) in blocks.iter().zip(texts) {
        let line = |text: &'t str, role| Line {
            number: block.line,
            text,
            page_break: false,
            role,
        };
        out.push(line(text, *role));
        out.push(line("", Role::Text));
    }
    out
}

/// The blocks whose lines are still there.
pub(super) fn kept(blocks: Vec<Block>, lines: &[Line<'_>]) -> Vec<Block> {
    let mut broke = false;
    let mut out = Vec::with_capacity(blocks.len());
    for (at, mut block) in blocks.into_iter().enumerate() {
        let line = &lines[at * 2];
        broke |= line.page_break;
        if !line.text.trim().is_empty() || block.text.is_empty() {
            if block.text.starts_with(ENTRY) {
                block.text.retain(|c| c != ENTRY);
            }
            block.after_break = broke;
            broke = false;
            out.push(block);
        }
    }
    out
}

/// The text of a paragraph that is one marked entry of a contents list, its page number behind a tab.
fn link(block: &Block) -> Option<String> {
    let text = match block.kind {
        Kind::Text if block.inside.is_empty() => block.text.strip_prefix(ENTRY)?.trim_start_matches(ENTRY),
        _ => return None,
    };
    let text = inline::plain(text);
    let digits = text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (title, page) = text.split_at(text.len() - digits);
    if page.is_empty() {
        return Some(text);
    }
    Some(format!("{}\t{page}", title.trim_end()))
}
