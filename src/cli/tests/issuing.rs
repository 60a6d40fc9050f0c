//! `issue` when the disk is full, when something may not be written, and when the process dies: the version before is in
//! force or the new one, and the next run puts right what is there.

use std::fs;

use super::desk::{Desk, Snapshot};
use crate::{
    cli::{
        issue::{self, Task},
        output::Output,
        secrets::PassphraseFile,
    },
    diagnostic::Exit,
    issue::{Folders, Wish, withdraw},
    keys::{Home, Secret},
    register::{CopyId, Event},
    world::{Fault, FaultyWorld, RealWorld, World as _},
};

const ISSUE: [&str; 3] = ["issue", "--passphrase-file", "~/slip/p.txt"];
const JOURNAL: &str = "plan/distribution/issue.json";

/// The last operations of an issue, from the sync of what was staged to the pointer: each of them is made to fail.
const CRITICAL: usize = 70;

/// A desk where version 1.0 is in force and 1.1 is approved; one of its two copies is on paper.
pub(super) fn approved() -> Desk {
    let desk = Desk::new();
    let list = fs::read_to_string(desk.path("plan/distribution/list.yaml")).expect("the list");
    let printed = "  - number: \"02\"\n    post: Pejabat\n    clearance: TERHAD\n    medium: paper\n";
    desk.write("plan/distribution/list.yaml", &format!("{list}{printed}"));
    let plan = "title: Pelan Ujian\nreference: UJI/01\nversion: \"1.0\"\ndate: 2024-05-04\norganisation: Majlis Ujian\n\
                classification: TERHAD\ncontrol:\n  prepared: {name: A, post: B, date: 2024-05-01}\n  \
                reviewed: {name: A, post: B, date: 2024-05-01}\n  approved: {name: A, post: B, date: 2024-05-01}\n";
    desk.write("plan/plan.yaml", plan);
    desk.succeeds(&["keygen", "publisher", "--slip", "~/slip/p.txt"]);
    desk.succeeds(&["keygen", "master", "--slip", "~/slip/m.txt"]);
    approve(&desk);
    desk.succeeds(&ISSUE);
    desk.write("plan/plan.yaml", &plan.replace("1.0", "1.1"));
    approve(&desk);
    desk
}

fn approve(desk: &Desk) {
    desk.succeeds(&[
        "approve",
        "--by",
        "A",
        "--post",
        "B",
        "--passphrase-file",
        "~/slip/p.txt",
    ]);
}

fn register(desk: &Desk) -> String {
    fs::read_to_string(desk.path("plan/distribution/register.jsonl")).expect("the register")
}

/// Where something fails: of the last operations one in `step`, of the others fewer, or with `TERKAWAL_LONG_TESTS` all.
fn points(desk: &Desk, before: &Snapshot, step: usize) -> Vec<usize> {
    let world = FaultyWorld::sound().with_home(desk.path("home"));
    let (exit, diagnostics) = desk.run(&world, &ISSUE);
    assert_eq!(exit, Exit::Done, "{diagnostics:?}");
    desk.restore(before);
    let (count, step) = (world.operations(), if is_long() { 1 } else { step });
    let late = count.saturating_sub(CRITICAL);
    let early = (0..late).step_by(if is_long() { 1 } else { 12 * step });
    early.chain((late..count).step_by(step)).chain([count - 1]).collect()
}

fn is_long() -> bool {
    std::env::var("TERKAWAL_LONG_TESTS").is_ok_and(|long| long == "1")
}

/// What is hosted and handed out, without the traces of a run.
fn hosted(desk: &Desk) -> super::desk::Files {
    let mut files = desk.files("plan");
    files.retain(|path, _| path.starts_with("public/") || path.starts_with("copies/"));
    files
}

#[track_caller]
fn assert_whole(desk: &Desk, context: &str) {
    for path in [".terkawal-issue", "distribution/issue.json"] {
        assert!(!desk.path(&format!("plan/{path}")).exists(), "{context}: {path} stays");
    }
    desk.succeeds(&["verify", "~/plan/public"]);
    desk.succeeds(&["verify", "~/plan/copies"]);
    desk.succeeds(&["register", "verify"]);
    let pointer = fs::read_to_string(desk.path("plan/public/index.html")).expect("the pointer");
    assert!(pointer.contains("url=1.1/"), "{context}");
    assert_eq!(register(desk).matches("\"kind\":\"issued\"").count(), 2, "{context}");
    assert!(!desk.path("plan/public/1.0/copies/01").exists(), "{context}");
}

#[test]
fn an_issue_that_fails_anywhere_is_undone_or_finished_by_the_next_run() {
    let desk = approved();
    let before = desk.snapshot();
    let (old, old_register) = (hosted(&desk), register(&desk));
    for (fault, step) in [(Fault::DiskFull, 11), (Fault::Refused, 7), (Fault::Dead, 5)] {
        let points = points(&desk, &before, step);
        let mut committed = 0;
        for at in &points {
            let world = FaultyWorld::new(fault, *at).with_home(desk.path("home"));
            let (exit, diagnostics) = desk.run(&world, &ISSUE);
            let context = format!("{fault:?} at {at}: {exit:?} {diagnostics:?}");
            let counts = register(&desk).matches("\"kind\":\"issued\"").count() == 2;
            committed += usize::from(counts && exit != Exit::Done);
            if exit == Exit::Done {
                assert!(counts, "{context}");
            } else if !counts && fault != Fault::Dead {
                assert!(hosted(&desk) == old && register(&desk) == old_register, "{context}");
                assert!(!desk.path(JOURNAL).exists(), "{context}");
            }
            if exit != Exit::Done {
                desk.succeeds(&ISSUE);
            }
            assert_whole(&desk, &context);
            desk.restore(&before);
        }
        assert!(
            fault == Fault::DiskFull || committed > 3,
            "{fault:?}: {committed} runs failed after the commit"
        );
    }
}

#[test]
fn what_was_staged_and_is_lost_is_voided_and_needs_a_new_number() {
    let desk = approved();
    let before = desk.snapshot();
    let old = hosted(&desk);
    let points = points(&desk, &before, 6);
    let mut lost = 0;
    for at in points
        .iter()
        .rev()
        .take(if is_long() { usize::MAX } else { CRITICAL / 6 })
    {
        let world = FaultyWorld::new(Fault::Dead, *at).with_home(desk.path("home"));
        desk.run(&world, &ISSUE);
        let staging = desk.path("plan/.terkawal-issue");
        if !staging.exists() {
            desk.restore(&before);
            continue;
        }
        let counts = register(&desk).matches("\"kind\":\"issued\"").count() == 2;
        fs::remove_dir_all(&staging).expect("removed");
        let world = FaultyWorld::sound().with_home(desk.path("home"));
        let (exit, diagnostics) = desk.run(&world, &ISSUE);
        let codes: Vec<&str> = diagnostics.iter().map(|found| found.code).collect();
        if counts && codes == ["E443"] {
            lost += 1;
            assert_eq!(exit, Exit::Fault);
            assert_eq!(hosted(&desk), old, "at {at}");
            assert!(!desk.path(JOURNAL).exists());
            desk.succeeds(&["verify", "~/plan/public"]);
            desk.succeeds(&["register", "verify"]);
            let world = FaultyWorld::sound().with_home(desk.path("home"));
            let (exit, diagnostics) = desk.run(&world, &ISSUE);
            assert_eq!((exit, diagnostics[0].code), (Exit::Fault, "E434"));
            let plan = fs::read_to_string(desk.path("plan/plan.yaml")).expect("plan.yaml");
            desk.write("plan/plan.yaml", &plan.replace("1.1", "1.2"));
            approve(&desk);
            desk.succeeds(&ISSUE);
            desk.succeeds(&["verify", "~/plan/public"]);
        } else {
            // Nothing was lost: it did not count yet, or everything was in place.
            assert_eq!(exit, Exit::Done, "at {at}: {diagnostics:?}");
            assert_whole(&desk, &format!("at {at}"));
        }
        desk.restore(&before);
    }
    assert!(lost > 2, "{lost} issues were lost");
}

#[test]
fn one_staged_file_that_is_lost_or_altered_is_noticed() {
    let desk = approved();
    let before = desk.snapshot();
    let old = hosted(&desk);
    let staged = |desk: &Desk| {
        let mut paths = desk.files("plan").into_keys();
        paths.find(|path| path.starts_with(".terkawal-issue/") && path.ends_with("copies/1.1/salinan-02.html"))
    };
    // The first moment at which the issue counts and the copy on paper waits to be moved.
    let found = points(&desk, &before, 6).into_iter().rev().find_map(|at| {
        desk.restore(&before);
        let world = FaultyWorld::new(Fault::Dead, at).with_home(desk.path("home"));
        desk.run(&world, &ISSUE);
        let counts = register(&desk).matches("\"kind\":\"issued\"").count() == 2;
        staged(&desk).filter(|_| counts)
    });
    let path = format!("plan/{}", found.expect("a moment"));
    let waiting = desk.snapshot();
    for altered in [None, Some("lain")] {
        desk.restore(&waiting);
        match altered {
            None => fs::remove_file(desk.path(&path)).expect("removed"),
            Some(text) => desk.write(&path, text),
        }
        let world = FaultyWorld::sound().with_home(desk.path("home"));
        let (exit, diagnostics) = desk.run(&world, &ISSUE);
        assert_eq!((exit, diagnostics[0].code), (Exit::Fault, "E443"), "{diagnostics:?}");
        assert_eq!(hosted(&desk), old);
        desk.succeeds(&["verify", "~/plan/public"]);
    }
    desk.restore(&waiting);
    desk.succeeds(&ISSUE);
    assert_whole(&desk, "what waited unharmed");
}

#[test]
fn a_copy_that_is_withdrawn_leaves_the_site_and_is_not_missed() {
    let desk = approved();
    let world = FaultyWorld::sound().with_home(desk.path("home"));
    let home = Home::of(&world).expect("a home");
    let slip = fs::read_to_string(desk.path("slip/p.txt")).expect("the slip");
    let passphrase = Secret::Publisher.read_passphrase(&slip).expect("a passphrase");
    let path = home.sealed(Secret::Publisher);
    let key = home.open_publisher(&world, &path, &passphrase).expect("the key");
    let keys = [key.public().expect("public")];
    let folders = Folders::new(&desk.path("plan"), None);
    let copy = CopyId {
        number: "01".parse().expect("a number"),
        version: "1.0".to_owned(),
        generation: 1,
    };
    let (before, snapshot) = (hosted(&desk), desk.snapshot());
    for at in 0.. {
        let world = FaultyWorld::new(Fault::Refused, at).with_home(desk.path("home"));
        let done = withdraw(&world, &folders, "UJI/01", &copy, &key, &keys, &mut || Ok(()));
        if !world.has_failed() {
            assert!(done.is_ok() && at > 5);
            break;
        }
        assert!(done.is_err() == (hosted(&desk) == before), "at {at}");
        desk.restore(&snapshot);
    }
    assert!(desk.path("plan/copies/withdrawn/1.0/g1/01/key.age").exists());
    assert!(!desk.path("plan/public/1.0/copies/01").exists());
    desk.succeeds(&["verify", "~/plan/public"]);
    desk.succeeds(&["verify", "~/plan/copies"]);
    withdraw(&RealWorld, &folders, "UJI/01", &copy, &key, &keys, &mut || Ok(())).expect("nothing to do");
    // Issued again it is hosted again; the version after it is not hindered.
    let again = [&ISSUE[..], &["--copies", "01", "--reason", "hilang"]].concat();
    let plan = fs::read_to_string(desk.path("plan/plan.yaml")).expect("plan.yaml");
    desk.write("plan/plan.yaml", &plan.replace("1.1", "1.0"));
    desk.succeeds(&again);
    assert!(desk.path("plan/public/1.0/copies/01/key.age").exists());
    desk.succeeds(&["verify", "~/plan/public"]);
    desk.succeeds(&["verify", "~/plan/copies"]);
    desk.write("plan/plan.yaml", &plan);
    desk.succeeds(&ISSUE);
    assert_whole_after(&desk);
}

#[track_caller]
fn assert_whole_after(desk: &Desk) {
    desk.succeeds(&["verify", "~/plan/public"]);
    desk.succeeds(&["register", "verify"]);
    assert!(desk.path("plan/copies/withdrawn/1.0/g2/01/key.age").exists());
}

#[test]
fn a_transfer_is_recorded_in_the_same_write_as_the_copy_of_the_successor() {
    let desk = approved();
    let plan = fs::read_to_string(desk.path("plan/plan.yaml")).expect("plan.yaml");
    desk.write("plan/plan.yaml", &plan.replace("1.1", "1.0"));
    let list = fs::read_to_string(desk.path("plan/distribution/list.yaml")).expect("the list");
    desk.write(
        "plan/distribution/list.yaml",
        &list.replace("post: Ketua", "post: Ketua Baharu"),
    );
    let transfer = || Event::Transferred {
        copy: CopyId {
            number: "01".parse().expect("a number"),
            version: "1.0".to_owned(),
            generation: 1,
        },
        from: "Ketua".to_owned(),
        to: "Ketua Baharu".to_owned(),
    };
    let passphrase = PassphraseFile {
        passphrase_file: Some(desk.path("slip/p.txt")),
    };
    let world = FaultyWorld::sound().with_home(desk.path("home"));
    let perform = |same_holders: &[&str]| {
        let task = Task {
            wish: Wish {
                date: world.today(),
                reviewed: None,
                copies: vec!["01".parse().expect("a number")],
                reason: Some("bertukar jawatan".to_owned()),
                uncompared: None,
                new_keys: Vec::new(),
                same_holders: same_holders
                    .iter()
                    .map(|number| number.parse().expect("a number"))
                    .collect(),
                is_transfer: false,
            },
            zip: false,
            by: None,
            note: None,
            clock: None,
            before: vec![transfer()],
            output_dir: None,
            passphrase: &passphrase,
            old_passphrase: None,
        };
        issue::perform(&world, &desk.path("plan"), &task, &mut Output::new(false, true, false))
    };
    assert_eq!(perform(&["01"]).expect("issued"), Exit::Done);
    let register = register(&desk);
    let kinds: Vec<&str> = register
        .lines()
        .filter_map(|line| line.split("\"kind\":\"").nth(1)?.split('"').next())
        .collect();
    assert_eq!(kinds[kinds.len() - 3..], ["transferred", "prepared", "issued"]);
    assert!(
        register
            .lines()
            .last()
            .expect("a line")
            .contains("\"holder\":\"Ketua Baharu\"")
    );
    for arguments in [
        ["register", "verify"],
        ["verify", "~/plan/public"],
        ["verify", "~/plan/copies"],
    ] {
        desk.succeeds(&arguments);
    }
    // The first generation was passed on already: nothing is written.
    let before = desk.files("plan");
    assert_eq!(super::office::failed(perform(&[])), ["E417"]);
    assert!(desk.files("plan") == before);
}
