//! To whom copies are sealed: keys that changed since the last issue, and holders who changed without their keys.

use std::fs;

use age::x25519::Identity;
use serde_json::json;

use crate::{plan_test::PlanTest, program::text};

fn list(test: &PlanTest) -> String {
    fs::read_to_string(test.root().join("distribution/list.yaml")).expect("the list")
}

/// The plan issued as 1.0 and approved as 1.1.
fn second() -> PlanTest {
    let test = PlanTest::issued().replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"");
    test.approve().succeeds();
    test
}

/// With another key beside, or in place of, that of copy 01.
fn with_key(test: PlanTest, beside: bool) -> PlanTest {
    let old = test.key("01").to_public().to_string();
    let new = Identity::generate().to_public().to_string();
    let new = if beside { format!("{old}, {new}") } else { new };
    let list = list(&test);
    assert_eq!(list.matches(&old).count(), 1);
    test.file("distribution/list.yaml", list.replace(&old, &new))
}

#[test]
fn a_key_that_was_put_into_the_list_opens_nothing_without_a_decision() {
    for beside in [true, false] {
        let test = with_key(second(), beside);
        let before = test.entries().len();
        let refused = test.issue(&[]).fails(2, "E457");
        assert!(refused.stderr.contains("--new-keys 01"), "{}", refused.stderr);
        assert!(!refused.stderr.contains("--new-keys 01,02"), "{}", refused.stderr);
        test.issue(&["--new-keys", "02"]).fails(2, "E457");
        // One decision does not cover the other.
        test.issue(&["--new-keys", "01,02"]).fails(2, "E457");
        assert_eq!(test.entries().len(), before);
        let told = test.issue(&["--new-keys", "01"]).succeeds();
        assert!(told.stdout.contains("new keys: 01"), "{}", told.stdout);
        let issued = test.entries().pop().expect("an entry");
        assert_eq!(issued["new-keys"], json!(["01"]));
        // The next issue is compared with this one.
        let test = test.replace("plan.yaml", "version: \"1.1\"", "version: \"1.2\"");
        test.approve().succeeds();
        test.issue(&["--new-keys", "01"]).fails(2, "E457");
        test.issue(&[]).succeeds();
        test.run(&["register", "verify"]).succeeds();
    }
}

#[test]
fn several_keys_are_a_decision_from_the_first_issue_on() {
    let test = with_key(PlanTest::issuable(), true);
    test.approve().succeeds();
    test.issue(&[]).fails(2, "E457");
    test.issue(&["--new-keys", "01"]).succeeds();
}

#[test]
fn single_copies_are_compared_alone() {
    let test = with_key(PlanTest::issued(), true);
    test.issue(&["--copies", "02", "--reason", "fail rosak"]).succeeds();
    let again = ["--copies", "01", "--reason", "fail rosak"];
    test.issue(&again).fails(2, "E457");
    test.issue(&[&again[..], &["--new-keys", "01"]].concat()).succeeds();
}

#[test]
fn the_register_tells_no_key_and_no_name() {
    let test = PlanTest::issued();
    let register = fs::read_to_string(test.root().join("distribution/register.jsonl")).expect("the register");
    assert!(!register.contains("age1"));
    let issued = test.entries().pop().expect("an entry");
    let keys = issued["copies"][0]["keys"].as_array().expect("keys");
    assert_eq!(keys.len(), 1);
    let recipient = test.key("01").to_public().to_string();
    assert_eq!(keys[0]["recipient"], terkawal::digest::hex(recipient.as_bytes()));
}

#[test]
fn another_holder_with_the_old_key_is_a_decision_too() {
    let changes = ["name: Aminah", "post: Pengganti"];
    for change in changes {
        let test = PlanTest::small()
            .seat("03", "clearance: SULIT\nname: Zainab")
            .made_issuable();
        test.enrol("03");
        test.approve().succeeds();
        test.issue(&[]).succeeds();
        let text_before = list(&test);
        let old = if change.starts_with("name") {
            "name: Zainab"
        } else {
            "post: Jawatan"
        };
        let at = text_before.rfind(old).expect("the last seat");
        let changed = format!("{}{change}{}", &text_before[..at], &text_before[at + old.len()..]);
        let test =
            test.file("distribution/list.yaml", changed)
                .replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"");
        test.approve().succeeds();
        let refused = test.issue(&[]).fails(2, "E458").stderr;
        assert!(refused.contains("enrol 03 --passphrase --replace"), "{refused}");
        assert!(refused.contains("--same-holders 03"), "{refused}");
        assert!(!refused.contains("Aminah"), "{refused}");
        test.issue(&["--new-keys", "03"]).fails(2, "E458");
        test.issue(&["--same-holders", "01,03"]).fails(2, "E458");
        if change.starts_with("name") {
            test.issue(&["--same-holders", "03"]).succeeds();
            assert_eq!(test.entries().pop().expect("an entry")["same-holders"], json!(["03"]));
        } else {
            let slip = test.path("slip-baharu.txt");
            test.run(&["enrol", "03", "--passphrase", "--replace", "--slip", text(&slip)])
                .succeeds();
            test.issue(&["--same-holders", "03"]).fails(2, "E458");
            test.issue(&["--new-keys", "03"]).succeeds();
        }
    }
}

#[test]
fn a_lost_copy_warns_while_its_key_is_still_in_use() {
    let test = PlanTest::issued();
    let today = jiff::Zoned::now().date().to_string();
    test.record(&["lost", "01", "--discovered", &today]).succeeds();
    let again = ["--copies", "01,02", "--reason", "fail rosak"];
    let told = test.issue(&again).succeeds().stderr;
    assert_eq!(told.matches("E459").count(), 1, "{told}");
    assert!(told.contains("copy 01 of version 1.0 is lost"), "{told}");
    assert!(told.contains("terkawal enrol 01 --passphrase --replace"), "{told}");
    let slip = test.path("slip-01.txt");
    test.run(&["enrol", "01", "--passphrase", "--replace", "--slip", text(&slip)])
        .succeeds();
    let told = test
        .issue(&[&again[..], &["--new-keys", "01"]].concat())
        .succeeds()
        .stderr;
    assert!(!told.contains("E459"), "{told}");
}

#[test]
fn a_lost_slip_is_told_to_its_end() {
    let test = PlanTest::issued();
    let slip = test.path("slip-01.txt");
    let enrolled = test
        .run(&["enrol", "01", "--passphrase", "--replace", "--slip", text(&slip)])
        .succeeds();
    assert!(
        enrolled
            .stdout
            .contains("terkawal issue --copies 01 --reason WHY --new-keys 01"),
        "{}",
        enrolled.stdout
    );
    let again = ["--copies", "01", "--reason", "slip hilang", "--new-keys", "01"];
    let told = test.issue(&again).succeeds().stdout;
    for part in [
        "withdrawn: public/1.0/copies/01, now copies/withdrawn/1.0/g1/01",
        "withdrawn: copies/1.0/salinan-01.html, now copies/withdrawn/1.0/g1/salinan-01.html",
        "anew",
        "still opens",
    ] {
        assert!(told.contains(part), "{told}");
    }
    assert!(test.root().join("copies/withdrawn/1.0/g1/01").is_dir());
}

#[test]
fn what_follows_a_loss_is_about_the_copy_that_was_lost() {
    let test = second();
    test.issue(&[]).succeeds();
    let today = jiff::Zoned::now().date().to_string();
    let lost = ["lost", "01", "--copy-version", "1.0", "--discovered", &today];
    let told = test.record(&lost).succeeds().stdout;
    let next = "terkawal register told 01 --copy-version 1.0 --generation 1 --originator";
    assert!(told.contains(next), "{told}");
    let arguments = ["told", "01", "--copy-version", "1.0", "--generation", "1"];
    test.record(&[&arguments[..], &["--originator", "Majlis"]].concat())
        .succeeds();
    // The newest copy goes by its number.
    let told = test.record(&["lost", "02", "--discovered", &today]).succeeds().stdout;
    assert!(told.contains("terkawal register told 02 --originator"), "{told}");
}
