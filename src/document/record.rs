//! `content/data/amendments.yaml`: what changed from version to version, as the plan secretary keeps it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;
use serde_yaml::Spanned;

use super::{
    Section,
    tree::{bad_mark, unknown_audience},
};
use crate::{
    diagnostic::{Diagnostic, Findings, Place, SourceText},
    plan::{Audience, Classification, DistributionList, Marking, Plan, yaml},
};

/// Path of the amendment record below the plan folder.
pub const RECORD: &str = "content/data/amendments.yaml";

/// A longer text of one amendment is no entry of a table any more.
const LONGEST_TEXT: usize = 2000;

/// How a section or block differs between two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Not there before.
    Added,
    /// Not there any more.
    Removed,
    /// In another place, or under another name.
    Moved,
    /// With another number.
    Renumbered,
    /// With other text.
    Changed,
}

impl Change {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Added, Self::Removed, Self::Moved, Self::Renumbered, Self::Changed];

    /// Its name in the record and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
            Self::Renumbered => "renumbered",
            Self::Changed => "changed",
        }
    }
}

/// The amendment record. No `Debug` and no `Serialize`: rows of sealed sections hold sealed text.
#[derive(Default)]
pub struct Record {
    /// Versions in the order of the file.
    pub versions: Vec<RecordedVersion>,
}

/// What a version changed.
pub struct RecordedVersion {
    /// Its number.
    pub version: String,
    /// Its date.
    pub date: Option<Date>,
    /// The version that it was compared with.
    pub against: Option<String>,
    /// SHA-256 of the content that was compared, when the program wrote it down.
    pub content: Option<String>,
    /// What changed.
    pub rows: Vec<RecordedRow>,
}

/// One change of a section or of a sealed block in it.
pub struct RecordedRow {
    /// The section, if there still is one with its path, as an index into the document's sections.
    pub section: Option<usize>,
    /// Path of the section below `content/`, as it was.
    pub path: String,
    /// The how-manieth sealed block of the section; `None` for the section itself.
    pub block: Option<u32>,
    /// Number of the section in that version.
    pub number: Option<String>,
    /// Number in the version before, when it was another.
    pub was: Option<String>,
    /// What happened.
    pub kinds: Vec<Change>,
    /// Who may read the row: whoever might read the section then, and may read it now if it is still theirs.
    pub marking: Marking,
    /// One line, with `[-deleted-]` and `{+inserted+}` words.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionFile {
    version: Spanned<String>,
    #[serde(default)]
    date: Option<Spanned<String>>,
    #[serde(default)]
    against: Option<String>,
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    amendments: Option<Vec<RowFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowFile {
    path: Spanned<String>,
    #[serde(default)]
    block: Option<u32>,
    #[serde(default)]
    number: Option<String>,
    #[serde(default)]
    was: Option<String>,
    kind: Spanned<String>,
    #[serde(default)]
    classification: Option<Spanned<String>>,
    /// Of each list one name must be a holder's.
    #[serde(default)]
    audience: Vec<Vec<Spanned<String>>>,
    #[serde(default)]
    text: Option<Spanned<String>>,
    /// What `diff --record` made of the row, so that it knows its own again.
    #[serde(default)]
    #[expect(dead_code, reason = "read from the lines by the stage that writes them")]
    auto: Option<String>,
}

/// What tells the rows of one version apart: path, block, and whether it is about something that is gone.
pub type RowKey = (String, Option<u32>, bool);

/// Every version of a record with the keys of its rows; `None` when it cannot be read.
pub fn row_keys(source: &SourceText) -> Option<Vec<(String, Vec<RowKey>)>> {
    let file = parse(source).ok()?;
    let keys = |row: &RowFile| {
        let is_removed = kinds(&row.kind.value).is_some_and(|kinds| kinds.contains(&Change::Removed));
        (row.path.value.trim().to_owned(), row.block, is_removed)
    };
    let versions = file.into_iter().map(|version| {
        let rows = version.amendments.unwrap_or_default();
        (version.version.value.trim().to_owned(), rows.iter().map(keys).collect())
    });
    Some(versions.collect())
}

fn parse(source: &SourceText) -> Result<Vec<VersionFile>, Diagnostic> {
    // Nothing but comments is an empty record.
    let is_empty = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if source.text().lines().all(is_empty) {
        return Ok(Vec::new());
    }
    yaml::parse(source, 0, source.text(), "E485").map_err(|diagnostic| {
        diagnostic.hint("`terkawal diff OLD --record` shows the form: a list of versions with their `amendments`")
    })
}

fn kinds(text: &str) -> Option<Vec<Change>> {
    let kind = |name: &str| Change::ALL.into_iter().find(|change| change.name() == name.trim());
    let kinds: Option<BTreeSet<Change>> = text.split(',').map(kind).collect();
    kinds.map(|kinds| kinds.into_iter().collect())
}

/// Reads the record of a document whose markings are known.
pub(super) fn read(
    source: &SourceText,
    plan: &Plan,
    list: &DistributionList,
    sections: &[Section],
    findings: &mut Findings,
) -> Record {
    let file = match parse(source) {
        Ok(file) => file,
        Err(diagnostic) => {
            findings.push(diagnostic);
            return Record::default();
        }
    };
    let path = |section: &Section| section.source.path().trim_start_matches("content/").to_owned();
    let mut reader = Reader {
        source,
        plan,
        list,
        sections,
        paths: sections
            .iter()
            .enumerate()
            .map(|(at, section)| (path(section), at))
            .collect(),
        findings,
    };
    let mut seen = BTreeSet::new();
    let mut versions = Vec::new();
    for version in file {
        let number = version.version.value.trim().to_owned();
        if number.is_empty() || number.len() > 40 {
            reader.fault(
                &version.version,
                "this is no version",
                "write its number, such as \"2.1\"",
            );
        } else if !seen.insert(number.clone()) {
            reader.fault(
                &version.version,
                "this version stands here twice",
                "put both lists together",
            );
        }
        versions.push(reader.version(number, version));
    }
    Record { versions }
}

struct Reader<'a> {
    source: &'a SourceText,
    plan: &'a Plan,
    list: &'a DistributionList,
    sections: &'a [Section],
    paths: BTreeMap<String, usize>,
    findings: &'a mut Findings,
}

impl Reader<'_> {
    fn place<T>(&self, value: &Spanned<T>) -> Place {
        yaml::place(self.source, 0, self.source.text(), value)
    }

    fn fault<T>(&mut self, value: &Spanned<T>, message: &str, hint: &str) {
        let place = self.place(value);
        self.findings
            .push(Diagnostic::error("E486", message).at(place).hint(hint));
    }

    fn version(&mut self, number: String, file: VersionFile) -> RecordedVersion {
        let date = file.date.and_then(|date| {
            let read = date.value.trim().parse().ok();
            if read.is_none() {
                self.fault(&date, "this is no date", "write year-month-day, such as 2026-11-01");
            }
            read
        });
        let is_present = number == self.plan.version;
        let rows = file.amendments.unwrap_or_default();
        RecordedVersion {
            version: number,
            date,
            against: file.against.map(|against| against.trim().to_owned()),
            content: file.content.map(|content| content.trim().to_owned()),
            rows: rows.into_iter().map(|row| self.row(row, is_present)).collect(),
        }
    }

    fn row(&mut self, row: RowFile, is_present: bool) -> RecordedRow {
        let path = row.path.value.trim().to_owned();
        let section = self.paths.get(&path).copied();
        let kinds = kinds(&row.kind.value).unwrap_or_else(|| {
            let hint = "use added, removed, moved, renumbered or changed; several with commas between them";
            self.fault(&row.kind, "unknown kind of amendment", hint);
            Vec::new()
        });
        let text = row.text.as_ref().map_or("", |text| &text.value);
        let text: Vec<&str> = text.split_whitespace().collect();
        let text = text.join(" ");
        if let Some(value) = &row.text
            && text.chars().count() > LONGEST_TEXT
        {
            let hint = format!("say it in fewer than {LONGEST_TEXT} characters");
            self.fault(value, "the text of this amendment is too long for a table", &hint);
        }
        RecordedRow {
            section,
            marking: self.marking(&row, section, is_present),
            path,
            block: row.block,
            number: row.number.map(|number| number.trim().to_owned()),
            was: row.was.map(|was| was.trim().to_owned()),
            kinds,
            text,
        }
    }

    /// As closed as the section was then, and as it is now. Forgetting a line never opens anything.
    fn marking(&mut self, row: &RowFile, section: Option<usize>, is_present: bool) -> Marking {
        let now = section.map(|section| self.sections[section].marking().clone());
        let then = row.classification.as_ref().and_then(|value| self.classification(value));
        if row.classification.is_none() {
            if now.is_none() {
                let hint = "write `classification: …` as it was; or correct the path, which begins below content/";
                self.fault(
                    &row.path,
                    "no section has this path, and nothing says how it was classified",
                    hint,
                );
            } else if row.block.is_some() {
                let hint = "write `classification: …` as it stands at the block";
                self.fault(&row.path, "nothing says how this block is classified", hint);
            }
        }
        let mut audience = Audience::default();
        for layer in &row.audience {
            for name in layer {
                // Groups of earlier versions may be gone; then nobody of them reads the row.
                let unknown = unknown_audience(self.list, &name.value).filter(|_| is_present && section.is_some());
                if let Some(unknown) = unknown {
                    let place = self.place(name);
                    self.findings.push(unknown.at(place));
                }
            }
            audience = audience.narrowed(layer.iter().map(|name| name.value.clone()).collect());
        }
        // What was taken from its readers is told to them, whoever reads what stands there now.
        let is_removed = kinds(&row.kind.value).is_some_and(|kinds| kinds.contains(&Change::Removed));
        let was_sealed = then.is_some_and(|then| !then.is_open());
        let now = now.filter(|_| !(is_removed && was_sealed));
        let highest = Classification::HIGHEST;
        let classification = match (then, &now) {
            (Some(then), Some(now)) => then.max(now.classification),
            (Some(only), None) => only,
            (None, Some(now)) if row.classification.is_none() && row.block.is_none() => now.classification,
            (None, _) => highest,
        };
        if classification.is_open() {
            if let Some(first) = row.audience.iter().flatten().next() {
                let hint = "everybody reads it; take `audience` away, or say how the section is classified";
                self.fault(first, "an open amendment has an audience", hint);
            }
            audience = Audience::default();
        } else if let Some(now) = &now {
            audience = audience.within(&now.audience);
        }
        Marking {
            classification,
            audience,
        }
    }

    fn classification(&mut self, value: &Spanned<String>) -> Option<Classification> {
        match self.plan.scheme.parse(&value.value) {
            Ok(classification) => Some(classification),
            Err(error) => {
                let place = self.place(value);
                self.findings.push(bad_mark(error, &self.plan.scheme).at(place));
                None
            }
        }
    }
}
