//! `strategy`: numbers, counts, rows of a spreadsheet.

use crate::blocks::{article, assert_faults, assert_holds, open, page};

const PLAN: &str = "\
totals: {thrusts: 2, strategies: 3, programmes: 4}
thrusts:
  - thrust: Digital
    count: 2
    strategies:
      - strategy: Dalam talian
        count: 2
        programmes: [Bayaran, programme: Lesen]
      - strategy: Literasi
        programmes: [Kelas]
  - thrust: Data
    strategies:
      - strategy: Bersepadu
        programmes: [Kamus]
";

const SHOWN: [&str; 8] = [
    "<th class=\"group\" colspan=\"2\" scope=\"rowgroup\">Teras 1: Digital</th>",
    "<th class=\"subgroup\" colspan=\"2\" scope=\"rowgroup\">Strategi 1.1: Dalam talian</th>",
    "<td class=\"short\">1.1.1</td><td>Bayaran</td>",
    "<td class=\"short\">1.1.2</td><td>Lesen</td>",
    "Strategi 1.2: Literasi</th>",
    "<td class=\"short\">1.2.1</td><td>Kelas</td>",
    "Teras 2: Data</th>",
    "<td class=\"short\">2.1.1</td><td>Kamus</td>",
];

#[test]
fn thrusts_strategies_and_programmes_are_numbered() {
    let page = page(&open("strategy", &PLAN.replace("programme: Lesen", "Lesen")));
    assert_holds(&page, &SHOWN);
    let figure = article(&page).split("<svg").nth(1).expect("a figure");
    assert_holds(
        figure,
        &[
            "Gambaran teras dan strategi</title>",
            "Teras 1: Digital: 1.1 Dalam talian (2 program); 1.2 Literasi (1 program). \
             Teras 2: Data: 2.1 Bersepadu (1 program)</desc>",
            ">1.1 Dalam talian</text>",
            ">2 program</text>",
        ],
    );
}

#[test]
fn stated_counts_must_be_those_that_are_listed() {
    let yaml = PLAN
        .replace("programme: Lesen", "Lesen")
        .replace(
            "{thrusts: 2, strategies: 3, programmes: 4}",
            "{thrusts: 3, strategies: 2, programmes: 5}",
        )
        .replacen("    count: 2\n", "    count: 3\n", 1)
        .replacen("        count: 2\n", "        count: dua\n", 1);
    assert_faults(
        &open("strategy", &yaml),
        &[
            "E275 1:19 another count is stated here than is listed",
            "E275 1:34 another count is stated here than is listed",
            "E275 1:49 another count is stated here than is listed",
            "E275 4:12 another count is stated here than is listed",
            "E215 7:16 not a whole number from 0 to 100000",
        ],
    );
}

#[test]
fn a_spreadsheet_leaves_cells_empty() {
    let csv =
        "thrust,strategy,programme\nDigital,Dalam talian,Bayaran\n,,Lesen\n,Literasi,Kelas\nData,Bersepadu,Kamus\n";
    let test = open("strategy {file=strategi.csv}", "").file("content/data/strategi.csv", csv);
    assert_holds(&page(&test), &SHOWN);
    let repeated = csv.replace("\n,,Lesen\n,L", "\nDigital,Dalam talian,Lesen\nDigital,L");
    let test = open("strategy {file=strategi.csv}", "").file("content/data/strategi.csv", &repeated);
    assert_holds(&page(&test), &SHOWN);
}

#[test]
fn each_wrong_field_is_told() {
    let yaml = "\
- thrust: A
- strategies: [{strategy: B, programmes: []}]
- thrust: C
  strategies:
    - programmes: [[x], {programme: D, date: Jun 2027}]
";
    assert_faults(
        &open("strategy", yaml),
        &[
            "E212 1:3 `strategies` is missing or empty",
            "E212 2:3 `thrust` is missing or empty",
            "E223 2:42 `programmes` has no entries",
            "E212 5:7 `strategy` is missing or empty",
            "E213 5:20 one text was expected here",
            "E211 5:40 unknown key in this block",
        ],
    );
    let csv = "thrust,strategy,programme\n,S,P\nT,,P\nT,S,P\nT,S,P\n";
    let test = open("strategy {file=s.csv}", "").file("content/data/s.csv", csv);
    assert_faults(
        &test,
        &[
            "E276 2:1 this row has no `thrust`, and no row above it gives one",
            "E276 3:1 this row has no `strategy`, and no row above it gives one",
        ],
    );
}
