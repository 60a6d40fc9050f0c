//! Faults of teams, and of matter that cannot be published as it is.

use crate::{
    diagnostics::{assert_told, fault},
    plan_test::PlanTest,
};

#[test]
fn faults_of_teams_and_of_numbers_without_holder() {
    let lists = [
        (
            "E125",
            "distribution/list.yaml:3:14",
            "groups: {}\ncopies:\n  - {number: \"01\"}\n",
        ),
        (
            "E127",
            "distribution/list.yaml:3:14",
            "groups: {}\ncopies:\n  - {number: \"03\", clearance: SULIT, recipients: [age1x], members: [{number: \"03-01\", post: A}]}\n",
        ),
        (
            "E122",
            "distribution/list.yaml:3:71",
            "groups: {}\ncopies:\n  - {number: \"03\", post: A, clearance: SULIT, members: [{number: \"04-01\", post: A}]}\n",
        ),
    ];
    for (code, place, text) in lists {
        let list = "distribution/list.yaml";
        let place = if code == "E122" { "" } else { place };
        assert_told(&PlanTest::small().file(list, text), &fault(code, place, list, text));
    }
}

#[test]
fn what_cannot_be_published_as_it_stands() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><desc>satu</desc></svg>";
    let open = "title: Lagi\nclassification: TERBUKA";
    let cases = [
        ("E149", "title: Lagi\nnumber: Kod Penggera", "x\n"),
        ("E177", "title: Lagi", "Lihat [bahagian][tiada].\n"),
        ("E177", open, "Lihat nota[^tiada].\n"),
        ("E188", open, "![a](satu.svg)\n\n::: terhad\n![b](dua.svg)\n:::\n"),
        (
            "E164",
            "title: Lagi",
            "::: sulit\n::: sulit\n::: sulit\n::: sulit\n::: sulit\n::: sulit\n::: sulit\n::: sulit\n::: sulit\n::: sulit\n",
        ),
        ("E118", open, "Tanda \u{e000} ini.\n"),
    ];
    for (code, front, body) in cases {
        let test = PlanTest::small()
            .file("content/satu.svg", svg)
            .file("content/dua.svg", svg)
            .section("03-lagi.md", front, body);
        let run = test.run(&["build"]).fails(2, code);
        assert!(
            run.stderr.contains("hint: ") && run.stderr.contains("content/"),
            "{}",
            run.stderr
        );
        assert!(!test.output().exists());
    }
    let large = PlanTest::small().section("03-lagi.md", "title: Lagi", &"satu dua tiga\n".repeat(620_000));
    large.run(&["check"]).fails(2, "E109");
}

#[test]
fn a_block_in_raw_html_is_not_lost() {
    for body in [
        "<div>\n::: terhad\nkhas di sini sahaja\n:::\n</div>\n",
        "<!--\n::: terhad\nkhas di sini sahaja\n:::\n-->\n",
    ] {
        let test = PlanTest::small().section("03-lagi.md", "title: Lagi\nclassification: TERBUKA", body);
        test.run(&["check"]).fails(2, "E169");
    }
}

#[test]
fn an_open_attachment_that_the_gate_cannot_read_is_refused() {
    let test = PlanTest::small()
        .section(
            "03-lagi.md",
            "title: Lagi\nclassification: TERBUKA",
            "[borang](borang.docx)\n",
        )
        .file("content/borang.docx", b"PK\x03\x04 rosak \x00\xff\xfe");
    let run = test.run(&["build"]).fails(2, "E401");
    assert!(run.stderr.contains("hint: "), "{}", run.stderr);
    // Inside copies it harms nobody.
    let test = test.section("03-lagi.md", "title: Lagi", "[borang](borang.docx)\n");
    test.build();
}
