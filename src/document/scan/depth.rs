//! How deep markup is nested, and how much of it is repeated.

use pulldown_cmark::{Event, LinkType, Tag};

/// At which level something begins or ends, when `depth` of them are open; 0 for text.
pub(super) fn level(event: &Event<'_>, depth: &mut usize) -> usize {
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
pub(super) fn expanded(event: &Event<'_>) -> Option<usize> {
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
