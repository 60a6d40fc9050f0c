//! Faults of sealed blocks: a fence that is overlooked would publish what stands behind it.

use crate::{
    diagnostics::{assert_all_told, fault},
    plan_test::PlanTest,
};

const FILE: &str = "content/03-lagi.md";

#[test]
fn containers_that_are_not_in_order() {
    let body = |code, place, text: &'static str| {
        let text: &'static str = format!("---\ntitle: a\n---\n{text}").leak();
        fault(code, place, FILE, text)
    };
    assert_all_told(&[
        body("E168", "content/03-lagi.md:5:1", "x\n::: terhad\ny\n"),
        body("E168", "content/03-lagi.md:4:1", "::: terhad\n::: sulit\ny\n:::\n"),
        body("E167", "content/03-lagi.md:6:1", "::: terhad\n:::\n:::\n"),
        body("E167", "content/03-lagi.md:4:1", ":::\n"),
        body("E161", "content/03-lagi.md:4:1", "> ::: terhad\n> x\n> :::\n"),
        body("E161", "content/03-lagi.md:4:1", "- ::: terhad\n  x\n  :::\n"),
        body(
            "E161",
            "content/03-lagi.md:6:1",
            "- x\n\n    ::: terhad\n    x\n    :::\n",
        ),
        body("E161", "content/03-lagi.md:4:1", "1. ::: terhad\n"),
        body("E160", "content/03-lagi.md:5:1", "```\n::: terhad\n:::\n```\n"),
        body("E160", "content/03-lagi.md:5:1", "~~~ text\n::: terhad\n"),
        body("E162", "content/03-lagi.md:4:1", "::: terbuka\nx\n:::\n"),
        fault(
            "E163",
            "content/03-lagi.md:5:1",
            FILE,
            "---\ntitle: a\nclassification: TERBUKA\n---\n::: terbuka\nx\n:::\n",
        ),
        body("E202", "content/03-lagi.md:4:1", "::: terhadd\nx\n:::\n"),
        body("E202", "content/03-lagi.md:4:1", "::: {audience=\"ERT\"}\nx\n:::\n"),
        body(
            "E165",
            "content/03-lagi.md:4:1",
            "::: terhad {audienc=\"ERT\"}\nx\n:::\n",
        ),
        body("E165", "content/03-lagi.md:4:1", "::: terhad ERT\nx\n:::\n"),
        body("E166", "content/03-lagi.md:4:1", "::: terhad {audience=\"\"}\nx\n:::\n"),
        body(
            "E157",
            "content/03-lagi.md:4:1",
            "::: terhad {audience=\"ERT XYZ\"}\nx\n:::\n",
        ),
        fault(
            "E162",
            "content/03-lagi.md:5:1",
            FILE,
            "---\ntitle: a\nclassification: SULIT\n---\n::: terhad\nx\n:::\n",
        ),
        fault(
            "E162",
            "content/03-lagi.md:6:1",
            FILE,
            "---\ntitle: a\nclassification: TERBUKA\n---\n::: sulit\n::: terhad\nx\n:::\n:::\n",
        ),
    ]);
}

#[test]
fn what_looks_like_a_fence_and_seals_nothing_is_a_fault() {
    // Each of these would publish the line below it if the author's slip went unseen.
    for slip in [
        "\u{200b}::: terhad",
        "\u{feff}::: terhad",
        ":: terhad",
        "：：： terhad",
        "\\::: terhad",
        "<p>::: terhad",
    ] {
        let body = format!("Teks.\n\n{slip}\n\nNombor penggera bilik pelayan.\n");
        let test = PlanTest::small().section("03-lagi.md", "title: Lagi\nclassification: TERBUKA", &body);
        let run = test.run(&["check"]);
        assert_eq!(run.status, 2, "{slip:?} passes as ordinary text");
    }
}

#[test]
fn a_markdown_example_may_show_fences() {
    let body = "Begini:\n\n```markdown\n::: terhad\ncontoh sahaja\n:::\n```\n";
    let test = PlanTest::small().section("03-lagi.md", "title: Lagi\nclassification: TERBUKA", body);
    test.build();
    let page = std::fs::read_to_string(test.output().join("site/1.0/lagi/index.html")).expect("the page");
    assert!(page.contains("::: terhad"));
}
