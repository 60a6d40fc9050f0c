//! Markdown events of one container to sanitised HTML.

mod captions;
mod cut;
mod footnotes;
mod grids;
mod links;
mod lists;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html::push_html};

use super::{
    data,
    markup::{Markup, escape},
    sanitise, table,
};
use crate::{
    document::{
        Anchor, Container,
        dialect::{Body, Mark, NoteKind, captions::Caption, phrases},
        markdown,
    },
    plan::Meaning,
    theme::Catalogue,
};

pub(super) struct Rendered {
    pub(super) markup: Markup,
    pub(super) text: String,
    pub(super) links: Vec<String>,
    pub(super) assets: Vec<usize>,
}

/// What a container is rendered with.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    /// Id of the section, with which all ids in it begin.
    pub(super) section: &'a str,
    /// The text of the file.
    pub(super) source: &'a str,
    /// Words of the interface.
    pub(super) catalogue: &'a Catalogue,
    /// File names of the document's assets.
    pub(super) asset_names: &'a [String],
    /// Abbreviations with what they stand for.
    pub(super) abbreviations: &'a BTreeMap<String, Meaning>,
}

/// The section's heading is an `h2` under the plan's `h1`, so headings of the text begin at `h3`.
fn level(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

pub(super) fn render(
    container: &Container,
    body: &Body<'_>,
    outer: &markdown::Definitions<'_>,
    setting: Setting<'_>,
) -> Rendered {
    let text = body.prepared().text();
    let definitions = markdown::definitions(body.prepared(), outer);
    let scheme = sanitise::scheme(text);
    let own = Own {
        section: setting.section,
        mark: format!("{scheme}-own"),
    };
    let captions = container.resolved.captions.values().map(|caption| &caption.id);
    let ids = container.resolved.headings.values().chain(captions);
    let mut renderer = Renderer {
        container,
        body,
        definitions: &definitions,
        scheme,
        ids: ids.map(|id| own.id(id)).collect(),
        own,
        setting,
        catalogue: setting.catalogue,
        targets: Vec::new(),
        text: String::new(),
        links: Vec::new(),
        assets: Vec::new(),
        footnotes: BTreeMap::new(),
        lists: Vec::new(),
        shortened: BTreeSet::new(),
        depth: 0,
        quiet: 0,
        inside: Inside::Text,
        in_figure: None,
        link: links::Kind::Plain,
        columns: Vec::new(),
        heads: None,
    };
    let events = markdown::events(body.prepared(), outer);
    let is_grid = |offset| body.grids().contains_key(&offset);
    let (captions, _) = crate::document::dialect::captions::find(&events, setting.source, is_grid);
    let mut out = Vec::with_capacity(events.len());
    renderer.run(&events, &captions, &mut out);
    let mut html = String::with_capacity(text.len() * 3 / 2);
    push_html(&mut html, plain_descriptions(out));
    // The policy of the pages forbids inline styles, so the writer's alignments become classes.
    for side in ["left", "center", "right"] {
        html = html.replace(&format!(" style=\"text-align: {side}\""), &format!(" class=\"{side}\""));
    }
    let html = sanitise::clean(&html, &renderer.ids, &renderer.scheme);
    let pieces = cut::cut(&html, &renderer.targets, &renderer.scheme);
    let pieces = cut::own_ids(pieces, &renderer.own.mark);
    Rendered {
        markup: Markup::of_section(setting.section, pieces),
        text: renderer.text,
        links: renderer.links,
        assets: renderer.assets,
    }
}

/// A description of a picture is plain text: what is HTML in it would be shown as it is written.
fn plain_descriptions(events: Vec<Event<'_>>) -> impl Iterator<Item = Event<'_>> {
    let mut pictures = 0_usize;
    events.into_iter().filter(move |event| {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures = pictures.saturating_sub(1),
            _ => {}
        }
        pictures == 0 || !matches!(event, Event::InlineHtml(_))
    })
}

/// Ids in a section while it is rendered: a mark stands for the section's own id, so that the result does not depend on how
/// many sections stand before it.
struct Own<'a> {
    section: &'a str,
    mark: String,
}

impl Own<'_> {
    /// An id of the document with the mark in the place of the section's.
    fn id(&self, id: &str) -> String {
        let rest = id.strip_prefix(self.section);
        format!("{}{}", self.mark, rest.expect("ids of a section begin with its own"))
    }
}

/// What an open place of the HTML stands for.
enum Target {
    Section {
        index: usize,
        anchor: Option<Anchor>,
    },
    Asset(usize),
    Hole(String),
    /// HTML of our own making, such as a table with its drawing.
    Own(String),
}

struct Renderer<'a> {
    container: &'a Container,
    body: &'a Body<'a>,
    /// Those of its own and those around it, for the cells of grid tables.
    definitions: &'a markdown::Definitions<'a>,
    scheme: String,
    own: Own<'a>,
    /// Ids that this text may carry: of its headings, captions and footnotes.
    ids: BTreeSet<String>,
    setting: Setting<'a>,
    catalogue: &'a Catalogue,
    targets: Vec<Target>,
    text: String,
    links: Vec<String>,
    assets: Vec<usize>,
    footnotes: BTreeMap<String, usize>,
    /// Lists that are open.
    lists: Vec<lists::List>,
    /// Abbreviations that were told already.
    shortened: BTreeSet<&'a str>,
    /// How many blocks and spans are open.
    depth: usize,
    /// Inside headings, links and pictures, where words are left as they are.
    quiet: usize,
    inside: Inside,
    /// Depth of the captioned table that is open.
    in_figure: Option<usize>,
    /// What the link that is open is written as.
    link: links::Kind,
    /// How the columns of the table that is open are set.
    columns: Vec<Alignment>,
    /// How many heads of it were met, while they are read.
    heads: Option<usize>,
}

/// The block that is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Text,
    Code,
    /// The empty heading that is a mark.
    Mark,
    /// The code block that a data block is to the parser.
    Data,
}

impl<'a> Renderer<'a> {
    /// Renders events into events that the HTML writer takes.
    fn run(&mut self, events: &[(Event<'a>, Range<usize>)], captions: &[Caption], out: &mut Vec<Event<'a>>) {
        let by_start: BTreeMap<usize, &Caption> =
            captions.iter().map(|caption| (caption.events.start, caption)).collect();
        let by_place: BTreeMap<usize, &Caption> = captions.iter().map(|caption| (caption.at, caption)).collect();
        let mut index = 0;
        while index < events.len() {
            if let Some(caption) = by_start.get(&index) {
                self.caption_paragraph(events, caption, out);
                index = caption.events.end;
                continue;
            }
            let (event, range) = &events[index];
            let caption = by_place.get(&range.start).copied();
            match event {
                Event::Start(tag) => {
                    if let Some(caption) = caption.filter(|_| captions::is_captioned(tag)) {
                        self.open_figure(events, caption, out);
                    }
                    self.depth += 1;
                }
                Event::End(_) => self.depth -= 1,
                _ => {}
            }
            if !self.data(event, range.start, out) {
                self.read(event, range.start);
                match event {
                    Event::Start(Tag::List(first)) => self.list(events, index, *first, out),
                    _ => self.event(event.clone(), range.start, out),
                }
            }
            if matches!(event, Event::End(_)) && self.in_figure == Some(self.depth) {
                self.close_figure(out);
            }
            index += 1;
        }
    }

    /// Puts a data block in the place of the code block that it is to the parser; whether the event belongs to one.
    fn data(&mut self, event: &Event<'_>, offset: usize, out: &mut Vec<Event<'a>>) -> bool {
        let container = self.container;
        if let Event::Start(Tag::CodeBlock(_)) = event
            && let Some(data) = container.resolved.data.get(&offset)
        {
            let id = self.own.id(&container.id);
            let id = format!("{id}-d{}", container.resolved.data.range(..=offset).count());
            let rendered = data::render(data, &id, self.catalogue);
            self.text.push('\n');
            self.text.push_str(&rendered.text);
            let address = self.place(Target::Own(rendered.html));
            out.push(Event::Html(format!("<p><a href=\"{address}\"></a></p>\n").into()));
            self.inside = Inside::Data;
            return true;
        }
        let inside = self.inside == Inside::Data;
        if inside && matches!(event, Event::End(TagEnd::CodeBlock)) {
            self.inside = Inside::Text;
        }
        inside
    }

    /// Collects the reading text.
    fn read(&mut self, event: &Event<'_>, offset: usize) {
        match event {
            Event::InlineHtml(_) if phrases::is_phrase(self.setting.source, offset) => {}
            // Text is read as it is written, with its references in words.
            Event::Code(text) => self.text.push_str(text),
            Event::SoftBreak => self.text.push(' '),
            Event::Html(html) | Event::InlineHtml(html) => {
                // Raw HTML counts as read, tags and all.
                self.text.push('\n');
                self.text.push_str(html);
                self.text.push('\n');
            }
            Event::Start(Tag::Image { title, .. } | Tag::Link { title, .. }) if !title.is_empty() => {
                self.text.push('\n');
                self.text.push_str(title);
                self.text.push('\n');
            }
            Event::HardBreak | Event::Rule | Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {
                self.text.push('\n');
            }
            Event::Start(tag) if !phrases::is_inline(tag) => self.text.push('\n'),
            Event::End(tag) if !phrases::is_inline_end(*tag) => self.text.push('\n'),
            _ => {}
        }
    }

    fn place(&mut self, target: Target) -> CowStr<'a> {
        self.targets.push(target);
        format!("{}:{}", self.scheme, self.targets.len() - 1).into()
    }

    fn event(&mut self, event: Event<'a>, offset: usize, out: &mut Vec<Event<'a>>) {
        match event {
            Event::Start(Tag::Heading { .. }) if self.body.mark(offset).is_some() => {
                self.inside = Inside::Mark;
                self.mark(offset, out);
            }
            Event::End(TagEnd::Heading(_)) if self.inside == Inside::Mark => self.inside = Inside::Text,
            Event::Start(Tag::Heading { level: written, .. }) => {
                self.quiet += 1;
                let id = self.container.resolved.headings.get(&offset).map(|id| self.own.id(id));
                out.push(Event::Start(Tag::Heading {
                    level: level(written),
                    id: id.map(CowStr::from),
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
            }
            Event::End(TagEnd::Heading(written)) => {
                self.quiet -= 1;
                out.push(Event::End(TagEnd::Heading(level(written))));
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.inside = Inside::Code;
                out.push(event);
            }
            Event::End(TagEnd::CodeBlock) => {
                self.inside = Inside::Text;
                out.push(event);
            }
            Event::Text(text) => self.words(text, offset, out),
            Event::Start(Tag::Item) => self.item(offset, out),
            Event::End(TagEnd::Item) => out.push(Event::Html("</li>\n".into())),
            Event::End(TagEnd::List(_)) => self.end_list(out),
            Event::Start(Tag::BlockQuote(Some(kind))) => self.open_note(kind.into(), None, out),
            Event::End(TagEnd::BlockQuote(Some(_)) | TagEnd::FootnoteDefinition) => {
                out.push(Event::Html("</div>\n".into()));
            }
            Event::Start(Tag::Link { title, .. }) => {
                self.quiet += 1;
                self.open_link(offset, title, out);
            }
            Event::End(TagEnd::Link) => {
                self.quiet -= 1;
                self.close_link(event, out);
            }
            Event::End(TagEnd::Image) => {
                self.quiet -= 1;
                out.push(event);
            }
            Event::Start(Tag::Image { title, .. }) => {
                self.quiet += 1;
                let Some(asset) = self.container.resolved.images.get(&offset).copied() else {
                    return;
                };
                self.assets.push(asset);
                let dest_url = self.place(Target::Asset(asset));
                out.push(Event::Start(Tag::Image {
                    link_type: LinkType::Inline,
                    dest_url,
                    title,
                    id: CowStr::from(""),
                }));
            }
            Event::Start(Tag::TableHead) => {
                self.heads = Some(0);
                out.push(event);
            }
            Event::End(TagEnd::TableHead) => {
                self.heads = None;
                out.push(event);
            }
            Event::Start(Tag::TableCell) if self.heads.is_some() => self.head(out),
            Event::End(TagEnd::TableCell) if self.heads.is_some() => out.push(Event::Html("</th>".into())),
            Event::Start(Tag::Table(alignments)) => {
                self.columns.clone_from(&alignments);
                out.push(Event::Html(table::frame(alignments.len()).into()));
                out.push(Event::Start(Tag::Table(alignments)));
            }
            Event::End(TagEnd::Table) => {
                out.push(Event::End(TagEnd::Table));
                out.push(Event::Html("</div>\n".into()));
            }
            Event::TaskListMarker(done) => self.task(done, out),
            Event::FootnoteReference(name) => self.footnote_reference(&name, out),
            Event::Start(Tag::FootnoteDefinition(name)) => self.open_footnote(&name, out),
            event => out.push(event),
        }
    }

    /// A head says of what it is one.
    fn head(&mut self, out: &mut Vec<Event<'a>>) {
        let Some(at) = &mut self.heads else { return };
        let class = match self.columns.get(*at) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::None) | None => "",
        };
        *at += 1;
        out.push(Event::Html(format!("<th scope=\"col\"{class}>").into()));
    }

    fn task(&self, done: bool, out: &mut Vec<Event<'a>>) {
        let (class, sign, word) = if done {
            ("done", "☑", "task-done")
        } else {
            ("todo", "☐", "task-todo")
        };
        let label = escape(&self.catalogue.word(word));
        out.push(Event::InlineHtml(
            format!("<span class=\"task {class}\" role=\"img\" aria-label=\"{label}\">{sign}</span> ").into(),
        ));
    }

    /// What stands in the place of a mark.
    fn mark(&mut self, offset: usize, out: &mut Vec<Event<'a>>) {
        let body = self.body;
        match body.mark(offset) {
            None => {}
            Some(Mark::Hole(block)) => {
                let address = self.place(Target::Hole(block.id.clone()));
                out.push(Event::Html(format!("<p><a href=\"{address}\"></a></p>\n").into()));
            }
            Some(Mark::NoteStart(note)) => self.open_note(note.kind, note.title.as_deref(), out),
            Some(Mark::NoteEnd) => out.push(Event::Html("</div>\n".into())),
            Some(Mark::Grid(grid)) => self.grid(grid, out),
        }
    }

    fn open_note(&mut self, kind: NoteKind, title: Option<&str>, out: &mut Vec<Event<'a>>) {
        let id = kind.id();
        let word = self.catalogue.word(&format!("note-{id}"));
        let class = if id == "note" {
            "note".to_owned()
        } else {
            format!("note {id}")
        };
        let title = match title {
            Some(title) => {
                self.text.push('\n');
                self.text.push_str(title);
                self.text.push('\n');
                title
            }
            None => &word,
        };
        out.push(Event::Html(
            format!(
                "<div class=\"{class}\" role=\"note\"><p class=\"title\">{}</p>\n",
                escape(title)
            )
            .into(),
        ));
    }
}
