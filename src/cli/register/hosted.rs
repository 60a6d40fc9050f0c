//! A copy that its holder shall not have any more leaves the hosted folder together with its entry.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::book::{Book, Recording};
use crate::{
    cli::output::Output,
    diagnostic::{Diagnostic, Outcome, Severity},
    issue::{Folders, settle_withdrawal, withdraw},
    keys::{PublicKey, PublisherKey},
    plan::Medium,
    register::{CopyId, Event, Head, IssuedCopy, State},
    release::SITE_MANIFEST,
    world::World,
};

#[derive(Args)]
pub(super) struct Hosting {
    /// The folder that holds public/ and copies/ [default: the plan folder]
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
}

/// A copy that may be hosted.
pub(super) struct Leaving<'a> {
    world: &'a dyn World,
    folders: Folders,
    reference: String,
    /// Those that signed what is hosted.
    keys: Vec<PublicKey>,
    copy: &'a CopyId,
    is_hosted: bool,
    /// Whether there is no site where it was looked for.
    is_elsewhere: bool,
    /// Why it could not be taken away.
    left_behind: Vec<Diagnostic>,
}

impl Hosting {
    /// Looks whether a copy is hosted.
    ///
    /// # Errors
    /// `E477` when an issue was cut short.
    pub(super) fn leaving<'a>(&self, world: &'a dyn World, book: &Book<'_>, copy: &'a CopyId) -> Outcome<Leaving<'a>> {
        let folders = Folders::new(&book.plan.root, self.output_dir.as_deref());
        if folders.is_unfinished(world) {
            return Err(Diagnostic::error("E477", "an issue was cut short")
                .hint("run terkawal issue first: it finishes or undoes what was begun")
                .into());
        }
        settle_withdrawal(world, &folders, &book.plan.reference, &book.history.keys)?;
        // The folder belongs to the last generation.
        let is_last = copy.generation + 1 == book.states.next_generation(&copy.number, &copy.version);
        let mut leaving = Leaving {
            world,
            folders,
            reference: book.plan.reference.clone(),
            keys: book.history.keys.clone(),
            copy,
            is_hosted: false,
            is_elsewhere: false,
            left_behind: Vec::new(),
        };
        leaving.is_hosted = is_last && world.exists(&leaving.place());
        let is_file = book.history.issues.iter().any(|issue| {
            let is_it = |issued: &&IssuedCopy| issued.number == copy.number && issued.generation == copy.generation;
            issue.version == copy.version
                && issue
                    .copies
                    .iter()
                    .find(is_it)
                    .is_some_and(|it| it.medium == Medium::File)
        });
        let site = leaving.folders.place(&format!("public/{SITE_MANIFEST}"));
        leaving.is_elsewhere = is_last && is_file && !world.exists(&site);
        Ok(leaving)
    }

    /// Takes a copy of which the register says it already out of the hosted folder: of another one than was looked at then.
    /// Nothing is recorded again; `false` when there is nothing to take away.
    ///
    /// # Errors
    /// As [`Hosting::leaving`]; what stands against taking it away.
    pub(super) fn only_leaves(
        &self,
        world: &dyn World,
        book: &Book<'_>,
        (copy, state): (&CopyId, Option<State>),
        recording: &Recording,
        output: &mut Output,
    ) -> Outcome<bool> {
        let known = book.states.copy(copy).map(|known| known.state);
        if known.is_none() || known != state {
            return Ok(false);
        }
        let leaving = self.leaving(world, book, copy)?;
        if !leaving.is_hosted {
            return Ok(false);
        }
        let (folders, keys) = (&leaving.folders, &leaving.keys);
        let key = book.key(recording)?;
        withdraw(world, folders, &leaving.reference, copy, &key, keys, &mut || Ok(()))?;
        let state = state.map_or("", State::name);
        output.line(&format!("{copy} is {state} already: nothing was recorded again"));
        leaving.tell(output);
        output.fact("copy", json!(copy));
        Ok(true)
    }

    /// Records an event, and takes the copy out of the hosted folder; `None` when it was recorded before, and only that was
    /// left to be done.
    ///
    /// # Errors
    /// As [`Hosting::leaving`] and [`Book::record`].
    pub(super) fn record(
        &self,
        world: &dyn World,
        book: &mut Book<'_>,
        (copy, event): (&CopyId, Event),
        recording: &Recording,
        output: &mut Output,
    ) -> Outcome<Option<Head>> {
        if self.only_leaves(world, book, (copy, event.leads_to()), recording, output)? {
            return Ok(None);
        }
        let mut leaving = self.leaving(world, book, copy)?;
        let head = book.record_with(event, recording, output, |key, _, commit| leaving.leave(key, commit))?;
        leaving.tell(output);
        Ok(Some(head))
    }
}

impl Leaving<'_> {
    fn place(&self) -> PathBuf {
        let CopyId { number, version, .. } = self.copy;
        self.folders.place(&format!("public/{version}/copies/{number}"))
    }

    /// Takes it away, and then writes the entry; when that fails the copy is put back. Where it cannot be taken away, what
    /// happened is recorded all the same.
    pub(super) fn leave(&mut self, key: &PublisherKey, commit: &mut dyn FnMut() -> Outcome<()>) -> Outcome<()> {
        if !self.is_hosted {
            return commit();
        }
        let mut is_away = false;
        let mut last = || {
            is_away = true;
            commit()
        };
        let (folders, keys) = (&self.folders, &self.keys);
        match withdraw(self.world, folders, &self.reference, self.copy, key, keys, &mut last) {
            Err(failure) if !is_away => {
                self.left_behind = failure.diagnostics;
                commit()
            }
            outcome => outcome,
        }
    }

    /// Says what became of it.
    pub(super) fn tell(self, output: &mut Output) {
        if self.is_hosted && self.left_behind.is_empty() {
            let public = self.folders.place("public");
            output.line(&format!("its files left {}; host the folder anew", public.display()));
        }
        let place = self.place();
        if self.is_elsewhere {
            let message = format!(
                "no site is in {}: nothing was withdrawn",
                self.folders.place("public").display()
            );
            let CopyId { number, version, .. } = self.copy;
            output.diagnostics(vec![
                Diagnostic::warning("E555", message)
                    .hint(format!(
                        "this is recorded, but the copy may still be hosted: take {version}/copies/{number} away there"
                    ))
                    .hint("or run the same command again with -o and the folder that holds public/ and copies/"),
            ]);
        }
        for mut found in self.left_behind {
            found.severity = Severity::Warning;
            let hint = format!(
                "this is recorded, but the copy is still hosted: take {} away",
                place.display()
            );
            output.diagnostics(vec![found.hint(hint)]);
        }
    }
}
