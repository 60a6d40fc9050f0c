//! The distribution list: who holds which numbered copy.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{Block, Head, Kind};
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
    One {
        post: Option<String>,
        name: Option<String>,
    },
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
    post: Option<usize>,
    name: Option<usize>,
    /// The row number, which says nothing about the copy.
    index: Option<usize>,
}

/// The header row and where numbers and holders stand.
fn columns(rows: &[Vec<String>]) -> Option<(usize, Columns)> {
    rows.iter().take(3).enumerate().find_map(|(at, row)| {
        let upper: Vec<String> = row.iter().map(|cell| inline::plain(cell).to_uppercase()).collect();
        let has = |column: &usize, words: &[&str]| words.iter().any(|word| upper[*column].contains(word));
        let all = || 0..upper.len();
        let number = all().find(|column| has(column, &["SALINAN", "COPY", "NASKHAH"]))?;
        let is_post = |column: &usize| has(column, &["JAWATAN", "AGENSI", "JABATAN", "PENERIMA", "POST"]);
        let is_name = |column: &usize| has(column, &["NAMA", "NAME"]) && !is_post(column);
        let others = || all().filter(|column| *column != number);
        let name = others().find(is_name);
        let post = others()
            .find(is_post)
            .or_else(|| others().find(|column| Some(*column) != name && has(column, &["PEMEGANG", "HOLDER"])));
        let index = others().find(|column| ["BIL", "BIL.", "NO", "NO."].contains(&upper[*column].as_str()));
        (name.is_some() || post.is_some()).then_some((
            at,
            Columns {
                number,
                post,
                name,
                index,
            },
        ))
    })
}

impl Columns {
    /// Whether a row has words in columns that list.yaml does not know.
    fn says_more(self, row: &[String]) -> bool {
        let known = [Some(self.number), self.post, self.name, self.index];
        row.iter()
            .enumerate()
            .any(|(column, cell)| !cell.is_empty() && !known.contains(&Some(column)))
    }
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
            let mut left = Vec::new();
            for row in &rows[first..] {
                let more = columns.says_more(row);
                if !self.row(row, columns, block.line, notes) {
                    left.push(row.clone());
                } else if more {
                    notes.changed(
                        "rows of the distribution list that say more than list.yaml holds, kept as a table",
                        1,
                    );
                    left.push(row.clone());
                }
            }
            if !left.is_empty() {
                let head = if first > 0 {
                    left.insert(0, rows[first - 1].clone());
                    Head::Yes
                } else {
                    Head::No
                };
                rest.push(Block {
                    kind: Kind::Table(left),
                    head,
                    ..block
                });
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
        let post = columns.post.map(cell).unwrap_or_default();
        let name = columns.name.map(cell).unwrap_or_default();
        let numbers = numbers(&cell(columns.number));
        if contents::column_heads(row) || row.iter().all(String::is_empty) {
            return true;
        }
        if numbers.is_empty() {
            notes.unplaced(
                "row of the distribution list without a copy number, kept as a table",
                line,
                &post,
            );
            return false;
        }
        let mut placed = true;
        for number in numbers {
            if number == "00" || !self.seen.insert(number.clone()) {
                let message = "copy number that stands twice, or 00 which is the master copy; kept as a table";
                notes.unplaced(message, line, &format!("{number} {post}"));
                placed = false;
                continue;
            }
            let holder = self.holder(&post, &name);
            notes.placed("copy numbers of the distribution list, in list.yaml", 1);
            self.list.copies.push(Copy { number, holder });
        }
        placed
    }

    fn holder(&mut self, post: &str, name: &str) -> Holder {
        let nobody = |text: &str| {
            text.chars().all(|c| !c.is_alphanumeric())
                || ["simpanan", "kosong", "tiada", "reserved"].contains(&text.to_lowercase().as_str())
        };
        if nobody(post) && nobody(name) {
            return Holder::Reserved;
        }
        let one = Holder::One {
            post: (!nobody(post)).then(|| post.to_owned()),
            name: (!nobody(name)).then(|| name.to_owned()),
        };
        let lower = post.to_lowercase();
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
            return one;
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
