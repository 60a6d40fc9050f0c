//! Links to sections, to attachments and out of the plan.

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use super::{Renderer, Target};
use crate::{document::Link, render::markup::escape};

/// What a link is written as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    /// Did not resolve; cannot happen after a check, and then shows its text only.
    Broken,
    /// To an attachment, which is written as HTML for its `download`.
    Attachment,
}

impl<'a> Renderer<'a> {
    pub(super) fn open_link(&mut self, offset: usize, title: CowStr<'a>, out: &mut Vec<Event<'a>>) {
        let dest_url = match self.container.resolved.links.get(&offset).cloned() {
            Some(Link::Section { index, anchor }) => self.place(Target::Section { index, anchor }),
            Some(Link::Asset(asset)) => {
                self.assets.push(asset);
                let address = self.place(Target::Asset(asset));
                let name = escape(self.setting.asset_names.get(asset).map_or("", String::as_str));
                let title = if title.is_empty() {
                    String::new()
                } else {
                    format!(" title=\"{}\"", escape(&title))
                };
                out.push(Event::InlineHtml(
                    format!("<a class=\"attachment\" download=\"{name}\" href=\"{address}\"{title}>").into(),
                ));
                self.link = Kind::Attachment;
                return;
            }
            Some(Link::External(address)) => {
                self.links.push(address.clone());
                address.into()
            }
            None => {
                self.link = Kind::Broken;
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

    pub(super) fn close_link(&mut self, end: Event<'a>, out: &mut Vec<Event<'a>>) {
        match std::mem::replace(&mut self.link, Kind::Plain) {
            Kind::Plain => out.push(end),
            Kind::Broken => {}
            Kind::Attachment => out.push(Event::InlineHtml("</a>".into())),
        }
    }
}
