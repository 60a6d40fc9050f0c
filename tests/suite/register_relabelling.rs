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
    // Decisions about another section, or that open nothing, let nothing out; a number may be anything's.
    for (section, from, to) in [(section.as_str(), "TERHAD", "SULIT"), ("s099", "TERHAD", "TERBUKA")] {
        test.record(&[&["reclassify", section, "--from", from, "--to", to], &decided[..]].concat())
            .succeeds();
        test.issue(&[]).fails(2, "E440");
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
