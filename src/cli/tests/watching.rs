//! What watch mode shows after any edits is what a build of the same folder writes.

use std::{collections::BTreeMap, fs, path::Path};

use proptest::prelude::*;

use crate::{
    cli::build::prepare_preview,
    preview::{Changes, Session, State},
    world::RealWorld,
};

const PLAN: &str = "title: Pelan\nreference: P/1\nversion: \"1.0\"\ndate: 2026-11-01\norganisation: Majlis\nclassification: TERHAD\nopen_pages: [control, figures, tables, abbreviations]\nabbreviations:\n  PKP: Pengurusan Kesinambungan Perkhidmatan\n";
const SECTIONS: [(&str, &str); 5] = [
    (
        "content/01-satu/_index.md",
        "---\ntitle: Satu\nclassification: TERBUKA\n---\nPengenalan kepada PKP.\n\n## Skop {#sec-skop}\n\nLihat @fig-a dan @tbl-b.\n",
    ),
    (
        "content/01-satu/01-dalam.md",
        "---\ntitle: Dalam\nclassification: TERBUKA\n---\nTeks biasa.\n\n::: terhad\nTeks terhad di dalam.\n:::\n\nTeks lagi.\n",
    ),
    (
        "content/02-dua.md",
        "---\ntitle: Dua\n---\nSulit belaka.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: Jadual {#tbl-b}\n",
    ),
    (
        "content/03-tiga.md",
        "---\ntitle: Tiga\nclassification: TERBUKA\n---\n![Gambar](gambar.svg){#fig-a}\n\n#. Perenggan satu.\n#. Perenggan dua.\n",
    ),
    (
        "content/04-empat.md",
        "---\ntitle: Empat\nclassification: TERBUKA\n---\n[Pautan](03-tiga.md) dan nota.[^1]\n\n[^1]: Isi nota.\n\n```checklist {file=senarai.yaml}\n```\n",
    ),
];
const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><rect width=\"5\" height=\"5\"/></svg>";

/// What people put into a text; some of it is refused.
const PIECES: [&str; 25] = [
    "Satu perenggan baharu tentang bekalan.",
    "PKP disebut lagi.",
    "ERT tidak ditakrifkan.",
    "## Tajuk baharu",
    "### Bahagian {#sec-bahagian}",
    "Lihat @sec-skop.",
    "Lihat @fig-tiada.",
    "![Gambar lain](gambar.svg){#fig-c}",
    "![Tanpa kapsyen](gambar.svg)",
    "| x | y |\n|---|---|\n| 3 | 4 |\n\n: Jadual lain {#tbl-d}",
    "::: sulit\nBlok sulit.\n\n![Lukisan sulit](gambar.svg){#fig-s}\n:::",
    "#. Perenggan bernombor.",
    "*[ERT]: Pasukan Tindakan",
    "a) satu\nb) dua",
    "> [!NOTE]\n> Satu nota.",
    "```checklist\n- item: Semak\n  done: true\n```",
    "[Ke satu](01-satu/_index.md)",
    "<b>tidak ditutup",
    "Nota kedua.[^2]\n\n[^2]: Isi.",
    "::: nota\nSatu peringatan.\n:::",
    "[phrase in English]{lang=en}",
    "```checklist {file=senarai.yaml}\n```",
    "Lihat @sec-lain dan [skop](01-satu/_index.md#sec-skop).",
    "### Skop {#sec-skop}",
    "Sekian.",
];

#[derive(Clone, Debug)]
enum Edit {
    /// A piece goes in behind a line.
    Insert { section: usize, line: usize, piece: usize },
    /// A line goes.
    Remove { section: usize, line: usize },
    /// Two lines change places.
    Swap { section: usize, a: usize, b: usize },
    /// Nothing but the time of the file changes.
    Touch { section: usize },
    /// A file goes, or comes back.
    Toggle { section: usize },
    /// A file is written whole, or taken away.
    Write { file: usize, variant: usize },
    /// A line of front matter takes the place of the first one, the title.
    Front { section: usize, line: usize },
    /// A file or folder gets another name, or its old one again.
    Rename { which: usize },
}

/// Files beside the sections, each in what it may be; nothing stands for no file.
const FILES: [(&str, &[&str]); 6] = [
    (
        "plan.yaml",
        &[
            "",
            "numbering: bab\n",
            "captions: chapter\n",
            "paragraphs: section\n",
            "review: {every_months: 1}\n",
            "broken: [",
        ],
    ),
    (
        "distribution/list.yaml",
        &[
            "copies: []\n",
            "groups:\n  DRT: Pasukan\ncopies:\n  - number: \"01\"\n    post: Ketua\n    clearance: SULIT\n    groups: [DRT]\n  - number: \"02\"\n",
            "copies:\n  - number: \"01\"\n    post: Timbalan\n    clearance: TERHAD\n",
        ],
    ),
    (
        "content/data/abbreviations.yaml",
        &[
            "",
            "ERT: Emergency Response Team\n",
            "ERT: Pasukan Tindakan\nPKP: Lain\n",
            "XYZ: Tidak dipakai\n",
        ],
    ),
    (
        "content/data/senarai.yaml",
        &["- item: Semak bekalan\n  done: true\n", "- item: Semak pasukan\n", ""],
    ),
    (
        "content/00-awal.md",
        &[
            "",
            "---\ntitle: Awal\nclassification: TERBUKA\n---\nSebelum yang lain. Lihat @sec-skop dan [tiga](03-tiga.md).\n",
            "---\ntitle: Awal sekali\n---\nSulit, sebelum yang lain.\n\n![Awal](gambar.svg){#fig-awal}\n",
        ],
    ),
    (
        "content/gambar.svg",
        &[DRAWING, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", ""],
    ),
];

/// What may stand in the place of a title.
const FRONT: [&str; 7] = [
    "title: Tajuk lain",
    "title: Berlabel {#sec-lain}",
    "title: Satu\nnumber: Lampiran I",
    "title: Dua\nnumber: false",
    "title: Ringan\nweight: -1",
    "title: Untuk DRT\naudience: [DRT]",
    "titel: Salah",
];

/// Names that change.
const NAMES: [(&str, &str); 3] = [
    ("content/01-satu", "content/07-satu"),
    ("content/02-dua.md", "content/09-kedua.md"),
    ("content/03-tiga.md", "content/01-satu/02-tiga.md"),
];

fn edit() -> impl Strategy<Value = Edit> {
    let section = 0..SECTIONS.len();
    let line = 0..14usize;
    prop_oneof![
        6 => (section.clone(), line.clone(), 0..PIECES.len()).prop_map(|(section, line, piece)| Edit::Insert { section, line, piece }),
        3 => (section.clone(), line.clone()).prop_map(|(section, line)| Edit::Remove { section, line }),
        2 => (section.clone(), line.clone(), line).prop_map(|(section, a, b)| Edit::Swap { section, a, b }),
        1 => section.clone().prop_map(|section| Edit::Touch { section }),
        1 => section.prop_map(|section| Edit::Toggle { section }),
        3 => (0..FILES.len(), 0..6usize).prop_map(|(file, variant)| Edit::Write { file, variant }),
        2 => (0..SECTIONS.len(), 0..FRONT.len()).prop_map(|(section, line)| Edit::Front { section, line }),
        2 => (0..NAMES.len()).prop_map(|which| Edit::Rename { which }),
    ]
}

fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, text).expect("written");
}

fn plan(root: &Path) {
    write(root, "plan.yaml", PLAN);
    write(root, "distribution/list.yaml", "copies: []\n");
    write(root, "content/gambar.svg", DRAWING);
    write(
        root,
        "content/data/senarai.yaml",
        "- item: Semak bekalan\n  done: true\n",
    );
    write(root, "content/01-satu/gambar.svg", DRAWING);
    for (path, text) in SECTIONS {
        write(root, path, text);
    }
}

/// Makes the edit, and names what the system would tell of.
fn apply(root: &Path, edit: &Edit) -> Vec<String> {
    let lines_of = |section: usize| -> Vec<String> {
        let text = fs::read_to_string(root.join(SECTIONS[section].0)).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    };
    let save = |section: usize, lines: &[String]| {
        let (path, _) = SECTIONS[section];
        if root.join(path).exists() {
            write(root, path, &(lines.join("\n") + "\n"));
        }
        vec![path.to_owned()]
    };
    match *edit {
        Edit::Insert { section, line, piece } => {
            let mut lines = lines_of(section);
            let at = line.min(lines.len());
            lines.splice(at..at, [String::new(), PIECES[piece].to_owned(), String::new()]);
            save(section, &lines)
        }
        Edit::Remove { section, line } => {
            let mut lines = lines_of(section);
            if line < lines.len() {
                lines.remove(line);
            }
            save(section, &lines)
        }
        Edit::Swap { section, a, b } => {
            let mut lines = lines_of(section);
            if a < lines.len() && b < lines.len() {
                lines.swap(a, b);
            }
            save(section, &lines)
        }
        Edit::Touch { section } => save(section, &lines_of(section)),
        Edit::Toggle { section } => {
            let (path, text) = SECTIONS[section];
            if root.join(path).exists() {
                fs::remove_file(root.join(path)).expect("removed");
            } else {
                write(root, path, text);
            }
            vec![path.to_owned()]
        }
        Edit::Write { file, variant } => {
            let (path, variants) = FILES[file];
            match (path, variants[variant % variants.len()]) {
                ("plan.yaml", more) => write(root, path, &format!("{PLAN}{more}")),
                (_, "") => _ = fs::remove_file(root.join(path)),
                (_, text) => write(root, path, text),
            }
            vec![path.to_owned()]
        }
        Edit::Front { section, line } => {
            let mut lines = lines_of(section);
            if lines.len() > 1 {
                FRONT[line].clone_into(&mut lines[1]);
            }
            save(section, &lines)
        }
        Edit::Rename { which } => {
            let (a, b) = NAMES[which];
            let (from, to) = if root.join(a).exists() { (a, b) } else { (b, a) };
            if root.join(from).exists() && !root.join(to).exists() {
                fs::create_dir_all(root.join(to).parent().expect("a folder")).expect("a folder");
                fs::rename(root.join(from), root.join(to)).expect("renamed");
            }
            vec![from.to_owned(), to.to_owned()]
        }
    }
}

/// Everything that the browser can be shown: faults, or each file, and the whole plan as the secretary sees it.
fn shown(state: &State) -> BTreeMap<String, Vec<u8>> {
    let told = |diagnostics: &[crate::diagnostic::Diagnostic]| format!("{diagnostics:?}").into_bytes();
    if !state.faults.is_empty() {
        return BTreeMap::from([("faults".to_owned(), told(&state.faults))]);
    }
    let site = state.site.as_ref().expect("a site without faults");
    let mut files = site.open_files().expect("laid out");
    files.insert("warnings".to_owned(), told(site.warnings()));
    for viewer in ["all", "01"] {
        for path in [
            "1.0/print/index.html",
            "1.0/contents/index.html",
            "1.0/figures/index.html",
        ] {
            let file = site.file(&viewer.parse().expect("a viewer"), path).expect("laid out");
            files.insert(
                format!("{viewer}/{path}"),
                file.map_or_else(Vec::new, |file| file.bytes),
            );
        }
    }
    files
}

fn session(root: &Path) -> Session {
    Session::begin(&RealWorld, root, prepare_preview).expect("a session")
}

/// Sequences of edits, more of them with `TERKAWAL_LONG_TESTS=1`.
fn cases() -> u32 {
    let is_long = std::env::var("TERKAWAL_LONG_TESTS").is_ok_and(|long| long == "1");
    if is_long { 500 } else { 48 }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_give_what_a_clean_build_gives(edits in proptest::collection::vec(edit(), 1..12)) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        plan(root);
        let watched = session(root);
        prop_assert!(watched.state().faults.is_empty(), "{:?}", watched.state().faults);
        for edit in &edits {
            let mut changes = Changes::default();
            for path in apply(root, edit) {
                changes.add(root, &root.join(path));
            }
            watched.changed(&changes).expect("taken in");
            let (seen, clean) = (shown(&watched.state()), shown(&session(root).state()));
            for (path, bytes) in &clean {
                let text = |bytes: Option<&Vec<u8>>| bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
                prop_assert_eq!(text(seen.get(path)), text(Some(bytes)), "{} after {:?}", path, edit);
            }
            prop_assert_eq!(seen.len(), clean.len());
        }
    }
}

#[test]
fn a_changed_paragraph_compiles_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    plan(root);
    let watched = session(root);
    for (path, word) in [
        ("content/01-satu/01-dalam.md", "terhad di dalam"),
        ("content/02-dua.md", "Sulit belaka"),
    ] {
        let text = fs::read_to_string(root.join(path)).expect("text");
        write(root, path, &text.replace(word, "perkataan lain yang lebih panjang"));
        let mut changes = Changes::default();
        changes.add(root, &root.join(path));
        assert!(watched.changed(&changes).expect("taken in"));
        assert_eq!(watched.state().compiled, 1, "{path}");
    }
    assert_eq!(watched.state().generation, 3);
    let page = shown(&watched.state())
        .remove("all/1.0/print/index.html")
        .expect("a page");
    let page = String::from_utf8_lossy(&page).into_owned();
    assert_eq!(page.matches("perkataan lain yang lebih panjang").count(), 2, "{page}");
}
