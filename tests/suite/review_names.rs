//! Names and numbers that plan authors choose, and names that users type.

use crate::{
    plan_test::PlanTest,
    program::{terkawal, text},
    published::files,
};

const OPEN: &str = "title: Lagi\nclassification: TERBUKA";

#[test]
fn the_number_of_a_sealed_section_is_a_number() {
    for number in [
        "Lampiran Senarai Ejen Zubaidah",
        "Lampiran Zubaidah",
        "Zubaidah",
        "Kod 1",
        "1 Zubaidah",
        "3.Zubaidah",
        "Lampiran 1 2",
        "Ejen/1",
        "0123456789",
        "12345",
    ] {
        let test = PlanTest::small().section(
            "02-khusus.md",
            &format!("title: Khusus\nnumber: \"{number}\""),
            "Teks.\n",
        );
        let run = test.run(&["check"]);
        assert!(
            run.status == 2 && run.stderr.contains("E149"),
            "{number} passes: {}",
            run.text()
        );
        assert!(!run.text().contains("Zubaidah"), "{}", run.text());
    }
    for number in [
        "1",
        "3.42",
        "BAB 3",
        "Lampiran IV",
        "Lampiran A",
        "A.1",
        "A-1",
        "(2)",
        "Jadual 4/2",
        "false",
    ] {
        let test = PlanTest::small().section(
            "02-khusus.md",
            &format!("title: Khusus\nnumber: \"{number}\""),
            "Teks.\n",
        );
        test.build();
        let told = files(&test.output().join("site"))
            .values()
            .any(|bytes| String::from_utf8_lossy(bytes).contains(number));
        assert!(told || number == "false", "{number}");
    }
    // What is open may call itself anything.
    PlanTest::small()
        .section(
            "03-lagi.md",
            &format!("{OPEN}\nnumber: Kata alu-aluan Yang Dipertua"),
            "Teks.\n",
        )
        .build();
}

#[test]
fn names_that_the_program_uses_itself_are_refused() {
    for (path, front) in [
        ("05-s003.md", OPEN),
        ("05-S003.md", OPEN),
        ("05-s1234.md", "title: Lagi"),
        ("05-s003/_index.md", OPEN),
        ("05-bab/01-s003.md", OPEN),
        ("05-#?.md", OPEN),
        ("05-copies.md", OPEN),
        ("05-assets.md", OPEN),
        ("05-read.md", OPEN),
    ] {
        let mut test = PlanTest::small().section(path, front, "Teks.\n");
        if path.contains("bab/") {
            test = test.section("05-bab/_index.md", OPEN, "Teks.\n");
        }
        let run = test.run(&["check"]);
        let is_told = run.status == 2 && run.stderr.contains("E158") && run.stderr.contains(path);
        // A name of signs only may also be published under its number.
        assert!(
            is_told || path == "05-#?.md" && run.status == 0,
            "{path}: {}",
            run.text()
        );
    }
    for path in ["05-s3.md", "05-s003a.md", "05-seksyen.md", "s-003.md"] {
        PlanTest::small().section(path, OPEN, "Teks.\n").build();
    }
}

#[test]
fn a_mistyped_name_is_the_users_fault() {
    let test = PlanTest::small();
    test.build();
    let (absent, to, key) = (test.path("tiada"), test.fresh(), test.key_file("01", true));
    let (copy, site) = (test.copy("01"), test.output().join("site"));
    let mut other = Vec::new();
    for arguments in [
        &["open", text(&absent), "--identity", text(&key), "--to", text(&to)][..],
        &["open", text(&copy), "--identity", text(&absent), "--to", text(&to)],
        &[
            "open",
            text(&copy),
            "--passphrase-file",
            text(&absent),
            "--to",
            text(&to),
        ],
        &["open", text(&copy), "--identity", text(&copy), "--to", text(&to)],
        &[
            "open",
            text(&site),
            "--copy",
            "01",
            "--identity",
            text(&key),
            "--to",
            text(&to),
        ],
        &["import", text(&absent), text(&to)],
        &["import", text(&site), text(&to)],
        &["verify", text(&absent)],
    ] {
        let run = test.run(arguments);
        if run.status != 2 {
            other.push(format!("{arguments:?}: {}: {}", run.status, run.text()));
        }
        assert!(run.stderr.contains("hint:"), "{arguments:?}: {}", run.stderr);
        assert!(!to.exists(), "{arguments:?}");
    }
    for verb in ["check", "build"] {
        assert_eq!(terkawal(&absent, &test.path("home"), &[verb]).status, 2);
    }
    assert!(!absent.exists());
    assert!(other.is_empty(), "{other:#?}");
}
