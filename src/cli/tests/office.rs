//! A desk with a register: entries made by code, since the key is known without a passphrase.

use std::fs;

use super::desk::Desk;
use crate::{
    diagnostic::{Diagnostic, Outcome},
    keys::{Home, PublicKey, PublisherKey},
    plan::{CopyNumber, Medium},
    register::{
        Appended, CopyId, Digest, Event, Head, IssuedCopy, IssuedFile, KnownHead, Log, Means, Receipt, Record, Report,
        verify,
    },
    world::{FaultyWorld, World},
};

pub(super) const REGISTER: &str = "plan/distribution/register.jsonl";
pub(super) const REFERENCE: &str = "UJI/01";

/// A desk whose publisher key is known without a passphrase.
pub(super) struct Office {
    pub(super) desk: Desk,
    pub(super) key: PublisherKey,
}

pub(super) fn public(key: &PublisherKey) -> PublicKey {
    key.public().expect("public")
}

pub(super) fn record(event: Event) -> Record {
    Record {
        date: None,
        by: "Setiausaha".to_owned(),
        note: Some("ujian \"é\" \\ 漢".to_owned()),
        clock: None,
        event,
    }
}

pub(super) fn number(text: &str) -> CopyNumber {
    text.parse().expect("a copy number")
}

pub(super) fn copy(text: &str) -> CopyId {
    CopyId {
        number: number(text),
        version: "1.0".to_owned(),
        generation: 1,
    }
}

/// The first year of a plan with two copies.
pub(super) fn year() -> Vec<Event> {
    let content = Digest::of(b"isi");
    let issued = |text: &str, medium| IssuedCopy {
        number: number(text),
        generation: 1,
        holder: "Ketua".to_owned(),
        medium,
        files: vec![IssuedFile {
            path: format!("copies/{text}/bundle.age"),
            sha256: Digest::of(text.as_bytes()),
        }],
        keys: Vec::new(),
        receipt: Some(Receipt {
            salt: "00ff".to_owned(),
            sha256: Digest::of(b"kod"),
        }),
    };
    vec![
        Event::Prepared {
            version: "1.0".to_owned(),
            content: content.clone(),
            copies: vec![number("01"), number("02")],
        },
        Event::Issued {
            version: "1.0".to_owned(),
            document: content.clone(),
            content,
            files: Vec::new(),
            archive: None,
            marks: None,
            copies: vec![issued("01", Medium::File), issued("02", Medium::Paper)],
            reserved: vec![number("07")],
            recalls: Vec::new(),
            reason: None,
            new_keys: Vec::new(),
            same_holders: Vec::new(),
        },
        Event::Acknowledged {
            copy: copy("01"),
            means: Means::Code,
        },
        Event::Lost {
            copy: copy("02"),
            discovered: "2026-11-01T00:00:00Z".parse().expect("a moment"),
            originator: None,
        },
    ]
}

impl Office {
    pub(super) fn new() -> Self {
        let office = Self {
            desk: Desk::new(),
            key: PublisherKey::generate().expect("a key"),
        };
        office
            .desk
            .write("home/publisher.pub", &public(&office.key).file_text());
        office
    }

    /// An office with the first year recorded.
    pub(super) fn with_year() -> Self {
        let office = Self::new();
        for event in year() {
            office.append(&office.world(), record(event)).expect("recorded");
        }
        office
    }

    pub(super) fn world(&self) -> FaultyWorld {
        FaultyWorld::sound().with_home(self.desk.path("home"))
    }

    pub(super) fn log<'w>(&self, world: &'w dyn World) -> Outcome<Log<'w>> {
        Log::open(world, &self.desk.path("plan"), REFERENCE, &Home::of(world)?)
    }

    pub(super) fn append(&self, world: &dyn World, record: Record) -> Outcome<Appended> {
        self.log(world)?.append(&[(&self.key, record)])
    }

    pub(super) fn verify(&self, known: Option<&Head>) -> Report {
        self.verify_with(&public(&self.key), known)
    }

    pub(super) fn verify_with(&self, pin: &PublicKey, known: Option<&Head>) -> Report {
        let root = self.desk.path("plan");
        verify(&self.world(), &root, REFERENCE, Some(pin), known, &mut |_| {}).expect("readable")
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        fs::read(self.desk.path(REGISTER)).unwrap_or_default()
    }

    pub(super) fn put(&self, bytes: &[u8]) {
        fs::write(self.desk.path(REGISTER), bytes).expect("written");
    }

    /// Demands that a register is not taken for the true one.
    #[track_caller]
    pub(super) fn assert_found(&self, bytes: &[u8], known: Option<&Head>, context: &str) {
        self.put(bytes);
        let report = self.verify(known);
        assert!(!report.findings.is_empty(), "{context}");
        assert!(report.findings.iter().all(|found| !found.hints.is_empty()), "{context}");
    }
}

/// The head that is kept in the home of a world.
pub(super) fn known_in(world: &dyn World) -> Option<Head> {
    let home = Home::of(world).expect("a home");
    KnownHead::of(&home, REFERENCE).read(world).expect("a head")
}

pub(super) fn codes(findings: &[Diagnostic]) -> Vec<&'static str> {
    findings.iter().map(|found| found.code).collect()
}

#[track_caller]
pub(super) fn failed<T>(outcome: Outcome<T>) -> Vec<&'static str> {
    codes(&outcome.err().expect("a failure").diagnostics)
}
