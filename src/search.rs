//! The search index: which word stands in which part of which section.
//!
//! 1. `text` cuts the HTML of a fragment at its headings into parts with reading text.
//! 2. `words` makes words comparable, and finds the roots of Malay and Indonesian words and plain English plurals. The
//!    browser does the same with what is typed (`reader/src/search/words.ts`); a test compares the two.
//! 3. `index` collects which words stand where; `shards` writes it in small files for the open site.
//!
//! It is made of open fragments alone. Sealed text is indexed by the reader, when an opened copy is first searched
//! (`reader/src/search/reader.ts`).

mod index;
mod shards;
mod text;
mod words;

pub use index::{Index, PartWords, Postings};
pub use shards::{Shard, Shards, entry};
pub use text::{Part, parts};
pub use words::{roots, words};
