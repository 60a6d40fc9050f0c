//! Phrases in another language, in open and in sealed text.

use serde_json::Value;

use crate::{
    opened,
    plan_test::PlanTest,
    published::{assert_none_of, open_files},
};

const OPEN: &str = "title: Umum\nclassification: TERBUKA";

/// Codes with the lines at which they are told.
fn told(test: &PlanTest) -> Vec<(String, i64)> {
    let facts = test.run(&["--format", "json", "check"]).json();
    let all = facts["diagnostics"].as_array().expect("a list").clone();
    all.iter()
        .map(|told| {
            assert!(
                told["hints"].as_array().is_some_and(|hints| !hints.is_empty()),
                "{told}"
            );
            let code = told["code"].as_str().expect("a code").to_owned();
            (code, told["place"]["line"].as_i64().expect("a line"))
        })
        .collect()
}

#[test]
fn a_sealed_phrase_is_sealed_and_an_open_one_is_searched() {
    let test = PlanTest::new()
        .section(
            "01-umum.md",
            OPEN,
            "Tapak [kzopenqx standby]{lang=en} disediakan.\n\n::: sulit\n[kzblokqx site]{lang=en}\n:::\n",
        )
        .section(
            "02-khusus.md",
            "title: Khusus",
            "## [kzheadqx plan]{lang=en}\n\nTapak [kzsealqx site]{lang=en-GB}.\n",
        )
        .holder("01", "clearance: SULIT")
        .holder("02", "clearance: TERHAD");
    test.build();
    let page = std::fs::read_to_string(test.output().join("site/1.0/umum/index.html")).expect("the page");
    assert!(
        page.contains("Tapak <span lang=\"en\">kzopenqx standby</span> disediakan."),
        "{page}"
    );
    assert_none_of(&test.output(), &["kzblokqx", "kzheadqx", "kzsealqx"]);
    let bundle = |copy: &str| {
        let bundle = opened::bundle(&test.copy(copy), test.key(copy));
        let all: Vec<String> = bundle
            .files
            .values()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .collect();
        all.join("\n")
    };
    let first = bundle("01");
    for html in [
        "<span lang=\"en\">kzblokqx site</span>",
        "<span lang=\"en\">kzheadqx plan</span>",
        "<span lang=\"en-GB\">kzsealqx site</span>",
    ] {
        assert!(first.contains(html), "no {html}");
    }
    assert!(!bundle("02").contains("kzblokqx"));
    // Words of a phrase stand next to those around it, as in the text.
    let text = open_files(&test.output())
        .iter()
        .filter(|(path, _)| path.starts_with("1.0/search/"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect::<Vec<_>>()
        .join("\n");
    assert!(text.contains("Tapak kzopenqx standby disediakan."), "{text}");
}

#[test]
fn the_leak_gate_knows_the_words_of_a_phrase() {
    let words = "kzsatuqx kzduaqx kztigaqx kzempatqx kzlimaqx";
    let test = PlanTest::small()
        .section("03-lagi.md", "title: Lagi", &format!("Tapak [{words}]{{lang=en}}.\n"))
        .section(
            "04-lampiran.md",
            "title: Lampiran\nclassification: TERBUKA",
            "[Fail](senarai.txt)\n",
        )
        .file("content/senarai.txt", words);
    test.run(&["build"]).fails(2, "E400");
}

#[test]
fn braces_that_say_something_else_are_refused() {
    let cases = [
        ("E490", "[objektif]{.besar}"),
        ("E490", "[objektif]{lang=en .besar}"),
        ("E490", "[objektif]{#sini}"),
        ("E490", "[objektif]{lang=en dir=ltr}"),
        ("E490", "[objektif]{lang=en"),
        ("E490", "[objektif] {lang=en}"),
        ("E490", "*[objektif*]{lang=en}"),
        ("E490", "[ ]{lang=en}"),
        ("E490", "[Khusus](02-khusus.md){lang=en}"),
        ("E490", "*[RTO]: Objektif [time]{lang=en}"),
        ("E491", "[objektif]{lang=inggeris}"),
        ("E491", "[objektif]{lang=eng}"),
        ("E491", "[objektif]{lang=en_GB}"),
        ("E491", "[objektif]{lang=xx}"),
        ("E491", "[objektif]{lang=}"),
        ("E491", "*[RTO]: [time]{lang=malaysia}"),
    ];
    for (code, body) in cases {
        for front in [OPEN, "title: Lagi"] {
            let test = PlanTest::small().section("03-lagi.md", front, &format!("Ayat.\n\n{body}\n"));
            let told = told(&test);
            let first = told.first().unwrap_or_else(|| panic!("{body} is accepted"));
            assert_eq!(first.0, code, "{body}: {told:?}");
            assert_eq!(first.1, if front == OPEN { 7 } else { 6 }, "{body}");
        }
    }
    let cell = "+--------------------+\n| [kata]{lang=melayu} |\n+--------------------+\n";
    let cell = cell.replace("--------------------", "---------------------");
    let test = PlanTest::small().section("03-lagi.md", OPEN, &cell);
    assert_eq!(told(&test), [("E491".to_owned(), 6)]);
}

#[test]
fn titles_and_meanings_are_told_too() {
    let test = PlanTest::small().section(
        "03-lagi.md",
        "title: \"[Plan]{lang=en}\"\nclassification: TERBUKA",
        "Ayat.\n",
    );
    assert_eq!(told(&test), [("E493".to_owned(), 2)]);
    let test = PlanTest::small()
        .plan("abbreviations:\n  RTO: \"[Time]{lang=inggeris}\"\n  RPO: \"[Point]{lang=en} masa\"")
        .file("content/data/abbreviations.yaml", "MTD: \"[Downtime]{lang=zz}\"\n");
    let codes: Vec<String> = told(&test).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["E491", "E491", "E490"]);
}

#[test]
fn the_list_of_abbreviations_tells_the_language() {
    let test = PlanTest::small()
        .plan(
            "open_pages: [abbreviations]\nabbreviations:\n  RTO: \"[Recovery Time Objective]{lang=en}\"\n  MPC: Majlis",
        )
        .section("03-lagi.md", "title: Lagi\nclassification: TERBUKA", "RTO bagi MPC.\n");
    test.build();
    let page = std::fs::read_to_string(test.output().join("site/1.0/abbreviations/index.html")).expect("the page");
    assert!(
        page.contains("<td><abbr lang=\"en\">RTO</abbr></td><td><span lang=\"en\">Recovery Time Objective</span></td>"),
        "{page}"
    );
    assert!(page.contains("<td><abbr>MPC</abbr></td><td>Majlis</td>"), "{page}");
}

#[test]
fn imported_text_names_no_language() {
    let source = "PELAN UJIAN\n\nTERHAD\n\n1.0 PENGENALAN\n\nTanda [masa]{lang=en} dan {lang=en} serta (a){b} kekal. Rujuk [laman](https://contoh.example){lang=en} ini.\n\n1.1 [Tajuk]{lang=en}\n\nAyat.\n";
    let test = PlanTest::small();
    let file = test.path("pelan.txt");
    std::fs::write(&file, source).expect("written");
    let folder = test.path("diimport");
    let arguments = ["import", file.to_str().expect("UTF-8"), folder.to_str().expect("UTF-8")];
    test.run(&arguments).succeeds();
    let facts = crate::program::terkawal(&folder, &test.path("home"), &["--format", "json", "check"]).json();
    let codes: Vec<&Value> = facts["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|told| &told["code"])
        .collect();
    assert!(
        !codes
            .iter()
            .any(|code| code.as_str().is_some_and(|code| code.starts_with("E49"))),
        "{codes:?}"
    );
}

#[test]
fn empty_links_and_notes_in_descriptions_are_refused() {
    for (code, body) in [
        ("E494", "[]()"),
        ("E494", "[kata]()"),
        ("E494", "[kata](<>)"),
        ("E494", "[](01-umum.md)"),
        ("E494", "[](https://contoh.example)"),
        ("E177", "![Peta[^1] tapak](peta.svg)\n\n[^1]: Sumber."),
        ("E177", "![Peta[^1]](peta.svg){#fig-peta}\n\n[^1]: Sumber."),
        ("E177", "[Umum[^1]](01-umum.md)\n\n[^1]: Sumber."),
    ] {
        let test = PlanTest::small()
            .section("03-lagi.md", OPEN, &format!("Ayat.\n\n{body}\n"))
            .file("content/peta.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        assert_eq!(told(&test), [(code.to_owned(), 7)], "{body}");
    }
    // A picture may be all of a link.
    let test = PlanTest::small()
        .section(
            "03-lagi.md",
            OPEN,
            "![Peta](peta.svg)[^1]\n\n[![Peta](peta.svg)](01-umum.md)\n\n[^1]: Sumber.\n",
        )
        .file("content/peta.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    assert_eq!(told(&test), []);
}

#[test]
fn what_would_be_printed_as_it_stands_is_refused() {
    for (code, body) in [
        ("E492", "```Contacts\n- {name: Ali, phone: 012}\n```"),
        ("E492", "```contact\n- {name: Ali, phone: 012}\n```"),
        ("E492", "```kenalan\n- {name: Ali, phone: 012}\n```"),
        ("E492", "```senarai-semak\n- satu\n```"),
        ("E492", "```{.risk}\n- satu\n```"),
        ("E492", "```procedur\nx\n```"),
        ("E495", "> [!AMARAN]\n> Satu."),
        ("E495", "> [!NOTE] Satu."),
        ("E496", "| A | B |\n|---|\n| a | b |"),
        ("E496", "Ayat.\nA | B\n---|---|---\na | b"),
    ] {
        for front in [OPEN, "title: Lagi"] {
            let test = PlanTest::small().section("03-lagi.md", &front.replace("Umum", "Lagi"), &format!("{body}\n"));
            let told = told(&test);
            assert_eq!(told.len(), 1, "{body}: {told:?}");
            assert_eq!(told[0].0, code, "{body}");
        }
    }
    for body in [
        "```rust\nx\n```",
        "```text\nrisiko\n```",
        "```yaml\na: b\n```",
        "```fluid\nx\n```",
        "\\|---|",
        "| a | b |",
        "> \\[!AMARAN]",
        "`|---|`",
    ] {
        let test = PlanTest::small().section(
            "03-lagi.md",
            "title: Lagi\nclassification: TERBUKA",
            &format!("{body}\n"),
        );
        assert_eq!(told(&test), [], "{body}");
    }
}
