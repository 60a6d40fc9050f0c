//! References and labels that would be printed as they are typed.

use crate::told::{refused, told};

#[test]
fn references_in_brackets_words_and_links_are_refused() {
    let with = |line: &str| format!("## Tajuk {{#sec-t}}\n\n{line}\n");
    refused(&with("[@sec-t]"), "E287", 7, 1, "without brackets");
    refused(&with("Lihat [-@sec-t]."), "E287", 7, 7, "without brackets");
    refused(&with("- a [lihat *juga* @sec-t]"), "E287", 7, 5, "without brackets");
    refused(&with("lihat@sec-t"), "E287", 7, 6, "a blank before");
    refused(
        &with("[lihat @sec-t](https://a.example)"),
        "E287",
        7,
        8,
        "before or behind",
    );
    refused(&with("> @SEC-t"), "E198", 7, 3, "");
    for good in [
        "@sec-t",
        "@Sec-t.",
        "(@sec-t)",
        "\\[@sec-t\\]",
        "nama@sec-t.my",
        "`[@sec-t]`",
        "lihat.@sec-t",
    ] {
        assert_eq!(told(&with(good)), [], "{good}");
    }
}

#[test]
fn labels_that_label_nothing_are_refused() {
    refused("## Tajuk {#tbl-a}\n", "E287", 5, 1, "{#sec-name}");
    refused("## Tajuk {#fig-a}\n", "E287", 5, 1, "{#sec-name}");
    refused("## Tajuk {#sec-a\n", "E287", 5, 10, "close it with }");
    refused("Ayat {#sec-a}\n", "E287", 5, 6, "close it with }");
    refused(
        "| A |\n|---|\n| a |\n\nSenarai {#tbl-a}\n",
        "E287",
        9,
        9,
        "a line `: caption`",
    );
    refused(
        "| A |\n|---|\n| a |\n\n: Senarai {#tbl-a\n",
        "E195",
        9,
        1,
        "{#tbl-name}",
    );
    refused(
        "| A |\n|---|\n| a |\n\n: Senarai {#tbl-a} lagi\n",
        "E195",
        9,
        1,
        "{#tbl-name}",
    );
    refused(
        "+----------+\n| {#tbl-a} |\n+----------+\n",
        "E287",
        6,
        3,
        "close it with }",
    );
    for good in ["\\{#tbl-a}\n", "`{#tbl-a}`\n", "## Tajuk {#jadual}\n", "{#lain}\n"] {
        assert_eq!(told(good), [], "{good}");
    }
}
