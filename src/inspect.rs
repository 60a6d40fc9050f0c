//! Looking at what was published: verify it, open a copy, say who holds what.
//!
//! Imports neither `layout` nor `seal`: what they write must be understandable without them.

mod copy_set;
mod files;
mod open;
mod status;
pub mod trace;
mod unpack;
mod verify;

pub use copy_set::{CopyJson, CopySet, FileEntry};
pub use open::{Credentials, Opened, open};
pub use status::{Account, Asking, Attention, Kind, Row, Status};
pub use verify::{Page, PublishedRecord, Report, SiteSummary, hosted_head, verify, verify_site};
