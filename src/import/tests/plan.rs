//! A plan in decimal numbering with running headers.

use super::{dropped, files, read, says};

const PLAN: &str = "
PELAN KESINAMBUNGAN UJIAN (PKU) MAJLIS DAERAH CONTOH

“Maklumat yang terkandung dalam dokumen contoh ini tidak boleh diedarkan”

Hak cipta contoh

© UNIT UJIAN, MAJLIS DAERAH CONTOH, 2031

TERHAD\t\t
Muka Surat : ii\t<i>Pelan Ujian</i>\t2031

KAWALAN DOKUMEN

VERSI DOKUMEN\t
No.Rujukan\t: PKU/Unit Ujian
Versi\t: Versi 3.1
Tarikh\t: 2 Mac 2031
DISEDIAKAN OLEH:\t
Tanda tangan\t:
Nama\t: Pegawai Satu
Jawatan\t: Penolong Unit
Tarikh\t: 1 Mac 2031
DILULUSKAN OLEH:\t
Nama\t: Pegawai Dua
Jawatan\t: Yang DiPertua, Majlis Daerah Contoh

TERHAD\t\t
Muka Surat : iii\t<i>Pelan Ujian</i>\t2031

SENARAI EDARAN

Hanya pemegang di bawah menyimpan naskhah.

Bil.\tPEMEGANG DOKUMEN\tNO SALINAN TERKAWAL
1.\tYang Dipertua\t01
2.\tAhli PTK setiap seorang satu salinan\t02
3.\t\t03

SINGKATAN

PTK\t<i>Pasukan Tugas Khas</i>

KANDUNGAN DOKUMEN\tMuka Surat
1.0 MULA\t1
1.1 Tujuan\t1
1.2 Siapa\t1
1.2.1 Ketua\t2
1.2.2 Wakil\t2
2.0 SIAP SIAGA\t3
2.1 Amalan warga contoh\t3
Lampiran I : Borang

TERHAD\t\t
Muka Surat : 1\t<i>Pelan Ujian</i>\t2031

1.0 MULA

Ayat pembuka yang cukup panjang untuk dipotong di hujung muka surat ini

TERHAD\t\t
Muka Surat : 2\t<i>Pelan Ujian</i>\t2031

lalu bersambung di muka berikut.

1.1 Tujuan

Supaya teratur.

1.2 Siapa

1.2.1 Ketua

Seorang sahaja.

1.22 Wakil

Dua orang.

2.0 SIAP SIAGA

2.1 Amalan warga contoh hendaklah berterusan sepanjang tahun dan disemak pada setiap suku tahun oleh unit yang bertanggungjawab. Aktiviti berikut menjadi amalan :

- √ latihan; dan
- √ ujian.

2.2 Senarai Semak. Tandakan satu petak.

“Maklumat yang terkandung dalam dokumen contoh ini tidak boleh diedarkan”

Hak cipta contoh

© Unit Ujian, Majlis Daerah Contoh, 2031
";

#[test]
fn plan_file_has_what_the_front_pages_say() {
    let imported = read(PLAN);
    let plan = files(&imported)["plan.yaml"].to_owned();
    for line in [
        "title: PELAN KESINAMBUNGAN UJIAN (PKU) MAJLIS DAERAH CONTOH",
        "short_title: Pelan Ujian",
        "reference: PKU/Unit Ujian",
        "version: \"3.1\"",
        "date: \"2031-03-02\"",
        "organisation: Majlis Daerah Contoh",
        "owner: Unit Ujian, Majlis Daerah Contoh",
        "classification: TERHAD",
        "numbering: decimal",
        "statement: Maklumat yang terkandung dalam dokumen contoh ini tidak boleh diedarkan",
        "copyright: Hak cipta contoh",
        "    name: Pegawai Satu",
        "    date: \"2031-03-01\"",
        "    post: Yang DiPertua, Majlis Daerah Contoh",
    ] {
        assert!(plan.lines().any(|found| found == line), "{line} in\n{plan}");
    }
    assert!(files(&imported)["content/data/abbreviations.yaml"].contains("PTK: Pasukan Tugas Khas\n"));
    assert!(!plan.contains("open_pages"));
    assert_eq!(imported.report.version, "3.1");
    assert_eq!(imported.report.copies, 3);
}

#[test]
fn distribution_list_knows_posts_teams_and_reserved_numbers() {
    let imported = read(PLAN);
    let expected = "\
groups:
  PTK: Pasukan Tugas Khas
copies:
  - number: \"01\"
    post: Yang Dipertua
    clearance: TERHAD
  - number: \"02\"
    post: Ahli PTK setiap seorang satu salinan
    clearance: TERHAD
    groups:
      - PTK
    members:
      - number: 02-01
        post: Ahli PTK
  - number: \"03\"
    reserved: true
";
    assert_eq!(files(&imported)["distribution/list.yaml"], expected);
    assert!(says(&imported, "name the members"));
}

#[test]
fn sections_keep_the_numbers_of_the_source() {
    let imported = read(PLAN);
    let heads: Vec<String> = imported
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("content/") && !path.starts_with("content/data/"))
        .map(|(path, text)| {
            format!(
                "{path} {}",
                text.lines()
                    .skip(1)
                    .take_while(|l| *l != "---")
                    .collect::<Vec<_>>()
                    .join(" ")
            )
        })
        .collect();
    let expected = [
        "content/01-senarai-edaran/_index.md title: SENARAI EDARAN number: false",
        "content/02-mula/_index.md title: MULA",
        "content/02-mula/01-tujuan.md title: Tujuan",
        "content/02-mula/02-siapa/_index.md title: Siapa",
        "content/02-mula/02-siapa/01-ketua.md title: Ketua",
        "content/02-mula/02-siapa/02-wakil.md title: Wakil number: \"1.22\"",
        "content/03-siap-siaga/_index.md title: SIAP SIAGA",
        "content/03-siap-siaga/01-amalan-warga-contoh.md title: Amalan warga contoh",
        "content/03-siap-siaga/02-senarai-semak.md title: Senarai Semak",
    ];
    assert_eq!(heads, expected);
    assert_eq!(imported.report.sections, expected.len());
}

#[test]
fn a_cut_sentence_is_joined_and_a_running_one_kept_whole() {
    let imported = read(PLAN);
    let files = files(&imported);
    assert!(files["content/02-mula/_index.md"].contains("di hujung muka surat ini lalu bersambung"));
    let amalan = files["content/03-siap-siaga/01-amalan-warga-contoh.md"];
    assert!(amalan.contains("\nAmalan warga contoh hendaklah berterusan"));
    assert!(amalan.contains("\n\n√ latihan; dan\n√ ujian."));
    assert!(files["content/03-siap-siaga/02-senarai-semak.md"].ends_with("\n\nTandakan satu petak.\n"));
}

#[test]
fn what_is_dropped_is_counted() {
    let imported = read(PLAN);
    assert_eq!(dropped(&imported, "classification mark"), 4);
    assert_eq!(dropped(&imported, "Muka Surat line"), 4);
    assert_eq!(dropped(&imported, "own contents list"), 9);
    assert_eq!(dropped(&imported, "last page"), 3);
    assert!(says(&imported, "annex on the contents list"));
    assert!(says(&imported, "one level deeper"));
}

#[test]
fn twice_gives_the_same() {
    assert_eq!(read(PLAN).files, read(PLAN).files);
}
