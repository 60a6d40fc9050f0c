//! Faults of plan.yaml and of the distribution list; faults of several files in one run.

use std::fs;

use crate::{
    diagnostics::{Fault, assert_told, fault},
    plan_test::PlanTest,
};

const PLAN: &str = "plan.yaml";
const LIST: &str = "distribution/list.yaml";

#[test]
fn faults_of_plan_yaml() {
    let good = fs::read_to_string(PlanTest::small().root().join(PLAN)).expect("plan.yaml");
    let cases = [
        ("title: Pelan Ujian", "title: \"\"", "E110", "plan.yaml:1:8"),
        ("title: Pelan Ujian", "tajuk: Pelan Ujian", "E103", "plan.yaml:1:1"),
        ("title: Pelan Ujian\n", "", "E103", ""),
        ("date: 2026-11-01", "date: 2026-02-30", "E111", "plan.yaml:4:7"),
        ("version: \"1.0\"", "version: \"1.0/..\"", "E113", "plan.yaml:3:10"),
        ("version: \"1.0\"", "version: \"..\"", "E113", "plan.yaml:3:10"),
        ("TERHAD", "TERBUKA", "E112", "plan.yaml:6:17"),
        ("TERHAD", "TERHAD\nlanguage: fr", "E114", "plan.yaml:7:11"),
        ("TERHAD", "TERHAD\nnumbering: roman", "E114", "plan.yaml:7:12"),
        ("TERHAD", "TERHAD\ntheme: ../x", "E114", "plan.yaml:7:8"),
        ("TERHAD", "TERHAD\ntheme: tiada", "E140", ""),
        (
            "TERHAD",
            "TERHAD\nopen_pages: [control, semua]",
            "E115",
            "plan.yaml:7:23",
        ),
        (
            "TERHAD",
            "TERHAD\nreview: {interval_months: 0}",
            "E116",
            "plan.yaml:7:27",
        ),
        ("TERHAD", "TERHAD\ntitle: Lagi", "E103", "plan.yaml:7:1"),
        ("TERHAD", "TERHAD\ncontrol: [", "E103", ""),
    ];
    for (from, to, code, place) in cases {
        assert!(good.contains(from));
        let test = PlanTest::small().file(PLAN, good.replacen(from, to, 1));
        assert_told(
            &test,
            &Fault {
                code,
                place,
                file: PLAN,
                text: to,
            },
        );
    }
    let test = PlanTest::small();
    fs::write(test.root().join(PLAN), b"title: \xff\xfe\n").expect("written");
    assert_told(&test, &fault("E102", "", PLAN, "not UTF-8"));
}

#[test]
fn faults_of_the_distribution_list() {
    let cases = [
        ("01", "clearance: SULIT", "E123", "list.yaml:14:13"),
        ("03", "", "E126", "list.yaml:14:13"),
        ("03", "clearance: TERBUKA", "E202", "list.yaml:16:16"),
        ("03", "clearance: SULIT\ngroups: [XYZ]", "E128", "list.yaml:17:14"),
        (
            "03",
            "clearance: SULIT\nreserved: true\nname: A",
            "E124",
            "list.yaml:14:13",
        ),
        ("03", "clearance: SULIT", "E300", "list.yaml:14:13"),
        ("00", "clearance: SULIT", "E121", "list.yaml:14:13"),
        ("3", "clearance: SULIT", "E120", "list.yaml:14:13"),
        ("03", "clearance: SULIT\nkunci: x", "E104", "list.yaml:17:5"),
        ("03", "reserved: true\nrecipients: [age1]", "E124", "list.yaml:14:13"),
    ];
    for (number, lines, code, place) in cases {
        let test = PlanTest::small().seat(number, lines);
        let place = format!("distribution/{place}").leak();
        assert_told(
            &test,
            &Fault {
                code,
                place,
                file: LIST,
                text: lines,
            },
        );
    }
    let test = PlanTest::small();
    fs::remove_file(test.root().join(LIST)).expect("removed");
    assert_told(&test, &fault("E101", "", LIST, "missing"));
    let misplaced = "groups: {}\ncopies:\n  - {number: \"03-01\", post: A, clearance: SULIT}\n";
    assert_told(
        &PlanTest::small().file(LIST, misplaced),
        &fault("E122", "distribution/list.yaml:3:14", LIST, misplaced),
    );
}

#[test]
fn all_faults_of_all_sections_are_told_in_one_run_in_order() {
    let test = PlanTest::small()
        .section(
            "01-umum.md",
            "title: Umum\nclassification: TERBUKA",
            "[a](tiada.md)\n\n[b](#tiada)\n\n![c](http://x.example/a.png)\n",
        )
        .section("02-khusus.md", "title: Khusus\nclassification: RAHSIA", "::: terhad\n")
        .section("03-lagi.md", "title: Lagi\nkunci: x", "")
        .section("04-lagi.md", "title: Lagi", ":::\n\n::: rahsia\nx\n:::\n");
    let run = test.run(&["build"]).fails(2, "E172");
    let places: Vec<&str> = run
        .stderr
        .lines()
        .filter_map(|line| line.split_once("--> ").map(|(_, place)| place))
        .collect();
    let expected = [
        "content/01-umum.md:5:1",
        "content/01-umum.md:7:1",
        "content/01-umum.md:9:1",
        "content/02-khusus.md:3:17",
        "content/02-khusus.md:5:1",
        "content/03-lagi.md:3:1",
        "content/04-lagi.md:1:1",
        "content/04-lagi.md:4:1",
        "content/04-lagi.md:6:1",
    ];
    assert_eq!(places, expected, "{}", run.stderr);
    assert!(
        run.stderr.ends_with("9 problems; nothing was written\n"),
        "{}",
        run.stderr
    );
    assert!(!test.output().exists());
}

#[test]
fn faults_of_list_theme_and_sections_are_told_in_one_run() {
    let test = PlanTest::small()
        .seat("01", "clearance: SULIT")
        .file("themes/default/styles/tiada.css", "")
        .section("01-umum.md", "title: Umum\nclassification: TERBUKA", "[a](tiada.md)\n");
    let run = test.run(&["check"]).fails(2, "E123");
    assert!(run.stderr.contains("E141"), "the theme: {}", run.stderr);
    assert!(run.stderr.contains("E172"), "the section: {}", run.stderr);
}

#[test]
fn a_holder_without_a_key_is_told_together_with_faults_of_sections() {
    let test = PlanTest::small()
        .seat("03", "clearance: SULIT")
        .section("03-lagi.md", "title: Lagi", "[a](tiada.md)\n");
    let run = test.run(&["check"]).fails(2, "E172");
    assert!(run.stderr.contains("E300"), "the missing key: {}", run.stderr);
}
