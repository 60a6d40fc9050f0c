//! The verbs of the register through the binary: what is recorded, what is refused, and that nothing recorded changes.

use std::fs;

use serde_json::json;

use crate::{
    clerk::{Clerk, copy},
    plan_test::PlanTest,
    program::text,
};

/// Copies 01, 02 and 03-01 of 1.0, and then of 1.1, which recalls them; 03-01 was received.
fn two_versions() -> (Clerk, [std::collections::BTreeMap<String, String>; 2]) {
    let mut clerk = Clerk::new(PlanTest::small());
    let numbers = [("01", 1), ("02", 1), ("03-01", 1)];
    let first = clerk.issue("2026-02-02", "1.0", &numbers, &[]);
    clerk.entry(
        "2026-02-05",
        &json!({"kind": "acknowledged", "copy": copy("03-01", "1.0", 1), "means": "code"}),
    );
    let recalls = ["01", "02", "03-01"].map(|number| copy(number, "1.0", 1));
    let second = clerk.issue("2026-06-01", "1.1", &numbers, &recalls);
    (clerk, [first, second])
}

#[test]
fn a_receipt_is_taken_once_however_it_is_typed_and_no_other() {
    let (clerk, [first, second]) = two_versions();
    let before = clerk.bytes();
    let refused = |arguments: &[&str], code: &str, words: &str| {
        let run = clerk.run(arguments).fails(2, code);
        assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("hint: "), "{}", run.stderr);
        assert_eq!(clerk.bytes(), before, "{arguments:?}");
    };
    refused(
        &["ack", "01", &second["02"]],
        "E467",
        "the receipt code of copy 02, not of copy 01",
    );
    refused(
        &["ack", "01", &first["01"]],
        "E467",
        "copy 01 of version 1.0, not of copy 01 of version 1.1",
    );
    let mut typo = second["01"].clone();
    let swapped = if typo.pop() == Some('A') { 'B' } else { 'A' };
    typo.push(swapped);
    refused(&["ack", "01", &typo], "E466", "typing error");
    refused(&["ack", "01", "surat"], "E466", "not a receipt code");
    refused(&["ack", "01", "\u{202e}ﬀ"], "E466", "not a receipt code");
    refused(&["ack", "09", &second["01"]], "E467", "copy 01, not of copy 09");
    refused(&["ack", "09", "--form"], "E460", "copy 09 was never issued");
    refused(&["ack", "07", "--form"], "E460", "reserved");
    refused(
        &["ack", "01", "--form", "--copy-version", "0.9"],
        "E460",
        "issued were: copy 01 of version 1.0",
    );
    refused(&["ack", "1", "--form"], "E120", "not a copy number");
    refused(&["ack", "01"], "E466", "--form");
    refused(&["ack", "00", "--form"], "E460", "the plan secretary's own");
    clerk
        .run(&["ack", "01", &second["01"], "--form"])
        .fails(2, "cannot be used with");
    // The passphrase of a slip is no receipt, and is not repeated.
    let slip = "01-ABCDEF-GHJKMN-PQRSTV-WXYZ23";
    let run = clerk.run(&["ack", "01", slip]).fails(2, "E466");
    assert!(!run.text().contains("ABCDEF"), "{}", run.text());

    let typed = second["01"]
        .to_lowercase()
        .replace('-', " ")
        .replace('0', "o")
        .replace('1', "l");
    let words: Vec<&str> = typed.split(' ').collect();
    let run = clerk.run(&[&["ack", "01"], &words[..]].concat()).succeeds();
    assert!(
        run.stdout.contains("copy 01 of version 1.1 is acknowledged"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("copy 01 of version 1.0 is to come back now"),
        "{}",
        run.stdout
    );
    let entry = clerk.last();
    assert_eq!(
        (&entry["copy"], &entry["means"]),
        (&copy("01", "1.1", 1), &json!("code"))
    );
    assert!(run.stdout.contains("register: entry 6 "), "{}", run.stdout);
    let run = clerk.run(&["ack", "01", &second["01"]]).fails(2, "E470");
    assert!(run.stderr.contains("is recorded already"), "{}", run.stderr);

    // Without its number, and without hyphens.
    let bare = second["03-01"].trim_start_matches("03-01-").replace('-', "");
    clerk.run(&["ack", "03-01", &bare]).succeeds();
    clerk
        .run(&["ack", "02", "--form", "--note", "borang 3/2026"])
        .succeeds();
    let entry = clerk.last();
    assert_eq!(
        (&entry["means"], &entry["note"]),
        (&json!("form"), &json!("borang 3/2026"))
    );
    clerk.test.run(&["register", "verify"]).succeeds();
}

#[test]
fn a_copy_without_a_code_takes_a_form_only() {
    let mut clerk = Clerk::new(PlanTest::small());
    let codes = clerk.issue("2026-02-02", "1.0", &[("01", 1)], &[]);
    let text = String::from_utf8(clerk.bytes()).expect("UTF-8");
    assert!(!text.contains(&codes["01"]), "the register keeps no code");
    let content = terkawal::digest::hex(b"isi");
    clerk.entry(
        "2026-03-01",
        &json!({"kind": "prepared", "version": "1.0", "content": content, "copies": ["02"]}),
    );
    let paper = json!({"number": "02", "generation": 1, "holder": "Ketua", "medium": "paper"});
    clerk.entry(
        "2026-03-01",
        &json!({"kind": "issued", "version": "1.0", "content": content, "document": content, "files": [], "copies": [paper], "reason": "x"}),
    );
    let other = codes["01"].replacen("01-", "", 1);
    clerk.run(&["ack", "02", &format!("01-{other}")]).fails(2, "E467");
    let sound = "02-".to_owned() + &clerk.issue("2026-04-01", "1.1", &[("02", 1)], &[])["02"][3..];
    clerk
        .run(&["ack", "02", &sound, "--copy-version", "1.0"])
        .fails(2, "E467");
    clerk.run(&["ack", "02", "--form", "--copy-version", "1.0"]).succeeds();
}

#[test]
fn a_copy_is_recalled_returned_and_destroyed_with_a_certificate() {
    let (clerk, _) = two_versions();
    let run = clerk
        .run(&["recall", "02", "--reason", "pindah", "--due", "2030-01-31"])
        .succeeds();
    assert!(
        run.stdout.contains("it is to come back by 2030-01-31"),
        "{}",
        run.stdout
    );
    assert_eq!(clerk.last()["reason"], "pindah");
    clerk.run(&["return", "02", "--date", "2026-07-01"]).succeeds();
    assert_eq!(clerk.last()["date"], "2026-07-01");
    let file = clerk.test.path("sijil.html");
    let destroy = [
        "destroy",
        "02",
        "--method",
        "dicincang <b>",
        "--certificate",
        text(&file),
    ];
    let witnesses = ["--witness", "Saksi \"Satu\"", "--witness", "Saksi Dua"];
    let run = clerk.run(&[&destroy[..], &witnesses].concat()).succeeds();
    let page = fs::read_to_string(&file).expect("the certificate");
    let head = terkawal::digest::hex(
        clerk
            .bytes()
            .split_inclusive(|byte| *byte == b'\n')
            .next_back()
            .expect("a line"),
    );
    for words in [
        "dicincang &lt;b&gt;",
        "Saksi &quot;Satu&quot;",
        "Saksi Dua",
        "Jawatan",
        "UJI/01",
        &head,
    ] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    assert!(
        page.contains("Tanda tangan") && !page.contains("<script") && !page.contains("⟨"),
        "{page}"
    );
    assert!(run.stdout.contains(&head), "{}", run.stdout);
    // Nothing comes after that, and the legal moves of another version's copy are told.
    let before = clerk.bytes();
    for verb in [
        &["return", "02"][..],
        &["ack", "02", "--form"],
        &["recall", "02", "--reason", "x"],
    ] {
        let run = clerk.run(verb).fails(2, "E417");
        assert!(
            run.stderr
                .contains("copy 02 of version 1.1 is destroyed, and cannot become"),
            "{}",
            run.stderr
        );
        // That one is recalled, so it can come back and nothing else of these.
        assert_eq!(
            run.stderr.contains("--copy-version 1.0 --generation 1"),
            verb[0] == "return",
            "{}",
            run.stderr
        );
    }
    let run = clerk
        .run(&["recall", "01", "--reason", "x", "--copy-version", "1.0"])
        .fails(2, "E417");
    assert!(
        run.stderr.contains("from here it can be: returned, destroyed, lost"),
        "{}",
        run.stderr
    );
    assert_eq!(clerk.bytes(), before);
    clerk.run(&["return", "02", "--copy-version", "1.0"]).succeeds();
    // Without --certificate it goes to the records of the plan.
    clerk
        .run(&[&["destroy", "01", "--method", "bakar"], &witnesses[..]].concat())
        .succeeds();
    assert!(clerk.test.root().join("records/destroyed-1.1-01-1.html").exists());
}

#[test]
fn a_destruction_without_two_people_or_with_a_file_in_the_way_is_refused() {
    let (clerk, _) = two_versions();
    let before = clerk.bytes();
    let destroy = |rest: &[&str]| clerk.run(&[&["destroy", "01"], rest].concat());
    let two = ["--witness", "A", "--witness", "B"];
    destroy(&["--method", "bakar", "--witness", "A"]).fails(2, "E473");
    destroy(&["--method", "bakar", "--witness", "A", "--witness", " a "]).fails(2, "E473");
    destroy(&[
        "--method",
        "bakar",
        "--witness",
        "A",
        "--witness",
        "B",
        "--witness",
        "C",
    ])
    .fails(2, "E473");
    let run = destroy(&["--method", " ", "--witness", "A"]).fails(2, "E462");
    assert!(run.stderr.contains("E473"), "all at once: {}", run.stderr);
    let file = clerk.test.path("ada.html");
    fs::write(&file, "x").expect("written");
    let at = |path: &std::path::Path| {
        let path = text(path).to_owned();
        destroy(&[&["--method", "bakar", "--certificate", &path], &two[..]].concat())
    };
    at(&file).fails(2, "E474");
    // A folder that cannot be made: nothing is recorded.
    at(&file.join("sijil.html")).fails(3, "E900");
    assert_eq!(clerk.bytes(), before);
}

#[test]
fn a_loss_starts_a_clock_that_ends_when_the_originator_is_told() {
    let (clerk, _) = two_versions();
    let run = clerk
        .run(&["lost", "01", "--discovered", "2026-06-03T08:30"])
        .succeeds();
    assert!(
        run.stdout.contains("was to be told by 2026-06-04 08:30"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("terkawal register told 01 --originator"),
        "{}",
        run.stdout
    );
    let before = clerk.bytes();
    clerk
        .run(&["lost", "01", "--discovered", "2026-06-03"])
        .fails(2, "E417");
    clerk.run(&["told", "02", "--originator", "MKN"]).fails(2, "E417");
    clerk.run(&["told", "01", "--originator", "  "]).fails(2, "E462");
    for bad in ["semalam", "2026-13-01", "2026-06-03 25:00", "", "2126-01-01"] {
        clerk.run(&["lost", "02", "--discovered", bad]).fails(2, "E471");
    }
    clerk
        .run(&["lost", "02", "--discovered", "2026-05-31T23:59"])
        .fails(2, "E461");
    assert_eq!(clerk.bytes(), before);
    clerk.run(&["told", "01", "--originator", "MKN"]).succeeds();
    assert_eq!(clerk.last()["originator"], "MKN");
    let run = clerk
        .run(&["lost", "02", "--discovered", "2026-06-03", "--originator", "MKN"])
        .succeeds();
    assert!(run.stdout.contains("the originator was told: MKN"), "{}", run.stdout);
    // What was lost may be found.
    clerk.run(&["return", "01"]).succeeds();
    clerk.test.run(&["register", "verify"]).succeeds();
}

#[test]
fn relabelling_and_corrections_are_entries_of_their_own() {
    let (clerk, _) = two_versions();
    let before = clerk.bytes();
    let reclassify = |section: &str, from: &str, to: &str, reason: &str| {
        clerk.run(&[
            "reclassify",
            section,
            "--from",
            from,
            "--to",
            to,
            "--approver",
            "YDP",
            "--reason",
            reason,
        ])
    };
    reclassify("tiada.md", "TERHAD", "TERBUKA", "x").fails(2, "E464");
    reclassify("../plan.yaml", "TERHAD", "TERBUKA", "x").fails(2, "E464");
    reclassify("s002", "TERHAD", "TERHAD", "x").fails(2, "E465");
    reclassify("s002", "RAHSIA", "TERBUKA", "x").fails(2, "E201");
    let run = reclassify("tiada.md", "TERHAD", "BIASA", " ").fails(2, "E202");
    assert!(
        run.stderr.contains("E464") && run.stderr.contains("E462"),
        "all at once: {}",
        run.stderr
    );
    clerk.run(&["correct", "99", "x"]).fails(2, "E463");
    clerk.run(&["correct", "0", "x"]).fails(2, "E463");
    clerk.run(&["correct", "1", "satu\ndua"]).fails(2, "E422");
    assert_eq!(clerk.bytes(), before);
    reclassify("02-khusus.md", "TERHAD", "TERBUKA", "x").fails(2, "E464");
    reclassify("s002", "TERHAD", "TERBUKA", "keputusan 3/2026").succeeds();
    let entry = clerk.last();
    assert_eq!((&entry["section"], &entry["to"]), (&json!("s002"), &json!("TERBUKA")));
    clerk.run(&["correct", "1", "tarikh sebenar 1 Februari"]).succeeds();
    assert_eq!(
        (&clerk.last()["entry"], &clerk.last()["kind"]),
        (&json!(1), &json!("corrected"))
    );
    assert!(clerk.bytes().starts_with(&before), "nothing recorded is changed");
}

#[test]
fn dates_clocks_and_keys_that_do_not_fit_are_refused() {
    let (clerk, _) = two_versions();
    let before = clerk.bytes();
    clerk.run(&["return", "01", "--date", "2026-05-31"]).fails(2, "E461");
    clerk.run(&["return", "01", "--date", "2126-01-01"]).fails(2, "E416");
    clerk
        .run(&["recall", "01", "--reason", "x", "--due", "2026-05-01"])
        .fails(2, "E472");
    clerk.run(&["recall", "01", "--reason", ""]).fails(2, "E462");
    clerk.run(&["return", "01", "--generation", "1"]).fails(2, "required");
    let wrong = clerk.test.path("salah.txt");
    fs::write(&wrong, "P-ABCDEF").expect("written");
    let by = |name: &str, slip: &std::path::Path| {
        clerk.test.run(&[
            "register",
            "return",
            "01",
            "--by",
            name,
            "--passphrase-file",
            text(slip),
        ])
    };
    by("S", &wrong).fails(2, "E425");
    by(" ", &clerk.test.path("slip-publisher.txt")).fails(2, "E422");
    clerk.test.run(&["register", "return", "01"]).fails(2, "--by");
    assert_eq!(clerk.bytes(), before);
    // A register that does not hold is not continued.
    let tampered = String::from_utf8(before.clone())
        .expect("UTF-8")
        .replace("Jawatan", "Jawatin");
    fs::write(clerk.test.register(), &tampered).expect("written");
    clerk.run(&["return", "01"]).fails(2, "E413");
    assert_eq!(clerk.bytes(), tampered.into_bytes());
}

#[test]
fn a_sound_entry_of_another_key_is_found() {
    let (mut clerk, _) = two_versions();
    clerk.take_key_of(Clerk::new(PlanTest::small()));
    let received = json!({"kind": "acknowledged", "copy": copy("01", "1.1", 1), "means": "form"});
    clerk.entry("2026-06-02", &received);
    let run = clerk.test.run(&["register", "verify"]).fails(1, "E414");
    assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.text());
    clerk.run(&["return", "02"]).fails(2, "E414");
}

#[test]
fn a_clock_that_was_moved_is_noticed_and_put_right_once() {
    let (clerk, _) = two_versions();
    let received = |number: &str| json!({"kind": "acknowledged", "copy": copy(number, "1.1", 1), "means": "form"});
    // The last entry was made under a clock that was a century ahead.
    clerk.entry("2126-01-01", &received("01"));
    let before = clerk.bytes();
    let run = clerk.run(&["ack", "02", "--form"]).fails(2, "E416");
    assert!(run.stderr.contains("--clock-was-ahead"), "{}", run.text());
    assert_eq!(clerk.bytes(), before);
    clerk.run(&["ack", "02", "--form", "--clock-was-ahead"]).succeeds();
    clerk.run(&["return", "02"]).succeeds();
    clerk.test.run(&["register", "verify"]).succeeds();
    // Nobody's signature makes an entry right that was recorded before the one before it.
    let (clerk, _) = two_versions();
    clerk.entry("2026-03-01", &received("01"));
    clerk.test.run(&["register", "verify"]).fails(1, "E416");
}
