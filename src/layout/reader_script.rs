//! Scripts, bundled when the program was built.

/// The browser reader, one line of minified JavaScript.
pub const READER: &str = include_str!(concat!(env!("OUT_DIR"), "/reader.js"));

/// The search script beside the reader, likewise.
pub const READER_SEARCH: &str = include_str!(concat!(env!("OUT_DIR"), "/search-reader.js"));

/// The search script of the open site's pages, likewise.
pub const SITE_SEARCH: &str = include_str!(concat!(env!("OUT_DIR"), "/search-site.js"));

/// Loads the search script of the site when the box of a page is first used.
pub const LOADER: &str = include_str!("loader.js");

/// The bar of the preview, likewise.
pub const PREVIEW: &str = include_str!(concat!(env!("OUT_DIR"), "/preview.js"));
