//! One file a target.

mod age_file;
mod amendments;
mod bundle;
mod front_matter;
mod import;
mod leak_gate;
mod list_yaml;
mod markdown;
mod plan_yaml;
mod published;
mod svg;
mod typed;

pub use age_file::age_file;
pub use amendments::amendments;
pub use bundle::bundle;
pub use front_matter::front_matter;
pub use import::import;
pub use leak_gate::leak_gate;
pub use list_yaml::list_yaml;
pub use markdown::{BETWEEN, WORD, markdown};
pub use plan_yaml::plan_yaml;
pub use published::published;
pub use svg::svg;
pub use typed::typed;

/// A target by the name of its corpus folder.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const ALL: [Target; 12] = [
    ("age_file", age_file),
    ("amendments", amendments),
    ("bundle", bundle),
    ("front_matter", front_matter),
    ("import", import),
    ("leak_gate", leak_gate),
    ("list_yaml", list_yaml),
    ("markdown", markdown),
    ("plan_yaml", plan_yaml),
    ("published", published),
    ("svg", svg),
    ("typed", typed),
];
