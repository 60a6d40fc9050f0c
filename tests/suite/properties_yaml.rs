//! Any front matter and any `plan.yaml` works or is refused.

use proptest::prelude::*;

use crate::{
    fuzzing::{
        sample,
        targets::{front_matter, plan_yaml},
    },
    properties::{cases, changed, pieces},
};

const PIECES: [&str; 74] = [
    "\n",
    "\n",
    "\n  ",
    "\n- ",
    ": ",
    ":",
    "- ",
    "  ",
    "\t",
    "title: Tajuk\n",
    "title:",
    "number: 1.2\n",
    "number: false\n",
    "number: Lampiran I\n",
    "number: [1]\n",
    "classification: TERHAD\n",
    "classification: TERBUKA\n",
    "classification: sulit\n",
    "classification: RAHSIA\n",
    "classification:\n",
    "audience: [ERT]\n",
    "audience: ERT\n",
    "audience: [\"01\", DRT]\n",
    "audience:\n  - XYZ\n",
    "description: >-\n  baris\n  lagi\n",
    "description: |\n x\n",
    "weight: -1\n",
    "weight: 99999999999999999999\n",
    "extra: {a: [1, {b: c}]}\n",
    "extra: x\n",
    "&a ",
    "*a",
    "<<: *a\n",
    "!!str ",
    "!!binary aGk=",
    "? ",
    "| ",
    "> ",
    "'",
    "\"",
    "\\x41",
    "\\u2028",
    "{",
    "}",
    "[",
    "]",
    ",",
    "# komen\n",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "~",
    "null",
    "0x10",
    "1e3",
    ".nan",
    "2026-02-30",
    "date: 2026-11-01\n",
    "version: \"1.0\"\n",
    "version: ../1\n",
    "valid_until: 9999-12-31\n",
    "open_pages: [control]\n",
    "numbering: bab\n",
    "theme: ../x\n",
    "language: en\n",
    "control: {prepared: {name: A}}\n",
    "review: {interval_months: 0}\n",
    "abbreviations: {A: B}\n",
    "demonstration: true\n",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "\u{e000}",
    "\u{feff}",
];

fn front() -> impl Strategy<Value = Vec<u8>> {
    let valid = "title: Tajuk\nnumber: Lampiran I\nclassification: SULIT\naudience: [ERT, \"01\"]\ndescription: >-\n  Baris\n  \
                 lagi\nweight: 3\nextra: {a: [1, null]}";
    prop_oneof![
        pieces(&PIECES, 12).prop_map(String::into_bytes),
        changed(valid.to_owned(), &PIECES)
    ]
}

fn plan() -> impl Strategy<Value = Vec<u8>> {
    let valid = format!(
        "{}control:\n  prepared: {{name: A, post: B, date: 2026-01-01}}\nreferences: [a, \"b: c\"]\nabbreviations:\n  A: b\n\
         review: {{last: 2026-01-01, interval_months: 12}}\nnumbering: decimal\nlanguage: ms\nstatement: |\n  a\n  b\n",
        sample::PLAN
    );
    prop_oneof![
        pieces(&PIECES, 12).prop_map(String::into_bytes),
        changed(valid, &PIECES)
    ]
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn any_front_matter_works_or_is_refused_and_only_terbuka_opens(text in front()) {
        front_matter(&text);
    }

    #[test]
    fn any_plan_file_works_or_is_refused(text in plan()) {
        plan_yaml(&text);
    }
}
