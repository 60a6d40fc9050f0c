//! The distribution list: who holds which numbered copy.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{Block, Kind};
use super::contents;
use super::inline;
use super::notes::Notes;

/// One copy number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Copy {
    pub number: String,
    pub holder: Holder,
}

/// Who holds a copy number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holder {
    Post(String),
    /// A team, one copy for each member.
    Team {
        post: String,
        member: String,
        group: Option<String>,
    },
    Reserved,
}

/// The distribution list of the source.
#[derive(Debug, Default)]
pub(super) struct Distribution {
    pub copies: Vec<Copy>,
    /// Short and full names of teams.
    pub groups: Vec<(String, String)>,
}

/// Reads distribution lists, also one that runs over several pages.
pub(super) struct Reader<'a> {
    list: Distribution,
    seen: BTreeSet<String>,
    named: BTreeSet<String>,
    abbreviations: BTreeMap<&'a str, &'a str>,
    columns: Option<Columns>,
}

#[derive(Clone, Copy)]
struct Columns {
    number: usize,
    holder: usize,
}

/// The header row and where numbers and holders stand.
fn columns(rows: &[Vec<String>]) -> Option<(usize, Columns)> {
    rows.iter().take(3).enumerate().find_map(|(at, row)| {
        let find = |words: &[&str], skip: Option<usize>| {
            row.iter().enumerate().position(|(column, cell)| {
                let upper = inline::plain(cell).to_uppercase();
                Some(column) != skip && words.iter().any(|word| upper.contains(word))
            })
        };
        let number = find(&["SALINAN", "COPY", "NASKHAH"], None)?;
        let holder = find(
            &["PEMEGANG", "PENERIMA", "JAWATAN", "NAMA", "HOLDER", "AGENSI"],
            Some(number),
        )?;
        Some((at, Columns { number, holder }))
    })
}

impl<'a> Reader<'a> {
    pub(super) fn new(abbreviations: &'a [(String, String)]) -> Self {
        Self {
            list: Distribution::default(),
            seen: BTreeSet::new(),
            named: BTreeSet::new(),
            abbreviations: abbreviations
                .iter()
                .map(|(short, full)| (short.as_str(), full.as_str()))
                .collect(),
            columns: None,
        }
    }

    /// Reads the rows; what is not a row of the list comes back as text.
    pub(super) fn read(&mut self, blocks: Vec<Block>, notes: &mut Notes) -> Vec<Block> {
        let mut rest = Vec::new();
        for block in blocks {
            let Kind::Table(rows) = &block.kind else {
                rest.push(block);
                continue;
            };
            let header = columns(rows);
            let first = header.map_or(0, |(at, columns)| {
                self.columns = Some(columns);
                at + 1
            });
            let Some(columns) = self.columns else {
                rest.push(block);
                continue;
            };
            for row in &rows[first..] {
                if !self.row(row, columns, block.line, notes) {
                    rest.push(Block::text(block.line, row.join(" ").trim()));
                }
            }
        }
        rest
    }

    pub(super) fn finish(self, notes: &mut Notes) -> Distribution {
        let team = |copy: &Copy| matches!(copy.holder, Holder::Team { .. });
        if self.list.copies.iter().any(team) {
            notes.attention(
                "teams have one member each so far: name the members, 03-01, 03-02 and so on, in distribution/list.yaml",
            );
        }
        self.list
    }

    /// Takes a row; says no when it has to stay as text.
    fn row(&mut self, row: &[String], columns: Columns, line: usize, notes: &mut Notes) -> bool {
        let cell = |column: usize| row.get(column).map(|cell| inline::plain(cell)).unwrap_or_default();
        let (post, numbers) = (cell(columns.holder), numbers(&cell(columns.number)));
        if contents::column_heads(row) || row.iter().all(String::is_empty) {
            return true;
        }
        if numbers.is_empty() {
            notes.unplaced(
                "row of the distribution list without a copy number, kept as text",
                line,
                &post,
            );
            return false;
        }
        let mut placed = true;
        for number in numbers {
            if number == "00" || !self.seen.insert(number.clone()) {
                let message = "copy number that stands twice, or 00 which is the master copy; kept as text";
                notes.unplaced(message, line, &format!("{number} {post}"));
                placed = false;
                continue;
            }
            let holder = self.holder(&post);
            self.list.copies.push(Copy { number, holder });
        }
        placed
    }

    fn holder(&mut self, post: &str) -> Holder {
        let lower = post.to_lowercase();
        if post.chars().all(|c| !c.is_alphanumeric())
            || ["simpanan", "kosong", "tiada", "reserved"].contains(&lower.as_str())
        {
            return Holder::Reserved;
        }
        let each = [
            "setiap seorang",
            "setiap ahli",
            "seorang satu",
            "masing-masing",
            "one each",
        ]
        .iter()
        .filter_map(|words| lower.find(words))
        .min();
        let Some(at) = each.filter(|_| lower.len() == post.len()) else {
            return Holder::Post(post.to_owned());
        };
        let team = post[..at].trim().trim_end_matches([',', '(', '-']).trim();
        let group = team
            .split(|c: char| !c.is_alphanumeric())
            .find(|word| (2..=8).contains(&word.len()) && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()))
            .map(str::to_owned);
        if let Some(group) = &group
            && self.named.insert(group.clone())
        {
            let full = self.abbreviations.get(group.as_str()).copied().unwrap_or(team);
            self.list.groups.push((group.clone(), full.to_owned()));
        }
        Holder::Team {
            post: post.to_owned(),
            member: if team.is_empty() {
                post.to_owned()
            } else {
                team.to_owned()
            },
            group,
        }
    }
}

/// `07`, `Salinan 7`, or each number of `07 - 18`.
fn numbers(text: &str) -> Vec<String> {
    let figures: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty() && part.len() <= 4)
        .filter_map(|part| part.parse().ok())
        .collect();
    let range = ["-", "–", "hingga", "sehingga", "to"]
        .iter()
        .any(|word| text.contains(word));
    match figures.as_slice() {
        [from, to] if range && from < to && to - from < 1000 => (*from..=*to).map(two).collect(),
        [_, _, ..] if text.contains([',', '&']) => figures.iter().copied().map(two).collect(),
        [first, ..] => vec![two(*first)],
        [] => Vec::new(),
    }
}

fn two(n: u32) -> String {
    format!("{n:02}")
}
