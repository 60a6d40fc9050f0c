//! What the entries say beside the states: when recalls fall due, whom a loss was told, which numbers an issue kept back.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};

use crate::{
    plan::CopyNumber,
    register::{CopyId, Entry, Event},
};

/// Beside the states.
#[derive(Default)]
pub(super) struct History {
    /// By when a copy is to come back, where a recall says so.
    pub(super) due: BTreeMap<CopyId, Date>,
    /// When a loss was discovered, and whether the originator was told.
    pub(super) losses: BTreeMap<CopyId, (Timestamp, bool)>,
    /// By version: the day of the last issue of all copies, and the numbers that it kept back.
    pub(super) issues: BTreeMap<String, (Date, BTreeSet<CopyNumber>)>,
}

impl History {
    pub(super) fn note(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Recalled {
                copy, due: Some(due), ..
            } => {
                self.due.insert(copy.clone(), *due);
            }
            Event::Lost {
                copy,
                discovered,
                originator,
            } => {
                self.losses.insert(copy.clone(), (*discovered, originator.is_some()));
            }
            Event::Told { copy, .. } => {
                if let Some((_, told)) = self.losses.get_mut(copy) {
                    *told = true;
                }
            }
            Event::Issued {
                version,
                reserved,
                reason: None,
                ..
            } => {
                let reserved = reserved.iter().cloned().collect();
                self.issues.insert(version.clone(), (entry.date, reserved));
            }
            _ => {}
        }
    }
}
