//! The list of attached files: title, section, size and SHA-256, for each holder what that holder may read.

use std::fs;

use crate::{
    opened,
    plan_test::PlanTest,
    published::{assert_none_of, files},
};

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes)
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from_digit(digit.into(), 16).expect("a digit"))
        .collect()
}

fn pdf(word: &str) -> Vec<u8> {
    format!("%PDF-1.4\n% {word}\n").into_bytes()
}

/// Attachments in an open section, in a block of it, and in a sealed section.
fn plan() -> PlanTest {
    PlanTest::new()
        .section(
            "01-umum.md",
            "title: Umum\nclassification: TERBUKA",
            "[Borang \\<awam\\>](awam.csv) dan [sekali lagi](awam.csv).\n\n::: sulit\n[Pelan kzlantaiqx](kzblokqx.pdf)\n:::\n",
        )
        .section(
            "02-khusus.md",
            "title: Khusus",
            "[Carta kzcartaqx **penuh**](kzsalinqx.pdf) dan [lain kzlainqx](lampiran/kzduaqx.pdf)\n",
        )
        .file("content/awam.csv", vec![b'a'; 1_250])
        .file("content/kzblokqx.pdf", pdf("satu"))
        .file("content/kzsalinqx.pdf", pdf("dua"))
        .file("content/lampiran/kzduaqx.pdf", pdf("tiga"))
        .holder("01", "clearance: SULIT")
        .holder("02", "clearance: TERHAD")
}

fn lines(html: &str) -> Vec<String> {
    let list = html
        .split("<ul class=\"captions attachments\">")
        .nth(1)
        .expect("the list");
    let list = list.split("</ul>").next().expect("its end");
    let words = |item: &str| {
        item.split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
            .collect::<Vec<_>>()
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    list.split("<li>").skip(1).map(words).collect()
}

#[test]
fn the_open_list_names_what_is_open_and_nothing_else() {
    let test = plan().plan("open_pages: [attachments]");
    test.build();
    let page = fs::read_to_string(test.output().join("site/1.0/attachments/index.html")).expect("the page");
    let sum = sha256(&[b'a'; 1_250]);
    assert_eq!(
        lines(&page),
        [format!("1.0 Borang &lt;awam&gt; awam.csv, 1.3 kB SHA-256: {sum}"),]
    );
    assert!(page.contains("<a href=\"../umum/index.html\">Borang"), "{page}");
    assert_none_of(
        &test.output(),
        &[
            "kzlantaiqx",
            "kzcartaqx",
            "kzlainqx",
            "kzblokqx",
            "kzsalinqx",
            "kzduaqx",
            &sha256(&pdf("dua")),
        ],
    );
}

#[test]
fn a_copy_lists_exactly_what_its_holder_may_read() {
    for open in ["open_pages: [attachments]", "open_pages: []"] {
        let test = plan().plan(open);
        test.build();
        let page_of = |number: &str| {
            let bundle = opened::bundle(&test.copy(number), test.key(number));
            String::from_utf8_lossy(&bundle.files["sections/attachments.html"]).into_owned()
        };
        let (first, second) = (page_of("01"), page_of("02"));
        assert_eq!(lines(&first).len(), 4, "{first}");
        assert_eq!(lines(&second).len(), 3, "{second}");
        for (words, name, bytes) in [
            ("Pelan kzlantaiqx", "kzblokqx.pdf", pdf("satu")),
            ("Carta kzcartaqx penuh", "kzsalinqx.pdf", pdf("dua")),
            ("lain kzlainqx", "kzduaqx.pdf", pdf("tiga")),
        ] {
            let line = format!("{words} {name}, {} B SHA-256: {}", bytes.len(), sha256(&bytes));
            assert!(
                lines(&first).iter().any(|found| found.ends_with(&line)),
                "{line} in {first}"
            );
            let entitled = words != "Pelan kzlantaiqx";
            assert_eq!(second.contains(words), entitled, "{second}");
            assert_eq!(second.contains(&sha256(&bytes)), entitled, "{second}");
        }
        assert_eq!(
            test.output().join("site/1.0/attachments/index.html").exists(),
            open.contains("attachments")
        );
    }
}

#[test]
fn a_plan_without_attachments_has_no_such_page_and_no_section_may_take_its_address() {
    let test = PlanTest::small().plan("open_pages: [attachments]");
    test.build();
    assert!(files(&test.output()).keys().all(|path| !path.contains("attachments/")));
    let taken = PlanTest::small().section(
        "03-attachments.md",
        "title: Lampiran\nclassification: TERBUKA",
        "Teks.\n",
    );
    taken.run(&["check"]).fails(2, "E158");
}
