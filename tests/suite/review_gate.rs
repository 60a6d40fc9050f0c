//! What open sections attach, show and point at, when the same stands in a sealed one.

use crate::{
    opened,
    plan_test::PlanTest,
    published::{assert_none_of, files},
};

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
        let test = sealed.section("03-lagi.md", OPEN, &format!("Diketahui: {SENTENCE}\n"));
        let run = test.run(&["build"]).fails(2, "E400");
        assert!(!run.text().contains("penjaga malam"), "{}", run.text());
        assert!(
            !run.text().contains("kzfail"),
            "the name of a sealed file is sealed: {}",
            run.text()
        );
        // The same in a block of the open section that shows it.
        let body = format!("Diketahui: {SENTENCE}\n\n::: terhad\n{shown}:::\n");
        test.section("02-khusus.md", "title: Khusus", "Teks biasa.\n")
            .section("03-lagi.md", OPEN, &body)
            .run(&["build"])
            .fails(2, "E400");
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
        // One file for both is open by the author's word.
        test.section("03-lagi.md", OPEN, &target(name)).build();
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
    assert!(section.contains("#s003-kod-zirafahmerah"), "{section}");
    // No link of a bundle leads to a file that it has not.
    for bundle in [&low, &high] {
        for (path, bytes) in bundle.files.iter().filter(|(path, _)| path.starts_with("sections/")) {
            let text = String::from_utf8_lossy(bytes);
            for target in text.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let file = target.split('#').next().unwrap_or_default();
                let is_here = file.is_empty() || bundle.files.contains_key(&format!("sections/{file}"));
                assert!(
                    is_here || file.contains(".css") || file.contains("../"),
                    "{path} links to {target}"
                );
            }
        }
    }
}

#[test]
fn the_number_of_a_sealed_section_is_a_number() {
    for number in [
        "Lampiran Senarai Ejen Zubaidah",
        "Lampiran Zubaidah",
        "Zubaidah",
        "Kod 1",
        "1 Zubaidah",
        "3.Zubaidah",
        "Lampiran 1 2",
        "Ejen/1",
        "0123456789",
        "12345",
    ] {
        let test = PlanTest::small().section(
            "02-khusus.md",
            &format!("title: Khusus\nnumber: \"{number}\""),
            "Teks.\n",
        );
        let run = test.run(&["check"]);
        assert!(
            run.status == 2 && run.stderr.contains("E149"),
            "{number} passes: {}",
            run.text()
        );
        assert!(!run.text().contains("Zubaidah"), "{}", run.text());
    }
    for number in [
        "1",
        "3.42",
        "BAB 3",
        "Lampiran IV",
        "Lampiran A",
        "A.1",
        "A-1",
        "(2)",
        "Jadual 4/2",
        "false",
    ] {
        let test = PlanTest::small().section(
            "02-khusus.md",
            &format!("title: Khusus\nnumber: \"{number}\""),
            "Teks.\n",
        );
        test.build();
        let told = files(&test.output().join("site"))
            .values()
            .any(|bytes| String::from_utf8_lossy(bytes).contains(number));
        assert!(told || number == "false", "{number}");
    }
    // What is open may call itself anything.
    PlanTest::small()
        .section(
            "03-lagi.md",
            &format!("{OPEN}\nnumber: Kata alu-aluan Yang Dipertua"),
            "Teks.\n",
        )
        .build();
}
