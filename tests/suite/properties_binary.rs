//! A few of the same inputs through the built program: exit code, JSON, nothing written.

use std::fs;

use proptest::prelude::*;
use serde_json::Value;

use crate::{
    fuzzing::sample,
    plan_test::PlanTest,
    program::{Output, terkawal, text},
    properties::{cases, changed},
    published::files,
};

const PIECES: [&str; 22] = [
    "\n",
    ": ",
    "---\n",
    "title: x\n",
    "classification: TERBUKA\n",
    "audience: [ERT]\n",
    "\n::: terhad\n",
    "\n:::\n",
    "```\n",
    "[a](b.md)",
    "![",
    "<p>",
    "<!--",
    "| a |\n",
    "{",
    "[",
    "\"",
    "&a ",
    "*a",
    "\u{0}",
    "\u{200b}",
    "kzsealedqx",
];

/// Done, or faults of which each has code, message, hint and a place within the file.
fn is_sound(test: &PlanTest, run: &Output) -> Result<(), TestCaseError> {
    prop_assert!(run.stderr.is_empty(), "{}", run.stderr);
    let json = run.json();
    let list = json["diagnostics"].as_array().cloned().unwrap_or_default();
    prop_assert_eq!(json["exit"].as_i64(), Some(i64::from(run.status)));
    prop_assert!(matches!(run.status, 0 | 2), "{}", run.text());
    prop_assert_eq!(run.status == 2, list.iter().any(|found| found["severity"] == "error"));
    for found in &list {
        let said = |key: &str| found[key].as_str().is_some_and(|text| !text.is_empty());
        prop_assert!(said("code") && said("message"), "{}", found);
        prop_assert!(
            found["hints"].as_array().is_some_and(|hints| !hints.is_empty()),
            "{}",
            found
        );
        if let Some(path) = found["place"]["path"].as_str() {
            let source = fs::read(test.root().join(path)).expect("a file of the plan");
            let source = String::from_utf8_lossy(&source)
                .replace("\r\n", "\n")
                .replace('\r', "\n");
            let number = |key: &str| {
                found["place"][key]
                    .as_u64()
                    .and_then(|n| usize::try_from(n).ok())
                    .unwrap_or(0)
            };
            let line = source.split('\n').nth(number("line").wrapping_sub(1));
            let columns = line.map_or(0, |line| line.chars().count() + 1);
            prop_assert!((1..=columns).contains(&number("column")), "{}", found);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn the_program_builds_any_plan_or_says_why_not(
        which in 0_usize..3,
        section in changed(sample::OPEN.repeat(2), &PIECES),
        plan in changed(sample::PLAN.to_owned(), &PIECES),
        list in changed(sample::list(), &PIECES),
    ) {
        let (path, bytes) = match which {
            0 => ("content/01-umum.md", section),
            1 => ("plan.yaml", plan),
            _ => ("distribution/list.yaml", list),
        };
        let test = PlanTest::small().file(path, &bytes);
        let before = files(&test.root());
        let run = test.run(&["--format", "json", "build"]);
        is_sound(&test, &run)?;
        if run.status != 0 {
            let mut after = files(&test.root());
            after.remove("build/.terkawal");
            prop_assert!(after == before, "something was written");
        }
    }

    #[test]
    fn the_program_imports_any_document_or_says_why_not(
        bytes in changed(format!("TERHAD\n\n1.0 MULA\n\n{}\n\n2.0 LAGI\n\n| a | b |\n|---|---|\n| c | d |\n", "Ayat biasa. ".repeat(9)), &PIECES),
    ) {
        let test = PlanTest::new();
        let source = test.path("pelan.txt");
        fs::write(&source, &bytes).expect("written");
        let made = test.fresh();
        let run = terkawal(&test.root(), &test.path("home"), &["--format", "json", "import", text(&source), text(&made)]);
        is_sound(&test, &run)?;
        prop_assert_eq!(run.status == 0, made.join("plan.yaml").exists());
    }

    #[test]
    fn the_program_verifies_any_manifest(bytes in changed(
        "{\"copies\":[\"01\"],\"draft\":true,\"files\":[],\"format\":1,\"plan\":\"A\",\"type\":\"terkawal-manifest\",\"version\":\"1.0\"}".to_owned(),
        &PIECES,
    )) {
        let test = PlanTest::new();
        let folder = test.path("1.0");
        fs::create_dir(&folder).expect("a folder");
        fs::write(folder.join("manifest.json"), &bytes).expect("written");
        let run = test.run(&["--format", "json", "verify", text(&folder)]);
        // A copy is missing at least.
        prop_assert_eq!(run.status, 1, "{}", run.text());
        prop_assert!(matches!(&run.json()["diagnostics"], Value::Array(list) if !list.is_empty()));
    }
}
