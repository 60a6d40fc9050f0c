//! A paragraph read as a caption, with the attributes in its braces.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::{Caption, Fault, FaultKind, Kind, closing};
use crate::document::{attributes, markdown::Placed};

/// What a paragraph is.
pub(super) enum Read {
    Plain,
    Figure(Caption),
    Caption(Caption),
    Fault(Fault),
}

/// Reads what stands in a paragraph.
pub(super) fn read(inner: &[Placed<'_>], place: Range<usize>, indexes: Range<usize>, source: &str) -> Read {
    let Some((first, range)) = inner.first() else {
        return Read::Plain;
    };
    match first {
        Event::Start(Tag::Image { .. }) => {
            let end = closing(inner, 0);
            let image = range;
            let tail = source[image.end..place.end.max(image.end)].trim();
            let only_text = inner[end + 1..]
                .iter()
                .all(|(event, _)| matches!(event, Event::Text(_) | Event::SoftBreak));
            if !tail.starts_with('{') || !only_text {
                return Read::Plain;
            }
            match attributes_of(tail, Kind::Figure) {
                Some(mut caption) => {
                    caption.at = image.start;
                    caption.words_end = image.end;
                    caption.place = image.end..place.end;
                    caption.events = indexes;
                    Read::Figure(caption)
                }
                None => Read::Fault(Fault {
                    place: image.end..place.end,
                    kind: FaultKind::Attributes,
                }),
            }
        }
        // Behind a backslash it is a plain colon.
        Event::Text(text) if is_caption(text) && source[place.clone()].starts_with(':') => {
            let whole = source[place.clone()].trim_end();
            let braces = whole.ends_with('}').then(|| whole.rfind('{')).flatten();
            // Behind a bracket they are those of a phrase.
            let braces = braces.filter(|at| !whole[..*at].ends_with(']'));
            let words = &whole[..braces.unwrap_or(whole.len())];
            let has_loose = ["{#fig-", "{#tbl-"].iter().any(|label| words.contains(label));
            let caption = match braces {
                // Not closed, or with words behind it.
                _ if has_loose => None,
                Some(at) => attributes_of(&whole[at..], Kind::Table),
                None => Some(plain(Kind::Table)),
            };
            match caption {
                Some(mut caption) => {
                    caption.words_end = place.start + braces.unwrap_or(whole.len());
                    caption.place = place;
                    caption.events = indexes;
                    Read::Caption(caption)
                }
                None => Read::Fault(Fault {
                    place,
                    kind: FaultKind::Attributes,
                }),
            }
        }
        _ => Read::Plain,
    }
}

/// `: caption`
fn is_caption(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|rest| rest.starts_with([' ', '\t']))
}

fn plain(kind: Kind) -> Caption {
    Caption {
        kind,
        at: 0,
        label: None,
        number: None,
        alt: None,
        wide: false,
        words: String::new(),
        words_end: 0,
        place: 0..0,
        events: 0..0,
    }
}

/// Attributes of a caption; a picture needs a label, and the label tells figure from table.
fn attributes_of(braces: &str, usual: Kind) -> Option<Caption> {
    let attributes = attributes::parse(braces)?;
    let kind = match &attributes.id {
        Some(id) if id.len() > 4 && id.starts_with("fig-") => Kind::Figure,
        Some(id) if id.len() > 4 && id.starts_with("tbl-") && usual == Kind::Table => Kind::Table,
        None if usual == Kind::Table => Kind::Table,
        _ => return None,
    };
    let mut caption = plain(kind);
    caption.label = attributes.id;
    for class in &attributes.classes {
        match class.as_str() {
            "wide" => caption.wide = true,
            _ => return None,
        }
    }
    for (key, value) in attributes.pairs {
        match key.as_str() {
            "number" if is_number(&value) => caption.number = Some(value),
            "alt" | "fig-alt" if !value.trim().is_empty() => caption.alt = Some(value),
            _ => return None,
        }
    }
    Some(caption)
}

/// A number is published, also when what it numbers is sealed.
fn is_number(text: &str) -> bool {
    (1..=12).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.split(['.', '-']).all(|part| {
            part.bytes().all(|b| b.is_ascii_digit()) || part.len() <= 4 && part.bytes().all(|b| b.is_ascii_alphabetic())
        })
}
