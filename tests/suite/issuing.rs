//! `approve` and `issue`: a version goes out, and the next one supersedes it.

use std::fs;

use serde_json::Value;

use crate::{opened, plan_test::PlanTest, program::text, published::files};

fn entries(test: &PlanTest) -> Vec<Value> {
    let register = fs::read_to_string(test.root().join("distribution/register.jsonl")).expect("the register");
    let entry = |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["entry"].clone();
    register.lines().map(entry).collect()
}

#[test]
fn an_approved_version_is_issued_and_recorded() {
    let test = PlanTest::issued();
    let kinds: Vec<String> = entries(&test)
        .iter()
        .map(|entry| entry["kind"].as_str().expect("a kind").to_owned())
        .collect();
    assert_eq!(kinds, ["approved", "prepared", "issued"]);
    test.run(&["register", "verify"]).succeeds();
    let issued = entries(&test).pop().expect("an entry");
    assert_eq!(issued["reserved"], serde_json::json!(["07"]));
    assert_eq!(issued["copies"].as_array().expect("copies").len(), 2);

    // Each copy carries the head before the entry that made it count, and a receipt code the register knows the hash of.
    let copy = test.issued_copy("1.0", "01");
    let json: Value = serde_json::from_slice(&fs::read(copy.join("copy.json")).expect("copy.json")).expect("JSON");
    assert_eq!(json["register"]["hash"], issued["previous"]);
    assert_eq!((&json["draft"], &json["generation"]), (&Value::from(false), &Value::from(1)));
    let bundle = opened::bundle(&copy, test.key("01"));
    let bundle: Value = serde_json::from_slice(&bundle.files["bundle.json"]).expect("JSON");
    let code = bundle["receipt"].as_str().expect("a code");
    assert!(code.starts_with("01-") && code.len() == "01-ABCDEF-GHJKMN-PQRSTV".len(), "{code}");
    let receipt = &issued["copies"][0]["receipt"];
    let salted = format!("{}:{code}", receipt["salt"].as_str().expect("a salt"));
    assert_eq!(receipt["sha256"], terkawal::digest::hex(salted.as_bytes()));
    test.open(&test.issued_file("1.0", "02"), "02").succeeds();

    // Nothing of the run stays, and no page says that it is a draft.
    assert!(!test.root().join(".terkawal-issue").exists());
    assert!(!test.root().join("distribution/issue.json").exists());
    let public = files(&test.root().join("public"));
    let is_draft = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("class=\"notice draft\"");
    assert!(public.len() > 10 && !public.values().any(is_draft));
    test.run(&["verify", text(&test.root().join("public"))]).succeeds();
    test.run(&["verify", text(&test.root().join("copies/1.0"))]).succeeds();
}
