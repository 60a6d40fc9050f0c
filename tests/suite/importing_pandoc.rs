//! Word documents through Pandoc, then through `import`, `build` and `open`: what readers of a copy see.
//!
//! `tests/docx/make.py` writes the documents; what Pandoc made of them stands beside it. Where Pandoc is installed, its
//! own output of today is read as well.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    importing::{build_and_open, import},
    plan_test::PlanTest,
    program::{terkawal, text},
    published::files,
};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/docx").join(name)
}

/// All pages of the opened copy, line feeds taken out.
fn pages(opened: &Path) -> String {
    let pages = files(opened)
        .into_iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|extension| extension == "html"));
    pages
        .map(|(_, bytes)| String::from_utf8(bytes).expect("UTF-8").replace('\n', ""))
        .collect()
}

#[track_caller]
fn holds(pages: &str, parts: &[&str]) {
    for part in parts {
        assert!(pages.contains(part), "{part} in\n{pages}");
    }
}

/// What both ways of conversion keep of the plan.
#[track_caller]
fn plan_is_whole(source: &Path) {
    let test = PlanTest::new();
    let plan = import(&test, source, &[]);
    let file = |name: &str| fs::read_to_string(plan.join(name)).expect("a file of the plan");
    for line in [
        "title: PELAN KESINAMBUNGAN PERKHIDMATAN MAJLIS DAERAH SUNGAI BAYU",
        "reference: MDSB/PKP/2031(4)",
        "version: \"3.2\"",
        "date: \"2031-03-15\"",
        "classification: TERHAD",
        "    name: Baharom Contoh",
        "    post: Yang Dipertua",
        "    date: \"2031-03-01\"",
    ] {
        assert!(
            file("plan.yaml").lines().any(|found| found == line),
            "{line} in\n{}",
            file("plan.yaml")
        );
    }
    assert!(file("content/data/abbreviations.yaml").contains("PTK: Pasukan Tindak Kecemasan\n"));
    assert_eq!(file("distribution/list.yaml").matches("reserved: true").count(), 3);
    let pages = pages(&build_and_open(&test, &plan));
    holds(
        &pages,
        &[
            // text
            "dicatat “sebagai kelalaian” – bukan kesalahan – oleh unit ini.",
            "25 km<sup>2</sup> dan paras CO<sub>2</sub>",
            "<u>Garis bawah</u>",
            "<del>dicoret</del>",
            "<strong>tebal</strong> dan <em>condong</em>",
            "<code>sistem.fail_log</code>",
            "https://contoh.example/arahan",
            "Ketua pasukan ialah pegawai gred 41 ke atas yang dilantik bertulis.",
            "Tanda * dan # dan [kurungan] dan &lt;sudut&gt; dan ::: kekal",
            "3 * 4 = 12 dan C:\\fail\\data.",
            "<code>:::</code> terhad",
            "Baris di atas bukan pagar. 1. Ini bukan senarai.",
            "<blockquote><p>Petikan yang diengsot",
            "(Carta aliran tindakan)",
            // lists
            "<li><p>telefon;</p><ul><li><p>pengecas</p></li><li><p>kad SIM</p></li></ul></li>",
            "<li><p>Hubungi ketua.</p></li>",
            "<li><p>Catat masa.</p></li>",
            "<li><p>kedua kemudian</p></li>",
            // tables
            "<th scope=\"col\">Masa RTO</th><th scope=\"col\">Masa MTPD</th>",
            "• memimpin operasi<br> • melapor kepada Yang Dipertua</td>",
            "Perenggan kedua | dengan tanda paip.",
            "<td>Fail pejabat daerah</td><td>tiada nombor</td>",
            "<td>A-1</td><td>A-2</td><td>A-3</td>",
            // numbers of the source
            "2.42",
            "Lampiran A",
        ],
    );
    assert!(
        !pages.contains("#menghubungi") && !pages.contains("KANDUNGAN"),
        "no contents list of its own"
    );
    assert!(!pages.contains("---") && !pages.contains("{width"), "{pages}");
}

/// What both ways of conversion keep of the guide, whose control block and lists stand at its end.
#[track_caller]
fn guide_is_whole(source: &Path) {
    let test = PlanTest::new();
    let plan = import(&test, source, &["--classification", "SULIT"]);
    let file = |name: &str| fs::read_to_string(plan.join(name)).expect("a file of the plan");
    for line in [
        "reference: JRC/GP/7",
        "version: \"1.4\"",
        "date: \"2032-06-10\"",
        "    post: Pengarah",
    ] {
        assert!(
            file("plan.yaml").lines().any(|found| found == line),
            "{line} in\n{}",
            file("plan.yaml")
        );
    }
    assert!(file("content/data/abbreviations.yaml").contains("GP: Garis Panduan\n"));
    assert!(file("distribution/list.yaml").contains("post: Ketua Arkib"));
    let pages = pages(&build_and_open(&test, &plan));
    holds(
        &pages,
        &[
            "pulih --rekod semua",
            "<code>:::</code> terhad",
            "Bekukan dahulu, kemudian keringkan beku",
            "<td>Baris satu lajur satu</td>",
            "<td>simpan di peti besi</td>",
        ],
    );
}

#[test]
fn a_plan_written_in_word() {
    plan_is_whole(&fixture("pelan.gfm.md"));
    plan_is_whole(&fixture("pelan.markdown.md"));
}

#[test]
fn letters_and_numerals_of_lists_stay_where_pandoc_keeps_them() {
    let test = PlanTest::new();
    let plan = import(&test, &fixture("pelan.markdown.md"), &[]);
    let pages = pages(&build_and_open(&test, &plan));
    holds(
        &pages,
        &[
            // 2. a. b. i.
            "<ol class=\"lower-alpha period\" type=\"a\"><li>siang melalui telefon</li>",
            "<ol class=\"lower-roman period\" type=\"i\"><li>saluran satu</li></ol>",
            "bahaya</li>",
            "ada kenderaan</li>",
            // captions out of order, and what refers to them
            "<figcaption><span class=\"label\">Jadual 2:</span> Masa pemulihan</figcaption>",
            "<figcaption><span class=\"label\">Jadual 1:</span> Peranan</figcaption>",
        ],
    );
}

#[test]
fn a_guide_with_its_lists_at_the_end() {
    guide_is_whole(&fixture("panduan.gfm.md"));
    guide_is_whole(&fixture("panduan.markdown.md"));
}

#[test]
fn the_report_says_what_was_placed_and_what_was_not() {
    let test = PlanTest::new();
    let (source, to) = (fixture("pelan.markdown.md"), test.path("pelan"));
    let run = terkawal(&test.root(), &test.path("home"), &["import", text(&source), text(&to)]).succeeds();
    let lines = fs::read_to_string(&source).expect("the fixture");
    let line = |needle: &str| 1 + lines.lines().position(|line| line.contains(needle)).expect("a line");
    let at = |message: &str, needle: &str| format!("{message}, line {}\n", line(needle));
    for note in [
        "placed: copy numbers of the distribution list, in list.yaml (5 times)\n".to_owned(),
        "placed: lines of the control block, in plan.yaml (10 times)\n".to_owned(),
        "placed: abbreviations, in content/data/abbreviations.yaml (2 times)\n".to_owned(),
        "left out: the source's own contents list (5 times)\n".to_owned(),
        "changed: lines of the control block with no place in plan.yaml, kept as a table\n".to_owned(),
        "changed: table heads of two rows, written as one\n".to_owned(),
        at(
            "please look: heading out of order, its number is kept",
            "## 2.3 Jadual masa",
        ),
        at(
            "please look: table out of order, its number is kept",
            "Jadual 1 Peranan",
        ),
        at("please look: figure out of order, its number is kept", "Rajah 2 Peta"),
    ] {
        assert!(run.stdout.contains(&note), "{note} in\n{}", run.stdout);
    }
    assert!(
        run.stdout
            .contains("not placed: row of the distribution list without a copy number, kept as a table")
    );
    assert!(
        !run.stdout.contains("Fail pejabat"),
        "no text of a sealed plan through a pipe"
    );
}

#[test]
fn what_pandoc_makes_today() {
    let test = PlanTest::new();
    let folder = test.path("word");
    let run = |program: &str| {
        Command::new(program)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    if !run("pandoc") || !run("python3") {
        println!("skipped: pandoc or python3 is not installed");
        return;
    }
    let status = Command::new("bash")
        .arg(fixture("convert"))
        .arg(&folder)
        .status()
        .expect("bash runs");
    assert!(status.success());
    for way in ["gfm", "markdown"] {
        plan_is_whole(&folder.join(format!("pelan.{way}.md")));
        guide_is_whole(&folder.join(format!("panduan.{way}.md")));
    }
}
