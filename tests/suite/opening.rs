//! `open`: passphrases as people type them, what it writes and what it refuses.

use crate::{opened, plan_test::PlanTest, program::text, published::files, tampering::with_passphrases};

#[test]
fn a_passphrase_may_be_typed_in_many_ways() {
    let (test, [passphrase, _]) = with_passphrases();
    let looser = passphrase.to_lowercase().replace('-', "  ");
    let (number, secret) = passphrase.split_at(3);
    let forms = [
        passphrase.clone(),
        format!("\n {passphrase} \r\n"),
        looser,
        passphrase.replace('-', ""),
        passphrase.replace('-', "–"),
        passphrase.replace('-', "."),
        format!("{number}{}", secret.replace('0', "O").replace('1', "l")),
        passphrase.replace('0', "o").replace('1', "I"),
    ];
    for form in forms {
        test.open_with_passphrase(&test.copy("01"), &form).succeeds();
    }
}

#[test]
fn typing_errors_are_told_from_wrong_passphrases() {
    let (test, [passphrase, _]) = with_passphrases();
    let copy = test.copy("01");
    let last = if passphrase.ends_with('7') { "8" } else { "7" };
    let mistyped = format!("{}{last}", &passphrase[..passphrase.len() - 1]);
    for typed in [
        &mistyped,
        "",
        "01",
        "kata laluan",
        &passphrase[..passphrase.len() - 1],
        &format!("{passphrase}A"),
    ] {
        test.open_with_passphrase(&copy, typed).fails(2, "E513");
    }
    let (other, [wrong, _]) = with_passphrases();
    drop(other);
    assert_ne!(wrong, passphrase);
    let run = test.open_with_passphrase(&copy, &wrong).fails(2, "E515");
    assert!(
        run.stderr.contains("wrong passphrase") && !run.text().contains(&wrong),
        "{}",
        run.stderr
    );
}

#[test]
fn the_letter_itself_serves_as_passphrase_file() {
    let test = PlanTest::new()
        .section("01-khusus.md", "title: Khusus", "Hanya pemegang membaca ini.\n")
        .seat("01", "clearance: SULIT\nname: Puan Contoh");
    test.enrol("01");
    test.build();
    let slip = test.path("slip-01.txt");
    let to = test.fresh();
    // README: `terkawal open FILE --passphrase-file SLIP --to DIR`.
    test.run(&[
        "open",
        text(&test.copy("01")),
        "--passphrase-file",
        text(&slip),
        "--to",
        text(&to),
    ])
    .succeeds();
}

#[test]
fn copy_numbers_of_four_digits_open_too() {
    let test = PlanTest::new()
        .section("01-khusus.md", "title: Khusus", "Hanya pemegang membaca ini.\n")
        .seat("101", "clearance: SULIT")
        .seat("1001", "clearance: SULIT")
        .team("12", "clearance: SULIT")
        .seat("12-118", "");
    let numbers = ["101", "1001", "12-118"];
    let passphrases = numbers.map(|number| test.enrol(number));
    test.build();
    for (number, passphrase) in numbers.iter().zip(passphrases) {
        let run = test.open_with_passphrase(&test.copy(number), &passphrase);
        assert_eq!(run.status, 0, "copy {number}: {}", run.text());
    }
}

#[test]
fn it_writes_the_bundle_into_a_new_folder_and_overwrites_nothing() {
    let test = PlanTest::small();
    test.build();
    let to = test.fresh();
    let run = test.open(&test.copy("01"), "01").succeeds();
    assert!(
        run.stdout.contains("copy 01 of version 1.0") && run.stdout.contains("draft, not signed"),
        "{}",
        run.stdout
    );
    assert_eq!(files(&to), opened::bundle(&test.copy("01"), test.key("01")).files);
    assert!(!to.join("padding").exists());
    let key = test.key_file("01", true);
    test.run(&[
        "open",
        text(&test.copy("01")),
        "--identity",
        text(&key),
        "--to",
        text(&to),
    ])
    .fails(2, "E510");
    let json = test.run(&[
        "--format",
        "json",
        "open",
        text(&test.one_file("01")),
        "--identity",
        text(&key),
        "--to",
        text(&test.fresh()),
    ]);
    let json = json.succeeds().json();
    assert_eq!(
        (&json["copy"], &json["version"], &json["exit"]),
        (&"01".into(), &"1.0".into(), &0.into())
    );
    assert!(json["sections"].as_u64() >= Some(1));
}
