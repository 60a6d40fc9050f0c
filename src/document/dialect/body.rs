//! The text of one container for the parser, with marks where something stands that the parser must not read.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use pulldown_cmark::{Event, Parser, Tag};

use super::{
    abbreviations,
    grid::{self, Broken, Grid},
    labels, lists,
    notes::Note,
    phrases,
    prepared::Prepared,
};
use crate::{
    document::{Container, markdown::OPTIONS},
    plan::{BadMeaning, Meaning},
};

/// A container made ready for the parser.
///
/// Each mark is an empty heading at the place of what it stands for: a heading ends paragraphs and lists, as a fence
/// does.
pub struct Body<'a> {
    container: &'a Container,
    prepared: Prepared,
    note_ends: BTreeSet<usize>,
    grids: BTreeMap<usize, Grid>,
    abbreviations: BTreeMap<String, Meaning>,
    /// Where each of them is defined.
    definitions: BTreeMap<String, Range<usize>>,
    faults: Vec<Fault>,
}

/// What a mark stands for.
pub enum Mark<'a> {
    /// A sealed block.
    Hole(&'a Container),
    /// The beginning of a note.
    NoteStart(&'a Note),
    /// The end of a note.
    NoteEnd,
    /// A grid table.
    Grid(&'a Grid),
}

/// Something that the plan language does not take.
#[derive(Clone)]
pub struct Fault {
    /// Bytes of the file.
    pub place: Range<usize>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A grid table whose strokes do not close.
    Grid(Broken),
    /// The line of one where none can begin.
    GridWithin,
    /// A code block with nearly the name of this data block.
    Misnamed(&'static str),
    /// A line of text that was to be the fence of this data block.
    Fence(&'static str),
    /// A code block that is one only because its lines are indented.
    Indented,
    /// A code block that is not closed.
    Unclosed,
    /// A number with the key of a list of contacts, which only open text must not have.
    Number,
    /// A note in the way of GitHub with a name that it does not know.
    Note,
    /// The strokes of a table that is none.
    Table,
    /// A row with more cells than its table has heads: the rest would not be published.
    Cells,
    /// A marker that makes no item, or not the one that is written.
    Marker(lists::Stray),
    /// A reference or label that would be printed as it stands.
    Label(labels::Stray),
    /// Text that the parser takes for a row.
    TextRow,
    /// A row that an empty line parts from its heads.
    TornRow,
    /// A caption that the parser takes for a row.
    CaptionRow,
    /// A footnote that is defined twice.
    Footnote,
    /// A line `*[…]:` that defines nothing.
    Definition,
    /// An abbreviation that is defined twice in one container.
    Abbreviation,
    /// A meaning that cannot be read.
    Meaning(BadMeaning),
    /// Signs of emphasis that are none for a blank on their inner side.
    Stars,
    /// The second definition of an address.
    Address,
    /// Braces behind a phrase that cannot be read.
    Phrase(phrases::FaultKind),
}

impl<'a> Body<'a> {
    /// The text of a container of this file.
    pub fn of(text: &str, container: &'a Container) -> Self {
        let mut body = Self {
            container,
            prepared: Prepared::default(),
            note_ends: container.notes.iter().map(|note| note.closer.start).collect(),
            grids: BTreeMap::new(),
            abbreviations: BTreeMap::new(),
            definitions: BTreeMap::new(),
            faults: Vec::new(),
        };
        let blanked = blanked(text, container);
        let cut = body.cut(blanked);
        body.prepared = lists::rewrite(Prepared::whole(&cut, container.inner.start));
        body
    }

    /// What the parser reads.
    pub fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// Abbreviations defined here.
    pub fn abbreviations(&self) -> &BTreeMap<String, Meaning> {
        &self.abbreviations
    }

    /// Their lines, bytes of the file.
    pub fn definitions(&self) -> &BTreeMap<String, Range<usize>> {
        &self.definitions
    }

    /// Grid tables by their offset in the file.
    pub fn grids(&self) -> &BTreeMap<usize, Grid> {
        &self.grids
    }

    /// Offsets of all marks that the parser must come across.
    pub fn marks(&self) -> impl Iterator<Item = Range<usize>> {
        let blocks = self.container.blocks.iter().map(|block| block.outer.clone());
        let notes = &self.container.notes;
        // A note that is not closed, which is a fault, ends in nothing.
        let fences = notes.iter().flat_map(|note| [note.opener.clone(), note.closer.clone()]);
        blocks.chain(fences.filter(|fence| !fence.is_empty()))
    }

    /// What was found wrong.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// What the mark at this offset of the file stands for.
    pub fn mark(&self, offset: usize) -> Option<Mark<'_>> {
        let blocks = &self.container.blocks;
        if let Ok(at) = blocks.binary_search_by_key(&offset, |block| block.outer.start) {
            return Some(Mark::Hole(&blocks[at]));
        }
        let notes = &self.container.notes;
        if let Ok(at) = notes.binary_search_by_key(&offset, |note| note.opener.start) {
            return Some(Mark::NoteStart(&notes[at]));
        }
        if self.note_ends.contains(&offset) {
            return Some(Mark::NoteEnd);
        }
        self.grids.get(&offset).map(Mark::Grid)
    }

    /// Takes grid tables and definitions of abbreviations out of the text.
    fn cut(&mut self, text: String) -> String {
        let may_have = |line: &str| {
            let line = &line[grid::margin(line)..];
            grid::begins(line) || line.starts_with("*[")
        };
        if !text.lines().any(may_have) {
            return text;
        }
        let code = literal(&text);
        let start = self.container.inner.start;
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let line = rest.split_inclusive('\n').next().unwrap_or_default();
            let margin = grid::margin(line);
            // An indented code block begins behind its margin.
            let in_code = code[code.partition_point(|range| range.end <= at)..]
                .first()
                .is_some_and(|range| range.start <= at + margin);
            if !in_code && grid::begins(&line[margin..]) {
                let extent = grid::extent(rest, margin).max(line.len());
                let length = grid::drawn(rest, margin).max(extent);
                let read = if extent < length {
                    Err((rest[..extent].matches('\n').count(), Broken::Length))
                } else {
                    grid::parse(&rest[..length], start + at, margin)
                };
                match read {
                    Ok(grid) => {
                        self.grids.insert(start + at + margin, grid);
                        mark_behind(&rest[..length], margin, &mut out);
                    }
                    Err((number, broken)) => {
                        let before: usize = rest.split_inclusive('\n').take(number).map(str::len).sum();
                        let line = rest[before..].lines().next().unwrap_or_default();
                        let margin = grid::margin(line);
                        self.fault(start + at + before + margin, &line[margin..], FaultKind::Grid(broken));
                        blank(&rest[..length], &mut out);
                    }
                }
                at += length;
                continue;
            }
            if !in_code && let Some((short, long)) = abbreviations::definition(line) {
                match Meaning::read(long) {
                    Ok(meaning) => {
                        let place = start + at..start + at + line.trim_end().len();
                        self.definitions.entry(short.to_owned()).or_insert(place);
                        if self.abbreviations.insert(short.to_owned(), meaning).is_some() {
                            self.fault(start + at, line, FaultKind::Abbreviation);
                        }
                    }
                    Err(bad) => self.fault(start + at, line, FaultKind::Meaning(bad)),
                }
                blank(line, &mut out);
            } else {
                if !in_code && abbreviations::is_meant(&line[margin..]) {
                    self.fault(start + at + margin, &line[margin..], FaultKind::Definition);
                }
                out.push_str(line);
            }
            at += line.len();
        }
        out
    }

    fn fault(&mut self, at: usize, line: &str, kind: FaultKind) {
        self.faults.push(Fault {
            place: at..at + line.trim_end().len(),
            kind,
        });
    }
}

/// Code and raw HTML, in order: nothing in them is ours.
fn literal(text: &str) -> Vec<Range<usize>> {
    Parser::new_ext(text, OPTIONS)
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)))
        .map(|(_, range)| range)
        .collect()
}

/// The text of a container with its blocks and the fences of its notes blanked out, so that no byte of a block reaches
/// the parser. Every offset stays where it was.
fn blanked(text: &str, container: &Container) -> String {
    let blocks = container.blocks.iter().map(|block| block.outer.clone());
    let notes = container
        .notes
        .iter()
        .flat_map(|note| [note.opener.clone(), note.closer.clone()]);
    // A note that is not closed, which is a fault, ends in nothing.
    let mut hidden: Vec<Range<usize>> = blocks.chain(notes).filter(|range| range.len() > 2).collect();
    hidden.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(container.inner.len());
    let mut at = container.inner.start;
    for range in hidden {
        out.push_str(&text[at..range.start]);
        mark(&text[range.clone()], &mut out);
        at = range.end;
    }
    out.push_str(&text[at..container.inner.end]);
    out
}

/// An empty heading in the place of a text, and blanks to its end.
fn mark(hidden: &str, out: &mut String) {
    out.push_str("# ");
    blank(&hidden[2..], out);
}

/// The same for lines that each begin with a margin, which stays: in a quote it holds them together.
fn mark_behind(hidden: &str, margin: usize, out: &mut String) {
    for (index, line) in hidden.split_inclusive('\n').enumerate() {
        out.push_str(&line[..margin]);
        if index == 0 {
            mark(&line[margin..], out);
        } else {
            blank(&line[margin..], out);
        }
    }
}

fn blank(hidden: &str, out: &mut String) {
    out.extend(hidden.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}
