//! What the register records of an issue, and which files give way to it.

use std::collections::BTreeMap;

use super::release::Run;
use crate::{
    cli::build::Prepared,
    diagnostic::{Failure, Outcome},
    issue::withdrawal,
    plan::Medium,
    register::{CopyId, Digest, Event, IssuedCopy, IssuedKey, Receipt, State, States},
    release::{StagedCopy, Summary},
};

impl Run<'_> {
    /// The one entry by which the issue counts.
    pub(super) fn issued(
        &self,
        states: &States,
        summary: &Summary,
        (archive, marks): (Option<&[u8]>, String),
    ) -> Outcome<Event> {
        let Prepared { plan, list, .. } = self.prepared;
        let copies = summary.copies.iter().map(|copy| self.issued_copy(copy));
        let copies: Vec<IssuedCopy> = copies.collect::<Outcome<_>>()?;
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
            medium: holder.map_or(Medium::File, |(_, holder)| holder.medium),
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
    pub(super) fn withdrawn(&self, states: &States) -> Vec<(String, String)> {
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
}
