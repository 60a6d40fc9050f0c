//! `classification_scheme`: the markings of another administration in the place of ours.

use std::fs;

use crate::{
    opened,
    plan_test::PlanTest,
    published::{assert_none_of, open_files},
};

const SCHEME: &str =
    "classification_scheme: {BIASA: TERBUKA, TERBATAS: TERHAD, SANGAT TERBATAS: SULIT, RAHASIA: RAHSIA}";

/// A plan in Indonesian, all marks in its own words.
fn indonesian() -> PlanTest {
    let test = PlanTest::new();
    let plan = fs::read_to_string(test.root().join("plan.yaml")).expect("plan.yaml");
    test.file("plan.yaml", plan.replace("TERHAD", "terbatas"))
        .plan(SCHEME)
        .plan("language: id\nopen_pages: [control]")
        .section(
            "01-umum.md",
            "title: Umum\nclassification: biasa",
            "Semua orang membaca ini.\n\n::: terbatas\nBlok kzterbatasqx pertama.\n:::\n\n\
             ::: Sangat-Terbatas {audience=\"01\"}\nBlok kzsangatqx kedua.\n:::\n\n\
             ::: sangat terbatas\nBlok kzlagiqx ketiga.\n:::\n",
        )
        .section("02-khusus.md", "title: Khusus", "Bagian kzlazimqx tanpa tanda.\n")
        .holder("01", "clearance: Sangat Terbatas")
        .holder("02", "clearance: TERBATAS")
}

#[test]
fn names_of_the_scheme_stand_wherever_ours_would() {
    let test = indonesian();
    test.build();
    assert_none_of(&test.output(), &["kzterbatasqx", "kzsangatqx", "kzlagiqx", "kzlazimqx"]);
    for (path, bytes) in open_files(&test.output()) {
        let text = String::from_utf8_lossy(&bytes);
        for ours in ["TERBUKA", "TERHAD", "SULIT"] {
            assert!(!text.contains(ours), "{ours} in {path}");
        }
        if path.ends_with("umum/index.html") {
            assert!(text.contains("<p class=\"classification\">BIASA</p>"), "{text}");
        }
        if path.contains("assets/site-") {
            assert!(text.contains("@top-center{content:\"BIASA\"}"), "{path}");
        }
    }
    let control = fs::read_to_string(test.output().join("site/1.0/control/index.html")).expect("the page");
    assert!(control.contains("<td>TERBATAS</td>"), "{control}");
    let one_file = fs::read_to_string(test.one_file("01")).expect("the copy");
    assert!(one_file.contains("BIASA") && !one_file.contains("TERHAD"));

    let first = opened::bundle(&test.copy("01"), test.key("01"));
    let second = opened::bundle(&test.copy("02"), test.key("02"));
    assert_eq!(first.json["classification"], "SANGAT TERBATAS");
    assert_eq!(second.json["classification"], "TERBATAS");
    for word in ["kzterbatasqx", "kzsangatqx", "kzlagiqx", "kzlazimqx"] {
        assert!(first.holds(word), "{word}");
        let entitled = matches!(word, "kzterbatasqx" | "kzlazimqx");
        assert_eq!(second.holds(word), entitled, "{word}");
    }
    for section in second.json["sections"].as_array().expect("a list") {
        assert_eq!(section["classification"], "TERBATAS", "{section}");
    }
}

#[test]
fn every_other_word_is_a_fault_ours_among_them() {
    for (front, code) in [
        ("TERHAD", "E202"),
        ("TERBUKA", "E202"),
        ("SULIT", "E202"),
        ("TERBATA", "E202"),
        ("RAHASIA", "E201"),
        ("RAHSIA", "E201"),
        ("rahsia besar", "E201"),
    ] {
        let test = indonesian().section(
            "03-lain.md",
            &format!("title: Lain\nclassification: {front}"),
            "Teks.\n",
        );
        let output = test.run(&["check"]).fails(2, code);
        assert!(
            output.text().contains("content/03-lain.md:3:"),
            "{front}: {}",
            output.text()
        );
        if code == "E202" {
            assert!(
                output.text().contains("use BIASA, TERBATAS or SANGAT TERBATAS"),
                "{}",
                output.text()
            );
        }
    }
    for (fence, code) in [
        ("::: terhad", "E202"),
        ("::: rahasia", "E201"),
        ("::: biasa", "E162"),
        ("::: sangat", "E202"),
        ("::: sangat terbatas sekali", "E202"),
        (":: terbatas", "E161"),
        (": sangat terbatas", "E161"),
        (":: terhad", "E161"),
    ] {
        let test = indonesian().section("03-lain.md", "title: Lain", &format!("{fence}\nTeks.\n:::\n"));
        test.run(&["check"]).fails(2, code);
    }
    for clearance in ["TERHAD", "BIASA", "RAHASIA"] {
        let test = indonesian().holder("03", &format!("clearance: {clearance}"));
        let output = test.run(&["check"]);
        assert_eq!(output.status, 2, "{clearance}: {}", output.text());
        assert!(
            output.text().contains("use TERBATAS or SANGAT TERBATAS"),
            "{}",
            output.text()
        );
    }
}

#[test]
fn a_scheme_that_can_be_read_in_two_ways_is_refused() {
    for (names, message) in [
        (
            "{BIASA: TERBUKA, UMUM: TERBUKA, TERBATAS: TERHAD}",
            "this level has two names",
        ),
        (
            "{BIASA: TERBUKA, TERBATAS: TERHAD, RAHASIA: TERHAD}",
            "this level has two names",
        ),
        (
            "{Terbatas: TERBUKA, TERBATAS: TERHAD}",
            "the same marking stands here twice",
        ),
        (
            "{BIASA: TERBUKA, TER-BATAS: TERHAD, 'TER  BATAS': SULIT}",
            "the same marking stands here twice",
        ),
        (
            "{BIASA: TERBUKA, TERBATAS: TERHAD, NOTA: SULIT}",
            "a fence of this name is a note",
        ),
        (
            "{BIASA: TERBUKA, TERBATAS: TERHAD, amaran keras: SULIT}",
            "a fence of this name is a note",
        ),
        ("{Warning: TERBUKA, TERBATAS: TERHAD}", "a fence of this name is a note"),
        ("{TERHAD: TERBUKA, SULIT: TERHAD}", "stands for another level"),
        ("{BIASA: TERBUKA, RAHSIA: SULIT}", "stands for another level"),
        ("{BIASA: TERBUKA, TERBATAS: SECRET}", "stands for no level"),
        ("{BIASA: TERBUKA, 'A{B': TERHAD}", "cannot be the name"),
        ("{BIASA: TERBUKA, ':::': TERHAD}", "cannot be the name"),
        ("{TERBATAS: TERHAD}", "no name for open matter"),
        ("{BIASA: TERBUKA, RAHASIA: RAHSIA}", "no name for sealed matter"),
        ("{}", "no name for open matter"),
    ] {
        let test = indonesian();
        let plan = fs::read_to_string(test.root().join("plan.yaml")).expect("plan.yaml");
        let test = test.file(
            "plan.yaml",
            plan.replace(SCHEME, &format!("classification_scheme: {names}")),
        );
        let output = test.run(&["check"]).fails(2, "E135");
        assert!(output.text().contains(message), "{names}: {}", output.text());
    }
    let twice = indonesian().plan("classification_scheme: {A: TERBUKA}");
    twice.run(&["check"]).fails(2, "E103");
}

#[test]
fn a_level_without_a_name_cannot_be_marked() {
    let test = indonesian();
    let plan = fs::read_to_string(test.root().join("plan.yaml")).expect("plan.yaml");
    let names = "classification_scheme: {BIASA: TERBUKA, TERBATAS: TERHAD}";
    let test = test.file("plan.yaml", plan.replace(SCHEME, names));
    let output = test.run(&["check"]).fails(2, "E202");
    assert!(output.text().contains("distribution/list.yaml"), "{}", output.text());
    assert!(output.text().contains("content/01-umum.md"), "{}", output.text());
}

#[test]
fn enrolling_reads_the_list_in_the_words_of_the_scheme() {
    let test = indonesian().seat("03", "clearance: sangat terbatas");
    let passphrase = test.enrol("03");
    test.build();
    test.open_with_passphrase(&test.copy("03"), &passphrase).succeeds();
}
