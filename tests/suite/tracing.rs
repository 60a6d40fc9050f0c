//! `trace`: a leaked text and the copy it came from.

use std::fs;

use serde_json::Value;

use crate::{
    opened::without_marks,
    plan_test::PlanTest,
    program::{Output, terkawal, text},
    stock_tools::is_installed,
};

const MARKS: std::ops::RangeInclusive<char> = '\u{fe00}'..='\u{fe0f}';

/// Eight paragraphs of plain words, each unlike the others.
fn prose() -> String {
    let words = [
        "pegawai",
        "petugas",
        "ketua",
        "pasukan",
        "bilik",
        "gerakan",
        "peralatan",
        "laporan",
        "banjir",
        "bekalan",
        "kenderaan",
        "pejabat",
        "jambatan",
        "penduduk",
        "sekolah",
        "pusat",
        "bantuan",
        "makanan",
        "ubat",
        "kuasa",
        "jalan",
        "hospital",
        "rumah",
        "talian",
        "komputer",
        "rekod",
        "kunci",
        "gudang",
        "perahu",
        "pam",
    ];
    let sentence = |seed: usize| {
        let chosen = (0..60).map(|at| words[(seed * 7 + at * at * (seed + 3) + at * 11) % words.len()]);
        chosen.collect::<Vec<_>>().join(" ")
    };
    (1..=8).map(|seed| sentence(seed) + ".\n\n").collect()
}

impl PlanTest {
    /// Two holders of the same sealed text, issued as version 1.0.
    fn traceable(settings: &str) -> Self {
        let test = Self::new()
            .plan(settings)
            .section(
                "01-umum.md",
                "title: Umum\nclassification: TERBUKA",
                "Semua boleh membaca.\n",
            )
            .section(
                "02-khusus.md",
                "title: Khusus",
                &format!(
                    "{}Hubungi meja bantuan di 09-123 4567 atau Jalan Besar 12 sebelum pukul 8.00 pagi.\n",
                    prose()
                ),
            )
            .holder("01", "clearance: TERHAD")
            .holder("02", "clearance: TERHAD")
            .made_issuable();
        test.approve().succeeds();
        test.issue(&[]).succeeds();
        test
    }

    fn trace(&self, arguments: &[&str]) -> Output {
        let slip = self.path("slip-master.txt");
        self.run(&[&["trace"], arguments, &["--passphrase-file", text(&slip)]].concat())
    }

    /// The sealed section of an opened copy, and its bundle.json.
    fn leaked(&self, number: &str) -> (String, Value) {
        let to = self.fresh();
        let key = self.path(&format!("{number}.key"));
        fs::write(&key, self.key_text(number)).expect("a key file");
        let copy = self.issued_file("1.0", number);
        self.run(&["open", text(&copy), "--identity", text(&key), "--to", text(&to)])
            .succeeds();
        let bundle = fs::read(to.join("bundle.json")).expect("bundle.json");
        let page = fs::read_to_string(to.join("sections/s002.html")).expect("the section");
        (page, serde_json::from_slice(&bundle).expect("JSON"))
    }

    fn key_text(&self, number: &str) -> String {
        use age::secrecy::ExposeSecret as _;
        self.key(number).to_string().expose_secret().to_owned()
    }

    #[track_caller]
    fn names(&self, name: &str, leaked: &str) -> (i32, Vec<String>) {
        let file = self.path(name);
        fs::write(&file, leaked).expect("a file");
        let run = self.trace(&[text(&file), "--format", "json"]);
        let named = run.json()["named"].as_array().cloned().unwrap_or_default();
        let named = named
            .iter()
            .map(|one| one["copy"].as_str().expect("a number").to_owned());
        (run.status, named.collect())
    }
}

/// What is selected of a page: its paragraphs as lines.
fn selected(page: &str) -> String {
    let start = page.find("<main").expect("a page");
    let mut out = String::new();
    let mut is_tag = false;
    for c in page[start..].chars() {
        match c {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                out.push('\n');
            }
            c if !is_tag => out.push(c),
            _ => {}
        }
    }
    out
}

/// From somewhere in the middle, so many characters that are seen.
fn piece(text: &str, from: usize, length: usize) -> String {
    let mut seen = 0;
    let inside = text.chars().filter(|c| {
        seen += usize::from(!MARKS.contains(c));
        seen > from && seen <= from + length
    });
    inside.collect()
}

#[test]
fn five_hundred_characters_name_their_copy_and_nothing_else_does() {
    let test = PlanTest::traceable("");
    let (page, bundle) = test.leaked("01");
    let (other, _) = test.leaked("02");
    let (first, second) = (selected(&page), selected(&other));
    assert_ne!(first, second);
    assert_eq!(
        without_marks(&first),
        without_marks(&second),
        "what is seen is the same"
    );

    for from in [0, 400, 1300, 2200] {
        assert_eq!(
            test.names("a.txt", &piece(&first, from, 500)),
            (0, vec!["01".to_owned()]),
            "from {from}"
        );
    }
    assert_eq!(
        test.names("b.txt", &piece(&second, 700, 500)),
        (0, vec!["02".to_owned()])
    );
    assert_eq!(test.names("c.txt", &without_marks(&first)), (1, Vec::new()));
    assert_eq!(
        test.names("d.txt", "Teks lain yang tiada kena-mengena dengan pelan ini."),
        (1, Vec::new())
    );
    assert_eq!(test.names("e.html", &page), (0, vec!["01".to_owned()]));

    // Paragraphs in another order, quoted, broken at line ends, among other text, and from both copies.
    let mut lines: Vec<String> = first
        .lines()
        .filter(|line| line.len() > 100)
        .map(str::to_owned)
        .collect();
    lines.reverse();
    let quoted = lines[..2].join("\n").replace(' ', "\n> ").replace("an", "a-\n> n");
    assert_eq!(
        test.names("f.txt", &format!("Salam semua,\n\n> {quoted}\n\nHarap maklum.")),
        (0, vec!["01".to_owned()])
    );
    let both = format!("{}\n{}", piece(&first, 0, 900), piece(&second, 1200, 900));
    assert_eq!(test.names("g.txt", &both), (0, vec!["01".to_owned(), "02".to_owned()]));

    // The code on the sheets, as it is typed or read by a telephone.
    let code = bundle["marks"]["code"].as_str().expect("a code");
    for typed in [
        code.to_lowercase(),
        code.replace('-', " "),
        format!("TERKAWAL 1.0 01 1 {code}"),
    ] {
        let run = test.trace(&["--code", &typed]).succeeds();
        assert!(run.stdout.starts_with("copy 01 of version 1.0"), "{}", run.stdout);
    }
    let wrong = if code.starts_with('Z') { "Y" } else { "Z" };
    let misread = format!("{wrong}{}", &code[1..]);
    assert!(
        test.trace(&["--code", &misread])
            .succeeds()
            .stdout
            .contains("1 character misread")
    );
    assert_eq!(test.trace(&["--code", "00000-00000"]).status, 1);
    test.trace(&["--code", "kurang"]).fails(2, "E574");
}

#[test]
fn no_mark_stands_in_a_number_a_code_or_beside_one() {
    let test = PlanTest::traceable("");
    let (page, _) = test.leaked("01");
    let text = selected(&page);
    for whole in ["09-123 4567", "Jalan Besar 12", "8.00 pagi"] {
        assert!(text.contains(whole), "{whole}");
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let inside = words
        .iter()
        .filter(|word| word.chars().skip(1).any(|c| MARKS.contains(&c)));
    assert_eq!(inside.count(), 0, "marks stand before words alone");
    assert!(text.chars().filter(|c| MARKS.contains(c)).count() > 400);
}

#[test]
fn a_plan_may_want_no_characters_and_has_codes_all_the_same() {
    let test = PlanTest::traceable("marks: {characters: false}");
    let (page, bundle) = test.leaked("01");
    assert!(!page.chars().any(|c| MARKS.contains(&c)));
    assert_eq!(bundle["marks"]["key"], Value::Null);
    assert_eq!(test.names("a.txt", &selected(&page)), (1, Vec::new()));
    let code = bundle["marks"]["code"].as_str().expect("a code");
    test.trace(&["--code", code]).succeeds();
}

#[test]
fn a_copy_issued_again_is_told_from_the_one_before() {
    let test = PlanTest::traceable("");
    let (before, _) = test.leaked("01");
    test.issue(&["--copies", "01", "--reason", "slip hilang"]).succeeds();
    let (after, _) = test.leaked("01");
    for (name, page, generation) in [("a.txt", before, 1), ("b.txt", after, 2)] {
        let file = test.path(name);
        fs::write(&file, piece(&selected(&page), 300, 500)).expect("a file");
        let run = test.trace(&[text(&file), "--format", "json"]).succeeds();
        assert_eq!(run.json()["named"].as_array().map(Vec::len), Some(1));
        assert_eq!(run.json()["named"][0]["generation"], generation);
    }
}

#[test]
fn what_a_forger_makes_of_his_own_copy_names_nobody_else() {
    let test = PlanTest::traceable("");
    let (page, _) = test.leaked("01");
    let own = selected(&page);
    let marks: Vec<char> = own.chars().filter(|c| MARKS.contains(c)).collect();
    let with = |mark: &dyn Fn(usize) -> String| {
        let mut at = 0;
        let mut out = String::new();
        for c in own.chars() {
            if MARKS.contains(&c) {
                out.push_str(&mark(at));
                at += 1;
            } else {
                out.push(c);
            }
        }
        out
    };
    let count = marks.len();
    let forgeries = [
        with(&|at| marks[(at + 1) % count].to_string()),
        with(&|at| marks[count - 1 - at].to_string()),
        with(&|_| '\u{fe00}'.to_string()),
        with(&|_| MARKS.collect()),
        with(&|at| {
            char::from_u32(0xfe00 + (u32::from(marks[at]) + 1) % 16)
                .map(String::from)
                .unwrap_or_default()
        }),
        with(&|at| marks[at].to_string().repeat(3)),
    ];
    for (number, forged) in forgeries.iter().enumerate() {
        assert_eq!(test.names("forged.txt", forged), (1, Vec::new()), "forgery {number}");
    }
    // One mark in three that is his own still is his.
    let thinned = with(&|at| {
        if at % 3 == 0 {
            marks[at].to_string()
        } else {
            String::new()
        }
    });
    assert_eq!(test.names("thinned.txt", &thinned), (0, vec!["01".to_owned()]));
}

#[test]
fn whatever_is_no_text_is_told_and_nothing_of_it_is_written() {
    let test = PlanTest::traceable("");
    let put = |name: &str, bytes: &[u8]| {
        let file = test.path(name);
        fs::write(&file, bytes).expect("a file");
        text(&file).to_owned()
    };
    test.trace(&[&put("kosong.txt", b"")]).fails(2, "E570");
    test.trace(&[&put("binari", &[0, 159, 146, 150, 0, 1, 2])])
        .fails(2, "E570");
    test.trace(&[&put("fail.docx", b"PK\x03\x04abc\0\xff")])
        .fails(2, "E570");
    let missing = text(&test.path("tiada.txt")).to_owned();
    assert_eq!(test.trace(&[&missing]).status, 2);
    if is_installed("pdftotext") {
        assert_eq!(test.trace(&[&put("rosak.pdf", b"%PDF-1.7\nrosak")]).status, 3);
    }
    // Deep or endless mark-up and a text of one letter end.
    let deep = format!("<html>{}kata", "<div>".repeat(50_000));
    assert_eq!(test.trace(&[&put("dalam.html", deep.as_bytes())]).status, 1);
    assert_eq!(
        test.trace(&[&put("panjang.txt", "a".repeat(2_000_000).as_bytes())])
            .status,
        1
    );
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("Teks lain".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(test.trace(&[&put("lebar.txt", &wide)]).status, 1);
}

#[test]
fn the_report_says_what_was_found_and_no_word_of_the_plan() {
    let test = PlanTest::traceable("");
    let (page, _) = test.leaked("01");
    let file = test.path("bocor.txt");
    fs::write(&file, selected(&page)).expect("a file");
    let report = test.path("laporan.html");
    let run = test.trace(&[text(&file), "--report", text(&report)]).succeeds();
    let html = fs::read_to_string(&report).expect("the report");
    for said in [
        "Laporan pengesanan salinan",
        "01 (1.0)",
        "HMAC-SHA-256",
        "bukan siapa",
        "s002",
    ] {
        assert!(html.contains(said), "{said}");
    }
    for sealed in ["jambatan", "Khusus", "4567"] {
        assert!(!html.contains(sealed) && !run.text().contains(sealed), "{sealed}");
    }
    test.trace(&[text(&file), "--report", text(&report)]).fails(2, "E575");
    let inside = test.root().join("laporan.html");
    test.trace(&[text(&file), "--report", text(&inside)]).fails(2, "E508");
}

#[test]
fn the_secret_of_the_marks_opens_with_the_master_key_alone() {
    let test = PlanTest::traceable("");
    let issued = test.entries().pop().expect("an entry");
    assert!(issued["marks"].as_str().expect("a sealed secret").len() > 200);
    let other = test.path("lain");
    let slip = test.path("lain.txt");
    terkawal(&test.root(), &other, &["keygen", "master", "--slip", text(&slip)]).succeeds();
    let master = other.join("master.age");
    let arguments = [
        "trace",
        "--code",
        "00000-00000",
        "--master-identity",
        text(&master),
        "--passphrase-file",
        text(&slip),
    ];
    test.run(&arguments).fails(2, "E573");

    let none = PlanTest::issuable();
    none.trace(&["--code", "00000-00000"]).fails(2, "E572");
}
