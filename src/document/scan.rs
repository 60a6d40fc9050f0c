//! Headings, links and pictures of one container, with their places.

use std::{collections::BTreeMap, ops::Range};

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{Container, markdown};

/// What was found in the text of a container, in order.
#[derive(Default)]
pub(super) struct Found {
    pub(super) headings: Vec<Heading>,
    pub(super) links: Vec<Target>,
    pub(super) images: Vec<Target>,
    /// Blocks whose place the parser saw.
    pub(super) holes: Vec<usize>,
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
    /// Text of the link, or the alternative text of the picture.
    pub(super) text: String,
}

/// Scans a container and its blocks; the results are in the order of [`Container::walk`].
pub(super) fn scan(text: &str, container: &Container) -> Vec<Found> {
    let mut all = Vec::new();
    scan_into(text, container, &BTreeMap::new(), &mut all);
    all
}

fn scan_into(text: &str, container: &Container, outer: &markdown::Definitions, all: &mut Vec<Found>) {
    let blanked = markdown::blanked(text, container);
    let definitions = markdown::definitions(&blanked, outer);
    all.push(scan_one(&blanked, container, outer));
    for block in &container.blocks {
        scan_into(text, block, &definitions, all);
    }
}

fn scan_one(blanked: &str, container: &Container, outer: &markdown::Definitions) -> Found {
    let mut found = Found::default();
    let mut heading: Option<(usize, Option<String>, String)> = None;
    // Links may hold pictures, so what is open is a stack.
    let mut open: Vec<Target> = Vec::new();
    for (event, range) in markdown::events(blanked, container.inner.start, outer) {
        match event {
            Event::Start(Tag::Heading { id, .. }) if markdown::hole_at(container, range.start).is_none() => {
                heading = Some((range.start, id.map(|id| id.to_string()), String::new()));
            }
            Event::Start(Tag::Heading { .. }) => found.holes.push(range.start),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((start, id, text)) = heading.take() {
                    let explicit = id.is_some();
                    let anchor = id.unwrap_or_else(|| markdown::slug(&text));
                    found.headings.push(Heading {
                        start,
                        anchor,
                        explicit,
                    });
                }
            }
            Event::Start(Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            }) => {
                open.push(Target {
                    range,
                    target: format!("mailto:{dest_url}"),
                    text: String::new(),
                });
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                open.push(Target {
                    range,
                    target: dest_url.to_string(),
                    text: String::new(),
                });
            }
            Event::End(TagEnd::Link) => found.links.extend(open.pop()),
            Event::End(TagEnd::Image) => found.images.extend(open.pop()),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, _, heading)) = &mut heading {
                    heading.push_str(&text);
                }
                for target in &mut open {
                    target.text.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found
}
