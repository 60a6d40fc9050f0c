//! Codes of risks through the whole plan, and treatments that name them, with registers open and sealed.

use crate::{
    blocks::{assert_faults, open, sealed, told},
    plan_test::PlanTest,
    published::words_in,
};

fn risk(code: &str) -> String {
    format!("- {{code: {code}, function: Kutipan, threat: Banjir besar, likelihood: 1, impact: 1}}\n")
}

fn treatment(risk: &str) -> String {
    format!("- {{risk: {risk}, treatment: accept}}\n")
}

/// A register and a plan of treatment, each in a section of its own.
fn two(register: (&str, &str), treatments: (&str, &str)) -> PlanTest {
    let body = |kind: &str, yaml: &str| format!("```{kind}\n{yaml}```\n");
    PlanTest::new()
        .section(
            "01-blok.md",
            &format!("title: Blok\nclassification: {}", treatments.0),
            &body("mitigation", treatments.1),
        )
        .section(
            "02-daftar.md",
            &format!("title: Daftar\nclassification: {}", register.0),
            &body("risk", register.1),
        )
        .holder("01", "clearance: SULIT")
}

const UNKNOWN: &str = "E227 1:10 no register of this plan has this risk";

#[test]
fn a_code_is_of_one_risk_in_the_whole_plan() {
    let message = "another risk of this plan has this code";
    let rows = [risk("R01"), risk("R02"), risk("r01")].concat();
    assert_faults(&open("risk", &rows), &[&format!("E226 3:10 {message}")]);
    assert_faults(&sealed("risk", &rows), &[&format!("E226 3:10 {message}")]);
    // Two registers of which one is sealed: the second is told, without its words.
    let test = open("risk", &risk("R01")).section(
        "02-daftar.md",
        "title: Daftar\nclassification: SULIT",
        &format!("```risk\n{}```\n", risk("R01").replace("Banjir", "kzbanjirqx")),
    );
    let run = test.run(&["--format", "json", "check"]);
    assert_eq!(told(&run), [format!("E226 6:10 {message}")]);
    assert!(words_in("", run.text().as_bytes(), &["kzbanjirqx"]).is_empty());
    // The same file shown twice has the same risks.
    let file = open("risk {file=a.yaml}", "")
        .file("content/data/a.yaml", risk("R01"))
        .section(
            "02-lagi.md",
            "title: Lagi\nclassification: TERBUKA",
            "```risk {file=a.yaml}\n```\n",
        );
    file.run(&["check"]).succeeds();
}

#[test]
fn a_treatment_names_a_risk_of_some_register() {
    let register = [risk("R01"), risk("R02")].concat() + "- {function: Aset, threat: Api, likelihood: 1, impact: 1}\n";
    for marks in [("TERBUKA", "TERBUKA"), ("TERHAD", "TERHAD"), ("TERBUKA", "SULIT")] {
        for good in [
            "R01",
            "r02",
            "\"R01, R02\"",
            "R01 & R02",
            "R01 Banjir",
            "\"R02: Banjir\"",
            "banjir  BESAR",
            "Api",
            "Kutipan",
            "3",
        ] {
            let test = two((marks.0, &register), (marks.1, &treatment(good)));
            test.run(&["check"]).succeeds();
        }
        for bad in ["R03", "R0", "R01 R02x", "\"R01, R03\"", "Gempa", "1"] {
            let test = two((marks.0, &register), (marks.1, &treatment(bad)));
            let found = told(&test.run(&["--format", "json", "check"]));
            // A code and words behind it are that risk.
            if bad == "R01 R02x" {
                assert!(found.is_empty(), "{found:?}");
            } else {
                assert_eq!(found, [UNKNOWN], "{bad} {marks:?}");
            }
        }
    }
    let hint = two(("TERBUKA", &register), ("TERBUKA", &treatment("R03"))).run(&["check"]);
    assert!(
        hint.stderr.contains("; open registers have R01, R02"),
        "{}",
        hint.stderr
    );
    // Where no register stands in the plan, it is kept elsewhere.
    open("mitigation", &treatment("R03")).run(&["check"]).succeeds();
}

#[test]
fn a_register_that_cannot_be_read_makes_no_treatment_wrong() {
    let register = risk("R01") + &risk("R02").replace("impact: 1", "impact: 9");
    let test = two(("TERBUKA", &register), ("TERBUKA", &treatment("R02")));
    assert_eq!(
        told(&test.run(&["--format", "json", "check"])),
        ["E215 7:79 not a whole number from 1 to 5"]
    );
}

#[test]
fn an_open_treatment_names_a_sealed_risk_by_its_code_alone() {
    let register = risk("R07") + &risk("kzsuapqx-ketua").replace("Banjir besar", "kzsindiketqx");
    let two = |named: &str| two(("TERHAD", &register), ("TERBUKA", &treatment(named)));
    two("R07").build();
    let telling = "E274 1:10 this treatment says more than the code of a risk that fewer people may read";
    for (named, expected) in [
        ("R07 Banjir besar", telling),
        ("kzsuapqx-ketua", telling),
        // Whether a sealed register has these words is told to nobody.
        ("kzsindiketqx", UNKNOWN),
        ("Banjir besar", UNKNOWN),
        ("R08", UNKNOWN),
    ] {
        let run = two(named).run(&["--format", "json", "check"]);
        assert_eq!(told(&run), [expected], "{named}");
        // What is quoted is the open treatment itself, and no word of the register.
        let words = ["kzsuapqx", "kzsindiketqx", "banjir"];
        let others: Vec<&str> = words
            .into_iter()
            .filter(|word| !named.to_lowercase().contains(word))
            .collect();
        assert!(
            words_in("", run.text().to_lowercase().as_bytes(), &others).is_empty(),
            "{}",
            run.text()
        );
    }
}
