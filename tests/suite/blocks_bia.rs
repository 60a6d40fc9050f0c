//! `bia`: times that fit together, categories, and the timeline.

use crate::blocks::{assert_faults, assert_holds, open, page};

const THREE: &str = "\
categories:
  Kritikal: < 1 jam
  Penting: 4 jam
  Sesuai:
functions:
  - code: F1
    function: Bilik gerakan
    mtd: 4 jam
    rto: 45 minit
    wrt: 1 jam
    rpo: 1 jam
    backup: 1 jam
  - function: Kutipan hasil
    system: Pangkalan data
    impact: Besar
    mtd: 2 hari
    rto: 2 jam
    rto_system: 240 minit
    wrt: 6 jam
    category: penting
  - function: Perancangan
    mtd: 1 minggu
    rto: 5 jam
    rpo: 0 minit
    backup: 0 minit
";

#[test]
fn an_analysis_is_a_table_with_categories_and_a_timeline() {
    let page = page(&open("bia", THREE));
    assert_holds(
        &page,
        &[
            "<td>F1</td><th scope=\"row\">Bilik gerakan</th><td></td><td></td><td class=\"short\">4 jam</td>\
             <td class=\"short\">45 minit</td><td class=\"short\"></td><td class=\"short\">1 jam</td>\
             <td class=\"short\">1 jam</td><td class=\"short\">1 jam</td><td class=\"center tone-3\">1 Kritikal</td>",
            "<td>2</td><th scope=\"row\">Kutipan hasil</th><td>Pangkalan data</td><td>Besar</td>",
            "2 Penting</td>",
            "<th scope=\"row\">Perancangan</th>",
            "<td class=\"center tone-0\">3 Sesuai</td>",
            "1 Kritikal</td><td class=\"short\">&lt; 1 jam</td>",
            "2 Penting</td><td class=\"short\">≤ 4 jam</td>",
            "3 Sesuai</td><td class=\"short\">&gt; 4 jam</td>",
            "<title id=\"s001-d1-1-t\">Garis masa pemulihan bagi setiap fungsi</title>",
            "F1: RTO 45 minit · WRT 1 jam · MTD 4 jam; 2: RTO 2 jam · RTO sistem 240 minit · WRT 6 jam · MTD 2 hari; \
             3: RTO 5 jam · MTD 1 minggu</desc>",
        ],
    );
}

/// x and width of the rectangles of a class.
fn bars(page: &str, class: &str) -> Vec<(i32, i32)> {
    let drawing = page.split("<svg").nth(1).expect("a drawing");
    let number = |rect: &str, name: &str| -> i32 {
        let value = rect.split(&format!(" {name}=\"")).nth(1).expect("an attribute");
        value.split('"').next().expect("a value").parse().expect("a number")
    };
    drawing
        .split(&format!("<rect class=\"{class}\""))
        .skip(1)
        .map(|rect| (number(rect, "x"), number(rect, "width")))
        .collect()
}

#[test]
fn bars_follow_one_another_and_end_at_the_limit() {
    let page = page(&open("bia", THREE));
    let (rto, wrt, slack) = (bars(&page, "rto"), bars(&page, "wrt"), bars(&page, "slack"));
    for row in 0..3 {
        let (start, length) = rto[row];
        assert_eq!(start, slack[row].0);
        assert_eq!(start + length, wrt[row].0);
        assert!(wrt[row].0 + wrt[row].1 <= slack[row].0 + slack[row].1, "row {row}");
        assert!(length > 0 && slack[row].0 + slack[row].1 <= 720);
    }
    // A longer time is a longer bar: the system of the second comes back after its service.
    assert!(rto[0].1 < rto[1].1 && rto[1].1 < rto[2].1, "{rto:?}");
    assert!(slack[0].1 < slack[1].1 && slack[1].1 < slack[2].1, "{slack:?}");
    assert_eq!(wrt[2].1, 0);
}

#[test]
fn many_functions_get_several_pictures() {
    let row = "- {function: A, mtd: 4 jam, rto: 2 jam}\n";
    let page = page(&open("bia", &row.repeat(30)));
    assert_eq!(page.matches("<svg").count(), 3);
    assert_holds(
        &page,
        &[
            "id=\"s001-d1-1-t\"",
            "(1/3)",
            "id=\"s001-d1-3-t\"",
            "(3/3)",
            "30: RTO 2 jam",
        ],
    );
    assert!(
        !page.contains("<th scope=\"col\">Kegentingan"),
        "no categories, no column"
    );
}

#[test]
fn extreme_times_stay_in_the_picture() {
    for (mtd, rto) in [
        ("1 minit", "0 minit"),
        ("520 minggu", "1 minit"),
        ("10 minit", "10 minit"),
        ("3650 hari", "3650 hari"),
    ] {
        let page = page(&open("bia", &format!("- {{function: A, mtd: {mtd}, rto: {rto}}}")));
        let (start, length) = bars(&page, "slack")[0];
        assert!(
            start > 0 && length > 0 && start + length <= 720,
            "{mtd} {rto}: {start} {length}"
        );
    }
}

#[test]
fn times_that_do_not_fit_are_told() {
    let row = |times: &str| format!("- {{function: A, {times}}}");
    for (times, at, fault) in [
        (
            "mtd: 4 jam, rto: 3 jam, wrt: 61 minit",
            "3 jam",
            "E234 RTO and WRT together are longer than MTD",
        ),
        (
            "mtd: 4 jam, rto: 5 jam",
            "5 jam",
            "E234 RTO and WRT together are longer than MTD",
        ),
        (
            "mtd: 4 jam, rto: 1 jam, rto_system: 210 minit, wrt: 1 jam",
            "210 minit",
            "E234 RTO and WRT together are longer than MTD",
        ),
        ("mtd: 0 jam, rto: 0 jam", "0 jam", "E233 MTD is no time at all"),
        (
            "mtd: 4 jam, rto: 1 jam, rpo: 2 jam",
            "2 jam",
            "E235 an RPO needs a backup interval to match",
        ),
        (
            "mtd: 4 jam, rto: 1 jam, rpo: 2 jam, backup: 121 minit",
            "121 minit",
            "E235 the backup interval is longer than the RPO",
        ),
        ("mtd: empat jam, rto: 1 jam", "empat", "E232 not a length of time"),
        ("mtd: 4, rto: 1 jam", "4,", "E232 not a length of time"),
        ("mtd: 4 bulan, rto: 1 jam", "4 bulan", "E232 not a length of time"),
        ("mtd: 99999 hari, rto: 1 jam", "99999", "E232 not a length of time"),
        ("mtd: 4 jam, rto: [1 jam]", "[1 jam", "E213 one text was expected here"),
        (
            "mtd: 4 jam, rto: 1 jam, category: Genting",
            "Genting",
            "E237 a category is stated, and the block has no table of categories",
        ),
    ] {
        let yaml = row(times);
        let (code, message) = fault.split_once(' ').expect("a code");
        let column = yaml.find(at).expect("the place") + 1;
        assert_faults(&open("bia", &yaml), &[&format!("{code} 1:{column} {message}")]);
    }
    // Just within bounds.
    page(&open(
        "bia",
        &row("mtd: 4 jam, rto: 3 jam, wrt: 60 minit, rpo: 1 hari, backup: 24 jam"),
    ));
}

#[test]
fn units_of_three_languages_are_the_same_times() {
    for (mtd, rto) in [
        ("4 jam", "240 minit"),
        ("4 hours", "240 menit"),
        ("1 day", "24 jam"),
        ("1 pekan", "7 days"),
        ("90 min", "1,5 jam"),
        ("1 hr", "60 mins"),
        ("1h", "30 min. and 30 min."),
        ("2 days", "48hrs"),
        ("1 hour", "1 hr"),
        ("1 wk", "7 d"),
        ("2 mgg", "14 hari"),
        ("1 jam dan 30 minit", "90 mnt"),
    ] {
        page(&open("bia", &format!("- {{function: A, mtd: {mtd}, rto: \"{rto}\"}}")));
        let late = format!("- {{function: A, mtd: {mtd}, rto: \"{rto} 1 minit\"}}");
        let found = open("bia", &late).run(&["check"]);
        assert!(found.stderr.contains("E234"), "{mtd} {rto}: {}", found.stderr);
    }
}

#[test]
fn categories_follow_the_plans_own_table() {
    let with = |measure: &str, categories: &str, row: &str| {
        format!("{measure}categories:\n{categories}functions:\n- {{function: A, {row}}}\n")
    };
    let table = "  Kritikal: < 1 jam\n  Penting: 4 jam\n  Sesuai:\n";
    for (measure, row, expected) in [
        ("", "mtd: 9 jam, rto: 59 minit", "1 Kritikal"),
        ("", "mtd: 9 jam, rto: 1 jam", "2 Penting"),
        ("", "mtd: 9 jam, rto: 4 jam", "2 Penting"),
        ("", "mtd: 9 jam, rto: 241 minit", "3 Sesuai"),
        ("measure: mtd\n", "mtd: 4 jam, rto: 5 minit", "2 Penting"),
        ("measure: rto\n", "mtd: 4 jam, rto: 5 minit", "1 Kritikal"),
    ] {
        assert_holds(
            &page(&open("bia", &with(measure, table, row))),
            &["</th><td class=\"short\">", expected],
        );
    }
    let row = "mtd: 9 jam, rto: 1 jam";
    for (categories, row, fault) in [
        (
            table,
            "mtd: 9 jam, rto: 1 jam, category: Sesuai",
            "E237 6:51 the stated category is not that of this time",
        ),
        (
            "  A: 4 jam\n  B: 4 jam\n  C:\n",
            row,
            "E236 3:6 the categories do not rise",
        ),
        (
            "  A:\n  B: 4 jam\n",
            row,
            "E236 3:3 a category without a bound is not the last",
        ),
        (
            "  A: 1 minit\n",
            row,
            "E237 4:3 no category reaches as far as this function's time",
        ),
        ("  A: lama\n", row, "E232 2:6 not a length of time"),
    ] {
        assert_faults(&open("bia", &with("", categories, row)), &[fault]);
    }
    let measure = with("measure: rpo\n", table, row);
    assert_faults(
        &open("bia", &measure),
        &["E216 1:10 `measure` has a value that is not known"],
    );
    assert_faults(
        &open("bia", "functions: []\n"),
        &["E223 1:12 `functions` has no entries"],
    );
    assert_faults(
        &open("bia", "- mtd: 4 jam\n- {function: A, rto: 1 jam}\n"),
        &[
            "E212 1:3 `function` is missing or empty",
            "E212 1:3 `rto` is missing or empty",
            "E212 2:3 `mtd` is missing or empty",
        ],
    );
}

#[test]
fn a_code_is_of_one_function() {
    let yaml = "- {code: F1, function: A, mtd: 4 jam, rto: 2 jam}\n- {code: f1, function: B, mtd: 4 jam, rto: 2 jam}\n";
    assert_faults(
        &open("bia", yaml),
        &["E226 2:10 another function of this block has this code"],
    );
}

#[test]
fn each_wrong_field_is_told() {
    let yaml = "\
functions:
- code: [F1]
  function: {a: b}
  system: [A]
  impact: {a: b}
  mtd: []
  rto: \"\"
  rto_system: lama
  wrt: 4
  rpo: [1 jam]
  backup: {a: b}
  category: []
  lain: x
measure: [rto]
categories: x
";
    assert_faults(
        &open("bia", yaml),
        &[
            "E213 2:9 one text was expected here",
            "E213 3:13 one text was expected here",
            "E213 4:11 one text was expected here",
            "E213 5:11 one text was expected here",
            "E213 6:8 one text was expected here",
            "E214 7:8 this text is empty",
            "E232 8:15 not a length of time",
            "E232 9:8 not a length of time",
            "E213 10:8 one text was expected here",
            "E213 11:11 one text was expected here",
            "E213 12:13 one text was expected here",
            "E211 13:3 unknown key in this block",
            "E213 14:10 one text was expected here",
            "E213 15:13 keys and values were expected here",
        ],
    );
}

#[test]
fn an_interval_that_cannot_be_read_is_told_once() {
    let test = open(
        "bia",
        "- function: A\n  mtd: 4 jam\n  rto: 1 jam\n  rpo: 1 jam\n  backup: kerap\n",
    );
    let told = test.run(&["check"]).fails(2, "E232");
    assert!(!told.text().contains("E235"), "{}", told.text());
}
