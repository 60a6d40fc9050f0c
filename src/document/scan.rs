//! Headings, links and pictures of one container, with their places.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{
    Container, markdown,
    raw_html::{self, RawHtml},
};

/// Lists, quotes, emphasis and links may be open within one another to this depth.
const DEEPEST: usize = 64;

/// What was found in the text of a container, in order.
#[derive(Default)]
pub(super) struct Found {
    pub(super) headings: Vec<Heading>,
    pub(super) links: Vec<Target>,
    pub(super) images: Vec<Target>,
    /// What looks like a link, picture or note and is published as plain text.
    pub(super) dead: Vec<Range<usize>>,
    /// Blocks whose place the parser saw.
    pub(super) holes: Vec<usize>,
    /// Raw HTML that would not be published as it stands.
    pub(super) html: Vec<raw_html::Fault>,
    /// Headings with attributes besides an id, which are not published.
    pub(super) attributes: Vec<Range<usize>>,
    /// Where markup is nested too deeply to be read further.
    pub(super) too_deep: Option<Range<usize>>,
    /// Where addresses of `[name]: address` were repeated so often that the parser gives up on them.
    pub(super) repeated: Option<Range<usize>>,
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
    /// Whether it has a text, which describes a picture.
    pub(super) has_text: bool,
}

/// Scans a container and its blocks; the results are in the order of [`Container::walk`].
pub(super) fn scan(text: &str, container: &Container) -> Vec<Found> {
    let mut all = Vec::new();
    scan_into(text, container, &markdown::Definitions::default(), &mut all);
    all
}

fn scan_into(text: &str, container: &Container, outer: &markdown::Definitions<'_>, all: &mut Vec<Found>) {
    let blanked = markdown::blanked(text, container);
    all.push(scan_one(&blanked, container, outer));
    if container.blocks.is_empty() {
        return;
    }
    let definitions = markdown::definitions(&blanked, outer);
    for block in &container.blocks {
        scan_into(text, block, &definitions, all);
    }
}

fn scan_one(blanked: &str, container: &Container, outer: &markdown::Definitions<'_>) -> Found {
    let mut found = Found::default();
    let mut heading: Option<(usize, Option<String>, String)> = None;
    // Links may hold pictures, so what is open is a stack.
    let mut open: Vec<Target> = Vec::new();
    let mut run = TextRun::default();
    let mut in_code = false;
    let mut html = RawHtml::new(DEEPEST);
    let mut depth = 0_usize;
    let mut expansion = blanked.len().max(100_000);
    for (event, range) in markdown::events(blanked, container.inner.start, outer) {
        html.event(&event, &range);
        let level = level(&event, &mut depth);
        if level > DEEPEST {
            // The fault stops the build; what is this deep is passed over.
            found.too_deep.get_or_insert(range);
            continue;
        }
        if let Some(length) = expanded(&event) {
            expansion = expansion.saturating_sub(length);
            if expansion == 0 {
                found.repeated.get_or_insert(range.clone());
            }
        }
        match &event {
            Event::Text(text) if !in_code => {
                // A bracket after a backslash is meant as it stands.
                let before = (range.start - container.inner.start).checked_sub(1);
                if before.is_some_and(|before| blanked.as_bytes().get(before) == Some(&b'\\')) {
                    run.push("\\", &range);
                }
                run.push(text, &range);
            }
            // Emphasis, code and line breaks stand inside link texts too.
            Event::Code(_) | Event::SoftBreak | Event::HardBreak => run.push(" ", &range),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {}
            _ => run.end(&mut found.dead),
        }
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Heading { id, classes, attrs, .. })
                if markdown::hole_at(container, range.start).is_none() =>
            {
                if !classes.is_empty() || !attrs.is_empty() {
                    found.attributes.push(range.clone());
                }
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
                    has_text: false,
                });
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                open.push(Target {
                    range,
                    target: dest_url.to_string(),
                    has_text: false,
                });
            }
            Event::End(TagEnd::Link) => found.links.extend(open.pop()),
            Event::End(TagEnd::Image) => found.images.extend(open.pop()),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, _, heading)) = &mut heading {
                    heading.push_str(&text);
                }
                if !text.trim().is_empty() {
                    for target in &mut open {
                        target.has_text = true;
                    }
                }
            }
            _ => {}
        }
    }
    found.html = html.finish();
    found
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
    let (Some(first), Some(last)) = (text.find('['), text.rfind([')', ']'])) else {
        return false;
    };
    let is_plain = |at: usize| text[..at].ends_with('\\');
    let link = text.match_indices(['(', '[']).any(|(at, _)| {
        let before = &text[..at];
        before.ends_with(']') && !before.ends_with("\\]") && first < at && at < last
    });
    let last = text.rfind(']').unwrap_or(0);
    link || text.match_indices("[^").any(|(at, _)| !is_plain(at) && at < last)
}
