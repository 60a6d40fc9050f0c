//! Clearance, groups, audience, inheritance and nested blocks in every combination, against the oracle.

use std::collections::{BTreeMap, BTreeSet};

use crate::{opened, oracle::Oracle, plan_test::PlanTest};

const MARKS: [&str; 2] = ["TERHAD", "SULIT"];
const AUDIENCES: [&str; 7] = ["", "ERT", "DRT", "ERT DRT", "01", "03", "03-02 02"];

fn front(title: &str, mark: &str, audience: &str) -> String {
    let mut front = format!("title: {title}");
    if !mark.is_empty() {
        front.push_str(&format!("\nclassification: {mark}"));
    }
    if !audience.is_empty() {
        let names: Vec<String> = audience.split(' ').map(|name| format!("\"{name}\"")).collect();
        front.push_str(&format!("\naudience: [{}]", names.join(", ")));
    }
    front
}

/// Text with a mark of its own.
struct Marks(usize);

impl Marks {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("tanda{:04} berdiri di sini.\n", self.0)
    }

    fn block(&mut self, mark: &str, audience: &str, inside: &str) -> String {
        let attributes = if audience.is_empty() {
            String::new()
        } else {
            format!(" {{audience=\"{audience}\"}}")
        };
        let text = self.next();
        format!(
            "\n::: {}{attributes}\n{text}{inside}\n:::\n\n{}",
            mark.to_lowercase(),
            self.next()
        )
    }
}

/// Every mark with every audience: as sections, below chapters of every mark and audience, and as blocks.
fn every_combination() -> PlanTest {
    let mut marks = Marks(0);
    let mut test = PlanTest::new()
        .holder("01", "clearance: SULIT")
        .holder("02", "clearance: TERHAD")
        .team("03", "clearance: TERHAD\ngroups: [ERT]")
        .holder("03-01", "")
        .holder("03-02", "clearance: SULIT")
        .team("04", "clearance: SULIT")
        .holder("04-01", "groups: [DRT]")
        .holder("04-02", "clearance: TERHAD\ngroups: [DRT, ERT]")
        .holder("05", "clearance: SULIT\ngroups: [ERT, DRT]");
    for (chapter, (mark, audience)) in combinations().enumerate() {
        let folder = format!("{:02}-bab", chapter + 10);
        let body = marks.next();
        test = test.section(
            &format!("{folder}{chapter}/_index.md"),
            &front("Bab", mark, audience),
            &body,
        );
        let children = [
            ("", ""),
            ("TERBUKA", ""),
            ("TERHAD", "ERT"),
            ("SULIT", ""),
            ("", "DRT 05"),
            ("SULIT", "03"),
        ];
        for (child, (mark, audience)) in children.into_iter().enumerate() {
            let inside = marks.block("sulit", "", "");
            let body = marks.next() + &marks.block("sulit", "ERT 01", &inside) + &marks.next();
            let path = format!("{folder}{chapter}/{child}-bahagian{child}.md");
            test = test.section(&path, &front("Bahagian", mark, audience), &body);
        }
    }
    let mut body = marks.next();
    for (mark, audience) in combinations() {
        let deepest = marks.block("sulit", "DRT 03", "");
        let inner = marks.block("sulit", "", &deepest) + &marks.block("sulit", "ERT", "");
        body += &marks.block(mark, audience, &inner);
    }
    test.section("01-terbuka.md", &front("Terbuka", "TERBUKA", ""), &body)
}

fn combinations() -> impl Iterator<Item = (&'static str, &'static str)> {
    MARKS
        .into_iter()
        .flat_map(|mark| AUDIENCES.into_iter().map(move |audience| (mark, audience)))
}

#[test]
fn every_bundle_lists_exactly_the_sections_its_holder_is_entitled_to() {
    let test = every_combination();
    test.build();
    let oracle = Oracle::read(&test.root());
    let mut different = BTreeSet::new();
    for number in oracle.holders.keys() {
        let bundle = opened::bundle(&test.copy(number), test.key(number));
        let mut expected = oracle.ids(number);
        assert!(oracle.reads_generated(number));
        expected.extend(["control", "distribution"].map(str::to_owned));
        assert_eq!(bundle.ids(), expected, "copy {number}");
        let listed: BTreeSet<String> = bundle
            .files
            .keys()
            .filter(|path| path.starts_with("sections/"))
            .cloned()
            .collect();
        let files: BTreeSet<String> = expected.iter().map(|id| format!("sections/{id}.html")).collect();
        assert_eq!(listed, files, "copy {number}");
        different.insert(expected);
    }
    assert_eq!(
        different.len(),
        oracle.holders.len(),
        "every holder of the fixture reads something else"
    );
}

#[test]
fn the_text_of_every_block_stands_in_the_right_file_and_nowhere_else() {
    let test = every_combination();
    test.build();
    let oracle = Oracle::read(&test.root());
    assert!(oracle.parts.len() > 300);
    for number in oracle.holders.keys() {
        let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for part in oracle.entitled(number) {
            expected
                .entry(format!("sections/{}.html", part.shown_in))
                .or_default()
                .extend(part.marks.iter().cloned());
        }
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, bytes) in opened::bundle(&test.copy(number), test.key(number)).files {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let words = text
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| word.starts_with("tanda"));
            let words: BTreeSet<String> = words.map(str::to_owned).collect();
            if !words.is_empty() {
                found.insert(path, words);
            }
        }
        assert_eq!(found, expected, "copy {number}");
    }
}

#[test]
fn the_open_site_shows_the_marks_of_open_text_only() {
    let test = every_combination();
    test.build();
    let oracle = Oracle::read(&test.root());
    let sealed: BTreeSet<&String> = oracle
        .holders
        .keys()
        .flat_map(|number| oracle.entitled(number))
        .flat_map(|part| &part.marks)
        .collect();
    let sealed: Vec<&str> = sealed.into_iter().map(String::as_str).collect();
    assert!(sealed.len() > 300);
    for (path, bytes) in crate::published::open_files(&test.output()) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| sealed.contains(word))
            .collect();
        assert!(words.is_empty(), "{words:?} in {path}");
    }
    let open = oracle
        .parts
        .iter()
        .find(|part| part.id == "s001")
        .expect("the open section");
    let page = std::fs::read_to_string(test.output().join("site/1.0/terbuka/index.html")).expect("the page");
    assert!(
        open.marks.iter().all(|mark| page.contains(mark)),
        "the open text between blocks is published"
    );
}
