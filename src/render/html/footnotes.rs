//! Footnotes, numbered within their text.

use pulldown_cmark::{CowStr, Event};

use super::{Renderer, Target};
use crate::document::Anchor;

impl<'a> Renderer<'a> {
    pub(super) fn footnote_reference(&mut self, name: &str, out: &mut Vec<Event<'a>>) {
        let number = self.footnote(name);
        let id = format!("{}-fnref-{number}", self.own.id(&self.container.id));
        // A note may be referred to twice, an id may not stand twice.
        let id = if self.ids.insert(id.clone()) {
            format!(" id=\"{id}\"")
        } else {
            String::new()
        };
        let address = self.within(&format!("fn-{number}"));
        let sup = format!("<sup{id}><a class=\"footnote\" href=\"{address}\">{number}</a></sup>");
        out.push(Event::InlineHtml(sup.into()));
    }

    pub(super) fn open_footnote(&mut self, name: &str, out: &mut Vec<Event<'a>>) {
        let number = self.footnote(name);
        let id = format!("{}-fn-{number}", self.own.id(&self.container.id));
        self.ids.insert(id.clone());
        let start = format!("<div class=\"footnotes\" id=\"{id}\"><p><sup>{number}</sup></p>\n");
        out.push(Event::Html(start.into()));
    }

    /// Footnotes are numbered as they are first met.
    fn footnote(&mut self, name: &str) -> usize {
        let next = self.footnotes.len() + 1;
        *self.footnotes.entry(name.to_owned()).or_insert(next)
    }

    /// The address of a place in this very text.
    fn within(&mut self, anchor: &str) -> CowStr<'a> {
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
