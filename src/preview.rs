//! Watch mode: the plan as it would be built, in memory, laid out page by page for the plan secretary's own browser.
//!
//! 1. `changes` says what an event of the disk means,
//! 2. `site` holds the compiled plan and takes a changed section in,
//! 3. `viewer` and `fill` show it as staff, the secretary or a holder sees it,
//! 4. `session` keeps the last good state beside the faults of the present one,
//! 5. `server` answers the browser, and nobody else.
//!
//! Nothing of it is written to the disk: sealed text stands in memory and in answers that no browser may keep.

mod answer;
mod changes;
mod faults;
mod fill;
mod gate;
mod server;
mod session;
mod site;
mod viewer;
mod watching;

use crate::{
    classify::Partition,
    diagnostic::Diagnostic,
    document::Document,
    plan::{DistributionList, Plan},
    theme::Theme,
};

pub use changes::{Change, Changes};
pub use gate::Gate;
pub use server::{Listening, listen};
pub use session::{Compile, Session, State};
pub use site::Site;
pub use viewer::Viewer;
pub use watching::{Watching, watch};

/// A plan without errors, ready to be laid out.
pub struct Compiled {
    /// plan.yaml
    pub plan: Plan,
    /// The distribution list.
    pub list: DistributionList,
    /// Templates and words.
    pub theme: Theme,
    /// All sections, for changes of single ones.
    pub document: Document,
    /// The document in its open and its sealed part.
    pub partition: Partition,
    /// What is not in order and does not stop the work.
    pub warnings: Vec<Diagnostic>,
}
