//! `checklist`: boxes, groups and progress.

use crate::blocks::{article, assert_faults, assert_holds, open, page};

#[test]
fn groups_and_progress_are_shown() {
    let yaml = "\
groups:
  - group: Sebelum
    items:
      - item: Loceng dibunyikan
        done: ya
        owner: Pegawai aras
        date: 2026-10-12
      - Pintu dikunci
  - group: Selepas
    items:
      - item: Kiraan dibuat
        done: no
";
    assert_holds(
        &page(&open("checklist", yaml)),
        &[
            "<title id=\"s001-d1-t\">Kemajuan senarai semak</title>",
            "1 daripada 3 selesai (33%)</text>",
            "<rect class=\"slack\" x=\"0\" y=\"24\" width=\"320\"",
            "<rect class=\"rto\" x=\"0\" y=\"24\" width=\"105\"",
            "<thead><tr><th scope=\"col\">Semak</th><th scope=\"col\">Perkara</th><th scope=\"col\">Tanggungjawab</th><th scope=\"col\">Tarikh</th></tr></thead><tbody><tr>\
             <th class=\"group\" colspan=\"4\" scope=\"rowgroup\">Sebelum (1/2)</th>",
            "<span class=\"task done\" role=\"img\" aria-label=\"selesai\">☑</span></td><td>Loceng dibunyikan</td>\
             <td>Pegawai aras</td><td>12 Oktober 2026</td>",
            "<span class=\"task todo\" role=\"img\" aria-label=\"belum selesai\">☐</span></td><td>Pintu dikunci</td>",
            "</tbody><tbody><tr><th class=\"group\" colspan=\"4\" scope=\"rowgroup\">Selepas (0/1)</th>",
        ],
    );
}

#[test]
fn words_for_done_are_known_in_three_languages() {
    for (words, expected) in [
        (
            ["yes", "true", "done", "ya", "selesai", "sudah", "x", "√"],
            "8 daripada 8 selesai (100%)",
        ),
        (
            ["no", "false", "todo", "tidak", "belum", "\"-\"", "no", "no"],
            "0 daripada 8 selesai (0%)",
        ),
    ] {
        let rows: Vec<String> = words
            .iter()
            .map(|word| format!("- {{item: A, done: {word}}}\n"))
            .collect();
        assert_holds(&page(&open("checklist", &rows.concat())), &[expected]);
    }
}

#[test]
fn a_list_that_says_nothing_of_what_is_done_is_a_form() {
    let page = page(&open(
        "checklist",
        "- Lampu\n- item: Radio\n- {group: Lain, item: Peti}\n",
    ));
    assert!(!page.contains("<svg") && !page.contains("/1)"), "{}", article(&page));
    assert_eq!(page.matches("☐").count(), 3);
    assert!(!page.contains("Tanggungjawab") && !page.contains("Tarikh</th>"));
}

#[test]
fn each_wrong_field_is_told() {
    let yaml = "\
groups:
  - items: []
  - group: A
  - group: B
    items:
      - done: yes
      - item: X
        done: mungkin
        date: semalam
      - item: [Y]
        group: lain
      - \"\"
      - [Z]
";
    assert_faults(
        &open("checklist", yaml),
        &[
            "E212 2:5 `group` is missing or empty",
            "E223 2:12 `items` has no entries",
            "E212 3:5 `items` is missing or empty",
            "E212 6:9 `item` is missing or empty",
            "E216 8:15 `done` has a value that is not known",
            "E225 9:15 not a day or a month",
            "E213 10:15 one text was expected here",
            "E211 11:9 unknown key in this block",
            "E214 12:9 this text is empty",
            "E213 13:9 keys and values were expected here",
        ],
    );
}
