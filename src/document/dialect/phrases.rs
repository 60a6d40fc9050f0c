//! Phrases in another language as Pandoc writes them: `[recovery time objective]{lang=en}`.
//!
//! The parser gives brackets that are no link as text. Once it has read everything else, the brackets of such a phrase
//! become tags.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::{document::attributes, plan::is_language_tag};

/// Braces that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the text that was parsed: bracket and braces.
    pub place: Range<usize>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong with braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// They say something else than a language.
    Attributes,
    /// What they name is no language tag.
    Tag,
    /// There is nothing between the brackets.
    Empty,
    /// They stand behind a link.
    Link,
    /// They stand behind no phrase.
    Alone,
}

/// Whether raw HTML among the events of [`read`] is a bracket of ours: what an author writes begins with `<`.
pub fn is_phrase(file: &str, offset: usize) -> bool {
    !file[offset..].starts_with('<')
}

/// An opening bracket.
struct Open {
    at: usize,
    depth: usize,
}

/// A stretch of the text with the event that takes its place.
type Edit<'a> = (Range<usize>, Event<'a>);

/// Turns the brackets of phrases into tags; offsets are those of the text.
pub fn read(events: &mut Vec<(Event<'_>, Range<usize>)>, text: &str) -> Vec<Fault> {
    if !text.contains("]{") && !text.contains("){") && !text.contains("{lang=") {
        return Vec::new();
    }
    let mut reader = Reader {
        text,
        open: Vec::new(),
        edits: Vec::new(),
        faults: Vec::new(),
        read: 0,
    };
    let mut depth = 0_usize;
    let mut in_code = false;
    let mut heading = None;
    for index in 0..events.len() {
        let (event, range) = &events[index];
        match event {
            Event::Start(tag) => {
                depth += 1;
                in_code |= matches!(tag, Tag::CodeBlock(_));
                if matches!(tag, Tag::Heading { .. }) {
                    heading = Some(index);
                }
                if !is_inline(tag) {
                    reader.open.clear();
                }
            }
            Event::End(tag) => {
                depth -= 1;
                in_code = false;
                reader.open.retain(|open| open.depth <= depth);
                if matches!(tag, TagEnd::Link) {
                    reader.behind_link(range.end);
                }
            }
            Event::Text(words) if !in_code && words.len() == range.len() => {
                let hidden = reader.words(range.clone(), depth);
                // At the end of a heading the parser took the braces for its own.
                if let (true, Some(index)) = (hidden, heading) {
                    plain_heading(&mut events[index].0);
                }
            }
            _ => {}
        }
    }
    let Reader { edits, faults, .. } = reader;
    if !edits.is_empty() {
        apply(events, edits);
    }
    faults
}

struct Reader<'t, 'a> {
    text: &'t str,
    open: Vec<Open>,
    edits: Vec<Edit<'a>>,
    faults: Vec<Fault>,
    /// Byte up to which braces were read.
    read: usize,
}

impl Reader<'_, '_> {
    /// Reads the signs of a text event; whether braces of a language stand behind it that are no text.
    fn words(&mut self, range: Range<usize>, depth: usize) -> bool {
        let mut hidden = false;
        for (offset, sign) in self.text[range.clone()].match_indices(['[', ']', '{']) {
            let at = range.start + offset;
            if at < self.read || is_escaped(self.text, at) {
                continue;
            }
            match sign {
                "[" => self.open.push(Open { at, depth }),
                "]" => {
                    let inner = self.open.last().is_some_and(|open| open.depth == depth);
                    let opener = if inner { self.open.pop() } else { None };
                    if let Some(opener) = opener
                        && self.text[at + 1..].starts_with('{')
                    {
                        hidden |= self.phrase(opener.at, at) && self.read > range.end && at + 1 == range.end;
                    }
                }
                _ if self.text[at..].starts_with("{lang=") => {
                    let end = self.braces(at).unwrap_or(at + "{lang=".len());
                    self.fault(at..end, FaultKind::Alone);
                }
                _ => {}
            }
        }
        hidden
    }

    /// Reads the braces behind a closing bracket; whether they tell a language.
    fn phrase(&mut self, opener: usize, closer: usize) -> bool {
        let Some(end) = self.braces(closer + 1) else {
            self.fault(closer..closer + 2, FaultKind::Attributes);
            return false;
        };
        let read = attributes::parse(&self.text[closer + 1..end]);
        let Some(attributes) = read else {
            self.fault(closer..end, FaultKind::Attributes);
            return false;
        };
        // What follows the last bracket of a heading or caption may be its own.
        let is_plain = attributes.id.is_none() && attributes.classes.is_empty();
        let tag = match attributes.pairs.as_slice() {
            [(key, tag)] if is_plain && key == "lang" => tag,
            _ => {
                self.fault(closer..end, FaultKind::Attributes);
                return false;
            }
        };
        if !is_language_tag(tag) {
            self.fault(closer..end, FaultKind::Tag);
        } else if self.text[opener + 1..closer].trim().is_empty() {
            self.fault(opener..end, FaultKind::Empty);
        } else {
            let start = Event::InlineHtml(format!("<span lang=\"{tag}\">").into());
            self.edits.push((opener..opener + 1, start));
            self.edits
                .push((closer..end, Event::InlineHtml(CowStr::Borrowed("</span>"))));
            self.read = end;
        }
        true
    }

    fn behind_link(&mut self, at: usize) {
        if self.text[at..].starts_with('{')
            && let Some(end) = self.braces(at)
        {
            self.fault(at..end, FaultKind::Link);
        }
    }

    /// The end of braces that begin and end on one line.
    fn braces(&self, at: usize) -> Option<usize> {
        let line = self.text[at..].split('\n').next().unwrap_or_default();
        line.find('}').map(|length| at + length + 1)
    }

    fn fault(&mut self, place: Range<usize>, kind: FaultKind) {
        self.read = self.read.max(place.end);
        self.faults.push(Fault { place, kind });
    }
}

/// Takes the attributes of a heading away that are those of its last phrase.
fn plain_heading(event: &mut Event<'_>) {
    if let Event::Start(Tag::Heading { attrs, .. }) = event {
        attrs.clear();
    }
}

/// Whether an odd number of backslashes stands before a sign.
fn is_escaped(text: &str, at: usize) -> bool {
    let before = text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
    before % 2 == 1
}

/// What may stand inside the brackets of a phrase.
pub fn is_inline(tag: &Tag<'_>) -> bool {
    is_inline_end(tag.to_end())
}

/// The same for its end.
pub fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Puts the tags in the place of brackets and braces.
fn apply<'a>(events: &mut Vec<(Event<'a>, Range<usize>)>, mut edits: Vec<Edit<'a>>) {
    edits.sort_by_key(|(range, _)| range.start);
    let mut edits = edits.into_iter().peekable();
    // Braces may reach over several texts.
    let mut taken = 0;
    let mut out = Vec::with_capacity(events.len() + 2 * edits.len());
    for (event, range) in events.drain(..) {
        let Event::Text(words) = event else {
            out.push((event, range));
            continue;
        };
        let mut at = range.start.max(taken).min(range.end);
        while let Some((place, tag)) = edits.next_if(|(place, _)| place.start < range.end) {
            piece(&words, &range, at..place.start, &mut out);
            taken = place.end;
            at = place.end.min(range.end);
            out.push((tag, place));
        }
        if at == range.start {
            out.push((Event::Text(words), range));
        } else {
            piece(&words, &range, at..range.end, &mut out);
        }
    }
    *events = out;
}

/// A part of a text, both by their places.
fn piece<'a>(words: &CowStr<'a>, range: &Range<usize>, part: Range<usize>, out: &mut Vec<(Event<'a>, Range<usize>)>) {
    if part.is_empty() {
        return;
    }
    let inner = part.start - range.start..part.end - range.start;
    let text = match words {
        CowStr::Borrowed(words) => CowStr::Borrowed(&words[inner]),
        words => CowStr::from(words[inner].to_owned()),
    };
    out.push((Event::Text(text), part));
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Parser;

    use super::*;
    use crate::document::markdown::OPTIONS;

    /// The words with `<` and `>` for tags of ours, and the faults.
    fn found(text: &str) -> (String, Vec<FaultKind>) {
        let mut events: Vec<_> = Parser::new_ext(text, OPTIONS).into_offset_iter().collect();
        let faults = read(&mut events, text);
        let mut out = String::new();
        for (event, range) in &events {
            match event {
                Event::Text(words) => {
                    assert_eq!(&text[range.clone()], &**words, "{text}");
                    out.push_str(words);
                }
                Event::InlineHtml(html) => out.push_str(html),
                Event::SoftBreak => out.push(' '),
                Event::Start(Tag::Heading { attrs, .. }) => assert!(attrs.is_empty(), "{text}"),
                _ => {}
            }
        }
        (out, faults.into_iter().map(|fault| fault.kind).collect())
    }

    #[test]
    fn brackets_become_tags() {
        for (text, expected) in [
            ("a [b c]{lang=en} d", "a <span lang=\"en\">b c</span> d"),
            ("[b *c* [d]]{lang=\"en-GB\"}.", "<span lang=\"en-GB\">b c [d]</span>."),
            (
                "[a [b]{lang=ms} c]{lang=en}",
                "<span lang=\"en\">a <span lang=\"ms\">b</span> c</span>",
            ),
            ("[a\nb]{lang=en}", "<span lang=\"en\">a b</span>"),
            ("- [a]{ lang=en }\n- b", "<span lang=\"en\">a</span>b"),
            ("## Masa [a b]{lang=en}", "Masa <span lang=\"en\">a b</span>"),
            ("## Masa [a b]{lang=en} {#x}", "Masa <span lang=\"en\">a b</span>"),
            ("Masa [a]{lang=en}\n===", "Masa <span lang=\"en\">a</span>"),
            (
                "| [a]{lang=en} |\n|---|\n| [b]{lang=ms} |",
                "<span lang=\"en\">a</span><span lang=\"ms\">b</span>",
            ),
            ("[a]{lang=x_y} *b*", "[a]{lang=x_y} b"),
            ("\\\\[a]{lang=en}", "\\<span lang=\"en\">a</span>"),
        ] {
            let (out, faults) = found(text);
            assert_eq!(out, expected, "{text}");
            assert_eq!(faults.is_empty(), !text.contains('_'), "{text}");
        }
    }

    #[test]
    fn what_is_no_phrase_stays_text() {
        for text in [
            "\\[a]\\{lang=en}",
            "[a] dan {b}",
            "`[a]{lang=en}` x",
            "    [a]{lang=en}",
            "[a]\\{x}",
            "a {b}",
        ] {
            let (out, faults) = found(text);
            assert!(!out.contains("<span") && faults.is_empty(), "{text}: {out}");
        }
    }

    #[test]
    fn braces_that_cannot_be_read_are_faults() {
        for (text, kind) in [
            ("[a]{.kelas}", FaultKind::Attributes),
            ("[a]{lang=en .kelas}", FaultKind::Attributes),
            ("[a]{en}", FaultKind::Attributes),
            ("[a]{lang=en", FaultKind::Attributes),
            ("[a]{lang=inggeris}", FaultKind::Tag),
            ("[ ]{lang=en}", FaultKind::Empty),
            ("[a](b.md){lang=en}", FaultKind::Link),
            ("[a] {lang=en}", FaultKind::Alone),
            ("*[a*]{lang=en}", FaultKind::Alone),
            ("\\[a]{lang=en}", FaultKind::Alone),
        ] {
            assert_eq!(found(text).1, [kind], "{text}");
        }
    }
}
