//! The examples of CommonMark, each a section of a plan that the binary builds.
//!
//! An example passes when its page shows what a browser makes of the specification's HTML. Those that cannot are listed
//! with their reason, and the list is exact: a listed example that passes as it is, fails the test too.

mod exceptions;
mod normal;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use crate::{plan_test::PlanTest, sample::root};
use exceptions::{Change, SITE, leads};
use normal::Tag;

/// An example of the specification.
struct Example {
    markdown: String,
    html: String,
}

/// The examples by number, or nothing when the package is not installed. `→` is a tab.
fn examples() -> Option<BTreeMap<u16, Example>> {
    const FENCE: &str = "````````````````````````````````";
    let path = root().join("tests/commonmark/node_modules/commonmark-spec/spec.txt");
    let text = fs::read_to_string(path).ok()?;
    let mut lines = text.lines().take_while(|line| !line.starts_with("<!-- END TESTS -->"));
    let mut examples = BTreeMap::new();
    while let Some(line) = lines.next() {
        if line != format!("{FENCE} example") {
            continue;
        }
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != FENCE).collect();
        let dot = body.iter().position(|line| *line == ".").expect("a line with a dot");
        let join = |lines: &[&str]| {
            lines
                .join(
                    "
",
                )
                .replace('→', "	")
                + "
"
        };
        let example = Example {
            markdown: join(&body[..dot]),
            html: join(&body[dot + 1..]),
        };
        examples.insert(u16::try_from(examples.len() + 1).expect("some hundred"), example);
    }
    Some(examples)
}

const OPEN: &str = "title: Contoh\nclassification: TERBUKA";

fn plan<'e>(sections: impl Iterator<Item = (&'e u16, &'e String)>) -> PlanTest {
    let picture =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><rect width=\"5\" height=\"5\"/></svg>";
    sections.fold(
        PlanTest::new().file("content/gambar.svg", picture),
        |test, (number, markdown)| test.section(&format!("{number:03}-contoh-{number}.md"), OPEN, markdown),
    )
}

/// The codes of the faults of each example.
fn refused(test: &PlanTest) -> BTreeMap<u16, BTreeSet<String>> {
    let facts = test.run(&["--format", "json", "check"]).fails(2, "E").json();
    let mut refused: BTreeMap<u16, BTreeSet<String>> = BTreeMap::new();
    for diagnostic in facts["diagnostics"].as_array().expect("a list") {
        let path = diagnostic["place"]["path"].as_str().expect("a place");
        let number = path
            .strip_prefix("content/")
            .and_then(|name| name.get(..3))
            .expect("a number");
        let code = diagnostic["code"].as_str().expect("a code").to_owned();
        refused
            .entry(number.parse().expect("a number"))
            .or_default()
            .insert(code);
    }
    refused
}

/// What the page of a section shows.
fn shown(test: &PlanTest, number: u16) -> String {
    let page = test.output().join(format!("site/1.0/contoh-{number}/index.html"));
    let page = fs::read_to_string(page).expect("the page");
    let start = page.find("</h2>").expect("the heading") + "</h2>".len();
    page[start..page.find("</article>").expect("the end")].to_owned()
}

/// Whether page and specification say the same, with what every page adds taken out.
fn agree(page: &str, specification: &str, change: Option<Change>) -> Result<(), String> {
    let is = normal::tokens(page, true, |tag| match tag.name.as_str() {
        "a" => tag.drop("rel", |value| value == "noopener noreferrer"),
        "h3" | "h4" | "h5" | "h6" => tag.drop("id", |_| true),
        "img" => tag.set("src", |value| {
            value.starts_with("../assets/").then(|| "gambar.svg".to_owned())
        }),
        "ol" if matches!(change, Some(Change::Delimiters | Change::Inside)) => {
            tag.drop("class", |value| value.starts_with("decimal "));
        }
        _ => {}
    });
    let inside = specification.replace("</li>\n</ol>\n<ul>", "<ul>") + "</li>\n</ol>";
    let specification = if change == Some(Change::Inside) {
        &inside
    } else {
        specification
    };
    let mut should = normal::tokens(specification, change != Some(Change::Comments), |tag| {
        // The heading of the section is an `h2`, so those of its text begin at `h3`.
        let below = match tag.name.as_str() {
            "h1" | "h2" => "h3",
            "h3" => "h4",
            "h4" => "h5",
            "h5" => "h6",
            other => other,
        };
        tag.name = below.to_owned();
        match change {
            Some(Change::Addresses) => lead(tag),
            Some(Change::Languages) if tag.name == "code" => tag.drop("class", |value| value.starts_with("language-")),
            _ => {}
        }
    });
    // Brackets that are no link keep their address as text.
    if change == Some(Change::Addresses) {
        for text in should.iter_mut().filter(|token| token.contains("](")) {
            *text = text
                .replace("](/", &format!("]({SITE}/"))
                .replace("](uri", &format!("]({SITE}/uri"));
        }
    }
    if is == should {
        return Ok(());
    }
    Err(format!(
        "--- is\n{}\n--- should be\n{}",
        is.join("\n"),
        should.join("\n")
    ))
}

/// Where the specification's addresses lead once they were led somewhere.
fn lead(tag: &mut Tag) {
    tag.set("src", |_| Some("gambar.svg".to_owned()));
    tag.set("href", |value| {
        (!value.starts_with("https://")).then(|| format!("{SITE}/{}", value.trim_start_matches('/')))
    });
}

#[test]
fn every_example_passes_but_for_those_that_are_changed_on_purpose() {
    let Some(examples) = examples() else {
        eprintln!("skipped: commonmark-spec is not installed; run `npm ci` in tests/commonmark");
        return;
    };
    assert_eq!(examples.len(), 652);
    let listed = exceptions::all();
    let all = plan(examples.iter().map(|(number, example)| (number, &example.markdown)));
    let refused = refused(&all);
    let mut wrong = Vec::new();
    for number in examples.keys() {
        let is: Vec<&str> = refused
            .get(number)
            .map(|codes| codes.iter().map(String::as_str).collect())
            .unwrap_or_default();
        let should = listed.get(number).map(|exception| exception.codes).unwrap_or_default();
        if is != should {
            wrong.push(format!(
                "example {number} is refused by {is:?}, and should be by {should:?}"
            ));
        }
    }
    // What is left, with addresses that lead somewhere.
    let mut sections = BTreeMap::new();
    for (number, example) in &examples {
        match listed.get(number) {
            Some(exception) if exception.change == Change::Nothing => {}
            Some(exception) if exception.change == Change::Addresses => {
                sections.insert(*number, leads(*number, &example.markdown));
            }
            _ => _ = sections.insert(*number, example.markdown.clone()),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let test = plan(sections.iter());
    test.build();
    for (number, markdown) in &sections {
        let (page, html) = (shown(&test, *number), &examples[number].html);
        let change = listed.get(number).map(|exception| exception.change);
        if let Err(difference) = agree(&page, html, change) {
            wrong.push(format!("example {number}\n{markdown}{difference}\n"));
        } else if let Some(change) = change.filter(|change| *change != Change::Addresses)
            && agree(&page, html, None).is_ok()
        {
            wrong.push(format!(
                "example {number} passes without {change:?}: take it off the list"
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    let plain = examples.len() - listed.len();
    eprintln!(
        "CommonMark: {plain} examples as they are, {} changed on purpose",
        listed.len()
    );
}
