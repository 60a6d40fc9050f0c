//! YAML, CSV and dot files below `content/data/`.

use std::ops::Range;

use super::node::{self, Fault, FaultKind, Key, Node, Value};
use crate::{
    diagnostic::{Diagnostic, SourceText},
    plan::Plan,
    source::{Sources, has_extension},
    world::World,
};

/// Larger files are refused; a table of a thousand rows has a few hundred kilobytes.
const LARGEST: usize = 8 << 20;

/// Reads the files that data blocks name.
pub(in crate::document) struct DataFiles<'a> {
    pub(in crate::document) world: &'a dyn World,
    pub(in crate::document) plan: &'a Plan,
    pub(in crate::document) sources: &'a Sources,
}

impl<'a> DataFiles<'a> {
    pub(in crate::document) fn new(world: &'a dyn World, plan: &'a Plan, sources: &'a Sources) -> Self {
        Self { world, plan, sources }
    }

    /// The file and what stands in it. It may be quoted when the block that reads it is open.
    pub(super) fn read(&self, name: &str, open: bool) -> Result<(SourceText, Result<Node, Fault>), Diagnostic> {
        let is_csv = has_extension(name, "csv");
        let is_dot = has_extension(name, "dot") || has_extension(name, "gv");
        if !(is_csv || is_dot || has_extension(name, "yaml") || has_extension(name, "yml")) {
            return Err(Diagnostic::error("E220", "not a file that data blocks read")
                .hint("use a YAML file, a CSV file with the keys in its first line, or a dot file for a diagram"));
        }
        let path = format!("data/{name}");
        // The walk listed ordinary files only, so a name from it leads nowhere else.
        if !self.sources.files.contains(&path) {
            return Err(Diagnostic::error("E221", "the data file is missing")
                .hint("put it into content/data; upper and lower case count"));
        }
        let bytes = self
            .world
            .read(&self.plan.root.join("content").join(&path))
            .map_err(|error| Diagnostic::error("E221", format!("the data file cannot be read: {error}")))?;
        let text = match String::from_utf8(bytes) {
            Ok(text) if text.len() <= LARGEST => text,
            Ok(_) => {
                return Err(Diagnostic::error("E222", "the data file is too large").hint("keep it below 8 MB"));
            }
            Err(_) => {
                return Err(Diagnostic::error("E222", "the data file is not UTF-8 text")
                    .hint("save it as UTF-8; in a spreadsheet choose \"CSV UTF-8\""));
            }
        };
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let source = SourceText::new(format!("content/{path}"), text, !open);
        let node = if is_csv {
            csv(source.text())
        } else if is_dot {
            node::verbatim(source.text())
        } else {
            node::parse(source.text())
        };
        Ok((source, node))
    }
}

/// A list of mappings: the first line has the keys. Lines within a cell become a list; empty cells are left out.
fn csv(text: &str) -> Result<Node, Fault> {
    let delimiter = delimiter(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    let fault = |at: Range<usize>, kind| Fault { at, kind };
    let heads = reader
        .headers()
        .map_err(|_| fault(0..1, FaultKind::Syntax))?
        .iter()
        .map(|head| head.trim().to_owned())
        .collect::<Vec<_>>();
    let places = head_places(&text[..place(&reader, text)], delimiter, heads.len());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let start = place(&reader, text);
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Err(_) => return Err(fault(start..start + 1, FaultKind::Syntax)),
            Ok(true) => {}
        }
        let end = place(&reader, text).max(start);
        let at = start..start + text[start..end].trim_end().len();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let is_headless =
            |(column, cell): (usize, &str)| !cell.trim().is_empty() && heads.get(column).is_none_or(String::is_empty);
        if record.iter().enumerate().any(is_headless) {
            return Err(fault(at, FaultKind::Columns));
        }
        if record.iter().any(node::has_control) {
            return Err(fault(at, FaultKind::Control));
        }
        let own = cells(&text[at.clone()], delimiter);
        let mut entries: Vec<(Key, Node)> = Vec::new();
        for (column, (head, cell)) in heads.iter().zip(&record).enumerate() {
            if head.is_empty() || cell.trim().is_empty() {
                continue;
            }
            let key = Key {
                at: places[column].clone(),
                name: head.clone(),
            };
            if entries.iter().any(|(known, _)| known.name == *head) {
                return Err(fault(key.at, FaultKind::Twice));
            }
            let place = own.get(column).filter(|_| own.len() == record.len());
            let place = place.map_or(at.clone(), |place| at.start + place.start..at.start + place.end);
            entries.push((key, cell_value(cell, &place)));
        }
        rows.push(Node {
            at,
            value: Value::Map(entries),
        });
    }
    Ok(Node {
        at: 0..text.len(),
        value: Value::List(rows),
    })
}

/// Spreadsheets in Malay and Indonesian settings write semicolons.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |c| first.matches(c).count();
    if count(';') > count(',') { b';' } else { b',' }
}

/// Where the cells of a line stand, so that a fault points at one of them.
fn cells(line: &str, delimiter: u8) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut quoted = false;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            byte if byte == delimiter && !quoted => {
                cells.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    cells.push(start..line.len());
    cells
}

/// Where the heads of the columns stand; the whole first line for each if that cannot be told.
fn head_places(text: &str, delimiter: u8, count: usize) -> Vec<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let line = text.trim();
    let found = cells(line, delimiter);
    let places = if found.len() == count {
        found
    } else {
        vec![0..line.len(); count]
    };
    let trimmed = places.into_iter().map(|place| {
        let cell = &line[place.clone()];
        let skip = cell.len() - cell.trim_start().len();
        start + place.start + skip..start + place.end
    });
    trimmed.collect()
}

fn cell_value(cell: &str, at: &Range<usize>) -> Node {
    let text = |text: &str| Node {
        at: at.clone(),
        value: Value::Text(text.trim().to_owned()),
    };
    let lines: Vec<&str> = cell.lines().filter(|line| !line.trim().is_empty()).collect();
    match lines.as_slice() {
        [line] => text(line),
        lines => Node {
            at: at.clone(),
            value: Value::List(lines.iter().map(|line| text(line)).collect()),
        },
    }
}

fn place(reader: &csv::Reader<&[u8]>, text: &str) -> usize {
    let byte = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
