//! Fences that are none, code blocks that are not closed, and definitions that swallow a line.

use crate::{
    plan_test::PlanTest,
    told::{refused, told},
};

#[test]
fn a_slip_in_the_fence_of_contacts_publishes_no_number() {
    let list = "- name: Ali\n  mobile: 010-000 0101";
    for fence in [
        "``contacts",
        "```conatcts",
        "```cotnacts",
        "```\"contacts\"",
        "```yaml contacts",
        "```senarai kenalan",
        "```telefon",
        "'''contacts",
        "´´´contacts",
        "\\```contacts",
    ] {
        let close = if fence.starts_with("``") { "```" } else { "" };
        let text = format!("{fence}\n{list}\n{close}\n");
        refused(&text, "E492", 5, 1, "```contacts");
    }
    // Whatever the fence says.
    for text in [
        format!("```\n{list}\n```\n"),
        format!("```senarai\n{list}\n```\n"),
        format!("{list}\n"),
        format!("Senarai:\n\n{list}\n"),
        "```json\n{\"name\": \"Ali\", \"Telefon\": \"010-000 0101\"}\n```\n".to_owned(),
        "- {name: Ali, phone: 09-000 0101}\n".to_owned(),
    ] {
        let told = told(&text);
        let codes: Vec<&str> = told.iter().map(|(code, ..)| code.as_str()).collect();
        assert_eq!(codes, ["E292"], "{text}");
    }
    for text in [
        format!("```text\n{list}\n```\n"),
        format!("````markdown\n```contacts\n{list}\n```\n````\n"),
        "Telefon: 09-000 0101\n".to_owned(),
        "```\nphone: 999\n```\n".to_owned(),
    ] {
        assert_eq!(told(&text), [], "{text}");
    }
    let sealed = PlanTest::new().section("01-a.md", "title: A\nclassification: TERHAD", &format!("{list}\n"));
    let run = sealed.run(&["check"]);
    assert!(!run.stderr.contains("E292"), "{}", run.stderr);
}

#[test]
fn a_code_block_that_is_not_closed_is_refused_at_its_fence() {
    refused("Ayat.\n\n```\nx\n\nAyat.\n", "E291", 7, 1, "the same signs");
    refused("~~~\nx\n```\n", "E291", 5, 1, "the same signs");
    refused("````\nx\n```\n", "E291", 5, 1, "the same signs");
    refused("```\nx\n    ```\n", "E291", 5, 1, "the same signs");
    refused("> ```\n> x\n\nAyat.\n", "E291", 5, 3, "the same signs");
    refused("``risk\n- satu\n```\n\nAyat.\n", "E492", 5, 1, "```risk");
    for good in [
        "```\nx\n```\n",
        "~~~~\nx\n~~~~~\n",
        "> ```\n> x\n> ```\n",
        "- a\n\n  ```\n  x\n  ```\n",
        "```\n```\n",
    ] {
        assert_eq!(told(good), [], "{good}");
    }
}

#[test]
fn a_definition_of_an_address_that_nothing_uses_is_refused() {
    for (text, line, column) in [
        ("[Ketua]: Ali\n", 5, 1),
        ("- [Ketua]: Ali\n", 5, 3),
        ("(a) [Ketua]: Ali\n", 5, 5),
        ("> [Ketua]: Ali\n", 5, 3),
        ("- [x]: selesai\n", 5, 3),
        ("[DRC]: Pekan\n", 5, 1),
        ("Ayat.\n\n[1]: x\n", 7, 1),
        ("::: nota\n[1]: x\n:::\n", 6, 1),
        ("+-----------+\n| [1]: x    |\n+-----------+\n", 6, 3),
    ] {
        refused(text, "E293", line, column, "\\[");
    }
    assert_eq!(told("[Waktu]: 08:00\n[Tempat]: Dewan\n").len(), 2);
    for good in [
        "\\[Ketua]: Ali\n",
        "[web] dan [Web]\n\n[WEB]: https://a.example\n",
        "[ke web][w]\n\n[w]: https://a.example\n",
        "[w][]\n\n[w]: https://a.example\n\n::: terhad\nRujuk [w].\n:::\n",
    ] {
        let told = told(good);
        assert!(told.iter().all(|(code, ..)| code != "E293"), "{good}: {told:?}");
    }
}

#[test]
fn text_that_is_indented_is_no_code() {
    for text in [
        "    (a) satu\n",
        "\t(a) satu\n",
        "    | A |\n    |---|\n    | a |\n",
        "Ayat.\n\n    - [x] siap\n",
        "> Ayat.\n>\n>     teks\n",
    ] {
        let told = told(text);
        let codes: Vec<&str> = told.iter().map(|(code, ..)| code.as_str()).collect();
        assert_eq!(codes, ["E295"], "{text}");
    }
    for good in [
        "   (a) satu\n",
        "Ayat\n    bersambung.\n",
        "- a\n\n      kod\n",
        "```\n    kod\n```\n",
    ] {
        assert_eq!(told(good), [], "{good}");
    }
}

#[test]
fn a_comment_behind_a_text_is_refused() {
    for text in [
        "```strategy\nvision: Set # 2 di bawah\n```\n",
        "```mapping\n- Set # 2 di bawah\n```\n",
        "```bia\n- function: Kaunter\n    cukai # 2\n```\n",
    ] {
        let told = told(text);
        let codes: Vec<&str> = told.iter().map(|(code, ..)| code.as_str()).collect();
        assert_eq!(codes, ["E294"], "{text}");
    }
    refused(
        "```strategy\nvision: Set # 2 di bawah\n```\n",
        "E294",
        6,
        13,
        "between quotes",
    );
    let told = told("```roles\n# satu\n- role: \"Set # 2\" # komen\n  # dua\n  duties: # tiga\n    - Set#2\n```\n");
    assert!(told.iter().all(|(code, ..)| code != "E294"), "{told:?}");
    for (front, refused) in [
        ("title: Set # 2\nclassification: TERBUKA", true),
        ("title: Set\ndescription: Set # 2\nclassification: TERBUKA", true),
        (
            "# komen\ntitle: \"Set # 2\" # komen\nclassification: TERBUKA # asal",
            false,
        ),
    ] {
        let run = PlanTest::new().section("01-a.md", front, "Ayat.\n").run(&["check"]);
        assert_eq!(run.stderr.contains("E294"), refused, "{front}: {}", run.stderr);
    }
}

#[test]
fn chapters_without_numbers_are_counted_as_one() {
    let table = "| A |\n|---|\n| a |\n\n: Senarai {#tbl-N}\n";
    let plan = "title: Pelan Ujian\nreference: UJI/01\nversion: \"1.0\"\ndate: 2026-11-01\norganisation: Majlis Ujian\n\
                classification: TERHAD\nnumbering: none\ncaptions: chapter\n";
    let test = PlanTest::new()
        .file("plan.yaml", plan)
        .section("01-a.md", "title: A\nclassification: TERBUKA", &table.replace('N', "a"))
        .section(
            "02-b.md",
            "title: B\nclassification: TERBUKA",
            &format!("{}\n@tbl-b\n", table.replace('N', "b")),
        );
    test.build();
    let page = std::fs::read_to_string(test.output().join("site/1.0/b/index.html")).expect("the page");
    assert!(page.contains("Jadual 2"), "{page}");
}

#[test]
fn what_a_table_would_take_in_or_lose_is_refused() {
    let table = |rest: &str| format!("| A | B |\n|---|---|\n{rest}\n");
    refused(&table("| 1 | 2 |\nTeks."), "E296", 8, 1, "an empty line");
    refused(&table("\n| 1 | 2 |"), "E296", 8, 1, "the empty line");
    let grid = |line: &str| format!("+---+---+\n| a | b |\n{line}\n| c | d |\n+---+---+\n");
    refused(&grid("|---+---|"), "E205", 7, 1, "corner");
    refused(&grid("|---|---|"), "E205", 7, 1, "corner");
    for good in [
        table("| 1 | 2 |\n\nTeks."),
        table("1 | 2"),
        table("| 1 | - |"),
        grid("+---+---+"),
        grid("|   +---+"),
    ] {
        assert_eq!(told(&good), [], "{good}");
    }
}
