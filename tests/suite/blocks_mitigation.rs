//! `mitigation`: options, treatments, dates and target levels.

use crate::blocks::{assert_faults, assert_holds, open, page};

const TWO: &str = "\
- risk: R01
  treatment: reduce
  people: Latihan
  process: [Ujian pam, Giliran]
  site: DRC
  owner: Kejuruteraan
  due: 2027-06
  target: 9
- risk: R02
  treatment: Terima
  due: 2027-06-30
  target: RENDAH
";

#[test]
fn a_plan_of_treatment_is_a_table() {
    let page = page(&open("mitigation", TWO));
    assert_holds(
        &page,
        &[
            "<th scope=\"col\">Sumber manusia</th>",
            "<th scope=\"row\">R01</th><td>Kurang</td><td>Latihan</td>\
             <td><ul><li>Ujian pam</li><li>Giliran</li></ul></td><td>DRC</td><td>Kejuruteraan</td><td>Jun 2027</td>\
             <td class=\"center tone-1\">9 Sederhana</td>",
            "<th scope=\"row\">R02</th><td>Terima</td><td></td><td></td><td></td><td></td><td>30 Jun 2027</td>\
             <td class=\"center tone-0\">Rendah</td>",
        ],
    );
    assert!(!page.contains("Teknologi"), "what nothing uses has no column");
    let english = TWO.replace("Terima", "accept").replace("RENDAH", "low");
    assert_holds(
        &crate::blocks::page(&open("mitigation", &english).plan("language: en")),
        &[
            "Treatment",
            "<td>Reduce</td>",
            "June 2027",
            "9 Medium",
            "<td>Accept</td>",
        ],
    );
}

#[test]
fn levels_may_be_the_plans_own() {
    let yaml = "levels: {KECIL: 8, BESAR: 25}\ntreatments:\n- {risk: R1, treatment: accept, target: 9}\n\
                - {risk: R2, treatment: accept, target: kecil}\n";
    assert_holds(
        &page(&open("mitigation", yaml)),
        &["tone-3\">9 BESAR</td>", "tone-0\">KECIL</td>"],
    );
}

#[test]
fn each_wrong_field_is_told() {
    let yaml = "\
- risk: R01
  treatment: reduce
- treatment: abaikan
- risk: R03
- risk: R04
  treatment: transfer
  site: {a: b}
- risk: R05
  treatment: accept
  due: Jun 2027
  target: 26
- risk: R06
  treatment: accept
  due: 2027-13
  target: Gawat
- risk: R07
  treatment: accept
  due: 2027-02-30
";
    assert_faults(
        &open("mitigation", yaml),
        &[
            "E240 1:9 this risk is to be treated, and nothing is done about it",
            "E212 3:3 `risk` is missing or empty",
            "E216 3:14 `treatment` has a value that is not known",
            "E212 4:3 `treatment` is missing or empty",
            "E240 5:9 this risk is to be treated, and nothing is done about it",
            "E213 7:9 one text was expected here",
            "E225 10:8 not a day or a month",
            "E241 11:11 the target is not a level of risk",
            "E225 14:8 not a day or a month",
            "E241 15:11 the target is not a level of risk",
            "E225 18:8 not a day or a month",
        ],
    );
    assert_faults(
        &open("mitigation", "levels: {A: 25}\ntreatments: []\n"),
        &["E223 2:13 `treatments` has no entries"],
    );
    let run = open("mitigation", "- {risk: A, treatment: x}").run(&["check"]);
    assert!(
        run.stderr
            .contains("hint: use avoid (Elak), reduce (Kurang), transfer (Pindah), accept (Terima)"),
        "{}",
        run.stderr
    );
}
