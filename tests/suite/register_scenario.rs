//! Five versions and forty copies: teams, reserved numbers, a copy on paper, leavers, a loss, a successor, and every number
//! accounted for.

use std::fs;

use serde_json::Value;

use crate::{plan_test::PlanTest, program::text, register_hosting::today};

/// Sixteen single holders, two teams of twelve, four numbers kept back.
fn council() -> (PlanTest, Vec<String>) {
    let mut test = PlanTest::small()
        .team("20", "clearance: TERHAD\ngroups: [ERT]")
        .team("30", "clearance: SULIT\ngroups: [DRT]");
    let mut numbers = vec!["01".to_owned(), "02".to_owned()];
    for at in 3..=16 {
        numbers.push(format!("{at:02}"));
    }
    for team in ["20", "30"] {
        for member in 1..=12 {
            numbers.push(format!("{team}-{member:02}"));
        }
    }
    for number in &numbers[2..] {
        let lines = if number.contains('-') { "" } else { "clearance: TERHAD" };
        test = match number.as_str() {
            "10" => test.seat(number, "clearance: TERHAD\nmedium: paper"),
            _ => test.holder(number, lines),
        };
    }
    for number in 41..=44 {
        test = test.seat(&number.to_string(), "reserved: true");
    }
    (test.made_issuable(), numbers)
}

fn facts(test: &PlanTest) -> Value {
    test.run(&["--format", "json", "status"]).json()
}

/// The states of a version and how many copies are in each.
fn account<'f>(facts: &'f Value, version: &str) -> &'f Value {
    let versions = facts["versions"].as_array().expect("versions");
    versions
        .iter()
        .find(|account| account["version"] == version)
        .expect("an account")
}

const VERSIONS: [&str; 5] = ["1.0", "1.1", "1.2", "2.0", "2.1"];

/// Every version is issued; a few holders of each acknowledge by code, and give the version before back.
fn years(mut test: PlanTest, numbers: &[String]) -> PlanTest {
    let versions = VERSIONS;
    for (at, version) in versions.iter().enumerate() {
        if at > 0 {
            test = test
                .replace(
                    "plan.yaml",
                    &format!("version: \"{}\"", versions[at - 1]),
                    &format!("version: \"{version}\""),
                )
                .section(
                    "02-khusus.md",
                    "title: Khusus",
                    &format!("Ayat khas bagi keluaran ke-{at} sahaja.\n"),
                );
        }
        test.approve().succeeds();
        test.issue(&[]).succeeds();
        for number in &numbers[at..at + 3] {
            let code = test.receipt_code(version, number);
            test.record(&["ack", number, &code]).succeeds();
            if at > 0 {
                test.record(&["return", number, "--copy-version", versions[at - 1]])
                    .succeeds();
            }
        }
        let now = facts(&test);
        assert_eq!(account(&now, version)["in_force"], true, "{now}");
        assert_eq!(account(&now, version)["states"]["acknowledged"], 3);
        assert_eq!(account(&now, version)["states"]["issued"], 37);
        assert_eq!(account(&now, version)["reserved"].as_array().map(Vec::len), Some(4));
        test.run(&["register", "verify"]).succeeds();
        test.run(&["verify", text(&test.root().join("public"))]).succeeds();
        for before in &versions[..at] {
            assert!(
                !test.root().join(format!("public/{before}/copies")).exists() || {
                    let folder = test.root().join(format!("public/{before}/copies"));
                    fs::read_dir(folder).expect("a folder").next().is_none()
                }
            );
        }
    }
    test
}

#[test]
fn five_versions_of_a_plan_with_forty_copies() {
    let (test, numbers) = council();
    assert_eq!(numbers.len(), 40);
    let test = years(test, &numbers);
    // A loss, a leaver with a successor, a destruction, and a holder who never answers.
    test.record(&["lost", "20-05", "--discovered", "2026-01-01"])
        .fails(2, "E461");
    test.record(&["lost", "20-05", "--discovered", &today()]).succeeds();
    assert!(!test.issued_copy("2.1", "20-05").exists());
    test.record(&[
        "destroy",
        "30-01",
        "--method",
        "dicincang",
        "--witness",
        "A",
        "--witness",
        "B",
    ])
    .succeeds();
    assert!(test.root().join("records/destroyed-2.1-30-01-1.html").exists());
    let list = fs::read_to_string(test.root().join("distribution/list.yaml")).expect("the list");
    // Whoever leaves is counted from the day that the list names; that needs no approval.
    let list = list.replacen("number: \"15\"", "number: \"15\"\n    leaves: 2026-01-31", 1);
    let at = list.find("number: \"16\"").expect("copy 16");
    let (head, tail) = list.split_at(at);
    let test = test.file(
        "distribution/list.yaml",
        format!("{head}{}", tail.replacen("post: Jawatan", "post: Pengganti", 1)),
    );
    test.run(&[
        "enrol",
        "16",
        "--passphrase",
        "--replace",
        "--slip",
        text(&test.path("16.txt")),
    ])
    .succeeds();
    test.record(&["transfer", "16", "--to", "Pengganti"]).succeeds();
    test.open_with_passphrase(&test.issued_file("2.1", "10"), &test.master_passphrase())
        .succeeds();
    let now = facts(&test);
    let account_now = account(&now, "2.1");
    assert_eq!(account_now["states"]["transferred"], 1);
    assert_eq!(account_now["states"]["destroyed"], 1);
    let sum: u64 = account_now["states"]
        .as_object()
        .expect("states")
        .values()
        .map(|count| count.as_u64().expect("a count"))
        .sum();
    assert_eq!(sum, 41, "forty numbers, one of them twice");
    // Every copy is received, destroyed, or named.
    let named = account_now["not_accounted_for"].as_array().expect("a list");
    assert_eq!(named.len(), 41 - 3 - 1);
    assert!(named.iter().any(|copy| copy["copy"] == "16" && copy["generation"] == 1));
    assert!(named.iter().all(|copy| copy["copy"] != "30-01"));
    assert!(
        named
            .iter()
            .any(|copy| copy["copy"] == "20-05" && copy["state"] == "lost")
    );
    let rows = now["copies"].as_array().expect("rows");
    let lost = rows
        .iter()
        .find(|row| row["copy"] == "20-05" && row["version"] == "2.1");
    assert_eq!(lost.expect("a row")["attention"][0]["kind"], "untold");
    let leaver = rows.iter().find(|row| row["copy"] == "15" && row["version"] == "2.1");
    let attention = leaver.expect("a row")["attention"].as_array().expect("a list").clone();
    let is_late = |found: &Value| found["kind"] == "leaver" && found["overdue"] == true;
    assert!(attention.iter().any(is_late), "{attention:?}");
    test.record(&["told", "20-05", "--originator", "MKN"]).succeeds();
    test.record(&["ack", "10", "--form"]).succeeds();
    for version in &VERSIONS[..4] {
        let before = account(&now, version);
        let returned = before["states"]["returned"].as_u64().unwrap_or(0);
        assert_eq!(
            before["not_accounted_for"].as_array().map(Vec::len),
            Some(40 - usize::try_from(returned).expect("few"))
        );
    }
    test.run(&["register", "verify"]).succeeds();
    test.run(&["verify", text(&test.root().join("public"))]).succeeds();
    test.run(&["verify", text(&test.root().join("copies/2.1"))]).succeeds();
}
