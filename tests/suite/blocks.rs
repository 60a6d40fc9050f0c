//! What all data blocks have in common: places of faults, emptiness, hostile texts, sealing, data files.

use std::fs;

use crate::{
    opened,
    plan_test::PlanTest,
    program::Output,
    published::{assert_none_of, words_in},
};

/// A block in its shortest form: what stands before the rows, and one row with `$` for each free text.
pub(crate) struct Block {
    pub(crate) kind: &'static str,
    pub(crate) head: &'static str,
    pub(crate) row: &'static str,
}

/// Every kind there is; the two that draw what is linked have no rows.
pub(crate) fn kinds() -> impl Iterator<Item = &'static str> {
    BLOCKS.iter().map(|block| block.kind).chain(["dot", "flow"])
}

pub(crate) const BLOCKS: [Block; 12] = [
    Block {
        kind: "actionplan",
        head: "",
        row: "- thrust: $\n  strategies:\n  - strategy: $\n    programmes:\n    - programme: $\n      owner: $\n      \
              date: 2027-2029\n      kpi:\n      - {kpi: $, date: Jun 2028}\n      - {kpi: $, date: Dis setiap tahun}\n",
    },
    Block {
        kind: "bia",
        head: "categories: {Genting: 4 jam, Lain: }\nfunctions:\n",
        row: "- code: $\n  function: $\n  system: $\n  impact: $\n  mtd: 4 jam\n  rto: 2 jam\n  wrt: 1 jam\n  rpo: 1 jam\n  backup: 1 jam\n",
    },
    Block {
        kind: "checklist",
        head: "",
        row: "- item: $\n  group: $\n  owner: $\n  done: yes\n  date: 2026-11-01\n",
    },
    Block {
        kind: "contacts",
        head: "kind: emergency\ncontacts:\n",
        row: "- name: $\n  place: $\n  note: $\n  phone: 09-0000 4711\n",
    },
    Block {
        kind: "instructions",
        head: "",
        row: "- condition: $\n  actions: [$, {action: $, who: $, when: $}]\n  who: $\n  when: $\n",
    },
    Block {
        kind: "mapping",
        head: "",
        row: "- from: $\n  to: [$, $]\n",
    },
    Block {
        kind: "mitigation",
        head: "",
        row: "- risk: $\n  function: $\n  threat: $\n  treatment: reduce\n  people: $\n  process: [$, $]\n  technology: $\n  \
              site: $\n  owner: $\n  due: 2027-06\n  target: 9\n",
    },
    Block {
        kind: "orgchart",
        head: "- post: Ketua\n",
        row: "- post: $\n  under: Ketua\n  name: $\n  note: $\n  members: [$, $]\n",
    },
    Block {
        kind: "procedure",
        head: "",
        row: "- actor: Petugas\n  step: $\n  record: $\n  time: $\n",
    },
    Block {
        kind: "risk",
        head: "",
        row: "- code: $\n  function: $\n  threat: $\n  weaknesses: [$, $]\n  controls: $\n  likelihood: 3\n  impact: 5\n",
    },
    Block {
        kind: "roles",
        head: "",
        row: "- role: $\n  members: [$, $]\n  appointed: 2026-11-01\n  duties: [$, $]\n",
    },
    Block {
        kind: "strategy",
        head: "",
        row: "- thrust: $\n  strategies:\n  - strategy: $\n    programmes:\n    - $\n    - programme: $\n",
    },
];

impl Block {
    /// Rows with a text in the place of each `$`, told apart by a number.
    pub(crate) fn with(&self, rows: usize, text: &str) -> String {
        self.each(&vec![text; rows])
    }

    /// One row for each text.
    fn each(&self, texts: &[&str]) -> String {
        let mut out = self.head.to_owned();
        let mut count = 0;
        for text in texts {
            for part in self.row.split_inclusive('$') {
                out.push_str(part.trim_end_matches('$'));
                if part.ends_with('$') {
                    count += 1;
                    out.push_str(&serde_json::to_string(&format!("{text}{count}")).expect("a text"));
                }
            }
        }
        out
    }

    fn texts(&self) -> usize {
        self.row.matches('$').count()
    }
}

/// A plan with the block in an open section. It begins on the sixth line.
pub(crate) fn open(kind: &str, yaml: &str) -> PlanTest {
    PlanTest::new().section(
        "01-blok.md",
        "title: Blok\nclassification: TERBUKA",
        &format!("```{kind}\n{yaml}\n```\n"),
    )
}

/// A plan with the block in a sealed section that holder 01 may read.
pub(crate) fn sealed(kind: &str, yaml: &str) -> PlanTest {
    PlanTest::new()
        .section(
            "01-blok.md",
            "title: Blok\nclassification: TERHAD",
            &format!("```{kind}\n{yaml}\n```\n"),
        )
        .holder("01", "clearance: SULIT")
}

/// The page of the open section.
#[track_caller]
pub(crate) fn page(test: &PlanTest) -> String {
    test.build();
    fs::read_to_string(test.output().join("site/1.0/blok/index.html")).expect("a page")
}

/// Demands that a page holds each piece, in this order.
#[track_caller]
pub(crate) fn assert_holds(page: &str, pieces: &[&str]) {
    let mut rest = page;
    for piece in pieces {
        let at = rest.find(piece);
        let at = at.unwrap_or_else(|| panic!("no {piece:?} in the rest of the page:\n{}", article(rest)));
        rest = &rest[at + piece.len()..];
    }
}

/// The text of a page, without what the theme puts around.
pub(crate) fn article(page: &str) -> &str {
    let page = page.split("<article").nth(1).unwrap_or(page);
    page.split("</article>").next().expect("a first part")
}

/// Demands exactly these diagnostics, each as `CODE line:column message`, lines counted within the block.
#[track_caller]
pub(crate) fn assert_faults(test: &PlanTest, expected: &[&str]) {
    let run = test.run(&["--format", "json", "check"]);
    assert_eq!(run.status, 2, "{}", run.text());
    let found = told(&run);
    assert_eq!(found, expected, "{}", test.run(&["check"]).stderr);
}

/// The diagnostics of a run in that form; every one has something to do.
#[track_caller]
pub(crate) fn told(run: &Output) -> Vec<String> {
    let json = run.json();
    let list = json["diagnostics"].as_array().expect("a list");
    list.iter()
        .map(|diagnostic| {
            let hints = diagnostic["hints"].as_array().expect("hints");
            assert!(!hints.is_empty(), "{diagnostic}");
            let place = &diagnostic["place"];
            let line = place["line"].as_i64().expect("a line");
            let first = if place["path"] == "content/01-blok.md" { 5 } else { 0 };
            format!(
                "{} {}:{} {}",
                diagnostic["code"].as_str().expect("a code"),
                line - first,
                place["column"],
                diagnostic["message"].as_str().expect("a message")
            )
        })
        .collect()
}

/// Names of the tags outside drawings.
fn tags(page: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut drawn = false;
    for part in article(page).split('<').skip(1) {
        let name = part.split(['>', ' ']).next().unwrap_or_default();
        drawn |= name == "svg";
        // Longer texts may take more drawings.
        if !drawn && !matches!(name, "figure" | "/figure") {
            all.push(name);
        }
        drawn &= name != "/svg";
    }
    all
}

const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "</td></tr></table><script src=x>",
    "]]></svg>",
    "--><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)\" '",
    "&lt;b&gt; &amp; &#60;",
    "javascript:alert(1) data:text/html,x",
    "{{ plan }} {% include x %}",
    "${x} `kod` **tebal** [a](b.md) ::: terhad",
    "=HYPERLINK(\"x\")",
    "baris satu\nbaris dua\tlagi",
    "\u{202e}terbalik\u{200b}",
];

/// Demands that a page shows a text, and no longer one that only begins so.
#[track_caller]
fn assert_shows(page: &str, text: &str) {
    let mut found = page.match_indices(text).map(|(at, _)| &page[at + text.len()..]);
    assert!(
        found.any(|rest| !rest.starts_with(|c: char| c.is_ascii_digit())),
        "no {text:?}"
    );
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

#[test]
fn hostile_texts_stay_texts() {
    for block in &BLOCKS {
        let plain = page(&open(block.kind, &block.with(HOSTILE.len(), "teks ")));
        let page = page(&open(block.kind, &block.each(&HOSTILE)));
        assert_eq!(tags(&page), tags(&plain), "{}", block.kind);
        // A drawing that a text broke out of would not be well formed.
        for drawing in page.split("<svg").skip(1) {
            let drawing = format!("<svg{}</svg>", drawing.split("</svg>").next().expect("a part"));
            let read = roxmltree::Document::parse(&drawing);
            assert!(read.is_ok(), "{}: {:?}", block.kind, read.err());
        }
        for (row, text) in HOSTILE.iter().enumerate() {
            for number in 1..=block.texts() {
                assert_shows(&page, &format!("{}{}", escaped(text), row * block.texts() + number));
            }
        }
    }
}

#[test]
fn long_words_and_other_scripts_are_kept_whole() {
    let long = "Panjang".repeat(3000);
    let texts = [
        long.as_str(),
        "مجليس ڤربندرن ",
        "漢字仮名交じり文",
        "كلمة\u{200f} dan Latin ",
    ];
    for block in &BLOCKS {
        let page = page(&open(block.kind, &block.each(&texts)));
        for (row, text) in texts.iter().enumerate() {
            for number in 1..=block.texts() {
                assert_shows(&page, &format!("{text}{}", row * block.texts() + number));
            }
        }
    }
}

#[test]
fn control_characters_are_refused() {
    for block in &BLOCKS {
        for text in ["a\u{0}b", "a\u{1b}[31mb"] {
            let yaml = block.with(1, text);
            let found = told(&open(block.kind, &yaml).run(&["--format", "json", "check"]));
            assert!(
                found.len() == 1
                    && found[0].starts_with("E224 ")
                    && found[0].ends_with("a control character stands in this text"),
                "{} {text:?}: {found:?}",
                block.kind
            );
        }
        // The character itself, where a reader of YAML refuses the whole.
        for c in ["\u{0}", "\u{7}", "\u{7f}"] {
            let yaml = block.with(1, "X").replace('X', c);
            let run = open(block.kind, &yaml).run(&["check"]);
            assert_eq!(run.status, 2, "{}: {}", block.kind, run.text());
        }
    }
}

#[test]
fn empty_blocks_are_refused() {
    for kind in kinds() {
        for yaml in ["", "\n\n", "# belum\n", "[]", "{}", "~", "\"\"", "--- # x\n"] {
            // Graphviz has no YAML.
            if kind != "dot" || yaml.trim().is_empty() {
                assert_faults(&open(kind, yaml), &["E223 1:1 this block is empty"]);
            }
        }
    }
}

#[test]
fn what_is_not_the_form_of_a_block_is_told() {
    for block in &BLOCKS {
        assert_faults(
            &open(block.kind, "satu ayat sahaja"),
            &["E213 1:1 keys and values were expected here"],
        );
        if block.kind != "checklist" {
            let expected = ["E213 1:3 keys and values were expected here"];
            assert_faults(&sealed(block.kind, "- satu ayat"), &expected);
        }
        let message = "this cannot be read as YAML";
        let found = told(&open(block.kind, "- [satu").run(&["--format", "json", "check"]));
        assert!(
            found.len() == 1 && found[0].starts_with("E219") && found[0].ends_with(message),
            "{found:?}"
        );
        for yaml in ["- &a b", "- *a", "- !!str a", "- a\n---\n- b"] {
            let found = told(&open(block.kind, yaml).run(&["--format", "json", "check"]));
            assert!(found.len() == 1 && found[0].starts_with("E219"), "{yaml:?} {found:?}");
        }
    }
}

#[test]
fn unknown_keys_are_told_with_the_known_ones() {
    for block in &BLOCKS {
        let yaml = format!("{}  kzkunciqx: x\n", block.with(1, "teks "));
        let run = open(block.kind, &yaml).run(&["--format", "json", "check"]);
        let line = yaml.lines().count();
        assert_eq!(
            told(&run),
            [format!("E211 {line}:3 unknown key in this block")],
            "{}",
            block.kind
        );
        let first_key = block.row[2..].split(':').next().expect("a key");
        let json = run.json();
        let hint = json["diagnostics"][0]["hints"][0].as_str().expect("a hint");
        assert!(hint.contains(first_key), "{hint}");
    }
}

#[test]
fn a_thousand_rows_are_all_shown() {
    for block in &BLOCKS {
        let page = page(&open(block.kind, &block.with(1000, "teks ")));
        let rows = if block.kind == "orgchart" { "<rect" } else { "<tr>" };
        let rows = article(&page).matches(rows).count();
        assert!(rows > 1000, "{}: {rows}", block.kind);
        for number in [1, 500, 1000 * block.texts()] {
            assert_shows(&page, &format!("teks {number}"));
        }
    }
}

#[test]
fn sealed_blocks_leave_nothing_in_the_open() {
    for block in &BLOCKS {
        let yaml = block.with(2, "kzblokqx");
        let test = sealed(block.kind, &yaml);
        let run = test.run(&["-v", "build"]).succeeds();
        let words = ["kzblokqx", "4711", "09-0000"];
        assert!(words_in("", run.text().as_bytes(), &words).is_empty(), "{}", run.text());
        assert_none_of(&test.output().join("site"), &words[..1]);
        assert_none_of(&test.output(), &words[..1]);
        let bundle = opened::bundle(&test.copy("01"), test.key("01"));
        for number in 1..=block.texts() * 2 {
            assert!(bundle.holds(&format!("kzblokqx{number}")), "{} {number}", block.kind);
        }
    }
}

#[test]
fn the_leak_gate_knows_every_text_of_a_block() {
    for block in &BLOCKS {
        let plan = |said: &str| {
            let mut yaml = block.with(1, "kz");
            for number in 1..=block.texts() {
                yaml = yaml.replace(&format!("\"kz{number}\""), &format!("\"{}\"", said_of(number)));
            }
            sealed(block.kind, &yaml)
                .section(
                    "02-umum.md",
                    "title: Umum\nclassification: TERBUKA",
                    "Umum: [nota](nota.txt).\n",
                )
                .file("content/nota.txt", said)
        };
        plan("Tiada apa-apa yang terkawal di sini").build();
        for number in 1..=block.texts() {
            let run = plan(&said_of(number)).run(&["build"]);
            assert!(
                run.status == 2 && run.text().contains("E400"),
                "{} {number}: {}",
                block.kind,
                run.text()
            );
        }
    }
}

/// Five words that stand in no other text.
fn said_of(number: usize) -> String {
    ["lori", "payung", "kerusi", "lampu", "meja"]
        .map(|word| format!("{word}{number}"))
        .join(" ")
}

#[test]
fn a_sealed_block_in_an_open_section_is_as_sealed() {
    for block in &BLOCKS {
        let body = format!(
            "Umum.\n\n::: sulit\n\n```{}\n{}```\n\n:::\n",
            block.kind,
            block.with(1, "kzblokqx")
        );
        let test = PlanTest::new()
            .section("01-blok.md", "title: Blok\nclassification: TERBUKA", &body)
            .holder("01", "clearance: SULIT")
            .holder("02", "clearance: TERHAD");
        test.build();
        assert_none_of(&test.output(), &["kzblokqx"]);
        assert!(
            opened::bundle(&test.copy("01"), test.key("01")).holds("kzblokqx1"),
            "{}",
            block.kind
        );
        assert!(
            !opened::bundle(&test.copy("02"), test.key("02")).holds("kzblokqx"),
            "{}",
            block.kind
        );
    }
}

#[test]
fn faults_of_sealed_blocks_are_told_without_their_words() {
    for block in &BLOCKS {
        let good = block.with(1, "kzblokqx");
        let bad = [
            format!("{good}  kzkunciqx: x\n"),
            good.replace("\"kzblokqx1\"", "{kzkunciqx: kznilaiqx}"),
            good.replace("\"kzblokqx1\"", "\"kzblokqx"),
            good.replace("\"kzblokqx1\"", "*kzblokqx"),
            good.replace("\"kzblokqx1\"", "\"kzblokqx\\u0007\""),
            good.replace(": 3", ": kznilaiqx")
                .replace("jam", "kznilaiqx")
                .replace("2026", "kznilaiqx"),
        ];
        for yaml in bad.iter().filter(|yaml| **yaml != good) {
            for test in [
                sealed(block.kind, yaml),
                sealed(&format!("{} {{file=kzfailqx.yaml}}", block.kind), "").file("content/data/kzfailqx.yaml", yaml),
            ] {
                for manner in [&["-v", "check"][..], &["--format", "json", "check"]] {
                    let run = test.run(manner);
                    assert_eq!(run.status, 2, "{yaml}\n{}", run.text());
                    // The name of the file is its place, and is all that is told.
                    let text = run.text().replace("content/data/kzfailqx.yaml", "");
                    let found = words_in("", text.as_bytes(), &["kzblokqx", "kznilaiqx", "kzkunciqx"]);
                    assert!(found.is_empty(), "{found:?} in {text}");
                }
            }
        }
        // In an open section the same is quoted: the silence above is not for want of an excerpt.
        let run = open(block.kind, &bad[0]).run(&["check"]);
        assert!(run.stderr.contains("kzkunciqx"), "{}", run.stderr);
    }
}

#[test]
fn every_word_of_a_block_is_in_every_language() {
    for language in ["ms", "id", "en"] {
        for block in &BLOCKS {
            let test = open(block.kind, &block.with(1, "teks ")).plan(&format!("language: {language}"));
            let page = page(&test);
            assert!(!page.contains('⟨'), "{language} {}: {}", block.kind, article(&page));
        }
    }
}
