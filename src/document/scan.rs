//! Headings, links and pictures of one container, with their places.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::{
    Container, code_slips, data,
    dialect::{self, Body, Mark, abbreviations, captions, grid, labels, lists, phrases},
    markdown,
    raw_html::{self, RawHtml},
};
use crate::plan::Meaning;

/// Lists, quotes, emphasis and links may be open within one another to this depth.
const DEEPEST: usize = 64;

/// What was found in the text of a container, in order.
#[derive(Default)]
pub(super) struct Found {
    pub(super) headings: Vec<Heading>,
    pub(super) links: Vec<Target>,
    pub(super) images: Vec<Target>,
    pub(super) data: Vec<data::Found>,
    /// Captions with what they belong to.
    pub(super) captions: Vec<captions::Caption>,
    /// `@fig-x` and the like.
    pub(super) mentions: Vec<labels::Mention>,
    /// Abbreviations that are defined here.
    pub(super) abbreviations: BTreeMap<String, Meaning>,
    /// Their lines.
    pub(super) definitions: BTreeMap<String, Range<usize>>,
    /// Footnotes that are defined here, and names of those that are referred to.
    pub(super) footnotes: BTreeMap<String, Range<usize>>,
    pub(super) noted: BTreeSet<String>,
    /// Definitions `[name]: address` that stand here, and names of those that are used.
    pub(super) addresses: BTreeMap<String, Range<usize>>,
    pub(super) addressed: BTreeSet<String>,
    /// Words that look like abbreviations with their first places.
    pub(super) shortened: Vec<(usize, String)>,
    /// Offsets of the items of lists that run through the document.
    pub(super) running: Vec<usize>,
    /// What looks like a link, picture or note and is published as plain text.
    pub(super) dead: Vec<Range<usize>>,
    /// Captions that cannot be read.
    pub(super) bad_captions: Vec<captions::Fault>,
    /// What else the plan language does not take.
    pub(super) bad: Vec<dialect::Fault>,
    /// Marks that the parser did not come across.
    pub(super) lost: Vec<Range<usize>>,
    /// Raw HTML that would not be published as it stands.
    pub(super) html: Vec<raw_html::Fault>,
    /// Headings with attributes besides an id, which are not published.
    pub(super) attributes: Vec<Range<usize>>,
    /// Where markup is nested too deeply to be read further.
    pub(super) too_deep: Option<Range<usize>>,
    /// Where addresses of `[name]: address` were repeated so often that the parser gives up on them.
    pub(super) repeated: Option<Range<usize>>,
}

impl Found {
    /// Whether nothing in it stops the publication.
    pub(super) fn is_sound(&self) -> bool {
        self.dead.is_empty()
            && self.bad_captions.is_empty()
            && self.bad.is_empty()
            && self.lost.is_empty()
            && self.html.is_empty()
            && self.attributes.is_empty()
            && self.too_deep.is_none()
            && self.repeated.is_none()
            && self.footnotes.keys().all(|name| self.noted.contains(name))
            && self.addresses.keys().all(|name| self.addressed.contains(name))
    }
}

/// A heading and the anchor it has within its section.
pub(super) struct Heading {
    pub(super) start: usize,
    pub(super) anchor: String,
    pub(super) explicit: bool,
}

/// A link or picture as written.
pub(super) struct Target {
    pub(super) range: Range<usize>,
    pub(super) target: String,
    /// Its text, which describes a picture.
    pub(super) words: String,
}

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
    } = markdown::read(body.prepared(), outer);
    scanner.found.addresses.extend(addresses);
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
        } = markdown::read(&cell.text, outer);
        phrases.extend(faults);
        scanner.found.addresses.extend(addresses);
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
    found.bad.sort_by_key(|fault| fault.place.start);
    // The label of what looks like a picture and is none, or of a caption taken for a row, is told with it.
    let mut dead = found.dead.clone();
    let rows = found
        .bad
        .iter()
        .filter(|fault| matches!(fault.kind, dialect::FaultKind::CaptionRow));
    dead.extend(rows.map(|fault| fault.place.clone()));
    let is_dead = |at: usize| dead.iter().any(|range| range.contains(&at));
    found
        .bad
        .retain(|fault| !matches!(fault.kind, dialect::FaultKind::Label(_)) || !is_dead(fault.place.start));
    // The label of a caption that would be a row is told with it.
    let rows: Vec<Range<usize>> = found
        .bad
        .iter()
        .filter(|fault| fault.kind == dialect::FaultKind::CaptionRow)
        .map(|fault| fault.place.clone())
        .collect();
    found.bad.retain(|fault| {
        !matches!(fault.kind, dialect::FaultKind::Label(_)) || !rows.iter().any(|row| row.contains(&fault.place.start))
    });
    // A fence that is none leaves its other one without a fellow.
    if found
        .bad
        .iter()
        .any(|fault| matches!(fault.kind, dialect::FaultKind::Fence(_)))
    {
        found
            .bad
            .retain(|fault| !matches!(fault.kind, dialect::FaultKind::Unclosed | dialect::FaultKind::Number));
    }
    // The other lines of a grid table that is none are text by now, so only the first one is told.
    let is_grid = |kind| matches!(kind, dialect::FaultKind::Grid(_) | dialect::FaultKind::GridWithin);
    let mut told = false;
    found
        .bad
        .retain(|fault| !is_grid(fault.kind) || !std::mem::replace(&mut told, true));
    found.bad.extend(phrases.into_iter().map(|fault| dialect::Fault {
        place: fault.place,
        kind: dialect::FaultKind::Phrase(fault.kind),
    }));
    found.abbreviations = body.abbreviations().clone();
    found.definitions = body.definitions().clone();
    found
}

/// The code block that is being read.
#[derive(Default)]
struct Code {
    /// Where its last text ends.
    end: Option<usize>,
    /// Its fence says that it is shown as it stands.
    is_shown: bool,
    is_fenced: bool,
    is_data: bool,
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
            }
            // Emphasis, code and line breaks stand inside link texts too; a note keeps the text around it from being one.
            Event::Code(_) | Event::SoftBreak | Event::HardBreak | Event::FootnoteReference(_) => {
                self.run.push(" ", range);
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {}
            _ => self.run.end(&mut self.found.dead),
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
                if self.at_line_start && !self.text[..range.start].ends_with('\\') {
                    if grid::begins(&text) {
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

    fn code_begins(&mut self, code: &CodeBlockKind<'_>, range: &Range<usize>) {
        self.in_code = true;
        if *code == CodeBlockKind::Indented && self.lists == 0 {
            self.bad(range, dialect::FaultKind::Indented);
        }
        self.code.end = None;
        self.code.is_shown = matches!(code, CodeBlockKind::Fenced(info) if data::is_shown(info));
        self.code.is_fenced = matches!(code, CodeBlockKind::Fenced(_));
        self.code.is_data = matches!(code, CodeBlockKind::Fenced(info) if data::kind(info).is_some());
        if let CodeBlockKind::Fenced(info) = code
            && data::kind(info).is_none()
            && let Some(kind) = data::meant(info)
        {
            self.bad(range, dialect::FaultKind::Misnamed(kind));
            self.code.is_shown = true;
        }
        if let CodeBlockKind::Fenced(info) = code
            && let Some((kind, attributes)) = data::kind(info)
        {
            let block = data::Found::new(
                &self.text[range.clone()],
                range.start,
                kind,
                attributes,
                self.depth == 1,
            );
            self.found.data.push(block);
        }
    }

    /// Looks for numbers of contacts in a code block.
    fn code(&mut self, text: &str, range: &Range<usize>) {
        self.code.end = Some(range.end);
        if self.code.is_shown || self.code.is_data {
            return;
        }
        let mut at = range.start;
        for line in text.split_inclusive('\n') {
            if let Some(number) = code_slips::number(line, true) {
                self.bad(&(at + number.start..at + number.end), dialect::FaultKind::Number);
            }
            at += line.len();
        }
    }

    /// Looks whether a code block with fences was closed; a data block is told as such.
    fn code_ends(&mut self, range: &Range<usize>) {
        self.in_code = false;
        let is_open = |words: Option<usize>| {
            let words = words.and_then(|at| at.checked_sub(range.start));
            code_slips::is_open(&self.text[range.clone()], words)
        };
        if self.code.is_fenced && !self.code.is_data && is_open(self.code.end) {
            self.bad(range, dialect::FaultKind::Unclosed);
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

    /// Looks for cells that the parser drops.
    fn row(&mut self, range: &Range<usize>) {
        let row = self.text[range.clone()].trim_end();
        if row.starts_with(": ") && self.columns > 1 {
            self.bad(range, dialect::FaultKind::CaptionRow);
        } else if !row.contains('|') {
            self.bad(range, dialect::FaultKind::TextRow);
        } else if cells(row).skip(self.columns).any(|cell| !cell.trim().is_empty()) {
            self.bad(range, dialect::FaultKind::Cells);
        }
    }

    /// Looks for rows that an empty line parts from their heads.
    fn table_ends(&mut self, range: &Range<usize>) {
        let below = self.text[range.end..].trim_start();
        let is_bare = self.text[range.clone()].trim_end().lines().count() == 2;
        // The heads of another table are no row of this one.
        let begins_table = below.lines().nth(1).is_some_and(|line| is_strokes(line.trim()));
        if is_bare && below.starts_with('|') && !begins_table {
            let at = self.text.len() - below.len();
            self.bad(&(at..self.text.len()), dialect::FaultKind::TornRow);
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

/// Text that the parser gives in several events because it tried brackets in it.
#[derive(Default)]
struct TextRun {
    text: String,
    range: Range<usize>,
}

impl TextRun {
    fn push(&mut self, text: &str, range: &Range<usize>) {
        if self.text.is_empty() {
            self.range.start = range.start;
        }
        self.text.push_str(text);
        self.range.end = range.end;
    }

    fn end(&mut self, dead: &mut Vec<Range<usize>>) {
        if is_dead(&self.text) {
            dead.push(self.range.clone());
        }
        self.text.clear();
        self.range = 0..0;
    }
}

/// The cells of a row as GFM parts them: at every stroke without a backslash, also inside code.
fn cells(row: &str) -> impl Iterator<Item = &str> {
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut is_escaped = false;
    row.split(move |c| {
        let parts = c == '|' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        parts
    })
}

/// `|---|--:|`
fn is_strokes(text: &str) -> bool {
    text.contains('|') && text.contains('-') && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
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

/// At which level something begins or ends, when `depth` of them are open; 0 for text.
fn level(event: &Event<'_>, depth: &mut usize) -> usize {
    match event {
        Event::Start(_) => {
            *depth += 1;
            *depth
        }
        Event::End(_) => {
            *depth -= 1;
            *depth + 1
        }
        _ => 0,
    }
}

/// How much a reference such as `[name]` takes from its definition; the parser adds this up and has a limit.
fn expanded(event: &Event<'_>) -> Option<usize> {
    let Event::Start(tag) = event else { return None };
    let (Tag::Link {
        link_type,
        dest_url,
        title,
        ..
    }
    | Tag::Image {
        link_type,
        dest_url,
        title,
        ..
    }) = tag
    else {
        return None;
    };
    let own = matches!(link_type, LinkType::Inline | LinkType::Autolink | LinkType::Email);
    (!own).then_some(dest_url.len() + title.len())
}

/// `[text](two words.md)`, `[text][name]` without a definition, `[^9]` without a note.
fn is_dead(text: &str) -> bool {
    let is_plain = |at: usize| text[..at].ends_with('\\');
    let first = text.match_indices('[').map(|(at, _)| at).find(|at| !is_plain(*at));
    let (Some(first), Some(last)) = (first, text.rfind([')', ']'])) else {
        return false;
    };
    let link = text.match_indices(['(', '[']).any(|(at, _)| {
        let before = &text[..at];
        before.ends_with(']') && !before.ends_with("\\]") && first < at && at < last
    });
    let last = text.rfind(']').unwrap_or(0);
    link || text.match_indices("[^").any(|(at, _)| !is_plain(at) && at < last)
}
