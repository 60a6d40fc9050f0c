//! `procedure`: numbers, ways, decisions, lanes.

use crate::blocks::{article, assert_faults, assert_holds, open, page};

const PROCEDURE: &str = "\
- id: lapor
  actor: Pelapor
  step: Laporkan
  time: 2 minit
- actor: Kaunter
  decision: Benar?
  branches: {Ya: aktif, Tidak: end, Ragu: lapor}
- id: aktif
  actor: Penyelaras
  step: Aktifkan pelan
  record: Borang A
";

#[test]
fn steps_are_numbered_and_ways_are_told_by_number() {
    let page = page(&open("procedure", PROCEDURE));
    assert_holds(
        &page,
        &[
            "<th scope=\"col\">Seterusnya</th><th scope=\"col\">Rekod</th><th scope=\"col\">Tempoh</th>",
            "<td class=\"short\">1</td><td>Laporkan</td><td>Pelapor</td><td>2</td><td></td><td>2 minit</td>",
            "<td>Benar?</td><td>Kaunter</td><td><ul><li>Ya: 3</li><li>Tidak: Tamat</li><li>Ragu: 1</li></ul></td>",
            "<td class=\"short\">3</td><td>Aktifkan pelan</td><td>Penyelaras</td><td>Tamat</td><td>Borang A</td>",
        ],
    );
}

#[test]
fn the_chart_has_a_lane_for_each_actor_and_says_itself_in_words() {
    let page = page(&open("procedure", PROCEDURE));
    let chart = article(&page).split("<svg").nth(1).expect("a chart");
    assert_holds(
        chart,
        &[
            "<title id=\"s001-d1-t\">Carta alir prosedur mengikut pelaku</title>",
            "1. Laporkan (Pelapor) → 2. 2. Benar? (Kaunter) → Ya: 3; Tidak: Tamat; Ragu: 1. \
             3. Aktifkan pelan (Penyelaras) → Tamat",
        ],
    );
    assert_eq!(chart.matches("class=\"lane head\"").count(), 3);
    assert_eq!(chart.matches("shape decision").count(), 1);
    assert_eq!(chart.matches("shape terminal").count(), 2, "a start and an end");
    // Start, hand-over, three answers, end.
    assert_eq!(chart.matches("class=\"tip\"").count(), 6);
    for text in ["Pelapor", "Mula", "Tamat", "Ya", "Tidak", "Ragu"] {
        assert!(chart.contains(&format!(">{text}</text>")), "{text}");
    }
    for forbidden in ["<script", "style=", "<foreignObject", "href"] {
        assert!(!chart.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn a_long_procedure_goes_on_in_further_charts() {
    let mut yaml = String::new();
    for at in 0..40 {
        yaml.push_str(&format!(
            "- {{id: s{at}, actor: Unit {}, step: Langkah pendek}}\n",
            at % 4
        ));
    }
    yaml.push_str("- {actor: Unit 0, decision: Ulang?, branches: {Ya: s0, Tidak: end}}\n");
    let page = page(&open("procedure", &yaml));
    let charts = article(&page).matches("<svg").count();
    assert!(charts > 2, "{charts}");
    for chart in 1..=charts {
        assert!(page.contains(&format!("pelaku ({chart}/{charts})</title>")));
    }
    // The way back leads to another sheet by number, and there its number stands.
    assert_holds(
        &page,
        &["class=\"tag\"", ">41 →</text>", "class=\"tag\"", ">→ 1</text>"],
    );
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "every id is there once");
}

#[test]
fn each_wrong_field_is_told() {
    let yaml = "\
- actor: A
  step: B
  decision: C
- actor: A
- step: B
- actor: A
  step: B
  branches: {Ya: x, Tidak: y}
- actor: A
  decision: B
  next: end
  branches: {Ya: end}
- actor: A
  decision: B
- actor: A
  decision: B
  branches: [tiada]
";
    assert_faults(
        &open("procedure", yaml),
        &[
            "E264 1:3 a decision has two branches or more",
            "E265 1:3 a step has either `step` or `decision`",
            "E265 4:3 a step has either `step` or `decision`",
            "E212 5:3 `actor` is missing or empty",
            "E265 8:13 branches belong to a decision",
            "E265 11:9 a decision goes on by its branches",
            "E264 12:13 a decision has two branches or more",
            "E264 13:3 a decision has two branches or more",
            "E264 17:14 this branch leads nowhere",
        ],
    );
}

#[test]
fn every_way_must_lead_somewhere() {
    let yaml = "\
- {id: a, actor: A, step: B, next: c}
- {id: a, actor: A, step: B, next: d}
- {id: end, actor: A, step: B}
- {actor: A, decision: B, branches: {Ya: b, Tidak: A}}
";
    assert_faults(
        &open("procedure", yaml),
        &[
            "E261 1:36 nothing here has this id",
            "E260 2:8 this id is taken",
            "E261 2:36 nothing here has this id",
            "E260 3:8 this id is taken",
            "E261 4:42 nothing here has this id",
            "E261 4:52 nothing here has this id",
        ],
    );
    let yaml = "\
- {id: a, actor: A, step: B, next: c}
- {actor: A, step: B, next: end}
- {id: c, actor: A, step: B, next: a}
";
    assert_faults(
        &open("procedure", yaml),
        &[
            "E263 1:3 from step 1 the procedure never ends",
            "E262 2:3 nothing leads to step 2",
            "E263 3:3 from step 3 the procedure never ends",
        ],
    );
}

#[test]
fn a_chart_has_limits() {
    let mut yaml = String::new();
    for at in 0..12 {
        yaml.push_str(&format!("- {{actor: A{at}, step: B}}\n"));
    }
    assert_faults(
        &open("procedure", &yaml),
        &["E266 11:11 a chart has room for 10 actors, this is one more"],
    );
    let yaml = "- {actor: A, decision: B, branches: {a: end, b: end, c: end, d: end, e: end, f: end, g: end}}\n";
    assert_faults(
        &open("procedure", yaml),
        &["E266 1:37 a decision has room for 6 branches"],
    );
}

#[test]
fn a_spreadsheet_writes_branches_in_lines() {
    let csv =
        "id,actor,step,decision,branches,next\na,Unit A,,Benar?,\"Ya: b\nTidak, belum: a\",\nb,Unit B,Siap,,,end\n";
    let test = open("procedure {file=prosedur.csv}", "").file("content/data/prosedur.csv", csv);
    assert_holds(
        &page(&test),
        &["<td>Benar?</td><td>Unit A</td><td><ul><li>Ya: 2</li><li>Tidak, belum: 1</li></ul></td>"],
    );
}
