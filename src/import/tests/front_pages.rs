//! Front pages in other shapes.

use super::{files, read_as, says};

#[test]
fn ranges_doubles_and_rows_without_number() {
    let text = "SENARAI EDARAN\n\nNo. Salinan\tPemegang\n1\tKetua\n2 - 4\t\n2\tSekali lagi\n\tTanpa nombor\n00\tInduk\n\n1.0 MULA\n\nSatu.\n";
    let imported = read_as(text, "TERHAD");
    let files = files(&imported);
    let list = files["distribution/list.yaml"];
    assert_eq!(list.matches("reserved: true").count(), 3, "{list}");
    assert_eq!(imported.report.copies, 4);
    assert!(says(&imported, "stands twice") && says(&imported, "without a copy number"));
    let rest = files["content/01-senarai-edaran/_index.md"];
    assert!(
        rest.contains("Tanpa nombor") && rest.contains("Sekali lagi") && rest.contains("Induk"),
        "{rest}"
    );
}

#[test]
fn a_year_alone_gives_its_first_day_and_none_gives_a_stand_in() {
    let year = read_as("PELAN UJIAN\n\n© Unit Ujian, 2031\n\n1.0 MULA\n\nSatu.\n", "TERHAD");
    assert!(files(&year)["plan.yaml"].contains("date: \"2031-01-01\""));
    assert!(says(&year, "only a year"));
    let none = read_as("1.0 MULA\n\nSatu.\n", "TERHAD");
    assert!(files(&none)["plan.yaml"].contains("date: \"1970-01-01\""));
    assert!(says(&none, "no date found"));
}

#[test]
fn what_has_no_field_becomes_a_section() {
    let text = "KAWALAN DOKUMEN\n\nVersi\t: 2.0\nCop\t: merah\nEdisi\t: pertama\n\nPRAKATA\n\nKata-kata aluan ketua.\n\n1.0 MULA\n\nSatu.\n";
    let imported = read_as(text, "TERHAD");
    let files = files(&imported);
    let control = files["content/01-kawalan-dokumen/_index.md"];
    assert!(control.contains("number: false") && control.contains("Edisi") && control.contains("pertama"));
    assert!(files["content/02-prakata/_index.md"].contains("Kata-kata aluan ketua."));
    assert_eq!(imported.report.version, "2.0");
}

#[test]
fn repeated_running_titles_and_page_numbers_go() {
    let pages = ["satu", "dua", "tiga", "empat"]
        .iter()
        .zip(1..)
        .map(|(word, page)| format!("\nIsi muka {word}.\n\n{page}\n\nPelan Ujian Contoh\nTERHAD\n"));
    let text: String = std::iter::once("TERHAD\n\n1.0 MULA\n".to_owned())
        .chain(pages)
        .collect();
    let imported = super::read(&text);
    let body = files(&imported)["content/01-mula/_index.md"].to_owned();
    assert!(
        !body.contains("Contoh") && !body.contains("\n3\n") && body.contains("Isi muka empat."),
        "{body}"
    );
    assert_eq!(super::dropped(&imported, "page number on a line"), 4);
    assert_eq!(super::dropped(&imported, "repeated title"), 4);
}

#[test]
fn a_lone_number_is_no_page_number() {
    assert!(super::body_of("Jumlah ialah\n\n42\n\norang.\n").contains("42"));
}

fn plan_of(control: &str) -> (String, String) {
    let imported = read_as(
        &format!("KAWALAN DOKUMEN\n\n{control}\n\n1.0 MULA\n\nSatu.\n"),
        "TERHAD",
    );
    let files = files(&imported);
    let rest = files
        .get("content/01-kawalan-dokumen/_index.md")
        .copied()
        .unwrap_or_default();
    (files["plan.yaml"].to_owned(), rest.to_owned())
}

const SIGNED: &str = "\
  prepared:
    name: Aminah
    post: Kerani
    date: \"2031-03-01\"
  approved:
    name: Bakar
    post: Ketua
    date: \"2031-03-02\"
";

#[test]
fn control_blocks_in_columns_and_in_rows() {
    for control in [
        "\tDISEDIAKAN OLEH\tDILULUSKAN OLEH\nTandatangan\t\t\nNama\tAminah\t: Bakar\nJawatan\tKerani\tKetua\nTarikh\t1 Mac 2031\t2 Mac 2031\n",
        "Disediakan oleh\tDiluluskan oleh\n<p>Nama: Aminah</p><p>Jawatan: Kerani</p><p>Tarikh: 1/3/2031</p>\t<p>Nama: Bakar</p><p>Jawatan: Ketua</p><p>Tarikh: 2/3/2031</p>\n",
        "Bil.\tPeranan\tNama\tJawatan\tTarikh\n1.\tDisediakan oleh\tAminah\tKerani\t1 Mac 2031\n2.\tDiluluskan oleh\tBakar\tKetua\t2 Mac 2031\n",
    ] {
        let (plan, rest) = plan_of(control);
        assert!(plan.contains(SIGNED), "{control}\n{plan}");
        assert_eq!(rest, "", "{control}");
    }
}

#[test]
fn rows_that_no_control_block_knows_stay_a_table() {
    let control = "\tDisediakan\tDisemak\tDiluluskan\nNama\tAminah\tBakar\tChong\nBilik\tA\tB\tC\nTarikh\tesok\t2 Mac 2031\t3 Mac 2031\n";
    let (plan, rest) = plan_of(control);
    assert!(plan.contains("    name: Chong\n    date: \"2031-03-03\"\n"), "{plan}");
    let table = "| | Disediakan | Disemak | Diluluskan |\n| --- | --- | --- | --- |\n| Bilik | A | B | C |\n| Tarikh | esok | | |\n";
    assert!(rest.ends_with(table), "{rest}");
}

#[test]
fn names_and_posts_of_a_distribution_list() {
    let text = "SENARAI EDARAN\n\nNO. SALINAN\tNAMA\tJAWATAN\tCATATAN\n01\tAminah\tKetua\t\n02\tBakar\t\tbilik kebal\n03\t\tSetiausaha\t\nentah\tChong\t\t\n\n1.0 MULA\n\nSatu.\n";
    let imported = read_as(text, "TERHAD");
    let files = files(&imported);
    assert_eq!(
        files["distribution/list.yaml"],
        "copies:\n  - number: \"01\"\n    post: Ketua\n    name: Aminah\n    clearance: TERHAD\n  - number: \"02\"\n    name: Bakar\n    clearance: TERHAD\n  - number: \"03\"\n    post: Setiausaha\n    clearance: TERHAD\n"
    );
    let table = "| NO. SALINAN | NAMA | JAWATAN | CATATAN |\n| --- | --- | --- | --- |\n| 02 | Bakar | | bilik kebal |\n| entah | Chong | | |\n";
    assert!(files["content/01-senarai-edaran/_index.md"].ends_with(table));
    assert!(says(&imported, "copy numbers of the distribution list, in list.yaml"));
    assert!(says(&imported, "say more than list.yaml holds") && says(&imported, "without a copy number"));
}

#[test]
fn parts_behind_the_last_chapter_are_found() {
    let parts = "KAWALAN DOKUMEN\n\nNo. Rujukan\t: UJ/9\nVersi\t: 4.5\nTarikh\t: 2 Mac 2031\n\nSENARAI EDARAN\n\nPEMEGANG\tNO. SALINAN\nKetua\t01\n\nSINGKATAN\n\nUJ\tUnit Jaya\n\nBukan singkatan, ayat biasa.\n\nLAMPIRAN A: BORANG\n\nIsi.\n";
    let imported = read_as(&format!("1.0 MULA\n\nSatu.\n\n2.0 TAMAT\n\nDua.\n\n{parts}"), "TERHAD");
    let files = files(&imported);
    assert!(files["plan.yaml"].contains("reference: UJ/9\nversion: \"4.5\"\ndate: \"2031-03-02\"\n"));
    assert_eq!(files["content/data/abbreviations.yaml"], "UJ: Unit Jaya\n");
    assert!(files["distribution/list.yaml"].contains("post: Ketua\n"));
    let paths: Vec<&str> = files
        .keys()
        .copied()
        .filter(|path| path.starts_with("content/"))
        .collect();
    assert_eq!(
        paths,
        [
            "content/01-mula/_index.md",
            "content/02-tamat/_index.md",
            "content/03-singkatan/_index.md",
            "content/04-borang/_index.md",
            "content/data/abbreviations.yaml"
        ]
    );
    assert!(files["content/02-tamat/_index.md"].ends_with("\n\nDua.\n"));
    assert_eq!(
        files["content/03-singkatan/_index.md"],
        "---\ntitle: SINGKATAN\nnumber: false\n---\n\nBukan singkatan, ayat biasa.\n"
    );
}

#[test]
fn a_part_with_a_number_of_its_own_is_read_and_kept() {
    let imported = read_as(
        "1.0 MULA\n\nSatu.\n\n2.0 SENARAI EDARAN\n\nPEMEGANG\tNO. SALINAN\nKetua\t01\n",
        "TERHAD",
    );
    let files = files(&imported);
    assert!(files["distribution/list.yaml"].contains("post: Ketua\n"));
    assert!(files["content/02-senarai-edaran/_index.md"].contains("| Ketua | 01 |"));
    assert!(says(&imported, "also keep their text"));
}

#[test]
fn titles_said_twice_have_addresses_of_their_own() {
    let imported = read_as(
        "# Satu\n\na\n\n## Tujuan\n\nb\n\n## Tujuan\n\nc\n\n# Satu\n\n## Tujuan\n\nd\n",
        "TERHAD",
    );
    let paths: Vec<&str> = files(&imported)
        .into_keys()
        .filter(|path| path.starts_with("content/"))
        .collect();
    assert_eq!(
        paths,
        [
            "content/01-satu/01-tujuan.md",
            "content/01-satu/02-tujuan-2.md",
            "content/01-satu/_index.md",
            "content/02-satu-2/01-tujuan.md",
            "content/02-satu-2/_index.md",
        ]
    );
}

#[test]
fn captions_out_of_order_are_reported() {
    let imported = read_as(
        "1.0 MULA\n\nRajah 1 : Satu\n\nRajah 3 : Tiga\n\nJadual 1 : Satu\n\nRajah 4 : Empat\n\nRajah 2 : Dua\n",
        "TERHAD",
    );
    let odd: Vec<Option<usize>> = imported
        .report
        .notes
        .iter()
        .filter(|note| note.message.contains("figure out of order"))
        .map(|note| note.line)
        .collect();
    assert_eq!(odd, [Some(5), Some(11)]);
    assert!(!says(&imported, "table out of order"));
}

#[test]
fn those_to_whom_a_document_goes() {
    let imported = read_as(
        "PEKELILING UJIAN\n\nDiedarkan kepada:\n\n- Semua Ketua Jabatan;\n- Semua Pengetua; dan\n- Setiausaha Contoh.\n\nTeks lain yang panjang dan berakhir dengan noktah.\n\n1.0 MULA\n\nTeks.\n",
        "TERHAD",
    );
    let plan = files(&imported)["plan.yaml"].to_owned();
    let list = "circulated_to:\n  - Semua Ketua Jabatan\n  - Semua Pengetua\n  - Setiausaha Contoh\n";
    assert!(plan.contains(list), "{plan}");
    let all: String = imported.files.iter().map(|(_, text)| text.as_str()).collect();
    assert!(
        all.contains("\nTeks lain yang panjang dan berakhir dengan noktah.\n"),
        "{all}"
    );
}

#[test]
fn the_days_in_force_are_read_only_from_what_the_document_says_of_itself() {
    for (text, expected) in [
        (
            "Pekeliling ini berkuat kuasa mulai 1 Januari 2026 selama lima (5) tahun.",
            "in_force:\n  from: \"2026-01-01\"\n  years: 5\n",
        ),
        (
            "Pelan ini mula berkuat kuasa pada 2 Mac 2026 hingga 1 Mac 2028.",
            "in_force:\n  from: \"2026-03-02\"\n  until: \"2028-03-01\"\n",
        ),
        (
            "Garis panduan ini berkuatkuasa mulai 1/2/2026. Bayaran dibuat hingga 3 Mac 2027.",
            "in_force:\n  from: \"2026-02-01\"\n",
        ),
        ("Akta ini berkuat kuasa mulai 1 Januari 1990.", ""),
        ("Pekeliling itu berkuat kuasa mulai 1 Januari 1990.", ""),
        ("Pekeliling ini berkuat kuasa mulai tarikh dikeluarkan.", ""),
        (
            "Pelan ini berkuat kuasa mulai 1 Mac 2026.\n\nPelan ini berkuat kuasa mulai 1 Jun 2026.",
            "",
        ),
        (
            "Pelan ini berkuat kuasa pada 2 Mac 2026 hingga 1 Mac 2020.",
            "in_force:\n  from: \"2026-03-02\"\n",
        ),
    ] {
        let imported = read_as(&format!("PELAN UJIAN\n\n1.0 MULA\n\n{text}\n"), "TERHAD");
        let files = files(&imported);
        let plan = files["plan.yaml"];
        let found = plan.find("in_force:").map_or("", |at| &plan[at..]);
        assert_eq!(found, expected, "{text}");
        let all: String = files.values().copied().collect();
        let first = text.split('.').next().unwrap_or_default();
        assert!(all.contains(first), "{text}: it stays in the text too");
    }
}
