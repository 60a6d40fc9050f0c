//! The folder that a new plan is written to.

use std::{io::ErrorKind, path::Path};

use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    world::World,
};

/// Refuses whatever is there already, except for an empty folder.
pub(super) fn refuse_used(world: &dyn World, folder: &Path) -> Outcome<()> {
    if !world.exists(folder) {
        return Ok(());
    }
    let fault = match world.list(folder) {
        Ok(names) if names.is_empty() => return Ok(()),
        Ok(_) => "is not empty",
        // A link that leads nowhere is there, and what is not there cannot be listed.
        Err(error) if matches!(error.kind(), ErrorKind::NotADirectory | ErrorKind::NotFound) => "is not a folder",
        Err(error) => return Err(Failure::io("read", folder, &error)),
    };
    Err(Diagnostic::error("E601", format!("{} {fault}", folder.display()))
        .hint("name a new folder; nothing there was touched")
        .into())
}
