//! Any `amendments.yaml` works or is refused, tells nothing sealed, and takes the next version in without losing a row.

use std::fs;

use proptest::prelude::*;

use crate::{
    fuzzing::targets::amendments,
    properties::{cases, changed, pieces},
    sample::root,
};

const PIECES: [&str; 44] = [
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\r\n",
    ": ",
    "- ",
    "  - ",
    "# nota\n",
    "- version: \"7.7\"\n",
    "- version: \"1.0\"\n",
    "- version: 1.0\n",
    "  date: 2026-11-01\n",
    "  date: 2026-13-01\n",
    "  against: \"7.6\"\n",
    "  content: \"00\"\n",
    "  amendments:\n",
    "  amendments: []\n",
    "  amendments: [",
    "  - path: \"01-umum.md\"\n",
    "  - path: \"02-khusus.md\"\n",
    "  - path: \"../x.md\"\n",
    "    block: 1\n",
    "    number: \"1\"\n",
    "    was: \"2\"\n",
    "    kind: \"changed\"\n",
    "    kind: \"added, renumbered\"\n",
    "    kind: \"removed\"\n",
    "    classification: \"TERBUKA\"\n",
    "    classification: \"TERHAD\"\n",
    "    classification: \"RAHSIA\"\n",
    "    audience: \"01\"\n",
    "    audience: [\"01\", ERT]\n",
    "    text: \"Semua [-pegawai-]{+orang+} boleh membaca.\"\n",
    "    text: |\n      a\n",
    "    text: \"[-\"\n",
    "    auto: \"0123456789abcdef\"\n",
    "&a ",
    "*a",
    "? ",
    "\"",
    "'",
    "\u{202e}",
    "---\n",
];

fn record() -> impl Strategy<Value = Vec<u8>> {
    let valid = fs::read_to_string(root().join("fuzz/corpus/amendments/ada-versi")).expect("a record");
    prop_oneof![
        pieces(&PIECES, 14).prop_map(String::into_bytes),
        changed(valid, &PIECES)
    ]
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn any_record_works_or_is_refused_and_keeps_every_row(text in record()) {
        amendments(&text);
    }
}
