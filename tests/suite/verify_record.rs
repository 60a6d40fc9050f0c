//! What was published, held against the register: whole states that are put back bear sound signatures.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    plan_test::PlanTest,
    program::{Output, terkawal, text},
    published::files,
    register_hosting::today,
};

type Files = BTreeMap<String, Vec<u8>>;

/// Replaces a folder by what it once held.
fn put(folder: &Path, kept: &Files) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("removed");
    }
    for (path, bytes) in kept {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }
}

fn verify(test: &PlanTest, folder: &str) -> Output {
    test.run(&["--format", "json", "verify", text(&test.root().join(folder))])
}

/// The codes of what was found, each once.
#[track_caller]
fn codes(run: &Output) -> Vec<String> {
    let facts = run.json();
    let found = facts["diagnostics"].as_array().expect("diagnostics");
    let mut codes: Vec<String> = found
        .iter()
        .map(|found| found["code"].as_str().expect("a code").to_owned())
        .collect();
    codes.sort();
    codes.dedup();
    assert_eq!(run.status, i32::from(!codes.is_empty()), "{}", run.text());
    codes
}

/// Version 1.1 in force after 1.0, and the two folders as they were under 1.0.
fn superseded() -> (PlanTest, Files, Files) {
    let test = PlanTest::issued();
    let before = ["public", "copies"].map(|folder| files(&test.root().join(folder)));
    let test = test.replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"");
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    let [public, copies] = before;
    (test, public, copies)
}

#[test]
fn a_site_or_its_copies_put_back_to_an_earlier_state_are_found() {
    let (test, public, copies) = superseded();
    let root = test.root();
    let now = ["public", "copies"].map(|folder| files(&root.join(folder)));
    for folder in ["public", "copies", "."] {
        let run = verify(&test, folder);
        assert!(codes(&run).is_empty(), "{folder}: {}", run.text());
        let head = test.run(&["--format", "json", "register", "verify"]).json()["head"].clone();
        assert_eq!(run.json()["register"], head, "{folder}");
    }

    put(&root.join("public"), &public);
    assert_eq!(codes(&verify(&test, "public")), ["E450", "E452", "E453"]);
    assert_eq!(codes(&verify(&test, ".")), ["E450", "E452", "E453"]);
    put(&root.join("public"), &now[0]);
    put(&root.join("copies"), &copies);
    assert_eq!(codes(&verify(&test, "copies")), ["E452"]);
    // A version that is gone altogether, and one that was replaced by another of this publisher's.
    put(&root.join("copies"), &now[1]);
    fs::remove_dir_all(root.join("copies/1.0")).expect("removed");
    let run = verify(&test, "copies");
    assert!(run.text().contains("copies/1.0 is not there"), "{}", run.text());
    assert_eq!(codes(&verify(&test, ".")), ["E452"]);
    fs::remove_dir_all(root.join("copies")).expect("removed");
    assert_eq!(codes(&verify(&test, ".")), ["E452"]);
    put(&root.join("copies"), &now[1]);
    assert!(codes(&verify(&test, ".")).is_empty());
    // Nobody is told of a register where there is none.
    let away = test.path("lain");
    put(&away.join("public"), &public);
    let run = test.run(&["verify", text(&away.join("public"))]).fails(1, "E450");
    assert!(
        run.stdout.contains("held against the register"),
        "--root names the plan: {}",
        run.text()
    );
    let run = terkawal(&away, &test.path("home"), &["verify", text(&away.join("public"))]).succeeds();
    assert!(run.stdout.contains("no register of its plan is here"), "{}", run.text());
}

#[test]
fn a_register_put_back_is_found_against_what_is_hosted() {
    let test = PlanTest::issued();
    let register = fs::read(test.register()).expect("the register");
    let test = test.replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"");
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    fs::write(test.register(), register).expect("written");
    // On a computer that knows no head.
    let home = test.path("lain");
    fs::create_dir_all(&home).expect("a folder");
    fs::copy(test.path("home/publisher.pub"), home.join("publisher.pub")).expect("copied");
    let run = |arguments: &[&str]| terkawal(&test.root(), &home, arguments);
    let public = test.root().join("public");
    let found = run(&["--format", "json", "verify", text(&public)]);
    assert_eq!(codes(&found), ["E450", "E452"]);
    run(&["register", "verify"]).fails(1, "E415");
    // One that was emptied does not pass for a plan that never issued anything.
    fs::write(test.register(), "").expect("written");
    run(&["register", "verify"]).fails(1, "E415");
    run(&["verify", text(&public)]).fails(1, "E450");
    test.run(&["register", "verify"]).fails(1, "E415");
}

#[test]
fn a_copy_that_was_lost_or_issued_again_and_put_back_is_found() {
    let test = PlanTest::issued();
    let root = test.root();
    let lost = files(&test.issued_copy("1.0", "02"));
    let before = files(&root.join("public"));
    test.record(&["lost", "02", "--discovered", &today()]).succeeds();
    put(&test.issued_copy("1.0", "02"), &lost);
    let run = verify(&test, "public");
    assert_eq!(codes(&run), ["E453"]);
    assert!(
        run.text()
            .contains("copy 02 of version 1.0 is hosted; in the register it is lost since")
    );
    // With all of the site as it was then nothing else betrays it.
    put(&root.join("public"), &before);
    assert_eq!(codes(&verify(&test, "public")), ["E453"]);
    assert_eq!(codes(&verify(&test, "public/1.0")), ["E453"]);

    let test = PlanTest::issued();
    let root = test.root();
    let before = ["public", "copies/1.0"].map(|folder| files(&root.join(folder)));
    test.issue(&["--copies", "01", "--reason", "slip hilang"]).succeeds();
    for folder in ["public", "copies"] {
        assert!(codes(&verify(&test, folder)).is_empty());
    }
    put(&root.join("public"), &before[0]);
    assert_eq!(codes(&verify(&test, "public")), ["E451", "E453"]);
    put(&root.join("copies/1.0"), &before[1]);
    let run = verify(&test, "copies/1.0");
    assert_eq!(codes(&run), ["E451"]);
    assert!(run.text().contains("it was issued again since"), "{}", run.text());
}

#[test]
fn one_trusted_key_is_enough_after_changes_of_keys() {
    let test = PlanTest::issued();
    let keys = |at: usize| test.path(&format!("kunci-{at}.pub"));
    let public = test.path("home/publisher.pub");
    fs::copy(&public, keys(0)).expect("copied");
    for at in 1..3 {
        let (slip, next) = (test.path("slip-publisher.txt"), test.path("slip-baharu.txt"));
        let by = ["keygen", "publisher", "--rotate", "--by", "S", "--reason", "ujian"];
        let files = ["--passphrase-file", text(&slip), "--slip", text(&next)];
        test.run(&[&by[..], &files].concat()).succeeds();
        fs::rename(next, slip).expect("renamed");
        fs::copy(&public, keys(at)).expect("copied");
    }
    test.record(&["lost", "02", "--discovered", &today()]).succeeds();
    let other = PlanTest::small();
    other.secretary_key("publisher");
    let stranger = other.path("home/publisher.pub");
    let root = test.root();
    let copy = test.issued_file("1.0", "01");
    for path in ["public", "copies", "public/1.0", "copies/1.0/salinan-01.html"] {
        let path = root.join(path);
        test.run(&["verify", text(&path)]).succeeds();
        // Any key of the chain will do, on a computer that has none.
        for at in 0..3 {
            let key = keys(at);
            let arguments = ["verify", text(&path), "--publisher-key", text(&key)];
            terkawal(&root, &test.path("kosong"), &arguments).succeeds();
        }
        let arguments = [
            "--format",
            "json",
            "verify",
            text(&path),
            "--publisher-key",
            text(&stranger),
        ];
        let run = test.run(&arguments);
        assert!(
            codes(&run).iter().all(|code| code == "E447" || code == "E420"),
            "{}",
            run.text()
        );
        assert!(run.text().contains("E447"), "{}", run.text());
    }
    let newest = keys(2);
    let arguments = ["verify", "--against", text(&copy), "--publisher-key", text(&newest)];
    terkawal(&root, &test.path("kosong"), &arguments).succeeds();
    // Without the register, what was replaced on this computer is known here.
    let away = test.path("lain/public");
    put(&away, &files(&root.join("public")));
    let run = |home: &str| terkawal(&test.path("lain"), &test.path(home), &["verify", text(&away)]);
    run("home").succeeds();
    let without = ["verify", text(&away), "--publisher-key", text(&newest)];
    terkawal(&test.path("lain"), &test.path("kosong"), &without).fails(1, "E447");
    // A register that was tampered with vouches for no key.
    let register = fs::read_to_string(test.register()).expect("the register");
    let altered = register.replacen("\"by\":\"S\"", "\"by\":\"T\"", 1);
    assert_ne!(altered, register);
    fs::write(test.register(), altered).expect("written");
    let public = root.join("public");
    let arguments = [
        "--format",
        "json",
        "verify",
        text(&public),
        "--publisher-key",
        text(&newest),
    ];
    let found = codes(&terkawal(&root, &test.path("kosong"), &arguments));
    assert!(
        ["E413", "E447"]
            .iter()
            .all(|code| found.iter().any(|known| known == code)),
        "{found:?}"
    );
}

/// An altered page around a sealed part that is as it was issued.
fn altered(page: &Path) {
    let text = fs::read_to_string(page).expect("a page");
    assert_eq!(text.matches("</body").count(), 1);
    fs::write(page, text.replace("</body", "<script>fetch('/')</script></body")).expect("written");
}

#[test]
fn the_page_around_the_sealed_part_is_looked_at() {
    let test = PlanTest::issued();
    let away = test.path("meja");
    fs::create_dir_all(&away).expect("a folder");
    let here = |name: &str| {
        terkawal(
            &away,
            &test.path("home"),
            &["--format", "json", "verify", text(&away.join(name))],
        )
    };
    let issued = test.issued_file("1.0", "01");
    fs::copy(&issued, away.join("salinan-01.html")).expect("copied");
    // Nothing beside it: that is said.
    let run = here("salinan-01.html").succeeds();
    assert_eq!(run.json()["page_checked"], false);
    let run = terkawal(
        &away,
        &test.path("home"),
        &["verify", text(&away.join("salinan-01.html"))],
    )
    .succeeds();
    assert!(
        run.stdout.contains("only the sealed part was checked"),
        "{}",
        run.text()
    );
    // The sums of its issue beside it.
    for name in ["SHA256SUMS", "SHA256SUMS.minisig"] {
        fs::copy(issued.with_file_name(name), away.join(name)).expect("copied");
    }
    let run = here("salinan-01.html").succeeds();
    assert_eq!(run.json()["page_checked"], true);
    altered(&away.join("salinan-01.html"));
    let run = here("salinan-01.html");
    assert_eq!(codes(&run), ["E535"]);
    assert_eq!(run.json()["copies"], 0);
    // Sums that fit the altered page, and that nobody signed.
    let page = fs::read(away.join("salinan-01.html")).expect("a page");
    let sums = format!("{}  salinan-01.html\n", terkawal::digest::hex(&page));
    fs::write(away.join("SHA256SUMS"), sums).expect("written");
    assert_eq!(codes(&here("salinan-01.html")), ["E447"]);
    // Without sums, against the register of the plan that --root names.
    fs::remove_file(away.join("SHA256SUMS")).expect("removed");
    let run = |page: &Path| test.run(&["--format", "json", "verify", text(page)]);
    assert_eq!(codes(&run(&away.join("salinan-01.html"))), ["E451"]);
    fs::copy(&issued, away.join("kiriman.html")).expect("copied");
    let found = run(&away.join("kiriman.html")).succeeds();
    assert_eq!(found.json()["page_checked"], true);
    // A copy of the version before, and one that was issued again, are what they were.
    test.issue(&["--copies", "01", "--reason", "slip hilang"]).succeeds();
    run(&away.join("kiriman.html")).succeeds();
    run(&issued).succeeds();
    altered(&issued);
    assert_eq!(codes(&run(&issued)), ["E451", "E535"]);
}

#[test]
fn an_issue_that_was_cut_short_is_named_by_those_who_only_read() {
    let (test, public, _) = superseded();
    let root = test.root();
    put(&root.join("public"), &public);
    let journal = root.join("distribution/issue.json");
    fs::write(&journal, "{}").expect("written");
    let run = verify(&test, "public");
    assert_eq!(codes(&run), ["E450", "E452", "E453", "E477"]);
    let finish = "run terkawal issue, which finishes or undoes it";
    for found in run.json()["diagnostics"].as_array().expect("diagnostics") {
        assert!(found["hints"][0].as_str().expect("a hint").ends_with(finish), "{found}");
    }
    let run = test.run(&["status"]);
    assert!(
        run.stderr.contains("warning[E477]") && run.stderr.contains(finish),
        "{}",
        run.text()
    );
    // What was staged before the journal was written.
    let (test, ..) = superseded();
    fs::create_dir(test.root().join(".terkawal-issue")).expect("a folder");
    for arguments in [&["verify", text(&test.root().join("public"))][..], &["status"]] {
        let run = test.run(arguments);
        assert!(
            run.stderr.contains(".terkawal-issue is left of an issue"),
            "{}",
            run.text()
        );
        assert!(!run.stderr.contains("error["), "{}", run.text());
    }
}

#[test]
fn a_register_that_is_known_is_missed_where_the_plan_has_another_reference() {
    let test = PlanTest::issued().replace("plan.yaml", "UJI/01", "UJI/02");
    let public = test.root().join("public");
    let run = test.run(&["verify", text(&public)]).succeeds();
    assert!(
        run.stderr.contains("warning[E558]") && run.stderr.contains("UJI/01"),
        "{}",
        run.text()
    );
    assert!(run.stdout.contains("has another reference"), "{}", run.text());
    // On a computer that knows no such register nothing is missed.
    fs::remove_dir_all(test.path("home/heads")).expect("removed");
    let run = test.run(&["verify", text(&public)]).succeeds();
    assert!(!run.stderr.contains("E558"), "{}", run.text());
}

#[test]
fn withdrawn_copies_and_what_lies_beside_the_versions_are_looked_at() {
    let test = PlanTest::issued();
    let copies = test.root().join("copies");
    test.issue(&["--copies", "01", "--reason", "slip hilang"]).succeeds();
    assert!(codes(&verify(&test, "copies")).is_empty());
    assert!(codes(&verify(&test, ".")).is_empty());
    for name in ["withdrawn/1.0/g1/salinan-01.html", "withdrawn/1.0/g1/01/key.age"] {
        let path = copies.join(name);
        let before = fs::read(&path).expect("a withdrawn file");
        fs::write(&path, [&before[..], b" "].concat()).expect("written");
        let run = verify(&test, "copies");
        assert_eq!(codes(&run), ["E451"], "{name}");
        assert!(run.text().contains(name), "{}", run.text());
        fs::write(&path, before).expect("written");
    }
    fs::write(copies.join("nota.html"), "<p>nota").expect("written");
    assert_eq!(codes(&verify(&test, "copies")), ["E533"]);
}
