//! `risk`: levels that follow from likelihood and impact, and the heat map.

use crate::blocks::{assert_faults, assert_holds, open, page};

const TWO: &str = "\
- code: R01
  function: Bilik gerakan
  threat: Banjir
  weaknesses: [Tanah rendah, Tiada pam]
  controls: Karung pasir
  likelihood: 3
  impact: 5
  level: tinggi
- function: Rekod
  threat: Stor lembap
  likelihood: 1
  impact: 4
";

#[test]
fn a_register_is_a_table_and_a_map() {
    let page = page(&open("risk", TWO));
    assert_holds(
        &page,
        &[
            "<th scope=\"col\">Bil.</th>",
            "<th scope=\"col\">Tahap risiko</th>",
            "<td>R01</td><td>Bilik gerakan</td><td>Banjir</td>\
             <td><ul><li>Tanah rendah</li><li>Tiada pam</li></ul></td><td>Karung pasir</td>\
             <td class=\"center\">3</td><td class=\"center\">5</td><td class=\"center tone-2\">15 Tinggi</td>",
            "<td>2</td><td>Rekod</td><td>Stor lembap</td><td></td><td></td>",
            "<td class=\"center tone-0\">4 Rendah</td>",
            "role=\"img\" aria-labelledby=\"s001-d1-t s001-d1-x\"",
            "<title id=\"s001-d1-t\">Peta risiko: kebarangkalian dan impak</title>",
            "<desc id=\"s001-d1-x\">1 × 4: 2; 3 × 5: R01</desc>",
            ">R01</text>",
        ],
    );
    assert_eq!(page.matches("<rect class=\"square tone-").count(), 25);
}

#[test]
fn the_words_follow_the_language() {
    for (language, words) in [
        ("id", ["Kemungkinan", "15 Tinggi", "Dampak"]),
        ("en", ["Existing controls", "15 High", "Likelihood"]),
    ] {
        let yaml = TWO.replace("  level: tinggi\n", "");
        let test = open("risk", &yaml).plan(&format!("language: {language}"));
        let page = page(&test);
        for word in words {
            assert!(page.contains(word), "{word}");
        }
    }
}

#[test]
fn a_plan_has_levels_of_its_own() {
    let yaml =
        "levels: {KECIL: 5, BESAR: 25}\nrisks:\n- {function: A, threat: B, likelihood: 2, impact: 3, level: BESAR}\n";
    assert_holds(
        &page(&open("risk", yaml)),
        &["<td class=\"center tone-3\">6 BESAR</td>"],
    );
    for (levels, fault) in [
        ("{A: 5, B: 5, C: 25}", "E230 1:19 the levels do not rise"),
        ("{A: 5, B: 20}", "E230 1:9 the highest level does not reach 25"),
        ("{}", "E230 1:9 the highest level does not reach 25"),
        ("{A: 26}", "E215 1:13 not a whole number from 1 to 25"),
        ("{A: }", "E214 1:11 this text is empty"),
        ("[5, 25]", "E213 1:9 keys and values were expected here"),
    ] {
        let yaml = format!("levels: {levels}\nrisks:\n- {{function: A, threat: B, likelihood: 1, impact: 1}}\n");
        assert_faults(&open("risk", &yaml), &[fault]);
    }
}

#[test]
fn each_wrong_field_is_told() {
    let yaml = "\
- function: [A]
  threat: \"\"
  likelihood: 0
  impact: tiga
- threat: B
  weaknesses: {a: b}
  controls: [\"\", {c: d}]
  likelihood: 6
- function: A
  threat: B
  likelihood: 5
  impact: 5
  level: Rendah
";
    assert_faults(
        &open("risk", yaml),
        &[
            "E213 1:13 one text was expected here",
            "E214 2:11 this text is empty",
            "E215 3:15 not a whole number from 1 to 5",
            "E215 4:11 not a whole number from 1 to 5",
            "E212 5:3 `function` is missing or empty",
            "E212 5:3 `impact` is missing or empty",
            "E213 6:15 one text was expected here",
            "E214 7:14 this text is empty",
            "E213 7:18 one text was expected here",
            "E215 8:15 not a whole number from 1 to 5",
            "E231 13:10 the stated level is not that of likelihood × impact",
        ],
    );
    assert_faults(&open("risk", "risks: []\n"), &["E223 1:8 `risks` has no entries"]);
    assert_faults(
        &open("risk", "levels: {A: 25}\n"),
        &["E212 1:1 `risks` is missing or empty"],
    );
    assert_faults(&open("risk", "risks: x\n"), &["E213 1:8 a list was expected here"]);
    for number in ["1.0", "-1", "+1", "１", "01x", "1e0", "99999999999"] {
        let yaml = format!("- {{function: A, threat: B, impact: 1, likelihood: {number}}}");
        let place = yaml.find(number).expect("the number") + 1;
        let fault = format!("E215 1:{place} not a whole number from 1 to 5");
        if number != "+1" {
            assert_faults(&open("risk", &yaml), &[&fault]);
        }
    }
}

#[test]
fn a_crowded_square_counts_what_it_has_no_room_for() {
    for (code, most) in [("R", 40), ("R 0", 40), ("Risiko-yang-panjang-sekali-", 40), ("R", 3)] {
        let rows: Vec<String> = (0..most)
            .map(|at| format!("- {{code: {code}{at}, function: A, threat: B, likelihood: 3, impact: 3}}\n"))
            .collect();
        let page = page(&open("risk", &rows.concat()));
        let drawing = page.split("<svg").nth(1).expect("a drawing");
        let drawing = drawing.split("</svg>").next().expect("its end");
        let drawing = drawing.split("</desc>").nth(1).expect("its body");
        let labels = drawing.matches("class=\"label\"").count() - 2;
        assert!(labels <= 3, "{labels} lines");
        let rest: usize = drawing.split(">+ ").nth(1).map_or(0, |rest| {
            rest.split('<').next().expect("a number").parse().expect("a number")
        });
        let shown = drawing.matches(code).count();
        if code == "R" {
            assert_eq!(shown + rest, most);
        } else {
            assert!(rest < most || shown == 0, "{rest}");
        }
    }
}
