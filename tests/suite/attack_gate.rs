//! A malicious author: sealed words in what an open section attaches or shows, dressed so that the leak gate overlooks them.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use flate2::{Compression, write::ZlibEncoder};

use crate::{plan_test::PlanTest, program::Output};

const SENTENCE: &str = "Kunci pendua bilik pelayan disimpan di rumah penjaga malam.";

fn built_with(name: &str, bytes: impl AsRef<[u8]>) -> Output {
    let picture = if name.ends_with("svg") { "!" } else { "" };
    PlanTest::small()
        .section("02-khusus.md", "title: Khusus", &format!("{SENTENCE}\n"))
        .section(
            "03-lagi.md",
            "title: Lagi\nclassification: TERBUKA",
            &format!("{picture}[pelan]({name})\n"),
        )
        .file(&format!("content/{name}"), bytes)
        .run(&["build"])
}

/// An office document, stored, with one part.
fn office(part: &str, text: &str) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let mut header = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0".to_vec();
    let (name, size) = (u16::try_from(part.len()), u32::try_from(text.len()));
    header.extend_from_slice(&[0; 4]);
    header.extend_from_slice(&size.expect("short").to_le_bytes());
    header.extend_from_slice(&size.expect("short").to_le_bytes());
    header.extend_from_slice(&name.expect("short").to_le_bytes());
    header.extend_from_slice(&[0; 2]);
    for bytes in [&header, part.as_bytes(), text.as_bytes()] {
        out.write_all(bytes).expect("memory");
    }
    out.into_inner()
}

fn zlib(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

/// The sentence in pieces of `length` letters, each put into `{}` of a pattern.
fn pieces(length: usize, pattern: &str) -> String {
    let letters: Vec<char> = SENTENCE.chars().collect();
    let pieces = letters.chunks(length).map(|piece| piece.iter().collect::<String>());
    pieces.map(|piece| pattern.replace("{}", &piece)).collect()
}

#[test]
fn a_letter_whose_words_are_cut_into_runs_is_read() {
    // Word begins a new run wherever a letter was edited or spelt anew.
    let run = "<w:r w:rsidR=\"00A1\"><w:rPr><w:sz w:val=\"24\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>";
    for length in [3, 9, 20] {
        let letter = format!(
            "<w:document><w:body><w:p>{}</w:p></w:body></w:document>",
            pieces(length, run)
        );
        built_with("a.docx", office("word/document.xml", &letter)).fails(2, "E400");
    }
    let slide = format!(
        "<p:sld><a:p>{}</a:p></p:sld>",
        pieces(7, "<a:r><a:rPr lang=\"ms\"/><a:t>{}</a:t></a:r>")
    );
    built_with("a.pptx", office("ppt/slides/slide1.xml", &slide)).fails(2, "E400");
    let rich = "<r><rPr><sz val=\"11\"/><rFont val=\"Arial\"/></rPr><t xml:space=\"preserve\">{}</t></r>";
    let cell = format!("<sst><si>{}</si></sst>", pieces(8, rich));
    built_with("a.xlsx", office("xl/sharedStrings.xml", &cell)).fails(2, "E400");
}

#[test]
fn a_pdf_that_the_gate_cannot_unpack_is_refused() {
    for (filter, stream) in [
        ("/LZWDecode", &b"\x80\x0b\x60"[..]),
        ("[/ASCII85Decode /FlateDecode]", b"GhQ~>"),
    ] {
        let mut pdf = format!("%PDF-1.4\n1 0 obj\n<</Filter {filter}>>\nstream\n").into_bytes();
        pdf.extend_from_slice(stream);
        built_with("a.pdf", pdf).fails(2, "E401");
    }
    built_with("a.pdf", "%PDF-1.4\ntrailer <</Encrypt 5 0 R>>\n").fails(2, "E401");
}

#[test]
fn streams_and_strings_of_a_pdf_are_read() {
    let content = format!("BT ({SENTENCE}) Tj ET");
    let mut pdf = b"%PDF-1.4\n1 0 obj\n<</Filter /FlateDecode>>\nstream\n".to_vec();
    pdf.extend_from_slice(&zlib(&content));
    built_with("a.pdf", pdf).fails(2, "E400");
    let mut hex = String::new();
    for byte in SENTENCE.bytes() {
        write!(hex, "{byte:02X}").expect("memory");
    }
    built_with("a.pdf", format!("%PDF-1.4\nBT <{hex}> Tj ET")).fails(2, "E400");
}

#[test]
fn what_nobody_sees_in_a_drawing_does_not_become_open_by_it() {
    let drawing = |inside: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}<text>Peta</text></svg>");
    for inside in [
        format!("<!-- {SENTENCE} -->"),
        format!("<metadata>{SENTENCE}</metadata>"),
        format!("<g id=\"g1\" aria-label=\"{SENTENCE}\"/>"),
    ] {
        built_with("a.svg", drawing(&inside)).fails(2, "E400");
    }
    // The author of an open section opens what its drawings say.
    built_with("a.svg", drawing(&format!("<text>{SENTENCE}</text>"))).succeeds();
}
