//! `register correct`: what an earlier entry has wrong.

use std::path::Path;

use clap::Args;

use super::book::{Book, Recording, said, tell};
use crate::{
    cli::output::Output,
    diagnostic::{Diagnostic, Exit, Outcome},
    register::Event,
    world::World,
};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// Number of the earlier entry, as register list shows it
    entry: u64,
    /// What is right
    text: String,
    #[command(flatten)]
    recording: Recording,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let mut book = Book::at_head(world, root)?;
    let entries = book.entries();
    let entry = arguments.entry;
    if !(1..=entries).contains(&entry) {
        return Err(Diagnostic::error("E463", format!("the register has no entry {entry}"))
            .hint(format!(
                "it has {entries}; terkawal register list shows them with their numbers"
            ))
            .into());
    }
    let text = said("the correction", &arguments.text)?;
    let head = book.record(Event::Corrected { entry, text }, &arguments.recording, output)?;
    tell(
        &format!("entry {entry} is corrected; it stays as it is"),
        None,
        &head,
        output,
    );
    Ok(Exit::Done)
}
