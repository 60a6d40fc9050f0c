//! `diff`: versions compared, from the sealed sources of an issue.

use std::fs;

use age::secrecy::SecretString;
use serde_json::{Value, json};

use crate::{
    opened::decrypt,
    plan_test::PlanTest,
    program::{passphrase_in, shell, terkawal, text},
    published::files,
    revision::SEALED,
    stock_tools::is_installed,
};

#[track_caller]
fn assert_silent(said: &str) {
    let found: Vec<&str> = SEALED
        .into_iter()
        .filter(|word| said.to_lowercase().contains(word))
        .collect();
    assert!(found.is_empty(), "{found:?} in {said}");
}

#[test]
fn every_kind_of_change_is_told_and_no_sealed_word() {
    let test = PlanTest::revised();
    let before = files(&test.path(""));
    let run = test.diff(&["1.0", "--format", "json"]).succeeds();
    assert_silent(&run.text());
    let told: Vec<Value> = run.json()["amendments"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            json!([
                one["number"],
                one["was"],
                one["kinds"],
                one["classification"],
                one["block"]
            ])
        })
        .collect();
    let expected = json!([
        ["2.0", null, ["changed"], "TERBUKA", null],
        ["3.0", null, ["changed"], "TERHAD", null],
        ["4.0", null, ["removed"], "TERHAD", null],
        ["4.0", "5.0", ["renumbered"], "TERBUKA", null],
        ["4.0", null, ["changed"], "SULIT", 1],
        ["5.0", "6.0", ["moved", "renumbered"], "TERBUKA", null],
        ["6.0", null, ["added"], "TERHAD", null],
    ]);
    assert_eq!(json!(told), expected);
    let first = &run.json()["amendments"][0];
    assert_eq!(
        (&first["path"], &first["title"]),
        (&json!("02-umum.md"), &json!("Umum"))
    );
    let words =
        json!([[{"equal": "Nombor kecemasan ialah "}, {"deleted": "999"}, {"inserted": "112"}, {"equal": "."}]]);
    assert_eq!(first["edits"], words);
    let sealed = &run.json()["amendments"][1];
    assert_eq!(
        (&sealed["path"], &sealed["title"], &sealed["edits"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );

    let run = test.diff(&["1.0"]).succeeds();
    assert_silent(&run.text());
    assert!(
        run.stdout.contains("Nombor kecemasan ialah [-999-]{+112+}."),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains("1 added, 1 removed, 1 moved, 2 renumbered, 3 changed"),
        "{}",
        run.stdout
    );
    assert_eq!(files(&test.path("")), before, "nothing was written");
}

#[test]
fn two_issued_versions_are_compared_as_the_folder_was() {
    let test = PlanTest::revised();
    let before = test.amendments(&["1.0"]);
    test.approve().succeeds();
    let run = test.issue(&[]).succeeds();
    assert!(
        run.stderr.contains("E487") && run.stderr.contains("terkawal diff 1.0 --record"),
        "{}",
        run.stderr
    );
    assert_eq!(test.amendments(&["1.0", "1.1"]), before);
    assert_eq!(test.amendments(&["1.1"]), [] as [Value; 0]);
    // And backwards: what was added is removed.
    let back = test.amendments(&["1.1", "1.0"]);
    let removed = back.iter().find(|one| one["kinds"] == json!(["removed"])).expect("one");
    assert_eq!(removed["number"], "6.0");
    // The folder may change meanwhile.
    let test = test.replace("content/02-umum.md", "112", "991");
    assert_eq!(test.amendments(&["1.0", "1.1"]), before);
    assert_eq!(test.amendments(&["1.1"]).len(), 1);
}

#[test]
fn a_person_at_a_terminal_sees_the_words() {
    if !is_installed("script") {
        return;
    }
    let test = PlanTest::revised();
    let script = format!(
        "script -qec '\"$terkawal\" --root {} diff 1.0 --passphrase-file {}' /dev/null",
        text(&test.root()),
        text(&test.path("slip-master.txt"))
    );
    let run = shell("env", &[], &script, &test.path("home")).succeeds();
    for words in [
        "ayat [-kzdahulu-]{+kzbaharu+} ini.",
        "Kzbuang lama",
        "ialah [-kzempat-]{+lima+}.",
    ] {
        assert!(run.stdout.contains(words), "no {words} in {}", run.stdout);
    }
}

#[test]
fn a_restored_key_opens_the_sources_on_another_computer() {
    let test = PlanTest::revised();
    let backup = test.path("sandaran.age");
    let slip = test.path("slip-backup.txt");
    let (publisher, master) = (test.path("slip-publisher.txt"), test.path("slip-master.txt"));
    test.run(&[
        "keys",
        "backup",
        "--to",
        text(&backup),
        "--passphrase",
        "--slip",
        text(&slip),
    ])
    .succeeds();
    let elsewhere = test.path("lain");
    let there = |arguments: &[&str]| terkawal(&test.root(), &elsewhere, arguments);
    let compare = ["diff", "1.0", "--passphrase-file", text(&master)];
    there(&compare).fails(2, "E424");
    there(&["keys", "restore", text(&backup), "--passphrase-file", text(&slip)]).succeeds();
    assert!(there(&compare).succeeds().stdout.contains("[-999-]{+112+}"));
    // The slip of another key, and no passphrase at all.
    there(&["diff", "1.0", "--passphrase-file", text(&publisher)]).fails(2, "E425");
    there(&["diff", "1.0"]).fails(2, "E524");
    // The key in clear, as age itself keeps it.
    let passphrase = passphrase_in(&fs::read_to_string(&master).expect("the slip"), "00");
    let identity = age::scrypt::Identity::new(SecretString::from(passphrase));
    let clear = decrypt(&identity, &fs::read(elsewhere.join("master.age")).expect("the key"));
    fs::write(test.path("kunci.txt"), clear).expect("written");
    there(&["diff", "1.0", "--master-identity", text(&test.path("kunci.txt"))]).succeeds();
}

#[test]
fn other_keys_and_altered_archives_are_refused() {
    let test = PlanTest::revised();
    test.diff(&["2.0"]).fails(2, "E480");
    test.diff(&["1.0", "1.1"]).fails(2, "E480");
    let other = PlanTest::new();
    let slip = other.secretary_key("master");
    let key = other.path("home/master.age");
    let wrong = [
        "diff",
        "1.0",
        "--master-identity",
        text(&key),
        "--passphrase-file",
        text(&slip),
    ];
    test.run(&wrong).fails(2, "E482");
    // No key at all.
    let file = test.path("bukan.txt");
    fs::write(&file, "bukan kunci\n").expect("written");
    test.run(&["diff", "1.0", "--master-identity", text(&file)])
        .fails(2, "E426");

    let archive = test.root().join("copies/1.0/sources.age");
    let bytes = fs::read(&archive).expect("the sources");
    let mut flipped = bytes.clone();
    *flipped.last_mut().expect("a byte") ^= 1;
    // One that is sealed to the right key, and was never issued.
    let recipient = fs::read_to_string(test.path("home/master.pub")).expect("the recipient");
    let recipient: age::x25519::Recipient = recipient.trim().parse().expect("a recipient");
    let forged = age::encrypt(&recipient, b"palsu").expect("sealed");
    for altered in [flipped, bytes[..bytes.len() - 1].to_vec(), forged] {
        fs::write(&archive, altered).expect("written");
        test.diff(&["1.0"]).fails(2, "E481");
    }
    fs::remove_file(&archive).expect("removed");
    test.diff(&["1.0"]).fails(2, "E481");
    fs::write(&archive, &bytes).expect("written");
    test.diff(&["1.0"]).succeeds();
    // Another place for copies/.
    let moved = test.path("simpanan");
    fs::create_dir(&moved).expect("a folder");
    fs::rename(test.root().join("copies"), moved.join("copies")).expect("moved");
    test.diff(&["1.0"]).fails(2, "E481");
    test.diff(&["1.0", "--output-dir", text(&moved)]).succeeds();
    // A register that was altered vouches for nothing.
    let register = test.register();
    let lines = fs::read_to_string(&register).expect("the register");
    fs::write(&register, lines.replace("Chong", "Cheng")).expect("written");
    test.diff(&["1.0", "--output-dir", text(&moved)]).fails(2, "E413");
}

#[test]
fn the_report_is_sealed_when_anything_in_it_is() {
    let test = PlanTest::revised();
    let report = test.path("laporan.html");
    test.diff(&["1.0", "--html", text(&report)]).fails(2, "E489");
    assert!(!report.exists());
    let report = test.path("laporan.html.age");
    assert_silent(&test.diff(&["1.0", "--html", text(&report)]).succeeds().text());
    let slip = fs::read_to_string(test.path("slip-master.txt")).expect("the slip");
    let identity = age::scrypt::Identity::new(SecretString::from(passphrase_in(&slip, "00")));
    let key = decrypt(&identity, &fs::read(test.path("home/master.age")).expect("the key"));
    let key = String::from_utf8(key).expect("UTF-8");
    let key: age::x25519::Identity = key.lines().last().expect("a key").parse().expect("a key");
    let html = String::from_utf8(decrypt(&key, &fs::read(&report).expect("the report"))).expect("UTF-8");
    for words in [
        "<del>kzdahulu</del><ins>kzbaharu</ins>",
        "<del>Kzbuang lama</del>",
        "<ins>112</ins>",
    ] {
        assert!(html.contains(words), "no {words} in {html}");
    }
    test.diff(&["1.0", "--html", text(&report)]).fails(2, "E488");
    let inside = test.root().join("laporan.html.age");
    test.diff(&["1.0", "--html", text(&inside)]).fails(2, "E508");

    // Open changes alone are no secret.
    let test = PlanTest::first_version()
        .replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"")
        .replace("content/02-umum.md", "999", "112");
    let report = test.path("laporan.html");
    test.diff(&["1.0", "--html", text(&test.path("x.age"))])
        .fails(2, "E489");
    test.diff(&["1.0", "--html", text(&report)]).succeeds();
    let html = fs::read_to_string(report).expect("the report");
    assert!(html.contains("<del>999</del><ins>112</ins>"), "{html}");
}

#[test]
fn what_is_sealed_now_is_not_told_as_what_was_open() {
    let test = PlanTest::first_version()
        .replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"")
        .replace("content/02-umum.md", "TERBUKA", "TERHAD")
        .replace("content/01-asal.md", "Bahagian ini kekal.", "Kosong.")
        .replace("content/03-khusus.md", "Hanya", "Bahagian ini kekal. Hanya");
    let run = test.diff(&["1.0", "--record"]).succeeds();
    let told = run.text();
    assert!(
        !told.contains("kecemasan") && !told.contains("Umum") && !told.contains("kekal"),
        "{told}"
    );
    let kinds: Vec<Value> = test
        .amendments(&["1.0"])
        .iter()
        .map(|one| one["kinds"].clone())
        .collect();
    assert_eq!(json!(kinds), json!([["changed"], ["removed"], ["added"], ["changed"]]));
    // The record keeps to it, so that the plan can be published.
    test.build();
    let page = fs::read_to_string(test.output().join("site/versions/index.html")).expect("the page");
    assert!(
        page.contains("Diubah") && !page.contains("Dibuang") && !page.contains("kekal"),
        "{page}"
    );
}
