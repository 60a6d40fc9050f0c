//! A copy that is recalled or lost leaves the hosted folder together with its entry.

use std::path::PathBuf;

use clap::Args;

use super::book::{Book, Recording};
use crate::{
    cli::output::Output,
    diagnostic::{Diagnostic, Outcome, Severity},
    issue::{Folders, withdraw},
    register::{CopyId, Event, Head},
    world::World,
};

#[derive(Args)]
pub(super) struct Hosting {
    /// The folder that holds public/ and copies/ [default: the plan folder]
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
}

impl Hosting {
    /// Records an event, and withdraws the copy.
    ///
    /// # Errors
    /// As [`Book::record`]; `E477` when an issue was cut short. A hosted folder that is not as it was issued is a warning.
    pub(super) fn withdraw(
        &self,
        world: &dyn World,
        book: &mut Book<'_>,
        (copy, event): (&CopyId, Event),
        recording: &Recording,
        output: &mut Output,
    ) -> Outcome<Head> {
        let folders = Folders::new(&book.plan.root, self.output_dir.as_deref());
        if folders.is_unfinished(world) {
            return Err(Diagnostic::error("E477", "an issue was cut short")
                .hint("run terkawal issue first: it finishes or undoes what was begun")
                .into());
        }
        let reference = book.plan.reference.clone();
        // The folder belongs to the last generation.
        let is_last = copy.generation + 1 == book.states.next_generation(&copy.number, &copy.version);
        let hosted = folders.place(&format!("public/{}/copies/{}", copy.version, copy.number));
        let is_hosted = is_last && world.exists(&hosted);
        let mut left_behind = Vec::new();
        let head = book.record_with(event, recording, output, |key, _, commit| {
            // First the copy leaves: when the entry fails, the same command goes on from there.
            if is_hosted && let Err(failure) = withdraw(world, &folders, &reference, copy, key) {
                // What happened is recorded all the same.
                left_behind = failure.diagnostics;
            }
            commit()
        })?;
        let is_withdrawn = is_hosted && left_behind.is_empty();
        for mut found in left_behind {
            found.severity = Severity::Warning;
            let hint = format!(
                "this is recorded, but the copy is still hosted: take {} away",
                hosted.display()
            );
            output.diagnostics(vec![found.hint(hint)]);
        }
        if is_withdrawn {
            output.line(&format!(
                "its files left {}; host the folder anew",
                folders.place("public").display()
            ));
        }
        Ok(head)
    }
}
