//! Definitions of abbreviations and footnotes that do not come out as they are meant.

use serde_json::json;

use crate::{
    plan_test::PlanTest,
    told::{refused, told},
};

/// Severity, code and place of all that is told.
fn all(test: &PlanTest) -> Vec<(String, String, String)> {
    let facts = test.run(&["--format", "json", "check"]).json();
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let told = facts["diagnostics"].as_array().expect("a list").iter();
    told.map(|told| {
        let place = format!("{}:{}", word(&told["place"]["path"]), told["place"]["line"]);
        (word(&told["severity"]), word(&told["code"]), place)
    })
    .collect()
}

#[test]
fn an_abbreviation_has_one_meaning() {
    let plan = || PlanTest::small().plan("abbreviations: {RTO: Objektif Masa}");
    let own = |path: &str, front: &str, meaning: &str| {
        plan().section(path, front, &format!("*[RTO]: {meaning}\n\nRTO sahaja.\n"))
    };
    let open = "title: A\nclassification: TERBUKA";
    let error = |path: &str| ("error".to_owned(), "E288".to_owned(), path.to_owned());
    assert_eq!(all(&own("03-a.md", open, "Lain")), [error("content/03-a.md:5")]);
    assert_eq!(all(&own("03-a.md", "title: A", "Lain")), [error("content/03-a.md:4")]);
    assert_eq!(all(&own("03-a.md", open, "Objektif Masa")), []);
    let two = PlanTest::small()
        .section("03-a.md", open, "*[KPI]: Satu\n\nKPI sahaja.\n")
        .section("04-b.md", "title: B", "*[KPI]: Dua\n\nKPI sahaja.\n");
    let warning = ("warning".to_owned(), "E288".to_owned(), "content/04-b.md:4".to_owned());
    assert_eq!(all(&two), [warning]);
    two.run(&["build"]).succeeds();
    // The words of a sealed section stand in no message.
    let facts = own("03-a.md", "title: A", "Lain sekali")
        .run(&["--format", "json", "check"])
        .json();
    assert!(!facts.to_string().contains("Lain sekali"));
    assert_eq!(facts["exit"], json!(2));
}

#[test]
fn definitions_that_define_nothing_are_refused() {
    for line in [
        "*[EMP]:",
        "*[D E]: Dua Enam",
        "*[]: kosong",
        "*[RTO] : Masa",
        "*[(A)]: Satu",
    ] {
        refused(&format!("{line}\n\nAyat.\n"), "E290", 5, 1, "left margin");
    }
    refused("- a\n\n  *[RTO]: Masa\n", "E290", 7, 3, "left margin");
    refused("> *[RTO]: Masa\n", "E290", 5, 3, "left margin");
    for good in ["```\n*[EMP]:\n```\n", "\\*[EMP]:\n", "*[tegas]*: ayat\n", "[EMP]:\n"] {
        assert_eq!(told(good), [], "{good}");
    }
}

#[test]
fn notes_stand_below_what_refers_to_them() {
    refused("Ayat^[nota di sini].\n", "E287", 5, 5, "[^1]: note");
    refused("Ayat.\n\n[^1]: Nota.\n", "E289", 7, 1, "[^name]");
    refused("Ayat.[^2]\n\n[^2]: Nota.\n\n[^1]: Nota.\n", "E289", 9, 1, "[^name]");
    for good in [
        "Ayat.[^1]\n\n[^1]: Nota.\n",
        "m\\^[2]\n",
        "`x^[2]`\n",
        "Ayat.[^1]\n\n[^1]: Nota.[^2]\n\n[^2]: Lagi.\n",
    ] {
        assert_eq!(told(good), [], "{good}");
    }
}

#[test]
fn a_note_below_a_fence_is_told_where_it_belongs() {
    let text = "Ayat.\n\n::: terhad\nTeks.[^1]\n:::\n\n[^1]: Nota.\n";
    refused(text, "E177", 8, 1, "between the same fences");
    refused("Ayat.[^1]\n", "E177", 5, 1, "define [name]");
}
