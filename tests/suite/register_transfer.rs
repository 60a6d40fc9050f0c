//! `register transfer`: the successor gets the copy anew, and the register names both.

use std::fs;

use serde_json::{Value, json};

use crate::{plan_test::PlanTest, program::text, published::files};

/// The plan with copy 01 under a passphrase, issued as 1.0.
fn issued() -> (PlanTest, String) {
    let test = PlanTest::small().seat("03", "clearance: SULIT").made_issuable();
    let passphrase = test.enrol("03");
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    (test, passphrase)
}

#[test]
fn a_successor_gets_the_next_generation_and_the_old_slip_opens_nothing_new() {
    let (test, old) = issued();
    let page = fs::read(test.issued_file("1.0", "03")).expect("a copy");
    let untouched = files(&test.issued_copy("1.0", "01"));
    let before = test.entries().len();
    // Not before the list names the successor, and not before there is another key.
    test.record(&["transfer", "03", "--to", "Pengarah"]).fails(2, "E478");
    test.record(&["transfer", "03", "--to", "Jawatan"]).fails(2, "E479");
    let list = fs::read_to_string(test.root().join("distribution/list.yaml")).expect("the list");
    let at = list.rfind("post: Jawatan").expect("the last seat");
    let list = format!("{}post: Pengarah{}", &list[..at], &list[at + "post: Jawatan".len()..]);
    let test = test.file("distribution/list.yaml", list);
    test.record(&["transfer", "03", "--to", "Pengarah"]).fails(2, "E479");
    test.record(&["transfer", "09", "--to", "Pengarah"]).fails(2, "E460");
    test.record(&["transfer", "03", "--to", " "]).fails(2, "E462");
    assert_eq!(test.entries().len(), before);

    let slip = test.path("slip-baharu.txt");
    test.run(&["enrol", "03", "--passphrase", "--replace", "--slip", text(&slip)])
        .succeeds();
    let run = test
        .record(&["transfer", "03", "--to", "Pengarah", "--note", "surat 7/2026"])
        .succeeds();
    assert!(
        run.stdout
            .contains("copy 03 of version 1.0 passed from Jawatan to Pengarah"),
        "{}",
        run.stdout
    );
    let added = test.entries().split_off(before);
    let kinds: Vec<&Value> = added.iter().map(|entry| &entry["kind"]).collect();
    assert_eq!(kinds, ["transferred", "prepared", "issued"]);
    assert_eq!(
        (&added[0]["from"], &added[0]["to"]),
        (&json!("Jawatan"), &json!("Pengarah"))
    );
    assert_eq!(added[0]["note"], "surat 7/2026");
    assert_eq!(
        (&added[2]["copies"][0]["generation"], &added[2]["copies"][0]["holder"]),
        (&json!(2), &json!("Pengarah"))
    );
    assert!(added[2]["recalls"].is_null(), "a transfer is no recall: {}", added[2]);
    test.run(&["register", "verify"]).succeeds();
    test.run(&["verify", text(&test.root().join("public"))]).succeeds();

    // The old slip opens the old file only, the new one the new file.
    let new = crate::program::passphrase_in(&fs::read_to_string(&slip).expect("the slip"), "03");
    let copy = test.issued_file("1.0", "03");
    test.open_with_passphrase(&copy, &old).fails(2, "E515");
    test.open_with_passphrase(&copy, &new).succeeds();
    let kept = test.path("lama.html");
    fs::write(&kept, page).expect("written");
    test.open_with_passphrase(&kept, &old).succeeds();
    assert!(
        files(&test.issued_copy("1.0", "01")) == untouched,
        "other copies stay as they are"
    );

    // The first generation is to come back once the second one is received.
    let row = |generation: u64| {
        let facts = test.run(&["--format", "json", "status"]).json();
        let rows = facts["copies"].as_array().expect("rows").clone();
        rows.into_iter()
            .find(|row| row["copy"] == "03" && row["generation"] == generation)
            .expect("a row")
    };
    assert_eq!(
        (&row(1)["state"], &row(1)["attention"]),
        (&json!("transferred"), &json!([]))
    );
    test.record(&["ack", "03", "--form"]).succeeds();
    assert_eq!(row(1)["attention"][0]["kind"], "recall");
    test.record(&["transfer", "03", "--to", "Pengarah"]).fails(2, "E479");
    test.record(&[
        "transfer",
        "03",
        "--to",
        "Pengarah",
        "--copy-version",
        "1.0",
        "--generation",
        "1",
    ])
    .fails(2, "E417");
    test.record(&["return", "03", "--copy-version", "1.0", "--generation", "1"])
        .succeeds();
    assert_eq!(
        test.run(&["--format", "json", "status"]).json()["copies"][2]["generation"],
        2
    );
}

#[test]
fn another_person_in_the_same_post_is_known_by_the_new_slip() {
    let (test, _) = issued();
    // Copy 01 has a key of its holder's own: nothing tells one person from another.
    let post = |number: &str| {
        let list = test.run(&["--format", "json", "status"]).json();
        let rows = list["copies"].as_array().expect("rows").clone();
        let row = rows.into_iter().find(|row| row["copy"] == number).expect("a row");
        row["holder"].as_str().expect("a post").to_owned()
    };
    test.record(&["transfer", "01", "--to", &post("01")]).fails(2, "E478");
    let slip = test.path("slip-baharu.txt");
    test.run(&["enrol", "03", "--passphrase", "--replace", "--slip", text(&slip)])
        .succeeds();
    test.record(&["transfer", "03", "--to", &post("03")]).succeeds();
    let entry = test
        .entries()
        .into_iter()
        .rev()
        .find(|entry| entry["kind"] == "transferred");
    let entry = entry.expect("a transfer");
    assert_eq!(entry["from"], entry["to"]);
    test.run(&["register", "verify"]).succeeds();
}

#[test]
fn a_successor_with_the_old_key_is_told_what_a_transfer_can_be_told() {
    let test = PlanTest::issued();
    let list = fs::read_to_string(test.root().join("distribution/list.yaml")).expect("the list");
    let test = test.file(
        "distribution/list.yaml",
        list.replacen("post: Jawatan", "post: Pengarah", 1),
    );
    let run = test.record(&["transfer", "01", "--to", "Pengarah"]).fails(2, "E458");
    assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.text());
    assert!(run.stderr.contains("terkawal enrol 01"), "{}", run.text());
    // It has no such option, and the hint is a command that has it.
    let hint = "terkawal issue --copies 01 --reason WHY --same-holders 01";
    assert!(run.stderr.contains(hint), "{}", run.text());
    test.issue(&["--copies", "01", "--reason", "jawatan baharu", "--same-holders", "01"])
        .succeeds();
}
