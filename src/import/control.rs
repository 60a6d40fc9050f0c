//! The control block: reference, version, dates, who prepared, reviewed and approved.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::blocks::{Block, Head, Kind};
use super::cells;
use super::dates;
use super::inline;
use super::mark;
use super::notes::Notes;

/// Someone who answers for the document.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Signatory {
    pub name: Option<String>,
    pub post: Option<String>,
    pub date: Option<Date>,
}

/// What the control block says.
#[derive(Debug, Default)]
pub(super) struct Control {
    pub reference: Option<String>,
    pub version: String,
    pub date: Option<Date>,
    pub prepared: Signatory,
    pub reviewed: Signatory,
    pub approved: Signatory,
    /// Rows with no place in plan.yaml.
    pub rest: Vec<Block>,
}

#[derive(Clone, Copy)]
enum Group {
    Document,
    Prepared,
    Reviewed,
    Approved,
}

enum Taken {
    Yes,
    Empty,
    No,
}

impl Control {
    /// Reads the rows of a control block; a document can have more than one.
    pub(super) fn read(&mut self, blocks: Vec<Block>, notes: &mut Notes) {
        let mut group = Group::Document;
        for block in blocks {
            let rest = match &block.kind {
                Kind::Table(rows) => match grid(rows) {
                    Some(grid) => self.grid(rows, &grid, notes),
                    None => self.pairs(&mut group, rows.iter().map(|row| pair(row)), notes),
                },
                _ => {
                    let lines = inline::plain_lines(&block.text);
                    self.pairs(&mut group, lines.iter().map(|line| colon(line)), notes)
                }
            };
            if rest.is_empty() {
                continue;
            }
            let left = rest.len() - usize::from(block.head == Head::Yes && rest.len() > 1);
            notes.changed(
                "lines of the control block with no place in plan.yaml, kept as a table",
                left,
            );
            let head = if matches!(&block.kind, Kind::Table(rows) if rows.first() == rest.first()) {
                Head::Yes
            } else {
                Head::No
            };
            self.rest.push(Block {
                kind: Kind::Table(rest),
                text: String::new(),
                head,
                ..block
            });
        }
    }

    /// Reads labels with their values and gives back what has no place.
    fn pairs(
        &mut self,
        group: &mut Group,
        pairs: impl Iterator<Item = (String, String)>,
        notes: &mut Notes,
    ) -> Vec<Vec<String>> {
        let mut rest = Vec::new();
        for (label, value) in pairs {
            if !self.take(group, &label, &value, notes) {
                rest.push(vec![label, value]);
            }
        }
        rest
    }

    fn take(&mut self, group: &mut Group, label: &str, value: &str, notes: &mut Notes) -> bool {
        match self.row(group, label, value) {
            Taken::Yes => notes.placed(
                "lines of the control block, in plan.yaml",
                usize::from(!value.is_empty()),
            ),
            Taken::Empty => notes.dropped("empty line of the control block, such as a signature", 1),
            Taken::No => return false,
        }
        true
    }

    /// Reads a table whose columns or rows are people; a row that does not fit comes back with the head above it.
    fn grid(&mut self, rows: &[Vec<String>], grid: &Grid, notes: &mut Notes) -> Vec<Vec<String>> {
        let mut rest: Vec<Vec<String>> = Vec::new();
        for row in &rows[grid.head + 1..] {
            let text = |column: usize| row.get(column).map(|cell| inline::plain(cell)).unwrap_or_default();
            let left: Vec<String> = (0..row.len())
                .map(|column| {
                    let (cell, shown) = (text(column), &row[column]);
                    let (label, mut group) = match (grid.by_row, grid.groups.get(&column)) {
                        (false, Some(group)) if grid.labels => (text(0), *group),
                        (false, Some(group)) => {
                            let lines = inline::plain_lines(shown);
                            let pairs = lines.iter().map(|line| colon(line));
                            let rest = self.pairs(&mut group.clone(), pairs, notes);
                            let rest: Vec<String> = rest.into_iter().map(|pair| pair.join(": ")).collect();
                            return rest.join("<br>");
                        }
                        (true, _) => match (head_of(&text(grid.who)), grid.heads.get(&column)) {
                            (Some(group), Some(label)) if column != grid.who => (label.clone(), group),
                            _ => return shown.clone(),
                        },
                        (false, None) => return shown.clone(),
                    };
                    let plain = cell.trim_start_matches([':', ' ']);
                    if plain.is_empty() || self.take(&mut group, &label, plain, notes) {
                        String::new()
                    } else {
                        shown.clone()
                    }
                })
                .collect();
            let says = |(column, cell): (usize, &String)| {
                let label = if grid.by_row {
                    column == grid.who
                } else {
                    grid.labels && column == 0
                };
                !label && !cell.is_empty() && cell.trim_end_matches('.').parse::<u32>().is_err()
            };
            if left.iter().enumerate().any(says) {
                if rest.is_empty() {
                    rest.push(rows[grid.head].clone());
                }
                rest.push(left);
            } else if row.iter().skip(1).all(String::is_empty) && cells::filled(row) > 0 {
                notes.dropped("empty line of the control block, such as a signature", 1);
            }
        }
        if rest.is_empty() {
            return rest;
        }
        rows[..grid.head].iter().cloned().chain(rest).collect()
    }

    fn signatory(&mut self, group: Group) -> Option<&mut Signatory> {
        match group {
            Group::Document => None,
            Group::Prepared => Some(&mut self.prepared),
            Group::Reviewed => Some(&mut self.reviewed),
            Group::Approved => Some(&mut self.approved),
        }
    }

    fn row(&mut self, group: &mut Group, label: &str, value: &str) -> Taken {
        let lower = label.to_lowercase();
        let is = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
        if label.is_empty() && value.is_empty() {
            return Taken::Yes;
        }
        if let Some(next) = head_of(label).filter(|next| value.is_empty() || !matches!(next, Group::Document)) {
            *group = next;
            return match self.signatory(next).filter(|_| !value.is_empty()) {
                Some(signatory) => fill(&mut signatory.name, value.to_owned()),
                None => Taken::Yes,
            };
        }
        if value.is_empty() && is(&["tandatangan", "tanda tangan", "nama", "jawatan", "tarikh", "cop"]) {
            return Taken::Empty;
        }
        if is(&["no.rujukan", "no. rujukan", "no rujukan", "rujukan", "nombor rujukan"]) {
            return fill(&mut self.reference, value.to_owned());
        }
        if is(&["versi", "no. versi", "version", "keluaran"]) && !version(value).is_empty() && self.version.is_empty() {
            self.version = version(value);
            return Taken::Yes;
        }
        if is(&["pengelasan", "klasifikasi"]) && mark::parse(value).is_some() {
            return Taken::Yes;
        }
        if is(&["tarikh", "date"]) {
            let slot = match group {
                Group::Document => &mut self.date,
                Group::Prepared => &mut self.prepared.date,
                Group::Reviewed => &mut self.reviewed.date,
                Group::Approved => &mut self.approved.date,
            };
            return match dates::find(value) {
                Some(date) => fill(slot, date),
                None => Taken::No,
            };
        }
        let Some(signatory) = self.signatory(*group) else {
            return Taken::No;
        };
        if is(&["nama", "name"]) {
            fill(&mut signatory.name, value.to_owned())
        } else if is(&["jawatan", "post", "position"]) {
            fill(&mut signatory.post, value.to_owned())
        } else {
            Taken::No
        }
    }
}

/// A control block with a column, or a row, for each person.
struct Grid {
    /// The row that names the columns.
    head: usize,
    /// The first column names what stands in the row.
    labels: bool,
    /// People by column.
    groups: BTreeMap<usize, Group>,
    /// A row for each person, who stands in column `who`; the head says what the other columns are.
    by_row: bool,
    who: usize,
    heads: BTreeMap<usize, String>,
}

/// Finds people in the head, or in a column below a head of names, posts and dates.
fn grid(rows: &[Vec<String>]) -> Option<Grid> {
    for (head, row) in rows.iter().enumerate().take(3) {
        let cells: Vec<String> = row.iter().map(|cell| inline::plain(cell)).collect();
        let groups: BTreeMap<usize, Group> = cells
            .iter()
            .enumerate()
            .filter_map(|(column, cell)| Some((column, head_of(cell).filter(|g| !matches!(g, Group::Document))?)))
            .collect();
        let labels = !groups.contains_key(&0);
        if groups.len() > 1 {
            return Some(Grid {
                head,
                labels,
                groups,
                by_row: false,
                who: 0,
                heads: BTreeMap::new(),
            });
        }
        let named = [
            "nama",
            "name",
            "jawatan",
            "post",
            "tarikh",
            "date",
            "tandatangan",
            "tanda tangan",
        ];
        let heads: BTreeMap<usize, String> = cells
            .into_iter()
            .enumerate()
            .filter(|(_, cell)| named.iter().any(|word| cell.to_lowercase().starts_with(word)))
            .collect();
        let who = (0..row.len()).find(|column| {
            !heads.contains_key(column)
                && rows[head + 1..].iter().any(|row| {
                    row.get(*column)
                        .is_some_and(|cell| head_of(&inline::plain(cell)).is_some())
                })
        });
        if let Some(who) = who.filter(|_| heads.len() > 1) {
            return Some(Grid {
                head,
                labels,
                groups,
                by_row: true,
                who,
                heads,
            });
        }
    }
    None
}

/// Whose part of the control block a label opens.
fn head_of(label: &str) -> Option<Group> {
    let lower = label.to_lowercase();
    let heads = [
        (Group::Prepared, ["disediakan", "penyedia", "prepared"]),
        (Group::Reviewed, ["disemak", "penyemak", "reviewed"]),
        (Group::Approved, ["diluluskan", "disahkan", "approved"]),
        (
            Group::Document,
            ["versi dokumen", "maklumat dokumen", "butiran dokumen"],
        ),
    ];
    heads
        .into_iter()
        .find(|(_, words)| words.iter().any(|word| lower.starts_with(word)))
        .map(|(group, _)| group)
}

fn fill<T>(slot: &mut Option<T>, value: T) -> Taken {
    if slot.is_some() {
        return Taken::No;
    }
    *slot = Some(value);
    Taken::Yes
}

/// The digits and dots of `Versi 2.0`.
pub(super) fn version(text: &str) -> String {
    let Some(start) = text.find(|c: char| c.is_ascii_digit()) else {
        return String::new();
    };
    let digits: String = text[start..]
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .take(16)
        .collect();
    let version = digits.trim_matches('.');
    let is_plain = version.split('.').all(|part| (1..=9).contains(&part.len()));
    if is_plain { version.to_owned() } else { String::new() }
}

fn pair(row: &[String]) -> (String, String) {
    let label = row.first().map(|cell| inline::plain(cell)).unwrap_or_default();
    let value: Vec<String> = row
        .iter()
        .skip(1)
        .map(|cell| inline::plain(cell))
        .filter(|cell| !cell.is_empty())
        .collect();
    tidy(&label, &value.join(" "))
}

fn colon(line: &str) -> (String, String) {
    match line.split_once(':') {
        Some((label, value)) => tidy(label, value),
        None => tidy(line, ""),
    }
}

fn tidy(label: &str, value: &str) -> (String, String) {
    let ends = |c: char| c == ':' || c.is_whitespace();
    (
        label.trim_matches(ends).to_owned(),
        value.trim_start_matches(ends).trim_end().to_owned(),
    )
}
