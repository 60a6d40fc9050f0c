//! The document control page: what plan.yaml says of circulation, validity, reviews, activities and appointments, and
//! what `check` says when something of it is due.

use std::fs;

use serde_json::Value;

use crate::{opened, plan_test::PlanTest};

const UPKEEP: &str = "circulated_to: [Semua ketua jabatan, 'Pejabat <Daerah>']\n\
    in_force: {from: 2026-11-01, years: 5}\n\
    period: {from: 2026, until: 2030}\n\
    review: {last: 2026-10-22, interval_months: 12}\n\
    reviews:\n\
    \x20 - {date: 2025-10-20, what: Semakan pertama, by: Setiausaha}\n\
    \x20 - {due: 2999-10-20, what: Semakan kedua, by: Setiausaha}\n\
    activities:\n\
    \x20 - {kind: audit, what: Audit tahunan, by: Unit Audit, last: 2999-01-01, interval_months: 12}\n\
    \x20 - {kind: exercise, what: Latihan api, by: ERT, due: 2999-03-04}\n\
    \x20 - {kind: briefing, what: Taklimat, by: BSM, last: 2026-02-01}\n\
    appointed:\n\
    \x20 - {role: Ketua ERT, name: Puan Contoh Rekaan, post: Jurutera, letter: UJI/7, date: 2026-09-09}\n";

fn control(test: &PlanTest) -> String {
    fs::read_to_string(test.output().join("site/1.0/control/index.html")).expect("the control page")
}

/// Rows of tables as `head|cell|cell`, tags taken away.
fn rows(html: &str) -> Vec<String> {
    html.split("<tr>")
        .skip(1)
        .map(|row| {
            let row = row.split("</tr>").next().unwrap_or_default();
            let row = row.replace("</th>", "|").replace("</td>", "|").replace("<br>", " / ");
            let text: String = row
                .split('<')
                .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
                .collect();
            text.trim_end_matches('|').to_owned()
        })
        .collect()
}

#[test]
fn the_control_page_shows_all_of_it_in_the_language_of_the_plan() {
    for (language, expected) in [
        (
            "ms",
            [
                "Berkuat kuasa|mulai 1 November 2026 selama 5 tahun, hingga 31 Oktober 2031",
                "Tempoh pelan|2026–2030",
                "20 Oktober 2025|Semakan pertama|Setiausaha|Selesai",
                "20 Oktober 2999|Semakan kedua|Setiausaha|Dirancang",
                "Audit|Audit tahunan|Unit Audit|setiap 12 bulan|1 Januari 2999|1 Januari 3000",
                "Latihan|Latihan api|ERT|||4 Mac 2999",
                "Taklimat|Taklimat|BSM||1 Februari 2026",
                "Ketua ERT|Puan Contoh Rekaan / Jurutera|UJI/7|9 September 2026",
            ],
        ),
        (
            "id",
            [
                "Berlaku|mulai 1 November 2026 selama 5 tahun, sampai 31 Oktober 2031",
                "Periode rencana|2026–2030",
                "20 Oktober 2025|Semakan pertama|Setiausaha|Selesai",
                "20 Oktober 2999|Semakan kedua|Setiausaha|Direncanakan",
                "Audit|Audit tahunan|Unit Audit|setiap 12 bulan|1 Januari 2999|1 Januari 3000",
                "Latihan|Latihan api|ERT|||4 Maret 2999",
                "Pengarahan|Taklimat|BSM||1 Februari 2026",
                "Ketua ERT|Puan Contoh Rekaan / Jurutera|UJI/7|9 September 2026",
            ],
        ),
        (
            "en",
            [
                "In force|from 1 November 2026 for 5 years, to 31 October 2031",
                "Period of the plan|2026–2030",
                "20 October 2025|Semakan pertama|Setiausaha|Held",
                "20 October 2999|Semakan kedua|Setiausaha|Planned",
                "Audit|Audit tahunan|Unit Audit|every 12 months|1 January 2999|1 January 3000",
                "Exercise|Latihan api|ERT|||4 March 2999",
                "Briefing|Taklimat|BSM||1 February 2026",
                "Ketua ERT|Puan Contoh Rekaan / Jurutera|UJI/7|9 September 2026",
            ],
        ),
    ] {
        let test = PlanTest::small()
            .plan(UPKEEP)
            .plan(&format!("language: {language}\nopen_pages: [control]"));
        test.build();
        let html = control(&test);
        let rows = rows(&html);
        for row in expected {
            assert!(rows.iter().any(|found| found == row), "{row} in {rows:#?}");
        }
        assert!(
            html.contains("<li>Semua ketua jabatan</li>\n<li>Pejabat &lt;Daerah&gt;</li>"),
            "{html}"
        );
        assert!(html.contains("<section class=\"signatures\">"));
    }
}

#[test]
fn a_control_page_that_is_not_open_is_in_copies_only() {
    let test = PlanTest::small().plan(UPKEEP);
    test.build();
    assert!(!test.output().join("site/1.0/control").exists());
    let bundle = opened::bundle(&test.copy("02"), test.key("02"));
    for words in [
        "Puan Contoh Rekaan",
        "Semakan kedua",
        "Semua ketua jabatan",
        "selama 5 tahun",
    ] {
        assert!(bundle.holds(words), "{words}");
        for (path, bytes) in crate::published::open_files(&test.output()) {
            assert!(!String::from_utf8_lossy(&bytes).contains(words), "{words} in {path}");
        }
    }
}

#[test]
fn an_end_in_days_and_no_end_are_told_in_words_of_their_own() {
    for (value, expected) in [
        (
            "{from: 2026-11-01, until: 2028-02-29}",
            "Berkuat kuasa|1 November 2026 hingga 29 Februari 2028",
        ),
        ("{from: 2026-11-01}", "Berkuat kuasa|mulai 1 November 2026"),
        (
            "{from: 2024-02-29, years: 100}",
            "Berkuat kuasa|mulai 29 Februari 2024 selama 100 tahun, hingga 28 Februari 2124",
        ),
    ] {
        let test = PlanTest::small().plan(&format!("in_force: {value}\nopen_pages: [control]"));
        test.build();
        let rows = rows(&control(&test));
        assert!(rows.iter().any(|row| row == expected), "{expected} in {rows:#?}");
    }
}

#[test]
fn faults_are_told_with_their_lines() {
    let faults = [
        ("in_force: {from: 2026-11-01, until: 2026-10-31}", "E203"),
        ("in_force: {from: 2026-11-01, until: 2027-10-31, years: 1}", "E203"),
        ("in_force: {from: 2026-11-01, years: 0}", "E203"),
        ("in_force: {from: 2026-11-01, years: 101}", "E203"),
        ("in_force: {from: semalam}", "E111"),
        ("in_force: {until: 2027-10-31}", "E103"),
        ("period: {from: 2030, until: 2026}", "E203"),
        ("period: {from: 26, until: 30}", "E203"),
        ("reviews: [{what: Semakan}]", "E138"),
        ("reviews: [{what: Semakan, date: 2026-01-01, due: 2027-01-01}]", "E138"),
        ("reviews: [{what: '', date: 2026-01-01}]", "E110"),
        ("reviews: [{what: Semakan, date: 2026-13-01}]", "E111"),
        ("activities: [{kind: exercise, what: Latihan}]", "E138"),
        ("activities: [{kind: latihan, what: Latihan, due: 2027-01-01}]", "E114"),
        ("activities: [{kind: audit, what: Audit, interval_months: 0}]", "E116"),
        (
            "activities: [{kind: audit, what: Audit, interval_months: 4000000000}]",
            "E116",
        ),
        ("appointed: [{role: Ketua}]", "E138"),
        ("appointed: [{role: '', post: Jurutera}]", "E110"),
        ("appointed: [{role: Ketua, post: Jurutera, gaji: 1}]", "E103"),
    ];
    for (lines, code) in faults {
        let test = PlanTest::small().plan(lines);
        let output = test.run(&["build"]).fails(2, code);
        assert!(output.text().contains("plan.yaml:7:"), "{lines}: {}", output.text());
        assert!(!test.output().exists(), "{lines}");
    }
}

/// Codes with lines of warnings that `check` gives.
fn warnings(test: &PlanTest) -> Vec<(String, u64, String)> {
    let checked = test.run(&["--format", "json", "check"]).succeeds().json();
    let list = checked["diagnostics"].as_array().expect("a list").clone();
    let told = |found: &Value| {
        assert_eq!(found["severity"], "warning", "{found}");
        assert!(
            found["hints"].as_array().is_some_and(|hints| !hints.is_empty()),
            "{found}"
        );
        (
            found["code"].as_str().expect("a code").to_owned(),
            found["place"]["line"].as_u64().unwrap_or_default(),
            found["message"].as_str().expect("a message").to_owned(),
        )
    };
    list.iter().map(told).collect()
}

#[track_caller]
fn assert_warns(lines: &str, code: &str, message: &str) {
    let test = PlanTest::small().plan(lines);
    let found = warnings(&test);
    assert_eq!(found.len(), 1, "{lines}: {found:#?}");
    assert_eq!((found[0].0.as_str(), found[0].1), (code, 7), "{lines}: {found:#?}");
    assert!(found[0].2.contains(message), "{lines}: {found:#?}");
    // Warnings stop nothing.
    test.build();
}

#[test]
fn what_is_overdue_or_about_to_end_is_a_warning() {
    let today = jiff::Zoned::now().date();
    let soon = today.saturating_add(jiff::ToSpan::days(30));
    let ends = format!("in_force: {{from: 2001-01-01, until: {soon}}}");
    assert_warns(&ends, "E136", &format!("ends on {soon}"));
    assert_warns("in_force: {from: 2001-01-01, years: 5}", "E136", "ended on 2005-12-31");
    assert_warns("period: {from: 2001, until: 2005}", "E136", "ended on 2005-12-31");
    assert_warns("valid_until: 2005-12-31", "E136", "ended on 2005-12-31");
    assert_warns(
        "review: {last: 2001-01-31, interval_months: 1}",
        "E137",
        "was due on 2001-02-28",
    );
    assert_warns("review: {interval_months: 12}", "E137", "no review is on record");
    assert_warns(
        "reviews: [{what: Semakan, due: 2001-01-01}]",
        "E137",
        "planned for 2001-01-01",
    );
    assert_warns(
        "reviews: [{what: Semakan, date: 2999-01-01}]",
        "E137",
        "said to be held",
    );
    assert_warns(
        "activities: [{kind: exercise, what: Latihan, due: 2001-01-01}]",
        "E137",
        "due on 2001-01-01",
    );
    assert_warns(
        "activities: [{kind: audit, what: Audit, last: 2001-01-01, interval_months: 12}]",
        "E137",
        "due on 2002-01-01",
    );
    // The day that was planned was kept, so the interval counts.
    assert_warns(
        "activities: [{kind: audit, what: Audit, last: 2001-01-05, due: 2001-01-01, interval_months: 12}]",
        "E137",
        "due on 2002-01-05",
    );
    assert_warns(
        "activities: [{kind: audit, what: Audit, interval_months: 12}]",
        "E137",
        "never been done",
    );
    assert_warns(
        "activities: [{kind: audit, what: Audit, last: 2999-01-01}]",
        "E137",
        "said to be done",
    );
    assert_warns(
        "appointed: [{role: Ketua, post: Jurutera, letter: UJI/7}]",
        "E139",
        "the date",
    );
    assert_warns(
        "appointed: [{role: Ketua, post: Jurutera, date: 2026-01-01}]",
        "E139",
        "the letter",
    );
    assert_warns("appointed: [{role: Ketua, post: Jurutera}]", "E139", "neither");
}

#[test]
fn what_is_in_order_is_passed_over() {
    let today = jiff::Zoned::now().date();
    let plan = format!(
        "in_force: {{from: 2001-01-01, years: 100}}\n\
         period: {{from: 2001, until: 2199}}\n\
         review: {{last: 2001-01-01, interval_months: 12}}\n\
         reviews: [{{what: Satu, due: 2001-01-01}}, {{what: Dua, date: {today}}}, {{what: Tiga, due: 2999-01-01}}]\n\
         activities:\n\
         \x20 - {{kind: audit, what: Audit, last: {today}, interval_months: 120}}\n\
         \x20 - {{kind: exercise, what: Latihan, last: 2001-02-01, due: {today}}}\n\
         \x20 - {{kind: briefing, what: Taklimat, last: 2001-02-01}}\n\
         appointed: [{{role: Ketua, post: Jurutera, letter: UJI/7, date: 2001-01-01}}]"
    );
    let found = warnings(&PlanTest::small().plan(&plan));
    assert_eq!(found, [], "{found:#?}");
}

#[test]
fn a_plan_without_sealed_matter_says_that_it_is_open() {
    let test = PlanTest::new()
        .section("01-umum.md", "title: Umum\nclassification: TERBUKA", "Teks.\n")
        .plan("open_pages: [control]");
    test.build();
    let cover = fs::read_to_string(test.output().join("site/1.0/index.html")).expect("the cover");
    assert!(cover.contains("<dt>Pengelasan pelan</dt><dd>TERBUKA</dd>"), "{cover}");
    assert!(rows(&control(&test)).contains(&"Pengelasan pelan|TERBUKA".to_owned()));
    assert!(!cover.contains("TERHAD") && !control(&test).contains("TERHAD"));
    let sealed = PlanTest::small();
    sealed.build();
    let cover = fs::read_to_string(sealed.output().join("site/1.0/index.html")).expect("the cover");
    assert!(cover.contains("<dt>Pengelasan pelan</dt><dd>TERHAD</dd>"), "{cover}");
}

#[test]
fn only_those_who_are_named_sign() {
    let boxes = |control: &str| {
        let test = PlanTest::small().plan(&format!("open_pages: [control]\n{control}"));
        test.build();
        let html = self::control(&test);
        html.split("signature\"><caption>")
            .skip(1)
            .map(|rest| rest.split('<').next().expect("a caption").to_owned())
            .collect::<Vec<_>>()
    };
    let approved = "control:\n  approved: {name: Puan Dua, post: Setiausaha}";
    assert_eq!(boxes(approved), ["Diluluskan oleh"]);
    let both =
        "control:\n  prepared: {name: Encik Satu, post: Pegawai}\n  approved: {name: Puan Dua, post: Setiausaha}";
    assert_eq!(boxes(both), ["Disediakan oleh", "Diluluskan oleh"]);
    // To be filled in by hand.
    assert_eq!(boxes(""), ["Disediakan oleh", "Disemak oleh", "Diluluskan oleh"]);
}
