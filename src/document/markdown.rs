//! The Markdown dialect, in one place for scanning and rendering.

use std::{collections::BTreeMap, ops::Range};

use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CowStr, Event, Options, Parser, Tag};
use unicode_normalization::UnicodeNormalization as _;

use super::dialect::{Prepared, lists, phrases};

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

/// Answers references from the definitions of the containers around.
pub struct Outer<'a>(pub &'a Definitions<'a>);

impl<'input> BrokenLinkCallback<'input> for Outer<'_> {
    fn handle_broken_link(&mut self, link: BrokenLink<'input>) -> Option<(CowStr<'input>, CowStr<'input>)> {
        let (target, title) = self.0.get(&link.reference.to_lowercase())?;
        Some((target.clone().into(), title.clone().into()))
    }
}

/// An event of the parser with its bytes of the file.
pub type Placed<'a> = (Event<'a>, Range<usize>);

/// Parses a text; offsets are those of the file. The tags of phrases in another language are inline HTML.
pub fn events<'a>(text: &'a Prepared, outer: &'a Definitions<'a>) -> Vec<Placed<'a>> {
    read(text, outer).events
}

/// A text that was parsed.
pub(super) struct Read<'a> {
    pub(super) events: Vec<Placed<'a>>,
    /// What is wrong with its phrases.
    pub(super) faults: Vec<phrases::Fault>,
    /// Where it has definitions of addresses, by [`folded`] names.
    pub(super) addresses: Vec<(String, Range<usize>)>,
    /// Where it has another one of a name.
    pub(super) twice: Vec<Range<usize>>,
}

/// The name of an address as it is compared: without regard to capitals and ends of lines.
pub(super) fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase().to_uppercase().to_lowercase()
}

/// Parses a text, and tells what is wrong with its phrases.
pub(super) fn read<'a>(text: &'a Prepared, outer: &'a Definitions<'a>) -> Read<'a> {
    let parser = Parser::new_with_broken_link_callback(text.text(), OPTIONS, Some(Outer(outer)));
    let defined = parser.reference_definitions().iter();
    let own: BTreeMap<String, Range<usize>> = defined
        .map(|(name, definition)| (folded(name), definition.span.clone()))
        .collect();
    let mut events: Vec<Placed<'a>> = parser.into_offset_iter().collect();
    let twice = twice(text.text(), &own, &events);
    let twice = twice.into_iter().map(|place| text.range(place)).collect();
    let addresses = own.into_iter().map(|(name, span)| (name, text.range(span))).collect();
    let mut faults = phrases::read(&mut events, text.text());
    for (event, range) in &mut events {
        // An item that is indented begins, for the parser, with its blanks.
        if matches!(event, Event::Start(Tag::Item)) {
            range.start = lists::marker_at(text.text(), range.start).min(range.end);
        }
        *range = text.range(range.clone());
    }
    for fault in &mut faults {
        fault.place = text.range(fault.place.clone());
    }
    Read {
        events,
        faults,
        addresses,
        twice,
    }
}

/// Definitions that the parser took in and that have one of the same name before them: they are in none of the events.
fn twice(text: &str, own: &BTreeMap<String, Range<usize>>, events: &[Placed<'_>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if own.is_empty() {
        return found;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = line.find('[').map(|bracket| start + bracket);
        start += line.len();
        let Some(at) = at else { continue };
        let rest = &text[at..start];
        let name = rest[1..].split_once("]:").map(|(name, _)| folded(name));
        let is_known = name.and_then(|name| own.get(&name)).is_some_and(|span| span.end <= at);
        let is_read = |(event, range): &Placed<'_>| {
            let reads = matches!(
                event,
                Event::Text(_)
                    | Event::Code(_)
                    | Event::Html(_)
                    | Event::InlineHtml(_)
                    | Event::Start(Tag::Link { .. } | Tag::Image { .. })
            );
            reads && range.contains(&at)
        };
        let in_other = || own.values().any(|span| span.contains(&at));
        if is_known && !events.iter().any(is_read) && !in_other() {
            found.push(at..at + rest.trim_end().len());
        }
    }
    found
}

/// The link definitions of a text, with those around it behind them.
pub fn definitions<'a>(text: &Prepared, outer: &'a Definitions<'a>) -> Definitions<'a> {
    let parser = Parser::new_ext(text.text(), OPTIONS);
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
