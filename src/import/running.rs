//! Running headers and footers, page numbers, marks.

use std::collections::BTreeMap;

use super::lines::Line;
use super::mark::{self, Mark};
use super::notes::Notes;
use super::number;

/// What the running headers said.
#[derive(Debug, Default)]
pub(super) struct Running {
    pub marks: Vec<Mark>,
    /// Running titles with how often each stood there.
    pub titles: BTreeMap<String, usize>,
    pub years: BTreeMap<i16, usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Blank,
    Mark(Mark),
    Page,
    BareNumber(u32),
    RunningTitle,
    Other,
}

/// Blanks the lines that belong to the page and not to the text, and leaves page breaks instead.
pub(super) fn strip<'t>(mut lines: Vec<Line<'t>>, notes: &mut Notes) -> (Vec<Line<'t>>, Running) {
    let mut roles: Vec<Role> = lines.iter().map(role).collect();
    running_titles(&lines, &mut roles);
    let numbers = page_numbers(&roles, &lines);
    let mut running = Running::default();
    for index in 0..lines.len() {
        match roles[index] {
            Role::Mark(mark) if stands_alone(&roles, &lines, index) => {
                running.marks.push(mark);
                notes.dropped("running header: classification mark", 1);
            }
            Role::Page => {
                read_page_line(lines[index].text, &mut running);
                notes.dropped("running header: Muka Surat line", 1);
            }
            Role::RunningTitle => {
                note_title(lines[index].text, &mut running);
                notes.dropped("running header: repeated title", 1);
            }
            Role::BareNumber(_) if numbers => notes.dropped("page number on a line of its own", 1),
            _ => continue,
        }
        lines[index].text = "";
        lines[index].page_break = true;
    }
    (lines, running)
}

/// Whether a line is a mark or a page line.
pub(super) fn is_header(text: &str) -> bool {
    let line = Line {
        number: 0,
        text,
        page_break: false,
        role: super::lines::Role::Text,
    };
    matches!(role(&line), Role::Mark(_) | Role::Page)
}

fn role(line: &Line<'_>) -> Role {
    let text = line.text.trim();
    if text.is_empty() {
        return Role::Blank;
    }
    if text.len() > 400 {
        return Role::Other;
    }
    let cells: Vec<&str> = cells(text).collect();
    if cells.len() <= 5 && cells.iter().any(|cell| page_cell(cell)) {
        return Role::Page;
    }
    if let Some(mark) = cells
        .iter()
        .copied()
        .map(mark::parse)
        .reduce(|a, b| if a == b { a } else { None })
        .flatten()
    {
        return Role::Mark(mark);
    }
    match text.trim_matches(|c| "-–— ".contains(c)).parse() {
        Ok(n) if text.len() <= 8 => Role::BareNumber(n),
        _ => Role::Other,
    }
}

fn cells(text: &str) -> impl Iterator<Item = &str> {
    text.split('\t')
        .flat_map(|cell| cell.split("   "))
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
}

/// `Muka Surat : iv`, `Halaman 3 daripada 9`, `Page 3 of 9`.
fn page_cell(cell: &str) -> bool {
    let lower = cell.trim_matches(|c| "*_".contains(c)).to_lowercase();
    ["muka surat", "halaman", "page"].iter().any(|label| {
        lower.strip_prefix(label).is_some_and(|rest| {
            let mut words = rest.trim_start_matches([':', ' ', '.', '|']).split_whitespace();
            let page = |word: &str| word.parse::<u32>().is_ok() || number::roman(word).is_some();
            let Some(first) = words.next() else {
                return false;
            };
            let first_is_page = first.split('/').all(page);
            let rest: Vec<&str> = words.collect();
            first_is_page
                && match rest.as_slice() {
                    [] => true,
                    [of, last] => ["daripada", "dari", "of", "/"].contains(of) && page(last),
                    _ => false,
                }
        })
    })
}

fn read_page_line(text: &str, running: &mut Running) {
    for cell in cells(text) {
        if page_cell(cell) {
        } else if let Some(mark) = mark::parse(cell) {
            running.marks.push(mark);
        } else if let Some(year) = super::dates::year(cell) {
            *running.years.entry(year).or_default() += 1;
        } else {
            note_title(cell, running);
        }
    }
}

fn note_title(text: &str, running: &mut Running) {
    let title = super::inline::plain(text.trim());
    if !title.is_empty() {
        *running.titles.entry(title).or_default() += 1;
    }
}

/// A mark counts when it stands by itself or with the rest of a running header.
fn stands_alone(roles: &[Role], lines: &[Line<'_>], index: usize) -> bool {
    let side = |other: Option<usize>| match other.and_then(|i| roles.get(i)) {
        None | Some(Role::Blank | Role::BareNumber(_)) => (true, false),
        Some(Role::Page | Role::Mark(_) | Role::RunningTitle) => (true, true),
        Some(Role::Other) => (false, false),
    };
    let (free_before, head_before) = side(index.checked_sub(1));
    let (free_after, head_after) = side(Some(index + 1));
    let at_break = lines[index].page_break || lines.get(index + 1).is_some_and(|l| l.page_break);
    (free_before && free_after) || head_before || head_after || at_break || (index < 40 && (free_before || free_after))
}

/// Short lines that stand with marks or page lines again and again.
fn running_titles(lines: &[Line<'_>], roles: &mut [Role]) {
    let mut seen: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut start = 0;
    while start < roles.len() {
        let length = roles[start..].iter().take_while(|role| **role != Role::Blank).count();
        let group = start..start + length;
        if (2..=4).contains(&length)
            && roles[group.clone()]
                .iter()
                .any(|role| matches!(role, Role::Page | Role::Mark(_)))
        {
            for index in group.filter(|index| roles[*index] == Role::Other) {
                seen.entry(lines[index].text.trim()).or_default().push(index);
            }
        }
        start += length.max(1);
    }
    for indices in seen.into_values().filter(|indices| indices.len() >= 3) {
        for index in indices {
            roles[index] = Role::RunningTitle;
        }
    }
}

/// Numbers alone between blank lines are page numbers when there are several and they only rise.
fn page_numbers(roles: &[Role], lines: &[Line<'_>]) -> bool {
    let mut last = 0;
    let mut count = 0;
    for (index, role) in roles.iter().enumerate() {
        if let Role::BareNumber(n) = role {
            let blank = |i: Option<usize>| {
                i.and_then(|i| roles.get(i))
                    .is_none_or(|role| matches!(role, Role::Blank | Role::Mark(_) | Role::Page))
            };
            let alone = blank(index.checked_sub(1)) && blank(Some(index + 1)) || lines[index].page_break;
            if !alone || *n <= last {
                return false;
            }
            last = *n;
            count += 1;
        }
    }
    count >= 3
}
