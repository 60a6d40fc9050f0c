//! What a gate knows, kept from one issue to the next: what was sealed then must not be open now without a decision.
//!
//! Hashes of short sequences can be guessed, so the memory is itself sealed matter: whoever keeps it encrypts it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    LeakGate,
    index::{Index, Row},
};

/// A gate in a form that can be written down. No `Debug`: see above.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct GateMemory {
    r#type: String,
    format: u32,
    labels: Vec<String>,
    rows: Vec<Row>,
    /// The mark of each label; none of what an older program wrote.
    #[serde(default)]
    marks: BTreeMap<String, String>,
}

const TYPE: &str = "terkawal-sealed";

impl LeakGate {
    /// What it knows.
    #[must_use]
    pub fn memory(&self) -> GateMemory {
        let (labels, rows) = self.index.rows();
        GateMemory {
            r#type: TYPE.to_owned(),
            format: 1,
            labels,
            rows,
            marks: BTreeMap::new(),
        }
    }
}

impl GateMemory {
    /// Ids of everything that was sealed.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(String::as_str)
    }

    /// The same with the mark that each label had.
    #[must_use]
    pub fn marked(mut self, marks: BTreeMap<String, String>) -> Self {
        self.marks = marks;
        self
    }

    /// The mark of each label, where it is known.
    pub fn marks(&self) -> &BTreeMap<String, String> {
        &self.marks
    }

    /// The gate again; `None` for what another version wrote.
    #[must_use]
    pub fn gate(self) -> Option<LeakGate> {
        if self.r#type != TYPE || self.format != 1 {
            return None;
        }
        let index = Index::of_rows(self.labels, self.rows)?;
        Some(LeakGate { index })
    }
}
