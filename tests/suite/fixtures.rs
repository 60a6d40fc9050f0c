//! Three real kinds of document beside the sample plan, built and opened: an emergency procedure in Indonesian, a strategy
//! and a circular in Malay.

use std::{collections::BTreeMap, fs, path::PathBuf};

use age::{secrecy::ExposeSecret as _, x25519::Identity};
use tempfile::TempDir;

use crate::{
    opened,
    program::{terkawal, text},
    published::files,
    sample::root,
};

/// Warnings that depend on the day.
const DUE: [&str; 3] = ["E136", "E137", "E139"];

/// A fixture, built with a key for every copy.
struct Fixture {
    folder: TempDir,
    version: &'static str,
    keys: BTreeMap<&'static str, Identity>,
}

impl Fixture {
    fn built(name: &str, version: &'static str, copies: &[&'static str]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let mut fixture = Self {
            folder,
            version,
            keys: BTreeMap::new(),
        };
        for (path, bytes) in files(&root().join("tests/fixtures").join(name)) {
            let path = fixture.plan().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, bytes).expect("written");
        }
        for copy in copies {
            let key = Identity::generate();
            fixture.run(&["enrol", copy, "--recipient", &key.to_public().to_string()]);
            fixture.keys.insert(copy, key);
        }
        fixture.run(&["check"]);
        fixture.run(&["build"]);
        fixture
    }

    fn plan(&self) -> PathBuf {
        self.folder.path().join("pelan")
    }

    /// Runs a verb, which must have nothing to say but what depends on the day.
    #[track_caller]
    fn run(&self, arguments: &[&str]) {
        let arguments = [&["--format", "json"], arguments].concat();
        let facts = terkawal(&self.plan(), self.folder.path(), &arguments).succeeds().json();
        for diagnostic in facts["diagnostics"].as_array().expect("a list") {
            let code = diagnostic["code"].as_str().expect("a code");
            assert!(DUE.contains(&code), "{arguments:?}: {diagnostic}");
        }
    }

    /// The text of a page, tags taken out, blanks joined.
    #[track_caller]
    fn words(&self, page: &str) -> String {
        let html = self.page(page);
        let main = &html[html.find("<main").expect("the text")..html.find("</main>").expect("its end")];
        let mut in_tag = false;
        let plain: String = main
            .chars()
            .map(|c| {
                in_tag = in_tag && c != '>' || c == '<';
                if in_tag || c == '>' { ' ' } else { c }
            })
            .collect();
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn page(&self, page: &str) -> String {
        let path = self
            .plan()
            .join("build/site")
            .join(self.version)
            .join(page)
            .join("index.html");
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Whether a word stands in any file that everybody may read.
    fn publishes(&self, word: &str) -> bool {
        let site = files(&self.plan().join("build/site"));
        site.values().any(|bytes| String::from_utf8_lossy(bytes).contains(word))
    }

    /// Whether the holder of a copy reads a word.
    #[track_caller]
    fn tells(&self, copy: &str, word: &str) -> bool {
        let folder = self
            .plan()
            .join("build/site")
            .join(self.version)
            .join("copies")
            .join(copy);
        opened::bundle(&folder, &self.keys[copy]).holds(word)
    }

    /// The same copy, opened by the program itself with a key file.
    #[track_caller]
    fn opens(&self, copy: &str) {
        let key = self.folder.path().join("kunci.txt");
        let secret = self.keys[copy].to_string();
        fs::write(&key, format!("{}\n", secret.expose_secret())).expect("written");
        let file = self
            .plan()
            .join(format!("build/copies/{}/salinan-{copy}.html", self.version));
        let to = self.folder.path().join("dibuka");
        self.run(&["open", text(&file), "--identity", text(&key), "--to", text(&to)]);
        assert!(to.join("index.html").is_file());
    }
}

/// All of these stand in the text, in this order.
#[track_caller]
fn in_order(text: &str, words: &[&str]) {
    let mut at = 0;
    for word in words {
        let found = text[at..].find(word);
        at += found.unwrap_or_else(|| panic!("no {word:?} behind byte {at} of\n{text}")) + word.len();
    }
}

#[test]
fn an_emergency_procedure_in_indonesian() {
    let plan = Fixture::built("prosedur", "2.1", &["01", "02-01", "02-02"]);
    in_order(
        &plan.words("contents"),
        &[
            "Daftar Isi",
            "BAB 1 Ketentuan umum",
            "1.1 Maksud",
            "1.2 Pengertian",
            "BAB 2 Organisasi",
            "BAB 3 Pelaksanaan",
            "3.1 Tahapan",
            "3.2 Keadaan khusus",
            "BAB 4",
            "Lampiran I",
            "Lampiran II Denah",
        ],
    );
    in_order(
        &plan.words("figures"),
        &[
            "Daftar Gambar",
            "Gambar 2.1 Susunan",
            "Gambar 3.1 Alur",
            "Gambar 4.1 Pemeriksaan",
            "Gambar II.1 Jalan",
        ],
    );
    in_order(
        &plan.words("tables"),
        &[
            "Daftar Tabel",
            "Tabel 1.1 Pengertian",
            "Tabel 2.1 Uraian",
            "Tabel 3.1 Titik",
            "Tabel 3.2 Tindakan",
        ],
    );
    // References from a chapter to another one.
    let purpose = plan.words("ketentuan/maksud");
    in_order(
        &purpose,
        &["Tahapan pelaksanaan terdapat pada bagian 3.1", "pada Gambar 3.1"],
    );
    let html = plan.page("ketentuan/maksud");
    assert_eq!(
        html.matches("<ol class=\"lower-alpha period\" type=\"a\">").count(),
        2,
        "{html}"
    );
    assert!(
        plan.page("ketentuan/pengertian")
            .contains("<span lang=\"en\">floor warden</span>")
    );

    // One lane for each actor, in the chart and in the table.
    let steps = plan.page("pelaksanaan/tahapan");
    let chart = &steps[steps.find("<svg").expect("the chart")..];
    let chart = &chart[..chart.find("</svg>").expect("its end")];
    for actor in [
        "Penemu",
        "Pos keamanan",
        "Petugas lantai",
        "Komandan regu",
        "Koordinator evakuasi",
    ] {
        let (first, last) = actor.split_once(' ').unwrap_or((actor, ""));
        assert!(chart.contains(first) && chart.contains(last), "no lane of {actor}");
    }
    in_order(
        &plan.words("pelaksanaan/tahapan"),
        &["Ada: 5", "Tidak ada: 4", "Dapat: 6", "Tidak: 7"],
    );

    // The marks are those of the plan.
    let page = plan.page("organisasi");
    assert!(page.contains("<html lang=\"id\"") && page.contains("BIASA"));
    assert!(!plan.publishes("TERBUKA") && !plan.publishes("TERHAD"));
    for (word, readers) in [
        ("0811-000-0001", ["01", "02-01", "02-02"].as_slice()),
        ("laci kedua", &["02-01", "02-02"]),
    ] {
        assert!(!plan.publishes(word), "{word}");
        for copy in ["01", "02-01", "02-02"] {
            assert_eq!(plan.tells(copy, word), readers.contains(&copy), "{word} in copy {copy}");
        }
    }
    plan.opens("02-01");
}

#[test]
fn a_digital_strategy_in_malay() {
    let plan = Fixture::built("strategi", "1.0", &["01", "02"]);
    in_order(
        &plan.words("contents"),
        &[
            "Prakata Yang Dipertua",
            "Kata aluan",
            "1.0 Pendahuluan",
            "1.1 Latar belakang",
            "1.2 Kedudukan",
            "2.0 Hala tuju",
            "2.1 Teras",
            "3.0 Pelan tindakan",
            "4.0 Tadbir urus",
            "Lampiran A",
        ],
    );
    in_order(
        &plan.words("figures"),
        &[
            "Senarai Rajah",
            "Rajah 1 Bilangan",
            "Rajah 2 Teras, strategi",
            "Rajah 3 Teras dan hasil",
            "Rajah 4 Jadual",
            "Rajah 5 Struktur",
        ],
    );
    // The sealed table is counted, and stands in no list but that of its holders.
    let tables = plan.words("tables");
    in_order(&tables, &["Senarai Jadual", "Jadual 1 Kekuatan"]);
    assert!(!tables.contains("Jadual 2"), "{tables}");
    assert!(!plan.publishes("Anggaran kos") && plan.tells("02", "Anggaran kos"));
    in_order(&plan.words("tadbir-urus"), &["ada pada Jadual 2 , yang hanya dibaca"]);

    let before = plan.page("pendahuluan/latar");
    in_order(
        &before,
        &[
            "<ol class=\"lower-roman parens\" type=\"i\">",
            "<ol class=\"lower-alpha parens\" type=\"a\">",
        ],
    );
    in_order(
        &plan.page("pendahuluan/kedudukan"),
        &["colspan=\"2\">Dalaman", "<li>Rangkaian gentian"],
    );
    in_order(
        &plan.words("hala-tuju/teras"),
        &[
            "Teras 1: Perkhidmatan tanpa kaunter",
            "Strategi 1.1",
            "1.1.2",
            "Strategi 1.2",
            "Teras 2: Data satu sumber",
        ],
    );
    // The mapping comes from a file, and the plan of action has a chart of its years.
    in_order(
        &plan.words("hala-tuju/teras"),
        &["Pegawai mahir digital", "Keputusan berdasarkan data"],
    );
    let action = plan.page("pelaksanaan");
    let chart = &action[action.find("<svg").expect("the chart")..];
    in_order(chart, &["2027", "2028", "2029", "2030", "2031"]);
    in_order(
        &plan.words("pelaksanaan"),
        &["seperti dalam Rajah 4", "UTM", "Sijil dikeluarkan"],
    );

    let page = plan.page("prakata");
    assert!(page.contains("<html lang=\"ms\"") && page.contains("Penyandang jawatan"));
    assert!(page.contains("<img"), "the portrait");
    in_order(&plan.words("control"), &["2027", "2031", "Kajian separuh penggal"]);
    plan.opens("01");
}

#[test]
fn a_circular_in_malay() {
    let plan = Fixture::built("pekeliling", "1.0", &["01"]);
    // Headings have no number; paragraphs are counted from the first to the last section, the annexes have none.
    let mut next = 1;
    for (page, count) in [
        ("tujuan", 1),
        ("latar", 2),
        ("peraturan", 4),
        ("kehilangan", 2),
        ("pemakaian", 2),
    ] {
        let html = plan.page(page);
        assert!(!html.contains("<span class=\"number\">"), "{page} has a number");
        let article = &html[html.find("<article").expect("the text")..html.find("</article>").expect("its end")];
        let mut numbers = Vec::new();
        let mut depth = 0;
        let mut value = 0;
        for tag in article.split('<').skip(1) {
            if let Some(rest) = tag.strip_prefix("ol") {
                depth += 1;
                if depth == 1 {
                    let start = rest.strip_prefix(" start=\"").and_then(|rest| rest.split('"').next());
                    value = start.map_or(1, |start| start.parse().expect("a number"));
                }
            } else if tag.starts_with("/ol") {
                depth -= 1;
            } else if tag.starts_with("li>") && depth == 1 {
                numbers.push(value);
                value += 1;
            }
        }
        let should: Vec<i32> = (next..next + count).collect();
        assert_eq!(numbers, should, "{page}");
        next += count;
    }
    let rules = plan.page("peraturan");
    in_order(
        &rules,
        &[
            "Peranti jabatan",
            "<ol class=\"lower-alpha parens\" type=\"a\">",
            "<ol class=\"lower-roman parens\" type=\"i\">",
            "Peranti sendiri",
        ],
    );
    in_order(
        &plan.words("peraturan"),
        &["dalam Jadual 1 dipenuhi", "Jadual 1: Syarat"],
    );
    in_order(&plan.words("tables"), &["Jadual 1 Syarat", "Jadual 2 Butiran"]);
    in_order(&plan.words("kehilangan"), &["borang dalam Lampiran A dalam tempoh"]);
    in_order(
        &plan.words("lampiran-a"),
        &["Lampiran A", "muat turun", "Jadual 2: Butiran"],
    );
    in_order(&plan.words("attachments"), &["borang-kehilangan.csv"]);
    in_order(
        &plan.words("control"),
        &["mulai 1 Disember 2026 selama 3 tahun", "Semua ketua bahagian"],
    );

    // The file of the sealed annex is named like its number, which everybody may read.
    assert!(plan.publishes("Lampiran B") && !plan.publishes("bilik kebal") && !plan.publishes("Kod pemadaman"));
    assert!(plan.tells("01", "bilik kebal"));
    plan.opens("01");
}
