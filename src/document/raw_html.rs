//! Raw HTML in content: what a section may use, and a fault for everything else.
//!
//! The cleaner (`render/sanitise.rs`) is built from the same lists, so whatever it would take out was told here first.
//! Comments are the author's notes: they are not published and no fault.

mod advice;
mod tokens;

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::dialect::phrases::{is_inline, is_inline_end};
use tokens::{Tokens, Within};

/// The elements that text may use, each with its own attributes.
pub const ELEMENTS: [(&str, &[&str]); 74] = [
    ("a", &["href", "hreflang"]),
    ("abbr", &[]),
    ("acronym", &[]),
    ("address", &[]),
    ("article", &[]),
    ("aside", &[]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("blockquote", &[]),
    ("br", &[]),
    ("caption", &[]),
    ("center", &[]),
    ("cite", &[]),
    ("code", &[]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("dd", &[]),
    ("del", &["datetime"]),
    ("details", &["open"]),
    ("dfn", &[]),
    ("div", &[]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("footer", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("header", &[]),
    ("hgroup", &[]),
    ("hr", &[]),
    ("i", &[]),
    ("ins", &["datetime"]),
    ("kbd", &[]),
    ("li", &["value"]),
    ("mark", &[]),
    ("nav", &[]),
    ("ol", &["start", "reversed", "type"]),
    ("p", &[]),
    ("pre", &[]),
    ("q", &[]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("section", &[]),
    ("small", &[]),
    ("span", &[]),
    ("strike", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "rowspan"]),
    ("tfoot", &[]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("thead", &[]),
    ("time", &["datetime"]),
    ("tr", &[]),
    ("tt", &[]),
    ("u", &[]),
    ("ul", &[]),
    ("var", &[]),
    ("wbr", &[]),
];

/// Attributes that every element may have.
pub const GENERIC: [&str; 3] = ["dir", "lang", "title"];

/// Whether an address leads to the web, a mailbox or a telephone, and is written as the cleaner and browsers expect.
pub(super) fn is_external(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| SCHEMES.contains(&url.scheme()))
}

/// Schemes of addresses that may leave the document; all others would be a remote load or a script.
pub const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// What is wrong with a piece of raw HTML.
pub(super) struct Fault {
    /// Bytes of the file: the tag or comment.
    pub(super) range: Range<usize>,
    pub(super) code: &'static str,
    pub(super) message: &'static str,
    pub(super) hint: &'static str,
}

/// Reads the raw HTML among the events of a container.
pub(super) struct RawHtml {
    tokens: Tokens,
    /// How many blocks of Markdown are open.
    depth: usize,
}

impl RawHtml {
    /// `deepest`: so many elements may be open within one another.
    pub(super) fn new(deepest: usize) -> Self {
        Self {
            tokens: Tokens::new(deepest),
            depth: 0,
        }
    }

    /// Takes the next event with its place in the file.
    pub(super) fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            // A block comes line by line.
            Event::Html(html) => {
                self.tokens.feed(
                    html,
                    range,
                    Within {
                        depth: self.depth,
                        is_inline: false,
                    },
                );
            }
            Event::InlineHtml(html) => {
                self.tokens.feed(
                    html,
                    range,
                    Within {
                        depth: self.depth,
                        is_inline: true,
                    },
                );
                self.tokens.end_of_piece();
            }
            Event::End(TagEnd::HtmlBlock) => self.tokens.end_of_piece(),
            Event::Start(Tag::HtmlBlock) | Event::Rule => self.tokens.words_end(),
            Event::Start(tag) if !is_inline(tag) => {
                self.tokens.words_end();
                self.depth += 1;
            }
            Event::End(tag) if !is_inline_end(*tag) => {
                self.tokens.block_ends(self.depth);
                self.depth -= 1;
            }
            _ => {}
        }
    }

    pub(super) fn finish(self) -> Vec<Fault> {
        self.tokens.finish()
    }
}
