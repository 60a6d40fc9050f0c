//! The same words, written otherwise.

use unicode_normalization::UnicodeNormalization;

use super::{SENTENCE, finds, gate, titled};

#[test]
fn case_and_spaces() {
    let gate = gate(SENTENCE);
    assert!(finds(&gate, SENTENCE.to_uppercase()));
    assert!(finds(&gate, SENTENCE.replace(' ', "\u{a0}")));
    assert!(finds(&gate, SENTENCE.replace(' ', "&nbsp;\n\t ")));
    assert!(finds(&gate, format!("<p>{}", SENTENCE.replace(' ', "<br>"))));
}

#[test]
fn invisible_characters() {
    let gate = gate(SENTENCE);
    for invisible in [
        "\u{200b}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{ad}", "&shy;", "&#x200B;", "<wbr>",
    ] {
        let text: String = SENTENCE
            .chars()
            .flat_map(|c| [c.to_string(), invisible.to_owned()])
            .collect();
        assert!(finds(&gate, format!("<p>{text}</p>")), "{invisible:?}");
    }
}

#[test]
fn composed_and_decomposed() {
    let text = "Café Zürich menyimpan dokumen façade utama";
    assert!(finds(&gate(text), text.nfd().collect::<String>()));
    assert!(finds(&gate(&text.nfd().collect::<String>()), text));
    assert!(finds(
        &gate(text),
        "Caf&eacute; Z&uuml;rich menyimpan dokumen fa&ccedil;ade utama"
    ));
    assert!(finds(&titled("Café Zürich"), "assets/cafe-zurich.png"));
    assert!(finds(&gate(SENTENCE), SENTENCE.replace("te", "\u{ff54}\u{ff45}")));
}

#[test]
fn quotes_and_hyphens() {
    let gate = gate("Pegawai \"hadir\" kadang-kadang di bilik Jumaat");
    assert!(finds(&gate, "pegawai “hadir” kadang‑kadang di bilik jumaat"));
    assert!(finds(&gate, "pegawai hadir kadang kadang di bilik jumaat"));
    assert!(finds(&gate, "pegawai hadir kadangkadang di bilik jumaat"));
    assert!(finds(&titled("Jum'at Kelam"), "jum’at kelam"));
    assert!(finds(&titled("Jum'at Kelam"), "jumat kelam"));
    for hyphen in ['-', '\u{2010}', '\u{2011}', '\u{2013}'] {
        assert!(
            finds(&titled("Kadangkala"), format!("kadang{hyphen}kala")),
            "{hyphen:?}"
        );
    }
}

#[test]
fn inline_tags_join_and_separate() {
    let joined = gate("Sistem kritikal satu perlu dipulihkan");
    let apart = gate("Sistem kri tikal satu perlu dipulihkan");
    let page = "<p>Sistem <b>kri</b>tikal satu perlu dipulihkan</p>";
    assert!(finds(&joined, page));
    assert!(finds(&apart, page));
    // Joined in one place and separate in the other.
    assert!(finds(
        &joined,
        "<p>Sistem<span></span>kri<i>tikal</i> satu <em>per</em>lu dipulihkan</p>"
    ));
    let spelt: String = SENTENCE
        .chars()
        .flat_map(|c| ["<span>".to_owned(), c.to_string(), "</span>".to_owned()])
        .collect();
    assert!(finds(&gate(SENTENCE), spelt));
    for apart in ["kri tikal", "kri<br>tikal", "kri&nbsp;tikal", "kri, tikal"] {
        assert!(!finds(&titled("Kritikal"), format!("<p>{apart}</p>")), "{apart}");
    }
    assert!(!finds(&titled("Kri Tikal"), "<p>kritikal</p>"));
}

#[test]
fn blocks_break_sequences() {
    let gate = gate("Setiausaha Majlis Perbandaran Contoh Utara hadir");
    for between in ["</td><td>", "</p><p>", " · ", " | ", " — ", "<hr>", "<button>"] {
        let page = format!("<p>Setiausaha{between}Majlis Perbandaran{between}Contoh Utara hadir</p>");
        assert!(!finds(&gate, page), "{between}");
    }
    assert!(!finds(
        &gate,
        "{\"a\":[\"Setiausaha\",\"Majlis Perbandaran\",\"Contoh Utara hadir\"]}"
    ));
    assert!(!finds(
        &gate,
        "<a title=\"Setiausaha\" data-x='Majlis Perbandaran'>Contoh Utara hadir</a>"
    ));
    assert!(!finds(&gate, "Setiausaha\n\nMajlis Perbandaran\n\nContoh Utara hadir"));
    assert!(finds(&gate, "Setiausaha\nMajlis Perbandaran\nContoh Utara hadir"));
}

#[test]
fn sealed_blocks_do_not_run_on() {
    let gate = gate("Stor\nAir · Api — Utara\nHadir");
    assert!(!finds(&gate, "Stor Air, Api-Utara hadir"));
    assert!(finds(
        &super::gate("Stor Air Api Utara Hadir"),
        "Stor Air, Api-Utara hadir"
    ));
}
