//! YAML that is meant to harm, and faults of many files in one run.

use std::fs;

use crate::{
    diagnostics::{assert_told, fault},
    plan_test::PlanTest,
    program::{Output, shell, text},
    published::files,
};

const OPEN: &str = "title: Lagi\nclassification: TERBUKA";
const LIST: &str = "distribution/list.yaml";

/// Each line has ten of the line before; indented under a key.
fn bomb(key: &str) -> String {
    let mut lines = format!("{key}:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let again = vec![format!("*a{}", level - 1); 10].join(", ");
        lines.push_str(&format!("  a{level}: &a{level} [{again}]\n"));
    }
    lines
}

/// One long text, a thousand times over.
fn echo(key: &str, before: &str, after: &str) -> String {
    let again = format!(", {before}*s{after}").repeat(100_000);
    format!("{key}: [{before}&s \"{}\"{after}{again}]\n", "a".repeat(100_000))
}

/// Runs the binary with so much memory and no more.
fn within(test: &PlanTest, kilobytes: u32, arguments: &[&str]) -> Output {
    let script = format!(
        "ulimit -v {kilobytes} && exec \"$terkawal\" --root {} {}",
        text(&test.root()),
        arguments.join(" ")
    );
    shell("env", &[], &script, &test.path("home"))
}

#[test]
fn a_small_file_does_not_become_a_large_one_in_memory() {
    let plan = fs::read_to_string(PlanTest::small().root().join("plan.yaml")).expect("plan.yaml");
    let cases = [
        (
            "E152",
            "content/03-lagi.md",
            format!("---\n{OPEN}\n{}---\n", bomb("extra")),
        ),
        (
            "E152",
            "content/03-lagi.md",
            format!("---\n{OPEN}\n{}---\n", echo("audience", "", "")),
        ),
        ("E103", "plan.yaml", format!("{plan}{}", bomb("abbreviations"))),
        ("E103", "plan.yaml", format!("{plan}{}", echo("references", "", ""))),
        ("E104", LIST, format!("copies: []\n{}", bomb("groups"))),
        ("E104", LIST, echo("copies", "{number: \"01\", post: ", "}")),
    ];
    for (code, file, yaml) in cases {
        let test = PlanTest::small().file(file, &yaml);
        let before = files(&test.root());
        for verb in ["check", "build"] {
            let run = within(&test, 1_500_000, &[verb]).fails(2, code);
            assert!(run.stderr.contains(&format!("--> {file}:")), "{file}: {}", run.stderr);
            assert!(run.stderr.contains("hint: "), "{}", run.stderr);
        }
        assert!(files(&test.root()) == before);
    }
    // The same amount of memory is enough for a plan.
    within(&PlanTest::small(), 1_500_000, &["build"]).succeeds();
}

#[test]
fn deep_or_broken_yaml_is_told_with_its_place() {
    let plan = fs::read_to_string(PlanTest::small().root().join("plan.yaml")).expect("plan.yaml");
    let deep = [
        format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("{}{}", "{a: ".repeat(100_000), "}".repeat(100_000)),
        "[".repeat(100_000),
        "!a ".repeat(100_000) + "[",
        format!("\n    {}x", "- ".repeat(100_000)),
        format!("\n    {}x", "? ".repeat(100_000)),
        "*tiada".to_owned(),
        "&a [*a]".to_owned(),
        "!include /etc/passwd".to_owned(),
    ];
    for yaml in deep {
        for (code, file, text) in [
            (
                "E152",
                "content/03-lagi.md",
                format!("---\n{OPEN}\nextra: {{a: {{}}}}\naudience: {yaml}\n---\n"),
            ),
            ("E103", "plan.yaml", format!("{plan}references: {yaml}\n")),
            ("E104", LIST, format!("copies: []\ngroups: {yaml}\n")),
        ] {
            let test = PlanTest::small().file(file, &text);
            let run = test.run(&["build"]).fails(2, code);
            assert!(
                run.stderr.contains(&format!("--> {file}:")) && run.stderr.contains("hint: "),
                "{}",
                run.stderr
            );
            assert!(!test.output().exists());
        }
    }
    let extra = format!(
        "---\n{OPEN}\nextra: {{a: {}{}}}\n---\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    PlanTest::small()
        .file("content/03-lagi.md", extra)
        .run(&["check"])
        .fails(2, "E152");
}

#[test]
fn what_the_parser_says_of_a_sealed_source_is_not_repeated() {
    for yaml in [
        "weight: kzrahsia",
        "weight: !kzrahsia x",
        "audience: kzrahsia",
        "audience: *kzrahsia",
        "extra: kzrahsia",
        "kzrahsia: x",
        "description: [kzrahsia]",
        "description: @kzrahsia",
        "description: \"kzrahsia",
        "description: kzrahsia: x",
        "extra: {? [kzrahsia] : x}",
        "extra: {kzrahsia: 1, kzrahsia: 2}",
        "extra: !include kzrahsia",
    ] {
        let front = format!("title: Lagi\nclassification: TERHAD\n{yaml}");
        for test in [
            PlanTest::small().section("03-lagi.md", &front, ""),
            PlanTest::small().file(
                LIST,
                format!("copies:\n  - number: \"01\"\n    name: kzrahsia\n    {yaml}\n"),
            ),
        ] {
            for format in ["human", "json"] {
                let run = test.run(&["--format", format, "check"]);
                assert_eq!(run.status, 2, "{yaml}: {}", run.text());
                assert!(!run.text().contains("kzrahsia"), "{yaml}: {}", run.text());
            }
        }
    }
}

#[test]
fn slips_in_yaml_have_their_own_advice() {
    let cases = [
        ("weight: banyak", "4:9", "whole number"),
        ("audience: ERT", "4:11", "as a list"),
        ("description: *x", "4:14", "begins with * between quotes"),
        ("Title: x", "4:1", "spelling of the key"),
        ("title: x", "4:1", "keep one of the two"),
        ("extra: x", "4:8", "blank after the colon"),
    ];
    for (yaml, place, advice) in cases {
        let test = PlanTest::small().section("03-lagi.md", &format!("{OPEN}\n{yaml}"), "");
        let run = test.run(&["check"]).fails(2, "E152");
        let place = format!("content/03-lagi.md:{place}");
        assert!(
            run.stderr.contains(&place) && run.stderr.contains(advice),
            "{yaml}: {}",
            run.stderr
        );
    }
    let test = PlanTest::small().section("03-lagi.md", "classification: TERBUKA", "");
    assert!(
        test.run(&["check"])
            .fails(2, "E152")
            .stderr
            .contains("add a line `title: …`")
    );
    assert_told(&test, &fault("E152", "content/03-lagi.md:2:1", "", "no title"));
}

/// One plan with a fault of every kind in another file.
fn all_wrong() -> PlanTest {
    PlanTest::small()
        .section(
            "01-umum.md",
            OPEN,
            "[a](tiada.md)\n\n![b](tiada.svg)\n\n[c](03-lagi.md) [d](04-bab/01-anak.md#ada)\n",
        )
        .section(
            "02-khusus.md",
            "title: a: b",
            "::: terhad\n\n[a](tiada.md)\n\n<script>x</script>\n",
        )
        .section("03-lagi.md", "tajuk: a", ":::\n\n## Ada {#ada}\n")
        .section("04-bab/01-anak.md", "title: [", "::: rahsia\nx\n:::\n\n## Ada {#ada}\n")
        .section("05-akhir.md", "title: Akhir\nclassification: RAHSIA", "[a](#tiada)\n")
        .file("content/06-tiada.md", "Teks sahaja. [a](tiada.pdf)\n")
        .file("content/07-buka.md", "---\ntitle: a\n")
        .file("content/08-bait.md", b"---\ntitle: \xff\n---\n")
}

const ALL: [(&str, &str); 16] = [
    ("E172", "content/01-umum.md:5:1"),
    ("E182", "content/01-umum.md:7:1"),
    ("E152", "content/02-khusus.md:2:9"),
    ("E168", "content/02-khusus.md:4:1"),
    ("E172", "content/02-khusus.md:6:1"),
    ("E190", "content/02-khusus.md:8:1"),
    ("E152", "content/03-lagi.md:2:1"),
    ("E167", "content/03-lagi.md:4:1"),
    ("E154", "content/04-bab/01-anak.md:1:1"),
    ("E152", "content/04-bab/01-anak.md:2:8"),
    ("E201", "content/04-bab/01-anak.md:4:1"),
    ("E201", "content/05-akhir.md:3:17"),
    ("E173", "content/05-akhir.md:5:1"),
    ("E150", "content/06-tiada.md:1:1"),
    ("E151", "content/07-buka.md:1:1"),
    ("E102", "content/08-bait.md:2:8"),
];

#[track_caller]
fn tells(test: &PlanTest, more: &[(&str, &str)]) {
    let json = test.run(&["--format", "json", "build"]);
    assert_eq!(json.status, 2);
    let told: Vec<(String, String)> = json.json()["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|diagnostic| {
            let place = &diagnostic["place"];
            let path = place["path"].as_str().unwrap_or_default();
            (
                diagnostic["code"].as_str().expect("a code").to_owned(),
                format!("{path}:{}:{}", place["line"], place["column"]),
            )
        })
        .collect();
    let mut expected: Vec<(String, String)> = ALL
        .iter()
        .chain(more)
        .map(|(code, place)| ((*code).to_owned(), (*place).to_owned()))
        .collect();
    expected.push(("E182".to_owned(), "content/06-tiada.md:1:14".to_owned()));
    let mut sorted = told.clone();
    sorted.sort();
    expected.sort();
    assert_eq!(sorted, expected, "{}", json.stdout);
    assert!(!test.output().exists());
}

#[test]
fn every_fault_of_every_file_is_told_in_one_run() {
    tells(&all_wrong(), &[]);
    let list = "groups: {}\ncopies:\n  - {number: \"01\", post: A, clearance: RAHSIA}\n  - {number: \"x\"}\n";
    tells(
        &all_wrong()
            .file(LIST, list)
            .file("themes/default/styles/tiada.css", "")
            .plan("valid_until: esok\nlanguage: fr"),
        &[
            ("E201", "distribution/list.yaml:3:40"),
            ("E120", "distribution/list.yaml:4:14"),
            ("E111", "plan.yaml:7:14"),
            ("E114", "plan.yaml:8:11"),
            ("E141", ":null:null"),
        ],
    );
}

#[test]
fn a_plan_yaml_that_cannot_be_read_hides_nothing_of_the_other_files() {
    for (yaml, code, place) in [
        ("title: a: b\n", "E103", "plan.yaml:1:9"),
        ("judul: a\n", "E103", "plan.yaml:1:1"),
        ("title: [\n", "E103", "plan.yaml:1:8"),
        ("title: \u{1b}[2J\n", "E117", "plan.yaml:1:8"),
        ("title: \u{e000}\n", "E118", "plan.yaml:1:8"),
    ] {
        tells(&all_wrong().file("plan.yaml", yaml), &[(code, place)]);
    }
    tells(
        &all_wrong().file("plan.yaml", b"title: \xff\n").file(LIST, "copies: ["),
        &[("E102", "plan.yaml:1:8"), ("E104", "distribution/list.yaml:1:9")],
    );
    // Of a plan.yaml with good YAML and bad values nothing is lost either.
    tells(
        &all_wrong().file(
            "plan.yaml",
            "title: a\nreference: b\nversion: x\ndate: y\norganisation: c\nclassification: RAHSIA BESAR\n",
        ),
        &[
            ("E113", "plan.yaml:3:10"),
            ("E111", "plan.yaml:4:7"),
            ("E201", "plan.yaml:6:17"),
        ],
    );
}

#[test]
fn front_matter_that_cannot_be_read_is_the_only_fault_it_makes() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><desc>satu</desc></svg>";
    // Were the section taken for a sealed one, its picture and the key of 03 would be faults too.
    let test = PlanTest::new()
        .section("01-umum.md", OPEN, "![a](satu.svg)\n")
        .section(
            "02-lagi.md",
            "title: a: b\nclassification: TERBUKA",
            "![a](dua.svg)\n\n[b](01-umum.md)\n",
        )
        .section(
            "03-bab/_index.md",
            "title: [\nclassification: TERBUKA",
            "[a](../02-lagi.md)\n",
        )
        .section("03-bab/01-anak.md", OPEN, "[a](_index.md)\n")
        .file("content/satu.svg", svg)
        .file("content/dua.svg", svg)
        .seat("03", "clearance: SULIT");
    let run = test.run(&["build"]).fails(2, "E152");
    assert_eq!(run.stderr.matches("error[").count(), 2, "{}", run.stderr);
    assert_eq!(run.stderr.matches("error[E152]").count(), 2, "{}", run.stderr);
}
