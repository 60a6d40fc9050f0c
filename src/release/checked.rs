//! Files on their way to the sink, each read by the leak gate first.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

use super::{
    Sink,
    leak::{Cleared, Common, GateMemory, Leak, LeakGate},
    packed::Packed,
};
use crate::diagnostic::{Failure, Outcome};

/// Reads what is about to be written, so that no byte reaches the output folder unread.
pub(super) struct Checked<'a> {
    gate: LeakGate,
    sink: &'a Sink<'a>,
    leaks: Mutex<Vec<Leak>>,
}

impl<'a> Checked<'a> {
    pub(super) fn new(gate: LeakGate, sink: &'a Sink<'a>) -> Self {
        Self {
            gate,
            sink,
            leaks: Mutex::default(),
        }
    }

    /// Writes one file; returns it as cleared unless something was found in it.
    pub(super) fn write<'b>(&self, path: &str, bytes: &'b [u8]) -> Outcome<Option<Cleared<'b>>> {
        let cleared = self.gate.clear(path, bytes);
        self.keep(path, cleared.as_ref().err().cloned().unwrap_or_default());
        (self.sink)(path, bytes)?;
        Ok(cleared.ok())
    }

    /// Writes a packed form of a file in which nothing was found: it unpacks to that file and to nothing else.
    pub(super) fn write_packed(&self, packed: &Packed, site: &str, plain: Cleared<'_>) -> Outcome<()> {
        let path = &format!("{site}/{}", packed.file.path);
        if !packed.is_of(plain.bytes()) {
            let error = std::io::Error::other("it does not unpack to what was packed");
            return Err(Failure::io("pack", Path::new(path), &error));
        }
        self.keep(path, Vec::new());
        (self.sink)(path, &packed.file.bytes)
    }

    /// What one-file copies share, read once for all of them.
    pub(super) fn common(&self, parts: &[String]) -> Option<Common> {
        self.gate.common(parts)
    }

    /// Writes a one-file copy with `common` and the `sealed` files in it.
    pub(super) fn write_copy(
        &self,
        path: &str,
        page: &str,
        common: Option<&Common>,
        sealed: &[Cleared<'_>],
    ) -> Outcome<()> {
        let found = match common {
            Some(common) => self.gate.scan_rest(path, page, common, sealed),
            None => self.gate.scan(path, page.as_bytes()),
        };
        self.keep(path, found);
        (self.sink)(path, page.as_bytes())
    }

    fn keep(&self, path: &str, mut found: Vec<Leak>) {
        found.extend(self.gate.scan_name(path));
        if !found.is_empty() {
            self.leaks.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
        }
    }

    /// What the gate knows, for the next issue.
    pub(super) fn memory(&self) -> GateMemory {
        self.gate.memory()
    }

    /// Everything that was found.
    pub(super) fn leaks(self) -> Vec<Leak> {
        self.leaks.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
