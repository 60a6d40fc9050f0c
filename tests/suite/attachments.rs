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

const LOWERED: &str = "a section with a higher classification has this file, and here more people could read it";

/// Places of a fault, as `path:line:column`; all diagnostics are of it.
#[track_caller]
fn places(test: &PlanTest) -> Vec<String> {
    let run = test.run(&["--format", "json", "check"]).fails(2, "E229");
    let json = run.json();
    let list = json["diagnostics"].as_array().expect("a list");
    let place = |diagnostic: &serde_json::Value| {
        assert_eq!(diagnostic["message"], LOWERED, "{diagnostic}");
        let place = &diagnostic["place"];
        let path = place["path"].as_str().expect("a path");
        format!("{path}:{}:{}", place["line"], place["column"])
    };
    list.iter().map(place).collect()
}

#[test]
fn an_attachment_of_a_sealed_section_is_not_opened_by_a_link() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    let with = |open: &str, sealed: &str| {
        PlanTest::new()
            .section("01-umum.md", "title: Umum\nclassification: TERBUKA", open)
            .section("02-khusus.md", "title: Khusus", sealed)
            .file("content/kzfailqx.pdf", pdf("rahsia"))
            .file("content/peta.svg", svg)
            .holder("01", "clearance: SULIT")
    };
    for (open, sealed, place) in [
        (
            "Lihat [borang](kzfailqx.pdf).",
            "[Pelan](kzfailqx.pdf)",
            "content/01-umum.md:5:7",
        ),
        ("![Peta](peta.svg)", "[Peta](peta.svg)", "content/01-umum.md:5:1"),
        ("[Peta](peta.svg)", "![Peta](peta.svg)", "content/01-umum.md:5:1"),
        (
            "[Borang](kzfailqx.pdf)\n\n::: terhad\n[Borang](kzfailqx.pdf)\n:::\n",
            "Teks.",
            "content/01-umum.md:5:1",
        ),
        (
            "Teks.\n",
            "[Borang](kzfailqx.pdf)\n\n::: sulit\n[Borang](kzfailqx.pdf)\n:::\n",
            "content/02-khusus.md:4:1",
        ),
    ] {
        let test = with(&format!("{open}\n"), &format!("{sealed}\n"));
        assert_eq!(places(&test), [place], "{open} {sealed}");
        test.run(&["build"]).fails(2, "E229");
        assert!(!test.output().exists(), "nothing is written");
    }
    // Sealed with both, or linked through the section that has it, it stays where it is.
    with("::: terhad\n[Borang](kzfailqx.pdf)\n:::\n", "[Borang](kzfailqx.pdf)\n").build();
    let through = with("[Borang](kzfailqx.pdf)\n", "[Borang](01-umum.md)\n");
    through.build();
    // A picture is seen to be shown in the open.
    with("![Peta](peta.svg)\n", "![Peta](peta.svg)\n").build();
}

/// The file that a sealed block reads is sealed text; a link to it is found by what is in it.
#[test]
fn the_data_of_a_sealed_block_is_not_opened_by_a_link() {
    let csv = "function,threat,likelihood,impact\nKutipan hasil,Lori payung kerusi lampu meja,3,5\n";
    let test = PlanTest::new()
        .section(
            "01-umum.md",
            "title: Umum\nclassification: TERBUKA",
            "[Daftar](data/risiko.csv)\n",
        )
        .section("02-khusus.md", "title: Khusus", "```risk {file=risiko.csv}\n```\n")
        .file("content/data/risiko.csv", csv)
        .holder("01", "clearance: SULIT");
    test.run(&["build"]).fails(2, "E400");
}
