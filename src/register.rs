//! The register of copies: an append-only file of signed, chained lines that an auditor checks with `sha256sum`, `jq` and
//! `minisign` alone.
//!
//! A line is `{"entry":{…},"minisig":"…"}` as `jq -cS` prints it. The signature is over `jq -cjS .entry`, and the entry
//! carries the SHA-256 of the whole line before. [`verify`] reads the register once, with memory that does not grow with
//! it; [`Log`] appends, and reads only the last line to do so.

mod canonical;
mod chain;
mod entry;
mod event;
mod head;
mod line;
mod log;
mod receipt;
mod scan;
mod states;
mod succession;
mod tail;

pub use entry::{Clock, Entry, Record, genesis};
pub use event::{ApprovalSignature, CopyId, Digest, Event, IssuedCopy, IssuedFile, IssuedKey, Means, SectionMark};
pub use head::{Head, KnownHead};
pub use line::trusted_comment;
pub use log::{Appended, Draft, Log};
pub use receipt::Receipt;
pub use scan::{Report, verify};
pub use states::{CopyState, IllegalMove, State, States};
pub use succession::Succession;

/// The register of a plan, below the plan folder.
pub const PATH: &str = "distribution/register.jsonl";
