//! The register through the binary: changes of the publisher key are the entries; tampering, rollback, the auditor's lines.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::{
    environment_disk::mounter,
    plan_test::PlanTest,
    program::{Output, shell, terkawal, text},
    published::files,
    sample::root,
    stock_tools,
};

/// A plan whose publisher key was made and changed some times; two entries each time.
fn rotated(times: usize) -> (PlanTest, PathBuf) {
    let test = PlanTest::small();
    let mut slip = test.secretary_key("publisher");
    for time in 0..times {
        let next = test.path(&format!("slip-{time}.txt"));
        rotate(&test, &slip, &next).succeeds();
        slip = next;
    }
    (test, slip)
}

fn rotate(test: &PlanTest, slip: &Path, next: &Path) -> Output {
    let key = [
        "keygen",
        "publisher",
        "--rotate",
        "--by",
        "Setiausaha \"É\"",
        "--reason",
        "ujian \\ 漢",
    ];
    let files = ["--passphrase-file", text(slip), "--slip", text(next)];
    test.run(&[&key[..], &files[..]].concat())
}

impl PlanTest {
    pub(crate) fn register(&self) -> PathBuf {
        self.root().join("distribution/register.jsonl")
    }

    /// The entries on record, without their signatures.
    pub(crate) fn entries(&self) -> Vec<Value> {
        let entry = |line: String| serde_json::from_str::<Value>(&line).expect("JSON")["entry"].clone();
        self.lines().into_iter().map(entry).collect()
    }

    fn lines(&self) -> Vec<String> {
        let text = fs::read_to_string(self.register()).expect("the register");
        text.split_inclusive('\n').map(str::to_owned).collect()
    }

    fn put_lines(&self, lines: &[impl AsRef<str>]) {
        let text: String = lines.iter().map(AsRef::as_ref).collect();
        fs::write(self.register(), text).expect("written");
    }

    fn verify_register(&self) -> Output {
        self.run(&["register", "verify"])
    }
}

#[test]
fn a_change_of_keys_is_recorded_and_verified() {
    let empty = PlanTest::small();
    let run = empty.verify_register().succeeds();
    assert!(run.stdout.contains("the register is empty"), "{}", run.stdout);

    let (test, _) = rotated(2);
    let run = test.verify_register().succeeds();
    assert!(
        run.stdout.contains("4 entries; chain and signatures hold"),
        "{}",
        run.stdout
    );
    assert!(run.stderr.is_empty(), "{}", run.stderr);
    let list = test.run(&["register", "list"]).succeeds();
    assert_eq!(list.stdout.lines().count(), 4, "{}", list.stdout);
    assert!(list.stdout.contains("key-retired") && list.stdout.contains("Setiausaha"));

    let facts = test.run(&["--format", "json", "register", "list"]).succeeds().json();
    let entries = facts["entries"].as_array().expect("entries");
    let lines = test.lines();
    for (entry, line) in entries.iter().zip(&lines) {
        let line: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(*entry, line["entry"]);
    }
    assert_eq!(entries.len(), lines.len());
    assert_eq!(facts["known_head"], facts["head"]);
    // The keys that were replaced are kept, and nothing secret came into the plan.
    let kept = files(&test.path("home"));
    assert_eq!(kept.keys().filter(|name| name.starts_with("publisher-")).count(), 4);
    let plan = files(&test.root());
    assert!(plan.keys().all(|name| !name.contains("publisher")), "{:?}", plan.keys());
}

#[test]
fn the_old_passphrase_opens_no_new_key() {
    let (test, _) = rotated(1);
    let before = (files(&test.root()), files(&test.path("home")));
    let old = test.path("slip-publisher.txt");
    rotate(&test, &old, &test.path("lain.txt")).fails(2, "E425");
    assert!(!test.path("lain.txt").exists());
    assert!((files(&test.root()), files(&test.path("home"))) == before);
}

#[test]
fn a_second_plan_follows_the_change_of_keys() {
    let (test, slip) = rotated(1);
    let other = PlanTest::small().file("plan.yaml", "title: Lain\nreference: UJI/02\nversion: \"1.0\"\ndate: 2026-11-01\norganisation: Majlis Ujian\nclassification: TERHAD\n");
    let run = |arguments: &[&str]| terkawal(&other.root(), &test.path("home"), arguments);
    let third = test.path("ketiga.txt");
    let by = ["keygen", "publisher", "--rotate", "--by", "S", "--reason", "ujian"];
    run(&[&by[..], &["--passphrase-file", text(&slip), "--slip", text(&third)]].concat()).succeeds();
    // Now the first plan has the older key.
    test.verify_register().fails(1, "E420");
    let arguments = [&by[..], &["--passphrase-file", text(&third)]].concat();
    test.run(&[&arguments[..], &["--old-passphrase-file", text(&third)]].concat())
        .fails(2, "E425");
    test.run(&[&arguments[..], &["--old-passphrase-file", text(&slip)]].concat())
        .succeeds();
    test.verify_register().succeeds();
    run(&["register", "verify"]).succeeds();
    assert_eq!(test.lines().len(), 4);
}

#[test]
fn every_finding_is_told_with_its_line() {
    let (test, _) = rotated(2);
    let good = test.lines();
    let told = |lines: &[String], codes: &[&str]| {
        test.put_lines(lines);
        let run = test.verify_register();
        for code in codes {
            assert!(run.stderr.contains(code), "no {code} in {}", run.stderr);
        }
        let first = codes.first().expect("a code");
        let run = run.fails(1, first);
        assert!(run.stderr.contains("hint: ") && !run.stderr.contains("nothing was written"));
        run.stderr
    };
    let with = |at: usize, line: String| {
        let mut lines = good.clone();
        lines[at] = line;
        lines
    };
    let edited = told(&with(1, good[1].replace("Setiausaha", "Setiausahi")), &["E413", "E411"]);
    assert!(edited.contains("line 2 of") && edited.contains("line 3 of"), "{edited}");
    told(
        &with(1, good[1].replace("{\"entry\":{", "{\"entry\": {")),
        &["E410", "E411"],
    );
    told(&with(1, "surat\n".to_owned()), &["E410"]);
    told(&with(1, good[1].replace("key-adopted", "key-adopled")), &["E410"]);
    told(&[&good[..1], &good[2..]].concat(), &["E411", "E412"]);
    told(&[&good[..2], &good[1..]].concat(), &["E411", "E412", "E414"]);
    told(&good[1..], &["E411", "E412"]);
    told(&good[..2], &["E415", "E420"]);
    let mut swapped = good.clone();
    swapped.swap(1, 2);
    told(&swapped, &["E411", "E412", "E414"]);
    // Signed anew by somebody else.
    let (forger, _) = rotated(2);
    told(&forger.lines(), &["E415", "E420"]);
    // Of another plan.
    test.put_lines(&good);
    let test = test.plan("").file("plan.yaml", "title: Lain\nreference: UJI/02\nversion: \"1.0\"\ndate: 2026-11-01\norganisation: Majlis Ujian\nclassification: TERHAD\n");
    let run = test.verify_register().fails(1, "E411");
    assert!(run.stderr.contains("line 1 of"), "{}", run.stderr);
}

#[test]
fn the_publisher_is_pinned_from_outside_the_plan_only() {
    let (test, _) = rotated(1);
    let key = fs::read_to_string(test.path("home/publisher.pub")).expect("a key");
    let key = key.lines().nth(1).expect("a key").to_owned();
    let (forger, _) = rotated(1);
    let forged = fs::read_to_string(forger.path("home/publisher.pub")).expect("a key");
    let forged = forged.lines().nth(1).expect("a key");
    // The plan's word for its own key is worth nothing.
    let forger = forger.plan(&format!("publisher_key: {forged}"));
    let auditor = test.path("juruaudit");
    let run = |plan: &PlanTest, arguments: &[&str]| {
        terkawal(&plan.root(), &auditor, &[&["register", "verify"], arguments].concat())
    };
    for plan in [&test, &forger] {
        let run = run(plan, &[]).succeeds();
        assert!(
            run.stderr.contains("warning[E421]: publisher not verified"),
            "{}",
            run.stderr
        );
        assert!(
            run.stdout.contains("no head was kept on this computer"),
            "{}",
            run.stdout
        );
    }
    run(&forger, &["--publisher-key", &key]).fails(1, "E420");
    let file = test.path("home/publisher.pub");
    for given in [key.as_str(), text(&file)] {
        let run = run(&test, &["--publisher-key", given]).succeeds();
        assert!(run.stderr.is_empty(), "{}", run.stderr);
    }
    run(&test, &["--publisher-key", "surat"]).fails(2, "E427");
    assert!(!auditor.exists(), "verify writes nothing");
}

#[test]
fn an_unfinished_line_is_told_and_does_not_count() {
    let (test, slip) = rotated(1);
    let mut lines = test.lines();
    lines.push("{\"entry\":{".to_owned());
    test.put_lines(&lines);
    let run = test.verify_register().succeeds();
    assert!(run.stderr.contains("warning[E418]"), "{}", run.stderr);
    rotate(&test, &slip, &test.path("lain.txt")).succeeds();
    let run = test.verify_register().succeeds();
    assert!(run.stderr.is_empty(), "{}", run.stderr);
    assert_eq!(test.lines()[..2], lines[..2]);
}

#[test]
fn two_at_the_same_time_damage_nothing() {
    let (test, slip) = rotated(1);
    let children: Vec<_> = ["a.txt", "b.txt"]
        .into_iter()
        .map(|next| {
            Command::new(env!("CARGO_BIN_EXE_terkawal"))
                .arg("--root")
                .arg(test.root())
                .args(["keygen", "publisher", "--rotate", "--by", "S", "--reason", "ujian"])
                .args(["--passphrase-file", text(&slip), "--slip", text(&test.path(next))])
                .env("TERKAWAL_HOME", test.path("home"))
                .stdin(Stdio::null())
                .stderr(Stdio::null())
                .stdout(Stdio::null())
                .spawn()
                .expect("it runs")
        })
        .collect();
    let codes: Vec<_> = children
        .into_iter()
        .map(|mut child| child.wait().expect("it ends").code().expect("a code"))
        .collect();
    assert_eq!(codes.iter().filter(|code| **code == 0).count(), 1, "{codes:?}");
    test.verify_register().succeeds();
    assert_eq!(test.lines().len(), 4);
}

#[test]
fn a_plan_that_may_not_be_written_stays_as_it_was() {
    let Some(way) = mounter() else {
        println!("skipped: neither user name spaces nor mounts are allowed here");
        return;
    };
    let (test, slip) = rotated(1);
    let before = (files(&test.root()), files(&test.path("home")));
    let script = format!(
        "mount --bind {0} {0} && mount -o remount,ro,bind {0} && \"$terkawal\" --root {0} keygen publisher --rotate --by S \
         --reason ujian --passphrase-file {1} --slip {2}",
        text(&test.root()),
        text(&slip),
        text(&test.path("lain.txt"))
    );
    let run = shell("unshare", way, &script, &test.path("home")).fails(3, "E900");
    assert!(run.stderr.contains("distribution/register"), "{}", run.stderr);
    assert!((files(&test.root()), files(&test.path("home"))) == before);
    assert!(!test.path("lain.txt").exists());
}

/// The lines of the manual, as they stand there.
fn auditors_lines() -> String {
    let page = fs::read_to_string(root().join("docs/content/04-edaran/03-daftar.md")).expect("the page");
    let part = page.split("## Juruaudit tanpa terkawal").nth(1).expect("the part");
    let block = part.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next());
    block.expect("a block").to_owned()
}

#[test]
fn an_auditor_needs_no_terkawal() {
    if !["sha256sum", "jq", "minisign"]
        .iter()
        .all(|tool| stock_tools::is_installed(tool))
    {
        return;
    }
    let (test, _) = rotated(2);
    let lines = auditors_lines();
    let folder = test.root().join("distribution");
    let facts = test.run(&["--format", "json", "register", "verify"]).succeeds().json();
    let (succeeded, said) = stock_tools::shell(&folder, &lines);
    assert!(succeeded, "{said}");
    let head = format!("kepala: 4 {}", facts["head"]["hash"].as_str().expect("a hash"));
    let said: Vec<&str> = said.lines().collect();
    // The head, four changes, three keys, and not a word of anything wrong.
    assert_eq!((said[0], said.len()), (head.as_str(), 8), "{said:#?}");
    assert_eq!(Some(said[7]), facts["publisher"].as_str());

    let good = test.lines();
    let said_of = |lines_: &[String]| {
        test.put_lines(lines_);
        stock_tools::shell(&folder, &lines).1
    };
    let mut edited = good.clone();
    edited[1] = edited[1].replace("Setiausaha", "Setiausahi");
    let said = said_of(&edited);
    assert!(
        said.contains("baris 2: tandatangan salah") && said.contains("baris 3: rantai putus"),
        "{said}"
    );
    let said = said_of(&[&good[..1], &good[2..]].concat());
    assert!(
        said.contains("baris 2: nombor salah") && said.contains("baris 2: rantai putus"),
        "{said}"
    );
    let mut spaced = good.clone();
    spaced[0] = spaced[0].replace("{\"entry\":", "{\"entry\": ");
    assert!(said_of(&spaced).contains("differ"), "{}", said_of(&spaced));
}
