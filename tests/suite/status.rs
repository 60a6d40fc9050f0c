//! `status`: the table, what is overdue on which day, the reconciliation, and the sealed report.

use std::fs;

use serde_json::{Value, json};

use crate::{
    clerk::{Clerk, copy},
    plan_test::PlanTest,
    program::text,
};

fn plan() -> PlanTest {
    PlanTest::small()
        .seat("03", "leaves: 2026-03-01\nclearance: TERHAD")
        .seat("07", "reserved: true")
}

/// What wants attention about the copy of a number and version: kinds with their days, overdue ones marked.
fn attention(facts: &Value, number: &str, version: &str) -> Vec<String> {
    let rows = facts["copies"].as_array().expect("rows");
    let row = rows
        .iter()
        .find(|row| row["copy"] == number && row["version"] == version);
    let row = row.unwrap_or_else(|| panic!("no row of {number} {version} in {facts}"));
    let told = row["attention"].as_array().expect("a list").iter().map(|found| {
        let mark = if found["overdue"] == true { "!" } else { "" };
        format!("{}{mark} {}", found["kind"].as_str().expect("a kind"), found["days"])
    });
    told.collect()
}

#[test]
fn receipts_are_overdue_after_14_days_and_copies_inactive_after_90() {
    let mut clerk = Clerk::new(plan());
    clerk.issue("2026-01-01", "1.0", &[("01", 1), ("02", 1)], &[]);
    for (day, status, expected) in [
        ("2026-01-15", 0, vec![]),
        ("2026-01-16", 1, vec!["no-receipt! 15"]),
        ("2026-04-01", 1, vec!["no-receipt! 90"]),
        ("2026-04-02", 1, vec!["inactive! 91"]),
    ] {
        let run = clerk.status(day);
        assert_eq!(run.status, status, "{day}: {}", run.text());
        assert_eq!(attention(&run.json(), "01", "1.0"), expected, "{day}");
    }
    clerk.entry(
        "2026-01-10",
        &json!({"kind": "acknowledged", "copy": copy("01", "1.0", 1), "means": "code"}),
    );
    let facts = clerk.status("2026-04-02").json();
    assert!(attention(&facts, "01", "1.0").is_empty());
    assert_eq!(facts["overdue"], 1);
}

#[test]
fn a_recall_falls_due_on_its_day_or_when_the_new_copy_is_received() {
    let mut clerk = Clerk::new(plan());
    let numbers = [("01", 1), ("02", 1)];
    clerk.issue("2026-01-01", "1.0", &numbers, &[]);
    let recalls = [copy("01", "1.0", 1), copy("02", "1.0", 1)];
    clerk.issue("2026-06-01", "1.1", &numbers, &recalls);
    let facts = clerk.status("2026-06-10").json();
    assert!(attention(&facts, "01", "1.0").is_empty(), "the new copy is on its way");
    clerk.entry(
        "2026-06-05",
        &json!({"kind": "acknowledged", "copy": copy("01", "1.1", 1), "means": "code"}),
    );
    let facts = clerk.status("2026-06-10").json();
    assert_eq!(attention(&facts, "01", "1.0"), ["recall! 5"]);
    assert!(attention(&facts, "02", "1.0").is_empty());
    clerk.entry("2026-06-06", &json!({"kind": "returned", "copy": copy("01", "1.0", 1)}));
    // A recall by hand has a day of its own, or nothing to wait for.
    let recall = |due: Option<&str>| {
        let mut event = json!({"kind": "recalled", "copy": copy("01", "1.1", 1), "reason": "x"});
        if let Some(due) = due {
            event["due"] = json!(due);
        }
        event
    };
    let before = clerk.bytes();
    clerk.entry("2026-06-07", &recall(Some("2026-06-20")));
    assert_eq!(
        attention(&clerk.status("2026-06-18").json(), "01", "1.1"),
        ["recall -2"]
    );
    assert_eq!(attention(&clerk.status("2026-06-20").json(), "01", "1.1"), ["recall 0"]);
    assert_eq!(
        attention(&clerk.status("2026-06-21").json(), "01", "1.1"),
        ["recall! 1"]
    );
    fs::write(clerk.test.register(), before).expect("written");
    clerk.entry("2026-06-07", &recall(None));
    assert_eq!(
        attention(&clerk.status("2026-06-08").json(), "01", "1.1"),
        ["recall! 1"]
    );
}

#[test]
fn leavers_are_counted_from_their_last_day_and_losses_by_the_hour() {
    let mut clerk = Clerk::new(plan());
    clerk.issue("2026-02-25", "1.0", &[("01", 1), ("03", 1)], &[]);
    for number in ["01", "03"] {
        clerk.entry(
            "2026-02-26",
            &json!({"kind": "acknowledged", "copy": copy(number, "1.0", 1), "means": "form"}),
        );
    }
    assert_eq!(
        attention(&clerk.status("2026-02-27").json(), "03", "1.0"),
        ["leaver -2"]
    );
    assert_eq!(
        attention(&clerk.status("2026-03-31").json(), "03", "1.0"),
        ["leaver 30"]
    );
    let late = clerk.status("2026-04-01");
    assert_eq!(
        (late.status, attention(&late.json(), "03", "1.0")),
        (1, vec!["leaver! 31".to_owned()])
    );
    clerk.entry("2026-03-05", &json!({"kind": "returned", "copy": copy("03", "1.0", 1)}));
    let lost = json!({"kind": "lost", "copy": copy("01", "1.0", 1), "discovered": "2026-03-06T02:00:00Z"});
    clerk.entry("2026-03-06", &lost);
    assert_eq!(attention(&clerk.status("2026-03-06").json(), "01", "1.0"), ["untold 0"]);
    let late = clerk.status("2026-03-08");
    assert_eq!(
        (late.status, attention(&late.json(), "01", "1.0")),
        (1, vec!["untold! 1".to_owned()])
    );
    assert!(
        attention(&late.json(), "03", "1.0").is_empty(),
        "what is back is nobody's"
    );
    clerk.entry(
        "2026-03-08",
        &json!({"kind": "told", "copy": copy("01", "1.0", 1), "originator": "MKN"}),
    );
    assert_eq!(clerk.status("2026-03-08").status, 0);
}

#[test]
fn every_number_of_an_issue_is_accounted_for_or_named() {
    let mut clerk = Clerk::new(plan());
    let empty = clerk.status("2026-01-01").succeeds().json();
    assert_eq!(empty["versions"], json!([]));
    let states: Vec<&Value> = empty["copies"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| &row["state"])
        .collect();
    assert_eq!(states, ["not issued", "not issued", "not issued", "reserved"]);

    let numbers = [("01", 1), ("02", 1)];
    clerk.issue("2026-01-01", "1.0", &numbers, &[]);
    clerk.issue("2026-01-02", "1.0", &[("02", 2)], &[]);
    let old = [copy("01", "1.0", 1), copy("02", "1.0", 1), copy("02", "1.0", 2)];
    clerk.issue("2026-02-01", "1.1", &numbers, &old);
    for (event, number) in [("acknowledged", "01"), ("acknowledged", "02")] {
        clerk.entry(
            "2026-02-02",
            &json!({"kind": event, "copy": copy(number, "1.1", 1), "means": "code"}),
        );
    }
    let facts = clerk.status("2026-02-02").json();
    let [first, second] = facts["versions"].as_array().expect("versions").as_slice() else {
        panic!("two versions: {facts}");
    };
    assert_eq!((&first["version"], &first["in_force"]), (&json!("1.0"), &json!(false)));
    assert_eq!(first["not_accounted_for"].as_array().map(Vec::len), Some(3));
    assert_eq!(first["states"], json!({"recalled": 3}));
    assert_eq!(
        (&second["in_force"], &second["states"]),
        (&json!(true), &json!({"acknowledged": 2}))
    );
    assert_eq!(second["not_accounted_for"], json!([]));
    assert_eq!(
        (&second["without_copy"], &second["reserved"]),
        (&json!(["03"]), &json!(["07"]))
    );
    for old in &old {
        clerk.entry("2026-02-03", &json!({"kind": "returned", "copy": old}));
    }
    let run = clerk.test.run(&["status", "--date", "2026-02-04"]).succeeds();
    assert_eq!(
        run.stdout.matches("every number is accounted for").count(),
        2,
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("in the list without a copy of it: 03"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("nothing is overdue"), "{}", run.stdout);
    assert!(
        run.stdout
            .lines()
            .next()
            .is_some_and(|head| head.starts_with("copy  holder")),
        "{}",
        run.stdout
    );
}

#[test]
fn dates_of_the_plan_that_are_late_count_as_overdue() {
    let test = plan().plan("review: {last: 2025-01-01, interval_months: 12}\nvalid_until: 2026-12-31");
    let early = test.run(&["status", "--date", "2025-06-01"]).succeeds();
    assert!(early.stderr.is_empty(), "{}", early.stderr);
    let run = test.run(&["status", "--date", "2026-02-01"]).fails(1, "E137");
    assert!(run.stdout.contains("overdue: 1"), "{}", run.stdout);
    test.run(&["status", "--date", "2027-01-01"]).fails(1, "E136");
    let near = test.plan("").file("plan.yaml", "title: Pelan Ujian\nreference: UJI/01\nversion: \"1.0\"\ndate: 2026-11-01\norganisation: Majlis Ujian\nclassification: TERHAD\nvalid_until: 2026-12-31\n");
    let run = near.run(&["status", "--date", "2026-11-30"]).succeeds();
    assert!(
        run.stderr.contains("E136"),
        "near its end, and not late: {}",
        run.stderr
    );
}

#[test]
fn nothing_is_told_from_a_register_that_does_not_hold() {
    let mut clerk = Clerk::new(plan());
    clerk.issue("2026-01-01", "1.0", &[("01", 1)], &[]);
    let tampered = String::from_utf8(clerk.bytes())
        .expect("UTF-8")
        .replace("Jawatan", "Jawatin");
    fs::write(clerk.test.register(), tampered).expect("written");
    let run = clerk.test.run(&["status"]).fails(1, "E413");
    assert!(run.stdout.is_empty(), "{}", run.stdout);
}

#[test]
fn the_report_opens_with_the_master_key_alone_and_lies_outside_the_plan() {
    let test = PlanTest::new().holder("01", "name: Siti <i>\nclearance: SULIT");
    let mut clerk = Clerk::new(test);
    clerk.issue("2026-01-01", "1.0", &[("01", 1)], &[]);
    let report = |file: &std::path::Path| {
        clerk
            .test
            .run(&["status", "--date", "2026-01-02", "--html", text(file)])
    };
    let file = clerk.test.path("laporan.html.age");
    report(&file).fails(2, "E475");
    let slip = clerk.test.secretary_key("master");
    report(&clerk.test.path("laporan.html")).fails(2, "E476");
    report(&clerk.test.root().join("laporan.age")).fails(2, "E508");
    assert!(!file.exists());
    let run = report(&file).succeeds();
    assert!(!run.text().contains("Siti"), "{}", run.text());
    report(&file).fails(2, "E474");

    let sealed = fs::read(clerk.test.path("home/master.age")).expect("the key");
    let passphrase = fs::read_to_string(slip).expect("the slip");
    let passphrase = terkawal::keys::Secret::Master
        .read_passphrase(&passphrase)
        .expect("a passphrase");
    let key = terkawal::keys::open_with_passphrase(&passphrase, sealed.as_slice()).expect("opened");
    let key = String::from_utf8(key.to_vec()).expect("UTF-8");
    let key = key
        .lines()
        .find(|line| line.starts_with("AGE-SECRET-KEY-"))
        .expect("a key");
    let identity: age::x25519::Identity = key.parse().expect("an identity");
    let sealed = fs::read(&file).expect("the report");
    let page = String::from_utf8(age::decrypt(&identity, &sealed).expect("opened")).expect("UTF-8");
    for words in ["Siti &lt;i&gt;", "dikeluarkan", "TERHAD", "Versi 1.0"] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    assert!(!page.contains("<script") && !page.contains('⟨'), "{page}");
    assert!(age::decrypt(clerk.test.key("01"), &sealed).is_err());
}

#[test]
fn the_last_day_of_a_holder_is_a_day() {
    let test = PlanTest::small().seat("03", "leaves: esok\nclearance: TERHAD");
    test.run(&["status"]).fails(2, "E111");
    let test = PlanTest::small().seat("03", "reserved: true\nleaves: 2026-01-01");
    test.run(&["status"]).fails(2, "E124");
}
