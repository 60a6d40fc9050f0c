//! The source's own contents list: taken out, its entries kept as a guide to the headings.

use std::collections::BTreeMap;

use super::cells;
use super::inline;
use super::lines::{Line, Role};
use super::notes::Notes;
use super::number::{self, Number};

const TITLES: [&str; 8] = [
    "KANDUNGAN",
    "KANDUNGAN DOKUMEN",
    "ISI KANDUNGAN",
    "SENARAI KANDUNGAN",
    "JADUAL KANDUNGAN",
    "DAFTAR ISI",
    "CONTENTS",
    "TABLE OF CONTENTS",
];

const COLUMNS: [&str; 9] = [
    "PERKARA",
    "MUKA SURAT",
    "HALAMAN",
    "TAJUK",
    "BIL",
    "BIL.",
    "PAGE",
    "M/S",
    "KANDUNGAN",
];

/// Titles that the contents list announced, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub titles: BTreeMap<String, String>,
    /// Annexes on the list: line, number and title.
    pub annexes: Vec<(usize, String, String)>,
}

/// Blanks the lines of contents lists.
pub(super) fn strip<'t>(lines: &[Line<'t>], notes: &mut Notes) -> (Vec<Line<'t>>, Contents) {
    let mut out = lines.to_vec();
    let mut contents = Contents::default();
    let last_seen = last_seen(lines);
    let mut inside = false;
    let mut dropped = 0;
    for (index, line) in lines.iter().enumerate() {
        let text = line.text.trim();
        if text.is_empty() {
            continue;
        }
        let link = line.role == Role::Entry || text.contains("](#_Toc");
        let listed = || is_columns(text) || is_entry(text, index, &last_seen);
        let entry = link || is_title(text) || (inside && line.role != Role::Heading && listed());
        inside = entry && (inside || !link);
        if entry {
            remember(line, &mut contents);
            out[index].text = "";
            dropped += 1;
        }
    }
    notes.dropped("the source's own contents list", dropped);
    (out, contents)
}

/// Where each number stands for the last time at the start of a line without a page number.
fn last_seen<'t>(lines: &[Line<'t>]) -> BTreeMap<&'t str, usize> {
    let mut seen = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        let text = line.text.trim();
        if without_page(text).is_none()
            && let Some(found) = number::candidate(text)
        {
            seen.insert(&text[..text.len() - found.rest.len()], index);
        }
    }
    seen
}

fn is_title(text: &str) -> bool {
    text.len() < 80 && {
        let first = text.split('\t').next().unwrap_or(text);
        let upper = inline::plain(first.trim_start_matches('#')).to_uppercase();
        let rest = text[first.len()..].trim();
        TITLES.contains(&upper.trim_end_matches(':').trim()) && (rest.is_empty() || is_columns(rest))
    }
}

fn is_columns(text: &str) -> bool {
    text.len() < 120
        && text
            .split('\t')
            .map(|cell| inline::plain(cell).to_uppercase())
            .all(|cell| cell.is_empty() || COLUMNS.contains(&cell.as_str()))
}

/// An entry ends with a page number, or its number comes again further down.
fn is_entry(text: &str, index: usize, last_seen: &BTreeMap<&str, usize>) -> bool {
    if without_page(text).is_some() {
        return true;
    }
    number::candidate(text).is_some_and(|found| {
        let key = &text[..text.len() - found.rest.len()];
        found.number == Number::Annex || last_seen.get(key).is_some_and(|last| *last > index)
    })
}

/// The entry without its page number, if it ends with one.
fn without_page(text: &str) -> Option<&str> {
    if text.len() > 400 {
        return None;
    }
    let page = text.rsplit(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let head = &text[..text.len() - page.len()];
    let page_like = page.len() <= 4 && (page.parse::<u32>().is_ok() || number::roman(page).is_some());
    let apart = head.ends_with('\t')
        || head.ends_with("  ")
        || head.trim_end().ends_with("...")
        || head.trim_end().ends_with('…');
    let entry = head.trim_end_matches(|c: char| c.is_whitespace() || c == '.' || c == '…');
    (page_like && apart && !entry.is_empty()).then_some(entry)
}

fn remember(line: &Line<'_>, contents: &mut Contents) {
    let text = line.text.trim();
    let entry = without_page(text).unwrap_or(text);
    let Some(found) = number::candidate(entry) else {
        return;
    };
    let title = inline::plain(found.rest);
    if found.number == Number::Annex {
        contents.annexes.push((line.number, found.shown, title));
    } else {
        contents.titles.entry(found.shown).or_insert(title);
    }
}

/// Whether a row is nothing but column heads of a list.
pub(super) fn column_heads(row: &[String]) -> bool {
    cells::filled(row) > 0 && is_columns(&row.join("\t"))
}
