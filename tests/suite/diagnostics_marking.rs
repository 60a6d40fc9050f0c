//! Faults of front matter, markings, containers and audiences: what might drop a mark stops the build.

use crate::{
    diagnostics::{assert_all_told, assert_told, fault},
    opened,
    plan_test::PlanTest,
};

const FILE: &str = "content/03-lagi.md";

#[test]
fn front_matter_that_is_not_in_order() {
    assert_all_told(&[
        fault("E150", "content/03-lagi.md:1:1", FILE, "Teks sahaja.\n"),
        fault("E150", "content/03-lagi.md:1:1", FILE, "\n---\ntitle: a\n---\n"),
        fault("E150", "content/03-lagi.md:1:1", FILE, ""),
        fault("E151", "content/03-lagi.md:1:1", FILE, "---\ntitle: a\nTeks.\n"),
        fault("E152", "content/03-lagi.md:2:9", FILE, "---\ntitle: a: b\n---\n"),
        fault("E152", "content/03-lagi.md:3:1", FILE, "---\ntitle: a\ntajuk: b\n---\n"),
        fault(
            "E152",
            "content/03-lagi.md:3:1",
            FILE,
            "---\ntitle: a\nClassification: SULIT\n---\n",
        ),
        fault("E152", "", FILE, "---\nclassification: SULIT\n---\n"),
        fault("E152", "", FILE, "---\n---\nTeks.\n"),
        fault("E152", "", FILE, "---\n- a\n---\nTeks.\n"),
        fault("E152", "content/03-lagi.md:3:1", FILE, "---\ntitle: a\ntitle: b\n---\n"),
        fault("E155", "content/03-lagi.md:2:8", FILE, "---\ntitle: \"  \"\n---\n"),
        fault(
            "E202",
            "content/03-lagi.md:3:17",
            FILE,
            "---\ntitle: a\nclassification: TERHADD\n---\n",
        ),
        fault(
            "E202",
            "content/03-lagi.md:3:17",
            FILE,
            "---\ntitle: a\nclassification: \"\"\n---\n",
        ),
        fault(
            "E157",
            "content/03-lagi.md:3:12",
            FILE,
            "---\ntitle: a\naudience: [XYZ]\n---\n",
        ),
        fault(
            "E157",
            "content/03-lagi.md:3:17",
            FILE,
            "---\ntitle: a\naudience: [ERT, \"55\"]\n---\n",
        ),
        fault(
            "E156",
            "content/03-lagi.md:4:12",
            FILE,
            "---\ntitle: a\nclassification: TERBUKA\naudience: [ERT]\n---\n",
        ),
        fault(
            "E159",
            "content/03-umum.md:1:1",
            "content/03-umum.md",
            "---\ntitle: a\n---\n",
        ),
        fault(
            "E158",
            "content/03-print.md:1:1",
            "content/03-print.md",
            "---\ntitle: a\n---\n",
        ),
        fault("E154", "", "content/03-bab/01-a.md", "---\ntitle: a\n---\n"),
        fault(
            "E153",
            "content/_index.md:1:1",
            "content/_index.md",
            "---\ntitle: a\n---\n",
        ),
    ]);
}

#[test]
fn marks_that_may_not_be_published_are_refused_everywhere() {
    for mark in ["RAHSIA", "rahsia besar", "Rahsia_Besar"] {
        let front: &'static str = format!("---\ntitle: a\nclassification: {mark}\n---\n").leak();
        let block: &'static str = format!(
            "---\ntitle: a\n---\n::: {}\nx\n:::\n",
            mark.split([' ', '_']).next().unwrap_or(mark)
        )
        .leak();
        assert_all_told(&[
            fault("E201", "content/03-lagi.md:3:17", FILE, front),
            fault("E201", "content/03-lagi.md:4:1", FILE, block),
        ]);
        let test = PlanTest::small().seat("03", &format!("clearance: {mark}"));
        assert_told(&test, &fault("E201", "distribution/list.yaml:16:16", "", "clearance"));
        let plan = std::fs::read_to_string(test.root().join("plan.yaml")).expect("plan.yaml");
        let test = PlanTest::small().file(
            "plan.yaml",
            plan.replace("classification: TERHAD", &format!("classification: {mark}")),
        );
        assert_told(&test, &fault("E201", "plan.yaml:6:17", "", "plan"));
    }
    // A container of two words is the same mark.
    let test = PlanTest::small().section("03-lagi.md", "title: a", "::: rahsia besar\nx\n:::\n");
    test.run(&["check"]).fails(2, "E201");
}

#[test]
fn the_same_words_are_ordinary_text() {
    let test = PlanTest::small()
        .section(
            "01-umum.md",
            "title: Akta Rahsia Rasmi\nclassification: TERBUKA",
            "RAHSIA BESAR dan RAHSIA ialah pengelasan.\n",
        )
        .section(
            "03-lagi.md",
            "title: RAHSIA BESAR",
            "Perkara RAHSIA tidak disimpan di sini. RAHSIA\n\n| RAHSIA BESAR |\n|---|\n| RAHSIA |\n",
        );
    test.build();
    let page = std::fs::read_to_string(test.output().join("site/1.0/umum/index.html")).expect("the page");
    assert!(page.contains("RAHSIA BESAR dan RAHSIA ialah pengelasan."));
    assert!(opened::bundle(&test.copy("02"), test.key("02")).holds("Perkara RAHSIA tidak disimpan di sini."));
}
