//! The Markdown dialect, in one place for scanning and rendering.

use std::{collections::BTreeMap, ops::Range};

use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CowStr, Event, Options, Parser};
use unicode_normalization::UnicodeNormalization as _;

use super::Container;

/// CommonMark with GFM tables, footnotes, strikethrough, task lists, and heading attributes.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// Link definitions of a container and of those around it, for the blocks inside it.
#[derive(Default)]
pub struct Definitions<'a> {
    own: BTreeMap<String, (String, String)>,
    outer: Option<&'a Definitions<'a>>,
}

impl Definitions<'_> {
    /// Address and title of a name, from the nearest container that defines it.
    fn get(&self, name: &str) -> Option<&(String, String)> {
        self.own.get(name).or_else(|| self.outer?.get(name))
    }
}

/// The text of a container with its blocks blanked out, so that no byte of them reaches the parser.
///
/// Every offset stays where it was. A block leaves an empty heading at its first byte: a heading ends a paragraph and
/// a list, as the fence of a block does; [`is_hole`] tells it from one of the author's.
pub fn blanked(text: &str, container: &Container) -> String {
    let mut out = String::with_capacity(container.inner.len());
    let mut at = container.inner.start;
    for block in &container.blocks {
        out.push_str(&text[at..block.outer.start]);
        let hidden = &text[block.outer.clone()];
        out.push_str("# ");
        out.extend(
            hidden
                .bytes()
                .skip(2)
                .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
        );
        at = block.outer.end;
    }
    out.push_str(&text[at..container.inner.end]);
    out
}

/// The block that left its mark at this offset of the file.
pub fn hole_at(container: &Container, offset: usize) -> Option<&Container> {
    let at = container
        .blocks
        .binary_search_by_key(&offset, |block| block.outer.start);
    at.ok().map(|at| &container.blocks[at])
}

/// Answers references from the definitions of the containers around.
pub struct Outer<'a>(pub &'a Definitions<'a>);

impl<'input> BrokenLinkCallback<'input> for Outer<'_> {
    fn handle_broken_link(&mut self, link: BrokenLink<'input>) -> Option<(CowStr<'input>, CowStr<'input>)> {
        let (target, title) = self.0.get(&link.reference.to_lowercase())?;
        Some((target.clone().into(), title.clone().into()))
    }
}

/// Parses a blanked text; offsets are those of the file.
pub fn events<'a>(
    blanked: &'a str,
    start: usize,
    outer: &'a Definitions<'a>,
) -> impl Iterator<Item = (Event<'a>, Range<usize>)> {
    Parser::new_with_broken_link_callback(blanked, OPTIONS, Some(Outer(outer)))
        .into_offset_iter()
        .map(move |(event, range)| (event, range.start + start..range.end + start))
}

/// The link definitions of a blanked text, with those around it behind them.
pub fn definitions<'a>(blanked: &str, outer: &'a Definitions<'a>) -> Definitions<'a> {
    let parser = Parser::new_ext(blanked, OPTIONS);
    let own = parser.reference_definitions().iter().map(|(name, definition)| {
        let title = definition.title.as_deref().unwrap_or_default();
        (name.to_lowercase(), (definition.dest.to_string(), title.to_owned()))
    });
    Definitions {
        own: own.collect(),
        outer: Some(outer),
    }
}

/// Lower case letters and digits joined by hyphens; accents are dropped.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
    {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
