//! The amendment record: written by `diff --record`, edited by hand, published as open as what each row is about.

use std::fs;

use serde_json::Value;

use crate::{opened, plan_test::PlanTest, published::assert_none_of, revision::SEALED};

const FILE: &str = "content/data/amendments.yaml";

/// The rows of the record, each with its lines.
fn rows(record: &str) -> Vec<String> {
    record.split("  - path: ").skip(1).map(str::to_owned).collect()
}

fn page_of(test: &PlanTest, number: &str) -> String {
    let bundle = opened::bundle(&test.copy_of("1.1", number), test.key(number));
    let page = bundle.files.get("sections/amendments.html").expect("the page");
    String::from_utf8_lossy(page).into_owned()
}

impl PlanTest {
    fn copy_of(&self, version: &str, number: &str) -> std::path::PathBuf {
        self.output().join(format!("site/{version}/copies/{number}"))
    }
}

#[test]
fn a_record_made_before_the_last_change_is_told() {
    let test = PlanTest::revised();
    test.diff(&["1.0", "--record"]).succeeds();
    let warns = |run: crate::program::Output| run.succeeds().stderr.contains("warning[E456]");
    assert!(!warns(test.approve()));
    let test = test.replace("content/02-umum.md", "112", "113");
    assert!(warns(test.approve()));
    // Editing the record itself makes it no older.
    test.diff(&["1.0", "--record"]).succeeds();
    let test = test.replace(FILE, "[-999-]{+113+}", "kini 113");
    assert!(!warns(test.approve()));
    let test = test.replace("content/02-umum.md", "113", "114");
    assert!(warns(test.approve()));
    let run = test.issue(&[]).succeeds();
    assert!(run.stderr.contains("warning[E456]"), "{}", run.stderr);
}

#[test]
fn rows_that_were_edited_by_hand_stay() {
    let test = PlanTest::revised();
    test.diff(&["1.0", "--record"]).succeeds();
    let first = test.record_text();
    assert_eq!(rows(&first).len(), 7, "{first}");
    assert!(
        first.contains("text: \"Nombor kecemasan ialah [-999-]{+112+}.\""),
        "{first}"
    );
    // Nothing changed, nothing is written otherwise.
    test.diff(&["1.0", "--record"]).succeeds();
    assert_eq!(test.record_text(), first);

    // A text that somebody wrote better, a remark, a row of one's own; and another version.
    let older = "- version: \"0.9\"\n  date: 2020-02-02\n  # catatan lama\n  amendments:\n\
                 \x20 - path: 01-asal.md\n    kind: added\n    text: Ditulis sendiri\n";
    let own = "  - path: 01-asal.md\n    kind: changed\n    text: Perkara kecil\n";
    let edited = first
        .replace("Nombor kecemasan ialah [-999-]{+112+}.", "Nombor kecemasan kini 112.")
        .replace("- version: \"1.1\"", &format!("{older}- version: \"1.1\""))
        + own;
    let test = test
        .file(FILE, &edited)
        .replace("content/03-khusus.md", "kzbaharu", "kzbaharu sekali")
        .replace("content/02-umum.md", "112", "113");
    let run = test.diff(&["1.0", "--record"]).succeeds();
    assert!(run.stdout.contains("2 edited by hand and kept"), "{}", run.stdout);
    let second = test.record_text();
    let row = |record: &str, path: &str| -> Vec<String> {
        rows(record)
            .into_iter()
            .filter(|row| row.starts_with(&format!("\"{path}\"")))
            .collect()
    };
    assert_eq!(row(&second, "02-umum.md"), row(&edited, "02-umum.md"));
    assert!(second.contains(older) && second.contains(own), "{second}");
    assert!(second.contains("{+kzbaharu sekali+}"), "{second}");
    assert_eq!(rows(&second).len(), 9);
    test.build();

    // Without the edit the row is made anew, and what is no change any more is gone.
    let test = test
        .replace(
            FILE,
            "Nombor kecemasan kini 112.",
            "Nombor kecemasan ialah [-999-]{+112+}.",
        )
        .replace("content/03-khusus.md", "kzbaharu sekali", "kzdahulu");
    test.diff(&["1.0", "--record"]).succeeds();
    let third = test.record_text();
    assert!(
        third.contains("[-999-]{+113+}") && row(&third, "03-khusus.md").is_empty(),
        "{third}"
    );
    assert!(third.contains(older) && third.contains(own), "{third}");
}

#[test]
fn a_record_in_another_layout_is_not_touched() {
    let test = PlanTest::revised();
    for record in [
        "[{version: \"1.1\", amendments: [{path: 01-asal.md, kind: changed, text: x}]}]\n",
        "  - version: \"1.1\"\n    amendments:\n      - path: 01-asal.md\n        kind: changed\n",
        "- version: \"1.1\"\n  amendments: [{path: 01-asal.md, kind: changed}]\n",
        "- version: \"1.1\" # tarikh belum tetap\n  amendments: []\n",
    ] {
        let test = PlanTest::file_in(&test, FILE, record);
        test.diff(&["1.0", "--record"]).fails(2, "E484");
        assert_eq!(test.record_text(), record);
    }
    // Of comments alone, and of this very version that is issued already.
    PlanTest::file_in(&test, FILE, "# belum ada\n")
        .diff(&["1.0", "--record"])
        .succeeds();
    assert!(
        test.record_text().starts_with("# belum ada\n- version: \"1.1\"\n"),
        "{}",
        test.record_text()
    );
    let test = PlanTest::first_version();
    test.diff(&["1.0", "--record"]).fails(2, "E484");
    assert!(!test.root().join(FILE).exists());
}

impl PlanTest {
    fn file_in<'t>(test: &'t Self, path: &str, text: &str) -> &'t Self {
        fs::create_dir_all(test.root().join("content/data")).expect("a folder");
        fs::write(test.root().join(path), text).expect("written");
        test
    }
}

#[test]
fn each_reader_sees_the_rows_of_what_he_may_read() {
    let test = PlanTest::revised().plan("open_pages: [amendments]");
    test.diff(&["1.0", "--record"]).succeeds();
    test.build();
    assert_none_of(&test.output().join("site"), &SEALED);
    let site = |path: &str| fs::read_to_string(test.output().join("site").join(path)).expect("a page");
    let open = site("1.1/amendments/index.html");
    assert!(
        open.contains("<del>999</del><ins>112</ins>") && open.contains("Versi 1.1"),
        "{open}"
    );
    assert_eq!(open.matches("Diubah").count(), 1, "{open}");
    assert!(
        open.contains("6.0 → 5.0") && open.contains("Dialihkan, Dinombor semula"),
        "{open}"
    );
    // Effective sections: the first one is as it was in 1.0.
    let since = |page: &str, title: &str| {
        let (_, rest) = page
            .split_once(&format!(">{title}</a></td><td>"))
            .unwrap_or_else(|| panic!("{page}"));
        rest.split('<').next().unwrap_or_default().to_owned()
    };
    assert_eq!(
        (since(&open, "Asal"), since(&open, "Umum")),
        ("1.0".to_owned(), "1.1".to_owned())
    );
    assert!(!open.contains("Khusus"), "{open}");
    let versions = site("versions/index.html");
    assert!(versions.contains("<del>999</del><ins>112</ins>"), "{versions}");
    assert_eq!(versions.matches("Diubah").count(), 1, "{versions}");

    // TERHAD reads of the section, not of the SULIT block; SULIT reads of both.
    let second = page_of(&test, "02");
    assert!(
        second.contains("<del>kzdahulu</del><ins>kzbaharu</ins>") && second.contains("Kzbuang lama"),
        "{second}"
    );
    assert!(!second.contains("kzpintu") && !second.contains("kzempat"), "{second}");
    assert_eq!(since(&second, "Khusus"), "1.1");
    let first = page_of(&test, "01");
    assert!(first.contains("ialah <del>kzempat</del><ins>lima</ins>"), "{first}");
    assert_eq!(first.matches("Diubah").count(), 3, "{first}");
}

#[test]
fn the_page_is_sealed_unless_it_is_declared_open() {
    let test = PlanTest::revised();
    test.diff(&["1.0", "--record"]).succeeds();
    test.build();
    assert!(!test.output().join("site/1.1/amendments").exists());
    assert!(page_of(&test, "02").contains("<ins>112</ins>"));
    assert_none_of(&test.output().join("site"), &SEALED);
}

#[test]
fn what_was_sealed_then_stays_sealed_in_the_record() {
    // A later version opens the section; its old words stay with those who might read them.
    let test = PlanTest::revised().plan("open_pages: [amendments]");
    test.diff(&["1.0", "--record"]).succeeds();
    let test = test.section(
        "03-khusus.md",
        "title: Khusus\nclassification: TERBUKA",
        "Teks terbuka kzbaharu.\n",
    );
    test.build();
    assert_none_of(&test.output().join("site"), &["kzdahulu"]);
    assert!(page_of(&test, "02").contains("<del>kzdahulu</del>"));
    // An open row is sealed with its section.
    let test = test.section("02-umum.md", "title: Kzumum", "Tertutup kini.\n");
    test.build();
    assert_none_of(&test.output().join("site"), &["kecemasan ialah", "kzumum"]);
    assert!(page_of(&test, "02").contains("<del>999</del>"));
}

#[test]
fn a_row_that_is_opened_by_hand_stops_the_issue() {
    let test = PlanTest::revised();
    test.diff(&["1.0", "--record"]).succeeds();
    let record = test.record_text();
    let (before, removed) = record.split_once("  - path: \"04-lama.md\"").expect("the row");
    let opened = removed.replacen("TERHAD", "TERBUKA", 1);
    let opened = format!("{before}  - path: \"04-lama.md\"{opened}");
    fs::write(test.root().join(FILE), opened).expect("written");
    test.approve().succeeds();
    test.issue(&[]).fails(2, "E440");
    fs::write(test.root().join(FILE), record).expect("written");
    test.approve().succeeds();
    let run = test.issue(&[]).succeeds();
    assert!(!run.stderr.contains("E487"), "{}", run.stderr);
    assert_none_of(&test.root().join("public"), &SEALED);
    let page = fs::read_to_string(test.root().join("public/versions/index.html")).expect("the page");
    assert!(
        page.contains("Rekod Pindaan: 1.1") && page.contains("<ins>112</ins>"),
        "{page}"
    );

    // Sealed words in an open row, by hand: the second lock.
    let open = "- version: \"0.9\"\n  amendments:\n  - path: 02-umum.md\n    kind: changed\n    \
                text: Hanya pemegang membaca ayat kzbaharu ini\n";
    let test = test.file(FILE, open).plan("open_pages: [amendments]");
    test.run(&["build"]).fails(2, "E400");
}

#[test]
fn a_hostile_record_is_refused_with_its_place() {
    let row = |lines: &str| format!("- version: \"1.0\"\n  amendments:\n  - path: 01-umum.md\n{lines}");
    let cases = [
        ("version: 1\n".to_owned(), "E485", 1),
        (row("    kind: changed\n    warna: kzrahsia\n"), "E485", 5),
        (row("    kind: kzrahsia\n"), "E486", 4),
        (row("    kind: changed\n    classification: RAHSIA\n"), "E201", 5),
        (row("    kind: changed\n    classification: kzrahsia\n"), "E202", 5),
        (row("    kind: changed\n    block: 1\n"), "E486", 3),
        (
            row("    kind: changed\n    classification: TERHAD\n    audience: [[CCT]]\n"),
            "E157",
            6,
        ),
        (
            row("    kind: changed\n    classification: TERBUKA\n    audience: [[\"01\"]]\n"),
            "E486",
            6,
        ),
        (
            row(&format!("    kind: changed\n    text: {}\n", "kzrahsia ".repeat(300))),
            "E486",
            5,
        ),
        (row("    kind: changed\n    text: [a, b]\n"), "E485", 5),
        (
            "- version: \"1.0\"\n  amendments:\n  - path: tiada.md\n    kind: changed\n".to_owned(),
            "E486",
            3,
        ),
        ("- version: \"1.0\"\n  date: kzrahsia\n".to_owned(), "E486", 2),
        ("- version: \"1.0\"\n- version: \"1.0\"\n".to_owned(), "E486", 2),
        ("- version: \"\"\n".to_owned(), "E486", 1),
        ("- &a [x]\n- *a\n- [*a, *a, *a]\n".to_owned(), "E485", 1),
        ("- version: \u{7}\n".to_owned(), "E117", 1),
    ];
    let test = PlanTest::small();
    for (text, code, line) in cases {
        PlanTest::file_in(&test, FILE, &text);
        let run = test.run(&["--format", "json", "check"]).fails(2, code);
        let found = &run.json()["diagnostics"][0];
        assert_eq!(
            (&found["code"], &found["place"]["line"]),
            (&Value::from(code), &Value::from(line)),
            "{text}\n{found}"
        );
        assert_eq!(found["place"]["path"], FILE);
        // Rows may be sealed, so nothing of the file is repeated.
        assert!(!run.text().contains("kzrahsia"), "{}", run.text());
        assert!(!test.run(&["check"]).text().contains("kzrahsia"));
    }
    let text = row("    kind: changed\n    text: <script>alert(1)</script> {+<b>+} &amp;\n");
    PlanTest::file_in(&test, FILE, &text);
    test.build();
    let page = fs::read_to_string(test.output().join("site/versions/index.html")).expect("the page");
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt; <ins>&lt;b&gt;</ins> &amp;amp;"),
        "{page}"
    );
}

#[test]
fn rows_have_the_audience_of_their_section() {
    let section = |group: &str, word: &str| format!("title: Khas\naudience: [{group}]\n---\nUntuk {word} sahaja.\n");
    let file = |group: &str, word: &str| format!("---\n{}", section(group, word));
    let test = PlanTest::new()
        .section("01-umum.md", "title: Umum\nclassification: TERBUKA", "Terbuka.\n")
        .file("content/02-khas.md", file("DRT", "kzdahulu"))
        .file("content/03-pindah.md", file("DRT", "kzpindah"))
        .holder("01", "clearance: TERHAD\ngroups: [DRT]")
        .holder("02", "clearance: SULIT\ngroups: [ERT]")
        .made_issuable();
    test.approve().succeeds();
    test.issue(&[]).succeeds();
    let test = test
        .replace("plan.yaml", "version: \"1.0\"", "version: \"1.1\"")
        .file("content/02-khas.md", file("DRT", "kzbaharu"))
        .file("content/03-pindah.md", file("ERT", "kzpindah kini"));
    let told = test.amendments(&["1.0"]);
    let kinds: Vec<&Value> = told.iter().map(|one| &one["kinds"][0]).collect();
    assert_eq!(kinds, ["changed", "removed", "added"]);
    test.diff(&["1.0", "--record"]).succeeds();
    assert!(
        test.record_text().contains("audience: [[\"DRT\"]]"),
        "{}",
        test.record_text()
    );
    test.build();
    let (first, second) = (page_of(&test, "01"), page_of(&test, "02"));
    assert!(first.contains("<del>kzdahulu</del><ins>kzbaharu</ins>"), "{first}");
    assert!(!second.contains("kzdahulu") && second.contains("Ditambah"), "{second}");
    // What one group lost and the other got is told to each.
    assert!(first.contains("Dibuang") && !first.contains("Ditambah"), "{first}");
    assert!(!second.contains("Dibuang"), "{second}");
}
