//! Captions by Quarto's conventions: `![caption](file.svg){#fig-x}` alone in a paragraph, and a paragraph
//! `: caption {#tbl-x}` beside a table or data block.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

use crate::document::{attributes, data};

/// What is captioned, and so what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Rajah
    Figure,
    /// Jadual
    Table,
}

/// A caption and the picture, table or data block that it belongs to.
#[derive(Debug)]
pub struct Caption {
    /// Figure or table.
    pub kind: Kind,
    /// Byte of the file at which the captioned thing begins.
    pub at: usize,
    /// `fig-x`
    pub label: Option<String>,
    /// A number of its own, as in a source that must be kept.
    pub number: Option<String>,
    /// What a picture shows, where the caption does not say it.
    pub alt: Option<String>,
    /// Set across a sheet of its own.
    pub wide: bool,
    /// Its words without their emphasis, for the lists of figures and tables.
    pub words: String,
    /// Byte of the file at which its words end.
    pub words_end: usize,
    /// Bytes of the file to point at.
    pub place: Range<usize>,
    /// Events of the captioned picture or of the paragraph of the caption, which the caption takes the place of.
    pub events: Range<usize>,
}

/// A caption that cannot be read.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Bytes of the file.
    pub place: Range<usize>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong with a caption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Braces that are no attributes of a caption.
    Attributes,
    /// `: caption` that stands beside nothing.
    Alone,
}

/// All captions among the events of a text, in order, and those that cannot be read.
///
/// `is_grid` tells the marks of grid tables by their offset.
pub fn find(
    events: &[(Event<'_>, Range<usize>)],
    source: &str,
    is_grid: impl Fn(usize) -> bool,
) -> (Vec<Caption>, Vec<Fault>) {
    let mut captions: Vec<Caption> = Vec::new();
    let mut faults = Vec::new();
    let mut depth = 0_usize;
    // The table or data block that ended just before, and a caption that waits for one.
    let mut before: Option<usize> = None;
    let mut waiting: Option<Caption> = None;
    let mut index = 0;
    while index < events.len() {
        let (event, range) = &events[index];
        match event {
            Event::Start(Tag::Paragraph) => {
                let end = closing(events, index);
                let here = index..end + 1;
                index = end + 1;
                match read(&events[here.clone()], here, source) {
                    Read::Plain => {
                        before = None;
                        faults.extend(alone(waiting.take()));
                    }
                    Read::Fault(fault) => faults.push(fault),
                    Read::Figure(caption) => {
                        before = None;
                        captions.push(caption);
                    }
                    Read::Caption(mut caption) => match before.take() {
                        Some(at) => {
                            caption.at = at;
                            captions.push(caption);
                        }
                        None => faults.extend(alone(waiting.replace(caption))),
                    },
                }
                continue;
            }
            Event::Start(tag) if depth == 0 && (is_captioned(tag) || is_mark(tag) && is_grid(range.start)) => {
                let at = range.start;
                index = closing(events, index) + 1;
                if let Some(mut caption) = waiting.take() {
                    caption.at = at;
                    captions.push(caption);
                    before = None;
                } else {
                    before = Some(at);
                }
                continue;
            }
            Event::Start(_) => {
                depth += 1;
                before = None;
                faults.extend(alone(waiting.take()));
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        index += 1;
    }
    faults.extend(alone(waiting));
    for caption in &mut captions {
        caption.words = plain_words(&words(events, caption));
    }
    (captions, faults)
}

fn plain_words(words: &[(Event<'_>, Range<usize>)]) -> String {
    let plain = words.iter().filter_map(|(event, _)| match event {
        Event::Text(text) | Event::Code(text) => Some(&**text),
        Event::SoftBreak | Event::HardBreak => Some(" "),
        _ => None,
    });
    plain.collect()
}

fn alone(caption: Option<Caption>) -> Option<Fault> {
    caption.map(|caption| Fault {
        place: caption.place,
        kind: FaultKind::Alone,
    })
}

/// Tables and data blocks.
fn is_captioned(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::Table(_) => true,
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => data::kind(info).is_some(),
        _ => false,
    }
}

fn is_mark(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Heading { .. })
}

/// Index of the event that ends what begins at `start`.
fn closing(events: &[(Event<'_>, Range<usize>)], start: usize) -> usize {
    let mut depth = 0_usize;
    for (index, (event, _)) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth -= 1;
                if depth == 0 {
                    return index;
                }
            }
            _ => {}
        }
    }
    events.len().saturating_sub(1)
}

enum Read {
    Plain,
    Figure(Caption),
    Caption(Caption),
    Fault(Fault),
}

/// Reads one paragraph, its start and end included.
fn read(paragraph: &[(Event<'_>, Range<usize>)], indexes: Range<usize>, source: &str) -> Read {
    let place = paragraph[0].1.clone();
    match &paragraph[1].0 {
        Event::Start(Tag::Image { .. }) => {
            let end = closing(paragraph, 1);
            let image = &paragraph[1].1;
            let tail = source[image.end..place.end.max(image.end)].trim();
            let only_text = paragraph[end + 1..paragraph.len() - 1]
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
            let caption = match braces {
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

/// The words of a caption: the description of the picture, or the paragraph without `: ` and braces.
pub fn words<'a>(events: &[(Event<'a>, Range<usize>)], caption: &Caption) -> Vec<(Event<'a>, Range<usize>)> {
    let paragraph = &events[caption.events.clone()];
    if matches!(paragraph[1].0, Event::Start(Tag::Image { .. })) {
        return paragraph[2..closing(paragraph, 1)].to_vec();
    }
    let within = paragraph[1..paragraph.len() - 1].iter();
    let mut words: Vec<_> = within
        .filter(|(_, range)| range.start < caption.words_end)
        .cloned()
        .collect();
    if let Some((Event::Text(text), _)) = words.first_mut() {
        *text = CowStr::from(text.trim_start_matches(':').trim_start().to_owned());
    }
    if let Some((Event::Text(text), range)) = words.last_mut()
        && range.end > caption.words_end
        && let Some(at) = text.rfind('{')
    {
        *text = CowStr::from(text[..at].trim_end().to_owned());
    }
    words
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Parser;

    use super::*;
    use crate::document::markdown::OPTIONS;

    /// Kind, label, words.
    type Found = (Kind, Option<String>, String);

    fn found(text: &str) -> (Vec<Found>, Vec<FaultKind>) {
        let events: Vec<_> = Parser::new_ext(text, OPTIONS).into_offset_iter().collect();
        let (captions, faults) = find(&events, text, |_| false);
        let shown = captions.iter().map(|caption| {
            let words: String = words(&events, caption)
                .iter()
                .filter_map(|(event, _)| match event {
                    Event::Text(text) | Event::Code(text) => Some(text.to_string()),
                    _ => None,
                })
                .collect();
            (caption.kind, caption.label.clone(), words)
        });
        (shown.collect(), faults.iter().map(|fault| fault.kind).collect())
    }

    #[test]
    fn captions_find_what_they_belong_to() {
        let figure = |label: &str, words: &str| (Kind::Figure, Some(label.to_owned()), words.to_owned());
        let table = |label: Option<&str>, words: &str| (Kind::Table, label.map(str::to_owned), words.to_owned());
        let (captions, faults) = found(
            "![Carta *struktur*](a.svg){#fig-carta number=\"3\" alt=\"Kotak\"}\n\n| a |\n|---|\n| b |\n\n: Senarai `x` {#tbl-x .wide}\n\n\
             : Di atas\n\n| a |\n|---|\n\n```risk\n```\n\n: Peta {#fig-peta}\n\nTeks biasa: begini.\n",
        );
        assert_eq!(
            captions,
            [
                figure("fig-carta", "Carta struktur"),
                table(Some("tbl-x"), "Senarai x"),
                table(None, "Di atas"),
                figure("fig-peta", "Peta"),
            ]
        );
        assert_eq!(faults, []);
    }

    #[test]
    fn what_cannot_be_read_is_a_fault() {
        for (text, kind) in [
            ("![a](a.svg){#tbl-a}\n", FaultKind::Attributes),
            ("![a](a.svg){width=50%}\n", FaultKind::Attributes),
            ("![a](a.svg){#fig-a\n", FaultKind::Attributes),
            ("![a](a.svg){#fig-a number=\"rahsia besar\"}\n", FaultKind::Attributes),
            (": sendiri\n", FaultKind::Alone),
            (": satu\n\n: dua\n\n| a |\n|---|\n", FaultKind::Alone),
            (": sendiri\n\nTeks.\n\n| a |\n|---|\n", FaultKind::Alone),
            ("| a |\n|---|\n\n: x {.unknown}\n", FaultKind::Attributes),
        ] {
            assert_eq!(found(text).1, [kind], "{text}");
        }
        for text in [
            "![a](a.svg) dan {begini}\n",
            "\\: bukan kapsyen\n",
            "&#58; bukan juga\n",
        ] {
            assert_eq!(found(text).1, [], "{text}");
        }
    }
}
