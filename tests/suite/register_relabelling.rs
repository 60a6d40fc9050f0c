//! What was sealed and is open now stops an issue, until it is on record who decided so.

use crate::plan_test::PlanTest;

#[test]
fn a_relabelled_section_goes_out_once_it_is_on_record_and_no_longer() {
    let sealed = "Hanya pemegang membaca ayat khas ini.\n";
    let version = |test: PlanTest, from: &str, to: &str| {
        let test = test.replace(
            "plan.yaml",
            &format!("version: \"{from}\""),
            &format!("version: \"{to}\""),
        );
        test.approve().succeeds();
        test
    };
    let test = PlanTest::issued().section("02-khusus.md", "title: Khusus\nclassification: TERBUKA", sealed);
    let test = version(test, "1.0", "1.1");
    let told = test.issue(&[]).fails(2, "E440");
    let section = told.stderr.split("register reclassify ").nth(1).expect("a hint");
    let section = section.split_whitespace().next().expect("a section").to_owned();
    let decided = ["--approver", "Chong", "--reason", "keputusan 3/2026"];
    let marks = ["--from", "TERHAD", "--to", "TERBUKA"];
    // A decision that opens nothing lets nothing out; one about what was not sealed is refused.
    let closed = ["--from", "TERHAD", "--to", "SULIT"];
    test.record(&[&["reclassify", &section], &closed[..], &decided].concat())
        .succeeds();
    test.issue(&[]).fails(2, "E440");
    for unknown in ["s099", "figures-1", "references", "s001"] {
        test.record(&[&["reclassify", unknown], &marks[..], &decided].concat())
            .fails(2, "E464");
    }
    test.record(
        &[
            &["reclassify", &section, "--from", "TERBUKA", "--to", "SULIT"],
            &decided[..],
        ]
        .concat(),
    )
    .fails(2, "E465");
    test.record(&[&["reclassify", "2.0"], &marks[..], &decided].concat())
        .fails(2, "E464");
    test.record(&[&["reclassify", &section], &marks[..], &decided].concat())
        .succeeds();
    test.issue(&[]).succeeds();
    // The decision was about this version; the next one needs its own.
    let test = test.section(
        "02-khusus.md",
        "title: Khusus",
        "Ayat lain yang hanya dibaca pemegang.\n",
    );
    let test = version(test, "1.1", "1.2");
    test.issue(&[]).succeeds();
    let test = test.section(
        "02-khusus.md",
        "title: Khusus\nclassification: TERBUKA",
        "Ayat lain yang hanya dibaca pemegang.\n",
    );
    let test = version(test, "1.2", "1.3");
    test.issue(&[]).fails(2, "E440");
}

#[test]
fn lines_of_lists_follow_the_section_that_they_name() {
    let body = "![Laluan keluar melalui pintu belakang dapur](peta.svg){#fig-peta}\n\nHanya pemegang membaca ayat khas ini.\n\n\
                Pasukan Tindak Segera Daerah (PTSD) datang dahulu.\n";
    let test = PlanTest::small()
        .section("02-khusus.md", "title: Khusus", body)
        .file(
            "content/peta.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>Peta</text></svg>",
        )
        .made_issuable();
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    let test = test
        .replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"")
        .section("02-khusus.md", "title: Khusus\nclassification: TERBUKA", body);
    test.approve().succeeds();
    let told = test.issue(&[]).fails(2, "E440").stderr;
    assert!(!told.contains("figures-"), "{told}");
    let mut named: Vec<&str> = told
        .split("register reclassify ")
        .skip(1)
        .filter_map(|rest| rest.split_whitespace().next())
        .collect();
    named.sort_unstable();
    named.dedup();
    for name in named {
        let marks = [
            "--from",
            "TERHAD",
            "--to",
            "TERBUKA",
            "--approver",
            "Chong",
            "--reason",
            "keputusan 3",
        ];
        test.record(&[&["reclassify", name], &marks[..]].concat()).succeeds();
    }
    test.issue(&[]).succeeds();
}

#[test]
fn a_decision_is_about_the_level_that_the_last_issue_had() {
    let scheme = "classification_scheme:\n  OPEN: TERBUKA\n  RESTRICTED: TERHAD\n  CONFIDENTIAL: SULIT";
    let body = "Hanya pemegang tertentu membaca ayat sulit ini.\n";
    let test = PlanTest::new()
        .plan(scheme)
        .replace("plan.yaml", "classification: TERHAD", "classification: CONFIDENTIAL")
        .section(
            "01-umum.md",
            "title: Umum\nclassification: OPEN",
            "Semua orang boleh membaca ini.\n",
        )
        .section("02-khusus.md", "title: Khusus\nclassification: CONFIDENTIAL", body)
        .holder("01", "clearance: CONFIDENTIAL")
        .made_issuable();
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    let test = test
        .replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"")
        .section("02-khusus.md", "title: Khusus\nclassification: OPEN", body);
    test.approve().succeeds();
    let told = test.issue(&[]).fails(2, "E440").stderr;
    assert!(
        told.contains("reclassify s002 --from \"CONFIDENTIAL\" --to \"OPEN\""),
        "{told}"
    );
    let decide = |from: &str| {
        let marks = ["reclassify", "s002", "--from", from, "--to", "OPEN"];
        test.record(&[&marks[..], &["--approver", "Chong", "--reason", "keputusan 4"]].concat())
    };
    let refused = decide("RESTRICTED").fails(2, "E465").stderr;
    assert!(
        refused.contains("s002 was CONFIDENTIAL in the version in force, not RESTRICTED"),
        "{refused}"
    );
    test.issue(&[]).fails(2, "E440");
    let told = decide("CONFIDENTIAL").succeeds().stdout;
    assert!(told.contains("s002: CONFIDENTIAL to OPEN"), "{told}");
    test.issue(&[]).succeeds();
}
