//! What stands in a data block, as a tree in which every value knows its place.
//!
//! Values keep their spelling (`2.0`, `07-5551234`), so nothing is turned into a number before a block asks for one.

use std::{collections::BTreeSet, ops::Range};

use granit_parser::{Event, Parser, ScanError, Span};

/// Mappings and lists may be nested this deep; blocks need four levels.
const DEEPEST: usize = 16;
/// A block with more values than this is refused before it fills the memory.
const MOST: usize = 200_000;

/// A value and the bytes it stands in.
pub(super) struct Node {
    pub(super) at: Range<usize>,
    pub(super) value: Value,
}

pub(super) enum Value {
    /// Nothing after the colon.
    Empty,
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

impl Node {
    /// Nothing, or a list or mapping of nothing.
    pub(super) fn is_empty(&self) -> bool {
        match &self.value {
            Value::Empty => true,
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Map(entries) => entries.is_empty(),
        }
    }
}

/// Whether a text holds what no page may hold; blanks and ends of lines are no harm.
pub(super) fn has_control(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// The key of a mapping.
pub(super) struct Key {
    pub(super) at: Range<usize>,
    pub(super) name: String,
}

/// Why a text is not such a tree.
pub(super) struct Fault {
    pub(super) at: Range<usize>,
    pub(super) kind: FaultKind,
}

#[derive(Clone, Copy)]
pub(super) enum FaultKind {
    /// Not YAML.
    Syntax,
    /// `&name`, `*name`, `!tag`, a second document: not needed, and a way to make a small file large.
    Special,
    /// The same key twice in one mapping.
    Twice,
    /// A key that is a list or a mapping.
    Key,
    /// A cell of a table without a key over it.
    Columns,
    /// A comment behind a text that was meant as one: `Set # 2`.
    Cut,
    /// A character that is not printed, such as NUL.
    Control,
    /// Nested too deeply, or too many values.
    Large,
}

/// Reads the YAML of a block. An empty text is [`Value::Empty`].
pub(super) fn parse(yaml: &str) -> Result<Node, Fault> {
    let mut builder = Builder {
        parser: Parser::new_from_str(yaml),
        yaml,
        depth: 0,
        count: 0,
    };
    let mut root = None;
    loop {
        let (event, at) = builder.next()?;
        match event {
            Event::StreamEnd => break,
            Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
            _ if root.is_some() => return Err(fault(at, FaultKind::Special)),
            event => root = Some(builder.node(event, at)?),
        }
    }
    Ok(root.unwrap_or(Node {
        at: 0..yaml.len().min(1),
        value: Value::Empty,
    }))
}

/// A text that is not YAML: a block in a language of its own.
pub(super) fn verbatim(text: &str) -> Result<Node, Fault> {
    if let Some(at) = text.find(|c: char| has_control(c.encode_utf8(&mut [0; 4]))) {
        return Err(fault(at..at + 1, FaultKind::Control));
    }
    Ok(Node {
        at: 0..text.len(),
        value: Value::Text(text.to_owned()),
    })
}

fn fault(at: Range<usize>, kind: FaultKind) -> Fault {
    Fault { at, kind }
}

struct Builder<'a> {
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    yaml: &'a str,
    depth: usize,
    count: usize,
}

impl<'a> Builder<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Range<usize>), Fault> {
        loop {
            match self.parser.next_event() {
                None => return Ok((Event::StreamEnd, 0..0)),
                Some(Err(error)) => return Err(fault(self.mark(&error), FaultKind::Syntax)),
                Some(Ok((Event::Comment(..), _))) => {}
                Some(Ok((event, span))) => {
                    let at = self.range(span);
                    return Ok((event, at));
                }
            }
        }
    }

    fn node(&mut self, event: Event<'a>, at: Range<usize>) -> Result<Node, Fault> {
        self.count += 1;
        if self.count > MOST || self.depth > DEEPEST {
            return Err(fault(at, FaultKind::Large));
        }
        if event.anchor_id().is_some_and(|id| id != 0) || event.is_alias() || event.tag().is_some() {
            return Err(fault(at, FaultKind::Special));
        }
        self.depth += 1;
        let node = match event {
            Event::Scalar(text, ..) if has_control(&text) => Err(fault(at, FaultKind::Control)),
            Event::Scalar(text, style, ..) => {
                let is_plain = style == granit_parser::ScalarStyle::Plain;
                if is_plain
                    && text.contains(char::is_alphabetic)
                    && let Some(comment) = self.comment_behind(at.end)
                {
                    return Err(fault(comment, FaultKind::Cut));
                }
                let value = if is_plain && matches!(&*text, "" | "~" | "null") {
                    Value::Empty
                } else {
                    Value::Text(text.into_owned())
                };
                Ok(Node { at, value })
            }
            Event::SequenceStart(..) => self.list(at),
            Event::MappingStart(..) => self.map(at),
            _ => Err(fault(at, FaultKind::Syntax)),
        };
        self.depth -= 1;
        node
    }

    fn list(&mut self, at: Range<usize>) -> Result<Node, Fault> {
        let mut items = Vec::new();
        loop {
            let (event, place) = self.next()?;
            match event {
                Event::SequenceEnd => break,
                event => items.push(self.node(event, place)?),
            }
        }
        let at = spanned(at, items.last());
        Ok(Node {
            at,
            value: Value::List(items),
        })
    }

    fn map(&mut self, at: Range<usize>) -> Result<Node, Fault> {
        let mut entries: Vec<(Key, Node)> = Vec::new();
        let mut names = BTreeSet::new();
        loop {
            let (event, place) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                break;
            }
            let key = self.node(event, place)?;
            let Value::Text(name) = key.value else {
                return Err(fault(key.at, FaultKind::Key));
            };
            if !names.insert(name.clone()) {
                return Err(fault(key.at, FaultKind::Twice));
            }
            let (event, place) = self.next()?;
            let value = self.node(event, place)?;
            entries.push((Key { at: key.at, name }, value));
        }
        let at = spanned(at, entries.last().map(|(_, value)| value));
        Ok(Node {
            at,
            value: Value::Map(entries),
        })
    }

    /// The comment in the same line behind this byte.
    fn comment_behind(&self, end: usize) -> Option<Range<usize>> {
        let rest = self.yaml.get(end..)?.lines().next()?;
        let words = rest.trim_start();
        let start = end + rest.len() - words.len();
        words.starts_with('#').then(|| start..start + words.trim_end().len())
    }

    fn range(&self, span: Span) -> Range<usize> {
        let range = span.byte_range().unwrap_or(0..0);
        // A value that is missing still needs a place to point at.
        let start = range.start.min(self.yaml.len());
        start..range.end.clamp(start, self.yaml.len())
    }

    fn mark(&self, error: &ScanError) -> Range<usize> {
        let at = error.marker().byte_offset().unwrap_or(0).min(self.yaml.len());
        at..(at + 1).min(self.yaml.len())
    }
}

/// From the first byte to the end of the last value.
fn spanned(at: Range<usize>, last: Option<&Node>) -> Range<usize> {
    at.start..last.map_or(at.end, |last| last.at.end).max(at.start)
}
