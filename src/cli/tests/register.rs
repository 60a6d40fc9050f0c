//! The register with entries of every kind made by code: tampering, rollback, clock, faults, and what appending reads.

use std::fs;

use age::secrecy::ExposeSecret as _;
use jiff::{Timestamp, ToSpan as _};

use super::desk::Desk;
use crate::{
    diagnostic::{Diagnostic, Exit, Outcome},
    keys::{Home, PublicKey, PublisherKey, Secret},
    plan::CopyNumber,
    register::{
        Appended, Clock, CopyId, Digest, Event, Head, IssuedCopy, IssuedFile, KnownHead, Log, Means, Medium, Receipt,
        Record, Report, verify,
    },
    world::{Fault, FaultyWorld, World},
};

const REGISTER: &str = "plan/distribution/register.jsonl";
const REFERENCE: &str = "UJI/01";

/// A desk whose publisher key is known without a passphrase.
struct Office {
    desk: Desk,
    key: PublisherKey,
}

fn public(key: &PublisherKey) -> PublicKey {
    key.public().expect("public")
}

fn record(event: Event) -> Record {
    Record {
        date: None,
        by: "Setiausaha".to_owned(),
        note: Some("ujian \"é\" \\ 漢".to_owned()),
        clock: None,
        event,
    }
}

fn number(text: &str) -> CopyNumber {
    text.parse().expect("a copy number")
}

fn copy(text: &str) -> CopyId {
    CopyId {
        number: number(text),
        version: "1.0".to_owned(),
        generation: 1,
    }
}

/// The first year of a plan with two copies.
fn year() -> Vec<Event> {
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
            content,
            files: Vec::new(),
            archive: None,
            copies: vec![issued("01", Medium::File), issued("02", Medium::Paper)],
            reserved: vec![number("07")],
            recalls: Vec::new(),
            reason: None,
        },
        Event::Acknowledged {
            copy: copy("01"),
            means: Means::Code,
        },
        Event::Lost {
            copy: copy("02"),
            discovered: "2026-11-01".parse().expect("a date"),
            originator: None,
        },
    ]
}

impl Office {
    fn new() -> Self {
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
    fn with_year() -> Self {
        let office = Self::new();
        for event in year() {
            office.append(&office.world(), record(event)).expect("recorded");
        }
        office
    }

    fn world(&self) -> FaultyWorld {
        FaultyWorld::sound().with_home(self.desk.path("home"))
    }

    fn log<'w>(&self, world: &'w dyn World) -> Outcome<Log<'w>> {
        Log::open(world, &self.desk.path("plan"), REFERENCE, &Home::of(world)?)
    }

    fn append(&self, world: &dyn World, record: Record) -> Outcome<Appended> {
        self.log(world)?.append(&[(&self.key, record)])
    }

    fn verify(&self, known: Option<&Head>) -> Report {
        self.verify_with(&public(&self.key), known)
    }

    fn verify_with(&self, pin: &PublicKey, known: Option<&Head>) -> Report {
        let root = self.desk.path("plan");
        verify(&self.world(), &root, REFERENCE, Some(pin), known, &mut |_| {}).expect("readable")
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.desk.path(REGISTER)).unwrap_or_default()
    }

    fn put(&self, bytes: &[u8]) {
        fs::write(self.desk.path(REGISTER), bytes).expect("written");
    }

    /// Demands that a register is not taken for the true one.
    #[track_caller]
    fn assert_found(&self, bytes: &[u8], known: Option<&Head>, context: &str) {
        self.put(bytes);
        let report = self.verify(known);
        assert!(!report.findings.is_empty(), "{context}");
        assert!(report.findings.iter().all(|found| !found.hints.is_empty()), "{context}");
    }
}

/// The head that is kept in the home of a world.
fn known_in(world: &dyn World) -> Option<Head> {
    let home = Home::of(world).expect("a home");
    KnownHead::of(&home, REFERENCE).read(world).expect("a head")
}

fn codes(findings: &[Diagnostic]) -> Vec<&'static str> {
    findings.iter().map(|found| found.code).collect()
}

#[track_caller]
fn failed<T>(outcome: Outcome<T>) -> Vec<&'static str> {
    codes(&outcome.err().expect("a failure").diagnostics)
}

#[test]
fn what_is_recorded_verifies_and_tells_the_states() {
    let office = Office::with_year();
    let known = known_in(&office.world()).expect("a head");
    let report = office.verify(Some(&known));
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert_eq!(report.head, known);
    assert_eq!((report.head.number, report.incomplete, report.is_pinned), (4, 0, true));
    let states: Vec<_> = report.states.copies().map(|(_, known)| known.state.name()).collect();
    assert_eq!(states, ["acknowledged", "lost"]);
    let bytes = office.bytes();
    let last = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .next_back()
        .expect("a line");
    assert_eq!(known.hash, Digest::of(last));
}

#[test]
fn every_byte_that_is_altered_added_or_taken_away_is_found() {
    let office = Office::new();
    let corrected = |entry| Event::Corrected {
        entry,
        text: "betul".to_owned(),
    };
    for event in [year().remove(0), corrected(1), corrected(2)] {
        office.append(&office.world(), record(event)).expect("recorded");
    }
    let good = office.bytes();
    let known = known_in(&office.world()).expect("a head");
    for at in 0..good.len() {
        // Without its line feed the last line is an unfinished one, which only the known head tells from a rollback.
        let head = (at + 1 == good.len()).then_some(&known);
        let mut altered = good.clone();
        altered[at] ^= 1;
        office.assert_found(&altered, head, &format!("byte {at} altered"));
        altered = good.clone();
        altered.remove(at);
        office.assert_found(&altered, head, &format!("byte {at} taken away"));
        altered = good.clone();
        altered.insert(at, b' ');
        office.assert_found(&altered, head, &format!("byte {at} added"));
        office.assert_found(&good[..at], Some(&known), &format!("cut off at {at}"));
    }
    office.put(&good);
    assert!(office.verify(Some(&known)).findings.is_empty());
}

#[test]
fn lines_that_are_removed_moved_repeated_or_signed_anew_are_found() {
    let office = Office::with_year();
    let good = office.bytes();
    let known = known_in(&office.world()).expect("a head");
    let lines: Vec<&[u8]> = good.split_inclusive(|byte| *byte == b'\n').collect();
    for at in 0..lines.len() {
        let mut less = lines.clone();
        less.remove(at);
        office.assert_found(&less.concat(), Some(&known), &format!("line {at} removed"));
        let mut twice = lines.clone();
        twice.insert(at, lines[at]);
        office.assert_found(&twice.concat(), Some(&known), &format!("line {at} twice"));
        for other in at + 1..lines.len() {
            let mut swapped = lines.clone();
            swapped.swap(at, other);
            office.assert_found(&swapped.concat(), Some(&known), &format!("{at} and {other} swapped"));
        }
    }
    // Somebody with another key writes it all anew: sound in itself, and not the publisher's.
    let forger = Office {
        desk: office.desk,
        key: PublisherKey::generate().expect("a key"),
    };
    fs::remove_file(forger.desk.path(REGISTER)).expect("removed");
    let elsewhere = FaultyWorld::sound().with_home(forger.desk.path("lain"));
    for event in year() {
        forger.append(&elsewhere, record(event)).expect("recorded");
    }
    let (forged, key) = (forger.bytes(), forger.key);
    let office = Office {
        desk: forger.desk,
        key: office.key,
    };
    assert!(office.verify_with(&public(&key), None).findings.is_empty());
    assert_eq!(codes(&office.verify(None).findings), ["E420"]);
    assert_eq!(codes(&office.verify(Some(&known)).findings), ["E415", "E420"]);
    // Or only the last line.
    let last = forged
        .split_inclusive(|byte| *byte == b'\n')
        .next_back()
        .expect("a line");
    let mixed = [&lines[..3].concat(), last].concat();
    office.assert_found(&mixed, Some(&known), "the last line of another key");
}

/// The secretary's own key signs another entry in the place of one: every signature holds, and the chain does not.
#[test]
fn an_entry_that_is_exchanged_and_signed_by_the_right_key_is_found() {
    let office = Office::with_year();
    let good = office.bytes();
    let lines: Vec<&[u8]> = good.split_inclusive(|byte| *byte == b'\n').collect();
    office.put(&lines[..2].concat());
    let elsewhere = FaultyWorld::sound().with_home(office.desk.path("lain"));
    let lost = Event::Lost {
        copy: copy("01"),
        discovered: "2026-11-01".parse().expect("a date"),
        originator: None,
    };
    office.append(&elsewhere, record(lost)).expect("recorded");
    office.put(&[&office.bytes(), lines[3]].concat());
    assert_eq!(codes(&office.verify(None).findings), ["E411"]);
}

#[test]
fn a_rollback_is_found_against_the_head_kept_here_and_nothing_is_appended() {
    let office = Office::with_year();
    let good = office.bytes();
    let world = office.world();
    let known = known_in(&world).expect("a head");
    let lines: Vec<&[u8]> = good.split_inclusive(|byte| *byte == b'\n').collect();
    for kept in 0..lines.len() {
        office.put(&lines[..kept].concat());
        assert!(
            office.verify(None).findings.is_empty(),
            "signed, and nothing else tells"
        );
        assert_eq!(codes(&office.verify(Some(&known)).findings), ["E415"], "{kept} lines");
        let event = year().remove(0);
        assert_eq!(failed(office.append(&world, record(event))), ["E415"], "{kept} lines");
        assert_eq!(office.bytes(), lines[..kept].concat());
    }
    // A fork: the same beginning, another entry.
    office.put(&lines[..3].concat());
    let elsewhere = FaultyWorld::sound().with_home(office.desk.path("lain"));
    office
        .desk
        .write("lain/publisher.pub", &public(&office.key).file_text());
    let returned = Event::Returned { copy: copy("02") };
    office.append(&elsewhere, record(returned)).expect("recorded");
    assert_eq!(codes(&office.verify(Some(&known)).findings), ["E415"]);
    // What another computer appended to the register as it is known here is taken over.
    office.put(&good);
    let returned = Event::Returned { copy: copy("02") };
    let third = FaultyWorld::sound().with_home(office.desk.path("ketiga"));
    office
        .desk
        .write("ketiga/publisher.pub", &public(&office.key).file_text());
    office.append(&third, record(returned)).expect("recorded");
    let destroyed = Event::Destroyed {
        copy: copy("02"),
        method: "ricih".to_owned(),
        witnesses: ["A".to_owned(), "B".to_owned()],
    };
    assert_eq!(
        office.append(&world, record(destroyed)).expect("recorded").head.number,
        6
    );
    assert!(office.verify(Some(&known)).findings.is_empty());
}

#[test]
fn an_unfinished_line_is_cut_off_by_the_next_append() {
    let office = Office::with_year();
    let good = office.bytes();
    let world = office.world();
    office.put(&[&good, b"{\"entry\":{\"by\"".as_slice()].concat());
    let report = office.verify(known_in(&world).as_ref());
    assert!(report.findings.is_empty());
    assert_eq!(report.incomplete, 14);
    let mut log = office.log(&world).expect("open");
    assert_eq!(log.incomplete(), 14);
    let returned = Event::Returned { copy: copy("02") };
    log.append(&[(&office.key, record(returned))]).expect("recorded");
    drop(log);
    assert!(office.bytes().starts_with(&good));
    let report = office.verify(None);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert_eq!((report.head.number, report.incomplete), (5, 0));
}

#[test]
fn a_clock_that_moved_back_is_noticed() {
    let office = Office::new();
    let noon: Timestamp = "2026-11-21T12:00:00Z".parse().expect("a time");
    let at = |time| office.world().at_time(time);
    let mut events = year().into_iter();
    let mut next = || record(events.next().expect("an event"));
    let mut first = next();
    first.date = Some("2026-11-21".parse().expect("a date"));
    office.append(&at(noon), first).expect("recorded");
    let mut second = next();
    second.date = Some("2026-11-21".parse().expect("a date"));
    let before = office.bytes();
    let earlier = at(noon - 1.seconds());
    assert_eq!(failed(office.append(&earlier, second.clone())), ["E416"]);
    assert_eq!(office.bytes(), before);
    second.clock = Some(Clock::Corrected);
    office.append(&earlier, second).expect("recorded");
    assert!(office.verify(None).findings.is_empty());
    // A day of the future.
    let mut third = next();
    third.date = Some("2026-11-23".parse().expect("a date"));
    assert_eq!(failed(office.append(&at(noon), third)), ["E416"]);
}

#[test]
fn what_tools_read_differently_is_not_recorded() {
    let office = Office::new();
    let world = office.world();
    let event = || year().remove(0);
    for (by, note) in [("", "a"), ("A\nB", "a"), ("A", "b\tc"), ("A", "\u{202e}x"), (" ", "a")] {
        let mut bad = record(event());
        bad.by = by.to_owned();
        bad.note = Some(note.to_owned());
        assert_eq!(failed(office.append(&world, bad)), ["E422"], "{by:?} {note:?}");
    }
    assert!(office.bytes().is_empty());
    let mut decomposed = record(event());
    decomposed.by = " e\u{301} ".to_owned();
    office.append(&world, decomposed).expect("recorded");
    assert!(
        String::from_utf8(office.bytes())
            .expect("UTF-8")
            .contains("\"by\":\"é\"")
    );
}

#[test]
fn an_entry_of_another_key_is_refused() {
    let office = Office::with_year();
    let other = PublisherKey::generate().expect("a key");
    let world = office.world();
    let before = office.bytes();
    let mut log = office.log(&world).expect("open");
    let returned = || record(Event::Returned { copy: copy("02") });
    assert_eq!(failed(log.append(&[(&other, returned())])), ["E414"]);
    let adopted = Event::KeyAdopted {
        old: public(&office.key).text().to_owned(),
    };
    assert_eq!(failed(log.append(&[(&other, record(adopted))])), ["E414"]);
    drop(log);
    assert_eq!(office.bytes(), before);
}

#[test]
fn an_illegal_move_in_a_signed_register_is_found() {
    let office = Office::with_year();
    let world = office.world();
    let acknowledged = Event::Acknowledged {
        copy: copy("02"),
        means: Means::Form,
    };
    office
        .append(&world, record(acknowledged))
        .expect("appending does not ask");
    let report = office.verify(None);
    assert_eq!(codes(&report.findings), ["E417"]);
    assert!(
        report.findings[0].message.starts_with("line 5 of "),
        "{:?}",
        report.findings
    );
}

#[test]
fn one_appends_while_another_waits_or_is_refused() {
    let office = Office::with_year();
    let world = office.world();
    let first = office.log(&world).expect("open");
    assert_eq!(failed(office.log(&world)), ["E419"]);
    drop(first);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let world = office.world();
                for _ in 0..5 {
                    let text = "sama".to_owned();
                    let corrected = Event::Corrected { entry: 1, text };
                    if let Err(failure) = office.append(&world, record(corrected)) {
                        assert_eq!(codes(&failure.diagnostics), ["E419"]);
                    }
                }
            });
        }
    });
    let known = known_in(&world).expect("a head");
    let report = office.verify(Some(&known));
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert_eq!(report.head, known);
    assert!(report.head.number > 4);
}

#[test]
fn an_append_is_whole_or_did_not_happen() {
    let office = Office::with_year();
    let good = office.bytes();
    let returned = || record(Event::Returned { copy: copy("02") });
    for fault in [Fault::DiskFull, Fault::Refused, Fault::Dead] {
        for at in 0.. {
            office.put(&good);
            fs::remove_dir_all(office.desk.path("home/heads")).expect("removed");
            let report = office.verify(None);
            KnownHead::of(&Home::of(&office.world()).expect("a home"), REFERENCE)
                .write(&office.world(), &report.head)
                .expect("kept");
            let world = FaultyWorld::new(fault, at).with_home(office.desk.path("home"));
            let outcome = office.append(&world, returned());
            let context = format!("{fault:?} at {at}");
            let now = office.bytes();
            let report = office.verify(known_in(&office.world()).as_ref());
            assert!(report.findings.is_empty(), "{context}: {:?}", report.findings);
            match &outcome {
                Ok(_) => assert_eq!(report.head.number, 5, "{context}"),
                // A killed process can have written all of it before it died.
                Err(_) if fault == Fault::Dead => assert!(now.starts_with(&good), "{context}"),
                Err(failure) => {
                    assert_eq!(failure.exit, Exit::Environment, "{context}");
                    assert_eq!(now, good, "{context}");
                }
            }
            // The next run goes on from whatever is there.
            let corrected = Event::Corrected {
                entry: 1,
                text: "lagi".to_owned(),
            };
            office.append(&office.world(), record(corrected)).expect("recorded");
            assert!(office.verify(None).findings.is_empty(), "{context}");
            if !world.has_failed() {
                assert!(outcome.is_ok() && at > 2, "{context}");
                break;
            }
        }
    }
}

/// A hundred thousand lines with `TERKAWAL_LONG_TESTS=1`.
#[test]
fn appending_reads_the_last_line_and_nothing_else() {
    let lines: u64 = if std::env::var("TERKAWAL_LONG_TESTS").is_ok_and(|long| long == "1") {
        100_000
    } else {
        2_000
    };
    let office = Office::new();
    let world = office.world();
    let mut log = office.log(&world).expect("open");
    let corrected = |entry| {
        record(Event::Corrected {
            entry,
            text: "pembetulan".to_owned(),
        })
    };
    log.append(&[(&office.key, record(year().remove(0)))])
        .expect("recorded");
    let records: Vec<_> = (1..lines).map(|entry| (&office.key, corrected(entry))).collect();
    log.append(&records).expect("recorded");
    drop(log);
    let size = office.bytes().len() as u64;

    let counting = office.world();
    office.append(&counting, corrected(1)).expect("recorded");
    assert!(counting.bytes_read() < 40_000, "{} of {size}", counting.bytes_read());
    assert!(size > 1_000_000, "{size}");

    let counting = office.world();
    let root = office.desk.path("plan");
    let mut seen = 0;
    let pin = public(&office.key);
    let report = verify(&counting, &root, REFERENCE, Some(&pin), None, &mut |_| seen += 1).expect("readable");
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert_eq!(seen, lines + 1);
    assert_eq!(counting.bytes_read(), office.bytes().len() as u64, "one pass");
}

#[test]
fn a_change_of_keys_is_whole_or_did_not_happen() {
    let desk = Desk::new();
    desk.succeeds(&["keygen", "publisher", "--slip", "~/slip/1.txt"]);
    let rotate = |passphrase: &'static str, slip: &'static str| {
        let by = ["--rotate", "--by", "Setiausaha", "--reason", "ujian"];
        let files = ["--passphrase-file", passphrase, "--slip", slip];
        [&["keygen", "publisher"], &by[..], &files[..]].concat()
    };
    desk.succeeds(&rotate("~/slip/1.txt", "~/slip/2.txt"));
    let before = desk.files("");
    let arguments = rotate("~/slip/2.txt", "~/slip/3.txt");
    for fault in [Fault::DiskFull, Fault::Refused, Fault::Dead] {
        desk.each(fault, &arguments, |exit, at| {
            let context = format!("{fault:?} at {at}, {exit:?}");
            if exit == Exit::Done {
                desk.succeeds(&["register", "verify"]);
            } else if fault != Fault::Dead {
                assert_eq!(desk.files(""), before, "{context}");
                desk.succeeds(&["register", "verify"]);
            } else {
                // Killed: the keys are the old ones or the new ones, and the same verb brings the register after them.
                let is_new = desk.path("slip/3.txt").exists()
                    && desk.files("home")["publisher.age"] != before["home/publisher.age"];
                let mut again = if is_new {
                    rotate("~/slip/3.txt", "~/slip/4.txt")
                } else {
                    rotate("~/slip/2.txt", "~/slip/4.txt")
                };
                if is_new {
                    again.extend(["--old-passphrase-file", "~/slip/2.txt"]);
                }
                desk.succeeds(&again);
                desk.succeeds(&["register", "verify"]);
            }
        });
    }
}

#[test]
fn the_key_that_opens_is_the_key_that_signs() {
    let desk = Desk::new();
    desk.succeeds(&["keygen", "publisher", "--slip", "~/slip/1.txt"]);
    let world = FaultyWorld::sound().with_home(desk.path("home"));
    let home = Home::of(&world).expect("a home");
    let slip = fs::read_to_string(desk.path("slip/1.txt")).expect("the slip");
    let passphrase = Secret::Publisher.read_passphrase(&slip).expect("a passphrase");
    assert!(passphrase.expose_secret().starts_with("P-"));
    let path = home.sealed(Secret::Publisher);
    let key = home.open_publisher(&world, &path, &passphrase).expect("opened");
    assert!(home.publisher(&world).expect("read") == Some(public(&key)));
}
