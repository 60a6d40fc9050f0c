//! An issue that was cut short after it counted, and what happened to its folders before the next run.

use std::{cell::Cell, fs};

use super::{desk::Desk, issuing::approved};
use crate::{
    diagnostic::{Diagnostic, Exit},
    world::{Fault, FaultyWorld, RealWorld, World as _},
};

const SLIP: [&str; 2] = ["--passphrase-file", "~/slip/p.txt"];

fn sound(desk: &Desk) -> FaultyWorld {
    FaultyWorld::sound().with_home(desk.path("home"))
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|found| found.code).collect()
}

/// Lets an issue die after it counted, at some of its last operations while something is staged, and hands each
/// state to `check`.
fn each_cut(desk: &Desk, arguments: &[&str], staging: &str, check: impl Fn(&str)) {
    let arguments = [&["issue"], arguments, &SLIP].concat();
    let before = desk.snapshot();
    let world = sound(desk);
    let (exit, diagnostics) = desk.run(&world, &arguments);
    assert_eq!(exit, Exit::Done, "{diagnostics:?}");
    let issues = |text: String| text.matches("\"kind\":\"issued\"").count();
    let register = || issues(fs::read_to_string(desk.path("plan/distribution/register.jsonl")).expect("the register"));
    let (all, mut cut) = (register(), 0);
    for at in (0..world.operations()).rev().step_by(8) {
        desk.restore(&before);
        let world = FaultyWorld::new(Fault::Dead, at).with_home(desk.path("home"));
        desk.run(&world, &arguments);
        if register() != all {
            break;
        }
        if desk.path(staging).exists() {
            cut += 1;
            check(&format!("at {at}"));
        }
    }
    assert!(cut > 0, "{cut} runs were cut short");
    desk.restore(&before);
}

fn moved(desk: &Desk, from: &str, to: &str) {
    fs::rename(desk.path(from), desk.path(to)).expect("moved");
}

#[test]
fn the_next_run_finishes_it_in_a_plan_folder_that_was_moved() {
    let desk = approved();
    let decoy = desk.snapshot();
    each_cut(&desk, &[], "plan/.terkawal-issue", |context| {
        moved(&desk, "plan", "baharu");
        // Another folder lies where it was.
        for (path, bytes) in decoy.files.iter().filter(|(path, _)| path.starts_with("plan/")) {
            let path = desk.path(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, bytes).expect("written");
        }
        fs::create_dir_all(desk.path("plan/.terkawal-issue/public")).expect("a folder");
        let other = desk.files("plan");
        let (exit, diagnostics) = desk.run_in("~/baharu", &sound(&desk), &[&["issue"], &SLIP[..]].concat());
        assert_eq!(exit, Exit::Done, "{context}: {diagnostics:?}");
        assert!(
            desk.files("plan") == other && desk.path("plan/.terkawal-issue").exists(),
            "{context}"
        );
        for path in [".terkawal-issue", "distribution/issue.json"] {
            assert!(!desk.path("baharu").join(path).exists(), "{context}: {path}");
        }
        for folder in ["~/baharu/public", "~/baharu/copies"] {
            let (exit, diagnostics) = desk.run_in("~/baharu", &sound(&desk), &["verify", folder]);
            assert_eq!(exit, Exit::Done, "{context}: {diagnostics:?}");
        }
        let pointer = fs::read_to_string(desk.path("baharu/public/index.html")).expect("the pointer");
        assert!(pointer.contains("url=1.1/"), "{context}");
    });
}

#[test]
fn a_folder_beside_the_plan_is_known_by_its_mark() {
    let desk = approved();
    let plan = fs::read_to_string(desk.path("plan/plan.yaml")).expect("plan.yaml");
    assert!(plan.contains("1.1"));
    // What the last issue was made into moves out of the plan folder.
    fs::create_dir_all(desk.path("luar")).expect("a folder");
    for part in ["public", "copies"] {
        moved(&desk, &format!("plan/{part}"), &format!("luar/{part}"));
    }
    let earliest = Cell::new(0);
    each_cut(&desk, &["-o", "~/luar"], "luar/.terkawal-issue", |context| {
        earliest.set(context.trim_start_matches("at ").parse().expect("a number"));
        moved(&desk, "luar", "lain");
        let issue = |arguments: &[&str]| desk.run(&sound(&desk), &[&["issue"], arguments, &SLIP[..]].concat());
        fs::create_dir_all(desk.path("luar/public")).expect("a folder");
        let before = desk.files("");
        let (exit, diagnostics) = issue(&[]);
        assert_eq!((exit, codes(&diagnostics)), (Exit::Fault, vec!["E454"]), "{context}");
        assert!(desk.files("") == before, "{context}");
        let (exit, diagnostics) = issue(&["-o", "~/lain"]);
        assert_eq!(exit, Exit::Done, "{context}: {diagnostics:?}");
        desk.succeeds(&["verify", "~/lain/public"]);
        assert!(desk.files("luar").is_empty(), "{context}");
    });
    // Given up by its name, it is voided, and nothing is made where it was.
    let world = FaultyWorld::new(Fault::Dead, earliest.get()).with_home(desk.path("home"));
    desk.run(&world, &[&["issue", "-o", "~/luar"], &SLIP[..]].concat());
    fs::remove_dir_all(desk.path("luar")).expect("removed");
    let (exit, diagnostics) = desk.run(&sound(&desk), &[&["issue", "-o", "~/luar"], &SLIP[..]].concat());
    assert_eq!((exit, codes(&diagnostics)), (Exit::Fault, vec!["E443"]));
    assert!(desk.files("luar").is_empty());
    desk.succeeds(&["register", "verify"]);
}

#[test]
fn what_was_put_in_its_way_is_named_and_nothing_moves() {
    let desk = approved();
    each_cut(&desk, &[], "plan/.terkawal-issue", |context| {
        let staged = desk.path("plan/.terkawal-issue/public/1.1");
        if !staged.exists() {
            return;
        }
        desk.write("plan/public/1.1/nota.txt", "di sini dahulu");
        let before = desk.files("");
        let issue = [&["issue"], &SLIP[..]].concat();
        for _ in 0..2 {
            let (exit, diagnostics) = desk.run(&sound(&desk), &issue);
            assert_eq!((exit, codes(&diagnostics)), (Exit::Fault, vec!["E455"]), "{context}");
            assert!(desk.files("") == before, "{context}");
        }
        RealWorld.remove_folder(&desk.path("plan/public/1.1")).expect("removed");
        desk.succeeds(&issue);
        desk.succeeds(&["verify", "~/plan/public"]);
    });
}

#[test]
fn a_reissue_that_was_cut_short_is_not_made_twice_and_stands_for_no_other() {
    let desk = approved();
    let plan = fs::read_to_string(desk.path("plan/plan.yaml")).expect("plan.yaml");
    desk.write("plan/plan.yaml", &plan.replace("1.1", "1.0"));
    let lost = ["--copies", "01", "--reason", "slip hilang"];
    each_cut(&desk, &lost, "plan/.terkawal-issue", |context| {
        let before = desk.snapshot();
        let generation = |arguments: &[&str]| {
            desk.succeeds(&[&["issue"], arguments, &SLIP[..]].concat());
            desk.succeeds(&["verify", "~/plan/public"]);
            let json = fs::read_to_string(desk.path("plan/public/1.0/copies/01/copy.json")).expect("copy.json");
            desk.restore(&before);
            json.split("\"generation\":")
                .nth(1)
                .and_then(|rest| rest.chars().next())
        };
        // The same is asked for again, or nothing but to finish.
        assert_eq!(generation(&lost), Some('2'), "{context}");
        assert_eq!(generation(&[]), Some('2'), "{context}");
        // Another wish is done after it.
        let other = ["--copies", "01", "--reason", "fail rosak"];
        assert_eq!(generation(&other), Some('3'), "{context}");
        let (exit, diagnostics) = desk.run(
            &sound(&desk),
            &[
                "register", "transfer", "01", "--to", "Lain", "--by", "S", SLIP[0], SLIP[1],
            ],
        );
        assert_eq!((exit, codes(&diagnostics)), (Exit::Fault, vec!["E477"]), "{context}");
    });
}
