//! Abbreviations of plan.yaml and `content/data/abbreviations.yaml`: their list, and what `check` says of them.

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use crate::{
    opened,
    plan_test::PlanTest,
    published::{assert_none_of, open_files},
};

const FILE: &str = "content/data/abbreviations.yaml";

/// Code, place and text of every diagnostic.
fn found(test: &PlanTest) -> Vec<(String, String, Value)> {
    let output = test.run(&["--format", "json", "check"]);
    let told = |found: &Value| {
        let place = &found["place"];
        (
            found["code"].as_str().expect("a code").to_owned(),
            match place["path"].as_str() {
                Some(path) => format!("{path}:{}:{}", place["line"], place["column"]),
                None => found["message"].as_str().expect("a message").to_owned(),
            },
            place["text"].clone(),
        )
    };
    output.json()["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(told)
        .collect()
}

#[track_caller]
fn assert_found(test: &PlanTest, expected: &[(&str, &str)]) {
    let found = found(test);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(code, place, _)| (code.as_str(), place.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn the_page_lists_those_of_both_files_and_of_open_sections() {
    let test = PlanTest::small()
        .plan("abbreviations: {RTO: Recovery Time Objective}\nopen_pages: [abbreviations]")
        .file(FILE, "# Sumber terbuka\nMTD: Maximum Tolerable Downtime\n'R&D': Penyelidikan <awam>\n")
        .section(
            "03-istilah.md",
            "title: Istilah\nclassification: TERBUKA",
            "RTO, MTD, R&D dan WRT.\n\n*[WRT]: Work Recovery Time\n\n::: sulit\nKod KZKODQX.\n\n*[KZKODQX]: Kzrahsiaqx panjang\n:::\n",
        );
    test.build();
    let page = fs::read_to_string(test.output().join("site/1.0/abbreviations/index.html")).expect("the page");
    let rows: BTreeMap<&str, &str> = page
        .split("<tr><td><abbr>")
        .skip(1)
        .filter_map(|row| row.split_once("</abbr></td><td>"))
        .map(|(short, rest)| (short, rest.split("</td>").next().unwrap_or_default()))
        .collect();
    let expected = [
        ("MTD", "Maximum Tolerable Downtime"),
        ("R&amp;D", "Penyelidikan &lt;awam&gt;"),
        ("RTO", "Recovery Time Objective"),
        ("WRT", "Work Recovery Time"),
    ];
    assert_eq!(rows, expected.into());
    assert_none_of(&test.output(), &["KZKODQX", "Kzrahsiaqx"]);
    let section = fs::read_to_string(test.output().join("site/1.0/istilah/index.html")).expect("the section");
    assert!(
        section.contains("<abbr title=\"Maximum Tolerable Downtime\">MTD</abbr>"),
        "{section}"
    );
    // Who may read the block has a page with both; for others the open page is all there is.
    let page_of = |number: &str| {
        let bundle = opened::bundle(&test.copy(number), test.key(number));
        let page = bundle.files.get("sections/abbreviations.html");
        page.map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    let first = page_of("01").expect("the page");
    assert!(
        first.contains("<abbr>KZKODQX</abbr></td><td>Kzrahsiaqx panjang</td>"),
        "{first}"
    );
    assert!(first.contains("<abbr>MTD</abbr>"), "{first}");
    assert_eq!(page_of("02"), None);
}

#[test]
fn the_file_is_an_open_source() {
    // The same five words in a sealed section are no leak when the file has them.
    let test = PlanTest::small()
        .file(FILE, "RTO: satu dua tiga empat lima enam\n")
        .section("03-x.md", "title: X\nclassification: TERBUKA", "RTO di sini.\n")
        .section("04-y.md", "title: Y", "Bermakna satu dua tiga empat lima enam juga.\n");
    test.build();
    let text = |(path, bytes): (String, Vec<u8>)| (path, String::from_utf8_lossy(&bytes).into_owned());
    assert!(
        open_files(&test.output())
            .into_iter()
            .map(text)
            .any(|(_, text)| text.contains("satu dua tiga empat"))
    );
}

#[test]
fn one_abbreviation_has_one_meaning() {
    let test = PlanTest::small()
        .plan("abbreviations:\n  RTO: Satu\n  MTD: Dua")
        .file(FILE, "BTM: Tiga\nRTO: Empat\n");
    assert_found(&test, &[("E208", "content/data/abbreviations.yaml:2:6")]);
    assert!(
        test.run(&["check"])
            .fails(2, "E208")
            .text()
            .contains("line 8 of plan.yaml")
    );
    for (text, code, place) in [
        ("RTO: Satu\nRTO: Dua\n", "E208", "content/data/abbreviations.yaml:2:1"),
        ("- RTO\n", "E208", "content/data/abbreviations.yaml:1:1"),
        ("RTO: [a]\n", "E208", "content/data/abbreviations.yaml:1:6"),
        ("RTO: ''\n", "E110", "content/data/abbreviations.yaml:1:6"),
    ] {
        assert_found(&PlanTest::small().file(FILE, text), &[(code, place)]);
    }
    PlanTest::small()
        .file(FILE, [0xff, 0xfe])
        .run(&["check"])
        .fails(2, "E102");
    // An empty file defines nothing.
    assert_found(&PlanTest::small().file(FILE, "# kosong\n"), &[]);
}

#[test]
fn what_is_never_used_is_a_warning() {
    let test = PlanTest::small()
        .plan("abbreviations:\n  RTO: Guna\n  MTD: Tidak\n  CPD: Tajuk\n  FTM: Kod")
        .file(FILE, "SLA: Jadual\nWRT: Tidak\n")
        .section(
            "03-x.md",
            "title: Papan CPD\nclassification: TERBUKA",
            "RTO `FTM` sini, mtd, Pmtd.\n\n| a | b |\n|---|---|\n| SLA | 1 |\n\n*[UPS]: Tidak guna\n*[OKU]: Guna\n\nDan OKU.\n",
        )
        .section("04-y.md", "title: Y", "Bahan.\n\n*[KZX]: kzrahsiaqx\n");
    let found = found(&test);
    let places: Vec<&str> = found.iter().map(|(_, place, _)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "plan.yaml:9:8",
            "content/data/abbreviations.yaml:2:6",
            "content/03-x.md:11:1",
            "content/04-y.md:6:1"
        ]
    );
    assert!(found.iter().all(|(code, ..)| code == "E209"));
    assert_eq!(found[3].2, Value::Null, "sealed text is not quoted");
    let said = test.run(&["check"]).succeeds();
    assert!(
        !said.text().contains("KZX") && !said.text().contains("kzrahsiaqx"),
        "{}",
        said.text()
    );
}

#[test]
fn words_that_look_like_abbreviations_are_told_once_each() {
    let test = PlanTest::small()
        .plan("abbreviations: {RTO: Guna}")
        .section(
            "03-x.md",
            "title: X\nclassification: TERBUKA",
            "RTO dan BKP, lagi BKP. Bab XIV, tanda TERHAD, SULIT dan RAHSIA. `KOD` [laman](https://contoh.example/AAA.html) \
             RM 500, PK-01, ISO 22301.\n\n```text\nCPU\n```\n\nJANGAN GUNA LIF SEKARANG. <https://WWWX.example> &amp; KZY\n\n\
             *[DEF]: Ditakrif\n\nDEF juga.\n\n::: terhad\nKzx DEF dan KZX.\n:::\n",
        )
        .section("04-y.md", "title: Y", "BKP dan KZW.\n");
    let found = found(&test);
    let places: Vec<(&str, &Value)> = found.iter().map(|(_, place, text)| (place.as_str(), text)).collect();
    assert_eq!(places.len(), 4, "{places:#?}");
    assert_eq!(places[0].0, "content/03-x.md:5:9");
    assert!(places[1].0.starts_with("content/03-x.md:11:"), "{places:#?}");
    assert!(places[2].0.starts_with("content/03-x.md:18:"), "{places:#?}");
    assert!(places[3].0.starts_with("content/04-y.md:4:"), "{places:#?}");
    assert_eq!((places[2].1, places[3].1), (&Value::Null, &Value::Null));
    let said = test.run(&["check"]).succeeds();
    assert!(
        !said.text().contains("KZX") && !said.text().contains("KZW"),
        "{}",
        said.text()
    );
    test.build();
}

#[test]
fn group_names_and_marks_of_a_scheme_are_no_abbreviations() {
    let test = PlanTest::small()
        .plan("abbreviations: {RTO: Guna}\nclassification_scheme: {BIASA: TERBUKA, TERHAD: TERHAD, SULIT: SULIT}")
        .file(
            "content/01-umum.md",
            "---\ntitle: Umum\nclassification: BIASA\n---\nRTO bagi DRT, tanda BIASA.\n",
        )
        .holder("03", "clearance: TERHAD\ngroups: [DRT]");
    assert_found(&test, &[]);
}

#[test]
fn after_ten_words_only_the_number_of_the_rest_is_told() {
    let words: Vec<String> = ('A'..='M').map(|c| format!("BQ{c}")).collect();
    let text = words.join(" dan ");
    let test = PlanTest::small().plan("abbreviations: {RTO: Guna}").section(
        "03-x.md",
        "title: X RTO\nclassification: TERBUKA",
        &text,
    );
    let found = found(&test);
    assert_eq!(found.len(), 11, "{found:#?}");
    assert!(
        found
            .iter()
            .any(|(_, place, _)| place == "3 more words look like abbreviations and are defined nowhere"),
        "{found:#?}"
    );
    // A plan that defines none is left alone.
    let none = PlanTest::small().section("03-x.md", "title: X\nclassification: TERBUKA", &text);
    assert_found(&none, &[]);
}
