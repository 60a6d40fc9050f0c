//! Every key of every data block with every kind of wrong value: what is told, word by word, as `tests/messages/blocks.md` has
//! it. An example there has each key on a line of its own; `NN` is a number that no other variant has.

use std::{fmt::Write as _, fs, path::Path};

use crate::{blocks, plan_test::PlanTest, sample};

/// What is written in the place of a good value.
const WRONG: [(&str, &str); 4] = [
    ("empty", " \"\""),
    ("keys", " {salah: x}"),
    ("lists", " [[x]]"),
    ("a word", " entah"),
];

/// Kinds and their examples.
fn examples(spec: &str) -> Vec<(&str, &str)> {
    let example = |part| -> Option<(&str, &str)> {
        let (kind, rest): (&str, &str) = str::split_once(part, '\n')?;
        let example = rest.split("```yaml\n").nth(1)?;
        Some((kind, example.split("```").next()?))
    };
    spec.split("\n## ").skip(1).filter_map(example).collect()
}

/// An example without the value of one line, and what is below it; with another value, or without the line.
fn changed(example: &str, line: usize, value: Option<&str>) -> Option<String> {
    let lines: Vec<&str> = example.lines().collect();
    let own = lines[line];
    let (key, _) = own.split_once(':')?;
    let depth = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let mut out: Vec<String> = lines[..line].iter().map(|line| (*line).to_owned()).collect();
    match value {
        Some(value) => out.push(format!("{key}:{value}")),
        // A line that begins an entry hands its mark to the next one.
        None if own.trim_start().starts_with('-') => out.push(String::new()),
        None => {}
    }
    let below =
        |next: &&&str| depth(next) > depth(own) || next.trim_start().starts_with("- ") && depth(next) > depth(own);
    let rest = lines[line + 1..].iter().skip_while(|next| below(next));
    let mut rest: Vec<String> = rest.map(|line| (*line).to_owned()).collect();
    if value.is_none() && own.trim_start().starts_with('-') {
        out.pop();
        let mark = own.find('-')?;
        let next = rest
            .first_mut()
            .filter(|next| depth(next) == depth(own) && !next.trim_start().starts_with('-'))?;
        next.replace_range(mark..=mark, "-");
    }
    out.extend(rest);
    Some(out.join("\n") + "\n")
}

/// What a check says of each variant of an example, by key.
fn told(kind: &str, example: &str) -> String {
    let keys: Vec<(usize, &str)> = example
        .lines()
        .enumerate()
        .filter_map(|(at, line)| Some((at, line.trim_start_matches([' ', '-']).split_once(':')?.0)))
        .collect();
    let mut variants = vec![("as it stands".to_owned(), example.to_owned())];
    for (line, key) in keys {
        let without = changed(example, line, None).map(|yaml| ("nothing", yaml));
        let wrong = WRONG
            .iter()
            .filter_map(|(name, value)| Some((*name, changed(example, line, Some(value))?)));
        for (name, yaml) in without.into_iter().chain(wrong) {
            variants.push((format!("{key}, line {}: {name}", line + 1), yaml));
        }
    }
    let mut test = PlanTest::new().holder("01", "clearance: SULIT");
    for (number, (_, yaml)) in variants.iter().enumerate() {
        let yaml = yaml.replace("NN", &format!("{number:03}"));
        test = test.section(
            &format!("{number:03}-b{number}.md"),
            &format!(
                "title: Blok {number}\nclassification: {}",
                if kind == "contacts" { "TERHAD" } else { "TERBUKA" }
            ),
            &format!("```{kind}\n{yaml}```\n"),
        );
    }
    let json = test.run(&["--format", "json", "check"]).fails(2, "E2").json();
    let all = json["diagnostics"].as_array().expect("a list");
    let mut out = String::new();
    for (number, (name, _)) in variants.iter().enumerate() {
        let _ = writeln!(out, "{name}");
        let path = format!("content/{number:03}-b{number}.md");
        for diagnostic in all.iter().filter(|diagnostic| diagnostic["place"]["path"] == *path) {
            let place = &diagnostic["place"];
            let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
            let _ = writeln!(
                out,
                "    {} {}:{} {} | {}",
                text(&diagnostic["code"]),
                place["line"].as_i64().expect("a line") - 5,
                place["column"],
                text(&diagnostic["message"]),
                text(&diagnostic["hints"][0]),
            );
        }
    }
    out
}

#[test]
fn each_wrong_field_is_told_as_written_down() {
    let path = sample::root().join("tests/messages/blocks.md");
    let spec = fs::read_to_string(&path).expect("the file");
    let examples = examples(&spec);
    for kind in blocks::kinds().filter(|kind| *kind != "dot") {
        assert!(examples.iter().any(|(known, _)| *known == kind), "no example of {kind}");
    }
    let (head, _) = spec.split_once("\n## ").expect("a part");
    let mut found = head.to_owned();
    for (kind, example) in &examples {
        let told = told(kind.split(' ').next().expect("a word"), example);
        assert!(
            told.starts_with("as it stands\n") && !told.starts_with("as it stands\n "),
            "{kind}: {told}"
        );
        let _ = write!(found, "\n## {kind}\n\n```yaml\n{example}```\n\n```text\n{told}```\n");
    }
    if found != spec {
        let now = Path::new(env!("CARGO_TARGET_TMPDIR")).join("blocks.md");
        fs::write(&now, &found).expect("written");
        let line = found.lines().zip(spec.lines()).position(|(now, then)| now != then);
        panic!("from line {line:?} on, what is told is what {} has", now.display());
    }
}
