//! Fences that would seal nothing: misspelt, in code, in raw HTML, nested without end. None is published in silence.

use std::fs;

use crate::{opened, plan_test::PlanTest};

const OPEN: &str = "title: Lagi\nclassification: TERBUKA";

fn with(body: &str) -> PlanTest {
    PlanTest::small().section("03-lagi.md", OPEN, body)
}

/// Those of the bodies that a build publishes, or refuses for another reason.
fn passing(bodies: &[String], code: &str) -> Vec<String> {
    let passes = |body: &&String| {
        let test = with(body);
        let run = test.run(&["build"]);
        run.status != 2 || !run.stderr.contains(code) || test.output().join("site").exists()
    };
    bodies.iter().filter(passes).cloned().collect()
}

#[track_caller]
fn all_refused(bodies: &[String], code: &str) {
    let passing = passing(bodies, code);
    assert!(passing.is_empty(), "no {code} of {passing:#?}");
}

#[test]
fn every_slip_at_a_fence_is_refused() {
    let marks = [
        "\u{200b}:::",
        "\u{feff}:::",
        "\u{200e}:::",
        "\u{2060}:::",
        "\u{ad}:::",
        "\u{a0}:::",
        "::\u{200b}:",
        ":\u{200d}::",
        "：：：",
        "︓︓︓",
        ":: ",
        "::",
        ": ::",
        ":: :",
        "\\:::",
        "\\:\\:\\:",
        "| :::",
        "# :::",
        "a) :::",
        "1) :::",
        "• :::",
        "\":::",
        "“:::",
        "':::",
        "[:::",
        "(:::",
        "&colon;::",
        "&#58;::",
        "&#x3A;::",
        "&#058;::",
        "**:::",
        "_:::",
        "> :::",
        "- :::",
        "    :::",
        "\t:::",
        "<p>:::",
        "<br>:::",
        "Teks :::",
    ];
    let bodies = marks.map(|mark| {
        [
            format!("Teks.\n\n{mark} terhad\n\nNombor penggera.\n\n{mark}\n"),
            format!("Teks.\n\n{mark} sulit {{audience=\"ERT\"}}\nNombor penggera.\n{mark}\n"),
        ]
    });
    all_refused(&bodies.concat(), "E161");
}

#[test]
fn ordinary_lines_pass() {
    let body = "Pengelasan: TERHAD\n\nMasa: 10:30 pagi\n\nAlamat ::1 ialah gelung balik\n\nnota: sulit sekali\n\n\
                Dokumen TERHAD. SULIT: tiada. Lihat Rajah 1: Carta\n\n| a : b | c |\n|:--|:-:|\n| :) | 8:00 |\n\n\
                - perkara: satu\n- (a) dua: tiga\n\n`std::vec` dan `a::b`\n\n```\nx::y\n  a: b\n```\n\n[satu]: https://x.example/\n\n[satu]\n";
    with(body).build();
}

#[test]
fn a_markdown_example_that_is_not_closed_hides_no_fence() {
    let bodies = [
        ("```markdown", ""),
        ("~~~md", ""),
        ("````markdown", "```\n"),
        ("```markdown", "~~~\n"),
        ("```markdown", "    ```\n"),
        ("```markdown", "``` x\n"),
        ("```text", "```\n"),
        ("```", "```\n"),
    ]
    .map(|(open, close)| format!("Begini:\n\n{open}\ncontoh\n\n::: terhad\nNombor penggera.\n:::\n{close}"));
    all_refused(&bodies, "E160");
    for (open, close) in [("```markdown", "```"), ("~~~~md", "~~~~"), ("```markdown", "`````")] {
        let test = with(&format!(
            "Begini:\n\n{open}\n::: terhad\ncontoh sahaja\n:::\n{close}\n\nTamat.\n"
        ));
        test.build();
        let page = fs::read_to_string(test.output().join("site/1.0/lagi/index.html")).expect("the page");
        assert!(page.contains("::: terhad\ncontoh sahaja\n:::"), "{page}");
        assert!(!page.contains("class=\"hole\""));
    }
}

#[test]
fn a_block_in_raw_html_is_refused_wherever_it_stands() {
    let bodies = [
        ("<div>", "</div>"),
        ("<details><summary>Lagi</summary>", "</details>"),
        ("<pre>", "</pre>"),
        ("<pre>\n", "</pre>"),
        ("<!--", "-->"),
        ("<!--\n", "\n-->"),
        ("<script>", "</script>"),
        ("<style>", "</style>"),
        ("<textarea>\n", "</textarea>"),
        ("<?php", "?>"),
        ("<![CDATA[", "]]>"),
        ("<!DOCTYPE", ">"),
        ("<table><tr><td>", "</td></tr></table>"),
    ]
    .map(|(before, after)| format!("Teks.\n\n{before}\n::: terhad\nNombor penggera.\n:::\n{after}\n"));
    all_refused(&bodies, "E169");
}

#[test]
fn a_block_after_an_empty_line_is_seen_through_html() {
    let test = with("<div>\n\n::: terhad\nNombor penggera bilik utama.\n:::\n\n</div>\n\nTamat.\n");
    test.build();
    let page = fs::read_to_string(test.output().join("site/1.0/lagi/index.html")).expect("the page");
    assert_eq!(page.matches("class=\"hole\"").count(), 1, "{page}");
    assert!(opened::bundle(&test.copy("02"), test.key("02")).holds("Nombor penggera bilik utama."));
}

#[test]
fn blocks_without_end_are_told_once() {
    for closers in [0, 10_000] {
        let body = format!("{}Teks.\n{}", "::: terhad\n".repeat(10_000), ":::\n".repeat(closers));
        let run = with(&body).run(&["check"]).fails(2, "E164");
        assert_eq!(run.stderr.matches("E164").count(), 1, "{}", run.stderr);
        assert_eq!(
            run.stderr.matches("E167").count(),
            0,
            "closers of blocks that were told"
        );
    }
}
