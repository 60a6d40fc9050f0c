//! A guideline in chapters `BAB n` with numbered paragraphs and a table over several pages.

use super::{dropped, files, read_as};

const GUIDELINE: &str = "
KERAJAAN CONTOH

**GARIS PANDUAN PERKHIDMATAN
UJIAN BERSEPADU (MyUjian)**

**BAHAGIAN UJIAN
KEMENTERIAN CONTOH**

KANDUNGAN

PERKARA\tMUKA SURAT
AKRONIM\tii
BAB 1: PENGENALAN\t1
1.1 Tujuan\t1
BAB 2: PENUTUP\t4

AKRONIM

UJ\t<i>Unit Jaya</i>

SSO *Single Contoh*

TAKRIFAN

Takrifan berikut dipakai:

1. Agensi ialah pejabat contoh.
2. Pengguna ialah kakitangan contoh.

BAB 1: PENGENALAN

1.1 TUJUAN

1.1.1 Perenggan ini bertujuan menerangkan hal ehwal ujian kepada semua.

- 1.1.2 Perenggan kedua pula pendek.

Bil.\tPeranan\tTugas
1.\tKetua\t<p>a. memimpin;</p> <p>b. menyemak laporan unit dan

Bil.\tPeranan\tTugas
\t\t<p>menandatanganinya; dan</p> <p>c. menutup fail.</p>
2.\tAhli\t<ul style=\"list-style-type: none;\"> a. membantu; b. mencatat.

BAB 2: PENUTUP

Sekian.

LAMPIRAN A: BORANG UJIAN

Isi di sini.
";

#[test]
fn chapters_sections_and_numbered_paragraphs() {
    let imported = read_as(GUIDELINE, "SULIT");
    let files = files(&imported);
    assert_eq!(
        files.keys().copied().collect::<Vec<_>>(),
        [
            "content/01-muka-hadapan/_index.md",
            "content/02-takrifan/_index.md",
            "content/03-pengenalan/01-tujuan.md",
            "content/03-pengenalan/_index.md",
            "content/04-penutup/_index.md",
            "content/05-borang-ujian/_index.md",
            "content/data/abbreviations.yaml",
            "distribution/list.yaml",
            "plan.yaml",
        ]
    );
    assert_eq!(
        files["content/03-pengenalan/_index.md"],
        "---\ntitle: PENGENALAN\n---\n"
    );
    let tujuan = files["content/03-pengenalan/01-tujuan.md"];
    assert!(tujuan.contains("\n1.1.1  Perenggan ini bertujuan"));
    assert!(tujuan.contains("\n\n1.1.2  Perenggan kedua pula pendek.\n"));
    assert!(files["content/05-borang-ujian/_index.md"].contains("number: LAMPIRAN A\n"));
    assert!(files["content/02-takrifan/_index.md"].contains("\n\n1. Agensi ialah pejabat contoh.\n2. Pengguna"));
}

#[test]
fn cover_and_abbreviations() {
    let imported = read_as(GUIDELINE, "SULIT");
    let plan = files(&imported)["plan.yaml"].to_owned();
    for line in [
        "title: GARIS PANDUAN PERKHIDMATAN UJIAN BERSEPADU (MyUjian)",
        "reference: MyUjian",
        "version: \"1.0\"",
        "organisation: KEMENTERIAN CONTOH",
        "owner: BAHAGIAN UJIAN, KEMENTERIAN CONTOH",
        "classification: SULIT",
        "numbering: bab",
    ] {
        assert!(plan.lines().any(|found| found == line), "{line} in\n{plan}");
    }
    assert_eq!(
        files(&imported)["content/data/abbreviations.yaml"],
        "UJ: Unit Jaya\nSSO: Single Contoh\n"
    );
    let list = "copies:\n  - number: \"01\"\n    post: BAHAGIAN UJIAN, KEMENTERIAN CONTOH\n    clearance: SULIT\n";
    assert_eq!(files(&imported)["distribution/list.yaml"], list);
}

#[test]
fn a_table_cut_by_pages_is_one_table() {
    let imported = read_as(GUIDELINE, "SULIT");
    let tujuan = files(&imported)["content/03-pengenalan/01-tujuan.md"].to_owned();
    let table = "\
| Bil. | Peranan | Tugas |
| --- | --- | --- |
| 1. | Ketua | a. memimpin;<br> b. menyemak laporan unit dan menandatanganinya; dan<br> c. menutup fail. |
| 2. | Ahli | a. membantu;<br> b. mencatat. |
";
    assert!(tujuan.ends_with(table), "{tujuan}");
    assert_eq!(dropped(&imported, "table header repeated"), 1);
}
