//! Raw HTML: what a page would not hold as it was written is a fault with its place, the rest is published.

use std::fs;

use crate::{
    diagnostics::{assert_told, fault},
    opened,
    plan_test::PlanTest,
};

const OPEN: &str = "title: Lagi\nclassification: TERBUKA";
const SEALED: &str = "title: Lagi\nclassification: TERHAD";

fn page(test: &PlanTest) -> String {
    fs::read_to_string(test.output().join("site/1.0/lagi/index.html")).expect("the page")
}

#[test]
fn what_runs_loads_submits_or_leaves_is_told_with_its_place() {
    let cases = [
        ("E190", "<script>kz</script>"),
        ("E190", "<SCRIPT SRC=//x.example/a.js></SCRIPT>"),
        ("E190", "<iframe src=\"https://x.example/\">kz</iframe>"),
        (
            "E190",
            "<meta http-equiv=\"refresh\" content=\"0;url=https://x.example/\">",
        ),
        ("E190", "<base href=\"https://x.example/\">"),
        ("E190", "<link rel=\"stylesheet\" href=\"https://x.example/a.css\">"),
        ("E190", "<style>@import url(https://x.example/a.css);</style>"),
        ("E190", "<object data=\"a.pdf\">kz</object>"),
        ("E190", "<embed src=\"a.pdf\">"),
        ("E190", "<video src=\"https://x.example/a.mp4\">kz</video>"),
        ("E190", "<audio controls><source src=\"a.mp3\"></audio>"),
        ("E190", "<img src=\"https://x.example/a.png\" alt=\"a\">"),
        ("E190", "<img srcset=\"https://x.example/a.png 1x\" alt=\"a\">"),
        ("E190", "<picture><source srcset=\"a.png\"></picture>"),
        ("E190", "<svg><use href=\"https://x.example/a.svg#b\"/></svg>"),
        ("E190", "<math><mi>x</mi></math>"),
        ("E190", "<form action=\"https://x.example/\"><input name=\"a\"></form>"),
        ("E190", "<button onclick=\"x()\">kz</button>"),
        ("E190", "<textarea><b onclick=x></textarea>"),
        ("E190", "<template><p>kz</p></template>"),
        ("E190", "<noscript>kz</noscript>"),
        ("E190", "<plaintext>kz"),
        ("E190", "<font color=\"red\">kz</font>"),
        ("E190", "<nama pegawai>"),
        ("E190", "<html><body>kz</body></html>"),
        ("E190", "<!DOCTYPE html>"),
        ("E190", "<?php kz ?>"),
        ("E190", "<![CDATA[kz]]>"),
        ("E190", "<tr><td>kz</td></tr>"),
        ("E193", "<div onclick=\"x()\">kz</div>"),
        ("E193", "<b OnMouseOver=x>kz</b>"),
        (
            "E193",
            "<div style=\"background:url(https://x.example/a.png)\">kz</div>",
        ),
        ("E193", "<p class=\"merah\">kz</p>"),
        ("E193", "<p id=\"s003-b1\">kz</p>"),
        (
            "E193",
            "<table background=\"https://x.example/a.png\"><tr><td>kz</td></tr></table>",
        ),
        ("E193", "<blockquote cite=\"https://x.example/\">kz</blockquote>"),
        ("E193", "<a href=\"javascript:x()\">kz</a>"),
        ("E193", "<a href=\"java&#9;script:x()\">kz</a>"),
        ("E193", "<a href=\"data:text/html,x\">kz</a>"),
        ("E193", "<a href=\"01-umum.md\">kz</a>"),
        ("E193", "<a href=\"//x.example/\">kz</a>"),
        ("E193", "<a href=\"https://\">kz</a>"),
        (
            "E193",
            "<a href=\"https://x.example/\" ping=\"https://y.example/\">kz</a>",
        ),
        (
            "E193",
            "<a href=\"https://x.example/\" href=\"https://y.example/\">kz</a>",
        ),
        ("E193", "<span data-a=\"b\">kz</span>"),
        ("E194", "<div title=\"kz"),
        ("E194", "<div"),
        ("E194", "<!-- kz"),
    ];
    for (code, html) in cases {
        // As a block of its own in an open section, and in a quote of a sealed one.
        let cases = [
            (OPEN, format!("Teks.\n\n{html}\n"), "content/03-lagi.md:7:1"),
            (SEALED, format!("> Teks.\n>\n> {html}\n"), "content/03-lagi.md:7:3"),
        ];
        for (front, body, place) in cases {
            let test = PlanTest::small().section("03-lagi.md", front, &body);
            assert_told(&test, &fault(code, place, "", html));
            if front == SEALED {
                let told = test.run(&["check"]).text() + &test.run(&["--format", "json", "check"]).text();
                assert!(!told.contains("kz"), "text of a sealed section is not repeated: {told}");
            }
        }
    }
}

#[test]
fn the_place_is_that_of_the_tag_wherever_it_stands() {
    let cases = [
        ("Dua <b>tebal</b> dan <blink>lagi</blink>.", "5:22"),
        ("<div>\nsatu\n  <p onclick=\"x\">dua</p>\n</div>", "7:3"),
        ("- satu\n- dua\n\n  <div title=\"a\n  b\" style=\"c\">d</div>", "8:3"),
        ("| a |\n|---|\n| <i><blink>x</i> |", "7:6"),
        ("## Tajuk <blink>x</blink>", "5:10"),
        ("[<blink>x](https://x.example/)", "5:2"),
        ("<p title=\"<b\">x</p>\n<blink>", "6:1"),
        ("<b><i>x</i></b><u\nclass=\"a\">y</u>", "5:16"),
    ];
    for (body, at) in cases {
        let test = PlanTest::small().section("03-lagi.md", OPEN, &format!("{body}\n"));
        let run = test.run(&["check"]);
        let place = format!("content/03-lagi.md:{at}\n");
        assert!(run.status == 2 && run.stderr.contains(&place), "{body}: {}", run.text());
    }
}

#[test]
fn every_fault_of_a_tag_and_of_a_text_is_told() {
    let body = "<p onclick=\"x\" style=\"y\" id=\"z\">a</p>\n\n<script>b</script> <form>c</form>\n\n\
                ::: terhad\n<iframe></iframe>\n:::\n\n## A {.merah}\n";
    let run = PlanTest::small().section("03-lagi.md", OPEN, body).run(&["check"]);
    assert_eq!(run.status, 2);
    for (code, count) in [("E190", 3), ("E193", 4)] {
        assert_eq!(run.stderr.matches(code).count(), count, "{code}: {}", run.stderr);
    }
}

#[test]
fn harmless_html_is_published_as_it_was_written() {
    let kept = [
        "<b title=\"a\">tebal</b>",
        "<a href=\"https://x.example/a?b=c\" hreflang=\"ms\"",
        "<a href=\"mailto:a@x.example\"",
        "<details open=\"\"><summary>Lagi</summary>",
        "<table><caption>Jadual</caption><colgroup><col span=\"2\"></colgroup><thead><tr><th scope=\"col\" colspan=\"2\">A</th></tr></thead><tbody><tr><td rowspan=\"2\">1</td><td>2</td></tr></tbody><tfoot><tr><td>3</td></tr></tfoot></table>",
        "<ol start=\"3\" reversed=\"\"><li value=\"7\">x</li></ol>",
        "<p lang=\"en\" dir=\"ltr\">y</p>",
        "<sub>2</sub>",
        "<time datetime=\"2026-01-01\">hari ini</time>",
        "<section><article><h4>T</h4></article></section>",
        "<kbd>a &lt; b</kbd>",
    ];
    let mut body = kept
        .map(|html| {
            if html.contains("href") {
                format!("{html}>pautan</a>")
            } else {
                html.to_owned()
            }
        })
        .join("\n\n");
    body.push_str(
        "\n\n</details>\n\n<!-- nota penulis kz -->\n\nSatu <!-- kz --> dua.\n\n<!--\nkz\n\nkz\n-->\n\nTamat.\n",
    );
    let test = PlanTest::small().section("03-lagi.md", OPEN, &body).section(
        "04-tutup.md",
        "title: Tutup",
        &body.replace("Tamat", "Akhir"),
    );
    test.build();
    let page = page(&test);
    let bundle = opened::bundle(&test.copy("02"), test.key("02"));
    for html in kept {
        assert!(page.contains(html), "{html}: {page}");
        assert!(bundle.holds(html), "{html}");
    }
    assert!(page.contains("Satu  dua.") && page.contains("Tamat.") && bundle.holds("Akhir."));
    assert!(
        !page.contains("kz") && !bundle.holds("kz"),
        "comments are the author's notes"
    );
}

#[test]
fn elements_may_begin_and_end_in_different_pieces() {
    let body = "Satu <b>dua *tiga</b> empat* lima.\n\n<div>\n\nEnam **tujuh**.\n\n- lapan <i>sembilan\n  sepuluh</i>\n\n</div>\n\n\
                <table>\n\n<tr><td>\n\nSebelas\n\n</td></tr>\n\n</table>\n\n<p>dua belas\n\nTiga belas.\n";
    let test = PlanTest::small().section("03-lagi.md", OPEN, body);
    test.build();
    let page = page(&test);
    for kept in [
        "<b>dua ",
        "<strong>tujuh</strong>",
        "<i>sembilan\nsepuluh</i>",
        "Sebelas",
        "Tiga belas.",
    ] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
}

#[test]
fn elements_without_end_or_number_are_told_and_not_built() {
    for html in [
        "<div>",
        "<b>",
        "<ul><li>",
        "<table><tr><td>",
        "<blockquote>\n\n",
        "<details><summary>",
    ] {
        let test = PlanTest::small().section("03-lagi.md", OPEN, &html.repeat(100_000));
        let run = test.run(&["build"]).fails(2, "E191");
        assert!(
            run.stderr.contains("content/03-lagi.md:5:") || html.contains('\n'),
            "{html}: {}",
            run.stderr
        );
        assert!(!test.output().exists());
    }
    // Those that the next of their kind closes are not nested.
    for html in ["<p>a\n", "<br>", "<hr>"] {
        PlanTest::small()
            .section("03-lagi.md", OPEN, &html.repeat(1000))
            .build();
    }
}

#[test]
fn an_element_that_is_not_closed_does_not_spill_over() {
    let cases = [
        ("Ayat <b>tebal.\n\nLagi.\n", 5, 6),
        ("- <i>satu\n- dua\n", 5, 3),
        ("- <i>satu\n  - dalam</i>\n", 5, 3),
        ("## Tajuk <em>kecil\n\nAyat.\n", 5, 10),
        ("| A |\n|---|\n| <u>a |\n| b |\n", 7, 3),
        ("+----------+\n| <mark>a  |\n+----------+\n\nAyat.\n", 6, 3),
        ("| A |\n|---|\n| a |\n\n: Senarai <b>besar {#tbl-a}\n\nAyat.\n", 9, 11),
        ("<b>\n\nAyat.\n\nLagi.\n", 5, 1),
        ("- <div>\n\n  satu\n\nAyat.\n", 5, 3),
        ("Ayat.[^1] Lagi.\n\n[^1]: Nota <s>ini.\n\nAkhir.\n", 7, 12),
        ("<div>\n\nAyat.\n", 5, 1),
    ];
    for (text, line, column) in cases {
        let test = PlanTest::new().section("01-lagi.md", OPEN, text);
        let facts = test.run(&["--format", "json", "check"]).fails(2, "E194").json();
        let all = facts["diagnostics"].as_array().expect("a list");
        let told: Vec<_> = all
            .iter()
            .map(|told| {
                (
                    told["code"].as_str(),
                    told["place"]["line"].as_i64(),
                    told["place"]["column"].as_i64(),
                )
            })
            .collect();
        assert_eq!(told, [(Some("E194"), Some(line), Some(column))], "{text}");
    }
    let good = "Ayat <b>tebal</b>.\n\n<div>\n\n- satu <i>dua\n  tiga</i>\n\n</div>\n\n<ul><li>a<li>b</ul>\n\n<p>c\n\n<table><tr><td>d</table>\n";
    PlanTest::new().section("01-lagi.md", OPEN, good).build();
}
