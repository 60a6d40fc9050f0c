//! Reference documents and abbreviations of the front pages.

use std::collections::BTreeMap;

use super::blocks::{Block, Kind};
use super::contents;
use super::inline;
use super::notes::Notes;

/// One reference a line; a column head is not one.
pub(super) fn references(blocks: &[Block], notes: &mut Notes) -> Vec<String> {
    let mut out = Vec::new();
    for block in blocks {
        let lines: Vec<String> = match &block.kind {
            Kind::Table(rows) => rows
                .iter()
                .filter(|row| !contents::column_heads(row))
                .map(|row| {
                    let cells = row
                        .iter()
                        .map(|cell| inline::plain(cell))
                        .filter(|cell| !cell.is_empty());
                    cells.filter(|cell| !is_index(cell)).collect::<Vec<_>>().join(" ")
                })
                .collect(),
            _ => inline::plain_lines(&block.text),
        };
        for line in lines.into_iter().filter(|line| !line.is_empty()) {
            let upper = line.to_uppercase();
            if ["TAJUK DOKUMEN", "NAMA DOKUMEN", "TAJUK", "DOKUMEN"].contains(&upper.as_str()) {
                notes.dropped("column head of the reference list", 1);
            } else {
                out.push(line);
            }
        }
    }
    out
}

fn is_index(cell: &str) -> bool {
    cell.trim_end_matches('.').parse::<u32>().is_ok()
}

/// Those to whom a document goes: items, or short lines; what follows them stays text.
pub(super) fn circulation(blocks: Vec<Block>, out: &mut Vec<String>) -> Vec<Block> {
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.peek() {
        let lines = match &block.kind {
            Kind::Item(_) | Kind::Bullet | Kind::Entry(_) => vec![inline::plain(&block.text)],
            Kind::Text => inline::plain_lines(&block.text),
            _ => break,
        };
        let is_name = |line: &String| line.len() <= 120 && !line.ends_with(['.', ':', ',']);
        let is_item = block.kind != Kind::Text;
        if lines.iter().any(String::is_empty) || !is_item && !lines.iter().all(is_name) {
            break;
        }
        let bare = |line: String| {
            let line = line.trim_end_matches(" dan").trim_end_matches([';', '.', ' ']);
            line.to_owned()
        };
        out.extend(lines.into_iter().map(bare).filter(|line| !line.is_empty()));
        blocks.next();
    }
    blocks.collect()
}

/// Short and long form from table rows or from lines such as `SSO *Single Sign On*`.
pub(super) fn abbreviations(blocks: Vec<Block>, out: &mut Vec<(String, String)>) -> Vec<Block> {
    let mut rest = Vec::new();
    let mut places: BTreeMap<String, usize> = out
        .iter()
        .enumerate()
        .map(|(at, (short, _))| (short.clone(), at))
        .collect();
    for block in blocks {
        let pairs: Vec<Option<(String, String)>> = match &block.kind {
            Kind::Table(rows) => rows.iter().map(|row| from_row(row)).collect(),
            _ => inline::plain_lines(&block.text)
                .iter()
                .map(|line| from_line(line))
                .collect(),
        };
        if pairs.iter().any(Option::is_none) {
            rest.push(block);
            continue;
        }
        for (short, long) in pairs.into_iter().flatten() {
            match places.get(&short) {
                Some(at) if out[*at].1 == long => {}
                Some(at) => {
                    out[*at].1.push_str("; ");
                    out[*at].1.push_str(&long);
                }
                None => {
                    places.insert(short.clone(), out.len());
                    out.push((short, long));
                }
            }
        }
    }
    rest
}

fn from_row(row: &[String]) -> Option<(String, String)> {
    let cells: Vec<String> = row
        .iter()
        .map(|cell| inline::plain(cell))
        .filter(|cell| !cell.is_empty() && !is_index(cell) && cell != ":")
        .collect();
    match cells.as_slice() {
        [short, long @ ..] if !long.is_empty() => Some((
            short.clone(),
            long.join(" ").trim_start_matches([':', '-', ' ']).to_owned(),
        )),
        _ => None,
    }
}

fn from_line(line: &str) -> Option<(String, String)> {
    let (short, long) = line
        .split_once(" : ")
        .or_else(|| line.split_once(" - "))
        .or_else(|| line.split_once(" – "))
        .or_else(|| line.split_once(' '))?;
    let capital = short.chars().filter(|c| c.is_uppercase()).count() >= 2 || line.contains(" : ");
    let fits = capital && short.chars().count() <= 24 && !long.trim().is_empty() && !long.trim().ends_with('.');
    fits.then(|| (short.trim().to_owned(), long.trim().to_owned()))
}
