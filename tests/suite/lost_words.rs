//! What the parser would drop or print elsewhere than the author meant.

use crate::{plan_test::PlanTest, told};

/// Codes and lines that are told of the text of an open section; its first line is line 5.
fn told(text: &str) -> Vec<(String, i64)> {
    let all = told::told(text).into_iter();
    all.map(|(code, line, ..)| (code, line)).collect()
}

#[test]
fn a_row_with_more_cells_than_heads_is_refused() {
    let table = |row: &str| told(&format!("| A | B |\n|---|---|\n| satu | dua |\n{row}\n"));
    let refused = [("E497".to_owned(), 8)];
    assert_eq!(table("| 1 | 2 | 3 |"), refused);
    assert_eq!(table("| Ketua | `a|b` | RM 5,000 |"), refused);
    assert_eq!(table("1 | 2 | 3"), refused);
    for good in ["| 1 | 2 |", "| 1 | 2 | |", "| 1 |", "| `a\\|b` | 2 |", "| 1 | a\\|b"] {
        assert_eq!(table(good), [], "{good}");
    }
    assert_eq!(
        told("> | A | B |\n> |---|---|\n> | 1 | 2 | 3 |\n"),
        [("E497".to_owned(), 7)]
    );
}

#[test]
fn a_caption_right_below_a_table_is_no_row() {
    assert_eq!(
        told("| A | B |\n|---|---|\n| 1 | 2 |\n: Senarai {#tbl-a}\n"),
        [("E204".to_owned(), 8)]
    );
    assert_eq!(told("| A | B |\n|---|---|\n| 1 | 2 |\n\n: Senarai {#tbl-a}\n"), []);
}

#[test]
fn a_footnote_is_defined_once() {
    assert_eq!(
        told("Ayat[^a] dan[^b].\n\n[^a]: Satu.\n\n[^a]: Dua.\n\n[^b]: Tiga.\n"),
        [("E498".to_owned(), 9)]
    );
}

#[test]
fn an_emergency_contact_has_no_mobile_number() {
    let contact = |number: &str| {
        told(&format!(
            "```contacts\nkind: emergency\ncontacts:\n  - {{name: Bomba, phone: \"{number}\"}}\n```\n"
        ))
    };
    for mobile in ["012-345 6789", "+60 12-345 6789", "0812-3456-7890", "+62 812 3456 7890"] {
        assert_eq!(contact(mobile), [("E499".to_owned(), 8)], "{mobile}");
    }
    for desk in [
        "999",
        "09-123 4567",
        "+60 9-123 4567",
        "021-3456789",
        "0800-123456",
        "1-300-88-2525",
    ] {
        assert_eq!(contact(desk), [], "{desk}");
    }
}

#[test]
fn messages_about_sealed_blocks_name_no_values() {
    let risk =
        "```risk\n- {code: R1, function: Kaunter, threat: Banjir, likelihood: 4, impact: 5, level: Rendah}\n```\n";
    let test = PlanTest::new().section("01-a.md", "title: A", risk);
    let run = test.run(&["--format", "json", "check"]).fails(2, "E231");
    let facts = run.json();
    let message = facts["diagnostics"][0]["message"].as_str().expect("a message");
    assert!(!message.chars().any(|c| c.is_ascii_digit()), "{message}");
}
