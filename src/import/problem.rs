//! Why a text cannot become a plan.

use std::fmt;

/// Why a text cannot become a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The file holds no text.
    Empty,
    /// More headings than a document has.
    TooMany,
    /// No numbered or marked heading was found.
    NotAPlan,
    /// The document's own mark may not be published by this system.
    TooHigh(String),
    /// The text carries no mark and none was given.
    NoClassification,
}

impl Problem {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "convert the document to text first, for example with pandoc -t gfm",
            Self::TooMany => "divide the document, and import its parts into plans of their own",
            Self::NotAPlan => {
                "headings look like `1.0 PENGENALAN`, `1.1 Tujuan`, `BAB 1: PENGENALAN` or `# Pengenalan`"
            }
            Self::TooHigh(_) => "such a document stays outside this system",
            Self::NoClassification => {
                "give the classification that its owner decided: --classification TERBUKA, TERHAD or SULIT"
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the file holds no text"),
            Self::TooMany => f.write_str("the document has more than 5000 headings"),
            Self::NotAPlan => f.write_str("no headings found, so this does not look like a plan"),
            Self::TooHigh(mark) => {
                write!(f, "the document is marked {mark} and may not be published here")
            }
            Self::NoClassification => f.write_str("the document carries no classification mark"),
        }
    }
}

impl std::error::Error for Problem {}
