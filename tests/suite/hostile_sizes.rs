//! Large, deep and repetitive input: refused with a place and a hint, or built; no overflow, no blow-up.
//!
//! Texts here are so large that a step which is quadratic in them would not end within the patience of a test run.

use std::fs;

use crate::{
    diagnostics::{assert_told, fault},
    plan_test::PlanTest,
    program::text,
};

const OPEN: &str = "title: Lagi\nclassification: TERBUKA";

#[test]
fn files_of_50_megabytes_are_refused() {
    let large = || "satu dua tiga empat lima\n".repeat(2_000_000);
    for (file, place) in [
        ("content/03-lagi.md", "content/03-lagi.md:1:1"),
        ("plan.yaml", "plan.yaml:1:1"),
        ("distribution/list.yaml", "distribution/list.yaml:1:1"),
        ("themes/default/styles/copy.css", "themes/default/styles/copy.css:1:1"),
    ] {
        let test = PlanTest::small().file(file, large());
        assert_told(&test, &fault("E109", place, file, "50 MB"));
    }
    for (file, body) in [
        ("besar.svg", "![a](besar.svg)"),
        ("besar.pdf", "[a](besar.pdf)"),
        ("besar.txt", "[a](besar.txt)"),
    ] {
        let test = PlanTest::small()
            .section("03-lagi.md", OPEN, &format!("{body}\n"))
            .file(&format!("content/{file}"), large());
        assert_told(&test, &fault("E184", "content/03-lagi.md:5:1", file, "50 MB"));
    }
    // What no section uses is not read.
    PlanTest::small().file("content/data/besar.csv", large()).build();
}

#[test]
fn a_file_without_end_is_refused() {
    let test = PlanTest::small();
    fs::remove_file(test.root().join("plan.yaml")).expect("removed");
    std::os::unix::fs::symlink("/dev/zero", test.root().join("plan.yaml")).expect("a link");
    let run = test.run(&["check"]).fails(2, "E109");
    assert!(run.stderr.contains("--> plan.yaml:1"), "{}", run.stderr);
}

/// So many lines, each made of its number.
fn each(count: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0..count {
        text.push_str(&line(at));
    }
    text
}

/// Demands that a body is refused with the code, in open and sealed sections and in a block.
#[track_caller]
fn refused(code: &str, body: &str) {
    for (front, body) in [
        ("title: Lagi", body.to_owned()),
        (OPEN, format!("::: terhad\n\n{body}\n\n:::\n")),
    ] {
        let test = PlanTest::small().section("03-lagi.md", front, &body);
        let run = test.run(&["build"]).fails(2, code);
        assert!(
            run.stderr.contains("--> content/03-lagi.md:") && run.stderr.contains("hint: "),
            "{}",
            run.stderr
        );
        assert!(!test.output().exists());
    }
}

#[test]
fn deep_markdown_is_refused_on_every_thread() {
    for depth in [1_000, 40_000] {
        for unit in [">", "> ", "1. ", "> - ", "> 1. > "] {
            refused("E191", &format!("{}a\n", unit.repeat(depth)));
        }
        for (open, close) in [
            ("*a ", " a*"),
            ("**a ", " a**"),
            ("~~a ", " a~~"),
            ("![a ", "](x.png)"),
            ("[^1]: > ", "\n"),
        ] {
            refused("E191", &format!("{}b{}\n", open.repeat(depth), close.repeat(depth)));
        }
    }
    let indented = each(1500, |level| format!("{}- a\n", " ".repeat(2 * level)));
    refused("E191", &indented);
    // Many sections at once are read by several threads, whose stacks are smaller.
    let mut test = PlanTest::small();
    for section in 10..30 {
        test = test.section(
            &format!("{section}-dalam.md"),
            OPEN,
            &format!("{}a\n", ">".repeat(10_000)),
        );
    }
    assert_eq!(test.run(&["check"]).fails(2, "E191").stderr.matches("E191").count(), 20);
}

#[test]
fn depth_that_a_plan_may_have_is_built() {
    let body = format!(
        "{}a\n\n{}b\n\n{}c{}\n",
        ">".repeat(30),
        "- ".repeat(25),
        "*a **b ".repeat(15),
        "** *".repeat(15)
    );
    for front in [OPEN, "title: Lagi"] {
        PlanTest::small().section("03-lagi.md", front, &body).build();
    }
}

#[test]
fn repetition_does_not_blow_up() {
    let texts = [
        "[".repeat(60_000),
        "![".repeat(30_000),
        "a](".repeat(30_000),
        "*a_ ".repeat(20_000),
        "<".repeat(50_000),
        "a <!A ".repeat(20_000),
        "`a".repeat(20_000),
        format!("{}{}", " ".repeat(200_000), "a)".repeat(60_000)),
        format!(
            "{}|\n{}|\n{}",
            "|a".repeat(1_000),
            "|-".repeat(1_000),
            "|x\n".repeat(50)
        ),
        each(5_000, |at| format!("[r{at}]: https://x.example/{at}\n")),
        each(5_000, |at| format!("# Tajuk\n\n[a{at}](#tajuk-{})\n\n", at % 100 + 2)),
        "```\nx\n```\n".repeat(10_000),
        "    x\n\ny\n\n".repeat(8_000),
        "> [!NOTE]\n".repeat(5_000),
        "\n>".repeat(20_000),
    ];
    for text in texts {
        let test = PlanTest::small().section("03-lagi.md", OPEN, &text);
        let run = test.run(&["check"]);
        // Some of it is refused, each time for what it is and not for its size.
        let refused = ["E278", "E293", "E295"].iter().any(|code| run.stderr.contains(code));
        assert!(
            run.status == 0 || run.status == 2 && refused,
            "{}: {}",
            &text[..20],
            run.stderr
        );
    }
    // Blocks and the definitions of what is around them.
    let body = each(2_000, |at| format!("[r{at}]: https://x.example/{at}\n\n"))
        + &each(2_000, |at| format!("[r{at}] "))
        + &"\n\n::: terhad\n::: terhad\nsatu dua tiga empat lima\n:::\n:::\n".repeat(700);
    PlanTest::small().section("03-lagi.md", OPEN, &body).build();
}

#[test]
fn an_address_is_not_multiplied_without_limit() {
    let definition = format!("[r]: https://x.example/{}\n\n", "a".repeat(200_000));
    refused("E192", &format!("{definition}{}", "[r]\n".repeat(1000)));
    let test = PlanTest::small().section(
        "03-lagi.md",
        OPEN,
        &format!("{definition}::: terhad\n{}:::\n", "[r]\n".repeat(1000)),
    );
    test.run(&["check"]).fails(2, "E192");
}

#[test]
fn faults_without_number_are_counted_and_not_all_listed() {
    let test = PlanTest::small().section("03-lagi.md", OPEN, &":::\n".repeat(100_000));
    for format in ["human", "json"] {
        let run = test.run(&["--format", format, "check"]).fails(2, "E167");
        assert!(
            run.text().contains("this file has 100000 of these"),
            "the rest is counted"
        );
        assert_eq!(run.text().matches("E167").count(), 1001);
    }
    // Those of another kind and of another file are still told.
    let test = test
        .section("04-lagi.md", OPEN, &format!("{}[a](tiada.md)\n", ":::\n".repeat(2000)))
        .section("05-lagi.md", OPEN, "[a](tiada.md)\n");
    assert_eq!(test.run(&["check"]).stderr.matches("error[E172]").count(), 2);
}

#[test]
fn deep_or_crowded_drawings_do_no_harm() {
    let svg = |inner: String| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>");
    let attributes = |name: &str| each(100_000, |at| format!(" {name}{at}=\"x\""));
    let namespaces = each(20_000, |at| format!("<g xmlns:a{at}=\"x{at}\">"));
    let entities = each(30, |at| format!("<!ENTITY a{} \"&a{at};&a{at};&a{at};\">", at + 1));
    for (what, drawing) in [
        ("attributes", svg(format!("<g{}/>", attributes("a")))),
        ("namespaces", svg(namespaces + &"</g>".repeat(20_000))),
        (
            "entities",
            format!(
                "<!DOCTYPE svg [<!ENTITY a0 \"a\">{entities}]>{}",
                svg("&a29;".to_owned())
            ),
        ),
        ("not closed", svg("<g>".repeat(100_000))),
    ] {
        let test = PlanTest::small()
            .section("03-lagi.md", OPEN, "![a](b.svg)\n")
            .file("content/b.svg", drawing);
        assert_told(&test, &fault("E186", "content/03-lagi.md:5:1", "", what));
    }
    let deep = svg(format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000)));
    for front in [OPEN, "title: Lagi"] {
        PlanTest::small()
            .section("03-lagi.md", front, "![a](b.svg)\n")
            .file("content/b.svg", &deep)
            .build();
    }
}

#[test]
fn deep_attachments_do_no_harm() {
    for deep in ["<div>", "[", "{\"a\":", "&amp;", "(", "<!--"] {
        let test = PlanTest::small()
            .section("03-lagi.md", OPEN, "[a](b.txt)\n")
            .file("content/b.txt", deep.repeat(20_000));
        let run = test.run(&["check"]);
        // What the gate cannot read to its end is not published.
        let is_refused = run.status == 2 && run.stderr.contains("E401");
        assert!(run.status == 0 || is_refused, "{deep}: {}", run.text());
    }
}

#[test]
fn deep_manifests_are_refused() {
    let test = PlanTest::small();
    test.build();
    let site = test.output().join("site");
    let deep = "[".repeat(200_000);
    for file in ["1.0/manifest.json", "1.0/copies/01/copy.json"] {
        let old = fs::read(site.join(file)).expect("a file");
        fs::write(site.join(file), &deep).expect("written");
        let run = test.run(&["verify", text(&site)]);
        assert!(
            (1..=2).contains(&run.status) && run.stderr.contains("error["),
            "{file}: {}",
            run.text()
        );
        fs::write(site.join(file), old).expect("written");
    }
}

#[test]
fn deep_folders_are_refused() {
    let nested = |depth: usize| {
        let mut test = PlanTest::small();
        let mut path = String::new();
        for level in 0..depth {
            path.push_str(&format!("b{level}/"));
            test = test.section(&format!("{path}_index.md"), OPEN, "Teks.\n");
        }
        test
    };
    nested(12).build();
    let place = format!("content/{}_index.md:1:1", each(13, |level| format!("b{level}/")));
    assert_told(&nested(500), &fault("E147", place.leak(), "", "500 levels"));
}
