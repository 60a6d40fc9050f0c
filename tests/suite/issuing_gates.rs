//! What stands against an issue: each gate, all of them in one run, and nothing is written.

use std::fs;

use crate::{
    plan_test::PlanTest,
    program::text,
    published::files,
    stock_tools::{is_installed, shell},
};

/// Runs `issue`, which must be refused and change nothing.
#[track_caller]
fn refused(test: &PlanTest, arguments: &[&str], codes: &[&str]) {
    let before = (files(&test.root()), files(&test.path("home")));
    let run = test.issue(arguments);
    for code in codes {
        assert!(
            run.stderr.contains(&format!("error[{code}]")),
            "no {code} in {}",
            run.text()
        );
    }
    assert_eq!(run.status, 2, "{}", run.text());
    let told = run.stderr.matches("error[").count();
    assert_eq!(told, codes.len(), "{}", run.stderr);
    let mut after = files(&test.root());
    after.remove("distribution/register.lock");
    let mut expected = before.0;
    expected.remove("distribution/register.lock");
    assert_eq!(after, expected);
    assert_eq!(files(&test.path("home")), before.1);
}

/// A plan that would be issued, but for one line.
fn but_for(old: &str, new: &str) -> PlanTest {
    let test = PlanTest::issuable().replace("plan.yaml", old, new);
    test.approve().succeeds();
    test
}

#[test]
fn each_gate_stands_alone() {
    let not_approved = PlanTest::issuable();
    refused(&not_approved, &[], &["E430"]);
    for (old, new, code) in [
        (", date: 2024-05-02", "", "E431"),
        ("name: Bakar", "name: \" \"", "E431"),
        ("date: 2024-05-04", "date: 2924-05-04", "E432"),
        ("date: 2024-05-03", "date: 2924-05-03", "E432"),
        ("title: Pelan Ujian", "title: Draf Pelan Ujian", "E437"),
        (
            "title: Pelan Ujian",
            "title: Pelan Ujian\nreview: {last: 2020-01-01, interval_months: 12}",
            "E433",
        ),
        (
            "title: Pelan Ujian",
            "title: Pelan Ujian\npublisher_key: RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3",
            "E436",
        ),
    ] {
        refused(&but_for(old, new), &[], &[code]);
    }
    let test = PlanTest::issuable();
    test.approve().succeeds();
    refused(&test, &["--date", "2924-01-01"], &["E432"]);
    refused(&test, &["--copies", "01", "--reason", "slip hilang"], &["E439"]);
    fs::remove_file(test.path("home/master.pub")).expect("removed");
    refused(&test, &[], &["E446"]);
    let test = PlanTest::issuable().seat("03", "clearance: TERHAD");
    refused(&test, &[], &["E300", "E430"]);
}

#[test]
fn a_section_that_is_marked_as_a_draft_is_not_issued() {
    let test = PlanTest::issuable()
        .section("03-sulit.md", "title: DRAF Bilik gerakan", "Teks tertutup.\n")
        .section(
            "04-surat.md",
            "title: Draf surat kepada pemaju\nclassification: TERBUKA",
            "Draf surat itu disediakan\ndraf.\n\n**DRAF**\n\n## Deraf\n\nTeks.\n",
        );
    // Approving warns, since another content would need another approval.
    let warned = test.approve().succeeds();
    assert_eq!(warned.stderr.matches("warning[E437]").count(), 3, "{}", warned.text());
    let run = test.issue(&[]).fails(2, "E437");
    for place in ["03-sulit.md:2:8", "04-surat.md:8:1", "04-surat.md:10:1"] {
        assert!(run.stderr.contains(place), "{place}: {}", run.text());
    }
    assert_eq!(run.stderr.matches("error[").count(), 3, "{}", run.text());
    assert!(!run.text().contains("Bilik gerakan"), "{}", run.text());
    // In front matter the word is an unknown key, which nothing gets past.
    let test = PlanTest::issuable().section("03-draf.md", "title: Skop\ndraft: true", "Teks.\n");
    test.run(&["check"]).fails(2, "E152");
}

#[test]
fn an_overdue_review_needs_a_reason_that_is_recorded() {
    let test = but_for(
        "title: Pelan Ujian",
        "title: Pelan Ujian\nreview: {last: 2020-01-01, interval_months: 12}",
    );
    test.issue(&["--reviewed", "banjir sedang berlaku"]).succeeds();
    let last = test.entries().pop().expect("an entry").to_string();
    assert!(last.contains("banjir sedang berlaku"), "{last}");
}

#[test]
fn an_approval_warns_of_an_incomplete_control_block_at_its_line() {
    let test = PlanTest::issuable().replace("plan.yaml", ", date: 2024-05-02", "");
    let plan = fs::read_to_string(test.root().join("plan.yaml")).expect("plan.yaml");
    let line = plan
        .lines()
        .position(|line| line.contains("reviewed:"))
        .expect("the line")
        + 1;
    let run = test.approve().succeeds();
    assert!(run.stderr.contains("warning[E431]"), "{}", run.stderr);
    for told in [run.stderr, test.issue(&[]).fails(2, "error[E431]").stderr] {
        assert!(told.contains(&format!("plan.yaml:{line}:3")), "{told}");
    }
    // Without the step the place is the block.
    let test = test.replace("plan.yaml", "  reviewed: ", "  # reviewed: ");
    let block = plan.lines().position(|line| line == "control:").expect("the line") + 1;
    let run = test.approve().succeeds();
    assert!(run.stderr.contains(&format!("plan.yaml:{block}:1")), "{}", run.stderr);
}

#[test]
fn all_that_is_wrong_is_told_in_one_run() {
    let test = PlanTest::issuable()
        .seat("03", "clearance: TERHAD")
        .section("04-rosak.md", "title: Rosak\nclasification: TERHAD", "Teks.\n")
        .replace("plan.yaml", ", date: 2024-05-02", "")
        .replace("plan.yaml", "date: 2024-05-04", "date: 2924-05-04")
        .replace("plan.yaml", "title: Pelan Ujian", "title: Draf Pelan Ujian");
    fs::remove_file(test.path("home/publisher.pub")).expect("removed");
    refused(&test, &[], &["E152", "E300", "E430", "E431", "E432", "E436", "E437"]);
}

#[test]
fn only_the_very_content_that_was_approved_is_issued() {
    const LIST: &str = "distribution/list.yaml";
    let changes: [fn(PlanTest) -> PlanTest; 10] = [
        |test| test.replace("content/02-khusus.md", "Hanya", "hanya"),
        |test| test.replace("content/01-umum.md", "Semua", "semua"),
        |test| test.replace("plan.yaml", "organisation: Majlis Ujian", "organisation: Majlis Lain"),
        |test| test.holder("03", "clearance: SULIT"),
        // Who reads what, and how it gets there.
        |test| test.replace(LIST, "clearance: TERHAD", "clearance: SULIT"),
        |test| test.replace(LIST, "clearance: TERHAD", "clearance: TERHAD\n    groups: [ERT]"),
        |test| test.replace(LIST, "clearance: TERHAD", "clearance: TERHAD\n    name: Aminah"),
        |test| test.replace(LIST, "post: Jawatan", "post: Ketua"),
        |test| {
            let key = format!("recipients: [{}]", test.key("02").to_public());
            test.replace(LIST, &key, "medium: paper")
        },
        |test| test.file("themes/default/styles/text.css", "p { color: black; }\n"),
    ];
    for change in changes {
        let test = PlanTest::issuable();
        test.approve().succeeds();
        let test = change(test);
        refused(&test, &[], &["E430"]);
        test.approve().succeeds();
        test.issue(&[]).succeeds();
    }
    // A holder's new key, a file that is hidden, and the ends of lines change nothing that was approved.
    let test = PlanTest::issuable().file("content/.nota", "x");
    test.approve().succeeds();
    let section = test.root().join("content/02-khusus.md");
    let text = fs::read_to_string(&section).expect("a section").replace('\n', "\r\n");
    fs::write(&section, text).expect("written");
    fs::write(test.root().join("content/.nota"), "y").expect("written");
    test.run(&[
        "enrol",
        "01",
        "--passphrase",
        "--replace",
        "--slip",
        crate::program::text(&test.path("s.txt")),
    ])
    .succeeds();
    test.issue(&[]).succeeds();
}

#[test]
fn an_issued_number_is_used_once() {
    let test = PlanTest::issued();
    refused(&test, &[], &["E435"]);
    let test = test.replace("content/02-khusus.md", "Hanya", "hanya");
    refused(&test, &[], &["E434"]);
    refused(&test, &["--copies", "01", "--reason", "hilang"], &["E434"]);
    let test = test.replace("plan.yaml", "version: \"1.0\"", "version: \"0.9\"");
    test.approve().succeeds();
    refused(&test, &[], &["E434"]);
}

#[test]
fn what_somebody_else_put_there_is_not_replaced() {
    let test = PlanTest::issuable();
    test.approve().succeeds();
    let test = test
        .file("public/index.html", "laman orang lain")
        .file("copies/1.0/surat.txt", "surat");
    refused(&test, &[], &["E445", "E445"]);
}

#[test]
fn a_register_that_was_altered_stops_the_issue() {
    let test = PlanTest::issuable();
    test.approve().succeeds();
    let test = test.replace("distribution/register.jsonl", "Yang DiPertua", "Yang Dipertua");
    let run = test.issue(&[]);
    assert!(run.stderr.contains("E413"), "{}", run.text());
    assert_eq!(run.status, 2, "{}", run.text());
    assert!(!test.root().join("public").exists());
}

#[test]
fn an_approver_signs_with_a_key_of_their_own() {
    if !is_installed("minisign") {
        return;
    }
    let test = PlanTest::issuable();
    let statement = test.path("kenyataan.json");
    let wrong = test.path("lain.json");
    test.run(&["approve", "--statement", text(&statement)]).succeeds();
    assert!(!test.root().join("distribution/register.jsonl").exists());
    fs::write(&wrong, "{}").expect("written");
    let make = "minisign -G -W -f -p yang.pub -s yang.key && minisign -Sm kenyataan.json -s yang.key && minisign -Sm lain.json -s yang.key";
    let (succeeded, said) = shell(&test.path(""), make);
    assert!(succeeded, "{said}");
    let signed = |file: &str| {
        let (signature, key) = (test.path(file), test.path("yang.pub"));
        let by = ["approve", "--by", "Chong", "--post", "Yang DiPertua"];
        test.with_publisher(&[&by[..], &["--signature", text(&signature), "--key", text(&key)]].concat())
    };
    signed("lain.json.minisig").fails(2, "E441");
    signed("kenyataan.json.minisig").succeeds();
    let page = fs::read_to_string(test.root().join("records/approval-1.0.html")).expect("the page");
    assert_eq!(page.matches("class=\"line\"").count(), 3, "{page}");
    assert!(page.contains("Bakar") && page.contains("Tanda tangan"), "{page}");
    test.issue(&[]).succeeds();
}

#[test]
fn text_that_was_sealed_is_not_open_without_a_decision() {
    let test = PlanTest::issued()
        .replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"")
        .replace(
            "content/02-khusus.md",
            "title: Khusus",
            "title: Khusus\nclassification: TERBUKA",
        );
    test.approve().succeeds();
    refused(&test, &[], &["E440"]);
    // Nobody may say that it cannot be compared while it can.
    refused(&test, &["--uncompared", "malas"], &["E442"]);
    let memory = test.root().join("copies/1.0/sealed.age");
    let kept = fs::read(&memory).expect("a file");
    fs::write(&memory, &kept[..kept.len() - 1]).expect("written");
    refused(&test, &[], &["E440"]);
    fs::remove_file(&memory).expect("removed");
    refused(&test, &[], &["E440"]);
    test.issue(&["--uncompared", "dibandingkan dengan tangan"]).succeeds();
    let last = test.entries().pop().expect("an entry").to_string();
    assert!(last.contains("dibandingkan dengan tangan"), "{last}");
}

#[test]
fn an_issue_comes_after_what_it_rests_on() {
    let approve = |test: &PlanTest, day: &str| {
        test.with_publisher(&["approve", "--by", "Chong", "--post", "Yang DiPertua", "--date", day])
    };
    let test = PlanTest::issuable();
    approve(&test, "2924-05-05").fails(2, "E432");
    assert!(!test.register().exists(), "nothing was recorded");
    approve(&test, "2024-05-10").succeeds();
    for (day, what) in [
        ("2024-05-09", "its approval"),
        ("2024-05-03", "the date of the version"),
    ] {
        let run = test.issue(&["--date", day]).fails(2, "E548");
        assert!(run.stderr.contains(what), "{}", run.text());
    }
    refused(&test, &["--date", "2024-05-09"], &["E548"]);
    test.issue(&["--date", "2024-05-20"]).succeeds();
    let again = ["--copies", "01", "--reason", "slip hilang", "--date"];
    refused(&test, &[&again[..], &["2024-05-19"]].concat(), &["E548"]);
    test.issue(&[&again[..], &["2024-05-25"]].concat()).succeeds();
    let test = test.replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"");
    approve(&test, "2024-05-12").succeeds();
    refused(&test, &["--date", "2024-05-24"], &["E548"]);
    test.issue(&["--date", "2024-05-25"]).succeeds();
}

#[test]
fn a_register_that_does_not_hold_stops_the_issue() {
    let test = PlanTest::issued().replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"");
    test.approve().succeeds();
    let good = fs::read_to_string(test.register()).expect("the register");
    for (old, new, code) in [
        ("\"by\":\"Azizah\"", "\"by\":\"Azizan\"", "E413"),
        ("\"number\":2,", "\"number\":3,", "E41"),
    ] {
        let tampered = good.replacen(old, new, 1);
        assert_ne!(tampered, good, "{old}");
        fs::write(test.register(), &tampered).expect("written");
        let before = files(&test.root());
        test.issue(&[]).fails(2, code);
        assert_eq!(files(&test.root()), before);
    }
    // Cut back to before the approval it is sound, and another one than this computer knows.
    let lines: Vec<&str> = good.split_inclusive('\n').collect();
    fs::write(test.register(), lines[..lines.len() - 1].concat()).expect("written");
    test.issue(&[]).fails(2, "E415");
    fs::write(test.register(), &good).expect("written");
    test.issue(&[]).succeeds();
}
