//! `register lost` and `register told`: a loss, and the 24 hours in which the originator is told.

use std::path::Path;

use clap::Args;
use jiff::{Timestamp, ToSpan as _, civil};
use serde_json::json;

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
    /// When the loss was discovered; without a time, from the beginning of that day
    #[arg(long, value_name = "YYYY-MM-DD[THH:MM]")]
    discovered: String,
    /// Who is responsible for what the plan holds, when told already
    #[arg(long, value_name = "NAME")]
    originator: Option<String>,
    #[command(flatten)]
    hosting: Hosting,
    #[command(flatten)]
    recording: Recording,
}

#[derive(Args)]
pub(in crate::cli) struct Told {
    #[command(flatten)]
    copy: CopyArgument,
    /// Who was told
    #[arg(long, value_name = "NAME")]
    originator: String,
    #[command(flatten)]
    recording: Recording,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let discovered = moment(world, &arguments.discovered)?;
    let originator = arguments.originator.as_deref().map(|name| said("the originator", name));
    let originator = originator.transpose()?;
    let mut book = Book::open(world, root, &mut |_| {})?;
    let copy = book.copy(&arguments.copy)?;
    let event = Event::Lost {
        copy: copy.clone(),
        discovered,
        originator: originator.clone(),
    };
    let issued = book.states.copy(&copy).map(|known| known.issued);
    if let Some(issued) = issued.filter(|issued| discovered.to_zoned(world.zone()).date() < *issued) {
        let message = format!("the loss was discovered before the copy was issued, on {issued}");
        return Err(Diagnostic::error("E461", message)
            .hint("name the version of the lost copy with --copy-version")
            .into());
    }
    let (hosting, recording) = (&arguments.hosting, &arguments.recording);
    let Some(head) = hosting.record(world, &mut book, (&copy, event), recording, output)? else {
        return Ok(Exit::Done);
    };
    tell(&format!("{copy} is lost"), Some(&copy), &head, output);
    let deadline = discovered + 24.hours();
    output.fact("deadline", json!(deadline));
    if let Some(name) = originator {
        output.line(&format!("  the originator was told: {name}"));
    } else {
        let left = world.now().duration_until(deadline).as_secs();
        let local = deadline.to_zoned(world.zone()).strftime("%Y-%m-%d %H:%M");
        output.line(&if left >= 0 {
            format!(
                "  tell the originator by {local}: {} h {} min left",
                left / 3600,
                left / 60 % 60
            )
        } else {
            format!("  the originator was to be told by {local}: {} h ago", -left / 3600)
        });
        output.line(&format!(
            "  then: terkawal register told {} --originator NAME --by NAME",
            book.named(&copy)
        ));
    }
    Ok(Exit::Done)
}

pub(super) fn told(world: &dyn World, root: &Path, arguments: &Told, output: &mut Output) -> Outcome<Exit> {
    let originator = said("the originator", &arguments.originator)?;
    let mut book = Book::open(world, root, &mut |_| {})?;
    let copy = book.copy(&arguments.copy)?;
    let event = Event::Told {
        copy: copy.clone(),
        originator: originator.clone(),
    };
    let head = book.record(event, &arguments.recording, output)?;
    let what = format!("{originator} was told that {copy} is lost");
    tell(&what, Some(&copy), &head, output);
    Ok(Exit::Done)
}

/// A day, or a day and a time in the officer's zone; not in the future.
fn moment(world: &dyn World, text: &str) -> Outcome<Timestamp> {
    let civil = text
        .parse::<civil::DateTime>()
        .or_else(|_| text.parse::<civil::Date>().map(civil::DateTime::from));
    let unfit = |message: &str| {
        Diagnostic::error("E471", message.to_owned()).hint("write it as 2026-11-21, or 2026-11-21T08:30")
    };
    let zoned = civil.ok().and_then(|civil| civil.to_zoned(world.zone()).ok());
    let moment = zoned.ok_or_else(|| unfit("this is no day and time"))?.timestamp();
    // To the second, as the register writes every moment.
    let moment = Timestamp::from_second(moment.as_second()).unwrap_or(moment);
    if moment > world.now() {
        return Err(unfit("the loss was discovered in the future").into());
    }
    Ok(moment)
}
