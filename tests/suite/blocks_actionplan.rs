//! `actionplan`: dates as officers write them, counts, the chart of years.

use crate::blocks::{article, assert_faults, assert_holds, open, page};

const PLAN: &str = "\
period: 2027-2030
totals: {thrusts: 1, strategies: 1, programmes: 2}
thrusts:
  - thrust: Digital
    strategies:
      - strategy: Dalam talian
        count: 2
        programmes:
          - programme: Bayaran
            owner: Kewangan
            date: 2027-2028
            kpi:
              - {kpi: 40% dalam talian, date: Dis 2028}
              - Laporan: Mac & Sept setiap tahun
          - programme: Lesen
            kpi: {kpi: Lima jenis, date: Suku pertama 2029}
";

#[test]
fn programmes_have_their_measures_and_dates_beside_them() {
    let page = page(&open("actionplan", PLAN));
    assert_holds(
        &page,
        &[
            "Teras 1: Digital</th>",
            "Strategi 1.1: Dalam talian</th>",
            "<td class=\"short\" rowspan=\"3\">1.1.1</td><td rowspan=\"3\">Bayaran</td><td rowspan=\"3\">Kewangan</td>\
             <td>Tempoh pelaksanaan</td><td>2027-2028</td>",
            "<td>(a) 40% dalam talian</td><td>Dis 2028</td>",
            "<td>(b) Laporan</td><td>Mac &amp; Sept setiap tahun</td>",
            "<td class=\"short\" rowspan=\"1\">1.1.2</td>",
            "<td>Lima jenis</td><td>Suku pertama 2029</td>",
        ],
    );
}

/// Points and bars of the chart, without those of its legend.
fn marks(page: &str) -> (usize, usize) {
    let page = article(page);
    let charts = page.matches("Jadual pelaksanaan").count();
    (
        page.matches("class=\"point\"").count() - charts,
        page.matches("class=\"bar\"").count() - charts,
    )
}

#[test]
fn the_chart_repeats_what_comes_each_year() {
    let page = page(&open("actionplan", PLAN));
    assert_holds(
        &page,
        &[
            "Jadual pelaksanaan 2027–2030</title>",
            "1.1.1 Bayaran: Tempoh pelaksanaan, 2027-2028; (a) 40% dalam talian, Dis 2028; \
             (b) Laporan, Mac &amp; Sept setiap tahun. 1.1.2 Lesen: Lima jenis, Suku pertama 2029</desc>",
            ">2027</text>",
            ">2030</text>",
        ],
    );
    // Once in December 2028, twice in each of four years; 2027-2028 and a quarter.
    assert_eq!(marks(&page), (9, 2));
}

/// A plan of one programme with one date.
fn dated(date: &str) -> String {
    format!(
        "period: 2019-2023\nthrusts:\n- thrust: T\n  strategies:\n  - strategy: S\n    programmes:\n    - programme: P\n      date: {date}\n"
    )
}

#[test]
fn dates_are_read_as_officers_write_them() {
    for (date, expected) in [
        ("Jun 2019", (1, 0)),
        ("Dis setiap tahun (2020-2023)", (4, 0)),
        ("Mac & Sept setiap tahun", (10, 0)),
        ("Suku pertama 2020", (0, 1)),
        ("2019-2021", (0, 1)),
        ("15 Jun 2019", (1, 0)),
        ("Juni 2019", (1, 0)),
        ("Des setiap tahun", (5, 0)),
        ("Des tiap tahun (2021, 2023)", (2, 0)),
        ("Dec every year (2020–2022)", (3, 0)),
        ("Mac, Jun dan Sept 2021", (3, 0)),
        ("Jun 2019 dan Jun 2021", (2, 0)),
        ("Jan - Mac 2020", (0, 1)),
        ("Jun 2019 hingga Dis 2020", (0, 1)),
        ("1 - 15 Mei 2022", (0, 1)),
        ("Suku ke-2 2021", (0, 1)),
        ("Suku tahun kedua setiap tahun", (0, 5)),
        ("Triwulan II 2022", (0, 1)),
        ("Q3 2022", (0, 1)),
        ("first half of 2020", (0, 1)),
        ("Semester 2 2020", (0, 1)),
        ("Setiap tahun mulai 2021", (0, 3)),
        ("Tahun 2022", (0, 1)),
        ("2019, 2021", (0, 2)),
        ("Berterusan", (0, 1)),
        ("15/6/2019, 1.7.2020 & 2021-08-02", (3, 0)),
        ("\"Jun 2019\"", (1, 0)),
        ("Ogos. 2019", (1, 0)),
        ("Jan s.d. Mac 2020", (0, 1)),
        ("2023", (0, 1)),
        ("Setiap bulan", (60, 0)),
        ("Setiap suku tahun 2021", (4, 0)),
        ("every quarter (2020-2021)", (8, 0)),
        ("Setiap semester mulai 2022", (4, 0)),
    ] {
        let page = page(&open("actionplan", &dated(date)));
        assert_eq!(marks(&page), expected, "{date}");
    }
}

/// Where the points and bars of a chart stand, in hundredths of its years.
fn stands(page: &str, what: &str, attribute: &str) -> Vec<f64> {
    let chart = article(page).split("<svg").nth(1).expect("a chart");
    let years: Vec<f64> = numbers(chart, "class=\"lane head\"", "x");
    let (first, year) = (years[0], years[1] - years[0]);
    let mut found = numbers(chart, what, attribute);
    found.pop();
    found.iter().map(|x| ((x - first) / year * 100.0).round()).collect()
}

fn numbers(chart: &str, what: &str, attribute: &str) -> Vec<f64> {
    let start = format!("{attribute}=\"");
    let elements = chart.split('<').filter(|element| element.contains(what));
    let values = elements.filter_map(|element| element.split(&start).nth(1));
    values
        .map(|rest| {
            rest.split([',', '"'])
                .next()
                .expect("a value")
                .parse()
                .expect("a number")
        })
        .collect()
}

#[test]
fn marks_stand_at_their_time_of_the_year() {
    let stand = |date: &str, what: &str, attribute: &str| {
        let page = page(&open("actionplan", &dated(date)));
        stands(&page, what, attribute)
    };
    let near = |found: Vec<f64>, expected: &[f64]| {
        assert_eq!(found.len(), expected.len(), "{found:?}");
        let is_near = found
            .iter()
            .zip(expected)
            .all(|(one, other)| (one - other).abs() <= 2.0);
        assert!(is_near, "{found:?} {expected:?}");
    };
    near(stand("Jun 2019", "class=\"point\"", "points"), &[46.0]);
    near(
        stand("Dis setiap tahun (2020-2021)", "class=\"point\"", "points"),
        &[196.0, 296.0],
    );
    near(stand("Suku ketiga 2020", "class=\"bar\"", " x"), &[150.0]);
}

#[test]
fn what_is_not_understood_is_told_at_its_place() {
    for (date, column, code) in [
        ("Jum 2019", 13, "E280"),
        ("Jun", 13, "E280"),
        ("Jun 2019 kira-kira", 22, "E280"),
        ("akhir 2019", 13, "E280"),
        ("Jun 2019, 2020", 23, "E280"),
        ("Jun 2019 - 2020", 24, "E280"),
        ("Suku kelima 2020", 18, "E280"),
        ("Suku 5 2020", 18, "E280"),
        ("32 Jun 2019", 13, "E281"),
        ("31 Jun 2019", 13, "E281"),
        ("Dis setiap tahun (2020-2023", 39, "E280"),
        ("Dis setiap tahun ()", 31, "E280"),
        ("Dis setiap bulan", 24, "E280"),
        ("Dis setiap minggu", 24, "E280"),
        ("setiap", 18, "E280"),
        ("2021-2019", 18, "E280"),
        ("\"Jun 20199\"", 18, "E280"),
        ("30/2/2019", 13, "E281"),
        ("Jun 2019?", 21, "E280"),
        ("29 Feb setiap tahun", 13, "E281"),
        ("31 Feb 2020", 13, "E281"),
        ("31 Feb setiap tahun", 13, "E281"),
        ("15/13/2019", 13, "E281"),
        ("2020-02-30", 13, "E281"),
        ("Mac 2019, 30 Feb 2020", 23, "E281"),
        ("1 - 32 Mei 2019", 13, "E281"),
        ("Dis 2020 - Jan 2020", 13, "E281"),
        ("Jun 2024", 13, "E282"),
        ("Jun 2019, Dis 2018", 23, "E282"),
        ("Dis setiap tahun (2020-2025)", 13, "E282"),
        ("2018-2020", 13, "E282"),
    ] {
        let message = match code {
            "E280" => "this date is not understood from here on",
            "E281" => "this date does not exist, or ends before it begins",
            _ => "this date is outside the period of the plan",
        };
        assert_faults(
            &open("actionplan", &dated(date)),
            &[&format!("{code} 8:{column} {message}")],
        );
    }
}

#[test]
fn the_period_is_stated_or_follows_from_the_dates() {
    let without = |date: &str| dated(date).replace("period: 2019-2023\n", "");
    let page = page(&open("actionplan", &without("Jun 2021, Dis 2024")));
    assert_holds(&page, &["Jadual pelaksanaan 2021–2024</title>"]);
    assert_faults(
        &open("actionplan", &without("Dis setiap tahun")),
        &["E283 7:13 these dates name no year, and the block has no `period`"],
    );
    assert_faults(
        &open("actionplan", &without("2000-2020")),
        &["E283 7:13 these dates are too many years apart for one plan"],
    );
    for period in ["2010-2030", "Jun 2019", "2019, 2021"] {
        assert_faults(
            &open("actionplan", &dated("Jun 2019").replace("2019-2023", period)),
            &["E283 1:9 not the years of a plan, which are at most 15"],
        );
    }
}

#[test]
fn each_wrong_field_is_told() {
    let yaml = "\
totals: {programmes: 9}
thrusts:
- thrust: T
  strategies:
  - strategy: S
    count: 1
    programmes:
    - programme: P
    - owner: O
      date: Jun 2027
    - programme: Q
      kpi: [{kpi: A}, {date: Jun 2027}, B, {kpi: C, date: Jun 2027, x: y}]
";
    assert_faults(
        &open("actionplan", yaml),
        &[
            "E275 1:22 another count is stated here than is listed",
            "E275 6:12 another count is stated here than is listed",
            "E284 8:7 this programme has no date",
            "E212 9:7 `programme` is missing or empty",
            "E212 12:13 `date` is missing or empty",
            "E212 12:23 `kpi` is missing or empty",
            "E213 12:41 keys and values were expected here",
            "E211 12:69 unknown key in this block",
        ],
    );
}

#[test]
fn a_spreadsheet_has_a_row_for_each_measure() {
    let csv = "thrust,strategy,programme,owner,kpi,date\nT,S,P,Unit A,Pertama,Jun 2027\n,,,,Kedua,Dis 2027\n,,Q,Unit B,,2027\n";
    let test = open("actionplan {file=pelan.csv}", "").file("content/data/pelan.csv", csv);
    assert_holds(
        &page(&test),
        &[
            "rowspan=\"2\">1.1.1</td><td rowspan=\"2\">P</td><td rowspan=\"2\">Unit A</td><td>(a) Pertama</td><td>Jun 2027</td>",
            "<td>(b) Kedua</td><td>Dis 2027</td>",
            "rowspan=\"1\">1.1.2</td><td rowspan=\"1\">Q</td><td rowspan=\"1\">Unit B</td><td>Tempoh pelaksanaan</td><td>2027</td>",
        ],
    );
    let test = open("actionplan {file=pelan.csv}", "").file(
        "content/data/pelan.csv",
        csv.replace(",,,,Kedua", ",,P,Unit C,Kedua")
            .replace("Dis 2027", "Dis 2O27"),
    );
    assert_faults(
        &test,
        &[
            "E276 3:1 this row says otherwise than a row above about the same programme",
            "E280 3:22 this date is not understood from here on",
        ],
    );
}
