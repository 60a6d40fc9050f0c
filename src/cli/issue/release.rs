//! Stages an issue, commits it in the register, and moves it into place.

use super::{Publisher, Task, desk::Register, stage::Stage};
use crate::{
    cli::{build::Prepared, output::Output},
    diagnostic::{Diagnostic, Failure, Outcome},
    issue::{Content, Folders, Hosted, Transaction, archive},
    marks::TraceSecret,
    plan::{CopyNumber, Holder},
    register::{Appended, Draft, Event, Record, States},
    seal::Master,
    world::World,
};

/// The issue of a version, or of single copies of it.
pub(super) struct Run<'a> {
    pub(super) world: &'a dyn World,
    pub(super) task: &'a Task<'a>,
    pub(super) folders: &'a Folders,
    pub(super) prepared: &'a Prepared,
    pub(super) content: &'a Content,
    pub(super) publisher: &'a Publisher,
    pub(super) master: &'a Master,
    pub(super) by: String,
}

impl Run<'_> {
    pub(super) fn run(&self, register: &mut Register<'_>, output: &mut Output) -> Outcome<()> {
        let key = &self.publisher.key;
        let states = self.states(register)?;
        let mut transaction = Transaction::begin(self.world, self.folders)?;
        let mut draft = register.log.draft();
        let mut clock = self.task.clock;
        for event in self.task.before.iter().cloned().chain([self.prepared_event()]) {
            let record = Record {
                // Set right once, before the first of them.
                clock: clock.take(),
                ..self.record(event)
            };
            register.log.add(&mut draft, key, &record)?;
        }
        let before = draft.head().clone();
        let draw =
            |error: std::io::Error| Failure::io("draw random bytes for", "the marks of the copies".as_ref(), &error);
        let secret = TraceSecret::generate(self.world).map_err(draw)?;
        let marks = secret.seal(&self.master.recipient).map_err(draw)?;
        let sink = |path: &str, bytes: &[u8]| transaction.write(path, bytes);
        let hosted = self.hosted(register)?;
        let archive = match hosted {
            Some(_) => None,
            None => Some(archive(
                self.world,
                &self.prepared.plan,
                self.content,
                &self.master.recipient,
            )?),
        };
        let summary = Stage {
            run: self,
            register,
            states: &states,
            before: &before,
            hosted: hosted.as_ref(),
            archive: archive.as_deref(),
            secret: &secret,
        }
        .write(&sink, output)?;
        let issued = self.issued(&states, &summary, (archive.as_deref(), marks))?;
        register.log.add(&mut draft, key, &self.record(issued))?;
        let version = &self.prepared.plan.version;
        let withdrawn = self.withdrawn(&states);
        transaction.ready(version, &before, &withdrawn)?;
        let appended = commit(register, transaction, draft)?;
        self.tell(&summary, &appended, output);
        self.tell_withdrawn(&withdrawn, output);
        output.diagnostics(appended.warnings);
        Ok(())
    }

    /// States of all copies, once what goes before the issue is recorded.
    fn states(&self, register: &Register<'_>) -> Outcome<States> {
        let mut states = register.states.clone();
        for event in &self.task.before {
            let applied = states.apply(event, self.task.wish.date);
            applied.map_err(|illegal| Diagnostic::error("E417", illegal.message).hint(illegal.hint))?;
        }
        Ok(states)
    }

    fn record(&self, event: Event) -> Record {
        let wish = &self.task.wish;
        let notes = [
            wish.reviewed.as_ref().map(|why| format!("review overdue: {why}")),
            wish.uncompared
                .as_ref()
                .map(|why| format!("not compared with the last issue: {why}")),
            self.task.note.clone(),
        ];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        Record {
            date: Some(wish.date),
            by: self.by.clone(),
            note: (!notes.is_empty()).then(|| notes.join("; ")),
            clock: None,
            event,
        }
    }

    /// The copies of this issue with their holders.
    pub(super) fn held(&self) -> impl Iterator<Item = (&CopyNumber, &Holder)> {
        let asked = &self.task.wish.copies;
        let held = self.prepared.list.held().map(|(copy, holder)| (&copy.number, holder));
        held.filter(|(number, _)| asked.is_empty() || asked.contains(number))
    }

    fn prepared_event(&self) -> Event {
        Event::Prepared {
            version: self.prepared.plan.version.clone(),
            content: self.content.digest(),
            copies: self.held().map(|(number, _)| number.clone()).collect(),
        }
    }

    /// What is hosted of this version, when single copies are issued again.
    fn hosted(&self, register: &Register<'_>) -> Outcome<Option<Hosted>> {
        if self.task.wish.copies.is_empty() {
            return Ok(None);
        }
        let plan = &self.prepared.plan;
        let keys = &register.history.keys;
        Hosted::read(self.world, self.folders, &plan.reference, &plan.version, keys).map(Some)
    }
}

/// The commit point: from here on the issue counts, and is only moved.
fn commit(register: &mut Register<'_>, transaction: Transaction<'_>, draft: Draft) -> Outcome<Appended> {
    let appended = match register.log.commit(draft) {
        Ok(appended) => appended,
        Err(failure) => {
            // Where the entry may be written all the same, the next run looks.
            if register.log.is_as_before() {
                transaction.undo();
            }
            return Err(failure);
        }
    };
    transaction.finish().map_err(|mut failure| {
        for diagnostic in &mut failure.diagnostics {
            let hint = "the issue counts and nothing is lost: run the command again, and it is put into place";
            diagnostic.hints.push(hint.to_owned());
        }
        failure
    })?;
    Ok(appended)
}
