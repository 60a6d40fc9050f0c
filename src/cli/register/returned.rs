//! `register return`: a copy came back.

use std::path::Path;

use clap::Args;

use super::{
    book::{Book, CopyArgument, Recording, tell},
    hosted::Hosting,
};
use crate::{
    cli::output::Output,
    diagnostic::{Exit, Outcome},
    plan::Medium,
    register::Event,
    world::World,
};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    copy: CopyArgument,
    #[command(flatten)]
    hosting: Hosting,
    #[command(flatten)]
    recording: Recording,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let mut book = Book::open(world, root, &mut |_| {})?;
    let copy = book.copy(&arguments.copy)?;
    let event = Event::Returned { copy: copy.clone() };
    let (hosting, recording) = (&arguments.hosting, &arguments.recording);
    let Some(head) = hosting.record(world, &mut book, (&copy, event), recording, output)? else {
        return Ok(Exit::Done);
    };
    tell(&format!("{copy} is returned"), Some(&copy), &head, output);
    let is_printed = book
        .states
        .copy(&copy)
        .is_some_and(|known| known.medium == Medium::Paper);
    output.line(if is_printed {
        "  destroy the sheets, before two witnesses"
    } else {
        "  what its holder downloaded before stays readable: destroy what came back, before two witnesses"
    });
    Ok(Exit::Done)
}
