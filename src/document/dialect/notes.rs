//! Notes: `::: nota` to `:::`, and GitHub's `> [!NOTE]`.

use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;

use crate::plan::Language;

/// What a note says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// nota
    Note,
    /// petua
    Tip,
    /// penting
    Important,
    /// amaran
    Warning,
    /// awas
    Caution,
}

/// Names of notes in the languages of plans.
const NAMES: [(&str, NoteKind); 14] = [
    ("nota", NoteKind::Note),
    ("catatan", NoteKind::Note),
    ("note", NoteKind::Note),
    ("petua", NoteKind::Tip),
    ("kiat", NoteKind::Tip),
    ("tip", NoteKind::Tip),
    ("penting", NoteKind::Important),
    ("important", NoteKind::Important),
    ("amaran", NoteKind::Warning),
    ("peringatan", NoteKind::Warning),
    ("warning", NoteKind::Warning),
    ("awas", NoteKind::Caution),
    ("bahaya", NoteKind::Caution),
    ("caution", NoteKind::Caution),
];

impl NoteKind {
    /// The kind that a fence names.
    pub fn named(name: &str) -> Option<Self> {
        let found = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, kind)| *kind)
    }

    /// The names in one language, for hints.
    pub fn names(language: Language) -> &'static str {
        match language {
            Language::Ms => "nota, petua, penting, amaran or awas",
            Language::Id => "catatan, kiat, penting, peringatan or bahaya",
            Language::En => "note, tip, important, warning or caution",
        }
    }

    /// Class of the note and end of its key in the catalogue.
    pub fn id(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}

impl From<BlockQuoteKind> for NoteKind {
    fn from(kind: BlockQuoteKind) -> Self {
        match kind {
            BlockQuoteKind::Note => Self::Note,
            BlockQuoteKind::Tip => Self::Tip,
            BlockQuoteKind::Important => Self::Important,
            BlockQuoteKind::Warning => Self::Warning,
            BlockQuoteKind::Caution => Self::Caution,
        }
    }
}

/// A note between fences. It seals nothing.
#[derive(Clone)]
pub struct Note {
    /// What it says about itself.
    pub kind: NoteKind,
    /// Its own heading.
    pub title: Option<String>,
    /// The line that opens it, bytes of the file.
    pub opener: Range<usize>,
    /// The line that closes it.
    pub closer: Range<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_name_every_kind_of_note() {
        for language in [Language::Ms, Language::Id, Language::En] {
            let names = NoteKind::names(language).replace(" or ", ", ");
            let kinds: Vec<_> = names
                .split(", ")
                .map(|name| NoteKind::named(name).expect("a note").id())
                .collect();
            assert_eq!(kinds, ["note", "tip", "important", "warning", "caution"]);
        }
    }
}
