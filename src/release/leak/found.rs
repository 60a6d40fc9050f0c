//! What the gate reports. Nothing here can hold sealed text.

use std::fmt;

/// The kind of sealed matter that was found, the more telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LeakKind {
    /// A title as a whole.
    Title,
    /// A person's name, or another phrase that was given to be taken whole.
    Name,
    /// A file or folder name, with or without its extension.
    FileName,
    /// An e-mail address.
    Email,
    /// A link target.
    Link,
    /// A number of seven digits or more.
    Number,
    /// Five words in sequence, or a whole shorter block.
    Phrase,
    /// Nothing was found, but part of the file cannot be read and so cannot be cleared.
    Unreadable,
}

impl LeakKind {
    /// A stable English key for messages and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            LeakKind::Title => "title",
            LeakKind::Name => "name",
            LeakKind::FileName => "file-name",
            LeakKind::Email => "email",
            LeakKind::Link => "link",
            LeakKind::Number => "number",
            LeakKind::Phrase => "phrase",
            LeakKind::Unreadable => "unreadable",
        }
    }

    /// The kind of a key, for what the gate remembers.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let all = [
            Self::Title,
            Self::Name,
            Self::FileName,
            Self::Email,
            Self::Link,
            Self::Number,
            Self::Phrase,
        ];
        all.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Sealed matter in a staged file: where, of which section and of what kind; never the matter itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Leak {
    /// Path of the staged file; parts of it that are sealed themselves are masked.
    pub file: String,
    /// The label of the sealed source; empty for [`LeakKind::Unreadable`].
    pub label: String,
    /// What was found.
    pub kind: LeakKind,
    /// Byte offset in the staged file: of the word, or of the encoded run that holds it. None for a file name.
    pub offset: Option<usize>,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(offset) = self.offset {
            write!(f, ": byte {offset}")?;
        }
        match self.kind {
            LeakKind::Unreadable => write!(f, ": packed data that the leak gate cannot read"),
            kind => write!(f, ": sealed {} of section {}", kind.as_str(), self.label),
        }
    }
}
