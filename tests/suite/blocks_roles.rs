//! `roles`: duties with letters, members, appointments.

use crate::blocks::{assert_faults, assert_holds, open, page};

#[test]
fn roles_have_lettered_duties() {
    let yaml = "\
- role: Penyelaras
  members: Ketua BTM
  appointed: 2026-11-01
  duties:
    - Menyelaras pasukan
    - Menyimpan pelan
- role: Ketua DRT
  members: [Ketua A, Ketua B]
  duties: Memimpin
";
    assert_holds(
        &page(&open("roles", yaml)),
        &[
            "<th scope=\"col\">Tugas dan tanggungjawab</th>",
            "<th scope=\"row\">Penyelaras</th><td>Ketua BTM</td><td>1 November 2026</td>\
             <td><ol class=\"lettered\" type=\"a\"><li>Menyelaras pasukan</li><li>Menyimpan pelan</li></ol></td>",
            "<td><ul><li>Ketua A</li><li>Ketua B</li></ul></td><td></td>",
        ],
    );
    let style =
        std::fs::read_to_string(crate::sample::root().join("themes/default/styles/blocks.css")).expect("a style");
    assert!(
        style.contains("@counter-style lettered") && style.contains("ol.lettered"),
        "letters in brackets"
    );
}

#[test]
fn a_mapping_of_roles_is_the_short_form() {
    let page = page(&open(
        "roles",
        "Pegawai aras: [Memeriksa bilik, Keluar terakhir]\nPegawai pengira:\n- Mengira\n",
    ));
    assert_holds(
        &page,
        &[
            "<th scope=\"row\">Pegawai aras</th><td><ol",
            "<li>Keluar terakhir</li>",
            "<th scope=\"row\">Pegawai pengira</th>",
        ],
    );
    assert!(!page.contains("Ahli</th>"));
}

#[test]
fn each_wrong_field_is_told() {
    let yaml = "\
- role: A
- members: [B]
  duties: [C, \"\"]
- role: D
  duties: {e: f}
  appointed: esok
- role: G
  duties: []
";
    assert_faults(
        &open("roles", yaml),
        &[
            "E212 1:3 `duties` is missing or empty",
            "E212 2:3 `role` is missing or empty",
            "E214 3:15 this text is empty",
            "E213 5:11 a list was expected here",
            "E225 6:14 not a day or a month",
            "E223 8:11 `duties` has no entries",
        ],
    );
    assert_faults(
        &open("roles", "A:\nB: satu\nC: []\n"),
        &[
            "E223 1:1 this role has no duties",
            "E213 2:4 a list was expected here",
            "E223 3:1 this role has no duties",
        ],
    );
}
