//! Markers that an officer types and that make no item: each is refused with its place and what to do.

use crate::told::{refused, told};

#[test]
fn a_marker_below_a_sentence_does_not_run_into_it() {
    for line in ["(b) dua", "2. dua", "b) dua", "iv) dua", "(12) dua", "c. dua"] {
        refused(&format!("Ayat ini.\n{line}\n"), "E285", 6, 1, "an empty line above");
    }
    refused("Lihat perkara\nb) di atas\n", "E285", 6, 1, "a backslash before");
    refused("Ayat ini.\n     a) dua\n", "E285", 6, 6, "less than 4 blanks");
    refused("> Ayat ini.\n> (b) dua\n", "E285", 6, 3, "an empty line above");
    refused(
        "Teks.[^1]\n\n[^1]: Nota ini.\n    (b) dua\n",
        "E285",
        8,
        5,
        "an empty line above",
    );
    refused(
        "::: nota\nAyat ini.\n(b) dua\n:::\n",
        "E285",
        7,
        1,
        "an empty line above",
    );
    for good in [
        "Ayat\nb\\) dua\n",
        "Sejak\n2020. Kemudian\n",
        "Sebanyak\n12.\n",
        "Ayat ini.\n\n(b) dua\n(c) tiga\n",
    ] {
        assert_eq!(told(good), [], "{good}");
    }
}

#[test]
fn a_marker_in_the_cell_of_a_grid_table_does_not_either() {
    refused(
        "+-----------+\n| Ayat ini. |\n| (b) dua   |\n+-----------+\n",
        "E285",
        7,
        3,
        "an empty line above",
    );
}

#[test]
fn an_item_too_deep_in_a_list_is_no_code() {
    refused("1. x:\n\n         a) y\n", "E285", 7, 10, "to the words");
    assert_eq!(told("1. x:\n\n       kod\n"), []);
    refused("Ayat.\n\n    a) kod\n", "E295", 7, 5, "at the left margin");
}

#[test]
fn paragraph_numbers_want_two_blanks() {
    for line in ["1.1 Tujuan pelan", "1.4.1 perenggan", "1.1. Tujuan", "2.3.  Skop"] {
        refused(&format!("{line}\n"), "E285", 5, 1, "two blanks");
    }
    let both: Vec<i64> = told("1.1 skop\n\n1.2 had\n").into_iter().map(|told| told.1).collect();
    assert_eq!(both, [5, 7]);
    for good in [
        "1.4 juta ringgit\n",
        "2.4 GHz\n\n5.2 GHz\n",
        "1\\.1 Tujuan\n",
        "Harga\n1.5 Juta\n",
        "1.1  Tujuan\n1.2  Skop\n",
    ] {
        assert_eq!(told(good), [], "{good}");
    }
}

#[test]
fn letters_behind_z_and_pasted_bullets_are_no_text() {
    refused("(y) satu\n(z) dua\n\n(aa) tiga\n", "E285", 8, 1, "(27)");
    refused("• satu\n", "E285", 5, 1, "&#8226;");
    refused("Ayat:\n➢ satu\n", "E285", 6, 1, "write -");
    for good in ["&#8226; satu\n", "- ➢ satu\n", "\\(aa) tiga\n", "(ab) tiga\n"] {
        assert_eq!(told(good), [], "{good}");
    }
}

#[test]
fn the_same_number_twice_is_refused() {
    refused("a) satu\nb) dua\nb) tiga\n", "E286", 7, 1, "count on");
    refused("(i) satu\n(i) dua\n", "E286", 6, 1, "count on");
    refused("1. satu\n2. dua\n2. tiga\n", "E286", 7, 1, "<!-- -->");
    for good in [
        "1. satu\n1. dua\n",
        "a) satu\n\n<!-- -->\n\na) dua\n",
        "1. satu\n2. dua\n\n1. tiga\n",
        "#. a\n#. b\n",
    ] {
        assert_eq!(told(good), [], "{good}");
    }
}
