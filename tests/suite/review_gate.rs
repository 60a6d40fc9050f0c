//! What open sections attach, show and point at, when the same stands in a sealed one.

use std::fs;

use crate::{opened, plan_test::PlanTest, published::assert_none_of};

const OPEN: &str = "title: Lagi\nclassification: TERBUKA";
const SENTENCE: &str = "Kunci pendua bilik pelayan disimpan di rumah penjaga malam.";

#[test]
fn an_attachment_of_an_open_section_does_not_clear_what_it_repeats() {
    for (name, text) in [
        ("penuh.txt", format!("Pelan penuh\n\n{SENTENCE}\n")),
        ("penuh.csv", format!("bil,perkara\n1,\"{SENTENCE}\"\n")),
        ("penuh.pdf", format!("%PDF-1.4\n% {SENTENCE}\n")),
    ] {
        let test = PlanTest::small()
            .section("02-khusus.md", "title: Khusus", &format!("{SENTENCE}\n"))
            .section("03-lagi.md", OPEN, &format!("[pelan]({name})\n"))
            .file(&format!("content/{name}"), text);
        for verb in ["check", "build"] {
            let run = test.run(&[verb]).fails(2, "E400");
            assert!(
                run.stderr.contains("s002") && run.stderr.contains("assets/"),
                "{}",
                run.stderr
            );
            assert!(!run.text().contains("penjaga malam"), "{}", run.text());
        }
        assert!(!test.output().join("site").exists());
        // Inside a sealed section the attachment is as good as the text.
        test.section("03-lagi.md", "title: Lagi", &format!("[pelan]({name})\n"))
            .build();
    }
}

#[test]
fn text_of_sealed_attachments_and_drawings_is_sealed() {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{SENTENCE}</text></svg>");
    let attached = [
        (
            "kzfail.csv",
            format!("bil,perkara\n1,{SENTENCE}\n"),
            "[x](kzfail.csv)\n",
        ),
        ("kzfail.txt", format!("{SENTENCE}\n"), "[x](kzfail.txt)\n"),
        ("kzfail.svg", svg, "![x](kzfail.svg)\n"),
    ];
    for (name, bytes, shown) in attached {
        let sealed = PlanTest::small()
            .section("02-khusus.md", "title: Khusus", shown)
            .file(&format!("content/{name}"), bytes);
        sealed.build();
        // In a block of the open section as well.
        let body = format!("Teks.\n\n::: terhad\n{shown}:::\n");
        let in_block = PlanTest::small()
            .section("04-blok.md", "title: Blok\nclassification: TERBUKA", &body)
            .file(
                &format!("content/{name}"),
                fs::read(sealed.root().join("content").join(name)).expect("the file"),
            );
        for test in [sealed, in_block] {
            let test = test
                .section("03-lagi.md", OPEN, "[y](senarai.txt)\n")
                .file("content/senarai.txt", format!("Diketahui: {SENTENCE}\n"));
            let run = test.run(&["build"]).fails(2, "E400");
            for word in ["penjaga malam", "kzfail"] {
                assert!(!run.text().contains(word), "{}", run.text());
            }
        }
    }
}

#[test]
fn a_sealed_picture_under_another_name_is_refused() {
    let png = b"\x89PNG\r\n\x1a\nsatu dua tiga";
    for (name, other) in [("a.png", "b.png"), ("a.txt", "b.txt"), ("a.txt", "b.csv")] {
        let target = |name: &str| {
            if name.ends_with("png") {
                format!("![x]({name})\n")
            } else {
                format!("[x]({name})\n")
            }
        };
        let test = PlanTest::small()
            .section("02-khusus.md", "title: Khusus", &target(name))
            .section("03-lagi.md", OPEN, &target(other))
            .file(
                &format!("content/{name}"),
                png.map(|byte| byte & 0x7f | if name.ends_with("png") { byte } else { 0 }),
            )
            .file(
                &format!("content/{other}"),
                png.map(|byte| byte & 0x7f | if name.ends_with("png") { byte } else { 0 }),
            );
        test.run(&["build"]).fails(2, "E188");
        assert!(!test.output().exists());
        // One picture that both show is open by the author's word; an attachment would be opened by a link unseen.
        let shared = test.section("03-lagi.md", OPEN, &target(name));
        if name.ends_with("png") {
            shared.build();
        } else {
            shared.run(&["build"]).fails(2, "E229");
            assert!(!shared.output().exists());
        }
    }
}

#[test]
fn anchors_tell_no_heading_that_the_reader_may_not_see() {
    let links = "[tiga](03-tiga.md#kod-zirafahmerah) dan [lagi](04-lagi.md#kod-badaksumbu) dan [sini](01-umum.md#kod-burungunta).\n";
    let test = PlanTest::small()
        .section(
            "01-umum.md",
            "title: Umum\nclassification: TERBUKA",
            &format!("{links}\n::: sulit\n## Kod burungunta\n\nSatu. {links}:::\n"),
        )
        .section("02-khusus.md", "title: Khusus", &format!("Khas: {links}"))
        .section(
            "03-tiga.md",
            "title: Tiga\nclassification: SULIT",
            "## Kod zirafahmerah\n\nDua.\n",
        )
        .section(
            "04-lagi.md",
            "title: Lagi",
            &format!("{links}\n::: sulit\n## Kod badaksumbu\n\nTiga.\n:::\n"),
        );
    let words = ["zirafahmerah", "badaksumbu", "burungunta"];
    test.build();
    assert_none_of(&test.output(), &words);
    let low = opened::bundle(&test.copy("02"), test.key("02"));
    let high = opened::bundle(&test.copy("01"), test.key("01"));
    for word in words {
        assert!(!low.holds(word), "{word} in the bundle of a TERHAD holder");
        assert!(high.holds(word), "{word}");
    }
    let section = String::from_utf8_lossy(&high.files["sections/s002.html"]).into_owned();
    assert!(section.contains("#s003-h1"), "{section}");
}
