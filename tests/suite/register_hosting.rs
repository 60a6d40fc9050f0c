//! Copies that are recalled or lost leave the hosted folder, and what is left still verifies.

use std::fs;

use serde_json::Value;

use crate::{
    opened,
    plan_test::PlanTest,
    program::{Output, terkawal, text},
    published::files,
};

impl PlanTest {
    /// Runs a verb of the register that records.
    pub(crate) fn record(&self, arguments: &[&str]) -> Output {
        self.with_publisher(&[&["register"], arguments, &["--by", "Azizah"]].concat())
    }

    /// The receipt code inside a copy that was issued.
    pub(crate) fn receipt_code(&self, version: &str, number: &str) -> String {
        let bundle = opened::bundle(&self.issued_copy(version, number), self.key(number));
        let bundle: Value = serde_json::from_slice(&bundle.files["bundle.json"]).expect("JSON");
        bundle["receipt"].as_str().expect("a code").to_owned()
    }

    #[track_caller]
    fn assert_hosted(&self, numbers: &[&str]) {
        let folder = self.root().join("public/1.0/copies");
        let mut found: Vec<String> = fs::read_dir(folder)
            .expect("copies")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
            .filter(|name| name != "00")
            .collect();
        found.sort();
        assert_eq!(found, numbers);
        self.run(&["verify", text(&self.root().join("public"))]).succeeds();
        self.run(&["register", "verify"]).succeeds();
    }
}

#[test]
fn a_recalled_or_lost_copy_leaves_the_hosted_folder() {
    let test = PlanTest::issued();
    test.assert_hosted(&["01", "02"]);
    let code = test.receipt_code("1.0", "01");
    test.record(&["ack", "01", &code]).succeeds();
    let bytes = files(&test.issued_copy("1.0", "01"));
    let run = test.record(&["recall", "01", "--reason", "bertukar"]).succeeds();
    assert!(run.stdout.contains("its files left"), "{}", run.stdout);
    test.assert_hosted(&["02"]);
    assert!(
        files(&test.root().join("copies/withdrawn/1.0/g1/01")) == bytes,
        "nothing is thrown away"
    );
    test.record(&["lost", "02", "--discovered", &today()]).succeeds();
    test.assert_hosted(&[]);
    // What was withdrawn once is not hosted any more: nothing to do.
    let run = test.record(&["lost", "01", "--discovered", &today()]).succeeds();
    assert!(!run.stdout.contains("its files left"), "{}", run.stdout);
    // A copy that is issued again is hosted again, until it comes back or is destroyed.
    test.issue(&["--copies", "02", "--reason", "hilang"]).succeeds();
    test.assert_hosted(&["02"]);
    let code = test.receipt_code("1.0", "02");
    test.record(&["ack", "02", &code]).succeeds();
    test.record(&["return", "02", "--copy-version", "1.0", "--generation", "1"])
        .succeeds();
    test.assert_hosted(&["02"]);
    test.record(&["return", "02"]).succeeds();
    test.assert_hosted(&[]);
    test.issue(&["--copies", "02", "--reason", "ditemui"]).succeeds();
    test.assert_hosted(&["02"]);
    let witnesses = ["--witness", "A", "--witness", "B"];
    test.record(&[&["destroy", "02", "--method", "bakar"], &witnesses[..]].concat())
        .succeeds();
    test.assert_hosted(&[]);
}

/// Today, where the program is.
pub(crate) fn today() -> String {
    let day = std::process::Command::new("date")
        .arg("+%Y-%m-%d")
        .output()
        .expect("a date");
    String::from_utf8(day.stdout).expect("UTF-8").trim().to_owned()
}

#[test]
fn what_happened_is_recorded_although_the_hosted_folder_is_not_as_it_was_issued() {
    let test = PlanTest::issued();
    let site = test.root().join("public/versions/manifest.json");
    let manifest = fs::read_to_string(&site).expect("a manifest");
    fs::write(&site, manifest.replace("\"1.0\"", "\"1.1\"")).expect("written");
    let run = test.record(&["lost", "01", "--discovered", &today()]).succeeds();
    assert!(
        run.stderr.contains("warning[E445]") && run.stderr.contains("take "),
        "{}",
        run.stderr
    );
    assert!(test.issued_copy("1.0", "01").exists());
    test.run(&["register", "verify"]).succeeds();
    // Hosted elsewhere.
    let test = PlanTest::issued();
    fs::rename(test.root().join("public"), test.path("public")).expect("moved");
    fs::rename(test.root().join("copies"), test.path("copies")).expect("moved");
    let run = test.record(&["recall", "01", "--reason", "x"]).succeeds();
    assert!(
        run.stderr.contains("warning[E555]") && run.stderr.contains("with -o"),
        "{}",
        run.text()
    );
    assert!(test.path("public/1.0/copies/01").exists());
    let run = test
        .record(&["recall", "02", "--reason", "x", "-o", text(&test.path("."))])
        .succeeds();
    assert!(!run.stderr.contains("E555"), "{}", run.text());
    assert!(!test.path("public/1.0/copies/02").exists());
    let run = test.run(&["verify", text(&test.path("public"))]).fails(1, "E453");
    assert_eq!(
        run.stderr.matches("error[").count(),
        1,
        "the one that was left: {}",
        run.text()
    );
    // The same again, with the folder: nothing is recorded twice.
    let elsewhere = test.path(".");
    let again = ["recall", "01", "--reason", "x", "-o", text(&elsewhere)];
    let before = test.entries().len();
    let run = test.record(&again).succeeds();
    assert!(run.stdout.contains("its files left"), "{}", run.text());
    assert!(run.stdout.contains("nothing was recorded again"), "{}", run.text());
    assert_eq!(test.entries().len(), before);
    assert!(!test.path("public/1.0/copies/01").exists());
    assert!(test.path("copies/withdrawn/1.0/g1/01/key.age").exists());
    test.run(&["verify", text(&test.path("public"))]).succeeds();
    // Once they are away it is an illegal move like any other.
    test.record(&again).fails(2, "E417");
}

#[test]
fn a_copy_that_is_destroyed_or_lost_already_can_still_be_taken_away() {
    let test = PlanTest::issued();
    fs::rename(test.root().join("public"), test.path("public")).expect("moved");
    fs::rename(test.root().join("copies"), test.path("copies")).expect("moved");
    let (day, elsewhere) = (today(), text(&test.path(".")).to_owned());
    let destroy = ["destroy", "01", "--method", "bakar", "--witness", "A", "--witness", "B"];
    let lost = ["lost", "02", "--discovered", &day];
    for verb in [&destroy[..], &lost[..]] {
        test.record(verb).succeeds();
        let before = test.entries().len();
        let run = test.record(&[verb, &["-o", &elsewhere]].concat()).succeeds();
        assert!(run.stdout.contains("its files left"), "{}", run.text());
        assert_eq!(test.entries().len(), before);
    }
    assert_eq!(
        fs::read_dir(test.path("public/1.0/copies")).expect("a folder").count(),
        0
    );
    test.run(&["verify", text(&test.path("public"))]).succeeds();
}

#[test]
fn an_issue_that_was_cut_short_comes_first() {
    let test = PlanTest::issued();
    let journal = test.root().join("distribution/issue.json");
    fs::write(&journal, "{}").expect("written");
    test.record(&["recall", "01", "--reason", "x"]).fails(2, "E477");
    assert!(test.issued_copy("1.0", "01").exists());
}

#[test]
fn a_verb_that_fails_changes_nothing() {
    let test = PlanTest::issued();
    let root = test.root();
    let state = || {
        let mut all = files(&root);
        all.remove("distribution/register.lock");
        (all, root.join("copies/withdrawn").exists())
    };
    let destroy = ["destroy", "01", "--method", "bakar", "--witness", "A", "--witness", "B"];
    // The certificate has no place.
    let records = root.join("records");
    fs::rename(&records, root.join("rekod")).expect("moved");
    fs::write(&records, "nota").expect("written");
    let before = state();
    test.record(&destroy).fails(3, "E900");
    assert!(state() == before, "a destruction without its certificate");
    fs::remove_file(&records).expect("removed");
    fs::rename(root.join("rekod"), &records).expect("moved");
    // The entry is one that cannot be written.
    let before = state();
    for verb in [
        &destroy[..],
        &["recall", "01", "--reason", "satu\tdua"],
        &["lost", "01", "--discovered", &today(), "--note", "satu\tdua"],
        &["return", "01", "--note", "satu\tdua"],
    ] {
        let verb = if verb == destroy {
            [verb, &["--note", "a\tb"]].concat()
        } else {
            verb.to_vec()
        };
        test.record(&verb).fails(2, "E422");
        assert!(state() == before, "{verb:?}");
    }
    test.record(&destroy).succeeds();
    test.assert_hosted(&["02"]);
}

#[test]
fn an_issue_says_which_versions_are_not_where_it_goes() {
    let test = PlanTest::issued();
    fs::rename(test.root().join("public"), test.path("public")).expect("moved");
    fs::rename(test.root().join("copies"), test.path("copies")).expect("moved");
    let test = test.replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"");
    test.approve().succeeds();
    let run = test.issue(&["-o", text(&test.path("."))]).succeeds();
    assert!(!run.stderr.contains("E549"), "{}", run.text());
    let test = test.replace("plan.yaml", "version: \"1.1\"", "version: \"1.2\"");
    test.approve().succeeds();
    let run = test.issue(&["--uncompared", "folder di tempat lain"]).succeeds();
    assert_eq!(run.stderr.matches("warning[E549]").count(), 2, "{}", run.text());
}

#[test]
fn a_plan_whose_practice_took_its_register_further_has_a_way_out() {
    let test = PlanTest::issued();
    let practice = test.path("latihan");
    for (path, bytes) in files(&test.root()) {
        let path = practice.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }
    let slip = test.path("slip-publisher.txt");
    let correct = [
        "register",
        "correct",
        "1",
        "latihan",
        "--by",
        "A",
        "--passphrase-file",
        text(&slip),
    ];
    terkawal(&practice, &test.path("home"), &correct).succeeds();
    let run = test.run(&["register", "verify"]).fails(1, "E415");
    let (_, file) = run.stderr.split_once("remove heads/").expect("the file is named");
    let (file, _) = file.split_once(' ').expect("a name");
    test.run(&correct).fails(2, "E415");
    fs::remove_file(test.path("home/heads").join(file)).expect("that file");
    test.run(&["register", "verify"]).succeeds();
    test.run(&correct).succeeds();
}
