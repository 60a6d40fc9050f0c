//! What is told of the text of one open section.

use serde_json::json;

use crate::plan_test::PlanTest;

/// Code, line, column and hint of what is told of an open section; its text begins on line 5.
pub(crate) fn told(text: &str) -> Vec<(String, i64, i64, String)> {
    let test = PlanTest::new().section("01-a.md", "title: A\nclassification: TERBUKA", text);
    let facts = test.run(&["--format", "json", "check"]).json();
    let all = facts["diagnostics"].as_array().expect("a list").clone();
    let errors = all.iter().filter(|told| told["severity"] == json!("error"));
    errors
        .map(|told| {
            let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            let place = |key: &str| told["place"][key].as_i64().unwrap_or_default();
            (
                word(&told["code"]),
                place("line"),
                place("column"),
                word(&told["hints"][0]),
            )
        })
        .collect()
}

/// The text is refused once, with this code at this place; the hint has these words.
pub(crate) fn refused(text: &str, code: &str, line: i64, column: i64, hint: &str) {
    let told = told(text);
    let [(is_code, is_line, is_column, is_hint)] = told.as_slice() else {
        panic!("one fault of {text:?}, not {told:?}");
    };
    assert_eq!(
        (is_code.as_str(), *is_line, *is_column),
        (code, line, column),
        "{text:?}"
    );
    assert!(is_hint.contains(hint), "{is_hint}");
}
