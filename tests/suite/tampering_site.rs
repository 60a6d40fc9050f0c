//! The open site against its manifest, the folder of one-file copies against SHA256SUMS, and the exit codes of verify.

use std::{fs, path::Path};

use crate::{
    plan_test::PlanTest,
    program::{Output, text},
    published::files,
    tampering::put,
};

fn verify(test: &PlanTest, path: &Path) -> Output {
    test.run(&["verify", text(path)])
}

#[test]
fn what_was_built_is_in_order_and_said_to_be_unsigned() {
    let test = PlanTest::small();
    test.build();
    for below in [
        "",
        "site",
        "site/1.0",
        "copies",
        "copies/1.0",
        "site/1.0/copies/01",
        "copies/1.0/salinan-01.html",
    ] {
        let run = verify(&test, &test.output().join(below)).succeeds();
        assert!(run.stdout.contains("draft: not signed"), "{below}: {}", run.stdout);
        assert!(run.stderr.is_empty(), "{below}: {}", run.stderr);
    }
    let json = test
        .run(&["--format", "json", "verify", text(&test.output())])
        .succeeds()
        .json();
    assert_eq!(
        (&json["signed"], &json["draft"], &json["problems"]),
        (&false.into(), &true.into(), &0.into())
    );
    let is_listed = |path: &&String| !path.contains("/copies/") && !path.ends_with("manifest.json");
    let listed = files(&test.output().join("site")).keys().filter(is_listed).count();
    assert_eq!(json["files"], listed);
    assert_eq!(json["copies"], 4, "two folders and two pages");
}

#[test]
fn every_open_file_is_covered() {
    let test = PlanTest::small().plan("open_pages: [control, contents]");
    test.build();
    let site = test.output().join("site");
    let mut covered = 0;
    for (path, bytes) in files(&site) {
        if path.contains("/copies/") || path.ends_with("manifest.json") {
            continue;
        }
        covered += 1;
        let file = site.join(&path);
        let mut altered = bytes.clone();
        altered[0] ^= 1;
        let longer = [&bytes[..], b" "].concat();
        for (spoiled, code) in [(Some(altered), "E535"), (Some(longer), "E534"), (None, "E536")] {
            put(&file, spoiled);
            let run = verify(&test, &site).fails(1, code);
            assert!(run.stderr.contains(&path), "{}", run.stderr);
        }
        fs::write(&file, bytes).expect("written");
    }
    assert!(covered > 8, "{covered}");
    verify(&test, &site).succeeds();
}

#[test]
fn all_findings_are_told_at_once() {
    let test = PlanTest::small();
    test.build();
    let version = test.output().join("site/1.0");
    fs::write(version.join("nota.txt"), "x").expect("written");
    fs::remove_file(version.join("print/index.html")).expect("removed");
    fs::write(version.join("copies/02/key.age"), "x").expect("written");
    fs::write(test.one_file("01"), "x").expect("written");
    let run = verify(&test, &test.output()).fails(1, "E533");
    for code in ["E536", "E503", "E535"] {
        assert!(run.stderr.contains(code), "{code}: {}", run.stderr);
    }
    assert!(!run.stdout.contains("4 copies fit"), "{}", run.stdout);
}

#[test]
fn a_changed_manifest_is_found() {
    let test = PlanTest::small();
    test.build();
    let path = test.output().join("site/1.0/manifest.json");
    let text = fs::read_to_string(&path).expect("the manifest");
    let size = text
        .split("\"size\":")
        .nth(1)
        .and_then(|rest| rest.split('}').next())
        .expect("a size");
    let hash = text
        .split("\"sha256\":\"")
        .nth(1)
        .and_then(|rest| rest.get(..64))
        .expect("a hash");
    let changes = [
        (format!("\"size\":{size}"), "\"size\":1".to_owned(), "E534"),
        (hash.to_owned(), "0".repeat(64), "E535"),
        (
            "\"path\":\"index.html\"".to_owned(),
            "\"path\":\"lain.html\"".to_owned(),
            "E536",
        ),
        (
            "\"path\":\"index.html\"".to_owned(),
            "\"path\":\"../index.html\"".to_owned(),
            "E536",
        ),
        ("\"format\":1".to_owned(), "\"format\":2".to_owned(), "E532"),
        ("terkawal-manifest".to_owned(), "terkawal-copy".to_owned(), "E532"),
        ("\"draft\":".to_owned(), "\"lain\":".to_owned(), "E532"),
        ("}".to_owned(), String::new(), "E532"),
    ];
    for (from, to, code) in changes {
        assert!(text.contains(&from), "{from}");
        fs::write(&path, text.replacen(&from, &to, 1)).expect("written");
        verify(&test, &test.output()).fails(1, code);
    }
    fs::remove_file(&path).expect("removed");
    verify(&test, &test.output().join("site")).fails(1, "E533");
}

#[test]
fn the_folder_of_copies_is_checked_against_its_sums() {
    let test = PlanTest::small();
    test.build();
    let folder = test.output().join("copies/1.0");
    let page = fs::read(test.one_file("02")).expect("the page");
    fs::remove_file(test.one_file("02")).expect("removed");
    verify(&test, &folder).fails(1, "E536");
    fs::write(test.one_file("02"), &page).expect("written");
    fs::write(folder.join("salinan-09.html"), &page).expect("written");
    verify(&test, &folder).fails(1, "E533");
    fs::remove_file(folder.join("salinan-09.html")).expect("removed");
    fs::write(test.one_file("02"), [&page[..], b"\n"].concat()).expect("written");
    verify(&test, &folder).fails(1, "E535");
    fs::write(test.one_file("02"), &page).expect("written");
    fs::write(folder.join("SHA256SUMS"), "tiada\n").expect("written");
    verify(&test, &folder).fails(1, "E538");
}

#[test]
fn what_cannot_be_verified_is_a_fault_of_the_command_line() {
    let test = PlanTest::small();
    verify(&test, &test.path("nowhere")).fails(2, "E530");
    verify(&test, &test.root()).fails(2, "E531");
    verify(&test, &test.root().join("plan.yaml")).fails(1, "E500");
    let run = test.run(&["verify"]);
    assert_eq!(run.status, 2, "{}", run.text());
}
