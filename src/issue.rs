//! What an issue is made of besides its files: the content that was approved, what the register says of earlier issues,
//! the gates before it, and the transaction that puts it into place.

mod archive;
mod content;
mod draft_mark;
mod gates;
mod history;
mod holders;
mod hosted;
mod relabel;
mod transaction;
mod withdraw;

pub use archive::{archive, open_archive, read_archive};
pub use content::{Content, statement};
pub use draft_mark::{in_sections as draft_marks, on_the_cover as draft_mark_on_the_cover};
pub use gates::{Gates, Wish, incomplete_control};
pub use history::{Approval, History, PastIssue, Reclassified};
pub use hosted::Hosted;
pub use relabel::{is_comparable, is_sealed_name, reopened, seal_memory, sealed_names};
pub use transaction::{FINISH, Folders, Lost, Recovered, Transaction, recover, withdrawal};
pub use withdraw::{settle_withdrawal, withdraw};
