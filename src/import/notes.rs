//! What the importer tells the officer.

use std::collections::BTreeMap;

/// What came of an import.
#[derive(Debug, Clone)]
pub struct Report {
    /// Number of section files.
    pub sections: usize,
    /// The document's classification: the highest mark found, or the one given.
    pub classification: String,
    /// Title of the plan.
    pub title: String,
    /// Version, digits and dots.
    pub version: String,
    /// Copy numbers on the distribution list, reserved ones included.
    pub copies: usize,
    /// What was dropped, changed, or needs a look.
    pub notes: Vec<Note>,
}

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// Read into plan.yaml or list.yaml, with a count.
    Placed,
    /// Taken out by a fixed pattern, with a count.
    Dropped,
    /// Written differently from the source, with a count.
    Changed,
    /// The officer has to decide or fill in something.
    Attention,
    /// Could not be placed; the text is kept where it stood unless the message says otherwise.
    Unplaced,
}

/// One remark on the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// Says what happened; holds no text of the source.
    pub message: String,
    /// How often; 1 for single remarks.
    pub count: usize,
    /// Line of the source.
    pub line: Option<usize>,
    /// The beginning of the text concerned; show it on a terminal only.
    pub excerpt: Option<String>,
}

/// Collects notes while the stages run.
#[derive(Debug, Default)]
pub(super) struct Notes {
    counts: BTreeMap<(NoteKind, &'static str), usize>,
    single: Vec<Note>,
}

impl Notes {
    pub(super) fn placed(&mut self, what: &'static str, count: usize) {
        self.count(NoteKind::Placed, what, count);
    }

    pub(super) fn dropped(&mut self, pattern: &'static str, count: usize) {
        self.count(NoteKind::Dropped, pattern, count);
    }

    pub(super) fn changed(&mut self, what: &'static str, count: usize) {
        self.count(NoteKind::Changed, what, count);
    }

    fn count(&mut self, kind: NoteKind, what: &'static str, count: usize) {
        if count > 0 {
            *self.counts.entry((kind, what)).or_default() += count;
        }
    }

    pub(super) fn attention(&mut self, message: impl Into<String>) {
        self.push(NoteKind::Attention, message.into(), None, None);
    }

    pub(super) fn attention_at(&mut self, message: impl Into<String>, line: usize, text: &str) {
        self.push(NoteKind::Attention, message.into(), Some(line), Some(text));
    }

    pub(super) fn unplaced(&mut self, message: impl Into<String>, line: usize, text: &str) {
        self.push(NoteKind::Unplaced, message.into(), Some(line), Some(text));
    }

    fn push(&mut self, kind: NoteKind, message: String, line: Option<usize>, text: Option<&str>) {
        self.single.push(Note {
            kind,
            message,
            count: 1,
            line,
            excerpt: text.map(excerpt),
        });
    }

    /// Counted notes first, then single ones by line.
    pub(super) fn finish(mut self) -> Vec<Note> {
        self.single.sort_by_key(|note| (note.kind, note.line));
        let counted = self.counts.into_iter().map(|((kind, what), count)| Note {
            kind,
            message: what.to_owned(),
            count,
            line: None,
            excerpt: None,
        });
        counted.chain(self.single).collect()
    }
}

fn excerpt(text: &str) -> String {
    let flat: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(61)
        .collect();
    if flat.chars().count() > 60 {
        format!("{}…", flat.chars().take(60).collect::<String>())
    } else {
        flat
    }
}
