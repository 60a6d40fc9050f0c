use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::register::event::{Digest, Means};

const DAY: Date = date(2026, 11, 21);

fn number(text: &str) -> CopyNumber {
    text.parse().expect("a copy number")
}

fn id(text: &str, version: &str, generation: u32) -> CopyId {
    CopyId {
        number: number(text),
        version: version.to_owned(),
        generation,
    }
}

fn prepared(version: &str) -> Event {
    Event::Prepared {
        version: version.to_owned(),
        content: Digest::of(b""),
        copies: Vec::new(),
    }
}

fn issued(version: &str, copies: &[(&str, u32)], recalls: &[CopyId]) -> Event {
    let copy = |(copy, generation): &(&str, u32)| IssuedCopy {
        number: number(copy),
        generation: *generation,
        holder: "Ketua".to_owned(),
        medium: Medium::File,
        files: Vec::new(),
        receipt: None,
        keys: Vec::new(),
    };
    Event::Issued {
        version: version.to_owned(),
        content: Digest::of(b""),
        document: Digest::of(b""),
        files: Vec::new(),
        archive: None,
        marks: None,
        copies: copies.iter().map(copy).collect(),
        reserved: vec![number("07")],
        recalls: recalls.to_vec(),
        reason: None,
        new_keys: Vec::new(),
        same_holders: Vec::new(),
    }
}

/// The entry that takes a copy into a state.
fn to(state: State, copy: CopyId) -> Event {
    let text = || "sebab".to_owned();
    match state {
        State::Acknowledged => Event::Acknowledged {
            copy,
            means: Means::Code,
        },
        State::Transferred => Event::Transferred {
            copy,
            from: text(),
            to: text(),
        },
        State::Recalled => Event::Recalled {
            copy,
            reason: text(),
            due: None,
        },
        State::Returned => Event::Returned { copy },
        State::Destroyed => Event::Destroyed {
            copy,
            method: text(),
            witnesses: [text(), text()],
        },
        State::Lost => Event::Lost {
            copy,
            discovered: jiff::Timestamp::UNIX_EPOCH,
            originator: None,
        },
        State::Issued | State::Voided => unreachable!("an issue does that"),
    }
}

const MOVES: [State; 6] = [
    State::Acknowledged,
    State::Transferred,
    State::Recalled,
    State::Returned,
    State::Destroyed,
    State::Lost,
];

fn after(events: &[Event]) -> Result<States, IllegalMove> {
    States::after(events.iter().map(|event| (event, DAY)))
}

fn state(states: &States, copy: &CopyId) -> State {
    states.copy(copy).expect("a copy").state
}

#[test]
fn a_copy_lives_from_issue_to_destruction() {
    let copy = id("03", "1.0", 1);
    let mut events = vec![prepared("1.0"), issued("1.0", &[("03", 1)], &[])];
    for next in [State::Acknowledged, State::Recalled, State::Returned, State::Destroyed] {
        events.push(to(next, copy.clone()));
        assert_eq!(state(&after(&events).expect("legal"), &copy), next);
    }
    assert_eq!(after(&events).expect("legal").reserved().count(), 1);
    for next in MOVES {
        let mut events = events.clone();
        events.push(to(next, copy.clone()));
        let illegal = after(&events).expect_err("nothing comes after destruction");
        assert!(
            illegal.message.contains("copy 03 of version 1.0 is destroyed"),
            "{illegal:?}"
        );
    }
}

#[test]
fn an_illegal_move_names_the_legal_ones() {
    let copy = id("03", "1.0", 1);
    let events = [
        prepared("1.0"),
        issued("1.0", &[("03", 1)], &[]),
        to(State::Recalled, copy.clone()),
        to(State::Acknowledged, copy),
    ];
    let illegal = after(&events).expect_err("a recall does not end by a receipt");
    assert_eq!(illegal.hint, "from here it can be: returned, destroyed, lost");
    let unknown = [to(State::Lost, id("04", "1.0", 1))];
    assert!(
        after(&unknown)
            .expect_err("never issued")
            .message
            .contains("never issued")
    );
}

#[test]
fn issues_are_prepared_and_count_generations() {
    assert!(after(&[issued("1.0", &[("03", 1)], &[])]).is_err(), "not prepared");
    assert!(after(&[prepared("1.1"), issued("1.0", &[("03", 1)], &[])]).is_err());
    assert!(after(&[prepared("1.0"), issued("1.0", &[("03", 2)], &[])]).is_err());
    assert!(after(&[prepared("1.0"), issued("1.0", &[("03", 1), ("03", 1)], &[])]).is_err());
    assert!(
        after(&[prepared("1.0"), issued("1.0", &[("07", 1)], &[])]).is_err(),
        "reserved and issued"
    );
    let first = [prepared("1.0"), issued("1.0", &[("03", 1), ("04", 1)], &[])];
    let again = |generation| {
        let mut events = first.to_vec();
        events.extend([prepared("1.0"), issued("1.0", &[("03", generation)], &[])]);
        after(&events)
    };
    assert!(again(1).is_err() && again(3).is_err());
    assert_eq!(again(2).expect("legal").next_generation(&number("03"), "1.0"), 3);
    // Prepared once is issued once.
    let mut twice = first.to_vec();
    twice.push(issued("1.0", &[("03", 2)], &[]));
    assert!(after(&twice).is_err());
}

#[test]
fn a_voided_issue_takes_its_recalls_back() {
    let old = id("03", "1.0", 1);
    let events = [
        prepared("1.0"),
        issued("1.0", &[("03", 1)], &[]),
        to(State::Acknowledged, old.clone()),
        prepared("1.1"),
        issued("1.1", &[("03", 1)], std::slice::from_ref(&old)),
    ];
    let mut states = after(&events).expect("legal");
    assert_eq!(state(&states, &old), State::Recalled);
    let void = Event::Voided {
        version: "1.1".to_owned(),
        reason: "cakera rosak".to_owned(),
    };
    let mut received = states.clone();
    received
        .apply(&to(State::Acknowledged, id("03", "1.1", 1)), DAY)
        .expect("legal");
    assert!(received.apply(&void, DAY).is_err(), "somebody has it");
    states.apply(&void, DAY).expect("legal");
    assert_eq!(state(&states, &old), State::Acknowledged);
    assert_eq!(state(&states, &id("03", "1.1", 1)), State::Voided);
    assert!(states.apply(&void, DAY).is_err(), "once");
}

proptest! {
    /// Whatever is tried in whatever order: a move is taken exactly when the table allows it, and one that is refused
    /// changes nothing.
    #[test]
    fn only_legal_moves_are_taken(tries in prop::collection::vec((0_usize..3, 0_usize..MOVES.len()), 0..40)) {
        let copies = [id("01", "1.0", 1), id("02", "1.0", 1), id("03-01", "1.0", 1)];
        let mut states = after(&[prepared("1.0"), issued("1.0", &[("01", 1), ("02", 1), ("03-01", 1)], &[])]).expect("legal");
        for (copy, next) in tries {
            let (copy, next) = (&copies[copy], MOVES[next]);
            let before: Vec<_> = states.copies().map(|(id, known)| (id.clone(), known.clone())).collect();
            let is_legal = state(&states, copy).next().contains(&next);
            prop_assert_eq!(states.apply(&to(next, copy.clone()), DAY).is_ok(), is_legal);
            for (id, known) in before {
                let expected = if is_legal && id == *copy { next } else { known.state };
                prop_assert_eq!(state(&states, &id), expected);
            }
        }
    }
}
