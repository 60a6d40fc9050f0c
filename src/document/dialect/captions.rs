//! Captions by Quarto's conventions: `![caption](file.svg){#fig-x}` alone in a paragraph, and a paragraph
//! `: caption {#tbl-x}` beside a table or data block.

mod read;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use self::read::{Read, read};
use super::phrases::is_inline;
use crate::document::{data, markdown::Placed};

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
    /// Braces behind a picture among other words.
    Within,
}

/// What was met in the text, in an item or in a quote.
#[derive(Default)]
struct Level {
    /// The table or data block that ended just before.
    before: Option<usize>,
    /// A caption that waits for one.
    waiting: Option<Caption>,
}

/// All captions among the events of a text, in order, and those that cannot be read.
///
/// `is_grid` tells the marks of grid tables by their offset.
pub fn find(events: &[Placed<'_>], source: &str, is_grid: impl Fn(usize) -> bool) -> (Vec<Caption>, Vec<Fault>) {
    let mut finder = Finder {
        events,
        source,
        levels: vec![Level::default()],
        captions: Vec::new(),
        faults: Vec::new(),
    };
    let mut index = 0;
    while index < events.len() {
        let (event, range) = &events[index];
        index = match event {
            Event::Start(Tag::Paragraph) => {
                let end = closing(events, index) + 1;
                finder.paragraph(index + 1..end - 1, index..end, range.clone());
                end
            }
            // An item of a tight list has no paragraph.
            Event::Start(Tag::Image { .. }) => {
                let end = inline_end(events, index);
                let place = range.start..events[end - 1].1.end;
                finder.paragraph(index..end, index..end, place);
                end
            }
            Event::Start(tag) if is_captioned(tag) || is_mark(tag) && is_grid(range.start) => {
                finder.captioned(range.start);
                closing(events, index) + 1
            }
            Event::Start(tag) => {
                finder.apart();
                if is_around(tag) {
                    finder.levels.push(Level::default());
                    index + 1
                } else {
                    closing(events, index) + 1
                }
            }
            Event::End(_) => {
                finder.apart();
                finder.levels.pop();
                index + 1
            }
            _ => {
                finder.apart();
                inline_end(events, index).max(index + 1)
            }
        };
    }
    finder.apart();
    let Finder {
        mut captions,
        mut faults,
        ..
    } = finder;
    for caption in &mut captions {
        caption.words = plain_words(&words(events, caption));
    }
    faults.extend(loose(events, source, &captions, &faults));
    (captions, faults)
}

struct Finder<'e, 's> {
    events: &'e [Placed<'e>],
    source: &'s str,
    levels: Vec<Level>,
    captions: Vec<Caption>,
    faults: Vec<Fault>,
}

impl Finder<'_, '_> {
    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        self.levels.last_mut().expect("one was just put there")
    }

    /// Something that has no caption stands here.
    fn apart(&mut self) {
        let level = self.level();
        level.before = None;
        let waiting = level.waiting.take();
        self.faults.extend(alone(waiting));
    }

    fn captioned(&mut self, at: usize) {
        let level = self.level();
        if let Some(mut caption) = level.waiting.take() {
            caption.at = at;
            level.before = None;
            self.captions.push(caption);
        } else {
            level.before = Some(at);
        }
    }

    fn paragraph(&mut self, inner: Range<usize>, whole: Range<usize>, place: Range<usize>) {
        match read(&self.events[inner], place, whole, self.source) {
            Read::Plain => self.apart(),
            Read::Fault(fault) => self.faults.push(fault),
            Read::Figure(caption) => {
                self.apart();
                self.captions.push(caption);
            }
            Read::Caption(mut caption) => {
                let level = self.level();
                if let Some(at) = level.before.take() {
                    caption.at = at;
                    self.captions.push(caption);
                } else {
                    let waiting = level.waiting.replace(caption);
                    self.faults.extend(alone(waiting));
                }
            }
        }
    }
}

/// Braces behind pictures that have no caption: they would be printed.
fn loose(events: &[Placed<'_>], source: &str, captions: &[Caption], faults: &[Fault]) -> Vec<Fault> {
    let mut loose = Vec::new();
    for (event, range) in events {
        let braces = matches!(event, Event::End(TagEnd::Image)) && source[range.end..].starts_with('{');
        let captioned = || captions.iter().any(|caption| caption.at == range.start);
        let told = || faults.iter().any(|fault| fault.place.contains(&range.end));
        if braces && !captioned() && !told() {
            let line = source[range.end..].lines().next().unwrap_or_default();
            let length = line.find('}').map_or(line.len(), |end| end + 1);
            loose.push(Fault {
                place: range.end..range.end + length,
                kind: FaultKind::Within,
            });
        }
    }
    loose
}

/// A cell of a grid table has no captions: what looks like one is a fault.
pub fn in_cell(events: &[Placed<'_>], source: &str) -> Vec<Fault> {
    let (captions, mut faults) = find(events, source, |_| false);
    faults.extend(captions.into_iter().map(|caption| Fault {
        place: caption.place,
        kind: FaultKind::Within,
    }));
    faults
}

/// Index behind the inline matter that begins at `start`.
fn inline_end(events: &[Placed<'_>], start: usize) -> usize {
    let mut index = start;
    while let Some((event, _)) = events.get(index) {
        index = match event {
            Event::Start(tag) if is_inline(tag) => closing(events, index) + 1,
            Event::Start(_) | Event::End(_) => break,
            _ => index + 1,
        };
    }
    index
}

/// What holds paragraphs and tables of its own.
fn is_around(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::List(_) | Tag::Item | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)
    )
}

fn plain_words(words: &[Placed<'_>]) -> String {
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
fn closing(events: &[Placed<'_>], start: usize) -> usize {
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

/// What stands in the paragraph of a caption; in an item of a tight list there is none around it.
pub fn inner<'e, 'a>(events: &'e [Placed<'a>], caption: &Caption) -> &'e [Placed<'a>] {
    let events = &events[caption.events.clone()];
    match events {
        [(Event::Start(Tag::Paragraph), _), inner @ .., _] => inner,
        _ => events,
    }
}

/// The words of a caption: the description of the picture, or the paragraph without `: ` and braces.
pub fn words<'a>(events: &[Placed<'a>], caption: &Caption) -> Vec<Placed<'a>> {
    let inner = inner(events, caption);
    if matches!(inner[0].0, Event::Start(Tag::Image { .. })) {
        return inner[1..closing(inner, 0)].to_vec();
    }
    let within = inner.iter();
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
            ("| a |\n|---|\n\n: x {#tbl-a\n", FaultKind::Attributes),
            ("| a |\n|---|\n\n: x {#tbl-a} y\n", FaultKind::Attributes),
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
