//! Faults of links, anchors, pictures and files.

use std::{fs, os::unix::fs::symlink};

use crate::{
    diagnostics::{assert_told, fault},
    plan_test::PlanTest,
};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

#[test]
fn links_and_pictures_that_lead_nowhere() {
    let cases = [
        ("E172", "[a](tiada.md)"),
        ("E176", "[a](../../tiada.md#x)"),
        ("E173", "[a](01-umum.md#tiada)"),
        ("E173", "[a](#tiada)"),
        ("E181", "[a](tiada.html)"),
        ("E181", "[a](folder/)"),
        ("E182", "[a](tiada.pdf)"),
        ("E171", "[a](javascript:alert(1))"),
        ("E171", "[a](JAVASCRIPT:alert(1))"),
        ("E171", "[a](data:text/html,x)"),
        ("E171", "[a](file:///etc/passwd)"),
        ("E171", "[a](//x.example/)"),
        ("E171", "[a](/umum/)"),
        ("E171", "[a](terkawal:0)"),
        ("E182", "![a](tiada.svg)"),
        ("E182", "![a](Rajah.svg)"),
        ("E174", "![a](https://x.example/a.png)"),
        ("E174", "![a](//x.example/a.png)"),
        ("E174", "![a](data:image/png;base64,AA)"),
        ("E175", "![](rajah.svg)"),
        ("E175", "![ ](rajah.svg)"),
        ("E176", "![a](../../rajah.svg)"),
        ("E176", "![a](%2e%2e/%2E%2e/rajah.svg)"),
        ("E180", "![a](rajah.tiff)"),
        ("E185", "![a](palsu.png)"),
        ("E186", "![a](rosak.svg)"),
        ("E187", "![a](skrip.svg)"),
        ("E187", "![a](luar.svg)"),
        ("E187", "![a](peristiwa.svg)"),
    ];
    for (code, body) in cases {
        for classification in ["TERBUKA", "TERHAD"] {
            let test = PlanTest::small()
                .section(
                    "03-lagi.md",
                    &format!("title: Lagi\nclassification: {classification}"),
                    &format!("Lihat\n{body}\n"),
                )
                .file("content/rajah.svg", SVG)
                .file("content/palsu.png", "<html>")
                .file("content/rosak.svg", "<svg>")
                .file(
                    "content/skrip.svg",
                    "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>",
                )
                .file(
                    "content/luar.svg",
                    "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"http://x.example/a\"/></svg>",
                )
                .file(
                    "content/peristiwa.svg",
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x\"/>",
                )
                .file("rajah.svg", SVG);
            assert_told(&test, &fault(code, "content/03-lagi.md:6:1", "", body));
        }
    }
}

#[test]
fn links_that_are_in_order_pass() {
    let body = "[a](01-umum.md) [b](02-khusus.md) [c](03-lagi.md#sini) [d](#sini) [e](https://x.example/) [f](tel:+60312345678) \
                [g](mailto:a@x.example) [h](lampiran.pdf) <https://y.example/> <b@x.example>\n\n## Sini {#sini}\n\n![i](rajah.svg)\n";
    for classification in ["TERBUKA", "TERHAD"] {
        let test = PlanTest::small()
            .section(
                "03-lagi.md",
                &format!("title: Lagi\nclassification: {classification}"),
                body,
            )
            .file("content/rajah.svg", SVG)
            .file("content/lampiran.pdf", "%PDF-1.4\n");
        test.build();
    }
}

#[test]
fn the_same_anchor_twice_is_told_where_the_author_chose_it() {
    let test = PlanTest::small().section("03-lagi.md", "title: Lagi", "## A {#x}\n\n## B {#x}\n");
    assert_told(&test, &fault("E170", "content/03-lagi.md:6:1", "", "two anchors"));
    PlanTest::small()
        .section("03-lagi.md", "title: Lagi", "## A\n\n## A\n")
        .build();
}

#[test]
fn files_that_are_no_files() {
    let test = PlanTest::small().file("luar.md", "---\ntitle: Luar\n---\n");
    for (from, name) in [
        ("luar.md", "03-luar.md"),
        ("distribution", "03-folder"),
        ("tiada", "03-tiada.md"),
        ("plan.yaml", "rajah.svg"),
    ] {
        let link = test.root().join("content").join(name);
        symlink(test.root().join(from), &link).expect("a link");
        let run = test.run(&["build"]).fails(2, "E106");
        assert!(
            run.stderr.contains(&format!("content/{name}")) && run.stderr.contains("hint: "),
            "{}",
            run.stderr
        );
        assert!(!test.output().exists());
        fs::remove_file(link).expect("removed");
    }
    fs::write(test.root().join("content/03-lagi.md"), b"---\ntitle: \xe9\n---\n").expect("written");
    assert_told(&test, &fault("E102", "", "", "not UTF-8"));
    let test = PlanTest::new();
    fs::create_dir(test.root().join("content")).expect("a folder");
    assert_told(&test, &fault("E108", "", "", "no sections"));
    fs::remove_dir(test.root().join("content")).expect("removed");
    assert_told(&test, &fault("E105", "", "", "no content"));
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let test = PlanTest::small();
    test.build();
    let before = crate::published::open_files(&test.output());
    let section = fs::read_to_string(test.root().join("content/01-umum.md")).expect("a section");
    let test = test.file(
        "content/01-umum.md",
        format!("\u{feff}{}", section.replace('\n', "\r\n")),
    );
    test.build();
    assert!(crate::published::open_files(&test.output()) == before);
}
