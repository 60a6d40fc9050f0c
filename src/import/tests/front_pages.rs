//! Front pages in other shapes.

use super::{files, read_as, says};

#[test]
fn ranges_doubles_and_rows_without_number() {
    let text = "SENARAI EDARAN\n\nNo. Salinan\tPemegang\n1\tKetua\n2 - 4\t\n2\tSekali lagi\n\tTanpa nombor\n00\tInduk\n\n1.0 MULA\n\nSatu.\n";
    let imported = read_as(text, "TERHAD");
    let files = files(&imported);
    let list = files["distribution/list.yaml"];
    assert_eq!(list.matches("reserved: true").count(), 3, "{list}");
    assert_eq!(imported.report.copies, 4);
    assert!(says(&imported, "stands twice") && says(&imported, "without a copy number"));
    let rest = files["content/01-senarai-edaran/_index.md"];
    assert!(
        rest.contains("Tanpa nombor") && rest.contains("Sekali lagi") && rest.contains("Induk"),
        "{rest}"
    );
}

#[test]
fn a_year_alone_gives_its_first_day_and_none_gives_a_stand_in() {
    let year = read_as("PELAN UJIAN\n\n© Unit Ujian, 2031\n\n1.0 MULA\n\nSatu.\n", "TERHAD");
    assert!(files(&year)["plan.yaml"].contains("date: \"2031-01-01\""));
    assert!(says(&year, "only a year"));
    let none = read_as("1.0 MULA\n\nSatu.\n", "TERHAD");
    assert!(files(&none)["plan.yaml"].contains("date: \"1970-01-01\""));
    assert!(says(&none, "no date found"));
}

#[test]
fn what_has_no_field_becomes_a_section() {
    let text = "KAWALAN DOKUMEN\n\nVersi\t: 2.0\nCop\t: merah\nEdisi\t: pertama\n\nPRAKATA\n\nKata-kata aluan ketua.\n\n1.0 MULA\n\nSatu.\n";
    let imported = read_as(text, "TERHAD");
    let files = files(&imported);
    let control = files["content/01-kawalan-dokumen/_index.md"];
    assert!(control.contains("number: false") && control.contains("Edisi") && control.contains("pertama"));
    assert!(files["content/02-prakata/_index.md"].contains("Kata-kata aluan ketua."));
    assert_eq!(imported.report.version, "2.0");
}

#[test]
fn repeated_running_titles_and_page_numbers_go() {
    let pages = ["satu", "dua", "tiga", "empat"]
        .iter()
        .zip(1..)
        .map(|(word, page)| format!("\nIsi muka {word}.\n\n{page}\n\nPelan Ujian Contoh\nTERHAD\n"));
    let text: String = std::iter::once("TERHAD\n\n1.0 MULA\n".to_owned())
        .chain(pages)
        .collect();
    let imported = super::read(&text);
    let body = files(&imported)["content/01-mula/_index.md"].to_owned();
    assert!(
        !body.contains("Contoh") && !body.contains("\n3\n") && body.contains("Isi muka empat."),
        "{body}"
    );
    assert_eq!(super::dropped(&imported, "page number on a line"), 4);
    assert_eq!(super::dropped(&imported, "repeated title"), 4);
}

#[test]
fn a_lone_number_is_no_page_number() {
    assert!(super::body_of("Jumlah ialah\n\n42\n\norang.\n").contains("42"));
}
