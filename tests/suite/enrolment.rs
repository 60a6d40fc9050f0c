//! `enrol` and `keygen`: both kinds of holder, replacement, slips.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use crate::{
    plan_test::PlanTest,
    program::{passphrase_in, text},
};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

fn unkeyed() -> PlanTest {
    PlanTest::new()
        .section("01-khusus.md", "title: Khusus", "Hanya pemegang membaca ini.\n")
        .seat("01", "clearance: SULIT # catatan urus setia\nname: Puan Contoh")
        .team("03", "clearance: TERHAD")
        .seat("03-01", "name: Encik Contoh")
}

fn list(test: &PlanTest) -> String {
    fs::read_to_string(test.root().join("distribution/list.yaml")).expect("the list")
}

#[test]
fn a_holder_with_a_passphrase() {
    let test = unkeyed();
    let before = list(&test);
    for number in ["01", "03-01"] {
        let slip = test.path(&format!("slip-{number}.txt"));
        let run = test
            .run(&["enrol", number, "--passphrase", "--slip", text(&slip)])
            .succeeds();
        let letter = fs::read_to_string(&slip).expect("the slip");
        let passphrase = passphrase_in(&letter, number);
        assert!(
            letter.contains("Majlis Ujian") && letter.contains("Pelan Ujian") && letter.contains("Contoh"),
            "{letter}"
        );
        let rest = letter.replace(&passphrase, "");
        assert!(
            rest.contains(&format!(" {number}\n")),
            "the slip names the copy: {letter}"
        );
        assert!(
            !run.text().contains(&passphrase),
            "the passphrase stands on the slip and nowhere else"
        );
        assert_eq!(mode(&slip), 0o600);
        let holder = fs::read(test.root().join(format!("distribution/holders/{number}.age"))).expect("a holder file");
        let header = String::from_utf8_lossy(&holder[..60]).into_owned();
        assert!(
            header.contains("-> scrypt ") && header.contains(" 15\n"),
            "a fixed work factor: {header}"
        );
        let recipient = list(&test).lines().filter(|line| line.contains("age1")).count();
        assert_eq!(recipient, if number == "01" { 1 } else { 2 });
    }
    let kept: Vec<String> = list(&test)
        .lines()
        .filter(|line| !line.contains("recipients:"))
        .map(str::to_owned)
        .collect();
    assert_eq!(kept, before.lines().collect::<Vec<_>>(), "comments and order are kept");
    test.build();
    for number in ["01", "03-01"] {
        let letter = fs::read_to_string(test.path(&format!("slip-{number}.txt"))).expect("the slip");
        test.open_with_passphrase(&test.copy(number), &passphrase_in(&letter, number))
            .succeeds();
    }
}

#[test]
fn without_a_place_the_slip_goes_to_the_home_of_the_program() {
    let test = unkeyed();
    let run = test.run(&["enrol", "01", "--passphrase"]).succeeds();
    let slip = test.path("home/slips/UJI-01-01.txt");
    assert!(run.stdout.contains(text(&slip)), "{}", run.stdout);
    assert_eq!(mode(&slip), 0o600);
    let letter = fs::read_to_string(&slip).expect("the slip");
    passphrase_in(&letter, "01");
    // The old slip opens what was handed over: the new ones lie beside it.
    for count in [2, 3] {
        let run = test.run(&["enrol", "01", "--passphrase", "--replace"]).succeeds();
        let beside = test.path(&format!("home/slips/UJI-01-01-slip{count}.txt"));
        assert!(run.stdout.contains(text(&beside)), "{}", run.stdout);
        assert_ne!(fs::read_to_string(&beside).expect("a slip"), letter);
        assert_eq!(mode(&beside), 0o600);
    }
    assert_eq!(fs::read_to_string(&slip).expect("the slip"), letter);
}

#[test]
fn a_holder_with_a_key_of_their_own() {
    let test = unkeyed();
    let key = test.path("kunci.txt");
    let made = test
        .run(&["--format", "json", "keygen", "holder", "03-01", "-o", text(&key)])
        .succeeds()
        .json();
    let recipient = made["recipient"].as_str().expect("a recipient");
    assert_eq!(mode(&key), 0o600);
    let lines = fs::read_to_string(&key).expect("the key");
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "# terkawal holder key",
            "# copy: 03-01",
            &format!("# public key: {recipient}")
        ]
    );
    assert!(lines[3].starts_with("AGE-SECRET-KEY-1") && !made.to_string().contains("AGE-SECRET"));
    test.run(&["enrol", "03-01", "--recipient", recipient]).succeeds();
    test.enrol("01");
    test.build();
    assert!(!test.copy("03-01").join("holder.age").exists());
    for copy in [test.copy("03-01"), test.one_file("03-01")] {
        test.open_with_key_file(&copy, &key).succeeds();
    }
    let version = test.output().join("site/1.0");
    let to = test.fresh();
    test.run(&[
        "open",
        text(&version),
        "--copy",
        "03-01",
        "--identity",
        text(&key),
        "--to",
        text(&to),
    ])
    .succeeds();
    let opened = fs::read_to_string(to.join("sections/s001.html")).expect("the section");
    assert!(opened.contains("Hanya pemegang membaca ini."));
    assert_eq!(mode(&to.join("sections/s001.html")), 0o600);
    test.open_with_passphrase(&test.copy("03-01"), "x").fails(2, "E516");
}

#[test]
fn replacing_a_key_locks_the_old_one_out() {
    let test = unkeyed();
    let first = test.enrol("01");
    test.enrol("03-01");
    test.build();
    let old_page = fs::read(test.one_file("01")).expect("the page");
    test.run(&["enrol", "01", "--passphrase"]).fails(2, "E322");
    let slip = test.path("baru.txt");
    test.run(&["enrol", "01", "--passphrase", "--replace", "--slip", text(&slip)])
        .succeeds();
    let second = passphrase_in(&fs::read_to_string(&slip).expect("the slip"), "01");
    assert_ne!(first, second);
    test.build();
    test.open_with_passphrase(&test.copy("01"), &first).fails(2, "E515");
    test.open_with_passphrase(&test.copy("01"), &second).succeeds();
    let kept = test.path("lama.html");
    fs::write(&kept, old_page).expect("written");
    test.open_with_passphrase(&kept, &first).succeeds();
    // From a passphrase to a key of one's own: the holder file goes.
    let key = test.path("kunci.txt");
    let made = test
        .run(&["--format", "json", "keygen", "holder", "01", "-o", text(&key)])
        .succeeds()
        .json();
    let recipient = made["recipient"].as_str().expect("a recipient");
    test.run(&["enrol", "01", "--recipient", recipient]).fails(2, "E322");
    test.run(&["enrol", "01", "--recipient", recipient, "--replace"])
        .succeeds();
    assert!(!test.root().join("distribution/holders/01.age").exists());
    assert_eq!(list(&test).matches("age1").count(), 2, "{}", list(&test));
    test.build();
    test.open_with_key_file(&test.copy("01"), &key).succeeds();
}

#[test]
fn the_list_may_be_in_flow_style_with_windows_line_ends() {
    let test = unkeyed();
    let text_ = "groups: {}\r\n# satu\r\ncopies:\r\n  - {number: \"01\", post: A, clearance: SULIT} # dua\r\n  - number: \"03\"\r\n    post: B\r\n    clearance: TERHAD\r\n    members:\r\n      - number: \"03-01\"\r\n        post: C\r\n";
    let test = test.file("distribution/list.yaml", text_);
    let passphrases = ["01", "03-01"].map(|number| test.enrol(number));
    assert!(
        list(&test).contains("# satu") && list(&test).contains("# dua"),
        "{}",
        list(&test)
    );
    test.build();
    test.open_with_passphrase(&test.copy("01"), &passphrases[0]).succeeds();
    test.open_with_passphrase(&test.copy("03-01"), &passphrases[1])
        .succeeds();
}
