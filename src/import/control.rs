//! The control block: reference, version, dates, who prepared, reviewed and approved.

use jiff::civil::Date;

use super::blocks::{Block, Kind};
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
            let rows: Vec<(String, String)> = match &block.kind {
                Kind::Table(rows) => rows.iter().map(|row| pair(row)).collect(),
                _ => inline::plain_lines(&block.text)
                    .iter()
                    .map(|line| colon(line))
                    .collect(),
            };
            let mut rest = Vec::new();
            for (label, value) in rows {
                match self.row(&mut group, &label, &value) {
                    Taken::Yes => {}
                    Taken::Empty => notes.dropped("empty line of the control block, such as a signature", 1),
                    Taken::No => rest.push(vec![label, value]),
                }
            }
            if !rest.is_empty() {
                self.rest.push(Block {
                    kind: Kind::Table(rest),
                    text: String::new(),
                    ..block
                });
            }
        }
    }

    fn row(&mut self, group: &mut Group, label: &str, value: &str) -> Taken {
        let lower = label.to_lowercase();
        let is = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
        if label.is_empty() && value.is_empty() {
            return Taken::Yes;
        }
        let heads = [
            (Group::Prepared, ["disediakan", "penyedia", "prepared"]),
            (Group::Reviewed, ["disemak", "penyemak", "reviewed"]),
            (Group::Approved, ["diluluskan", "disahkan", "approved"]),
            (
                Group::Document,
                ["versi dokumen", "maklumat dokumen", "butiran dokumen"],
            ),
        ];
        if value.is_empty()
            && let Some((next, _)) = heads.iter().find(|(_, words)| is(words))
        {
            *group = *next;
            return Taken::Yes;
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
        let signatory = match group {
            Group::Document => None,
            Group::Prepared => Some(&mut self.prepared),
            Group::Reviewed => Some(&mut self.reviewed),
            Group::Approved => Some(&mut self.approved),
        };
        if is(&["tarikh", "date"]) {
            let slot = signatory.map_or(&mut self.date, |signatory| &mut signatory.date);
            return match dates::find(value) {
                Some(date) => fill(slot, date),
                None => Taken::No,
            };
        }
        let Some(signatory) = signatory else {
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
    digits.trim_matches('.').to_owned()
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
