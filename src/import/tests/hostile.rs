//! Odd and large input: refused or imported, never a panic.

use super::super::{Options, Problem, import};
use super::{files, read_as};

fn given() -> Options {
    Options {
        classification: Some("TERHAD".to_owned()),
    }
}

#[test]
fn nothing_to_import() {
    for text in ["", "\u{feff}", " \n\t\n\0", "TERHAD\n\nMuka Surat : 1\n"] {
        let problem = import(text, &given()).expect_err("refused");
        assert!(matches!(problem, Problem::Empty | Problem::NotAPlan), "{problem:?}");
    }
    let prose = "Surat biasa tanpa tajuk bernombor.\n\n99.5 peratus daripadanya pendek.\n";
    assert_eq!(import(prose, &given()).expect_err("refused"), Problem::NotAPlan);
}

/// What plan.yaml would not accept is not written into it.
#[test]
fn reference_and_version_are_such_or_none() {
    let text = "KAWALAN DOKUMEN\n\nNo. Rujukan :\nVersi : 1..2\n\n1.0 MULA\n\nSatu.\n";
    let imported = read_as(text, "TERHAD");
    let plan = files(&imported)["plan.yaml"];
    assert!(!plan.contains("reference: ''") && !plan.contains("1..2"), "{plan}");
}

/// Braces at the end of a heading are words to the reader, and attributes to the parser.
#[test]
fn a_heading_keeps_its_braces() {
    for heading in ["Tajuk { satu .x}", "Tajuk {satu: dua}"] {
        let html = super::html_of(&format!("### {heading}"));
        let shown = html.replace("&#123;", "{").replace("&#125;", "}");
        assert!(shown.contains(&format!(">{heading}</h")), "{html}");
    }
}

#[test]
fn line_endings_and_invisible_characters() {
    let windows = read_as("\u{feff}1.0 MULA\r\n\r\nSatu\0 du\u{200b}a.\r\n", "TERHAD");
    let old = read_as("1.0 MULA\r\rSatu dua.\r", "TERHAD");
    assert_eq!(windows.files, old.files);
    assert!(files(&old)["content/01-mula/_index.md"].ends_with("\n\nSatu dua.\n"));
}

#[test]
fn titles_cannot_break_the_front_matter() {
    let text = "1.0 --- \"x\": [y] # z\n\nSatu.\n\n2.0 {a: b}\n\nDua.\n\n3.0 *\n\nTiga.\n";
    let imported = read_as(text, "TERHAD");
    for (path, text) in imported.files.iter().filter(|(path, _)| path.starts_with("content/")) {
        let front = text.split("---\n").nth(1).expect("front matter");
        let parsed: std::collections::BTreeMap<String, String> = serde_yaml::from_str(front).expect(path);
        assert!(parsed.contains_key("title"), "{path}");
        assert!(
            path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._".contains(&b)),
            "{path}"
        );
    }
}

/// Two sections of one address, or one in the place of a page that the program makes, stop the build.
#[test]
fn every_section_gets_an_address_of_its_own() {
    let text = "1.0 SAMA\n\nA.\n\n2.0 SAMA\n\nB.\n\n3.0 SAMA 2\n\nC.\n\n4.0 CONTENTS\n\nD.\n\n5.0 S2000\n\nE.\n";
    let imported = read_as(text, "TERHAD");
    let paths: Vec<&str> = imported.files.iter().map(|(path, _)| path.as_str()).skip(2).collect();
    assert_eq!(
        paths,
        [
            "content/01-sama/_index.md",
            "content/02-sama-2/_index.md",
            "content/03-sama-2-2/_index.md",
            "content/04-contents-2/_index.md",
            "content/05-s2000-2/_index.md",
        ]
    );
}

#[test]
fn more_headings_than_a_document_has() {
    let problem = import(&"# Bab\n\n".repeat(5001), &given()).expect_err("refused");
    assert_eq!(problem, Problem::TooMany);
}

/// The build refuses such a line in the text of a section: it would seal nothing.
#[test]
fn a_line_like_front_matter_is_text() {
    let imported = read_as("1.0 MULA\n\nContoh:\nclassification: TERBUKA\ntamat.\n", "TERHAD");
    let (_, text) = imported.files.last().expect("a section");
    assert!(text.contains("classification`:` TERBUKA"), "{text}");
}

/// Shapes that would hurt if any step looked at the same text again and again.
#[test]
fn large_input_of_every_shape() {
    let n = 3_000;
    let shapes = [
        "*a ".repeat(n),
        "**a* ".repeat(n),
        "<i>".repeat(n),
        "[a](".repeat(n),
        "![".repeat(n),
        "&".repeat(n),
        "<".repeat(n),
        "a\t".repeat(n),
        "- a) x\n".repeat(n),
        "1.1 Y\n\n".repeat(n),
        "1.0 X\n\n".repeat(n),
        "AAAA BBBB\n\n".repeat(n),
        "A\tB\nx\ty dan\n\nA\tB\n\tz dan\n\n".repeat(n / 4),
        "KANDUNGAN\n1.0 X\t1\nLampiran I\t2\n".repeat(n / 4),
        "TERHAD\nMuka Surat : 2\n\n".repeat(n),
        "SINGKATAN\n\nABC\tx\n\n".repeat(n / 4),
        "(((((a) ".repeat(n),
        "\u{c}".repeat(n),
        "\n".repeat(n),
        "1".repeat(n),
        " ".repeat(n),
        "Rajah 1 : X\n\n".repeat(n / 4),
        "|".repeat(n),
        "| a |\n".repeat(n),
        "+---".repeat(n),
        "+---+\n".repeat(n),
        "+---+\n".repeat(n) + "| x",
        "+-+-+\n| | |\n".repeat(n / 4),
        "[^".repeat(n),
        "[^1]: x\n".repeat(n),
        ":::".repeat(n),
        "::: {.a}\n".repeat(n),
        ":::\n".repeat(n),
        "<table>".repeat(n),
        "<table>\n".repeat(n),
        "<table>\n".to_owned() + &"<tr><td colspan=\"99\" rowspan=\"99\">\n".repeat(n / 4) + "</table>",
        ">".repeat(n),
        "> > > a\n".repeat(n),
        "- - a\n".repeat(n),
        (0..300).fold(String::new(), |text, depth| text + &"  ".repeat(depth) + "- a\n"),
        "1. a\n\n".repeat(n),
        "`".repeat(n),
        "` `` ".repeat(n),
        "^a".repeat(n),
        "_a ".repeat(n),
        "~".repeat(n),
        "[](".repeat(n),
        "[]{".repeat(n),
        "<!--".repeat(n),
        "```\n~~~~\n".repeat(n),
        "--- ---\n".repeat(n),
        "-----\na\n".repeat(n),
        "a\n==\n".repeat(n),
        "\\".repeat(n),
        "[a 1](#b)\n\n".repeat(n),
    ];
    for shape in shapes {
        for text in [
            format!("# 1.0 MULA {{#mula}}\n\n{shape}"),
            format!("1.0 MULA\n\n{shape}"),
            format!("{shape}\n\n1.0 MULA\n\n{shape}"),
            shape,
        ] {
            let _ = import(&text, &given());
        }
    }
}
