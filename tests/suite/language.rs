//! The plan language by its specification: every example of `tests/spec/*.md` is a section of one plan, and the page
//! that is built shows what stands below its dots.

use std::{fs, path::Path};

use crate::{plan_test::PlanTest, sample::root};

/// An example: its place, its Markdown, and the HTML that it becomes.
pub(crate) struct Example {
    /// File and line.
    pub(crate) place: String,
    pub(crate) markdown: String,
    pub(crate) html: String,
}

/// The whole specification.
pub(crate) fn specification() -> Vec<Example> {
    let mut files: Vec<_> = fs::read_dir(root().join("tests/spec"))
        .expect("the specification")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files.iter().flat_map(|path| examples(path)).collect()
}

/// Examples stand between lines of thirty-two backticks, with a line `.` between source and result. `→` is a tab.
fn examples(path: &Path) -> Vec<Example> {
    const FENCE: &str = "````````````````````````````````";
    let text = fs::read_to_string(path).expect("the specification");
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let mut examples = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if !line.starts_with(FENCE) {
            continue;
        }
        let body: Vec<&str> = lines
            .by_ref()
            .map(|(_, line)| line)
            .take_while(|line| *line != FENCE)
            .collect();
        let dot = body.iter().position(|line| *line == ".").expect("a line with a dot");
        let join = |lines: &[&str]| lines.join("\n").replace('→', "\t");
        examples.push(Example {
            place: format!("{name}:{}", number + 1),
            markdown: join(&body[..dot]),
            html: join(&body[dot + 1..]),
        });
    }
    examples
}

/// The text of a section's page, ids of the section taken out of it.
fn shown(page: &str, id: &str) -> String {
    let start = page.find("</h2>").expect("the heading") + "</h2>".len();
    let end = page.find("</article>").expect("the end");
    page[start..end].trim().replace(id, "s000")
}

#[test]
fn every_example_becomes_what_stands_below_it() {
    let all = specification();
    assert!(all.len() > 40, "the specification is there");
    let mut test = PlanTest::new().file("content/gambar.svg", SVG);
    for (index, example) in all.iter().enumerate() {
        let front = "title: Contoh\nclassification: TERBUKA";
        test = test.section(&format!("{index:03}-contoh-{index}.md"), front, &example.markdown);
    }
    test.run(&["build"]).succeeds();
    let mut wrong = Vec::new();
    for (index, example) in all.iter().enumerate() {
        let page = test.output().join(format!("site/1.0/contoh-{index}/index.html"));
        let page = fs::read_to_string(page).expect("the page");
        let found = shown(&page, &format!("s{:03}", index + 1));
        if found != example.html {
            wrong.push(format!(
                "{}\n{}\n--- is\n{found}\n--- should be\n{}\n",
                example.place, example.markdown, example.html
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        all.len(),
        wrong.join("\n")
    );
}

const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><rect width=\"5\" height=\"5\"/></svg>";
