//! Captions in lists, quotes and notes: numbered with all others, sealed with their section.

use std::fs;

use crate::{opened, plan_test::PlanTest, published::assert_none_of};

const OPEN: &str = "title: Umum\nclassification: TERBUKA";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

#[test]
fn numbers_count_through_lists_notes_and_sealed_blocks() {
    let test = PlanTest::new()
        .plan("open_pages: [tables, figures]")
        .section(
            "01-umum.md",
            OPEN,
            "1. Satu:\n\n   | A |\n   |---|\n   | a |\n\n   : Pertama {#tbl-a}\n\n   ![Peta](peta.svg){#fig-a}\n\n\
             ::: terhad\n1. Dua:\n\n   : kzduaqx {#tbl-b}\n\n   | B |\n   |---|\n   | b |\n:::\n\n\
             > : Tiga {#tbl-c}\n>\n> +---+\n> | c |\n> +---+\n\n\
             Rujuk @tbl-a, @tbl-b, @tbl-c, @tbl-d dan @fig-b.\n",
        )
        .section(
            "02-khusus.md",
            "title: Khusus",
            "> [!NOTE]\n> | D |\n> |---|\n> | d |\n>\n> : kzempatqx {#tbl-d}\n\n- ![kzrajahqx](peta.svg){#fig-b}\n",
        )
        .file("content/peta.svg", SVG)
        .holder("01", "clearance: SULIT");
    test.build();
    let page = fs::read_to_string(test.output().join("site/1.0/umum/index.html")).expect("the page");
    for label in [
        "Jadual 1:</span> Pertama",
        "Rajah 1:</span> Peta",
        "Jadual 3:</span> Tiga",
    ] {
        assert!(page.contains(label), "no {label}: {page}");
    }
    for (number, id) in [("Jadual 1", "s001-c1"), ("Jadual 3", "s001-c3")] {
        assert!(
            page.contains(&format!(
                "<a href=\"../umum/index.html#{id}\" rel=\"noopener noreferrer\">{number}</a>"
            )),
            "{page}"
        );
    }
    for number in ["Jadual 2", "Jadual 4", "Rajah 2"] {
        assert!(page.contains(&format!(">{number}</a>")), "no {number}: {page}");
    }
    let tables = fs::read_to_string(test.output().join("site/1.0/tables/index.html")).expect("the list");
    assert!(tables.contains("Pertama") && tables.contains("Tiga"), "{tables}");
    // A reference tells the number of what is sealed; the list has not even that.
    let figures = fs::read_to_string(test.output().join("site/1.0/figures/index.html")).expect("the list");
    for (list, number) in [(&tables, "Jadual 2"), (&tables, "Jadual 4"), (&figures, "Rajah 2")] {
        assert!(!list.contains(number), "{number} in {list}");
    }
    assert_none_of(&test.output(), &["kzduaqx", "kzempatqx", "kzrajahqx"]);
    let bundle = opened::bundle(&test.copy("01"), test.key("01"));
    let all: String = bundle
        .files
        .values()
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    for label in [
        "Jadual 2:</span> kzduaqx",
        "Jadual 4:</span> kzempatqx",
        "Rajah 2:</span> kzrajahqx",
    ] {
        assert!(all.contains(label), "no {label}");
    }
}

#[test]
fn what_cannot_be_a_caption_or_a_grid_is_told() {
    for (code, line, body) in [
        ("E204", 7, "1. Satu\n\n   : sendiri\n\n2. Dua\n\n| a |\n|---|\n"),
        ("E204", 5, "> : sendiri\n\n| a |\n|---|\n"),
        ("E204", 10, "1. Satu\n\n   | a |\n   |---|\n\n: di luar\n"),
        ("E195", 5, "Lihat ![Peta](peta.svg){#fig-a}\n"),
        ("E195", 5, "*![Peta](peta.svg){#fig-a}*\n"),
        ("E195", 5, "- Lihat ![Peta](peta.svg){#fig-a}\n"),
        (
            "E195",
            6,
            "+---------------------------+\n| ![Peta](peta.svg){#fig-a} |\n+---------------------------+\n",
        ),
        ("E195", 7, "| a |\n|---|\n| ![Peta](peta.svg){#fig-a} |\n"),
        ("E205", 5, "- +---+\n  | a |\n  +---+\n"),
        ("E205", 7, "1. Satu\n   +---+\n   | a  |\n   +---+\n"),
    ] {
        for front in [OPEN, "title: Lagi"] {
            let test = PlanTest::small()
                .section("03-lagi.md", &front.replace("Umum", "Lagi"), body)
                .file("content/peta.svg", SVG);
            let facts = test.run(&["--format", "json", "check"]).fails(2, code).json();
            let all = facts["diagnostics"].as_array().expect("a list");
            let line = if front == OPEN { line } else { line - 1 };
            assert_eq!(all.len(), 1, "{body}: {all:?}");
            assert_eq!(
                (all[0]["code"].as_str(), all[0]["place"]["line"].as_i64()),
                (Some(code), Some(line)),
                "{body}"
            );
        }
    }
}

#[test]
fn imported_captions_build_with_their_numbers() {
    let source = "PELAN UJIAN\n\n1.0 MULA\n\nLihat Rajah 3 dan Jadual 2.\n\n[Gambar]\n\nRajah 3 : Peta tapak\n\n\
                  1.1 Kaunter\n\nBil\tUnit\n1\tHasil\n\nJadual 2 Senarai unit\n\nRajah 9 : Tiada\n";
    let test = PlanTest::new();
    let file = test.path("pelan.txt");
    fs::write(&file, source).expect("written");
    let plan = test.path("diimport");
    let (from, to) = (file.to_str().expect("UTF-8"), plan.to_str().expect("UTF-8"));
    let said = test.run(&["import", from, to, "--classification", "TERHAD"]).succeeds();
    for words in [
        "figures that wait for their picture",
        "the picture above this caption is not in the text",
    ] {
        assert!(said.stdout.contains(words), "{}", said.stdout);
    }
    fs::write(plan.join("distribution/list.yaml"), "copies: []\n").expect("written");
    let home = test.path("home");
    let build = |arguments: &[&str]| crate::program::terkawal(&plan, &home, arguments);
    // Opened to be looked at.
    for path in ["content/01-mula/_index.md", "content/01-mula/01-kaunter.md"] {
        let text = fs::read_to_string(plan.join(path)).expect(path);
        fs::write(
            plan.join(path),
            text.replacen("---\n\n", "classification: TERBUKA\n---\n\n", 1),
        )
        .expect("written");
    }
    build(&["build"]).succeeds();
    let site = plan.join("build/site");
    let version = fs::read_dir(&site)
        .expect("the site")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.join("mula").is_dir());
    let version = version.expect("a version");
    let page = fs::read_to_string(version.join("mula/index.html")).expect("the page");
    for html in ["Rajah 3:</span> Peta tapak", ">Rajah 3</a> dan", ">Jadual 2</a>."] {
        assert!(page.contains(html), "no {html}: {page}");
    }
    let page = fs::read_to_string(version.join("mula/kaunter/index.html")).expect("the page");
    assert!(page.contains("Jadual 2:</span> Senarai unit"), "{page}");
    assert!(page.contains("Rajah 9:</span> Tiada"), "{page}");
}
