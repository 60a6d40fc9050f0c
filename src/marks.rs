//! What makes the text of one copy differ from that of another, so that a leaked text can be traced to its copy.
//!
//! Two layers, both from one secret of the issue: a short code that everybody sees, and characters of no width that stand
//! before words. A *slot* is a place that can carry a mark, a *symbol* is what stands there; nothing that scores symbols
//! knows that they are characters, so that another layer can stand beside this one.
//!
//! The symbols of a copy are bits of HMAC-SHA-256 under a key of that copy alone, over the text of the block they stand
//! in. Whoever has not that key cannot tell them from the throw of dice, whatever other copies he holds: this is all that
//! the error rate of `trace` rests on. Errors are borne by the length of the code, since a random code has the distance of
//! a good one.

mod blocks;
mod code;
mod insert;
mod secret;
mod slots;

pub use blocks::{Block, blocks};
pub use code::Code;
pub use insert::mark_page;
pub use secret::{CharacterKey, CopyMarks, TraceSecret};
pub use slots::{SYMBOLS, Slot, Symbol, slots};
