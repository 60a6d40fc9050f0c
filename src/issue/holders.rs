//! To whom the copies are sealed: whoever can write into the list could add a key, and that copy would open for it. So a
//! key that is not the one of the last issue, and a holder who has the key of the one before, go out on a decision only.

use std::collections::BTreeSet;

use super::{
    gates::Wish,
    history::{History, PastIssue},
};
use crate::{
    diagnostic::Diagnostic,
    plan::{ControlledCopy, CopyNumber, DistributionList, Holder, Medium},
    register::{CopyId, Digest, IssuedCopy, IssuedKey, State, States},
};

/// How the keys of one copy compare with those of its last issue.
struct Compared<'a> {
    copy: &'a ControlledCopy,
    has_new_keys: bool,
    has_other_holder: bool,
    is_unknown: bool,
}

/// What stands against sealing each copy to the keys in the list (`E457`, `E458`), and what is to be known (`E459`).
pub(super) fn sealed_to_whom(
    list: &DistributionList,
    history: &History,
    states: Option<&States>,
    wish: &Wish,
) -> Vec<Diagnostic> {
    let asked = |copy: &ControlledCopy| wish.copies.is_empty() || wish.copies.contains(&copy.number);
    let sealed: Vec<_> = list
        .filed()
        .filter(|(copy, holder)| asked(copy) && !holder.recipients.is_empty())
        .collect();
    let compared: Vec<_> = sealed
        .iter()
        .map(|(copy, holder)| compare(copy, holder, last(history, &copy.number)))
        .collect();
    let mut findings = undecided(&compared, wish);
    if !wish.is_transfer {
        findings.extend(needless(&compared, wish));
    }
    let lost = states.into_iter().flat_map(|states| {
        let with_states = sealed.iter().map(move |(copy, holder)| (copy, holder, states));
        with_states.filter_map(|(copy, holder, states)| opens_lost(copy, holder, history, states))
    });
    findings.extend(lost);
    let unknown: Vec<_> = compared.iter().filter(|compared| compared.is_unknown).collect();
    if !unknown.is_empty() {
        let message = format!(
            "the register does not say to which keys {} sealed last",
            named(unknown.into_iter().map(|compared| &compared.copy.number), "was", "were")
        );
        findings.push(
            Diagnostic::warning("E459", message)
                .hint("from this issue on it does; this once compare the recipients in the list with the holders"),
        );
    }
    findings
}

fn compare<'a>(copy: &'a ControlledCopy, holder: &Holder, before: Option<&IssuedCopy>) -> Compared<'a> {
    let now = IssuedKey::of(holder);
    let has_several = now.len() > 1;
    let recipients =
        |keys: &[IssuedKey]| -> BTreeSet<Digest> { keys.iter().map(|key| key.recipient.clone()).collect() };
    let (has_new_keys, is_unknown) = match before {
        None => (has_several, false),
        Some(before) if before.keys.is_empty() && before.medium == Medium::File => (has_several, true),
        Some(before) => (recipients(&now) != recipients(&before.keys), false),
    };
    let is_others = |key: &IssuedKey| {
        let known = before.iter().flat_map(|before| &before.keys);
        known
            .into_iter()
            .any(|known| known.recipient == key.recipient && known.holder != key.holder)
    };
    Compared {
        copy,
        has_new_keys,
        has_other_holder: now.iter().any(is_others),
        is_unknown,
    }
}

fn undecided(compared: &[Compared<'_>], wish: &Wish) -> Vec<Diagnostic> {
    let keys: Vec<_> = compared
        .iter()
        .filter(|compared| compared.has_new_keys && !wish.new_keys.contains(&compared.copy.number))
        .map(|compared| compared.copy)
        .collect();
    let holders: Vec<_> = compared
        .iter()
        .filter(|compared| compared.has_other_holder && !wish.same_holders.contains(&compared.copy.number))
        .map(|compared| compared.copy)
        .collect();
    let (all_keys, all_holders) = (with(&wish.new_keys, &keys), with(&wish.same_holders, &holders));
    let keys = keys.into_iter().map(|copy| {
        let message = format!(
            "copy {} would be sealed to other keys than in its last issue",
            copy.number
        );
        Diagnostic::error("E457", message)
            .at(copy.place.clone())
            .hint("whoever has a key that stands in the list reads the copy: ask the holder whether the key is theirs")
            .hint(format!(
                "if every change is meant, say so; it stands in the register: --new-keys {all_keys}"
            ))
    });
    let holders = holders.into_iter().map(|copy| {
        let number = &copy.number;
        let message = format!("copy {number} has another post or name, and the key of its last issue");
        let found = Diagnostic::error("E458", message).at(copy.place.clone()).hint(format!(
            "another person needs another key: terkawal enrol {number} --passphrase --replace"
        ));
        let same = format!("--same-holders {all_holders}");
        if wish.is_transfer {
            return found.hint(format!(
                "for the same person nothing is transferred: terkawal issue --copies {number} --reason WHY {same}"
            ));
        }
        found
            .hint(format!(
                "and gets the copy with terkawal register transfer {number}, or with this issue and --new-keys {number}"
            ))
            .hint(format!(
                "if it is the same person, say so; it stands in the register: {same}"
            ))
    });
    keys.chain(holders).collect()
}

/// A decision about nothing: it would let through what changes next.
fn needless(compared: &[Compared<'_>], wish: &Wish) -> Vec<Diagnostic> {
    let of = |number: &CopyNumber| compared.iter().find(|compared| compared.copy.number == *number);
    let is_new = |number: &&CopyNumber| of(number).is_none_or(|known| !known.has_new_keys && !known.is_unknown);
    let is_other = |number: &&CopyNumber| of(number).is_none_or(|known| !known.has_other_holder && !known.is_unknown);
    let keys = wish.new_keys.iter().filter(is_new).map(|number| {
        Diagnostic::error("E457", format!("the keys of copy {number} are those of its last issue"))
            .hint("name with --new-keys only copies of this issue whose keys changed")
            .hint(format!(
                "a key that shall change: terkawal enrol {number} --passphrase --replace"
            ))
    });
    let holders = wish.same_holders.iter().filter(is_other).map(|number| {
        let message = format!("copy {number} has no other post or name than in its last issue, or another key");
        Diagnostic::error("E458", message)
            .hint("name with --same-holders only copies of this issue whose post or name changed")
    });
    keys.chain(holders).collect()
}

/// Whoever found a lost copy may have its slip or its key too.
fn opens_lost(copy: &ControlledCopy, holder: &Holder, history: &History, states: &States) -> Option<Diagnostic> {
    let number = &copy.number;
    let now = IssuedKey::of(holder);
    let is_same = |id: &CopyId| {
        let keys = issued(history, id).map_or(&[][..], |lost| &lost.keys);
        keys.iter()
            .any(|key| now.iter().any(|now| now.recipient == key.recipient))
    };
    let mut lost = states.of_number(number).filter(|(_, known)| known.state == State::Lost);
    let (id, _) = lost.find(|(id, _)| is_same(id))?;
    let message = format!("{id} is lost, and copy {number} is sealed to the same key again");
    Some(
        Diagnostic::warning("E459", message)
            .at(copy.place.clone())
            .hint("if the slip or the key file was lost with it, whoever finds them reads this copy too")
            .hint(format!(
                "give the holder another key: terkawal enrol {number} --passphrase --replace"
            )),
    )
}

/// The copy as it was issued last, of whatever version.
fn last<'h>(history: &'h History, number: &CopyNumber) -> Option<&'h IssuedCopy> {
    let of = |issue: &'h PastIssue| issue.copies.iter().find(|copy| copy.number == *number);
    history.issues.iter().rev().find_map(of)
}

fn issued<'h>(history: &'h History, id: &CopyId) -> Option<&'h IssuedCopy> {
    let issues = history.issues.iter().filter(|issue| issue.version == id.version);
    let mut copies = issues.flat_map(|issue| &issue.copies);
    copies.find(|copy| copy.number == id.number && copy.generation == id.generation)
}

/// What is decided already and what is still to be, as the option takes it.
fn with(decided: &[CopyNumber], open: &[&ControlledCopy]) -> String {
    let all: BTreeSet<_> = decided.iter().chain(open.iter().map(|copy| &copy.number)).collect();
    let all: Vec<&str> = all.into_iter().map(CopyNumber::as_str).collect();
    all.join(",")
}

fn named<'n>(numbers: impl Iterator<Item = &'n CopyNumber>, one: &str, more: &str) -> String {
    let numbers: Vec<&str> = numbers.map(CopyNumber::as_str).collect();
    match numbers.as_slice() {
        [number] => format!("copy {number} {one}"),
        _ => format!("copies {} {more}", numbers.join(", ")),
    }
}
