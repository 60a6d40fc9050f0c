//! Any Markdown works or is refused, and what is sealed stays sealed.

use proptest::{collection::vec, prelude::*, sample::select};

use crate::{
    fuzzing::{
        pipeline::{self, Depth},
        sample,
        targets::{BETWEEN, WORD, markdown},
    },
    properties::{cases, pieces},
};

/// Lines and parts of lines; `¤` becomes a word that only the sealed parts hold.
const PIECES: [&str; 92] = [
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "\r\n",
    "¤",
    "¤ ",
    "kata ",
    "Ayat biasa di sini. ",
    "# ",
    "## Tajuk\n",
    "## Tajuk ¤ {#kecil}\n",
    "\nSetext ¤\n====\n",
    "\nx\n---\n",
    "***\n",
    "*",
    "**",
    "***",
    "_",
    "~~",
    "`",
    "``",
    "```\n",
    "``` sh\n",
    "```md\n",
    "~~~\n",
    "> ",
    "> > ",
    "- ",
    "* ",
    "1. ",
    "1) ",
    "- [x] ",
    "- [ ] ¤\n",
    "| A | ¤ |\n|---|:-:|\n",
    "| a | b |\n",
    "|",
    "[^1]",
    "[^1]: ¤\n",
    "[¤]",
    "[x]: https://a.example \"¤\"\n",
    "[x]",
    "[a](01-umum.md)",
    "[a](02-khusus.md#kecil)",
    "[a](#kecil)",
    "[a](lampiran.txt)",
    "[a](",
    ")",
    "![¤](peta.svg)",
    "![",
    "![](x.png)",
    "<https://¤.example>",
    "<¤@contoh.example>",
    "https://¤.example ",
    "<b>",
    "</b>",
    "<p title=\"¤\">",
    "</p>",
    "<div>\n",
    "</div>\n",
    "<pre>\n",
    "<table><tr><td>",
    "<!--",
    "-->",
    "<!-- ¤ -->",
    "<script>",
    "</script>",
    "<iframe src=\"x\">",
    "<textarea>",
    "<style>",
    "<svg><title>",
    "<![CDATA[",
    "<?x",
    "&amp;",
    "&#58;&#58;&#58;",
    "&lt;p&gt;",
    "\\",
    "\\[",
    "\\\n",
    "\u{200b}",
    "\u{ff1a}\u{ff1a}\u{ff1a}",
    ":::",
    "\n:::\n",
    "\n::: sulit\n",
    "\n::: terhad {audience=\"DRT\"}\n",
    " ::: terhad\n",
    "\u{feff}",
    "\"",
    "terkawal-",
];

fn part() -> impl Strategy<Value = String> {
    pieces(&PIECES, 14)
}

/// Open text, sealed block, open text, sealed section.
fn section() -> impl Strategy<Value = String> {
    vec(part(), 4).prop_map(|parts| parts.join(BETWEEN))
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn any_markdown_works_or_is_refused_and_nothing_sealed_is_published(text in section()) {
        markdown(text.as_bytes());
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn any_nesting_works_or_is_refused(piece in select(&PIECES[..]), times in 1_usize..1_500, tail in part()) {
        let text = format!("{}{tail}", piece.repeat(times));
        markdown([text.as_str(), "", "", text.as_str()].join(BETWEEN).as_bytes());
    }

    #[test]
    fn the_same_plan_gives_the_same_bytes(open in part(), sealed in part()) {
        let section = format!("{}\n{}", sample::OPEN, open.replace(WORD, "biasa"));
        let once = || {
            let world = sample::plan()
                .with("plan/content/01-umum.md", &section)
                .with("plan/content/02-khusus.md", sample::sealed(&sealed));
            pipeline::build(&world, Depth::Pages)
        };
        let (first, second) = (once(), once());
        prop_assert!(first.files == second.files);
        let said = |built: &pipeline::Built| format!("{:?}", built.failure);
        prop_assert_eq!(said(&first), said(&second));
    }
}
