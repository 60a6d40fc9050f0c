//! The two ends: a plan that is open altogether, and one that is sealed altogether.

use crate::{
    plan_test::PlanTest,
    published::{files, open_files},
};

#[test]
fn a_wholly_open_plan_issues_no_copies() {
    let test = PlanTest::new()
        .section("01-umum.md", "title: Umum\nclassification: TERBUKA", "Teks.\n")
        .section("02-lagi.md", "title: Lagi\nclassification: TERBUKA", "Teks lagi.\n")
        .seat("01", "clearance: SULIT");
    let output = test.run(&["build"]).succeeds();
    assert!(!output.text().contains("copies"), "{}", output.text());
    let files = files(&test.output());
    assert!(
        files
            .keys()
            .all(|path| !path.contains("copies/") && !path.contains("/read/")),
        "{:?}",
        files.keys()
    );
    assert!(files.contains_key("site/1.0/umum/index.html"));
    test.run(&["verify", test.output().to_str().expect("UTF-8")]).succeeds();
}

#[test]
fn copies_of_an_earlier_build_go_when_the_plan_becomes_open() {
    let test = PlanTest::small();
    test.build();
    assert!(test.one_file("01").exists() && test.copy("01").exists());
    let test = test.section("02-khusus.md", "title: Khusus\nclassification: TERBUKA", "Teks.\n");
    test.build();
    assert!(files(&test.output()).keys().all(|path| !path.contains("copies/")));
}

#[test]
fn a_wholly_sealed_plan_publishes_a_cover_and_the_reader_page() {
    let test = PlanTest::new()
        .section("01-satu/_index.md", "title: Satu", "Teks satu.\n")
        .section("01-satu/01-dua.md", "title: Dua\nclassification: SULIT", "Teks dua.\n")
        .holder("01", "clearance: SULIT");
    test.build();
    let mut paths: Vec<String> = open_files(&test.output()).into_keys().collect();
    for (name, extension) in [("site", "css"), ("search", "js")] {
        let named = |path: &String| {
            path.starts_with(&format!("1.0/assets/{name}-")) && terkawal::source::has_extension(path, extension)
        };
        paths.remove(paths.iter().position(named).expect(name));
    }
    let expected = [
        "1.0/index.html",
        "1.0/manifest.json",
        "1.0/read/index.html",
        "index.html",
        "versions/1.0.css",
        "versions/index.html",
        "versions/manifest.json",
        "versions/versions.json",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn generated_pages_are_open_only_when_the_plan_says_so() {
    let pages = ["control", "distribution", "references", "abbreviations", "contents"];
    let facts = "references: [\"Akta ujian\"]\nabbreviations: {UJI: Ujian}";
    for open in pages {
        let test = PlanTest::small().plan(facts).plan(&format!("open_pages: [{open}]"));
        test.build();
        let site = open_files(&test.output());
        for page in pages {
            assert_eq!(
                site.contains_key(&format!("1.0/{page}/index.html")),
                page == open,
                "{page} while {open} is open"
            );
        }
    }
    let test = PlanTest::small().plan(facts);
    test.build();
    let ids = crate::opened::bundle(&test.copy("02"), test.key("02")).ids();
    for page in &pages[..4] {
        assert!(ids.contains(*page), "the sealed {page} is in the copies");
    }
}
