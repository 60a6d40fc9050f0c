//! `instructions`: numbered actions for each condition.

use crate::blocks::{assert_faults, assert_holds, open, page};

#[test]
fn actions_are_numbered() {
    let yaml = "\
- condition: Bau terbakar
  actions:
    - Tekan butang
    - action: Hubungi bomba
      who: Kaunter
      when: segera
    - {action: Keluar, who: Semua}
  who: Pegawai bertugas
- condition: Suhu tinggi
  actions: Buka pintu
  when: Dalam 15 minit
";
    assert_holds(
        &page(&open("instructions", yaml)),
        &[
            "<th scope=\"col\">Keadaan</th><th scope=\"col\">Tindakan mengikut turutan</th><th scope=\"col\">Oleh</th>\
             <th scope=\"col\">Bila</th>",
            "<th scope=\"row\">Bau terbakar</th><td><ol><li>Tekan butang</li>\
             <li>Hubungi bomba <span class=\"by\">(Kaunter, segera)</span></li>\
             <li>Keluar <span class=\"by\">(Semua)</span></li></ol></td><td>Pegawai bertugas</td><td></td>",
            "<td><ol><li>Buka pintu</li></ol></td><td></td><td>Dalam 15 minit</td>",
        ],
    );
    let short = page(&open("instructions", "instructions:\n- {condition: A, actions: [B]}\n"));
    assert!(!short.contains("Oleh</th>") && !short.contains("Bila</th>"));
}

#[test]
fn each_wrong_field_is_told() {
    let yaml = "\
- actions: [A]
- condition: B
- condition: C
  actions: []
- condition: D
  actions:
    - who: E
    - {action: F, oleh: G}
    - \"\"
  when: [H]
- condition: I
  actions: {j: k}
";
    assert_faults(
        &open("instructions", yaml),
        &[
            "E212 1:3 `condition` is missing or empty",
            "E212 2:3 `actions` is missing or empty",
            "E223 4:12 `actions` has no entries",
            "E212 7:7 `action` is missing or empty",
            "E211 8:19 unknown key in this block",
            "E214 9:7 this text is empty",
            "E213 10:9 one text was expected here",
            "E213 12:12 a list was expected here",
        ],
    );
    assert_faults(
        &open("instructions", "instructions: x\n"),
        &["E213 1:15 a list was expected here"],
    );
}
