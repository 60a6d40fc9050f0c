//! Stages an issue, commits it in the register, and moves it into place.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Publisher, Task, desk::Register};
use crate::{
    cli::{
        build::Prepared,
        output::{Output, counted},
    },
    diagnostic::{Diagnostic, Failure, Outcome},
    issue::{Content, Folders, Hosted, Transaction, archive, seal_memory, withdrawal},
    layout::{Edition, IssuedVersion, Pages, receipt_page},
    marks::TraceSecret,
    plan::{CopyNumber, Holder, Medium},
    register::{Appended, CopyId, Digest, Draft, Event, Head, IssuedCopy, IssuedKey, Receipt, Record, State, States},
    release::{Again, Issue, Release, Secretary, Sink, StagedCopy, Summary},
    seal::{Imprint, Master},
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
        let master = &self.master.recipient;
        let draw = |error: std::io::Error| Failure::io("draw random bytes for", "the marks of the copies".as_ref(), &error);
        let secret = TraceSecret::generate(self.world).map_err(draw)?;
        let marks = secret.seal(master).map_err(draw)?;
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
        register.log.add(&mut draft, key, &self.record(issued.clone()))?;
        let pages = self.receipt_pages(&issued, draft.head())?;
        let version = &self.prepared.plan.version;
        let withdrawn = self.withdrawn(&states);
        transaction.ready(version, &before, &withdrawn)?;
        let appended = commit(register, transaction, draft)?;
        self.tell(&summary, &appended, output);
        self.tell_withdrawn(&withdrawn, output);
        for (path, page) in pages {
            let path = self.prepared.plan.root.join(path);
            match self.world.replace(&path, page.as_bytes()) {
                Ok(()) => output.line(&format!("  receipt form to sign: {}", path.display())),
                Err(error) => output.diagnostics(vec![
                    Diagnostic::warning("E900", format!("cannot write {}: {error}", path.display()))
                        .hint("the issue counts all the same; let the holder sign on any sheet"),
                ]),
            }
        }
        output.diagnostics(appended.warnings);
        output.diagnostics(self.too_much_on_paper().into_iter().collect());
        Ok(())
    }

    /// The master copy knows no holder.
    fn too_much_on_paper(&self) -> Option<Diagnostic> {
        let printed = self.held().filter(|(_, holder)| holder.medium == Medium::Paper);
        let numbers: Vec<&str> = printed.map(|(number, _)| number.as_str()).collect();
        if numbers.is_empty() || !self.prepared.partition.has_sealed() {
            return None;
        }
        let message = format!(
            "on paper: {}; copy 00, from which they are printed, holds everything",
            numbers.join(", ")
        );
        Some(
            Diagnostic::warning("E556", message)
                .hint("print for each holder the sections alone that this holder may read"),
        )
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
    fn held(&self) -> impl Iterator<Item = (&CopyNumber, &Holder)> {
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

    /// The one entry by which the issue counts.
    fn issued(
        &self,
        states: &States,
        summary: &Summary,
        (archive, marks): (Option<&[u8]>, String),
    ) -> Outcome<Event> {
        let Prepared { plan, list, .. } = self.prepared;
        let sealed = summary.copies.iter().map(|copy| self.issued_copy(copy));
        let mut copies: Vec<IssuedCopy> = sealed.collect::<Outcome<_>>()?;
        if self.prepared.partition.has_sealed() {
            let printed = self.held().filter(|(_, holder)| holder.medium == Medium::Paper);
            copies.extend(printed.map(|(number, holder)| IssuedCopy {
                number: number.clone(),
                generation: states.next_generation(number, &plan.version),
                holder: holder.post.clone(),
                medium: Medium::Paper,
                files: Vec::new(),
                receipt: None,
                keys: Vec::new(),
            }));
        }
        let is_whole = self.task.wish.copies.is_empty();
        let reserved = list.copies.iter().filter(|copy| is_whole && copy.holder.is_none());
        Ok(Event::Issued {
            version: plan.version.clone(),
            content: self.content.digest(),
            document: self.content.document.clone(),
            files: summary.files.clone(),
            archive: archive.map(Digest::of),
            marks: self.prepared.partition.has_sealed().then_some(marks),
            copies,
            reserved: reserved.map(|copy| copy.number.clone()).collect(),
            recalls: self.recalls(states),
            reason: self.task.wish.reason.clone().filter(|_| !is_whole),
            new_keys: self.task.wish.new_keys.clone(),
            same_holders: self.task.wish.same_holders.clone(),
        })
    }

    fn issued_copy(&self, copy: &StagedCopy) -> Outcome<IssuedCopy> {
        let receipt = copy.receipt.as_ref().map(|code| Receipt::of(self.world, code));
        let receipt = receipt.transpose().map_err(|error| {
            let copy = format!("copy {}", copy.number);
            Failure::io("draw random bytes for", copy.as_ref(), &error)
        })?;
        let holder = self.held().find(|(number, _)| **number == copy.number);
        Ok(IssuedCopy {
            number: copy.number.clone(),
            generation: copy.generation,
            holder: holder.map_or_else(String::new, |(_, holder)| holder.post.clone()),
            medium: Medium::File,
            files: copy.files.clone(),
            receipt,
            keys: holder.map_or_else(Vec::new, |(_, holder)| IssuedKey::of(holder)),
        })
    }

    /// Whether a copy that was issued gives way to this issue.
    fn gives_way(&self, id: &CopyId) -> bool {
        let asked = &self.task.wish.copies;
        if asked.is_empty() {
            id.version != self.prepared.plan.version
        } else {
            id.version == self.prepared.plan.version && asked.contains(&id.number)
        }
    }

    /// Every copy that gives way and can be recalled.
    fn recalls(&self, states: &States) -> Vec<CopyId> {
        let old = states.copies().map(|(id, _)| id).filter(|id| self.gives_way(id));
        old.filter(|id| states.may_move(id, State::Recalled).is_ok())
            .cloned()
            .collect()
    }

    /// Files of copies that give way, and still lie where they were issued.
    fn withdrawn(&self, states: &States) -> Vec<(String, String)> {
        let with_page = !self.task.wish.copies.is_empty();
        let came_out = states.copies().filter(|(_, known)| known.state != State::Voided);
        // Of each copy the last generation lies there; they come in order.
        let old: BTreeMap<_, _> = came_out
            .filter(|(id, _)| self.gives_way(id))
            .map(|(id, _)| ((&id.number, &id.version), id.generation))
            .collect();
        old.into_iter()
            .flat_map(|((number, version), generation)| withdrawal(version, number.as_str(), generation, with_page))
            .filter(|(from, _)| self.world.exists(&self.folders.place(from)))
            .collect()
    }

    /// For each printed copy a form on which its holder signs.
    fn receipt_pages(&self, issued: &Event, head: &Head) -> Outcome<Vec<(String, String)>> {
        let Event::Issued { copies, .. } = issued else {
            return Ok(Vec::new());
        };
        let Prepared { plan, theme, .. } = self.prepared;
        let printed = copies.iter().filter(|copy| copy.medium == Medium::Paper);
        let head = (head.number, head.hash.as_str());
        printed
            .map(|copy| {
                let page = receipt_page(plan, theme, (copy.number.as_str(), copy.generation), &copy.holder, head)?;
                // What was signed for the generation before stays.
                let again = match copy.generation {
                    1 => String::new(),
                    generation => format!("-{generation}"),
                };
                Ok((
                    format!("records/receipt-{}-{}{again}.html", plan.version, copy.number),
                    page,
                ))
            })
            .collect()
    }

    /// Of copies issued again: where the ones before are now, and what is still to be done about them.
    fn tell_withdrawn(&self, withdrawn: &[(String, String)], output: &mut Output) {
        if self.task.wish.copies.is_empty() {
            return;
        }
        for (from, to) in withdrawn {
            output.line(&format!("  withdrawn: {from}, now {to}"));
        }
        let public = self.folders.place("public");
        output.line(&format!(
            "  host {} anew, so that the files before are no longer offered",
            public.display()
        ));
        output.line(
            "  a file that was downloaded or handed over before still opens with the slip or key it was made for",
        );
        output.fact(
            "withdrawn",
            json!(withdrawn.iter().map(|(from, _)| from).collect::<Vec<_>>()),
        );
    }

    fn tell(&self, summary: &Summary, appended: &Appended, output: &mut Output) {
        let plan = &self.prepared.plan;
        let numbers: Vec<&CopyNumber> = self.held().map(|(number, _)| number).collect();
        if self.task.wish.copies.is_empty() {
            output.line(&format!("{} {} issued", plan.short_title, plan.version));
            output.line(&format!("  hosted: {}", self.folders.place("public").display()));
        } else {
            let count = numbers.len();
            let numbers: Vec<&str> = numbers.iter().map(|number| number.as_str()).collect();
            let numbers = numbers.join(", ");
            output.line(&format!(
                "{} {}: {} {numbers} issued again",
                plan.short_title,
                plan.version,
                if count == 1 { "copy" } else { "copies" }
            ));
        }
        if !summary.copies.is_empty() {
            let folder = self.folders.place(&format!("copies/{}", plan.version));
            let copies = counted(summary.copies.len(), "copy", "copies");
            output.line(&format!("  {copies}: {}", folder.display()));
        }
        for (what, numbers) in [
            ("new keys", &self.task.wish.new_keys),
            ("same holders", &self.task.wish.same_holders),
        ] {
            if !numbers.is_empty() {
                output.line(&format!("  {what}: {}", listed(numbers)));
            }
        }
        let head = &appended.head;
        output.line(&format!("register: entry {} {}", head.number, head.hash.as_str()));
        for copy in &summary.copies {
            let (number, sections) = (&copy.number, copy.sections);
            let sections = counted(sections, "sealed section or block", "sealed sections and blocks");
            output.detail(&format!("  copy {number}: {sections}"));
        }
        output.fact("version", json!(plan.version));
        output.fact("content", json!(self.content.digest()));
        output.fact("copies", json!(numbers));
        output.fact("head", json!(head));
    }
}

fn listed(numbers: &[CopyNumber]) -> String {
    let numbers: Vec<&str> = numbers.iter().map(CopyNumber::as_str).collect();
    numbers.join(", ")
}

/// Everything that the files of an issue are made from.
struct Stage<'a> {
    run: &'a Run<'a>,
    register: &'a Register<'a>,
    states: &'a States,
    before: &'a Head,
    hosted: Option<&'a Hosted>,
    archive: Option<&'a [u8]>,
    secret: &'a TraceSecret,
}

impl Stage<'_> {
    /// Lays out, seals and signs, and hands every file to the sink.
    fn write(&self, sink: &Sink<'_>, output: &Output) -> Outcome<Summary> {
        let run = self.run;
        let Prepared {
            plan,
            list,
            theme,
            partition,
            ..
        } = run.prepared;
        let others = self.register.history.versions().rev();
        let earlier: Vec<IssuedVersion> = others
            .filter(|issue| issue.version != plan.version)
            .map(|issue| IssuedVersion {
                number: issue.version.clone(),
                date: issue.date,
            })
            .collect();
        let copies: Vec<CopyNumber> = list.filed().map(|(copy, _)| copy.number.clone()).collect();
        let edition = Edition {
            plan,
            draft: false,
            issued: run.task.wish.date,
            earlier: &earlier,
            copies: &copies,
            has_sealed: partition.has_sealed(),
        };
        let pages = Pages::lay_out(&edition, theme, &partition.open)?;
        let seal = |memory: &[u8]| seal_memory(memory, &run.publisher.passphrase);
        let secretary = self.archive.map(|archive| Secretary {
            master: run.master,
            archive,
            seal_memory: &seal,
        });
        let issue = Issue {
            key: &run.publisher.key,
            imprint: Imprint {
                issued: run.task.wish.date,
                head: self.before,
                secret: self.secret,
                generation: &|number| self.states.next_generation(number, &plan.version),
            },
            earlier: &earlier,
            manifests: &self.register.history.manifests(),
            secretary: secretary.as_ref(),
            zip: run.task.zip,
            again: self.hosted.map(|hosted| Again {
                numbers: &run.task.wish.copies,
                manifest: &hosted.manifest,
                site: &hosted.site,
                sums: &hosted.sums,
            }),
        };
        let release = Release {
            world: run.world,
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
