//! Figures and captioned tables.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::{Renderer, Target};
use crate::{
    document::dialect::captions::{self, Caption, Kind},
    render::markup::escape,
};

/// What may stand under a caption, besides pictures.
pub(super) fn is_captioned(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Table(_) | Tag::CodeBlock(_) | Tag::Heading { .. })
}

impl<'a> Renderer<'a> {
    /// A paragraph that is a figure, or a caption that was written at its table already.
    pub(super) fn caption_paragraph(
        &mut self,
        events: &[(Event<'a>, Range<usize>)],
        caption: &Caption,
        out: &mut Vec<Event<'a>>,
    ) {
        let (event, range) = &captions::inner(events, caption)[0];
        let Event::Start(Tag::Image { .. }) = event else { return };
        let Some(asset) = self.container.resolved.images.get(&range.start).copied() else {
            return;
        };
        self.assets.push(asset);
        let dest_url = self.place(Target::Asset(asset));
        let words = captions::words(events, caption);
        out.push(Event::Html(self.figure(caption).into()));
        out.push(Event::Start(Tag::Image {
            link_type: LinkType::Inline,
            dest_url,
            title: CowStr::from(""),
            id: CowStr::from(""),
        }));
        match &caption.alt {
            Some(alt) => {
                self.text.push('\n');
                self.text.push_str(alt);
                out.push(Event::Text(alt.clone().into()));
            }
            None => out.extend(
                words
                    .iter()
                    .filter(|(event, _)| is_words(event))
                    .map(|(event, _)| event.clone()),
            ),
        }
        out.push(Event::End(TagEnd::Image));
        self.caption_words(&words, caption, out);
        out.push(Event::Html("</figure>\n".into()));
    }

    /// Opens the figure around a table, data block or grid table, with its caption above.
    pub(super) fn open_figure(
        &mut self,
        events: &[(Event<'a>, Range<usize>)],
        caption: &Caption,
        out: &mut Vec<Event<'a>>,
    ) {
        out.push(Event::Html(self.figure(caption).into()));
        self.caption_words(&captions::words(events, caption), caption, out);
        self.in_figure = Some(self.depth);
    }

    pub(super) fn close_figure(&mut self, out: &mut Vec<Event<'a>>) {
        self.in_figure = None;
        out.push(Event::Html("</figure>\n".into()));
    }

    fn figure(&self, caption: &Caption) -> String {
        let id = self.container.resolved.captions.get(&caption.at);
        let id = id.map_or_else(String::new, |numbered| format!(" id=\"{}\"", self.own.id(&numbered.id)));
        let class = match (caption.kind, caption.wide) {
            (Kind::Figure, false) => "figure",
            (Kind::Figure, true) => "figure wide",
            (Kind::Table, false) => "captioned",
            (Kind::Table, true) => "captioned wide",
        };
        format!("<figure class=\"{class}\"{id}>\n")
    }

    fn caption_words(&mut self, words: &[(Event<'a>, Range<usize>)], caption: &Caption, out: &mut Vec<Event<'a>>) {
        let number = self.container.resolved.captions.get(&caption.at);
        let number = number.map_or("", |numbered| numbered.number.as_str());
        let key = match caption.kind {
            Kind::Figure => "caption-figure",
            Kind::Table => "caption-table",
        };
        let label = escape(&self.catalogue.with(key, &[("number", number)]));
        self.text.push('\n');
        out.push(Event::Html(
            format!("<figcaption><span class=\"label\">{label}</span> ").into(),
        ));
        self.run(words, &[], out);
        out.push(Event::Html("</figcaption>\n".into()));
        self.text.push('\n');
    }
}

/// What a description of a picture is made of.
fn is_words(event: &Event<'_>) -> bool {
    matches!(event, Event::Text(_) | Event::Code(_) | Event::SoftBreak)
}
