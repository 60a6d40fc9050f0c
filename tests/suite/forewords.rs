//! Forewords: before the first chapter, without a number, with portrait and signatory.

use std::fs;

use crate::{
    opened,
    plan_test::PlanTest,
    published::{assert_none_of, files, open_files},
};

/// A portrait that is told from others by a word in it.
fn portrait(word: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text>{word}</text></svg>")
}

fn site(test: &PlanTest, path: &str) -> String {
    fs::read_to_string(test.output().join("site/1.0").join(path)).expect("a page")
}

#[test]
fn a_foreword_comes_first_and_takes_no_number() {
    let test = PlanTest::small()
        .section(
            "99-prakata.md",
            "title: Prakata\nclassification: TERBUKA\nfront: true\nportrait: ketua.svg\n\
             signatory: {name: 'Puan <Rekaan>', post: Yang DiPertua}",
            "Kata-kata aluan.\n",
        )
        .file("content/ketua.svg", portrait("Potret"))
        .plan("open_pages: [contents, control]");
    test.build();
    let page = site(&test, "prakata/index.html");
    assert!(
        page.contains("<article id=\"f001\">\n<h2 class=\"heading\">Prakata</h2>"),
        "{page}"
    );
    assert!(page.contains("alt=\"Puan &lt;Rekaan&gt;\"></figure>"), "{page}");
    let end = "Puan &lt;Rekaan&gt;</span><br><span class=\"post\">Yang DiPertua</span></p>";
    assert!(page.find("Kata-kata").expect("the text") < page.find(end).expect("the signatory"));
    // The first chapter is still 1.0 and s001.
    assert!(
        site(&test, "umum/index.html")
            .contains("<article id=\"s001\">\n<h2 class=\"heading\"><span class=\"number\">1.0</span>")
    );
    let contents = site(&test, "contents/index.html");
    assert!(contents.find("Prakata") < contents.find("Umum"), "{contents}");
    // On paper it stands between cover and control page, and before the chapters.
    for html in [
        site(&test, "print/index.html"),
        fs::read_to_string(test.one_file("01")).expect("a copy"),
    ] {
        let html = &html[html.find("<main").expect("main")..];
        let at = |id: &str| html.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("{id}"));
        assert!(at("f001") < at("control") && at("control") < at("s001"), "{html}");
        assert!(
            html.contains("<section class=\"section foreword depth-1\" id=\"f001\""),
            "{html}"
        );
    }
    let html = site(&test, "print/index.html");
    let contents = html.find("<nav class=\"contents\"").expect("a list of contents");
    let end = html[contents..].find("</ol>").expect("its end");
    for id in ["f001", "control", "s001"] {
        assert!(
            html[contents..contents + end].contains(&format!("href=\"#{id}\"")),
            "{id}"
        );
    }
}

#[test]
fn forewords_are_ordered_by_weight_and_pass_on_their_place() {
    let test = PlanTest::small()
        .section(
            "90-b/_index.md",
            "title: Aluan\nclassification: TERBUKA\nfront: true\nweight: 2",
            "Teks.\n",
        )
        .section("90-b/01-c.md", "title: Sambungan\nclassification: TERBUKA", "Teks.\n")
        .section(
            "91-a.md",
            "title: Prakata\nclassification: TERBUKA\nfront: true\nweight: 1\nnumber: false",
            "Teks.\n",
        )
        .plan("numbering: bab");
    test.build();
    for (path, id) in [("a", "f001"), ("b", "f002"), ("b/c", "f003")] {
        let page = site(&test, &format!("{path}/index.html"));
        assert!(
            page.contains(&format!("<article id=\"{id}\">\n<h2 class=\"heading\">")),
            "{path}: {page}"
        );
        assert!(
            !page.contains("<h2 class=\"heading\"><span class=\"number\">"),
            "{path}"
        );
    }
    assert!(site(&test, "umum/index.html").contains("BAB 1"));
}

#[test]
fn a_sealed_foreword_keeps_name_and_portrait_inside_copies() {
    let test = PlanTest::small()
        .section(
            "00-kzprakataqx.md",
            "title: Prakata kztajukqx\nfront: true\nclassification: SULIT\nportrait: kzpotretqx.svg\n\
             signatory: {name: Encik Kznamaqx, post: Ketua Kzjawatanqx}",
            "Aluan kzteksqx sahaja.\n",
        )
        .file("content/kzpotretqx.svg", portrait("kzgambarqx"));
    test.build();
    let words = [
        "kzprakataqx",
        "kztajukqx",
        "kzpotretqx",
        "kznamaqx",
        "kzjawatanqx",
        "kzteksqx",
        "kzgambarqx",
    ];
    assert_none_of(&test.output(), &words);
    let bundle = opened::bundle(&test.copy("01"), test.key("01"));
    for word in ["kztajukqx", "Kznamaqx", "Kzjawatanqx", "kzteksqx", "kzgambarqx"] {
        assert!(bundle.holds(word), "{word}");
    }
    let page = String::from_utf8_lossy(&bundle.files["sections/f001.html"]);
    assert!(
        page.contains("<figure class=\"portrait\"><img src=\"../assets/a001.svg\" alt=\"Encik Kznamaqx\"></figure>"),
        "{page}"
    );
    // Copy 02 is cleared for TERHAD only.
    let other = opened::bundle(&test.copy("02"), test.key("02"));
    for word in words {
        assert!(!other.holds(word), "{word}");
    }
    let reader = site(&test, "read/index.html");
    assert!(
        reader.contains("<section class=\"section foreword depth-1 sealed\" id=\"f001\">"),
        "{reader}"
    );
}

#[test]
fn the_gate_knows_the_signatory_of_a_sealed_foreword() {
    let test = PlanTest::small()
        .section(
            "00-prakata.md",
            "title: Prakata\nfront: true\nsignatory: {name: 'Encik Kzsatu Kzdua Kztiga Kzempat Kzlima', post: Ketua}",
            "Aluan.\n",
        )
        .section(
            "03-bocor.md",
            "title: Bocor\nclassification: TERBUKA",
            "Ditandatangani oleh Encik Kzsatu Kzdua Kztiga Kzempat Kzlima semalam.\n",
        );
    // What an open section says is open; only what the program itself would publish is caught. So the same words in an
    // attachment, which is searched.
    test.build();
    let test = PlanTest::small()
        .section(
            "00-prakata.md",
            "title: Prakata\nfront: true\nsignatory: {name: 'Encik Kzsatu Kzdua Kztiga Kzempat Kzlima', post: Ketua}",
            "Aluan.\n",
        )
        .section(
            "03-bocor.md",
            "title: Bocor\nclassification: TERBUKA",
            "[Surat](surat.txt)\n",
        )
        .file(
            "content/surat.txt",
            "Ditandatangani oleh Encik Kzsatu Kzdua Kztiga Kzempat Kzlima semalam.\n",
        );
    test.run(&["build"]).fails(2, "E400");
}

#[test]
fn a_portrait_of_an_open_foreword_is_open_and_a_picture_of_a_sealed_one_is_not() {
    let test = PlanTest::small()
        .section(
            "00-a.md",
            "title: Satu\nclassification: TERBUKA\nfront: true\nportrait: satu.svg",
            "Teks.\n",
        )
        .section(
            "00-b.md",
            "title: Dua\nclassification: TERHAD\nfront: true\nportrait: dua.svg",
            "Teks.\n",
        )
        .file("content/satu.svg", portrait("kzsatuqx"))
        .file("content/dua.svg", portrait("kzsatuqx"));
    // The same bytes under two names, one of them sealed.
    test.run(&["build"]).fails(2, "E188");
    let test = test.file("content/dua.svg", portrait("kzduaqx"));
    test.build();
    assert_none_of(&test.output(), &["kzduaqx"]);
    let shown = files(&test.output().join("site/1.0/assets"));
    assert!(
        shown
            .values()
            .any(|bytes| String::from_utf8_lossy(bytes).contains("kzsatuqx"))
    );
}

#[test]
fn faults_of_forewords_are_told_with_their_places() {
    for (path, front, code, line) in [
        ("03-bab/01-x.md", "title: X\nfront: true", "E207", 3),
        ("00-x.md", "title: X\nfront: true\nnumber: '1'", "E207", 4),
        ("00-x.md", "title: X\nportrait: ketua.svg", "E207", 3),
        ("00-x.md", "title: X\nsignatory: {name: A}", "E207", 3),
        ("00-x.md", "title: X\nfront: false\nsignatory: {name: A}", "E207", 4),
        ("00-x.md", "title: X\nfront: ya", "E152", 3),
        ("00-x.md", "title: X\nfront: true\nsignatory: {post: B}", "E152", 4),
        ("00-x.md", "title: X\nfront: true\nportrait: tiada.svg", "E182", 4),
        ("00-x.md", "title: X\nfront: true\nportrait: ../../luar.svg", "E176", 4),
        ("00-x.md", "title: X\nfront: true\nportrait: surat.pdf", "E180", 4),
        ("00-x.md", "title: X\nfront: true\nportrait: jahat.svg", "E187", 4),
    ] {
        let test = PlanTest::small()
            .section("03-bab/_index.md", "title: Bab", "Teks.\n")
            .section(path, front, "Teks.\n")
            .file(
                "content/jahat.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>",
            )
            .file("content/ketua.svg", portrait("x"));
        let output = test.run(&["build"]).fails(2, code);
        let place = format!("content/{path}:{line}:");
        assert!(output.text().contains(&place), "{front}: {}", output.text());
        assert!(!test.output().exists());
    }
}

#[test]
fn printed_pages_before_the_first_chapter_have_a_counter_of_their_own() {
    let test = PlanTest::small();
    test.build();
    let css: String = open_files(&test.output())
        .into_iter()
        .filter(|(path, _)| path.starts_with("site/1.0/assets/") || path.contains("/assets/site-"))
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    assert!(css.contains("@page front{counter-increment:page 0 front 1}"), "{css}");
    assert!(css.contains("@page front{@bottom-left{content:\"Muka Surat : \" counter(front,lower-roman)}}"));
}
