//! `content/data/amendments.yaml` written: rows that nobody touched are made anew, everything else stays to the byte.
//!
//! The file is taken apart by its lines, in the layout in which it is written here. A file in another layout is left alone.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::json;

use super::{Amendment, text::line};
use crate::{
    diagnostic::SourceText,
    digest,
    document::{Change, RECORD, RowKey, row_keys},
    plan::Scheme,
    theme::Catalogue,
};

/// The version whose rows are written.
pub struct Header<'a> {
    /// Its number.
    pub version: &'a str,
    /// Its date.
    pub date: Date,
    /// What it was compared with.
    pub against: &'a str,
    /// SHA-256 of the content that was compared.
    pub content: &'a str,
}

/// The new file.
pub struct Merged {
    /// Its text.
    pub text: String,
    /// Rows that were made from the comparison.
    pub made: usize,
    /// Rows of this version that somebody wrote or edited, and that stay.
    pub kept: usize,
}

/// The file is not laid out as it is written here, so that nothing in it may be replaced.
#[derive(Debug)]
pub struct Layout;

/// Puts the amendments of a version into the record.
///
/// # Errors
/// A file in another layout.
pub fn merge(
    existing: &str,
    header: &Header<'_>,
    amendments: &[Amendment<'_>],
    scheme: &Scheme,
    catalogue: &Catalogue,
) -> Result<Merged, Layout> {
    let mut file = Split::of(existing)?;
    let keys = keys(existing)?;
    let mut own = keys
        .iter()
        .enumerate()
        .filter(|(_, (version, _))| version == header.version);
    let at = own.next().map(|(at, _)| at);
    if own.next().is_some() {
        // Which of the two is meant nobody knows.
        return Err(Layout);
    }
    let mut entry = match at {
        Some(at) => file.versions.remove(at),
        None => Entry::default(),
    };
    let known = at.map_or(&[][..], |at| &keys[at].1);
    let mut kept: Vec<(RowKey, String)> = known.iter().cloned().zip(std::mem::take(&mut entry.rows)).collect();
    kept.retain(|(_, row)| !is_untouched(row));
    let taken: BTreeSet<&RowKey> = kept.iter().map(|(key, _)| key).collect();
    let made: Vec<(RowKey, String)> = amendments
        .iter()
        .map(|amendment| (key(amendment), row(amendment, scheme, catalogue)))
        .filter(|(key, _)| !taken.contains(key))
        .collect();
    let (made_count, kept_count) = (made.len(), kept.len());
    let mut rows = made;
    rows.extend(kept);
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    if is_own_header(&entry.head) {
        entry.head = head(header, rows.is_empty());
    }
    entry.rows = rows.iter().map(|(_, row)| row.clone()).collect();
    if file.head.is_empty() && existing.is_empty() {
        file.head = format!("# {}\n", catalogue.word("amendments-file"));
    }
    file.versions.insert(at.unwrap_or(file.versions.len()), entry);
    let text = file.text();
    // Read again, every row must be where it belongs.
    let mut expected = keys.clone();
    let own = (
        header.version.to_owned(),
        rows.into_iter().map(|(key, _)| key).collect(),
    );
    match at {
        Some(at) => expected[at] = own,
        None => expected.push(own),
    }
    if self::keys(&text)? != expected {
        return Err(Layout);
    }
    Ok(Merged {
        text,
        made: made_count,
        kept: kept_count,
    })
}

fn keys(text: &str) -> Result<Vec<(String, Vec<RowKey>)>, Layout> {
    row_keys(&SourceText::new(RECORD, text, true)).ok_or(Layout)
}

fn key(amendment: &Amendment<'_>) -> RowKey {
    let passage = amendment.passage();
    (
        passage.path.clone(),
        passage.block,
        amendment.kinds.contains(&Change::Removed),
    )
}

/// A file by its lines: what stands before the versions, and each version.
#[derive(Default)]
struct Split {
    head: String,
    versions: Vec<Entry>,
}

#[derive(Default)]
struct Entry {
    head: String,
    rows: Vec<String>,
}

impl Split {
    fn of(text: &str) -> Result<Self, Layout> {
        let mut split = Self::default();
        for line in text.split_inclusive('\n') {
            if line.starts_with("- ") {
                split.versions.push(Entry {
                    head: line.to_owned(),
                    rows: Vec::new(),
                });
                continue;
            }
            match split.versions.last_mut() {
                None => split.head.push_str(line),
                Some(version) if line.starts_with("  - ") => version.rows.push(line.to_owned()),
                Some(version) => version.rows.last_mut().unwrap_or(&mut version.head).push_str(line),
            }
        }
        let found: Vec<usize> = split.versions.iter().map(|version| version.rows.len()).collect();
        let read: Vec<usize> = keys(text)?.iter().map(|(_, rows)| rows.len()).collect();
        if found == read { Ok(split) } else { Err(Layout) }
    }

    fn text(&self) -> String {
        let mut text = self.head.clone();
        for version in &self.versions {
            for part in std::iter::once(&version.head).chain(&version.rows) {
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push('\n');
                }
                text.push_str(part);
            }
        }
        text
    }
}

fn quoted(text: &str) -> String {
    // A JSON string is a YAML one.
    json!(text).to_string()
}

fn head(header: &Header<'_>, is_empty: bool) -> String {
    let (version, against, content) = (quoted(header.version), quoted(header.against), quoted(header.content));
    let rows = if is_empty { " []" } else { "" };
    format!(
        "- version: {version}\n  date: {}\n  against: {against}\n  content: {content}\n  amendments:{rows}\n",
        header.date
    )
}

/// Whether the lines before the rows are as they are written here, or none.
fn is_own_header(head: &str) -> bool {
    let keys = ["- version: \"", "  date: ", "  against: \"", "  amendments:"];
    // Records of before have no line about the content.
    let lines: Vec<&str> = head.lines().filter(|line| !line.starts_with("  content: \"")).collect();
    let is_plain = |(line, key): (&&str, &str)| line.starts_with(key) && !line.contains('#');
    lines.is_empty() || lines.len() == keys.len() && lines.iter().zip(keys).all(is_plain)
}

/// The lines of one row, and at their end what they were when they were made.
fn row(amendment: &Amendment<'_>, scheme: &Scheme, catalogue: &Catalogue) -> String {
    let passage = amendment.passage();
    let kinds: Vec<&str> = amendment.kinds.iter().map(|kind| kind.name()).collect();
    let mut lines = format!("  - path: {}\n", quoted(&passage.path));
    let mut add = |key: &str, value: &str| lines.push_str(&format!("    {key}: {value}\n"));
    if let Some(block) = passage.block {
        add("block", &block.to_string());
    }
    if let Some(number) = &passage.number {
        add("number", &quoted(number));
    }
    if let Some(was) = amendment.old_number() {
        add("was", &quoted(was));
    }
    add("kind", &quoted(&kinds.join(", ")));
    add("classification", &quoted(scheme.mark(passage.marking.classification)));
    let layers = passage.marking.audience.layers();
    if !layers.is_empty() {
        add("audience", &json!(layers).to_string());
    }
    add("text", &quoted(&line(amendment, catalogue)));
    let sum = sum(&lines);
    lines + &format!("    auto: {}\n", quoted(&sum))
}

fn sum(lines: &str) -> String {
    let lines: Vec<&str> = lines.lines().map(str::trim_end).collect();
    digest::hex(lines.join("\n").as_bytes())[..16].to_owned()
}

/// Whether the lines are exactly those that were made.
fn is_untouched(row: &str) -> bool {
    let Some(at) = row.rfind("    auto: \"") else {
        return false;
    };
    let (lines, auto) = row.split_at(at);
    auto.trim_end() == format!("    auto: {}", quoted(&sum(lines))).trim_end()
}
