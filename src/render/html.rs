//! Markdown events of one container to sanitised HTML.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html::push_html};

use super::{
    markup::{Markup, Piece, escape},
    sanitise,
};
use crate::{
    document::{Anchor, Container, Link, markdown},
    theme::Catalogue,
};

pub(super) struct Rendered {
    pub(super) markup: Markup,
    pub(super) text: String,
    pub(super) links: Vec<String>,
    pub(super) assets: Vec<usize>,
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
    blanked: &str,
    outer: &markdown::Definitions<'_>,
    catalogue: &Catalogue,
    asset_names: &[String],
) -> Rendered {
    let mut renderer = Renderer {
        container,
        scheme: sanitise::scheme(blanked),
        ids: container.resolved.headings.values().cloned().collect(),
        catalogue,
        asset_names,
        targets: Vec::new(),
        text: String::new(),
        links: Vec::new(),
        assets: Vec::new(),
        footnotes: BTreeMap::new(),
        in_hole: false,
        broken: false,
        in_attachment: false,
    };
    let mut events = Vec::new();
    for (event, range) in markdown::events(blanked, container.inner.start, outer) {
        renderer.read(&event);
        renderer.event(event, range.start, &mut events);
    }
    let mut html = String::with_capacity(blanked.len() * 3 / 2);
    push_html(&mut html, events.into_iter());
    // The policy of the pages forbids inline styles, so the writer's alignments become classes.
    for side in ["left", "center", "right"] {
        html = html.replace(&format!(" style=\"text-align: {side}\""), &format!(" class=\"{side}\""));
    }
    let html = sanitise::clean(&html, &renderer.ids, &renderer.scheme);
    let pieces = cut(&html, &renderer.targets, &renderer.scheme);
    Rendered {
        markup: Markup::new(pieces),
        text: renderer.text,
        links: renderer.links,
        assets: renderer.assets,
    }
}

/// What an open place of the HTML stands for.
enum Target {
    Section { index: usize, anchor: Option<Anchor> },
    Asset(usize),
    Hole(String),
}

struct Renderer<'a> {
    container: &'a Container,
    scheme: String,
    /// Ids that this text may carry: of its headings and footnotes.
    ids: BTreeSet<String>,
    catalogue: &'a Catalogue,
    asset_names: &'a [String],
    targets: Vec<Target>,
    text: String,
    links: Vec<String>,
    assets: Vec<usize>,
    footnotes: BTreeMap<String, usize>,
    /// Inside the empty heading that stands for a block.
    in_hole: bool,
    /// Inside a link that did not resolve; cannot happen after a check, and then shows its text only.
    broken: bool,
    /// Inside a link to an attachment, which is written as HTML for its `download`.
    in_attachment: bool,
}

impl<'a> Renderer<'a> {
    /// Collects the reading text.
    fn read(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.text.push_str(text),
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
            Event::Start(tag) if is_block(tag.to_end()) => self.text.push('\n'),
            Event::End(tag) if is_block(*tag) => self.text.push('\n'),
            _ => {}
        }
    }

    fn place(&mut self, target: Target) -> CowStr<'a> {
        self.targets.push(target);
        format!("{}:{}", self.scheme, self.targets.len() - 1).into()
    }

    fn event(&mut self, event: Event<'a>, offset: usize, out: &mut Vec<Event<'a>>) {
        match event {
            Event::Start(Tag::Heading { .. }) if markdown::hole_at(self.container, offset).is_some() => {
                self.in_hole = true;
                let block = markdown::hole_at(self.container, offset).expect("just seen");
                let address = self.place(Target::Hole(block.id.clone()));
                out.push(Event::Html(format!("<p><a href=\"{address}\"></a></p>\n").into()));
            }
            Event::End(TagEnd::Heading(_)) if self.in_hole => self.in_hole = false,
            Event::Start(Tag::Heading { level: written, .. }) => out.push(Event::Start(Tag::Heading {
                level: level(written),
                id: self
                    .container
                    .resolved
                    .headings
                    .get(&offset)
                    .map(|id| id.clone().into()),
                classes: Vec::new(),
                attrs: Vec::new(),
            })),
            Event::End(TagEnd::Heading(written)) => out.push(Event::End(TagEnd::Heading(level(written)))),
            Event::Start(Tag::Link { title, .. }) => self.link(offset, title, out),
            Event::End(TagEnd::Link) if self.broken => self.broken = false,
            Event::End(TagEnd::Link) if self.in_attachment => {
                self.in_attachment = false;
                out.push(Event::InlineHtml("</a>".into()));
            }
            Event::Start(Tag::Image { title, .. }) => {
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
            Event::Start(Tag::Table(alignments)) => {
                out.push(Event::Html("<div class=\"table\" tabindex=\"0\">".into()));
                out.push(Event::Start(Tag::Table(alignments)));
            }
            Event::End(TagEnd::Table) => {
                out.push(Event::End(TagEnd::Table));
                out.push(Event::Html("</div>\n".into()));
            }
            Event::TaskListMarker(done) => {
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
            Event::FootnoteReference(name) => {
                let number = self.footnote(&name);
                let id = format!("{}-fnref-{number}", self.container.id);
                // A note may be referred to twice, an id may not stand twice.
                let id = if self.ids.insert(id.clone()) {
                    format!(" id=\"{id}\"")
                } else {
                    String::new()
                };
                let address = self.own(&format!("fn-{number}"));
                let sup = format!("<sup{id}><a class=\"footnote\" href=\"{address}\">{number}</a></sup>");
                out.push(Event::InlineHtml(sup.into()));
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                let number = self.footnote(&name);
                let id = format!("{}-fn-{number}", self.container.id);
                self.ids.insert(id.clone());
                let start = format!("<div class=\"footnotes\" id=\"{id}\"><p><sup>{number}</sup></p>\n");
                out.push(Event::Html(start.into()));
            }
            Event::End(TagEnd::FootnoteDefinition) => out.push(Event::Html("</div>\n".into())),
            event => out.push(event),
        }
    }

    fn link(&mut self, offset: usize, title: CowStr<'a>, out: &mut Vec<Event<'a>>) {
        let dest_url = match self.container.resolved.links.get(&offset).cloned() {
            Some(Link::Section { index, anchor }) => self.place(Target::Section { index, anchor }),
            Some(Link::Asset(asset)) => {
                self.assets.push(asset);
                let address = self.place(Target::Asset(asset));
                let name = escape(self.asset_names.get(asset).map_or("", String::as_str));
                out.push(Event::InlineHtml(
                    format!("<a class=\"attachment\" download=\"{name}\" href=\"{address}\">").into(),
                ));
                self.in_attachment = true;
                return;
            }
            Some(Link::External(address)) => {
                self.links.push(address.clone());
                address.into()
            }
            None => {
                self.broken = true;
                return;
            }
        };
        out.push(Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url,
            title,
            id: CowStr::from(""),
        }));
    }

    /// Footnotes are numbered as they are first met.
    fn footnote(&mut self, name: &str) -> usize {
        let next = self.footnotes.len() + 1;
        *self.footnotes.entry(name.to_owned()).or_insert(next)
    }

    /// The address of a place in this very text.
    fn own(&mut self, anchor: &str) -> CowStr<'a> {
        let container = self.container.id.clone();
        self.place(Target::Section {
            index: usize::MAX,
            anchor: Some(Anchor {
                id: format!("{container}-{anchor}"),
                container,
            }),
        })
    }
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// What stands before and behind the mark of a hole, without the paragraph that was made for it. Raw HTML of the author
/// may have swallowed a part of that.
fn around_hole<'h>(before: &'h str, behind: &'h str) -> (&'h str, &'h str) {
    let Some(before) = before.strip_suffix("<a href") else {
        return (before, behind);
    };
    let behind = behind.split_once("</a>").map_or(behind, |(_, behind)| behind);
    match (before.strip_suffix("<p>"), behind.strip_prefix("</p>")) {
        (Some(before), Some(behind)) => (before, behind),
        _ => (before, behind),
    }
}

/// Cuts the clean HTML at the open places.
fn cut(html: &str, targets: &[Target], scheme: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = html;
    let mark = format!("=\"{scheme}:");
    while let Some(at) = rest.find(&mark) {
        let value = at + "=\"".len();
        let number = &rest[at + mark.len()..];
        let length = number.find('"').expect("the cleaner closes every attribute");
        let target = number[..length]
            .parse()
            .ok()
            .and_then(|number: usize| targets.get(number));
        let after = at + mark.len() + length;
        match target.expect("only rendering writes this scheme, and only for its targets") {
            Target::Section { index, anchor } => {
                pieces.push(Piece::Html(rest[..value].to_owned()));
                pieces.push(Piece::Section {
                    index: *index,
                    anchor: anchor.clone(),
                });
                rest = &rest[after..];
            }
            Target::Asset(asset) => {
                pieces.push(Piece::Html(rest[..value].to_owned()));
                pieces.push(Piece::Asset(*asset));
                rest = &rest[after..];
            }
            Target::Hole(id) => {
                let (before, behind) = around_hole(&rest[..at], &rest[after..]);
                pieces.push(Piece::Html(before.to_owned()));
                pieces.push(Piece::Hole(id.clone()));
                rest = behind;
            }
        }
    }
    pieces.push(Piece::Html(rest.to_owned()));
    pieces
}
