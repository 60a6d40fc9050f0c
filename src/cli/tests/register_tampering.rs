//! A register that somebody altered, wrote anew, or put back to an earlier state.

use std::fs;

use super::office::{Office, REGISTER, codes, copy, failed, known_in, public, record, year};
use crate::{keys::PublisherKey, register::Event, world::FaultyWorld};

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

#[test]
fn an_entry_that_is_exchanged_and_signed_by_the_right_key_is_found() {
    let office = Office::with_year();
    let good = office.bytes();
    let lines: Vec<&[u8]> = good.split_inclusive(|byte| *byte == b'\n').collect();
    office.put(&lines[..2].concat());
    // At the very second of the entry before: else the clock would tell, too.
    let before: serde_json::Value = serde_json::from_slice(lines[1]).expect("JSON");
    let second = before["entry"]["recorded"].as_str().expect("a time");
    let elsewhere = FaultyWorld::sound()
        .with_home(office.desk.path("lain"))
        .at_time(second.parse().expect("a time"));
    let lost = Event::Lost {
        copy: copy("01"),
        discovered: "2026-11-01T00:00:00Z".parse().expect("a moment"),
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
