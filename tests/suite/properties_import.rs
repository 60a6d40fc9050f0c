//! Any document imports as a plan that only lacks keys, or is refused; no words of a paragraph are lost.

use proptest::{collection::vec, prelude::*, sample::select};
use terkawal::import::{Options, import as import_text};

use crate::{
    fuzzing::targets::import,
    properties::{cases, pieces},
};

const PIECES: [&str; 122] = [
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\u{c}",
    " ",
    "   ",
    "\t",
    "kata ",
    "Ayat biasa di sini.\n",
    "1.0 PENGENALAN\n\n",
    "1.1 Tujuan\n\n",
    "2.0 SKOP\n",
    "2.1.1 Lagi\n",
    "3.42 Lompat\n",
    "1. satu\n",
    "a) dua\n",
    "i. tiga\n",
    "(iv) empat\n",
    "• peluru\n",
    "- sengkang\n",
    "– sengkang\n",
    "BAB 1: MULA\n\n",
    "BAB 2\nLAGI\n",
    "LAMPIRAN A\nBORANG\n",
    "# Satu\n\n",
    "## Dua {#dua .kelas}\n\n",
    "Setext\n===\n",
    "TERHAD\n",
    "SULIT\n\n",
    "T E R H A D\n",
    "RAHSIA\n",
    "perkara RAHSIA biasa ",
    "KANDUNGAN\n",
    "1.0 PENGENALAN ........ 3\n",
    "Muka surat 3\n",
    "3 | 9\n",
    "SENARAI EDARAN\n\n",
    "| No. Salinan | Pemegang |\n|---|---|\n",
    "| 01 | Pengarah |\n",
    "| 07 - 18 | Simpanan |\n",
    "| a | b |\n",
    "|---|---|\n",
    "| a | b | c |\n",
    "+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+\n",
    " ----- -----\n  1     2\n ----- -----\n",
    ": Jadual 1\n",
    "Jadual 2: x\n",
    "Rajah 3 y\n",
    "<table><tr><td>",
    "</td></tr></table>\n",
    "<br>",
    "<b>",
    "&nbsp;",
    "&",
    "<",
    "[x](y.md)",
    "![](media/image1.png)",
    "[^1]",
    "[^1]: nota\n",
    "`kod`",
    "```\n",
    "*",
    "**",
    "_",
    "^2^",
    "~3~",
    "\\",
    "\\*",
    ":::",
    "\n::: terhad\n",
    "---\n",
    "title: X\n",
    "SINGKATAN\n\n",
    "PKP - Pengurusan\n",
    "RUJUKAN\n",
    "KAWALAN DOKUMEN\n",
    "No. Rujukan : A/1\n",
    "Versi : 2.0\n",
    "Tarikh : 1 Januari 2026\n",
    "Disediakan oleh : A\n",
    // words of the plan language
    "A. Aminah\n",
    "B.  dua\n",
    "a. satu\nb. dua\n",
    "√ siap\n",
    "☐ belum\n",
    "■ lain\n",
    "#. satu\n",
    "1.2.3  Perenggan yang bernombor sendiri dan panjang.\n",
    "Jadual 2 Tajuk\n\n",
    "Lihat Jadual 2.\n",
    ": x {#tbl-x}\n",
    "\n: y\n\n",
    "@fig-x ",
    "{#x}",
    "*[RTO]: Masa\n",
    "^[nota]",
    "> [!NOTE]\n",
    "\n::: nota\n",
    "```risk\n",
    "Contoh :\n\n",
    "Diedarkan kepada:\n\n",
    "Pelan ini berkuat kuasa mulai 1 Mac 2026 selama dua tahun.\n",
    "\u{e000}",
    "\u{fffd}",
    // slips of the keyboard
    "(a)satu\n",
    "(b)dua\n",
    "1.satu\n2.dua\n",
    "o satu\n",
    "· satu\n",
    "-satu\n",
    "- [] kotak\n",
    "- [√] kotak\n",
    "[x]kotak\n",
    "✓ siap\n",
    "-\u{a0}satu\n",
    "(c)\u{a0}tiga\n",
    "**tebal **",
    "10*20*30 ",
    "[w]: https://a.example\n",
    "[borang](borang.pdf ",
];

fn document() -> impl Strategy<Value = Vec<u8>> {
    (0_u8..4, pieces(&PIECES, 40)).prop_map(|(kind, text)| [&[kind][..], text.as_bytes()].concat())
}

/// A word that no other number gives: syllables for digits.
fn word(mut number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "ke", "di", "lo", "mu", "sa", "pe", "ti", "gu", "na"];
    let mut word = String::from("w");
    for _ in 0..4 {
        word += SYLLABLES[number % 10];
        number /= 10;
    }
    word
}

/// A chapter, a section or a paragraph of so many words.
#[derive(Clone, Copy, Debug)]
enum Part {
    Chapter,
    Section,
    Paragraph(usize),
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn any_document_imports_as_a_plan_or_is_refused(data in document()) {
        import(&data);
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn no_five_words_of_a_paragraph_are_lost(
        parts in vec(prop_oneof![
            Just(Part::Chapter),
            Just(Part::Section),
            (5_usize..60).prop_map(Part::Paragraph),
            (5_usize..60).prop_map(Part::Paragraph),
        ], 1..20),
        width in select(vec![usize::MAX, 60, 90]),
    ) {
        let (mut chapter, mut section, mut next) = (1, 0, 0);
        let mut text = String::from("1.0 MULA\n\n");
        let mut paragraphs: Vec<Vec<String>> = Vec::new();
        for part in &parts {
            match part {
                Part::Chapter => {
                    (chapter, section) = (chapter + 1, 0);
                    text += &format!("{chapter}.0 BAB {}\n\n", word(9_000 + chapter).to_uppercase());
                }
                Part::Section => {
                    section += 1;
                    text += &format!("{chapter}.{section} Bahagian {}\n\n", word(8_000 + chapter * 30 + section));
                }
                Part::Paragraph(length) => {
                    let words: Vec<String> = (next..next + length).map(word).collect();
                    next += length;
                    text += &format!("{}.\n\n", wrapped(&words, width));
                    paragraphs.push(words);
                }
            }
        }
        let options = Options { classification: Some("TERHAD".to_owned()) };
        let imported = import_text(&text, &options).expect("an ordinary document");
        let all: Vec<String> = imported.files.iter().map(|(_, text)| {
            text.split_whitespace().map(|word| word.trim_matches('.')).collect::<Vec<_>>().join(" ")
        }).collect();
        for words in &paragraphs {
            for five in words.windows(5) {
                let five = five.join(" ");
                prop_assert!(all.iter().any(|text| text.contains(&five)), "{five} is lost:\n{text}");
            }
        }
        let again = import_text(&text, &options).expect("the same document");
        prop_assert_eq!(imported.files, again.files);
    }
}

/// Words in lines of about this many characters, the first letter large.
fn wrapped(words: &[String], width: usize) -> String {
    let mut out = String::new();
    let mut line = 0;
    for word in words {
        if line > 0 {
            out.push(if line + word.len() > width { '\n' } else { ' ' });
            line = if line + word.len() > width { 0 } else { line };
        }
        out += word;
        line += word.len() + 1;
    }
    out
}
