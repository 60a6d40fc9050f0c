//! Pandoc's simple and multiline tables: columns under groups of dashes.

use super::super::blocks::HARD;
use super::Line;
use super::rows::Cell;

/// A table read off the lines.
pub(super) struct Found {
    pub rows: Vec<Vec<Cell>>,
    pub heads: usize,
    /// Lines used.
    pub used: usize,
}

/// Where the groups of a dash line begin, in characters; nothing for other lines.
pub(super) fn groups(line: &str) -> Option<Vec<usize>> {
    let body = line.trim();
    if body.len() < 3 || !line.bytes().all(|b| b == b'-' || b == b' ') {
        return None;
    }
    let mut starts = Vec::new();
    let mut before = b' ';
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'-' && before == b' ' {
            starts.push(at);
        }
        before = byte;
    }
    // `- - -` is a rule, not a table
    (starts.len() * 3 <= body.bytes().filter(|b| *b == b'-').count() + starts.len()).then_some(starts)
}

/// Reads a table that begins at the first line; `next_rule` is the index of the dash line after each line.
pub(super) fn read(lines: &[Line<'_>], at: usize, next_rule: &[usize]) -> Option<Found> {
    let rule = |index: usize| lines.get(index).and_then(|line| groups(line.1));
    match rule(at) {
        Some(_) => {
            let second = next_rule[at];
            let blank = |range: &[Line<'_>]| range.iter().any(|line| line.1.trim().is_empty());
            let starts = rule(second)?;
            // one column only as Pandoc writes it, set in: else it is a rule or an underlined heading
            if second == at + 1 || (starts.len() == 1 && starts[0] == 0) {
                return None;
            }
            let third = next_rule[second];
            let full = rule(at)?.len() == 1;
            if full && !blank(&lines[at + 1..second]) && ends(lines, third) {
                return Some(found(lines, at, &[at + 1..second, second + 1..third], &starts));
            }
            let headless = rule(at)?;
            (headless.len() > 1 && ends(lines, second)).then(|| {
                let empty = at + 1..at + 1;
                found(lines, at, &[empty, at + 1..second], &headless)
            })
        }
        None => {
            let starts = rule(at + 1).filter(|starts| starts.len() > 1)?;
            let length = lines[at + 2..]
                .iter()
                .take_while(|line| !line.1.trim().is_empty())
                .count();
            let mut end = at + 2 + length;
            let closed = length > 0 && rule(end - 1).is_some();
            let body = at + 2..end - usize::from(closed);
            end = end.max(at + 2);
            let mut table = found(lines, at, &[at..at + 1, body], &starts);
            table.used = end - at;
            Some(table)
        }
    }
}

/// Whether a dash line closes a table here: nothing but a blank line follows.
fn ends(lines: &[Line<'_>], at: usize) -> bool {
    at < lines.len() && lines.get(at + 1).is_none_or(|line| line.1.trim().is_empty())
}

fn found(lines: &[Line<'_>], at: usize, parts: &[std::ops::Range<usize>; 2], starts: &[usize]) -> Found {
    let mut rows = Vec::new();
    let head = &lines[parts[0].clone()];
    let heads = usize::from(!head.is_empty());
    if heads > 0 {
        rows.push(row(head, starts));
    }
    let body = &lines[parts[1].clone()];
    if body.iter().any(|line| line.1.trim().is_empty()) {
        rows.extend(
            body.split(|line| line.1.trim().is_empty())
                .filter(|lines| !lines.is_empty())
                .map(|lines| row(lines, starts)),
        );
    } else if lines
        .get(at)
        .is_some_and(|line| groups(line.1).is_some_and(|g| g.len() == 1))
    {
        rows.push(row(body, starts));
    } else {
        rows.extend(body.iter().map(|line| row(std::slice::from_ref(line), starts)));
    }
    Found {
        rows,
        heads,
        used: parts[1].end + 1 - at,
    }
}

/// The lines of one row cut at the columns.
fn row(lines: &[Line<'_>], starts: &[usize]) -> Vec<Cell> {
    let mut cells = vec![String::new(); starts.len()];
    for line in lines {
        let mut column = 0;
        let mut part = String::new();
        let mut flush = |column: usize, part: &mut String| {
            let text = part.trim();
            let cell = &mut cells[column];
            if !text.is_empty() {
                if !cell.is_empty() && !cell.ends_with(HARD) {
                    cell.push(' ');
                }
                match text.strip_suffix('\\').filter(|rest| !rest.ends_with('\\')) {
                    Some(rest) => {
                        cell.push_str(rest);
                        cell.push(HARD);
                    }
                    None => cell.push_str(text),
                }
            }
            part.clear();
        };
        for (at, c) in line.1.chars().enumerate() {
            if starts.get(column + 1) == Some(&at) {
                flush(column, &mut part);
                column += 1;
            }
            part.push(c);
        }
        flush(column, &mut part);
    }
    cells.into_iter().map(Cell::new).collect()
}
