//! `orgchart`: trees and rows, teams, names, further charts.

use crate::blocks::{article, assert_faults, assert_holds, open, page};

#[test]
fn posts_stand_under_posts() {
    let yaml = "\
post: Yang Dipertua
name: Puan Contoh
below:
  - post: Setiausaha
    note: SU
    below:
      - team: Pasukan Kecemasan
        members: [Ketua aras, Pegawai keselamatan]
  - post: Juruaudit
";
    let page = page(&open("orgchart", yaml));
    let chart = article(&page).split("<svg").nth(1).expect("a chart");
    assert_holds(
        chart,
        &[
            "<title id=\"s001-d1-t\">Carta organisasi</title>",
            "Yang Dipertua, Puan Contoh: Setiausaha, SU; Juruaudit. \
             Setiausaha, SU: Pasukan Kecemasan, Ketua aras, Pegawai keselamatan</desc>",
            "shape head",
            ">Yang Dipertua</text>",
            ">Puan Contoh</text>",
        ],
    );
    assert_eq!(chart.matches("shape team").count(), 1);
    assert_eq!(chart.matches("<rect").count(), 4);
}

#[test]
fn rows_name_what_they_stand_under() {
    let csv = "post;id;under;name\nPengarah;;;\nTimbalan;t1;Pengarah;Encik A\nTimbalan;t2;Pengarah;\nKerani;;t2;\n";
    let test = open("orgchart {file=carta.csv}", "").file("content/data/carta.csv", csv);
    assert_holds(
        &page(&test),
        &["Pengarah: Timbalan, Encik A; Timbalan. Timbalan: Kerani</desc>"],
    );
}

#[test]
fn a_large_chart_goes_on_in_others() {
    let mut yaml = "- {post: Ketua, id: k}\n".to_owned();
    for unit in 0..9 {
        yaml.push_str(&format!("- {{post: Unit {unit}, under: k}}\n"));
        for at in 0..9 {
            yaml.push_str(&format!("- {{post: Pegawai {unit}{at}, under: Unit {unit}}}\n"));
        }
    }
    let page = page(&open("orgchart", &yaml));
    let charts = article(&page).matches("<svg").count();
    assert!(charts > 1, "{charts}");
    assert_holds(&page, &["Carta organisasi (1/", ">→ 2</text>", "Carta organisasi (2/"]);
    for unit in 0..9 {
        for at in 0..9 {
            assert!(page.contains(&format!(">Pegawai {unit}{at}</text>")));
        }
    }
}

#[test]
fn each_wrong_field_is_told() {
    let yaml = "\
post: A
below:
  - team: B
    post: C
  - name: D
  - {post: E, members: {x: y}, below: F}
";
    assert_faults(
        &open("orgchart", yaml),
        &[
            "E267 3:5 each box has either `post` or `team`",
            "E267 5:5 each box has either `post` or `team`",
            "E213 6:24 one text was expected here",
            "E213 6:39 a list was expected here",
        ],
    );
    let yaml = "- {post: A}\n- {post: B, under: Z}\n- {post: B, under: A, id: b}\n- {post: C, under: B, id: b}\n";
    assert_faults(
        &open("orgchart", yaml),
        &[
            "E261 2:20 nothing here has this id",
            "E261 4:20 nothing here has this id",
            "E260 4:27 this id is taken",
        ],
    );
}

#[test]
fn one_post_stands_at_the_top_and_none_under_itself() {
    let yaml = "- {post: A}\n- {post: B}\n- {post: C, under: A}\n";
    assert_faults(
        &open("orgchart", yaml),
        &["E268 2:3 one post stands at the top, and this is another"],
    );
    for yaml in [
        "- {post: A}\n- {post: B, under: C}\n- {post: C, under: B}\n",
        "- {post: A, under: A}\n",
    ] {
        let line = if yaml.len() > 30 { 2 } else { 1 };
        assert_faults(
            &open("orgchart", yaml),
            &[&format!("E268 {line}:3 this post stands under itself")],
        );
    }
}

#[test]
fn a_chart_has_limits() {
    let message = "a chart has at most 2000 posts on 12 levels";
    let mut yaml = "- {post: P0}\n".to_owned();
    for at in 1..13 {
        yaml.push_str(&format!("- {{post: P{at}, under: P{}}}\n", at - 1));
    }
    assert_faults(&open("orgchart", &yaml), &[&format!("E269 13:3 {message}")]);
    let yaml = "- {post: P}\n".repeat(2001);
    assert_faults(&open("orgchart", &yaml), &[&format!("E269 2001:3 {message}")]);
}
