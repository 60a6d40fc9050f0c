//! Scripts, bundled when the program was built.

/// The browser reader, one line of minified JavaScript.
pub const READER: &str = include_str!(concat!(env!("OUT_DIR"), "/reader.js"));

/// The search script, likewise.
pub const SEARCH: &str = include_str!(concat!(env!("OUT_DIR"), "/search.js"));

/// Loads the search script when the box of a page is first used.
pub const LOADER: &str = include_str!("loader.js");
