//! What import takes for a title, and the one character that the program keeps for itself.

use std::fs;

use crate::{plan_test::PlanTest, program::text, published::files};

#[test]
fn import_never_takes_text_of_a_section_for_the_title() {
    let mut taken = Vec::new();
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
        for format in ["human", "json"] {
            let to = test.path(&format!("pelan-{at}-{format}"));
            let run = test.run(&["--format", format, "import", text(&file), text(&to)]);
            if run.text().contains("kz") {
                taken.push(format!("{source:?}: {}", run.text()));
            }
            if run.status != 0 {
                run.fails(2, "E600");
                continue;
            }
            let plan = fs::read_to_string(to.join("plan.yaml")).expect("plan.yaml");
            if plan.contains("kz") || plan.contains("PENGENALAN") {
                taken.push(format!("{source:?}: {plan}"));
            }
            let kept = files(&to.join("content"));
            let holds = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("kz");
            assert!(kept.values().any(holds), "the text itself is kept: {:?}", kept.keys());
        }
    }
    assert!(taken.is_empty(), "{taken:#?}");
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
    let open = "title: Umum\nclassification: TERBUKA";
    let mut moved = Vec::new();
    for (what, test) in [
        ("nothing", small()),
        (
            "hexadecimal",
            small().section("01-umum.md", open, "&#xE000;hole&#xE000;\n"),
        ),
        ("decimal", small().section("01-umum.md", open, "&#57344;hole&#57344;\n")),
        (
            "html",
            small().section("01-umum.md", open, "<b>&#xE000;hole&#xE000;</b>\n"),
        ),
        (
            "title",
            small().section(
                "01-umum.md",
                "title: \"\\uE000hole\\uE000\"\nclassification: TERBUKA",
                "Teks.\n",
            ),
        ),
        (
            "plan",
            small().file("plan.yaml", plan.replace("Majlis Ujian", "\"\\uE000hole\\uE000\"")),
        ),
    ] {
        let run = test.run(&["build"]);
        if run.status == 2 {
            continue;
        }
        assert_eq!(run.status, 0, "{what}: {}", run.text());
        let page = fs::read_to_string(test.one_file("01")).expect("the page");
        // Sections first, then the sealed files, as in the copy of a plan without the character.
        let start = page.find(" id=\"terkawal-copy\">").expect("the payload");
        if !page[..start].contains(" id=\"s002\"") {
            moved.push(what);
        }
        test.open(&test.one_file("01"), "01").succeeds();
    }
    assert!(moved.is_empty(), "the sealed files stand in the text: {moved:?}");
}
