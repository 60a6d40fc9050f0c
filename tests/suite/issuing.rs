//! `approve` and `issue`: a version goes out, and the next one supersedes it.

use std::fs;

use serde_json::Value;

use crate::{
    opened,
    plan_test::PlanTest,
    program::{terkawal, text},
    published::files,
    stock_tools::{is_installed, shell},
};

#[test]
fn an_approved_version_is_issued_and_recorded() {
    let test = PlanTest::issued();
    let kinds: Vec<String> = test
        .entries()
        .iter()
        .map(|entry| entry["kind"].as_str().expect("a kind").to_owned())
        .collect();
    assert_eq!(kinds, ["approved", "prepared", "issued"]);
    test.run(&["register", "verify"]).succeeds();
    let issued = test.entries().pop().expect("an entry");
    assert_eq!(issued["reserved"], serde_json::json!(["07"]));
    assert_eq!(issued["copies"].as_array().expect("copies").len(), 2);

    // Each copy carries the head before the entry that made it count, and a receipt code the register knows the hash of.
    let copy = test.issued_copy("1.0", "01");
    let json: Value = serde_json::from_slice(&fs::read(copy.join("copy.json")).expect("copy.json")).expect("JSON");
    assert_eq!(json["register"]["hash"], issued["previous"]);
    assert_eq!(
        (&json["draft"], &json["generation"]),
        (&Value::from(false), &Value::from(1))
    );
    let bundle = opened::bundle(&copy, test.key("01"));
    let bundle: Value = serde_json::from_slice(&bundle.files["bundle.json"]).expect("JSON");
    let code = bundle["receipt"].as_str().expect("a code");
    assert!(
        code.starts_with("01-") && code.len() == "01-ABCDEF-GHJKMN-PQRSTV".len(),
        "{code}"
    );
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

#[test]
fn what_was_issued_is_verified_with_the_pinned_key() {
    let test = PlanTest::issued();
    let public = test.root().join("public");
    let run = test.run(&["verify", text(&public)]).succeeds();
    assert!(
        run.stdout.contains("4 signatures are of the publisher key"),
        "{}",
        run.stdout
    );
    let run = test.run(&["verify", text(&test.root().join("copies"))]).succeeds();
    assert!(
        run.stdout.contains("4 signatures are of the publisher key"),
        "{}",
        run.stdout
    );

    // Another computer has no key, or is given one.
    let elsewhere = test.path("lain");
    let there = |arguments: &[&str]| terkawal(&test.root(), &elsewhere, arguments);
    let run = there(&["verify", text(&public)]).succeeds();
    assert!(run.stderr.contains("publisher not verified"), "{}", run.stderr);
    let key = test.path("home/publisher.pub");
    let run = there(&["verify", text(&public), "--publisher-key", text(&key)]).succeeds();
    assert!(!run.stderr.contains("E421"), "{}", run.stderr);
    let other = PlanTest::new();
    other.secretary_key("publisher");
    let forged = other.path("home/publisher.pub");
    there(&["verify", text(&public), "--publisher-key", text(&forged)]).fails(1, "E447");

    // A draft does not pass for an issue when a key is named.
    test.build();
    test.run(&["verify", text(&test.output())]).succeeds();
    there(&["verify", text(&test.output()), "--publisher-key", text(&key)]).fails(1, "E447");
}

#[test]
fn every_signature_is_looked_at() {
    let test = PlanTest::issued();
    let other = PlanTest::issued();
    let root = test.root();
    let signed = [
        ("public", "public/1.0/manifest.json.minisig"),
        ("public", "public/versions/manifest.json.minisig"),
        ("public", "public/1.0/copies/01/copy.json.minisig"),
        ("public/1.0/copies/01", "public/1.0/copies/01/copy.json.minisig"),
        ("copies/1.0", "copies/1.0/SHA256SUMS.minisig"),
    ];
    for (place, file) in signed {
        let path = root.join(file);
        let kept = fs::read(&path).expect("a signature");
        fs::remove_file(&path).expect("removed");
        test.run(&["verify", text(&root.join(place))]).fails(1, "E447");
        fs::copy(other.root().join(file), &path).expect("copied");
        test.run(&["verify", text(&root.join(place))]).fails(1, "E447");
        fs::write(&path, kept).expect("written");
        test.run(&["verify", text(&root.join(place))]).succeeds();
    }
    // One-file copies carry the signature of their copy.json.
    let file = test.issued_file("1.0", "01");
    test.run(&["verify", text(&file)]).succeeds();
    test.run(&["verify", text(&other.issued_file("1.0", "01"))])
        .fails(1, "E447");
}

#[test]
fn stock_tools_check_an_issue() {
    if !["minisign", "sha256sum", "jq", "age"]
        .iter()
        .all(|tool| is_installed(tool))
    {
        return;
    }
    let test = PlanTest::issued();
    let key = fs::read_to_string(test.path("home/publisher.pub")).expect("the key");
    let key = key.lines().nth(1).expect("a key");
    let check = format!(
        "set -e\nfor file in public/1.0/manifest.json public/versions/manifest.json public/1.0/copies/*/copy.json copies/1.0/SHA256SUMS; do\n\
         minisign -V -q -P {key} -m $file; done\n\
         (cd copies/1.0 && sha256sum -c --quiet --strict SHA256SUMS)\n\
         jq -r '.files[] | .sha256 + \"  public/1.0/\" + .path' public/1.0/manifest.json | sha256sum -c --quiet --strict\n\
         jq -r '.entry | select(.kind == \"issued\") | (.files + [.copies[].files[]])[] | .sha256 + \"  \" + .path' \
         distribution/register.jsonl | sha256sum -c --quiet --strict\n\
         cd public/1.0/copies/01 && jq -r '.files | to_entries[] | .value.sha256 + \"  \" + .key' copy.json | sha256sum -c --quiet\n\
         age -d -i {identity} key.age > $OLDPWD/../c.key && age -d -i $OLDPWD/../c.key bundle.age | tar xzO bundle.json | jq -e .receipt",
        identity = text(&test.key_file("01", true)),
    );
    let (succeeded, said) = shell(&test.root(), &check);
    assert!(succeeded, "{said}");
    fs::write(test.root().join("public/1.0/index.html"), "lain").expect("written");
    let (succeeded, said) = shell(&test.root(), &check);
    assert!(!succeeded && said.contains("index.html: FAILED"), "{said}");
}

#[test]
fn the_register_goes_on_from_the_head_in_a_copy() {
    let test = PlanTest::issued();
    let register = test.register();
    let lines = fs::read_to_string(&register).expect("the register");
    for copy in [test.issued_file("1.0", "01"), test.issued_copy("1.0", "02")] {
        let run = test.run(&["verify", "--against", text(&copy)]).succeeds();
        assert!(run.stdout.contains("goes on from entry 2"), "{}", run.stdout);
        // Rolled back to a state that is signed as well; another computer knows no head.
        let first = lines.lines().next().expect("a line").to_owned() + "\n";
        fs::write(&register, first).expect("written");
        terkawal(&test.root(), &test.path("lain"), &["verify", "--against", text(&copy)]).fails(1, "E415");
        // The state in which the copy itself was not issued yet is the head that it carries.
        let prepared: String = lines.split_inclusive('\n').take(2).collect();
        fs::write(&register, prepared).expect("written");
        let run = terkawal(&test.root(), &test.path("lain"), &["verify", "--against", text(&copy)]);
        run.fails(1, "E449");
        fs::write(&register, &lines).expect("written");
    }
    test.build();
    test.run(&["verify", "--against", text(&test.one_file("01"))])
        .fails(2, "E448");
}

#[test]
fn the_next_version_supersedes_the_one_before() {
    let test = PlanTest::issued();
    let signed = files(&test.root().join("public/1.0"));
    let test = test
        .replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"")
        .section("03-baharu.md", "title: Baharu", "Seksyen yang ditambah kemudian.\n");
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    let public = test.root().join("public");
    test.run(&["verify", text(&public)]).succeeds();
    test.run(&["verify", text(&test.root().join("copies"))]).succeeds();
    test.run(&["register", "verify"]).succeeds();
    // Without their sums nobody vouches for one-file copies.
    let sums = test.root().join("copies/1.1/SHA256SUMS");
    let bytes = fs::read(&sums).expect("the sums");
    fs::remove_file(&sums).expect("removed");
    test.run(&["verify", text(&test.root().join("copies"))])
        .fails(1, "E536");
    fs::write(&sums, bytes).expect("written");

    // Of the older version only the open part stays, to the byte; its own stylesheet tells that it is superseded.
    let mut kept = signed.clone();
    kept.retain(|path, _| !path.starts_with("copies/"));
    let mut now = files(&public.join("1.0"));
    now.retain(|path, _| !path.starts_with("copies/"));
    assert_eq!(now, kept);
    assert!(!test.issued_copy("1.0", "01").exists());
    let withdrawn = test.root().join("copies/withdrawn/1.0/g1/01");
    assert_eq!(files(&withdrawn)["key.age"], signed["copies/01/key.age"]);
    let read = |path: &str| fs::read_to_string(public.join(path)).expect("a file");
    assert!(read("versions/1.0.css").contains(".status-superseded { display: block; }"));
    assert!(read("versions/1.1.css").contains(".status-in-force { display: inline; }"));
    assert!(
        read("1.0/index.html").contains("TIDAK BERKUAT KUASA") && read("1.0/read/index.html").contains("TIDAK BERKUAT")
    );
    assert!(read("index.html").contains("url=1.1/index.html"));
    let versions: Value = serde_json::from_str(&read("versions/versions.json")).expect("JSON");
    let expected = serde_json::json!([
        {"version": "1.1", "title": "1.1", "aliases": ["latest"]},
        {"version": "1.0", "title": "1.0", "aliases": []},
    ]);
    assert_eq!(versions, expected);
    let page = read("versions/index.html");
    assert!(
        page.find("../1.1/").expect("new") < page.find("../1.0/").expect("old"),
        "{page}"
    );

    // The older copies are recalled in the entry by which the new ones count.
    let recalls = test.entries().pop().expect("an entry")["recalls"].clone();
    let recalled = |number: &str| serde_json::json!({"number": number, "version": "1.0", "generation": 1});
    assert_eq!(recalls, serde_json::json!([recalled("01"), recalled("02")]));
    // An older copy still vouches for a state of the register.
    test.run(&["verify", "--against", text(&test.issued_file("1.0", "02"))])
        .succeeds();
    // A copy of the older version that was put back is found.
    fs::create_dir_all(test.issued_copy("1.0", "01")).expect("a folder");
    for (path, bytes) in files(&withdrawn) {
        fs::write(test.issued_copy("1.0", "01").join(path), bytes).expect("written");
    }
    test.run(&["verify", text(&public)]).fails(1, "E453");
}

#[test]
fn a_file_whose_name_ends_like_a_manifest_is_extra() {
    let test = PlanTest::issued();
    fs::write(test.root().join("public/xmanifest.json"), "{}").expect("written");
    test.run(&["verify", text(&test.root().join("public"))])
        .fails(1, "E533");
}
