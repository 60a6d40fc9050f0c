//! `init` as a newcomer uses it: a plan in one's own language, the commands it names, and copies that open.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::{
    blocks::kinds,
    plan_test::PlanTest,
    program::{Output, passphrase_in, terkawal, text},
    published::files,
};

const LANGUAGES: [&str; 3] = ["ms", "id", "en"];

fn init(test: &PlanTest, arguments: &[&str]) -> Output {
    let arguments = [&["--format", "json", "init"], arguments].concat();
    terkawal(&test.root(), &test.path("home"), &arguments)
}

fn started(test: &PlanTest, language: &str) -> (PathBuf, Value) {
    let plan = test.path(&format!("baharu-{language}"));
    let facts = init(test, &[text(&plan), "--language", language]).succeeds().json();
    (plan, facts)
}

/// The text of all files of a plan.
fn sources(plan: &Path) -> String {
    let texts = files(plan)
        .into_values()
        .map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_commands_that_are_named_make_copies_that_open() {
    // What only the holder of copy 01 reads, and a title, a word of a page and what it is called in each language.
    let sealed = ["Akses istimewa", "Akses istimewa", "Privileged access"];
    let contents = ["Kandungan", "Daftar Isi", "Contents"];
    for ((language, sealed), contents) in LANGUAGES.into_iter().zip(sealed).zip(contents) {
        let test = PlanTest::new();
        let home = test.path("home");
        let (plan, facts) = started(&test, language);
        assert_eq!(facts["diagnostics"], json!([]));
        // Before anybody has a key, this is all that is missing.
        let before = terkawal(&plan, &home, &["--format", "json", "check"])
            .fails(2, "E300")
            .json();
        let told = before["diagnostics"].as_array().expect("a list");
        assert!(told.iter().all(|diagnostic| diagnostic["code"] == "E300"), "{told:?}");
        let mut slip = None;
        let next = facts["next"].as_array().expect("commands");
        assert_eq!(next[0], format!("cd {}", text(&plan)));
        for command in &next[1..] {
            let words: Vec<&str> = command.as_str().expect("a command").split(' ').collect();
            assert_eq!(words[0], "terkawal");
            let arguments = [&["--format", "json"], &words[1..]].concat();
            let facts = terkawal(&plan, &home, &arguments).succeeds().json();
            assert_eq!(facts["diagnostics"], json!([]), "{language}: {command}");
            if facts["copy"] == "01" {
                slip = facts["slip"]
                    .as_str()
                    .map(|slip| fs::read_to_string(slip).expect("the slip"));
            }
        }
        let build = plan.join("build");
        let page = fs::read_to_string(build.join("site/0.1/contents/index.html")).expect("the contents");
        assert!(page.contains(&format!("<html lang=\"{language}\"")), "{language}");
        assert!(page.contains(contents), "{language}: no {contents}");
        let open = files(&build.join("site"));
        assert!(
            !open
                .values()
                .any(|bytes| String::from_utf8_lossy(bytes).contains(sealed))
        );

        let to = test.fresh();
        let passphrase = passphrase_in(&slip.expect("a slip"), "01");
        test.open_with_passphrase(&build.join("copies/0.1/salinan-01.html"), &passphrase)
            .succeeds();
        let opened = files(&to);
        assert!(
            opened
                .values()
                .any(|bytes| String::from_utf8_lossy(bytes).contains(sealed)),
            "{language}"
        );
    }
}

#[test]
fn every_structure_stands_in_it() {
    let structures = [
        "title: ",
        "logo: ",
        "statement: ",
        "control:",
        "circulated_to:",
        "in_force:",
        "period:",
        "reviews:",
        "kind: audit",
        "kind: exercise",
        "kind: briefing",
        "appointed:",
        "references:",
        "abbreviations:",
        "open_pages:",
        "numbering: decimal",
        "groups:",
        "members:",
        "reserved: true",
        "audience: [",
        "front: true",
        "portrait: ",
        "signatory: ",
        "number: \"",
        "\n## ",
        "{#sec-",
        "@sec-",
        "{#fig-",
        "@fig-",
        "{#tbl-",
        "@tbl-",
        "\n#. ",
        "\n   (a) ",
        "\n       (i) ",
        "\n1. ",
        "\n   - ",
        "\nc) ",
        "\n√ ",
        "\n- [x] ",
        "\n- [ ] ",
        "[^1]: ",
        "]{lang=",
        "\n---\n\n",
        "\n> ",
        "> [!NOTE]",
        "::: amaran",
        "audience=\"",
        "\n|---|",
        "\n+====",
        ".svg){#fig-",
        ".csv)",
        ".md)",
        "{file=",
        "kind: emergency",
        "email: ",
    ];
    let mut facts = Vec::new();
    for language in LANGUAGES {
        let test = PlanTest::new();
        let (plan, started) = started(&test, language);
        let text = sources(&plan);
        for structure in structures {
            assert!(text.contains(structure), "{language}: no {structure:?}");
        }
        for block in kinds() {
            let fence = format!("\n```{block}");
            let found = text
                .match_indices(&fence)
                .any(|(at, _)| text[at + fence.len()..].starts_with([' ', '\n']));
            assert!(found, "{language}: no {block}");
        }
        facts.push(started["files"].clone());
    }
    assert_eq!(facts, [facts[0].clone(), facts[0].clone(), facts[0].clone()]);
}

#[test]
fn days_are_counted_from_the_day_it_is_made_for() {
    for language in LANGUAGES {
        let test = PlanTest::new();
        let plan = test.path("baharu");
        init(&test, &[text(&plan), "--language", language, "--date", "2031-03-31"]).succeeds();
        let file = fs::read_to_string(plan.join("plan.yaml")).expect("plan.yaml");
        for line in [
            "date: 2031-03-31\n",
            "date: 2031-02-28",
            "from: 2031, until: 2035",
            "due: 2032-03-31",
            "due: 2031-09-30",
        ] {
            assert!(file.contains(line), "{language}: no {line:?}");
        }
        let text = sources(&plan);
        for name in ["@today", "@last", "@in-", "@year"] {
            assert!(!text.contains(name), "{language}: {name} is left");
        }
    }
}

#[test]
fn it_fills_the_plan_folder_itself_when_no_other_is_named() {
    let test = PlanTest::new();
    let plan = test.path("kosong");
    fs::create_dir(&plan).expect("a folder");
    let said = terkawal(&plan, &test.path("home"), &["init"]).succeeds();
    assert!(plan.join("plan.yaml").is_file());
    let named = terkawal(
        &test.root(),
        &test.path("home"),
        &["init", text(&test.path("dua patah"))],
    )
    .succeeds();
    for (run, words) in [
        (&said, "terkawal enrol 02-02 --passphrase\n"),
        (&named, "dua patah\"\n"),
    ] {
        assert!(run.stdout.contains(words), "{}", run.stdout);
    }
    assert!(named.stdout.contains("  cd \""), "{}", named.stdout);
    let quiet = terkawal(&test.path("diam"), &test.path("home"), &["--quiet", "init"]).succeeds();
    assert_eq!(quiet.text(), "");
}

#[test]
fn what_is_there_already_is_refused_and_stays() {
    let test = PlanTest::new().file("penuh/nota.txt", "lama");
    let (full, file) = (test.root().join("penuh"), test.root().join("penuh/nota.txt"));
    let links = ["rantai-ke-fail", "rantai-ke-folder", "rantai-putus"].map(|name| test.path(name));
    for (link, target) in links.iter().zip([&file, &full, &test.path("tiada")]) {
        std::os::unix::fs::symlink(target, link).expect("a link");
    }
    let before = files(&test.root());
    for folder in [&full, &file, &links[0], &links[1], &links[2], &test.root()] {
        let run = init(&test, &[text(folder)]).fails(2, "E601");
        let hints = &run.json()["diagnostics"][0]["hints"];
        assert!(
            hints[0].as_str().is_some_and(|hint| hint.contains("new folder")),
            "{hints}"
        );
    }
    assert_eq!(files(&test.root()), before);
    assert!(!test.path("tiada").exists());
    init(&test, &[text(&file.join("dalam"))]).fails(2, "E900");
    init(&test, &["--language", "fr", text(&test.path("lain"))]).fails(2, "fr");
    assert!(!test.path("lain").exists());
}
