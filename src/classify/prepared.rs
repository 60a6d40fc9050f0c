//! What the stages up to the split have made.

use super::Partition;
use crate::{
    diagnostic::Diagnostic,
    document::Document,
    plan::{DistributionList, Plan},
    theme::Theme,
};

/// A plan without errors, split and ready to be laid out.
pub struct Prepared {
    /// plan.yaml
    pub plan: Plan,
    /// The distribution list.
    pub list: DistributionList,
    /// Templates and words.
    pub theme: Theme,
    /// All sections.
    pub document: Document,
    /// The document in its open and its sealed part.
    pub partition: Partition,
    /// What is not in order and does not stop the work.
    pub warnings: Vec<Diagnostic>,
}
