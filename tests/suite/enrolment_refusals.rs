//! What `enrol` and `keygen` refuse, and that they change nothing when they do.

use std::{fs, os::unix::fs::symlink};

use age::secrecy::ExposeSecret as _;

use crate::{plan_test::PlanTest, program::text, published::files, sample::root};

fn unkeyed() -> PlanTest {
    PlanTest::new()
        .section("01-khusus.md", "title: Khusus", "Hanya pemegang membaca ini.\n")
        .holder("01", "clearance: SULIT")
        .seat("02", "clearance: TERHAD")
        .team("03", "clearance: TERHAD")
        .seat("03-01", "")
        .seat("07", "reserved: true")
}

#[track_caller]
fn refused(test: &PlanTest, arguments: &[&str], code: &str) -> String {
    let before = files(&test.root());
    let run = test.run(arguments).fails(2, code);
    assert!(run.stderr.contains("hint:"), "{}", run.stderr);
    assert!(files(&test.root()) == before, "{arguments:?} changed the plan");
    run.text()
}

#[test]
fn numbers_that_have_no_single_holder() {
    let test = unkeyed();
    for (number, code) in [
        ("07", "E325"),
        ("03", "E323"),
        ("55", "E324"),
        ("03-02", "E324"),
        ("3", "E120"),
        ("../01", "E120"),
    ] {
        refused(&test, &["enrol", number, "--passphrase"], code);
        let recipient = age::x25519::Identity::generate().to_public().to_string();
        refused(&test, &["enrol", number, "--recipient", &recipient], code);
    }
    refused(&test, &["enrol", "01", "--passphrase"], "E322");
    assert!(
        !test.path("home/slips").exists(),
        "no slip of an enrolment that was refused"
    );
}

/// `age1…` of 32 zero bytes: a low-order point.
const ALL_ZERO: &str = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z";

#[test]
fn recipients_that_are_no_good_key() {
    let test = unkeyed();
    let taken = test.key("01").to_public().to_string();
    let secret = age::x25519::Identity::generate().to_string().expose_secret().to_owned();
    let mut mistyped = age::x25519::Identity::generate().to_public().to_string();
    let last = if mistyped.ends_with('q') { "p" } else { "q" };
    mistyped.replace_range(mistyped.len() - 1.., last);
    let demonstration = fs::read_to_string(root().join("distribution/list.yaml")).expect("the sample's list");
    let demonstration = demonstration
        .split(['[', ']'])
        .find(|word| word.starts_with("age1"))
        .expect("a recipient");
    let cases = [
        ("", "E130"),
        ("age1", "E130"),
        ("age1pq1xyz", "E130"),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "E130"),
        (&mistyped, "E130"),
        (&secret, "E130"),
        (ALL_ZERO, "E131"),
        (demonstration, "E132"),
        (&taken, "E133"),
        ("age1x], name: [y", "E130"),
    ];
    for (recipient, code) in cases {
        let said = refused(&test, &["enrol", "02", "--recipient", recipient], code);
        if recipient == secret {
            assert!(!said.contains(&secret[20..]), "the secret key is not repeated: {said}");
            assert!(said.contains("secret key"), "{said}");
        }
    }
    // The same in the list itself, where the place is told.
    for (recipient, code) in &cases[4..9] {
        let test = unkeyed();
        let taken = test.key("01").to_public().to_string();
        let recipient = if *code == "E133" { &taken } else { *recipient };
        let test = test.seat("09", &format!("clearance: TERHAD\nrecipients: [{recipient}]"));
        let said = refused(&test, &["check"], code);
        assert!(said.contains("distribution/list.yaml:"), "{said}");
        assert!(!said.contains(&secret[20..]), "{said}");
    }
}

#[test]
fn slips_and_keys_stay_outside_the_plan_and_are_never_overwritten() {
    let test = unkeyed();
    let link = test.path("pautan");
    symlink(test.root().join("distribution"), &link).expect("a link");
    let inside = [
        test.root().join("slip.txt"),
        test.root().join("baru/slip.txt"),
        test.root().join("build/slip.txt"),
        test.path("home/../plan/slip.txt"),
        link.join("slip.txt"),
    ];
    for path in &inside {
        refused(&test, &["enrol", "02", "--passphrase", "--slip", text(path)], "E320");
        refused(&test, &["keygen", "holder", "02", "-o", text(path)], "E320");
    }
    let there = test.path("ada.txt");
    fs::write(&there, "penting").expect("written");
    refused(&test, &["enrol", "02", "--passphrase", "--slip", text(&there)], "E321");
    refused(&test, &["keygen", "holder", "02", "-o", text(&there)], "E321");
    assert_eq!(fs::read(&there).expect("read"), b"penting");
}

#[test]
fn demonstration_keys_and_passphrases_stay_in_the_sample() {
    let sample = fs::read_to_string(root().join("distribution/list.yaml")).expect("the sample's list");
    let test = PlanTest::small().file("distribution/list.yaml", sample);
    let said = refused(&test, &["build"], "E132");
    assert_eq!(said.matches("E132").count(), 14, "{said}");
    let test = PlanTest::small().file("distribution/demo/01.passphrase", "x\n");
    refused(&test, &["check"], "E134");
    let test = test.plan("demonstration: true");
    test.run(&["check"]).succeeds();
    test.build();
    let page = fs::read_to_string(test.output().join("site/1.0/index.html")).expect("the cover");
    assert!(
        page.contains("DEMONSTRASI"),
        "a plan with demonstration passphrases says so on its pages"
    );
}

#[test]
fn the_command_line_itself() {
    let test = unkeyed();
    for arguments in [
        &["enrol", "02"][..],
        &["enrol", "02", "--passphrase", "--recipient", "age1x"],
        &["enrol", "02", "--recipient", "age1x", "--slip", "a"],
        &["keygen", "holder", "02"],
        &["open", "a"],
        &["open", "a", "--to", "b", "--identity", "c", "--passphrase-file", "d"],
        &["tiada"],
        &[],
    ] {
        let run = test.run(arguments);
        assert_eq!(run.status, 2, "{arguments:?}: {}", run.text());
        assert!(run.stdout.is_empty() && !run.stderr.is_empty(), "{arguments:?}");
    }
    assert_eq!(test.run(&["--help"]).status, 0);
    assert_eq!(
        test.run(&["--version"]).succeeds().stdout.trim(),
        concat!("terkawal ", env!("CARGO_PKG_VERSION"))
    );
}
