//! Grid tables and notes that are not drawn or closed rightly: each fault once, at its own line.

use crate::told::{refused, told};

#[test]
fn a_grid_table_is_told_at_the_line_that_is_wrong() {
    let row = "+---+---+\n| a | b |\n";
    for (rest, line, hint) in [
        ("+---+---+\n| c  | d |\n+---+---+\n", 8, "end each line"),
        ("+---+---+\n| c | d\n+---+---+\n", 8, "end each line"),
        ("+---+---+\n| c | d |\n+--+----+\n", 8, "each corner"),
        (
            "+---+---+\n| c | d |\n|   +---+\n| e | f |\n+---+ --+\n",
            11,
            "each corner",
        ),
        ("+---+---+\n| c | d |\n", 8, "end each line"),
        ("\nAyat.\n", 6, "end each line"),
        (
            "+===+===+\n| c | d |\n+===+===+\n| e | f |\n+---+---+\n",
            9,
            "one line of =",
        ),
    ] {
        refused(&format!("{row}{rest}\n"), "E205", line, 1, hint);
    }
    refused("- a\n\n  +---+\n  | b  |\n  +---+\n", "E205", 8, 3, "end each line");
}

#[test]
fn a_note_that_is_not_closed_is_told_once() {
    let codes: Vec<String> = told("::: nota\nSatu.\n").into_iter().map(|told| told.0).collect();
    assert_eq!(codes, ["E168"]);
}
