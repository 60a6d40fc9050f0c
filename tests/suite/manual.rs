//! The manual: a plan that the program builds, and a row for every code of a diagnostic.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::json;
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::{
    blocks,
    language::{Example, specification},
    program::{terkawal, text},
};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn the_manual_builds_without_copies_and_without_warnings() {
    let temporary = TempDir::new().expect("a temporary folder");
    let output = temporary.path().join("manual");
    let arguments = ["--format", "json", "build", "-o", text(&output)];
    let facts = terkawal(&folder("docs"), temporary.path(), &arguments)
        .succeeds()
        .json();
    assert_eq!(facts["diagnostics"], json!([]));
    assert_eq!(facts["copies"], json!([]));
    assert_eq!(facts["open_sections"], facts["sections"]);
    assert!(output.join("site/index.html").exists());
    assert!(!output.join("copies").exists());
    assert!(!output.join("site/0.1/copies").exists());
}

#[test]
fn the_manual_explains_every_code_and_no_other() {
    let mut used = BTreeSet::new();
    for entry in WalkDir::new(folder("src")) {
        let entry = entry.expect("a source");
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(entry.path()).expect("UTF-8");
            used.extend(source.split('"').filter(|literal| is_code(literal)).map(str::to_owned));
        }
    }
    assert!(used.contains("E103"), "codes stand in src as string literals");

    let page = fs::read_to_string(folder("docs/content/10-kod-mesej.md")).expect("the page of codes");
    let mut explained = BTreeSet::new();
    for line in page.lines().filter(|line| line.starts_with("| E")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        assert!(
            cells.len() == 3 && is_code(cells[0]) && cells.iter().all(|cell| !cell.is_empty()),
            "a row has code, meaning and what to do: {line}"
        );
        assert!(explained.insert(cells[0].to_owned()), "{} has two rows", cells[0]);
    }
    let missing: Vec<&String> = used.difference(&explained).collect();
    assert!(missing.is_empty(), "codes without a row: {missing:?}");
    let left: Vec<&String> = explained.difference(&used).collect();
    assert!(left.is_empty(), "rows of codes that are not in src: {left:?}");

    // Other pages and the text around the table name no code that is gone.
    for entry in WalkDir::new(folder("docs/content")) {
        let entry = entry.expect("a page");
        if entry.path().extension().is_some_and(|extension| extension == "md") {
            let page = fs::read_to_string(entry.path()).expect("UTF-8");
            for code in page
                .split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|word| is_code(word))
            {
                assert!(used.contains(code), "{code} in {}", entry.path().display());
            }
        }
    }
}

#[test]
fn the_manual_shows_each_data_block_as_source_and_as_result() {
    let mut found = BTreeSet::new();
    for entry in WalkDir::new(folder("docs/content/03-menulis/05-blok-data")) {
        let entry = entry.expect("a page");
        if entry.file_type().is_dir() || entry.file_name() == "_index.md" {
            continue;
        }
        let page = fs::read_to_string(entry.path()).expect("UTF-8");
        let (examples, live) = shown(&page);
        assert!(!examples.is_empty(), "{}", entry.path().display());
        for example in examples {
            // What must be sealed cannot be shown in a manual that is open.
            assert!(
                example.starts_with(":::") || live.contains(example),
                "no result of:\n{example}"
            );
            let kind = example
                .split("```")
                .nth(1)
                .and_then(|rest| rest.lines().next())
                .expect("a block");
            found.insert(kind.to_owned());
        }
    }
    let missing: Vec<_> = blocks::kinds().filter(|kind| !found.contains(*kind)).collect();
    assert!(missing.is_empty(), "blocks without a page: {missing:?}");
}

/// The examples of a page, and the page without their sources.
fn shown(page: &str) -> (Vec<&str>, String) {
    let sources = page.split("````markdown\n").skip(1);
    let examples: Vec<&str> = sources
        .map(|rest| rest.split("````\n").next().expect("a first part"))
        .collect();
    let live = examples.iter().fold(page.to_owned(), |live, example| {
        live.replace(&format!("````markdown\n{example}````\n"), "")
    });
    (examples, live)
}

/// Without what depends on the place: addresses, ids, and the numbers of figures, tables and sections.
fn placeless(html: &str) -> String {
    let mut out = html.to_owned();
    let marks = [" href=\"", " src=\"", " id=\"", "Rajah ", "Jadual ", "seksyen "];
    for mark in marks {
        let is_value = |c: char| {
            if mark.ends_with('"') {
                c != '"'
            } else {
                c.is_ascii_digit() || c == '.'
            }
        };
        let mut parts = out.split(mark);
        let mut kept = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            kept.push_str(mark);
            kept.push_str(part.trim_start_matches(is_value));
        }
        out = kept;
    }
    out
}

#[test]
fn the_manual_shows_the_plan_language_as_it_is_specified() {
    let temporary = TempDir::new().expect("a temporary folder");
    let output = temporary.path().join("manual");
    terkawal(&folder("docs"), temporary.path(), &["build", "-o", text(&output)]).succeeds();
    let specified = specification();
    let mut used: Vec<&Example> = Vec::new();
    for entry in WalkDir::new(folder("docs/content/03-menulis/04-struktur")).sort_by_file_name() {
        let entry = entry.expect("a page");
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(slug) = name.strip_suffix(".md").filter(|name| *name != "_index") else {
            continue;
        };
        let source = fs::read_to_string(entry.path()).expect("UTF-8");
        let (examples, live) = shown(&source);
        assert!(!examples.is_empty(), "{name} shows nothing");
        let slug = slug.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
        let page = output.join(format!("site/0.1/menulis/struktur/{slug}/index.html"));
        let page = placeless(&fs::read_to_string(page).expect("the page"));
        for example in examples {
            assert!(
                live.contains(&format!("Hasilnya:\n\n{example}")),
                "{name}: no result of:\n{example}"
            );
            let found = specified.iter().find(|known| known.markdown == example.trim_end());
            let known = found.unwrap_or_else(|| panic!("{name}: the specification does not know:\n{example}"));
            assert!(
                page.contains(&placeless(&known.html)),
                "{name}: the page does not show what {} says:\n{}",
                known.place,
                known.html
            );
            used.push(known);
        }
    }
    for file in ["captions.md", "grids.md", "lists.md", "notes.md", "phrases.md"] {
        assert!(
            used.iter().any(|example| example.place.starts_with(file)),
            "{file} is not shown"
        );
    }
}

fn is_code(word: &str) -> bool {
    word.len() == 4 && word.starts_with('E') && word[1..].bytes().all(|byte| byte.is_ascii_digit())
}
