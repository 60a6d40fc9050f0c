//! What import takes for a title, and the one character that the program keeps for itself.

use std::fs;

use crate::{plan_test::PlanTest, program::text, published::files};

#[test]
fn import_never_takes_text_of_a_section_for_the_title() {
    for (at, source) in [
        "TERHAD\n\n1.0 PENGENALAN\nkzteks satu\n",
        "TERHAD\n\nkzteks pembuka tanpa muka depan.\n\n1.0 PENGENALAN\n\nkzteks satu\n",
        "TERHAD\n\nkzteks tanpa tajuk sama sekali, hanya satu ayat.\n",
        "TERHAD\n\n1. kztajuk\n\n2. kzlagi\n",
        "TERHAD\n\n# kztajuk\n\nkzteks\n",
        "TERHAD\n\n## 1.0 kztajuk\n\nkzteks\n",
        "TERHAD\n\n| kzsatu | kzdua |\n|---|---|\n| kztiga | kzempat |\n",
        "TERHAD\n\nBAB 1\nkztajuk\n\nkzteks\n",
    ]
    .into_iter()
    .enumerate()
    {
        let test = PlanTest::new();
        let file = test.path("asal.txt");
        fs::write(&file, source).expect("written");
        let to = test.path(&format!("pelan-{at}"));
        for format in ["human", "json"] {
            let to = test.path(&format!("pelan-{at}-{format}"));
            let run = test.run(&["--format", format, "import", text(&file), text(&to)]);
            assert!(!run.text().contains("kz"), "{source:?}: {}", run.text());
        }
        let run = test.run(&["import", text(&file), text(&to)]);
        if run.status != 0 {
            run.fails(2, "E600");
            continue;
        }
        let plan = fs::read_to_string(to.join("plan.yaml")).expect("plan.yaml");
        let values = plan.lines().filter(|line| !line.trim_start().starts_with('#'));
        assert!(values.clone().all(|line| !line.contains("kz")), "{source:?}: {plan}");
        assert!(
            values
                .clone()
                .any(|line| line.starts_with("title: ") && line.len() > "title: ".len())
        );
        assert!(!plan.contains("PENGENALAN"), "{plan}");
        let kept = files(&to.join("content"));
        assert!(
            kept.values().any(|bytes| String::from_utf8_lossy(bytes).contains("kz")),
            "the text itself is kept: {:?}",
            kept.keys()
        );
    }
}

#[test]
fn the_character_of_the_one_file_copy_is_refused_in_every_source() {
    let small = || PlanTest::small();
    let plan = fs::read_to_string(small().root().join("plan.yaml")).expect("plan.yaml");
    for test in [
        small().section(
            "03-lagi.md",
            "title: Lagi\nclassification: TERBUKA",
            "\u{e000}hole\u{e000}\n",
        ),
        small().section("03-lagi.md", "title: Lagi", "\u{e000}hole\u{e000}\n"),
        small().section("03-lagi.md", "title: \"\u{e000}hole\u{e000}\"", "Teks.\n"),
        small().file("plan.yaml", plan.replace("Majlis Ujian", "\u{e000}hole\u{e000}")),
        small().seat("03", "reserved: true # \u{e000}hole\u{e000}"),
    ] {
        let run = test.run(&["build"]).fails(2, "E118");
        assert!(
            run.stderr.contains("hint: ") && !test.output().exists(),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn the_same_character_by_another_spelling_moves_no_payload() {
    let small = || PlanTest::small();
    let plan = fs::read_to_string(small().root().join("plan.yaml")).expect("plan.yaml");
    let open = "title: Lagi\nclassification: TERBUKA";
    for (what, test) in [
        (
            "hexadecimal",
            small().section("03-lagi.md", open, "&#xE000;hole&#xE000;\n"),
        ),
        ("decimal", small().section("03-lagi.md", open, "&#57344;hole&#57344;\n")),
        (
            "html",
            small().section("03-lagi.md", open, "<b>&#xE000;hole&#xE000;</b>\n"),
        ),
        (
            "title",
            small().section(
                "03-lagi.md",
                "title: \"\\uE000hole\\uE000\"\nclassification: TERBUKA",
                "Teks.\n",
            ),
        ),
        (
            "plan",
            small().file("plan.yaml", plan.replace("Majlis Ujian", "\"\\uE000hole\\uE000\"")),
        ),
        ("theme", small().file("themes/default/messages/ms.toml", "[")),
    ] {
        let run = test.run(&["build"]);
        if run.status == 2 {
            continue;
        }
        assert_eq!(run.status, 0, "{what}: {}", run.text());
        let page = fs::read_to_string(test.one_file("01")).expect("the page");
        let start = page.find(" id=\"terkawal-bundle.age\">").expect("the payload");
        let before = &page[..start];
        assert!(
            before.trim_end().ends_with("<script type=\"text/plain\"") || before.contains("</main>"),
            "{what}: the payload stands in the text"
        );
        test.open(&test.one_file("01"), "01").succeeds();
    }
}
