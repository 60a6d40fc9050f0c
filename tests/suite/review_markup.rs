//! Markup that was taken for something else: the program's own addresses, dead references, ids, drawings.

use std::{collections::BTreeSet, fs};

use crate::{opened, plan_test::PlanTest};

const OPEN: &str = "title: Lagi\nclassification: TERBUKA";

fn page(test: &PlanTest) -> String {
    fs::read_to_string(test.output().join("site/1.0/lagi/index.html")).expect("the page")
}

#[test]
fn words_that_look_like_addresses_of_the_program_are_kept() {
    let texts = [
        ("Frasa \"terkawal: buka\" kekal.", "Frasa \"terkawal: buka\" kekal."),
        ("Frasa \"terkawal:0\" kekal.", "Frasa \"terkawal:0\" kekal."),
        ("`\"terkawal:` kod.\n\nTidak hilang.", "Tidak hilang."),
        ("`href=\"terkawal:0\"` kod.", "<code>href=\"terkawal:0\"</code> kod."),
        (
            "Frasa \"terkawal: x [y](http://a.example) lagi.",
            "Frasa \"terkawal: x <a ",
        ),
    ];
    for (body, kept) in texts {
        let whole = format!("{body}\n\n::: terhad\nNombor penggera. {body}\n:::\n\nAyat akhir. [u](01-umum.md)\n");
        let test = PlanTest::small().section("03-lagi.md", OPEN, &whole);
        test.build();
        let page = page(&test);
        assert!(page.contains(kept), "{body}: {page}");
        assert!(
            page.contains("Ayat akhir. <a href=\"../umum/index.html\""),
            "{body}: {page}"
        );
        assert_eq!(page.matches("class=\"hole\"").count(), 1, "{body}: {page}");
        for scheme in ["href=\"terkawal", "src=\"terkawal"] {
            let quoted = kept.matches(scheme).count();
            assert_eq!(page.matches(scheme).count(), quoted, "{body}: {page}");
        }
        let bundle = opened::bundle(&test.copy("02"), test.key("02"));
        assert!(bundle.holds("Nombor penggera.") && bundle.holds(kept), "{body}");
    }
}

#[test]
fn addresses_and_ids_of_the_program_are_refused_in_html() {
    for html in [
        "<a href=\"terkawal:0\">petikan</a>",
        "<p>1</p><section><a href=\"terkawal:0\"></a><p>2</p></section>",
        "<img src=\"terkawal:0\" alt=\"x\">",
        "<span id=\"s003-b1\">x</span>",
    ] {
        let test = PlanTest::small().section("03-lagi.md", OPEN, &format!("Teks.\n\n{html}\n"));
        let code = if html.starts_with("<img") { "E190" } else { "E193" };
        test.run(&["build"]).fails(2, code);
    }
}

#[test]
fn references_that_would_be_printed_as_they_stand_are_refused() {
    let mut passing = Vec::new();
    for body in [
        "Lihat [Dua][dua].",
        "Lihat [Dua][].x [a][b]",
        "Nota[^9] di sini.",
        "![x](gambar satu.png)",
        "[Fail](nama fail.pdf)",
        "Lihat [dua\nbaris](nama fail.pdf).",
        "Lihat [**tebal**](nama fail.pdf).",
        "Lihat [`kod`](nama fail.pdf).",
        "Lihat [Dua *tiga*][dua].",
        "![rajah **utama**](gambar satu.png)",
        "| a |\n|---|\n| [x](y z.pdf) |",
        "- satu\n- [x](y z.pdf)",
        "> [x](y z.pdf)",
        "## Tajuk [x](y z.pdf)",
        "::: terhad\nNombor [x](y z.pdf).\n:::",
    ] {
        for front in [OPEN, "title: Lagi"] {
            let test = PlanTest::small().section("03-lagi.md", front, &format!("{body}\n"));
            let run = test.run(&["check"]);
            if run.status != 2 || !run.stderr.contains("E177") {
                passing.push(format!("{body:?} of {front:?}: {}", run.text()));
            }
        }
    }
    assert!(passing.is_empty(), "{passing:#?}");
}

#[test]
fn brackets_that_are_no_references_pass() {
    let body = "Perkara [1] dan [a] (b), [ ] dan [x].\n\n\\[Dua\\](x y) dan \\[Dua\\][dua]\n\n`[a](b c)` dan `[^9]`\n\n\
                ```\n[a](b c) [^9] [x][y]\n```\n\n- [ ] belum\n- [x] sudah\n\nNota[^1] dan [Satu][satu] dan [satu] dan [satu][].\n\n\
                [Fail](<nama fail.txt>) [Fail](nama%20fail.txt)\n\n> [!NOTE]\n> teks\n\nSusunan `a[i][j]`.\n\n\
                [^1]: Nota kaki.\n\n[satu]: https://x.example/\n";
    for front in [OPEN, "title: Lagi"] {
        PlanTest::small()
            .section("03-lagi.md", front, body)
            .file("content/nama fail.txt", "Kandungan lampiran.\n")
            .build();
    }
}

#[test]
fn ids_of_headings_and_blocks_are_distinct() {
    let mut doubled = Vec::new();
    for headings in [
        "## Borang {#b1}\n\n## B2\n",
        "## B1\n\n## B2\n\n## fn 1\n",
        "## Kod\n\n## Kod\n\n## Kod 2\n",
        "## X {#b1}\n\n## Y {#h-b1}\n",
        "## X {#b1-fn-1}\n",
    ] {
        let body = format!("{headings}\nNota[^1].\n\n::: terhad\nKod bilik[^1].\n\n[^1]: Dalam.\n:::\n\n[^1]: Luar.\n");
        let test = PlanTest::small().section("03-lagi.md", OPEN, &body);
        test.build();
        // The reader puts the block into the page.
        let bundle = opened::bundle(&test.copy("02"), test.key("02"));
        let block = String::from_utf8_lossy(&bundle.files["sections/s003-b1.html"]);
        let block = block.split_once("<body").expect("a page").1;
        let mut seen = BTreeSet::new();
        for html in [&*page(&test), block] {
            for id in html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                if id.starts_with("s003-") && !seen.insert(id.to_owned()) {
                    doubled.push(format!("{headings:?}: {id}"));
                }
            }
        }
        assert!(seen.contains("s003-b1"), "{seen:?}");
    }
    assert!(doubled.is_empty(), "{doubled:#?}");
}

#[test]
fn drawings_that_load_or_run_something_are_refused() {
    let tricks = [
        "<?xml-stylesheet href=\"https://x.example/a.css\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "<style>a{}<!-- -->@import url(https://x.example/)</style>",
        "<style>a{}<![CDATA[@imp]]>ort \"https://x.example/\"</style>",
        "<style>@\\69mport 'https://x.example/'</style>",
        "<style>a{background:u\\72l(https://x.example/)}</style>",
        "<style>a{background:URL ( 'https://x.example/' )}</style>",
        "<style>a{background:image-set(\"https://x.example/a.png\" 1x)}</style>",
        "<style>a{background:-webkit-image-set(\"https://x.example/a.png\" 1x)}</style>",
        "<a><set attributeName=\"href\" to=\"java&#9;script:alert(1)\"/></a>",
        "<a><set attributeName=\"xlink:href\" to=\"x\"/></a>",
        "<a><animate attributeName=\"href\" values=\"#a\"/></a>",
        "<a xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"https://x.example/\"/>",
        "<a href=\"java&#10;script:x\"/>",
        "<rect fill=\"url(https://x.example/#a)\"/>",
        "<rect style=\"fill:u\\rl(//x.example/)\"/>",
        "<image href=\"a.png\"/>",
        "<image href=\"data:text/html,x\"/>",
        "<use href=\"https://x.example/a.svg#b\"/>",
        "<rect onclick=\"x\"/>",
        "<foreignObject/>",
        "<script/>",
    ];
    let mut passing = Vec::new();
    for trick in tricks {
        let svg = if trick.starts_with("<?") {
            trick.to_owned()
        } else {
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{trick}</svg>")
        };
        let test = PlanTest::small()
            .section("03-lagi.md", OPEN, "![Rajah](rajah.svg)\n")
            .file("content/rajah.svg", svg);
        let run = test.run(&["check"]);
        if run.status != 2 || !run.stderr.contains("E187") {
            passing.push(format!("{trick}: {}", run.text()));
        }
    }
    assert!(passing.is_empty(), "{passing:#?}");
}
