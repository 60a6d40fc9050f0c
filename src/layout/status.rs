//! What pages of a version say about its status.

/// Draft, in force, or no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Draft,
    InForce,
    Superseded,
}

impl Status {
    /// Its words in the catalogue.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Draft => "status-draft",
            Self::InForce => "status-in-force",
            Self::Superseded => "status-superseded-short",
        }
    }

    /// What `versions.json` calls it.
    pub(super) fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Draft => &["draft"],
            Self::InForce => &["latest"],
            Self::Superseded => &[],
        }
    }

    /// The stylesheet that switches the words on in the version's pages; kept apart so that signed pages are never rewritten.
    pub(super) fn style(self) -> &'static str {
        match self {
            // A draft says so in a notice of its own.
            Self::Draft => ".status-unknown { display: none; }\n",
            Self::InForce => ".status-unknown { display: none; }\n.status-in-force { display: inline; }\n",
            Self::Superseded => ".status-unknown { display: none; }\n.status-superseded { display: block; }\n",
        }
    }
}
