//! The search index: what stands in it, for whom, in how many files.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::Value;
use terkawal::source::has_extension;

use crate::{
    canary_plan::{all, canary_plan},
    plan_test::PlanTest,
    published::files,
};

/// The files of an open index, each by its name as it calls itself.
fn open_index(site: &Path) -> BTreeMap<String, Value> {
    let folder = site.join("1.0/search");
    let files = files(&folder).into_iter().filter(|(path, _)| has_extension(path, "js"));
    files
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let name = path
                .rsplit('/')
                .next()
                .expect("a name")
                .trim_end_matches(".js")
                .to_owned();
            let call = text
                .strip_prefix(&format!("terkawalSearch.take(\"{name}\","))
                .expect("the call");
            let json = call.strip_suffix(")\n").expect("its end");
            (name, serde_json::from_str(json).expect("JSON"))
        })
        .collect()
}

/// Words and roots with the parts in which they stand; roots without their bars.
fn lists(index: &BTreeMap<String, Value>) -> BTreeMap<String, BTreeSet<u64>> {
    let mut all: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for start in index["index"]["words"].as_array().expect("words") {
        let pairs = index[start[1].as_str().expect("a name")].as_array().expect("pairs");
        assert_eq!(pairs[0], start[0], "a file begins with the key that it is listed under");
        for pair in pairs.chunks(2) {
            let key = pair[0].as_str().expect("a key").replace('|', "");
            all.entry(key)
                .or_default()
                .extend(parts(pair[1].as_str().expect("a list")));
        }
    }
    all
}

fn parts(list: &str) -> Vec<u64> {
    let differences = list
        .split(';')
        .map(|difference| difference.parse::<u64>().expect("a number"));
    let values = differences.scan(0, |last, difference| {
        *last += difference;
        Some(*last)
    });
    values.map(|value| value / 4).collect()
}

/// Text, heading and title by the number of the part.
fn texts(index: &BTreeMap<String, Value>) -> Vec<String> {
    let mut all = Vec::new();
    for start in index["index"]["sections"].as_array().expect("sections") {
        for section in index[start[1].as_str().expect("a name")].as_array().expect("sections") {
            for part in section["parts"].as_array().expect("parts") {
                all.push(format!("{} {part}", section["title"]));
            }
        }
    }
    all
}

#[test]
fn affixed_words_codes_and_titles_are_found_in_their_part() {
    let test = PlanTest::small().section(
        "03-turutan.md",
        "title: Turutan\nclassification: TERBUKA",
        "Kerja pemulihan bermula.\n\n## Kawalan masuk\n\nRTO dicatat, lihat 7.3.1 dan salinan 03-01.\n\n\
         ![Rajah mengaktifkan](r.svg)\n\nTeks garis-garis, Café.\n",
    );
    let test = test.file(
        "content/r.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text y=\"8\">lukisan</text></svg>",
    );
    test.build();
    let index = open_index(&test.output().join("site"));
    let (lists, texts) = (lists(&index), texts(&index));
    for (word, stands) in [
        ("pulih", "pemulihan"),
        ("pemulihan", "pemulihan"),
        ("aktif", "mengaktifkan"),
        ("rto", "RTO"),
        ("7.3.1", "7.3.1"),
        ("03-01", "03-01"),
        ("garis", "garis-garis"),
        ("cafe", "Café"),
        ("kawal", "Kawalan"),
        ("turutan", "Turutan"),
    ] {
        let found = lists.get(word).unwrap_or_else(|| panic!("{word} is not in the index"));
        for part in found {
            let text = &texts[usize::try_from(*part).expect("a number")];
            assert!(text.contains(stands), "{word} in {text}");
        }
    }
    assert!(!lists.contains_key("khas"), "a sealed word");
    let anchors: Vec<&str> = texts.iter().filter_map(|text| text.split('"').nth(3)).collect();
    assert!(anchors.contains(&"s003-kawalan-masuk"), "{anchors:?}");
}

#[test]
fn nothing_sealed_is_in_the_open_index_however_it_is_read() {
    let test = canary_plan();
    test.build();
    let index = open_index(&test.output().join("site"));
    let text = format!("{index:?}{:?}{:?}", lists(&index).keys(), texts(&index)).to_lowercase();
    assert!(text.contains("teks umum"), "the index is read");
    for word in all() {
        assert!(!text.contains(word), "{word} in the open index");
        // Roots are written in pieces; a canary's root begins as it does.
        assert!(!text.contains(word.trim_end_matches("qx")), "{word} in the open index");
    }
}

#[test]
fn a_sealed_title_may_be_the_root_of_an_open_word() {
    let test = PlanTest::small()
        .section("03-a.md", "title: Lapor", "Hanya pemegang membaca ayat ini juga.\n")
        .section(
            "04-b.md",
            "title: Lain\nclassification: TERBUKA",
            "Pegawai melaporkan dan pelaporan diteliti.\n",
        );
    test.run(&["build"]).succeeds();
    // The gate lets it pass because the index does not write it as a word.
    let index = open_index(&test.output().join("site"));
    assert!(lists(&index).contains_key("lapor") && !format!("{index:?}").contains("\"lapor"));
}

#[test]
fn a_large_plan_has_an_index_of_many_small_files() {
    let mut test = PlanTest::new();
    let body: String = (0..40)
        .flat_map(|at| ["Perkataan".to_owned(), at.to_string(), " ".to_owned()])
        .collect();
    for at in 0..600 {
        let body = format!("{body} khusus{at} bilangan{}\n\n## Kecil {at}\n\nteks{at}\n", at * 7);
        let front = format!("title: Seksyen {at}\nclassification: TERBUKA");
        test = test.section(&format!("{at:05}-bahagian-{at}.md"), &front, &body);
    }
    test.run(&["build"]).succeeds();
    let site = test.output().join("site");
    let index = open_index(&site);
    assert_eq!(index["index"]["counts"].as_array().expect("counts").len(), 600);
    assert_eq!(texts(&index).len(), 1200);
    assert!(index.len() > 10, "{} files", index.len());
    for name in index.keys().filter(|name| *name != "index") {
        let size = fs::metadata(site.join(format!("1.0/search/{name}.js")))
            .expect("a file")
            .len();
        assert!(size < 64 << 10, "{name}: {size}");
    }
    let size = fs::metadata(site.join("1.0/search/index.js"))
        .expect("the first file")
        .len();
    assert!(size < 32 << 10, "{size}");
    // The last section is found by its own word alone.
    assert_eq!(lists(&index)["khusus599"], BTreeSet::from([1198]));
    // What a page carries for the search does not grow with the plan.
    let page = fs::read_to_string(site.join("1.0/bahagian-7/index.html")).expect("a page");
    let start = page.find("<form class=\"search\"").expect("the box");
    let end = page[start..].find("</noscript>").expect("its end");
    assert!(end < 900, "{end}");
}

#[test]
fn hostile_words_are_text_in_the_index() {
    let hostile = "Ayat &lt;img src=x onerror=alert(1)&gt; dan &lt;/script&gt; serta `__proto__` constructor \u{202e}kilab \
                   \u{2028} \\\" ');alert(1)// ";
    let body = format!("{hostile}{} سلامة الوثيقة\n", "z".repeat(5000));
    let test = PlanTest::small().section(
        "03-jahat.md",
        "title: \"</script><b>Jahat\"\nclassification: TERBUKA",
        &body,
    );
    test.build();
    let site = test.output().join("site");
    for (path, bytes) in files(&site.join("1.0/search")) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(!has_extension(&path, "js") || !text.contains('<'), "{path}");
    }
    let lists = lists(&open_index(&site));
    for word in [
        "onerror",
        "proto",
        "constructor",
        "kilab",
        "jahat",
        "سلامة",
        &"z".repeat(40),
    ] {
        assert!(lists.contains_key(word), "{word}");
    }
}

#[test]
fn a_plan_without_open_text_has_no_search() {
    let test = PlanTest::new()
        .plan("open_pages: []")
        .section("01-a.md", "title: A", "Semua terkawal di sini.\n")
        .holder("01", "clearance: SULIT");
    test.build();
    let site = test.output().join("site/1.0");
    assert!(!site.join("search").exists());
    let cover = fs::read_to_string(site.join("index.html")).expect("the cover");
    assert!(
        !cover.contains("class=\"search\"") && !cover.contains("<script"),
        "{cover}"
    );
    // The reading page has its search all the same: for what is sealed, once it is open.
    let read = fs::read_to_string(site.join("read/index.html")).expect("the reading page");
    let (_, script) = read.split_once("src=\"../assets/search-").expect("the script");
    let name = format!("assets/search-{}", script.split('"').next().expect("its name"));
    assert!(site.join(&name).is_file(), "{name}");
}
