//! Headings, links and pictures of one container, with their places.

mod code;
mod depth;
mod found;
mod once;
mod runs;
mod stars;
mod tables;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

pub(super) use self::found::{Found, Heading, Target};
use self::{
    code::Code,
    depth::{expanded, level},
    runs::TextRun,
    stars::Stars,
    tables::is_strokes,
};
use super::{
    Container, code_slips,
    dialect::{self, Body, Mark, abbreviations, captions, grid, labels, lists, phrases},
    markdown,
    raw_html::RawHtml,
};
use crate::plan::Meaning;

/// Lists, quotes, emphasis and links may be open within one another to this depth.
const DEEPEST: usize = 64;

/// The abbreviations of the plan, when words that look like others are wanted.
pub(super) type Watch<'a> = Option<&'a BTreeMap<String, Meaning>>;

/// Scans a container and its blocks; the results are in the order of [`Container::walk`]. `watch` asks for words that look
/// like abbreviations.
pub(super) fn scan(text: &str, container: &Container, watch: Watch<'_>) -> Vec<Found> {
    let mut all = Vec::new();
    scan_into(text, container, watch, &markdown::Definitions::default(), &mut all);
    all
}

fn scan_into(
    text: &str,
    container: &Container,
    watch: Watch<'_>,
    outer: &markdown::Definitions<'_>,
    all: &mut Vec<Found>,
) {
    let body = Body::of(text, container);
    all.push(scan_one(text, &body, watch, outer));
    if container.blocks.is_empty() {
        return;
    }
    let definitions = markdown::definitions(body.prepared(), outer);
    for block in &container.blocks {
        scan_into(text, block, watch, &definitions, all);
    }
}

fn scan_one<'a>(text: &'a str, body: &'a Body<'a>, watch: Watch<'a>, outer: &markdown::Definitions<'_>) -> Found {
    let mut scanner = Scanner::new(text, body);
    scanner.watch = watch;
    let markdown::Read {
        events,
        faults: mut phrases,
        addresses,
        twice,
    } = markdown::read(body.prepared(), outer);
    scanner.found.addresses.extend(addresses);
    scanner.twice(twice);
    let own = markdown::definitions(body.prepared(), outer);
    (scanner.found.captions, scanner.found.bad_captions) =
        captions::find(&events, text, |offset| body.grids().contains_key(&offset));
    scanner.markers(&events);
    scanner.labels(&events);
    scanner.events(events);
    for cell in body.grids().values().flat_map(|grid| grid.rows.iter().flatten()) {
        let markdown::Read {
            events,
            faults,
            addresses,
            twice,
        } = markdown::read(&cell.text, &own);
        phrases.extend(faults);
        scanner.found.addresses.extend(addresses);
        scanner.twice(twice);
        scanner.found.bad_captions.extend(captions::in_cell(&events, text));
        scanner.markers(&events);
        scanner.labels(&events);
        scanner.events(events);
    }
    let mut found = scanner.found;
    found.lost = body
        .marks()
        .filter(|mark| !scanner.marks.contains(&mark.start))
        .collect();
    found.bad.extend(body.faults().iter().cloned());
    once::tell(&mut found);
    found.bad.extend(phrases.into_iter().map(|fault| dialect::Fault {
        place: fault.place,
        kind: dialect::FaultKind::Phrase(fault.kind),
    }));
    found.abbreviations = body.abbreviations().clone();
    found.definitions = body.definitions().clone();
    found
}

/// A heading whose end has not come yet.
struct OpenHeading {
    start: usize,
    id: Option<String>,
    text: String,
}

struct Scanner<'a> {
    text: &'a str,
    body: &'a Body<'a>,
    found: Found,
    /// Marks that were come across.
    marks: BTreeSet<usize>,
    heading: Option<OpenHeading>,
    /// Links may hold pictures, so what is open is a stack.
    open: Vec<Target>,
    run: TextRun,
    stars: Stars,
    /// How far words with backslashes were looked at.
    paths: usize,
    in_code: bool,
    code: Code,
    /// How many lists are open.
    lists: usize,
    /// How many heads the table has that is being read.
    columns: usize,
    /// Whether what comes next begins a line.
    at_line_start: bool,
    depth: usize,
    /// How many bytes of repeated addresses are still accepted.
    expansion: usize,
    /// Whether words that look like abbreviations are wanted, and those that were met.
    watch: Watch<'a>,
    shortened: BTreeSet<String>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, body: &'a Body<'a>) -> Self {
        Self {
            text,
            body,
            found: Found::default(),
            marks: BTreeSet::new(),
            heading: None,
            open: Vec::new(),
            run: TextRun::default(),
            stars: Stars::default(),
            paths: 0,
            in_code: false,
            code: Code::default(),
            lists: 0,
            columns: 0,
            at_line_start: true,
            depth: 0,
            expansion: body.prepared().text().len().max(100_000),
            watch: None,
            shortened: BTreeSet::new(),
        }
    }

    fn events<'e>(&mut self, events: impl IntoIterator<Item = (Event<'e>, Range<usize>)>) {
        let mut html = RawHtml::new(DEEPEST);
        for (event, range) in events {
            // A break, as far as a text is joined; HTML of the author is looked at.
            if matches!(event, Event::InlineHtml(_)) && phrases::is_phrase(self.text, range.start) {
                self.run.push(" ", &range);
                continue;
            }
            html.event(&event, &range);
            let level = level(&event, &mut self.depth);
            if level > DEEPEST {
                // The fault stops the build; what is this deep is passed over.
                self.found.too_deep.get_or_insert(range);
                continue;
            }
            if let Some(length) = expanded(&event) {
                self.expansion = self.expansion.saturating_sub(length);
                if self.expansion == 0 {
                    self.found.repeated.get_or_insert(range.clone());
                }
            }
            self.run(&event, &range);
            let begins = begins_line(&event);
            self.event(event, range);
            self.at_line_start = begins;
        }
        self.found.html.extend(html.finish());
    }

    /// Notes definitions of addresses that have one of the same name before them.
    fn twice(&mut self, places: Vec<Range<usize>>) {
        for place in places {
            self.bad(&place, dialect::FaultKind::Address);
        }
    }

    /// Looks for markers of lists that make no items.
    fn markers(&mut self, events: &[markdown::Placed<'_>]) {
        let strays = lists::find_strays(events, self.text).into_iter();
        self.found.bad.extend(strays.map(|(place, kind)| dialect::Fault {
            place,
            kind: dialect::FaultKind::Marker(kind),
        }));
    }

    /// Looks for references and labels that would be printed; braces of captions are told as such.
    fn labels(&mut self, events: &[markdown::Placed<'_>]) {
        let good = self.found.captions.iter().map(|caption| caption.place.clone());
        let bad = self.found.bad_captions.iter().map(|fault| fault.place.clone());
        let captions: Vec<Range<usize>> = good.chain(bad).collect();
        let strays = labels::find_strays(events, self.text, &captions).into_iter();
        self.found.bad.extend(strays.map(|(place, kind)| dialect::Fault {
            place,
            kind: dialect::FaultKind::Label(kind),
        }));
    }

    /// Joins texts, to see what looks like a link and is none.
    fn run(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Text(text) if !self.in_code => {
                // A bracket after a backslash is meant as it stands.
                if self.text[..range.start].ends_with('\\') {
                    self.run.push("\\", range);
                }
                self.run.push(text, range);
                self.stars.push(self.text, range, text);
                if range.start >= self.paths
                    && let Some(path) = stars::path(self.text, range.start)
                {
                    self.paths = path.end;
                    self.found.paths.push(path);
                }
            }
            Event::Start(Tag::Emphasis | Tag::Strong) if stars::is_sum(self.text, range) => {
                self.found.sums.push(range.clone());
            }
            // Emphasis, code and line breaks stand inside link texts too; a note keeps the text around it from being one.
            Event::Code(_) | Event::SoftBreak | Event::HardBreak | Event::FootnoteReference(_) => {
                self.run.push(" ", range);
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {}
            _ => {
                self.run.end(&mut self.found.dead);
                if let Some(stars) = self.stars.end(self.text) {
                    self.bad(&stars, dialect::FaultKind::Stars);
                }
            }
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(code)) => {
                self.code_begins(&code, &range);
            }
            Event::End(TagEnd::CodeBlock) => self.code_ends(&range),
            Event::Start(Tag::Heading { id, classes, attrs, .. }) => match self.body.mark(range.start) {
                Some(Mark::Grid(_)) => {}
                Some(_) => {
                    self.marks.insert(range.start);
                }
                None => {
                    if !classes.is_empty() || !attrs.is_empty() {
                        self.found.attributes.push(range.clone());
                    }
                    self.heading = Some(OpenHeading {
                        start: range.start,
                        id: id.map(|id| id.to_string()),
                        text: String::new(),
                    });
                }
            },
            Event::End(TagEnd::Heading(_)) => {
                if let Some(OpenHeading { start, id, text }) = self.heading.take() {
                    let explicit = id.is_some();
                    let anchor = id.unwrap_or_else(|| markdown::slug(&text));
                    self.found.headings.push(Heading {
                        start,
                        anchor,
                        explicit,
                    });
                }
            }
            Event::Start(Tag::BlockQuote(None)) => self.quote(range.start),
            Event::Start(Tag::Table(columns)) => self.columns = columns.len(),
            Event::Start(Tag::TableRow) => self.row(&range),
            Event::Start(Tag::FootnoteDefinition(name)) => {
                let before = self.found.footnotes.insert(name.to_string(), range.clone());
                if before.is_some() {
                    self.bad(&range, dialect::FaultKind::Footnote);
                }
            }
            Event::End(TagEnd::Table) => self.table_ends(&range),
            Event::Start(Tag::List(_)) => self.lists += 1,
            Event::End(TagEnd::List(_)) => self.lists -= 1,
            Event::FootnoteReference(name) => _ = self.found.noted.insert(name.to_string()),
            Event::Start(Tag::Item) => {
                let marker = lists::marker(&self.text[range.start..]);
                if marker.is_some_and(|marker| marker.text == "#") && self.depth == 2 {
                    self.found.running.push(range.start);
                }
            }
            Event::Start(Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            }) => self.target(range, format!("mailto:{dest_url}")),
            Event::Start(Tag::Link { dest_url, id, .. } | Tag::Image { dest_url, id, .. }) => {
                if !id.is_empty() {
                    self.found.addressed.insert(markdown::folded(&id));
                }
                self.target(range, dest_url.to_string());
            }
            Event::End(TagEnd::Link) => self.found.links.extend(self.open.pop()),
            Event::End(TagEnd::Image) => self.found.images.extend(self.open.pop()),
            Event::Text(text) if self.in_code => self.code(&text, &range),
            Event::Text(text) => {
                self.begins(&range);
                if self.at_line_start && !self.text[..range.start].ends_with('\\') && self.is_whole(&range) {
                    if grid::begins(&text) || grid::is_ruler(&text) {
                        self.bad(&range, dialect::FaultKind::GridWithin);
                    } else if is_strokes(&text) {
                        self.bad(&range, dialect::FaultKind::Table);
                    }
                }
                if self.open.is_empty() {
                    self.found
                        .mentions
                        .extend(labels::mentions(self.text, &text, range.start));
                }
                self.shortened(&text, &range);
                self.words(&text);
            }
            Event::Code(text) => {
                self.begins(&range);
                self.words(&text);
            }
            _ => {}
        }
    }

    /// Whether nothing but blanks, or the stroke behind a cell, stands in the line behind a text.
    fn is_whole(&self, range: &Range<usize>) -> bool {
        let rest = self.text[range.end..].lines().next().unwrap_or_default().trim_start();
        rest.is_empty() || rest.starts_with(['|', '+'])
    }

    /// Looks at the line that a text or code begins: whether it was to be a fence, or is of a list of contacts.
    fn begins(&mut self, range: &Range<usize>) {
        if !self.at_line_start {
            return;
        }
        let escaped = usize::from(self.text[..range.start].ends_with('\\'));
        let start = range.start - escaped;
        let line = self.text[start..].lines().next().unwrap_or_default();
        if let Some(kind) = code_slips::fence(line) {
            self.bad(&(start..start + line.len()), dialect::FaultKind::Fence(kind));
        } else if let Some(number) = code_slips::number(line, false) {
            self.bad(&(start + number.start..start + number.end), dialect::FaultKind::Number);
        }
    }

    /// Looks for a note with a name that GitHub does not know.
    fn quote(&mut self, at: usize) {
        let line = self.text[at..].lines().next().unwrap_or_default();
        let words = line.trim_start_matches(['>', ' ']);
        let name = words.strip_prefix("[!").and_then(|rest| rest.split_once(']'));
        if name.is_some_and(|(name, _)| !name.is_empty() && name.chars().all(char::is_alphabetic)) {
            let start = at + line.len() - words.len();
            self.bad(&(start..start + words.trim_end().len()), dialect::FaultKind::Note);
        }
    }

    /// Notes what the plan language does not take: the first line of it.
    fn bad(&mut self, range: &Range<usize>, kind: dialect::FaultKind) {
        let line = self.text[range.clone()].lines().next().map_or(0, str::len);
        let place = range.start..range.start + line;
        self.found.bad.push(dialect::Fault { place, kind });
    }

    fn target(&mut self, range: Range<usize>, target: String) {
        self.open.push(Target {
            range,
            target,
            words: String::new(),
        });
    }

    /// Words that look like abbreviations; those of addresses are none.
    fn shortened(&mut self, text: &str, range: &Range<usize>) {
        let Some(known) = self.watch else { return };
        if text.contains("://") || text.contains('@') {
            return;
        }
        for found in abbreviations::lookalikes(text, |word| known.contains_key(word)) {
            let word = &text[found.clone()];
            if !self.shortened.contains(word) {
                // A text with entities in it is shorter than its source.
                let exact = self.text.get(range.clone()) == Some(text);
                let at = range.start + if exact { found.start } else { 0 };
                self.shortened.insert(word.to_owned());
                self.found.shortened.push((at, word.to_owned()));
            }
        }
    }

    /// Words inside headings, links and pictures.
    fn words(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        for target in &mut self.open {
            target.words.push_str(text);
        }
    }
}

/// Whether the text behind an event begins a line.
fn begins_line(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::SoftBreak
            | Event::HardBreak
            | Event::TaskListMarker(_)
            | Event::Start(Tag::Paragraph | Tag::Item | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_))
    )
}
