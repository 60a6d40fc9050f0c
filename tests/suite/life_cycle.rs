//! What becomes of copies when something went wrong on the way: a reissue that never came out, an issue that was cut short.

use std::{collections::BTreeSet, path::Path};

use serde_json::{Value, json};

use crate::{
    clerk::{Clerk, copy},
    plan_test::PlanTest,
    program::text,
};

#[test]
fn a_voided_reissue_undoes_its_own_generation_only() {
    let mut clerk = Clerk::new(PlanTest::small().seat("07", "reserved: true"));
    let both = [("01", 1), ("02", 1)];
    clerk.issue("2026-01-01", "0.9", &both, &[]);
    let recalls = [copy("01", "0.9", 1), copy("02", "0.9", 1)];
    clerk.issue("2026-02-01", "1.0", &both, &recalls);
    clerk.entry(
        "2026-02-02",
        &json!({"kind": "acknowledged", "copy": copy("01", "1.0", 1), "means": "code"}),
    );
    let before = clerk.status("2026-02-05").json();
    // A transfer and a reissue that gives way by a recall.
    clerk.entry(
        "2026-02-03",
        &json!({"kind": "transferred", "copy": copy("01", "1.0", 1), "from": "Jawatan", "to": "Lain"}),
    );
    clerk.issue("2026-02-03", "1.0", &[("01", 2), ("02", 2)], &[copy("02", "1.0", 1)]);
    let facts = clerk.status("2026-02-05").json();
    assert_eq!(state(&facts, "01", 1), "transferred");
    let void = json!({"kind": "voided", "version": "1.0", "reason": "cakera rosak"});
    clerk.entry("2026-02-04", &void);

    let facts = clerk.status("2026-02-05").json();
    assert_eq!(facts["copies"], before["copies"], "as before the reissue");
    let last = facts["versions"]
        .as_array()
        .and_then(|all| all.last())
        .expect("a version");
    assert_eq!((&last["version"], &last["in_force"]), (&json!("1.0"), &json!(true)));
    assert_eq!(last["states"]["voided"], 2);
    assert_eq!(last["reserved"], json!(["07"]));
    // The version itself came out: nothing more of it can be voided.
    clerk.entry("2026-02-05", &void);
    clerk.test.run(&["register", "verify"]).fails(1, "E417");
}

/// The state of a generation of a copy of version 1.0.
#[track_caller]
fn state<'a>(facts: &'a Value, number: &str, generation: u64) -> &'a Value {
    let rows = facts["copies"].as_array().expect("rows");
    let row = rows
        .iter()
        .find(|row| row["copy"] == number && row["version"] == "1.0" && row["generation"] == generation);
    &row.unwrap_or_else(|| panic!("no copy {number}, generation {generation}: {facts}"))["state"]
}

#[test]
fn the_list_shows_everything_that_an_entry_says() {
    let mut clerk = Clerk::new(PlanTest::small());
    clerk.issue("2026-01-01", "1.0", &[("01", 1), ("02", 1)], &[]);
    let one = || copy("01", "1.0", 1);
    let two = || copy("02", "1.0", 1);
    let events = [
        json!({"kind": "acknowledged", "copy": one(), "means": "form"}),
        json!({"kind": "recalled", "copy": one(), "reason": "semakan", "due": "2026-03-09"}),
        json!({"kind": "lost", "copy": two(), "discovered": "2026-02-01T01:02:03Z", "originator": "Ketua Bahagian"}),
        json!({"kind": "destroyed", "copy": one(), "method": "dicincang", "witnesses": ["Ali", "Bala"]}),
        json!({"kind": "reclassified", "section": "s002", "from": "TERHAD", "to": "TERBUKA", "approver": "YDP",
            "reason": "keputusan 3", "note": "fail 12"}),
        json!({"kind": "corrected", "entry": 1, "text": "sebenarnya Januari"}),
    ];
    for event in &events {
        clerk.entry("2026-02-02", event);
    }
    let list = clerk.test.run(&["register", "list"]).succeeds().stdout;
    let lines: Vec<&str> = list.lines().collect();
    for (at, expected) in [
        (1, "version 1.0, 2 copies"),
        (2, "by a signed form"),
        (3, "semakan; due 2026-03-09"),
        (4, "discovered 2026-02-01T01:02:03Z; Ketua Bahagian was told"),
        (5, "dicincang; witnesses Ali and Bala"),
        (6, "decided by YDP; keputusan 3; note: fail 12"),
        (7, "entry 1; sebenarnya Januari"),
    ] {
        assert!(lines[at].contains(expected), "{expected}: {}", lines[at]);
    }
    let facts = clerk
        .test
        .run(&["--format", "json", "register", "list"])
        .succeeds()
        .json();
    assert_eq!(facts["entries"][5]["witnesses"], json!(["Ali", "Bala"]));
}

#[test]
fn days_and_counts_are_said_as_people_say_them() {
    let mut clerk = Clerk::new(PlanTest::small());
    clerk.issue("2026-01-01", "1.0", &[("01", 1)], &[]);
    clerk.entry(
        "2026-01-02",
        &json!({"kind": "recalled", "copy": copy("01", "1.0", 1), "reason": "x", "due": "2026-01-05"}),
    );
    for (day, expected) in [
        ("2026-01-03", "to come back in 2 days"),
        ("2026-01-04", "to come back tomorrow"),
        ("2026-01-05", "to come back today"),
        ("2026-01-06", "OVERDUE: was to come back yesterday"),
        ("2026-01-07", "OVERDUE: was to come back 2 days ago"),
    ] {
        let run = clerk.test.run(&["status", "--date", day]);
        assert!(run.stdout.contains(expected), "{day}: {}", run.text());
        assert!(
            run.stdout.contains(": 1 copy (1 recalled), 1 number reserved"),
            "{}",
            run.stdout
        );
    }
}

#[test]
fn hints_name_moves_that_are_legal() {
    let mut clerk = Clerk::new(PlanTest::small());
    let both = [("01", 1), ("02", 1)];
    let old = clerk.issue("2026-01-01", "1.0", &both, &[]);
    // One is recalled by the next issue, the other is still with its holder.
    let new = clerk.issue("2026-02-01", "1.1", &both, &[copy("01", "1.0", 1)]);
    clerk.run(&["ack", "01", &new["01"]]).succeeds();
    clerk.run(&["ack", "02", &new["02"]]).succeeds();
    let told = |arguments: &[&str], code: &str| clerk.run(arguments).fails(2, code).stderr;
    let recalled = told(&["ack", "01", &old["01"]], "E467");
    assert!(recalled.contains("is recalled, and needs no receipt") && !recalled.contains("--copy-version"));
    let held = told(&["ack", "02", &old["02"]], "E467");
    assert!(held.contains("add --copy-version 1.0 --generation 1"), "{held}");
    clerk
        .run(&["ack", "02", &old["02"], "--copy-version", "1.0", "--generation", "1"])
        .succeeds();
    told(&["ack", "01", "--form"], "E470");
    clerk.run(&["recall", "01", "--reason", "x"]).succeeds();
    let form = told(&["ack", "01", "--form"], "E417");
    assert!(
        !form.contains("if it is meant"),
        "a recalled copy needs no receipt: {form}"
    );
    let transfer = told(&["transfer", "01", "--to", "Lain"], "E417");
    assert!(
        !transfer.contains("if it is meant"),
        "no successor gets an old version: {transfer}"
    );
    let recall = told(
        &[
            "recall",
            "02",
            "--reason",
            "x",
            "--copy-version",
            "1.0",
            "--date",
            "2025-01-01",
        ],
        "E461",
    );
    assert_eq!(recall.matches("error[").count(), 1, "{recall}");
}

#[test]
fn a_new_slip_lies_beside_the_older_ones() {
    let test = PlanTest::small();
    let run = |arguments: &[&str]| test.run(&[&["--format", "json"], arguments].concat()).succeeds().json();
    let slip = |facts: &Value| facts["slip"].as_str().expect("a slip").to_owned();
    let mut all = BTreeSet::new();
    let mut newest = slip(&run(&["keygen", "publisher"]));
    for _ in 0..2 {
        let by = ["keygen", "publisher", "--rotate", "--by", "S", "--reason", "ujian"];
        let next = slip(&run(&[&by[..], &["--passphrase-file", &newest]].concat()));
        all.insert(std::mem::replace(&mut newest, next));
    }
    for time in 1..4 {
        let to = test.path(&format!("sandaran-{time}.age"));
        all.insert(slip(&run(&["keys", "backup", "--to", text(&to), "--passphrase"])));
    }
    all.insert(newest.clone());
    assert_eq!(all.len(), 6, "none took the place of another: {all:?}");
    assert!(all.iter().all(|slip| Path::new(slip).is_file()));
    // A place that was named is never another one.
    let to = test.path("sandaran.age");
    test.run(&["keys", "backup", "--to", text(&to), "--passphrase", "--slip", &newest])
        .fails(2, "E321");
}

#[test]
fn hints_of_the_desk_name_what_to_type() {
    let test = PlanTest::issued();
    let html = test.root().join("public/status.html.age");
    let run = test.run(&["status", "--html", text(&html)]).fails(2, "E508");
    assert!(
        run.stderr.contains("with --html") && !run.stderr.contains("--to"),
        "{}",
        run.text()
    );
    let run = test.run(&["keygen", "publisher"]).fails(2, "E321");
    assert!(run.stderr.contains("--rotate"), "{}", run.text());
    let run = test.run(&["keygen", "master"]).fails(2, "E321");
    assert!(!run.stderr.contains("--rotate"), "{}", run.text());
    // Who approves is who the plan says.
    assert!(!test.approve().succeeds().stderr.contains("E557"));
    for (by, post) in [("Daud", "Yang DiPertua"), ("Chong", "Setiausaha")] {
        let run = test.with_publisher(&["approve", "--by", by, "--post", post]).succeeds();
        assert!(run.stderr.contains("warning[E557]"), "{}", run.text());
    }
}
