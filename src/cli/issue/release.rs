//! Stages a version, commits it in the register, and moves it into place.

use serde_json::json;

use super::Register;
use crate::{
    cli::{build::Prepared, output::Output},
    diagnostic::{Failure, Outcome},
    issue::{Content, Folders, Transaction, Wish, withdrawal},
    keys::PublisherKey,
    layout::{Edition, IssuedVersion, Pages},
    plan::{CopyNumber, Medium},
    register::{Appended, CopyId, Draft, Event, Head, IssuedCopy, Receipt, Record, State},
    release::{Issue, Release, StagedCopy, Summary},
    seal::Imprint,
    world::World,
};

/// The issue of a whole version.
pub(super) struct Whole<'a> {
    pub(super) world: &'a dyn World,
    pub(super) folders: &'a Folders,
    pub(super) prepared: &'a Prepared,
    pub(super) content: &'a Content,
    pub(super) wish: &'a Wish,
    pub(super) by: String,
}

impl Whole<'_> {
    pub(super) fn run(&self, register: &mut Register<'_>, key: &PublisherKey, output: &mut Output) -> Outcome<()> {
        let mut transaction = Transaction::begin(self.world, self.folders)?;
        let mut draft = register.log.draft();
        register.log.add(&mut draft, key, &self.record(self.prepared_event()))?;
        let before = draft.head().clone();
        let sink = |path: &str, bytes: &[u8]| transaction.write(path, bytes);
        let summary = self.stage(register, key, &before, &sink, output)?;
        let issued = self.issued(register, &summary)?;
        register.log.add(&mut draft, key, &self.record(issued))?;
        transaction.ready(&self.prepared.plan.version, &before, &self.withdrawn(register))?;
        let appended = commit(register, transaction, draft)?;
        self.tell(&summary, &appended, output);
        output.diagnostics(appended.warnings);
        Ok(())
    }

    fn record(&self, event: Event) -> Record {
        Record {
            date: Some(self.wish.date),
            by: self.by.clone(),
            note: self.wish.reviewed.clone(),
            clock: None,
            event,
        }
    }

    fn prepared_event(&self) -> Event {
        let list = &self.prepared.list;
        let held = list.held().map(|(copy, _)| copy.number.clone());
        Event::Prepared {
            version: self.prepared.plan.version.clone(),
            content: self.content.digest(),
            copies: held.collect(),
        }
    }

    /// Lays out, seals and signs, and hands every file to the sink.
    fn stage(
        &self,
        register: &Register<'_>,
        key: &PublisherKey,
        before: &Head,
        sink: &crate::release::Sink<'_>,
        output: &Output,
    ) -> Outcome<Summary> {
        let Prepared {
            plan,
            list,
            theme,
            partition,
            ..
        } = self.prepared;
        let earlier: Vec<IssuedVersion> = register
            .history
            .versions()
            .rev()
            .map(|issue| IssuedVersion {
                number: issue.version.clone(),
                date: issue.date,
            })
            .collect();
        let copies: Vec<CopyNumber> = list.filed().map(|(copy, _)| copy.number.clone()).collect();
        let edition = Edition {
            plan,
            draft: false,
            issued: self.wish.date,
            earlier: &earlier,
            copies: &copies,
            has_sealed: partition.has_sealed(),
        };
        let pages = Pages::lay_out(&edition, theme, &partition.open)?;
        let issue = Issue {
            key,
            imprint: Imprint {
                issued: self.wish.date,
                head: before,
                generation: &|number| register.states.next_generation(number, &plan.version),
            },
            earlier: &earlier,
        };
        let release = Release {
            world: self.world,
            plan,
            list,
            theme,
            partition,
            pages: &pages,
            issue: Some(&issue),
        };
        let bar = output.progress(copies.len(), "sealing copies");
        let summary = release.stage(sink, &|count| bar.inc(count as u64))?;
        bar.finish_and_clear();
        Ok(summary)
    }

    /// The one entry by which the issue counts.
    fn issued(&self, register: &Register<'_>, summary: &Summary) -> Outcome<Event> {
        let Prepared { plan, list, .. } = self.prepared;
        let sealed = summary.copies.iter().map(|copy| self.issued_copy(copy));
        let mut copies: Vec<IssuedCopy> = sealed.collect::<Outcome<_>>()?;
        if self.prepared.partition.has_sealed() {
            let printed = list.held().filter(|(_, holder)| holder.medium == Medium::Paper);
            copies.extend(printed.map(|(copy, holder)| IssuedCopy {
                number: copy.number.clone(),
                generation: register.states.next_generation(&copy.number, &plan.version),
                holder: holder.post.clone(),
                medium: Medium::Paper,
                files: Vec::new(),
                receipt: None,
            }));
        }
        let reserved = list.copies.iter().filter(|copy| copy.holder.is_none());
        Ok(Event::Issued {
            version: plan.version.clone(),
            content: self.content.digest(),
            document: self.content.document.clone(),
            files: summary.files.clone(),
            archive: None,
            copies,
            reserved: reserved.map(|copy| copy.number.clone()).collect(),
            recalls: recalls(register, &plan.version),
            reason: None,
        })
    }

    fn issued_copy(&self, copy: &StagedCopy) -> Outcome<IssuedCopy> {
        let receipt = copy.receipt.as_ref().map(|code| Receipt::of(self.world, code));
        let receipt = receipt.transpose().map_err(|error| {
            let copy = format!("copy {}", copy.number);
            Failure::io("draw random bytes for", copy.as_ref(), &error)
        })?;
        let holder = self.prepared.list.copy(&copy.number).and_then(|copy| copy.holder.as_ref());
        Ok(IssuedCopy {
            number: copy.number.clone(),
            generation: copy.generation,
            holder: holder.map_or_else(String::new, |holder| holder.post.clone()),
            medium: Medium::File,
            files: copy.files.clone(),
            receipt,
        })
    }

    /// Copies of earlier versions that still lie in the hosted folder.
    fn withdrawn(&self, register: &Register<'_>) -> Vec<(String, String)> {
        let old = |id: &&CopyId| id.version != self.prepared.plan.version;
        let hosted = register.states.copies().map(|(id, _)| id).filter(old).filter(|id| {
            let later = register.states.next_generation(&id.number, &id.version) - 1;
            id.generation == later
        });
        hosted
            .flat_map(|id| withdrawal(&id.version, id.number.as_str(), id.generation, false))
            .filter(|(from, _)| self.world.exists(&self.folders.place(from)))
            .collect()
    }

    fn tell(&self, summary: &Summary, appended: &Appended, output: &mut Output) {
        let plan = &self.prepared.plan;
        output.line(&format!("{} {} issued", plan.short_title, plan.version));
        output.line(&format!("  hosted: {}", self.folders.place("public").display()));
        if !summary.copies.is_empty() {
            let folder = self.folders.place(&format!("copies/{}", plan.version));
            output.line(&format!("  {} copies: {}", summary.copies.len(), folder.display()));
        }
        let head = &appended.head;
        output.line(&format!("register: entry {} {}", head.number, head.hash.as_str()));
        for copy in &summary.copies {
            output.detail(&format!("  copy {}: {} sealed sections and blocks", copy.number, copy.sections));
        }
        let numbers: Vec<&CopyNumber> = summary.copies.iter().map(|copy| &copy.number).collect();
        output.fact("version", json!(plan.version));
        output.fact("content", json!(self.content.digest()));
        output.fact("copies", json!(numbers));
        output.fact("head", json!(head));
    }
}

/// Every copy of another version that can be recalled.
fn recalls(register: &Register<'_>, version: &str) -> Vec<CopyId> {
    let states = register.states.copies();
    let old = states.filter(|(id, _)| id.version != version).map(|(id, _)| id);
    old.filter(|id| register.states.may_move(id, State::Recalled).is_ok())
        .cloned()
        .collect()
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
