//! A careless author: a section pasted below another, fences of other dialects, colons without the shift key. Each would
//! publish what was meant to be sealed.

use crate::plan_test::PlanTest;

fn with(body: &str) -> PlanTest {
    PlanTest::small().section("03-lagi.md", "title: Lagi\nclassification: TERBUKA", body)
}

#[track_caller]
fn refused(code: &str, bodies: &[&str]) {
    for body in bodies {
        let test = with(body);
        let run = test.run(&["build"]);
        assert!(run.status == 2 && run.stderr.contains(code), "{body:?}: {}", run.text());
        assert!(!test.output().join("site").exists(), "{body:?}");
    }
}

#[test]
fn a_sealed_section_pasted_below_an_open_one_is_refused() {
    refused(
        "E148",
        &[
            "Terbuka.\n\n---\ntitle: Lain\nclassification: SULIT\n---\nNombor penggera.\n",
            "---\ntitle: Lain\nclassification: \"terhad\"\n---\nNombor penggera.\n",
            "classification: SULIT\n\nNombor penggera.\n",
            "Terbuka.\n\n  Classification : sulit   # naik taraf\nNombor penggera.\n",
        ],
    );
}

#[test]
fn fences_of_other_dialects_are_refused() {
    refused(
        "E161",
        &[
            ";;; terhad\nNombor penggera.\n;;;\n",
            "!!! sulit \"Tajuk\"\n    Nombor penggera.\n",
            "> [!TERHAD]\n> Nombor penggera.\n",
            "%%% terhad\nNombor penggera.\n%%%\n",
            "<!-- ::: terhad -->\nNombor penggera.\n<!-- ::: -->\n",
            "\u{2236}\u{2236}\u{2236} terhad\nNombor penggera.\n\u{2236}\u{2236}\u{2236}\n",
            "\u{a789}\u{a789}\u{a789} terhad\nNombor penggera.\n\u{a789}\u{a789}\u{a789}\n",
        ],
    );
    refused(
        "E160",
        &[
            "``` terhad\nNombor penggera.\n```\n",
            "~~~sulit\nNombor penggera.\n~~~\n",
            "- a\n\n  ```{.terhad}\n  Nombor penggera.\n  ```\n",
        ],
    );
}

#[test]
fn text_about_marks_passes() {
    with("Tahap ini sulit!!\n\n# Sulit\n\nClassification: see below.\n\n```yaml\nclassification: SULIT\n```\n\n[sulit](01-umum.md)\n\n**TERHAD**\n")
        .build();
}
