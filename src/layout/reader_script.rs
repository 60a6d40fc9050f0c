//! The browser reader, bundled when the program was built.

/// The script, one line of minified JavaScript.
pub const READER: &str = include_str!(concat!(env!("OUT_DIR"), "/reader.js"));
