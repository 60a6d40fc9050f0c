//! `enrol` and `keygen` when the disk is full, when something may not be written, and when the process dies.

use std::fs;

use super::desk::{Desk, Files};
use crate::{
    diagnostic::Exit,
    world::{Fault, RealWorld},
};

const PASSPHRASE: [&str; 5] = ["enrol", "01", "--passphrase", "--slip", "~/slip/01.txt"];

/// Everything of the plan and the slips but what is laid beside a file on the way.
fn settled(desk: &Desk) -> Files {
    let mut files = desk.files("");
    files.retain(|path, _| !path.contains("/.terkawal-"));
    files
}

/// List, holder file and slip belong together: the plan builds, and the slip opens what was built.
#[track_caller]
fn assert_whole(desk: &Desk, slip: &str, context: &str) {
    desk.succeeds(&["build", "-o", "~/hasil"]);
    let copy = "~/hasil/site/1.0/copies/01";
    desk.succeeds(&["open", copy, "--passphrase-file", slip, "--to", "~/dibuka"]);
    let left: Vec<String> = desk
        .files("plan")
        .into_keys()
        .filter(|path| path.contains(".terkawal-"))
        .collect();
    assert!(left.is_empty(), "{context}: {left:?}");
}

#[test]
fn an_enrolment_is_whole_or_did_not_happen() {
    let first = Desk::new();
    let list = fs::read_to_string(first.path("plan/distribution/list.yaml")).expect("the list");
    let with_key = list.lines().find(|line| line.contains("recipients")).expect("a key");
    let without_key = list.replace(&format!("{with_key}\n"), "");
    first.write("plan/distribution/list.yaml", &without_key);
    let again = Desk::new();
    again.write("plan/distribution/list.yaml", &without_key);
    again.succeeds(&["enrol", "01", "--passphrase", "--slip", "~/slip/lama.txt"]);

    let faults = [Fault::DiskFull, Fault::Refused, Fault::Dead];
    for (desk, extra, faults) in [(first, &[][..], &faults[..2]), (again, &["--replace"][..], &faults)] {
        let arguments = [&PASSPHRASE[..], extra].concat();
        let before = settled(&desk);
        for fault in faults.iter().copied() {
            desk.each(fault, &arguments, |exit, at| {
                let context = format!("{fault:?} at {at}, {exit:?}");
                if exit == Exit::Done {
                    // All that failed was to clear away what is of no use any more.
                    assert_ne!(fault, Fault::DiskFull, "{context}");
                    return;
                }
                if fault != Fault::Dead {
                    assert_eq!(desk.files(""), before, "{context}");
                    return;
                }
                // Between two files nothing can be taken back any more; then a build says so, or the old key is whole.
                let is_refused = desk.run(&RealWorld, &["build", "-o", "~/semak"]).0 == Exit::Fault;
                assert!(is_refused || is_same(&desk, &before), "{context}");
                let anew = [
                    "enrol",
                    "01",
                    "--passphrase",
                    "--slip",
                    "~/slip/baharu.txt",
                    "--replace",
                ];
                desk.succeeds(&anew);
                assert_whole(&desk, "~/slip/baharu.txt", &context);
            });
        }
        desk.succeeds(&arguments);
        assert_whole(&desk, "~/slip/01.txt", "without a fault");
    }
}

/// Whether the files of the plan are what they were.
fn is_same(desk: &Desk, before: &Files) -> bool {
    let now = settled(desk);
    before.iter().all(|(path, bytes)| now.get(path) == Some(bytes))
}

#[test]
fn a_change_to_the_holders_own_key_is_whole_or_did_not_happen() {
    let desk = Desk::new();
    desk.succeeds(&["enrol", "01", "--passphrase", "--slip", "~/slip/01.txt", "--replace"]);
    let own = age::x25519::Identity::generate().to_public().to_string();
    let arguments = ["enrol", "01", "--recipient", &own, "--replace"];
    let before = desk.files("");
    for fault in [Fault::DiskFull, Fault::Refused, Fault::Dead] {
        desk.each(fault, &arguments, |exit, at| {
            let context = format!("{fault:?} at {at}");
            if fault == Fault::Dead {
                let is_same = desk.files("") == before;
                let is_refused = desk.run(&RealWorld, &["build"]).0 == Exit::Fault;
                assert!(exit == Exit::Done || is_same || is_refused, "{context}");
            } else if exit != Exit::Done {
                assert_eq!(desk.files(""), before, "{context}");
            }
            desk.succeeds(&arguments);
            desk.succeeds(&["build"]);
            assert!(
                !desk.path("plan/build/site/1.0/copies/01/holder.age").exists(),
                "{context}"
            );
        });
    }
}

#[test]
fn a_key_file_is_whole_or_not_there() {
    let desk = Desk::new();
    for fault in [Fault::DiskFull, Fault::Refused, Fault::Dead] {
        // Few operations: the file is made in one.
        for at in 0..3 {
            let world = crate::world::FaultyWorld::new(fault, at);
            let arguments = ["keygen", "holder", "01", "-o", "~/kunci/01.txt"];
            let (exit, diagnostics) = desk.run(&world, &arguments);
            let is_there = desk.path("kunci/01.txt").exists();
            assert_eq!(exit == Exit::Done, is_there, "{fault:?} {at}: {diagnostics:?}");
            assert_eq!(exit == Exit::Environment, world.has_failed(), "{fault:?} {at}");
            if is_there {
                fs::remove_dir_all(desk.path("kunci")).expect("removed");
            }
        }
    }
}
