//! The register with entries of every kind made by code: clock, faults, two at once, and what appending reads.

use std::fs;

use age::secrecy::ExposeSecret as _;
use jiff::{Timestamp, ToSpan as _};

use super::{
    desk::Desk,
    office::{Office, REFERENCE, codes, copy, failed, known_in, public, record, year},
};
use crate::{
    diagnostic::Exit,
    keys::{Home, PublisherKey, Secret},
    register::{Clock, Digest, Event, KnownHead, Means, verify},
    world::{Fault, FaultyWorld},
};

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

/// The secretary's own key signs another entry in the place of one: every signature holds, and the chain does not.
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
    // A day of the future where it is recorded, although it has begun elsewhere.
    let mut third = next();
    third.date = Some("2026-11-22".parse().expect("a date"));
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
