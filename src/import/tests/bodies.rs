//! Text, lists, tables and what must not turn into Markdown.

use super::{body_of, files, html_of, read_as, says};

#[test]
fn signs_stay_signs() {
    for (source, html) in [
        ("#tagar di awal", "#tagar di awal"),
        ("1986. Akta itu", "1986. Akta itu"),
        ("+ 60 000 orang", "+ 60 000 orang"),
        ("> 5 jam", "&gt; 5 jam"),
        ("::: terhad", "<code>:::</code> terhad"),
        ("---", "---"),
        ("====", "===="),
        ("***", "***"),
        ("```", "```"),
        ("MyGov*Net dan MyGov*Net", "MyGov*Net dan MyGov*Net"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("fail_nama_ujian dan _garis_", "fail_nama_ujian dan _garis_"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("A &amp; B &copy; C &amp;lt; D", "A &amp; B © C &amp;lt; D"),
        (
            "[p.u(A)395/1993] dan [1]: http://x",
            "[p.u(A)395/1993] dan [1]: http://x",
        ),
        ("C:\\dokumen\\*.txt", "C:\\dokumen\\*.txt"),
        ("~~tidak~~ ~dicoret~", "~~tidak~~ ~dicoret~"),
        ("~~~", "~~~"),
        ("|a|b| bukan jadual", "|a|b| bukan jadual"),
    ] {
        assert_eq!(
            html_of(source),
            format!("<p>{html}</p>"),
            "{source}\n{}",
            body_of(source)
        );
    }
}

#[test]
fn emphasis_is_kept() {
    for (source, html) in [
        ("satu *dua* **tiga**", "satu <em>dua</em> <strong>tiga</strong>"),
        (
            "<i>Miring </i>dan <b>tebal</b>",
            "<em>Miring</em> dan <strong>tebal</strong>",
        ),
        ("<i>tidak ditutup", "<em>tidak ditutup</em>"),
        ("bintang * sahaja dan *buka", "bintang * sahaja dan *buka"),
        ("**“Petikan.**”", "<strong>“Petikan.</strong>”"),
        ("x<i>(y)</i>z", "x<em>(y)</em>z"),
        ("<b>a</b><i>b</i>", "<strong>a</strong><em>b</em>"),
        (
            "lihat [laman](https://contoh.example/a) ini",
            "lihat <a href=\"https://contoh.example/a\">laman</a> ini",
        ),
    ] {
        assert_eq!(
            html_of(source),
            format!("<p>{html}</p>"),
            "{source}\n{}",
            body_of(source)
        );
    }
}

#[test]
fn list_markers_show_once_and_never_become_code() {
    let source = "- a) satu\n- b) dua :\n  - i. kecil\n     - 1) lagi kecil\n- c) tiga\n\n(iv) empat\n";
    assert_eq!(
        body_of(source),
        "a) satu\nb) dua :\n   i. kecil\n      1) lagi kecil\nc) tiga\n\n   (iv) empat\n"
    );
}

#[test]
fn lists_keep_their_numbers_and_what_belongs_to_an_item_stays_in_it() {
    for (source, body) in [
        ("- c) tiga\n- d) empat\n", "c) tiga\nd) empat\n"),
        // what the plan language would count on begins anew
        ("- a) satu\n- a) satu lagi\n", "a) satu\n\n<!-- -->\n\na) satu lagi\n"),
        (
            "- i) satu\n\nContoh :\n\n- a) kecil\n- b) lagi\n- ii) dua\n",
            "i) satu\n\n   Contoh :\n\n   a) kecil\n   b) lagi\nii) dua\n",
        ),
        (
            "- a) satu\n- b) dua\n\nPerkara berikut:\n\n- (i) kecil\n",
            "a) satu\nb) dua\n\nPerkara berikut:\n\n(i) kecil\n",
        ),
        (
            "√ siap\n√ sedia\n☐ belum\n☑ sudah\n",
            "√ siap\n√ sedia\n- [ ] belum\n- [x] sudah\n",
        ),
        (
            "- 1.1.1 Perkara yang perlu dijaga adalah seperti yang berikut:\n\n- a. satu\n- b. dua\n\n- 1.1.2 Perkara lain hendaklah dirujuk kepada ketua dahulu.\n",
            "1.1.1  Perkara yang perlu dijaga adalah seperti yang berikut:\n       a. satu\n       b. dua\n\n1.1.2  Perkara lain hendaklah dirujuk kepada ketua dahulu.\n",
        ),
        ("- a)\n- b) dua\n", "a)\n\nb) dua\n"),
        ("A. Aminah\n\nTeks.\n", "A. Aminah\n\nTeks.\n"),
        ("A. satu\nB. dua\n", "A.  satu\nB.  dua\n"),
    ] {
        assert_eq!(body_of(source), body, "{source}");
    }
}

#[test]
fn words_of_the_plan_language_stay_text() {
    for (source, body) in [
        (": bukan kapsyen", "\\: bukan kapsyen\n"),
        ("Lihat @fig-peta dan @lain.", "Lihat \\@fig-peta dan @lain.\n"),
        ("*[RTO]: Masa pemulihan", "\\*\\[RTO\\]: Masa pemulihan\n"),
        ("[!NOTE] teks", "\\[!NOTE\\] teks\n"),
        ("::: nota Tajuk", "`:::` nota Tajuk\n"),
        ("Kata ^[nota] dan {#x}", "Kata ^\\[nota\\] dan \\{#x}\n"),
        ("Perenggan yang\n(b) bersambung", "Perenggan yang\n\\(b) bersambung\n"),
        ("Perenggan yang\nb. bersambung", "Perenggan yang\nb\\. bersambung\n"),
    ] {
        assert_eq!(body_of(source), body, "{source}");
    }
}

#[test]
fn a_line_below_an_item_stays_its_own_line() {
    assert_eq!(
        body_of("- i) Premis\nPejabat ganti yang digunakan buat sementara waktu.\n"),
        "i) Premis\\\n   Pejabat ganti yang digunakan buat sementara waktu.\n"
    );
}

#[test]
fn plain_bullets_are_a_list() {
    assert_eq!(
        html_of("- satu\n- dua\n  - anak\n- tiga\n"),
        "<ul><li>satu</li><li>dua<ul><li>anak</li></ul></li><li>tiga</li></ul>"
    );
    assert_eq!(html_of("• satu\n• dua\n"), "<ul><li>satu</li><li>dua</li></ul>");
}

#[test]
fn tables_are_padded_and_escaped() {
    let source = "Tahap\tMaksud\n1\ta|b\n2\t\n3\t*kecil*\tlebih\n";
    let table = "| Tahap | Maksud | |\n| --- | --- | --- |\n| 1 | a\\|b | |\n| 2 | | |\n| 3 | *kecil* | lebih |\n";
    assert_eq!(body_of(source), table);
}

#[test]
fn a_table_of_boxes_is_a_list_of_tasks() {
    assert_eq!(
        body_of("1.\tTubuh pasukan;\t\n2.\tSemak pelan;\t/\n"),
        "1. [ ] Tubuh pasukan;\n2. [x] Semak pelan;\n"
    );
    // Without a tick it may be anything; with other words in the last column it is a table.
    for source in [
        "1.\tSatu;\t\n2.\tDua;\t\n",
        "1.\tSatu;\t/\n2.\tDua;\tya\n",
        "1.\tSatu;\t/\n3.\tDua;\t\n",
    ] {
        assert!(body_of(source).starts_with('|'), "{source}");
    }
}

#[test]
fn a_title_row_splits_a_table() {
    let body = body_of("(i) Jadual Satu\t\t\nA\tB\tC\n1\t2\t3\n(ii) Jadual Dua\t\t\nD\tE\t\n4\t5\t\n");
    assert_eq!(
        body,
        "\\(i) Jadual Satu\n\n| A | B | C |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n\n\\(ii) Jadual Dua\n\n| D | E |\n| --- | --- |\n| 4 | 5 |\n"
    );
}

#[test]
fn captions_of_tables_keep_their_numbers_and_are_referred_to() {
    let table = "A\tB\n1\t2\n";
    let written = "| A | B |\n| --- | --- |\n| 1 | 2 |\n";
    for (source, body) in [
        (
            format!(
                "Lihat Jadual 3, Jadual 2 dan Jadual 31.\n\nJadual 3 : Kaunter {{x}}\n\n{table}\n\nJadual 2 Talian\n\n{table}"
            ),
            format!(
                "Lihat @tbl-3, @tbl-2 dan Jadual 31.\n\n: Kaunter {{x}} {{#tbl-3 number=\"3\"}}\n\n{written}\n: Talian {{#tbl-2 number=\"2\"}}\n\n{written}"
            ),
        ),
        // a number that names two tables names none, and neither does one without a table
        (
            format!("Jadual 4 Satu\n\n{table}\n\nJadual 4 Dua\n\n{table}"),
            format!("*Jadual 4 Satu*\n\n{written}\n*Jadual 4 Dua*\n\n{written}"),
        ),
        (
            "Jadual 5 Tiada\n\nLihat Jadual 5.\n".to_owned(),
            "*Jadual 5 Tiada*\n\nLihat Jadual 5.\n".to_owned(),
        ),
        // only the word that the pages write
        (
            format!("JADUAL 6 Besar\n\n{table}"),
            format!("*JADUAL 6 Besar*\n\n{written}"),
        ),
        (
            format!("Jadual 7.1 Bahagian\n\n{table}\n\nLihat `Jadual 7.1` dan Jadual 7.\n\nLihat (Jadual 7.1).\n"),
            format!(
                ": Bahagian {{#tbl-7-1 number=\"7.1\"}}\n\n{written}\nLihat \\`Jadual 7.1\\` dan Jadual 7.\n\nLihat (@tbl-7-1).\n"
            ),
        ),
    ] {
        assert_eq!(body_of(&source), body, "{source}");
    }
}

#[test]
fn captions_and_lettered_headings() {
    assert_eq!(
        body_of("Rajah 3 : Carta *alir* ujian"),
        "![Carta alir ujian](../gambar/rajah-3.svg){#fig-3 number=\"3\"}\n"
    );
    assert_eq!(body_of("Rajah 3 menunjukkan carta."), "Rajah 3 menunjukkan carta.\n");
    assert_eq!(
        body_of("A. PERKHIDMATAN UJIAN\n\nTeks.\n"),
        "## A. PERKHIDMATAN UJIAN\n\nTeks.\n"
    );
}

#[test]
fn captions_below_tables_and_under_pictures_are_placed() {
    let (a, b) = ("A\tB\n1\t2\n", "C\tD\n3\t4\n");
    let written = |one: &str, two: &str, three: &str, four: &str| {
        format!("| {one} | {two} |\n| --- | --- |\n| {three} | {four} |\n")
    };
    let (first, second) = (written("A", "B", "1", "2"), written("C", "D", "3", "4"));
    let table = |number: u8, words: &str| format!(": {words} {{#tbl-{number} number=\"{number}\"}}\n");
    let figure = |more: &str| format!("![Peta](../gambar/rajah-1.svg){{#fig-1 number=\"1\"{more}}}\n");
    for (source, body) in [
        (
            format!("Lihat Jadual 1.\n\n{a}\n\nJadual 1 Satu\n\nAyat.\n\n{b}\n\nJadual 2 Dua\n"),
            format!(
                "Lihat @tbl-1.\n\n{first}\n{}\nAyat.\n\n{second}\n{}",
                table(1, "Satu"),
                table(2, "Dua")
            ),
        ),
        // Between two tables the last caption shows where they stand.
        (
            format!("{a}\n\nJadual 1 Satu\n\n{b}\n\nJadual 2 Dua\n"),
            format!("{first}\n{}\n{second}\n{}", table(1, "Satu"), table(2, "Dua")),
        ),
        // And else the first one.
        (
            format!("Jadual 1 Satu\n\n{a}\n\nJadual 2 Dua\n\n{b}\n"),
            format!("{}\n{first}\n{}\n{second}", table(1, "Satu"), table(2, "Dua")),
        ),
        (
            format!("Ayat.\n\n{a}\n\nJadual 2 Dua\n\n{b}\n"),
            format!("Ayat.\n\n{first}\n<!-- -->\n\n{}\n{second}", table(2, "Dua")),
        ),
        (
            "Lihat Rajah 1.\n\n[Gambar]\n\nRajah 1 : Peta\n".to_owned(),
            format!("Lihat @fig-1.\n\n{}", figure("")),
        ),
        (
            "![Denah \\\"tapak\\\" utama](media/image1.png)\n\nRajah 1 Peta\n".to_owned(),
            figure(" alt=\"Denah tapak utama\""),
        ),
        ("(Carta 1)\n\nRajah 1: Peta\n".to_owned(), figure("")),
        // A picture that the text does not name at all.
        ("Rajah 1 : Peta\n".to_owned(), figure("")),
        (
            "[Gambar]\n\nCarta 1: Peta\n".to_owned(),
            "\\[Gambar\\]\n\n*Carta 1: Peta*\n".to_owned(),
        ),
        (
            "[Gambar]\n\nAyat.\n\nRajah 1: Peta\n".to_owned(),
            format!("\\[Gambar\\]\n\nAyat.\n\n{}", figure("")),
        ),
        (
            "[Gambar]\n\nRajah 1: Peta\n\n[Gambar]\n\nRajah 1: Lagi\n".to_owned(),
            "\\[Gambar\\]\n\n*Rajah 1: Peta*\n\n\\[Gambar\\]\n\n*Rajah 1: Lagi*\n".to_owned(),
        ),
    ] {
        assert_eq!(body_of(&source), body, "{source}");
    }
}

#[test]
fn pictures_that_are_missing_have_a_place() {
    let imported = read_as(
        "1.0 UJIAN\n\n[Gambar]\n\nRajah 1.2 : Peta\n\nJadual 4 Sendiri\n",
        "TERHAD",
    );
    let files = files(&imported);
    assert!(files["content/gambar/rajah-1-2.svg"].contains("Rajah 1.2"));
    assert_eq!(imported.report.sections, 1);
    assert!(says(&imported, "figures that wait for their picture"));
    assert!(says(&imported, "this caption stands beside no table"));
}
