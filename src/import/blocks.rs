//! Lines to paragraphs, list items, tables and `#` headings.

use super::cells::{self, Pipe};
use super::lines::Line;
use super::marker::{self, Marker};
use super::number;

/// A line break that the reader shall see; cleaning removed this character from the source.
pub(super) const HARD: char = '\u{1}';
/// Stands around the label of a footnote where the text refers to it; cleaning removed this character too.
pub(super) const NOTE: char = '\u{3}';

/// Before a paragraph that is nothing but a link inside the document, twice when Word made it for a contents list.
pub(super) const ENTRY: char = '\u{4}';

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A list item with a marker of its own.
    Item(Marker),
    Bullet,
    Table(Vec<Vec<String>>),
    /// A Markdown heading and its level.
    Hash(usize),
    /// An item of a list that CommonMark knows.
    Entry(Entry),
    /// Lines as they stand.
    Code,
    Rule,
    /// The text of a footnote, by label.
    Note(String),
}

/// An item of a list that CommonMark knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// `-`, `3.` or `3)`.
    pub marker: String,
    /// `[ ]` and `[x]`.
    pub task: Option<bool>,
    /// A new list begins here.
    pub first: bool,
}

/// Whether a table's first row names its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Head {
    /// The source does not say.
    #[default]
    Guess,
    Yes,
    No,
}

/// Some lines that belong together.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub line: usize,
    pub kind: Kind,
    /// Lines joined by line feeds or [`HARD`]; without marker; empty for tables.
    pub text: String,
    pub indent: usize,
    /// No blank line before it.
    pub tight: bool,
    pub after_break: bool,
    /// What each line begins with inside quotes and list items, such as `>   `.
    pub inside: String,
    pub head: Head,
}

impl Block {
    /// The text as the source shows it, marker included.
    pub(super) fn shown(&self) -> String {
        match &self.kind {
            Kind::Item(marker) => format!("{} {}", marker.shown, self.text),
            Kind::Table(rows) => rows.iter().map(|row| row.join(" ")).collect::<Vec<_>>().join(" "),
            _ => self.text.clone(),
        }
    }

    /// A paragraph of its own making.
    pub(super) fn text(line: usize, text: impl Into<String>) -> Self {
        Self {
            line,
            kind: Kind::Text,
            text: text.into(),
            indent: 0,
            tight: false,
            after_break: false,
            inside: String::new(),
            head: Head::Guess,
        }
    }
}

/// Reads blocks off the lines.
pub(super) fn parse(lines: &[Line<'_>]) -> Vec<Block> {
    let mut reader = Reader::default();
    for line in lines {
        if line.page_break || line.text.trim().is_empty() {
            reader.flush();
            reader.gap = true;
            reader.broke |= line.page_break;
        }
        if !line.text.trim().is_empty() {
            reader.read(line);
        }
    }
    reader.flush();
    reader.done
}

#[derive(Default)]
struct Reader<'t> {
    done: Vec<Block>,
    current: Option<(Block, Vec<&'t str>)>,
    gap: bool,
    broke: bool,
}

impl<'t> Reader<'t> {
    fn read(&mut self, line: &Line<'t>) {
        let body = line.text.trim_start();
        let indent = line.text.len() - body.len();
        if let Some(pipe) = cells::piped(body) {
            if let Pipe::Row(row) = pipe {
                self.row(line.number, row);
            }
            return;
        }
        let in_table = matches!(
            &self.current,
            Some((
                Block {
                    kind: Kind::Table(_),
                    ..
                },
                _
            ))
        );
        if !in_table && self.item(line.number, indent, body) {
            return;
        }
        if let Some(row) = cells::tabbed(line.text, in_table) {
            self.row(line.number, row);
            return;
        }
        if in_table && self.item(line.number, indent, body) {
            return;
        }
        let heading = number::candidate(unstarred(body)).is_some();
        match &mut self.current {
            Some((block, texts)) if !heading && !matches!(block.kind, Kind::Table(_)) => {
                texts.push(body);
            }
            _ => self.start(line.number, Kind::Text, indent, body),
        }
    }

    /// Takes the line as a list item if it is one.
    fn item(&mut self, number: usize, indent: usize, body: &'t str) -> bool {
        let bullet = marker::bullet(body);
        let text = bullet.unwrap_or(body);
        if let Some((marker, rest)) = marker::parse(text) {
            if rest.contains('\t') || text.ends_with('\t') || (bullet.is_none() && !self.may_start_item()) {
                return false;
            }
            self.start(number, Kind::Item(marker), indent, rest);
            return true;
        }
        if let Some(text) = bullet.filter(|text| !text.contains('\t')) {
            self.start(number, Kind::Bullet, indent, text);
            return true;
        }
        false
    }

    /// Inside a running paragraph a marker at the start of a wrapped line is no item.
    fn may_start_item(&self) -> bool {
        match &self.current {
            Some((block, texts)) if block.kind == Kind::Text => texts
                .last()
                .is_some_and(|text| text.ends_with(['.', ';', ':', ',']) || text.ends_with(" dan")),
            _ => true,
        }
    }

    fn row(&mut self, number: usize, row: Vec<String>) {
        if let Some((
            Block {
                kind: Kind::Table(rows),
                ..
            },
            _,
        )) = &mut self.current
        {
            rows.push(row);
        } else {
            self.start(number, Kind::Table(vec![row]), 0, "");
        }
    }

    fn start(&mut self, line: usize, kind: Kind, indent: usize, text: &'t str) {
        self.flush();
        let block = Block {
            line,
            kind,
            text: String::new(),
            indent,
            tight: !self.gap && !self.done.is_empty(),
            after_break: self.broke,
            inside: String::new(),
            head: Head::Guess,
        };
        self.gap = false;
        self.broke = false;
        self.current = Some((block, vec![text]));
    }

    fn flush(&mut self) {
        let Some((mut block, texts)) = self.current.take() else {
            return;
        };
        block.text = joined(&texts);
        match &block.kind {
            Kind::Table(rows) if rows.iter().all(|row| cells::filled(row) <= 1) => {
                let texts: Vec<&str> = rows
                    .iter()
                    .flat_map(|row| row.iter().map(String::as_str).filter(|cell| !cell.is_empty()))
                    .collect();
                block.text = joined(&texts);
                block.kind = Kind::Text;
                if !block.text.is_empty() {
                    self.done.push(block);
                }
            }
            _ => self.done.push(block),
        }
    }
}

/// Lines of one block: a short line before a capital is a line of its own, else text wraps.
fn joined(texts: &[&str]) -> String {
    let longest = texts.iter().map(|text| text.len()).max().unwrap_or(0);
    let mut out = String::with_capacity(texts.iter().map(|text| text.len() + 1).sum());
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            let short = texts[index - 1].len() * 10 < longest * 6;
            let capital = text
                .chars()
                .find(|c| c.is_alphanumeric())
                .is_some_and(|c| !c.is_lowercase());
            out.push(if short && capital { HARD } else { '\n' });
        }
        out.push_str(text);
    }
    out
}

/// A line without the stars of bold text at its front.
pub(super) fn unstarred(text: &str) -> &str {
    text.trim_start_matches('*')
}
