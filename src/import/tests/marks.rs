//! Classification: marks count, words do not.

use super::super::{Options, Problem, import};
use super::{files, read, read_as, says};

fn problem(text: &str) -> Problem {
    import(text, &Options::default()).expect_err("the text is refused")
}

#[test]
fn without_a_mark_nothing_is_guessed() {
    let text = "1.0 MULA\n\nDokumen TERHAD dan SULIT disebut dalam ayat ini.\n\n- RAHSIA\n";
    assert_eq!(problem(text), Problem::NoClassification);
}

#[test]
fn the_highest_mark_counts() {
    let imported = read("TERHAD\n\n1.0 MULA\n\nSatu.\n\nSULIT\t\t\nMuka Surat : 2\tX\t2031\n\nDua.\n");
    assert_eq!(imported.report.classification, "SULIT");
    assert!(files(&imported)["plan.yaml"].contains("\nclassification: SULIT\n"));
    assert!(says(&imported, "lower than SULIT"));
}

#[test]
fn marks_in_other_dress() {
    for mark in [
        "**TERHAD**",
        "# TERHAD",
        "T E R H A D",
        "Pengelasan : TERHAD",
        "<u>TERHAD</u>",
        "[TERHAD]",
        "- TERHAD -",
    ] {
        let imported = read(&format!("{mark}\n\n1.0 MULA\n\nSatu.\n"));
        assert_eq!(imported.report.classification, "TERHAD", "{mark}");
    }
}

#[test]
fn secret_documents_are_refused_and_the_word_is_not() {
    let secret = "RAHSIA\t\t\nMuka Surat : 1\n\n1.0 MULA\n\nSatu.\n";
    assert_eq!(problem(secret), Problem::TooHigh("RAHSIA".to_owned()));
    let most = "RAHSIA BESAR\n\n1.0 MULA\n\nSatu.\n";
    assert_eq!(problem(most), Problem::TooHigh("RAHSIA BESAR".to_owned()));
    let words = "TERHAD\n\n1.0 MULA\n\nBahan RAHSIA dan RAHSIA BESAR tidak dihantar.\n\nPeringkat\tMaksud\nRAHSIA\tsangat tinggi\n";
    assert_eq!(read(words).report.classification, "TERHAD");
}

#[test]
fn a_lower_answer_does_not_lower_the_document() {
    let imported = read_as("SULIT\n\n1.0 MULA\n\nSatu.\n", "TERBUKA");
    assert_eq!(imported.report.classification, "SULIT");
    assert!(says(&imported, "lower TERBUKA"));
}

#[test]
fn an_open_document_has_a_sealed_default() {
    let imported = read_as("1.0 MULA\n\nSatu.\n", "TERBUKA");
    let files = files(&imported);
    assert!(files["plan.yaml"].contains("\nclassification: TERHAD\n"));
    assert_eq!(
        files["content/01-mula/_index.md"],
        "---\ntitle: MULA\nclassification: TERBUKA\n---\n\nSatu.\n"
    );
    assert_eq!(imported.report.classification, "TERBUKA");
}

#[test]
fn messages_are_lower_case_without_full_stop() {
    for problem in [
        Problem::Empty,
        Problem::NotAPlan,
        Problem::NoClassification,
        Problem::TooMany,
        Problem::TooHigh("RAHSIA".into()),
    ] {
        let message = problem.to_string();
        assert!(
            message.starts_with(char::is_lowercase) && !message.ends_with('.'),
            "{message}"
        );
    }
}
