//! `mapping`: marks, lines, unknown codes, items left alone.

use crate::blocks::{assert_faults, assert_holds, open, page, told};

const SMALL: &str = "\
from:
  title: Strategi
  items:
    S1: Bilik kembar
    S2: Replikasi
to:
  title: Fungsi
  items:
    F1: Gerakan
    F2: Hasil
serves:
  S1: F1
  S2: [F1, F2]
";

#[test]
fn two_lists_are_a_matrix_and_a_figure() {
    let mark = "<td><span class=\"serves\" role=\"img\" aria-label=\"menyokong\">●</span></td>";
    let page = page(&open("mapping", SMALL));
    assert_holds(
        &page,
        &[
            "<th scope=\"col\">Strategi</th><th scope=\"col\">F1 Gerakan</th><th scope=\"col\">F2 Hasil</th>",
            &format!("<th scope=\"row\">S1 Bilik kembar</th>{mark}<td></td></tr>"),
            &format!("<th scope=\"row\">S2 Replikasi</th>{mark}{mark}</tr>"),
            "Pemetaan: Strategi, Fungsi</title>",
            "S1 → F1; S2 → F1, F2</desc>",
            "<line class=\"link\"",
            ">S1 Bilik kembar</text>",
        ],
    );
    assert_eq!(page.matches("<line class=\"link\"").count(), 3);
    assert_eq!(page.matches("<rect class=\"box\"").count(), 4);
    // Nobody is told of a plan that is whole.
    assert_eq!(
        told(&open("mapping", SMALL).run(&["--format", "json", "check"])),
        [""; 0]
    );
}

#[test]
fn rows_are_the_short_form() {
    let page = page(&open(
        "mapping",
        "- from: Teras A\n  to: [Program 1, Program 2]\n- {from: Teras B, to: Program 1}\n",
    ));
    assert_holds(
        &page,
        &[
            "<th scope=\"col\">Menyokong</th><th scope=\"col\">Program 1</th>",
            "Teras A → Program 1, Program 2; Teras B → Program 1",
        ],
    );
}

#[test]
fn many_columns_become_a_list_and_a_tangle_is_not_drawn() {
    let rows = |count: usize| {
        let rows: Vec<String> = (0..count)
            .map(|at| format!("- {{from: Satu, to: Dua-{at}}}\n"))
            .collect();
        rows.concat()
    };
    let list = page(&open("mapping", &rows(9)));
    assert_holds(&list, &["<th scope=\"row\">Satu</th><td><ul><li>Dua-0</li>", "<svg"]);
    let many = page(&open("mapping", &rows(31)));
    assert!(!many.contains("<svg"));
    assert_holds(&many, &["<li>Dua-30</li>"]);
}

#[test]
fn unknown_codes_are_errors_and_lonely_items_warnings() {
    let yaml = SMALL
        .replace("  S1: F1\n", "  S9: [F1, F9]\n")
        .replace("[F1, F2]", "[F1, F1]");
    assert_faults(
        &open("mapping", &yaml),
        &[
            "E250 12:3 no item of `from` has this code",
            "E250 12:12 no item of `to` has this code",
            "E251 13:12 this item is named twice here",
        ],
    );
    let lonely = open("mapping", &SMALL.replace("  S1: F1\n", ""));
    let run = lonely.run(&["--format", "json", "check"]).succeeds();
    assert_eq!(told(&run), ["E252 4:5 this item serves nothing"]);
    assert_eq!(run.json()["diagnostics"][0]["severity"], "warning");
    assert_holds(&page(&lonely), &["S1 Bilik kembar</th><td></td><td></td>"]);
    let run = open("mapping", "- {from: A}\n- {from: B, to: [C, C]}\n").run(&["--format", "json", "check"]);
    assert_eq!(told(&run), ["E251 2:21 this item is named twice here"]);
    let run = open("mapping", "- {from: A}\n- {from: B, to: [C]}\n").run(&["--format", "json", "check"]);
    assert_eq!(told(&run), ["E252 1:10 this item serves nothing"]);
}

#[test]
fn each_wrong_field_is_told() {
    for (yaml, faults) in [
        (
            "from: x\n",
            &[
                "E213 1:7 keys and values were expected here",
                "E212 1:1 `serves` is missing or empty",
                "E212 1:1 `to` is missing or empty",
            ][..],
        ),
        (
            "from: {items: {A: }}\nto: {title: T}\nserves: {}\n",
            &["E214 1:17 this text is empty", "E212 2:5 `items` is missing or empty"],
        ),
        (
            "from: {items: [A]}\nto: {items: {B: C}}\nserves: {A: B}\n",
            &["E213 1:15 keys and values were expected here"],
        ),
        (
            "from: {items: {A: B}}\nto: {items: {B: C}}\nserves: {A: [{x: y}]}\n",
            &["E213 3:14 one text was expected here"],
        ),
        ("- {to: B}\n", &["E212 1:3 `from` is missing or empty"]),
        (
            "from: {items: {A: x, A: y}}\n",
            &["E219 1:22 the same key stands here twice"],
        ),
    ] {
        let mut found = told(&open("mapping", yaml).run(&["--format", "json", "check"]));
        let mut expected = faults.to_vec();
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{yaml}");
    }
}
