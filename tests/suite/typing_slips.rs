//! Slips of the keyboard and of word processors that would be published otherwise than they were meant.

use std::fs;

use serde_json::json;

use crate::{
    plan_test::PlanTest,
    told::{refused, told},
};

/// Codes of the warnings about an open section.
fn warned(text: &str) -> Vec<(String, i64)> {
    let test = PlanTest::new().section("01-a.md", "title: A\nclassification: TERBUKA", text);
    let facts = test.run(&["--format", "json", "check"]).json();
    let all = facts["diagnostics"].as_array().expect("a list").clone();
    let warnings = all.iter().filter(|told| told["severity"] == json!("warning"));
    warnings
        .filter_map(|told| Some((told["code"].as_str()?.to_owned(), told["place"]["column"].as_i64()?)))
        .collect()
}

/// The page of an open section.
fn page(text: &str) -> String {
    let test = PlanTest::new().section("01-a.md", "title: A\nclassification: TERBUKA", text);
    test.build();
    fs::read_to_string(test.output().join("site/1.0/a/index.html")).expect("the page")
}

#[test]
fn a_tick_in_a_box_is_a_box_that_is_done() {
    let page = page("- [√] satu\n- [✓] dua\n- [x] tiga\n- [ ] empat\n\n1. [✔] lima\n\n```\n- [√] kod\n```\n");
    assert_eq!(page.matches("task done").count(), 4, "{page}");
    assert!(page.contains("- [√] kod") && !page.contains("[√] satu"), "{page}");
}

#[test]
fn a_tick_begins_an_item() {
    let page = page("√ satu\n✓ dua\n✔ tiga\n");
    assert_eq!(page.matches("<li class=\"check\">").count(), 3, "{page}");
}

#[test]
fn a_box_that_is_none_is_refused() {
    for text in ["- [] satu\n", "- [ x] satu\n", "- [/] satu\n", "- [x]satu\n", "- []\n"] {
        refused(text, "E277", 5, 3, "- [x] words");
    }
    for text in ["[ ] satu\n", "[x] satu\n", "☐ satu\n"] {
        refused(text, "E277", 5, 1, "- [ ] words");
    }
    for good in ["- [ ] a\n- [X] b\n", "- \\[] a\n", "- [1] a\n", "- [x] b\n", "- ☐ a\n"] {
        assert_eq!(told(good), [], "{good}");
    }
}

#[test]
fn dashes_and_letters_of_word_processors_are_no_text() {
    for text in ["– satu\n", "Ayat:\n– satu\n", "· satu\n", "\u{f0b7} satu\n", "❖ satu\n"] {
        let told = told(text);
        let codes: Vec<&str> = told.iter().map(|(code, ..)| code.as_str()).collect();
        assert_eq!(codes, ["E285"], "{text}");
    }
    for text in [
        "o satu\no dua\n",
        "o satu\n\no dua\n",
        "§ satu\n§ dua\n",
        "-satu\n-dua\n",
        "Ayat\n– satu\nlagi\n– dua\n",
    ] {
        let told = told(text);
        let codes: Vec<&str> = told.iter().map(|(code, ..)| code.as_str()).collect();
        assert_eq!(codes, ["E285", "E285"], "{text}");
    }
    for good in [
        "o satu\n",
        "— Ketua Pengarah\n",
        "Isnin hingga\n– Jumaat\n",
        "&#8211; satu\n",
        "\\-satu\n\\-dua\n",
        "§ 3 Akta\n",
    ] {
        assert_eq!(told(good), [], "{good}");
    }
}

#[test]
fn a_blank_of_another_kind_behind_a_marker_is_refused() {
    for text in [
        "-\u{a0}satu\n",
        "1.\u{a0}satu\n",
        "(a)\u{a0}satu\n",
        "##\u{a0}Tajuk\n",
        "√\u{202f}satu\n",
    ] {
        refused(text, "E285", 5, 1, "type it anew");
    }
    refused("1. satu\n-\u{a0}dua\n", "E285", 6, 1, "type it anew");
    for good in ["A.\u{a0}Rahman\n", "5\u{a0}km\n", "- satu\u{a0}dua\n"] {
        assert_eq!(told(good), [], "{good}");
    }
}

#[test]
fn a_marker_without_its_blank_is_told_by_its_neighbours() {
    for (text, lines) in [
        ("(a)satu\n(b)dua\n", vec![5, 6]),
        ("(a)satu\n\n(b)dua\n", vec![5, 7]),
        ("(a) satu\n(b)dua\n", vec![6]),
        ("1.satu\n2.dua\n", vec![5, 6]),
        ("i)satu\nii)dua\n", vec![5, 6]),
    ] {
        let told = told(text);
        assert!(told.iter().all(|(code, ..)| code == "E285"), "{text}: {told:?}");
        assert_eq!(told.iter().map(|told| told.1).collect::<Vec<_>>(), lines, "{text}");
        assert!(told.iter().all(|told| told.3.contains("(a) words")), "{told:?}");
    }
    for good in [
        "(a)satu\n",
        "(a)satu\n(c)dua\n",
        "\\(a)satu\n\\(b)dua\n",
        "a.my\nb.my\n",
    ] {
        assert_eq!(told(good), [], "{good}");
    }
}

#[test]
fn stars_that_are_printed_or_swallowed_are_told() {
    refused("Ini **tebal **kata.\n", "E278", 5, 5, "**words**");
    refused("Ini ** tebal** kata.\n", "E278", 5, 5, "**words**");
    refused("- Ini *condong *kata.\n", "E278", 5, 7, "**words**");
    refused("| A |\n|---|\n| **tebal ** |\n", "E278", 7, 3, "**words**");
    for good in [
        "Ini **tebal** kata.\n",
        "Jumlah** dan purata**.\n",
        "2 * 3 * 4 dan 2 ** 3\n",
        "Jumlah** dan ** anggaran\n",
        "\\*\\*tebal \\*\\*kata\n",
        "`**tebal **`\n",
        "Tel * 5 *6\n",
    ] {
        assert_eq!(told(good), [], "{good}");
    }
    assert_eq!(warned("Saiz 10*20*30 cm\n"), [("E278".to_owned(), 8)]);
    assert_eq!(warned("a*b*c\n"), [("E278".to_owned(), 2)]);
    for good in ["Saiz 10\\*20\\*30\n", "mem*per*besar\n", "`10*20*30`\n", "*20* kali\n"] {
        assert_eq!(warned(good), [], "{good}");
    }
}

#[test]
fn a_path_that_would_lose_a_backslash_is_warned_about() {
    assert_eq!(warned("Lihat \\\\pelayan\\fail.\n"), [("E279".to_owned(), 7)]);
    assert_eq!(warned("Lihat C:\\data\\_lama.\n"), [("E279".to_owned(), 7)]);
    for good in [
        "C:\\data\\lama\n",
        "`\\\\pelayan\\fail`\n",
        "\\\\\\\\pelayan\\\\fail\n",
        "a\\*b c\\d\n",
    ] {
        assert_eq!(warned(good), [], "{good}");
    }
}

#[test]
fn a_link_without_its_end_is_refused() {
    refused("Lihat [borang](borang.pdf di sini.\n", "E177", 5, 1, "\\[");
    assert_eq!(told("Lihat \\[borang](borang di sini.\n"), []);
}

#[test]
fn an_address_is_defined_once() {
    refused(
        "[w]: https://a.example\n\nLihat [w].\n\n[W]: https://b.example\n",
        "E297",
        9,
        1,
        "another name",
    );
    refused(
        "- Lihat [w].\n\n  [w]: https://a.example\n  [w]: https://b.example\n",
        "E297",
        8,
        3,
        "another name",
    );
    assert_eq!(
        told("Lihat [w].\n\n[w]: https://a.example\n\n```\n[w]: https://b.example\n```\n"),
        []
    );
}

#[test]
fn an_address_outside_a_grid_table_is_for_its_cells_too() {
    let text = "+----------+\n| [web]    |\n|          |\n| [b][web] |\n+----------+\n\n[web]: https://a.example\n";
    assert_eq!(told(text), []);
    assert_eq!(page(text).matches("https://a.example").count(), 2);
}

#[test]
fn a_stroke_that_a_cell_would_print_is_refused() {
    let refused_at = |text: &str, line| refused(text, "E205", line, 1, "corner");
    refused_at("+---+---+\n| a | b |\n| c   d |\n+---+---+\n| e | f |\n+---+---+\n", 7);
    refused_at("+----+----+\n| a  | b  |\n+---------+\n| c  | d  |\n+----+----+\n", 6);
    refused_at("+----+----+\n| a    b  |\n+----+----+\n| c  | d  |\n+----+----+\n", 6);
    refused(
        "+-----+-----+\n| a   | b   |\n| +---+     |\n| e   | f   |\n+-----+-----+\n",
        "E205",
        7,
        3,
        "plain sign",
    );
    for good in [
        "+----+----+\n| a b c d |\n+----+----+\n| c  | d  |\n+----+----+\n",
        "+---------+\n| a    b  |\n+----+----+\n| c  | d  |\n+----+----+\n",
    ] {
        assert_eq!(told(good), [], "{good}");
    }
}

#[test]
fn a_comment_that_cuts_a_text_is_refused_in_plan_and_list() {
    let cut = |test: PlanTest| {
        let run = test
            .section("01-a.md", "title: A\nclassification: TERBUKA", "Ayat RTO.\n")
            .run(&["check"]);
        run.stderr.matches("E294").count()
    };
    let plan = |lines: &str| cut(PlanTest::new().plan(lines));
    assert_eq!(plan("abbreviations:\n  RTO: Masa # 2 pemulihan"), 1);
    assert_eq!(plan("circulated_to:\n  - Bahagian # 2\n  - Unit"), 1);
    assert_eq!(plan("circulated_to:\n- Bahagian # 2"), 1);
    assert_eq!(plan("copyright: Hak # 2"), 1);
    assert_eq!(
        plan("statement: |\n  Sulit # 2\ncirculated_to:\n  - \"Unit # 2\"\nnumbering: none # tiada"),
        0
    );
    let list = |lines: &str| cut(PlanTest::new().file("distribution/list.yaml", lines));
    let copy = "copies:\n  - number: \"01\" # satu\n    reserved: true\n";
    assert_eq!(list(&format!("groups:\n  DRT: Pasukan # 2\n{copy}")), 1);
    assert_eq!(
        list("copies:\n  - number: \"01\"\n    post: Ketua # 2\n    groups:\n      - DRT # pasukan\n"),
        1
    );
    assert_eq!(list(copy), 0);
}

#[test]
fn a_word_is_no_number_of_a_section() {
    for word in ["no", "tidak", "Tiada", "true", "off"] {
        let front = format!("title: A\nnumber: {word}\nclassification: TERBUKA");
        let run = PlanTest::new().section("01-a.md", &front, "Ayat.\n").run(&["check"]);
        run.fails(2, "E299");
    }
    for number in ["false", "\"3.0\"", "Lampiran A"] {
        let front = format!("title: A\nnumber: {number}\nclassification: TERBUKA");
        let run = PlanTest::new().section("01-a.md", &front, "Ayat.\n").run(&["check"]);
        assert!(!run.stderr.contains("E299"), "{number}: {}", run.stderr);
    }
}

#[test]
fn two_paragraphs_of_one_number_are_refused() {
    let test = |plan: &str, number: &str| {
        let front = |title: &str| format!("title: {title}\n{number}classification: TERBUKA");
        let run = PlanTest::new()
            .plan(plan)
            .section("01-a.md", &front("A"), "#. Satu.\n")
            .section("02-b.md", &front("B"), "Ayat.\n\n#. Dua.\n")
            .run(&["check"]);
        run.stderr
    };
    let section = "paragraphs: section";
    assert!(test(section, "number: \"3\"\n").contains("E298"));
    let twice = test(section, "number: false\n");
    assert!(twice.contains("E298") && twice.contains("02-b.md:8"), "{twice}");
    assert!(!test(section, "").contains("E298"));
    assert!(!test("paragraphs: through", "number: \"3\"\n").contains("E298"));
}
