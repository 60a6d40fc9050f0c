//! What the plan language has beyond the parser's Markdown: made plain for the parser, and read again by its place.

pub mod abbreviations;
mod body;
pub mod captions;
pub mod grid;
pub mod labels;
pub mod lists;
mod notes;
pub mod phrases;
mod prepared;

pub use body::{Body, Fault, FaultKind, Mark};
pub use notes::{Note, NoteKind};
pub use prepared::Prepared;
