//! How much of a real document its readers get: five-word sequences of the source found in an opened copy or an open
//! page. The documents are not part of the repository; where they are absent, a line says so.
//!
//! A word is what stands between spaces without the punctuation at its ends, in its own case. Markup is taken off:
//! stars, tags, table rules. Markers of lists, which browsers draw, are counted as they are seen. Signs that are no word, such as a bullet or the colon of a label, are none here either.
//! Both converters write a paragraph, an item and a table row on a line each, so that a line is a block, or several
//! cells; only bold titles run over lines. Front pages count like everything else.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use unicode_normalization::UnicodeNormalization as _;

use crate::{
    importing::{build_and_open, import},
    plan_test::PlanTest,
    published::files,
};

/// What stands on the source's pages and is no part of its text.
#[derive(Default, Debug)]
struct Removed {
    marks: usize,
    page_lines: usize,
    contents: usize,
}

/// The source's blocks and cells, one text each.
fn blocks(source: &str) -> (Vec<String>, Removed) {
    let mut removed = Removed::default();
    let mut out = vec![String::new()];
    let lines: Vec<&str> = source.lines().collect();
    let mut in_contents = false;
    for (at, line) in lines.iter().enumerate() {
        let text = line.trim();
        let page_line = text.starts_with("Muka Surat :");
        let mark = text == "TERHAD" && lines.get(at + 1).is_some_and(|next| next.starts_with("Muka Surat :"));
        let contents = is_contents(line, in_contents);
        removed.page_lines += usize::from(page_line);
        removed.marks += usize::from(mark);
        removed.contents += usize::from(contents);
        if page_line || mark || contents || text.is_empty() {
            in_contents = contents || (in_contents && text.is_empty());
            out.push(String::new());
            continue;
        }
        in_contents = false;
        let cells: Vec<&str> = if text.starts_with("- |") || text.starts_with('|') {
            text.trim_start_matches("- ").split('|').collect()
        } else {
            line.split('\t').collect()
        };
        let bold = out.last().is_some_and(|block| block.matches("**").count() % 2 == 1);
        if !bold {
            out.push(String::new());
        }
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                out.push(String::new());
            }
            let last = out.last_mut().expect("a block");
            last.push(' ');
            last.push_str(cell);
        }
    }
    // inside a cell each paragraph and item is a block
    let parts = out
        .iter()
        .flat_map(|text| split_at_tags(text, &["p", "li", "ul", "br"]));
    (parts.filter(|text| !text.trim().is_empty()).collect(), removed)
}

/// A line of the source's contents list: its title, its column heads, and entries with a page number behind a tab.
fn is_contents(line: &str, inside: bool) -> bool {
    let title = ["KANDUNGAN", "KANDUNGAN DOKUMEN\tMuka Surat"].contains(&line.trim());
    let page = line.rsplit_once('\t').is_some_and(|(_, page)| {
        !page.is_empty() && page.len() <= 4 && page.bytes().all(|b| b.is_ascii_digit() || b"ivx".contains(&b))
    });
    let annex = line.starts_with("Lampiran ") && line.contains(" : ");
    title || (inside && (page || annex || line == "PERKARA\tMUKA SURAT"))
}

/// Text between the tags named, with all other tags taken out.
fn split_at_tags(text: &str, blocks: &[&str]) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let last = out.last_mut().expect("a text");
        last.push_str(&rest[..start]);
        rest = &rest[start..];
        let name: String = rest[1..]
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
            .collect();
        match rest.find('>') {
            Some(end) if !name.is_empty() || rest.starts_with("<!") => {
                if blocks.contains(&name.trim_matches('/')) {
                    out.push(String::new());
                }
                rest = &rest[end + 1..];
            }
            _ => {
                last.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.last_mut().expect("a text").push_str(rest);
    out
}

fn decoded(text: &str) -> String {
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    named
        .iter()
        .fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign))
}

fn words(text: &str) -> Vec<String> {
    let text: String = decoded(text).nfc().collect();
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Words of a source block, without the stars of emphasis.
fn source_words(block: &str) -> Vec<String> {
    let bare: Vec<String> = block.split_whitespace().map(unstarred).collect();
    words(&bare.join(" "))
}

/// `*miring*` without its stars; a star between letters is a sign.
fn unstarred(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let letter = |at: Option<&char>| at.is_some_and(|c| c.is_alphanumeric());
    let between = |at: usize| at > 0 && letter(chars.get(at - 1)) && letter(chars.get(at + 1));
    chars
        .iter()
        .enumerate()
        .filter(|(at, c)| **c != '*' || between(*at))
        .map(|(_, c)| *c)
        .collect()
}

const BLOCKS: [&str; 23] = [
    "p",
    "li",
    "ul",
    "ol",
    "td",
    "th",
    "tr",
    "table",
    "div",
    "section",
    "article",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "dt",
    "dd",
    "caption",
    "title",
];

/// A page with the markers of its lists in words, as browsers show them.
fn with_markers(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    // Kind and next number of each open list; none where markers are written out, or are no numbers.
    let mut open: Vec<Option<(char, usize)>> = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').map_or(rest.len() - start, |end| end + 1);
        let tag = &rest[start..end];
        out.push_str(&rest[..end]);
        rest = &rest[end..];
        let value = |name: &str| {
            let found = tag.split_once(&format!(" {name}=\""));
            found.and_then(|(_, value)| value.split('"').next())
        };
        let number = |name| value(name).and_then(|number| number.parse().ok());
        match tag.trim_matches(['<', '>']).split(' ').next().unwrap_or_default() {
            "ol" => {
                let kind = value("type").and_then(|kind| kind.chars().next()).unwrap_or('1');
                let is_written = value("class") == Some("written");
                open.push((!is_written).then(|| (kind, number("start").unwrap_or(1))));
            }
            "ul" => open.push(None),
            "/ol" | "/ul" => {
                open.pop();
            }
            "li" => {
                // The text of an item stands beside its marker, also where it is a paragraph.
                let written = rest.starts_with("<span class=\"marker\">");
                let before = if written {
                    rest.find("</span>").map_or(0, |at| at + 7)
                } else {
                    0
                };
                out.push_str(&rest[..before]);
                rest = rest[before..].trim_start();
                rest = rest.strip_prefix("<p>").unwrap_or(rest);
                if let Some(Some((kind, next))) = open.last_mut() {
                    *next = number("value").unwrap_or(*next);
                    out.push_str(&marker(*kind, *next));
                    *next += 1;
                }
                out.push(' ');
            }
            _ => {}
        }
    }
    out + rest
}

fn marker(kind: char, number: usize) -> String {
    let roman = || {
        let mut text = String::new();
        let mut left = number;
        for (value, sign) in [
            (50, "l"),
            (40, "xl"),
            (10, "x"),
            (9, "ix"),
            (5, "v"),
            (4, "iv"),
            (1, "i"),
        ] {
            while left >= value {
                left -= value;
                text.push_str(sign);
            }
        }
        text
    };
    let letter = || char::from(b'a' + u8::try_from(number - 1).expect("a letter")).to_string();
    match kind {
        'a' => letter(),
        'A' => letter().to_uppercase(),
        'i' => roman(),
        'I' => roman().to_uppercase(),
        _ => number.to_string(),
    }
}

/// Every five words that stand together on the pages that readers see.
fn sequences(pages: &[String]) -> BTreeSet<Vec<String>> {
    let mut out = BTreeSet::new();
    for page in pages {
        for text in split_at_tags(&with_markers(&page.replace("<br>", " ")), &BLOCKS) {
            let words = words(&text);
            out.extend(words.windows(5).map(<[String]>::to_vec));
        }
    }
    out
}

fn measure(name: &str, classification: &[&str]) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds").join(name);
    let Ok(source) = fs::read_to_string(&path) else {
        println!("skipped: {name} is not at hand");
        return;
    };
    let test = PlanTest::new();
    let plan = import(&test, &path, classification);
    let opened = build_and_open(&test, &plan);
    let pages: Vec<String> = [files(&opened), files(&plan.join("build/site"))]
        .into_iter()
        .flatten()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|extension| extension == "html"))
        .map(|(_, bytes)| String::from_utf8(bytes).expect("a page is UTF-8"))
        .collect();
    let found = sequences(&pages);
    let (blocks, removed) = blocks(&source);
    let wanted: Vec<Vec<String>> = blocks
        .iter()
        .flat_map(|block| {
            source_words(block)
                .windows(5)
                .map(<[String]>::to_vec)
                .collect::<Vec<_>>()
        })
        .collect();
    let missing: Vec<String> = wanted
        .iter()
        .filter(|words| !found.contains(*words))
        .map(|words| words.join(" "))
        .collect();
    println!("{name}: {} blocks and cells; taken out: {removed:?}", blocks.len());
    println!(
        "{name}: {} of {} sequences found",
        wanted.len() - missing.len(),
        wanted.len()
    );
    for words in &missing {
        println!("  not found: {words}");
    }
    assert!(wanted.len() > 2500, "{name}: the text is there");
    assert!(missing.len() * 200 <= wanted.len(), "{name}: below 99.5%");
}

#[test]
fn markers_are_seen_as_they_were_written() {
    let lists: [&[&str]; 9] = [
        &["a)", "b)", "c)", "e)"],
        &["(h)", "(i)", "(j)"],
        &["(i)", "(ii)", "(v)", "(x)"],
        &["iv.", "v.", "vi."],
        &["A.", "B.", "C."],
        &["3.", "4.", "2."],
        &["1)", "1)", "2)", "1)"],
        &["a)", "i)", "ii)", "b)", "i)", "c)", "a)"],
        &["(c)", "(d)", "1.", "2.", "(e)", "XII.", "XIII."],
    ];
    let mut source = String::from("1.0 MULA\n\n");
    let mut expected = Vec::new();
    for (at, list) in lists.iter().enumerate() {
        source += &format!("Senarai bernombor {at} adalah seperti yang berikut.\n\n");
        for (item, marker) in list.iter().enumerate() {
            source += &format!("- {marker} perkara {at} yang {item} tamat\n");
            let sign = marker.trim_matches(['(', ')', '.']);
            expected.push(format!("{sign} perkara {at} yang {item}"));
        }
        source += "\n";
    }
    let test = PlanTest::new();
    fs::write(test.path("senarai.txt"), source).expect("written");
    let plan = import(&test, &test.path("senarai.txt"), &["--classification", "TERHAD"]);
    let opened = files(&build_and_open(&test, &plan));
    let pages = opened.into_iter().filter(|(path, _)| path.contains("sections/"));
    let pages: Vec<String> = pages
        .map(|(_, bytes)| String::from_utf8(bytes).expect("UTF-8"))
        .collect();
    let found = sequences(&pages);
    for words in expected {
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        assert!(found.contains(&words), "{words:?}");
    }
}

#[test]
fn readers_get_the_real_plan() {
    measure("pkp-plan.txt", &[]);
}

#[test]
fn readers_get_the_real_guideline() {
    measure("mygovuc-guideline.txt", &["--classification", "TERHAD"]);
}
