//! GFM tables.

use super::blocks::Head;
use super::inline::{self, Target};
use super::marker;
use super::{cells, checklist};

/// Wider rows are no table that anyone could read; they become lines of text.
const WIDEST: usize = 64;

/// Captions and tables for a block of rows.
pub(super) fn write(rows: &[Vec<String>], head: Head) -> Vec<String> {
    if head != Head::Yes
        && let Some(list) = checklist::write(rows)
    {
        return vec![list];
    }
    if head != Head::Guess {
        return vec![one(rows, false, head)];
    }
    let mut out = Vec::new();
    let mut start = 0;
    let titles: Vec<usize> = (0..rows.len()).filter(|at| is_title(rows, *at)).collect();
    for at in titles.iter().copied().chain([rows.len()]) {
        if start < at {
            out.push(one(&rows[start..at], !titles.is_empty(), head));
        }
        if let Some(row) = rows.get(at) {
            out.push(inline::markdown(&row[0], Target::Block));
        }
        start = at + 1;
    }
    out
}

/// A row that is the title of the rows below it.
fn is_title(rows: &[Vec<String>], at: usize) -> bool {
    let row = &rows[at];
    let named = row[0].starts_with("Jadual ") || marker::parse(&row[0]).is_some_and(|(_, rest)| !rest.is_empty());
    row.len() > 2 && cells::filled(row) == 1 && named && rows.get(at + 1).is_some_and(|next| cells::filled(next) > 1)
}

fn one(rows: &[Vec<String>], split: bool, head: Head) -> String {
    let mut width = rows.iter().map(Vec::len).max().unwrap_or(1);
    if split {
        let empty = |column: usize| rows.iter().all(|row| row.get(column).is_none_or(String::is_empty));
        while width > 1 && empty(width - 1) {
            width -= 1;
        }
    }
    if width > WIDEST {
        let rows: Vec<String> = rows.iter().map(|row| row.join(" | ")).collect();
        return inline::markdown(&rows.join("\u{1}"), Target::Block);
    }
    let header = match head {
        Head::Guess => has_header(rows),
        Head::Yes => true,
        Head::No => false,
    };
    let mut out = String::new();
    let blank = Vec::new();
    let (head, body) = if header { (&rows[0], &rows[1..]) } else { (&blank, rows) };
    line(&mut out, head, width);
    out.push('\n');
    out.push('|');
    out.push_str(&" --- |".repeat(width));
    for row in body {
        out.push('\n');
        line(&mut out, row, width);
    }
    out
}

/// The first row names the columns unless it looks like the others.
fn has_header(rows: &[Vec<String>]) -> bool {
    let Some((first, rest)) = rows.split_first() else {
        return false;
    };
    let index = |row: &[String]| {
        row.first()
            .is_some_and(|cell| cell.trim_end_matches(['.', ')']).parse::<u32>().is_ok())
    };
    let labels =
        first.first().is_some_and(|cell| cell.ends_with(':')) || first.get(1).is_some_and(|cell| cell.starts_with(':'));
    !rest.is_empty()
        && !index(first)
        && !labels
        && cells::filled(first) > 1
        && first.iter().all(|cell| cell.len() <= 120)
}

fn line(out: &mut String, row: &[String], width: usize) {
    out.push('|');
    for column in 0..width {
        let text = row.get(column).map(|text| cell(text)).unwrap_or_default();
        out.push(' ');
        out.push_str(&text);
        out.push_str(if text.is_empty() { "|" } else { " |" });
    }
}

/// A cell's text; a list that runs on inside it gets a line for each item.
fn cell(text: &str) -> String {
    let text = inline::markdown(text, Target::Cell);
    let mut out: Vec<&str> = Vec::new();
    let mut last: Option<marker::Marker> = None;
    for word in text.split(' ') {
        let fresh = out.last().is_none_or(|word| *word == "<br>" || word.ends_with("<br>"));
        let spaced = format!("{word} ");
        if let Some((found, _)) = marker::parse(&spaced).filter(|_| word.len() < 8) {
            let follows = last.as_ref().is_some_and(|last| {
                last.frame == found.frame
                    && found.kinds().iter().any(|kind| {
                        last.value(*kind)
                            .zip(found.value(*kind))
                            .is_some_and(|(a, b)| b == a + 1)
                    })
            });
            if fresh || follows {
                if !fresh {
                    out.push("<br>");
                }
                last = Some(found);
            }
        }
        out.push(word);
    }
    out.join(" ").replace(" <br>", "<br>")
}
