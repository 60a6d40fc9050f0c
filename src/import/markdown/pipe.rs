//! Pipe tables and line blocks.

use super::Line;
use super::rows::Cell;

/// A pipe table.
pub(super) struct Found {
    pub rows: Vec<Vec<Cell>>,
    pub heads: usize,
    pub used: usize,
}

/// Reads the rows of a pipe table that begins here.
pub(super) fn read(lines: &[Line<'_>], at: usize) -> Option<Found> {
    let is_row = |line: &Line<'_>| {
        let body = line.1.trim();
        body.len() > 1 && body.starts_with('|') && body.ends_with('|') && !body.ends_with("\\|")
    };
    let used = lines[at..].iter().take_while(|line| is_row(line)).count();
    if used == 0 {
        return None;
    }
    let lines = &lines[at..at + used];
    let heads = usize::from(lines.get(1).is_some_and(|line| is_separator(line.1)));
    let mut rows: Vec<Vec<Cell>> = lines
        .iter()
        .filter(|line| !is_separator(line.1))
        .map(|line| cells(line.1))
        .collect();
    // Pandoc gives a table without head an empty one.
    let empty = heads == 1 && rows.first()?.iter().all(|cell| cell.text.is_empty());
    if empty {
        rows.remove(0);
    }
    Some(Found {
        rows,
        heads: if empty { 0 } else { heads },
        used,
    })
}

fn is_separator(text: &str) -> bool {
    text.contains('-') && text.trim().chars().all(|c| "|:- ".contains(c))
}

fn cells(text: &str) -> Vec<Cell> {
    let body = text.trim();
    let inner = &body[1..body.len() - 1];
    let mut out = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        if c == '|' && !escaped {
            out.push(Cell::new(inner[start..at].trim().to_owned()));
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    out.push(Cell::new(inner[start..].trim().to_owned()));
    out
}

/// `| line` below `| line`, as addresses are written.
pub(super) fn line_block<'t>(lines: &[Line<'t>], at: usize) -> Vec<&'t str> {
    lines[at..]
        .iter()
        .map_while(|line| line.1.strip_prefix("| ").or((line.1 == "|").then_some("")))
        .collect()
}
