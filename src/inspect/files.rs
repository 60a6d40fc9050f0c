//! Published files, read no further than a file of their kind can be long.

use std::{io::ErrorKind, path::Path};

use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    keys::LARGEST_BUNDLE,
    world::World,
};

/// Manifests and `copy.json`: a quarter of a million files.
pub(super) const LARGEST_JSON: u64 = 64 << 20;

/// A sealed bundle is little longer than what is in it.
pub(super) const LARGEST_MEMBER: u64 = LARGEST_BUNDLE / 8 * 9;

/// A one-file copy carries the bundle as base64, and the open sections.
pub(super) const LARGEST_PAGE: u64 = LARGEST_MEMBER * 2;

/// Reads a file that came from somewhere else.
pub(super) fn read(world: &dyn World, path: &Path, largest: u64) -> Outcome<Vec<u8>> {
    world.read_up_to(path, largest).map_err(|error| not_read(path, &error))
}

pub(super) fn too_large(what: &str) -> Diagnostic {
    Diagnostic::error(
        "E528",
        format!("{what} is larger than anything of its kind that this program writes"),
    )
    .hint("do not open it; report it to the plan secretary")
}

fn not_read(path: &Path, error: &std::io::Error) -> Failure {
    match error.kind() {
        ErrorKind::FileTooLarge => too_large(&path.display().to_string()).into(),
        ErrorKind::InvalidInput => Diagnostic::error("E529", format!("{} is no ordinary file", path.display()))
            .hint("find out who put it there; a copy holds ordinary files only")
            .into(),
        _ => Failure::io("read", path, error),
    }
}
