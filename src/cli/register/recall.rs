//! `register recall`: a holder is asked for the copy.

use std::path::Path;

use clap::Args;
use jiff::civil::Date;

use super::{
    book::{Book, CopyArgument, Recording, said, tell},
    hosted::Hosting,
};
use crate::{
    cli::output::Output,
    diagnostic::{Diagnostic, Exit, Outcome},
    register::Event,
    world::World,
};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    copy: CopyArgument,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// By when it is to come back
    #[arg(long, value_name = "YYYY-MM-DD")]
    due: Option<Date>,
    #[command(flatten)]
    hosting: Hosting,
    #[command(flatten)]
    recording: Recording,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let reason = said("the reason", &arguments.reason)?;
    let date = arguments.recording.day(world);
    if let Some(due) = arguments.due.filter(|due| *due < date) {
        return Err(
            Diagnostic::error("E472", format!("the recall falls due on {due}, before {date}"))
                .hint("--due is the day by which the copy is to come back")
                .into(),
        );
    }
    let mut book = Book::open(world, root, &mut |_| {})?;
    let copy = book.copy(&arguments.copy)?;
    let event = Event::Recalled {
        copy: copy.clone(),
        reason,
        due: arguments.due,
    };
    let (hosting, recording) = (&arguments.hosting, &arguments.recording);
    let Some(head) = hosting.record(world, &mut book, (&copy, event), recording, output)? else {
        return Ok(Exit::Done);
    };
    tell(&format!("{copy} is recalled"), Some(&copy), &head, output);
    if let Some(due) = arguments.due {
        output.line(&format!("  it is to come back by {due}"));
    }
    Ok(Exit::Done)
}
