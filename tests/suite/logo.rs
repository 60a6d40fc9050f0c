//! The logo on the cover. The cover is open, so the logo is open too.

use std::fs;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{opened, plan_test::PlanTest, published::files};

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><title>kzjataqx</title></svg>";

fn page(test: &PlanTest, path: &str) -> String {
    fs::read_to_string(test.output().join("site/1.0").join(path)).expect("a page")
}

#[test]
fn the_logo_stands_on_every_cover_and_inside_one_file_copies() {
    for path in [
        "jata.svg",
        "gambar/jata.svg",
        "content/jata.svg",
        "content/02-lain/jata.svg",
    ] {
        let test = PlanTest::small()
            .file(path, LOGO)
            .plan(&format!("logo: {path}\nlogo_alt: 'Jata \"Ujian\"'"));
        test.build();
        let alt = "alt=\"Jata &quot;Ujian&quot;\"";
        let assets = files(&test.output().join("site/1.0/assets"));
        let (name, _) = assets
            .iter()
            .find(|(_, bytes)| *bytes == LOGO.as_bytes())
            .expect("the logo");
        for (html, up) in [
            ("index.html", ""),
            ("print/index.html", "../"),
            ("read/index.html", "../"),
        ] {
            let html = page(&test, html);
            assert!(
                html.contains(&format!("<img src=\"{up}assets/{name}\" {alt}>")),
                "{path}: {html}"
            );
        }
        let copy = fs::read_to_string(test.one_file("01")).expect("the copy");
        let data = STANDARD.encode(LOGO);
        assert!(
            copy.contains(&format!("<img src=\"data:image/svg+xml;base64,{data}\" {alt}>")),
            "{path}"
        );
    }
}

#[test]
fn without_words_of_its_own_a_logo_is_named_after_the_organisation() {
    let test = PlanTest::small()
        .file("jata.svg", LOGO)
        .plan("logo: jata.svg\nlanguage: en");
    test.build();
    assert!(page(&test, "index.html").contains("alt=\"Logo of Majlis Ujian\""));
    let bare = PlanTest::small();
    bare.build();
    assert!(!page(&bare, "index.html").contains("class=\"logo\""));
}

#[test]
fn a_logo_is_open_also_where_only_sealed_sections_show_the_same_file() {
    let test = PlanTest::small()
        .file("content/jata.svg", LOGO)
        .section("03-rahsia.md", "title: Tiga", "![Jata majlis](jata.svg)\n")
        .plan("logo: content/jata.svg");
    test.build();
    let bundle = opened::bundle(&test.copy("02"), test.key("02"));
    let section = String::from_utf8_lossy(&bundle.files["sections/s003.html"]).into_owned();
    assert!(section.contains("src=\"../assets/a001.svg\""), "{section}");
    assert_eq!(bundle.files["assets/a001.svg"], LOGO.as_bytes());
    // Another file with the same bytes would be published under the logo's name.
    let twin = test
        .file("content/lain.svg", LOGO)
        .section("04-lagi.md", "title: Empat", "![Jata majlis](lain.svg)\n");
    twin.run(&["build"]).fails(2, "E188");
}

#[test]
fn a_logo_that_cannot_be_shown_is_a_fault() {
    for (path, code) in [
        ("tiada.svg", "E182"),
        ("content/tiada.svg", "E182"),
        ("../luar.svg", "E129"),
        ("content/../jata.svg", "E129"),
        ("/etc/jata.svg", "E129"),
        ("https://contoh.example/jata.svg", "E129"),
        (".sorok/jata.svg", "E129"),
        ("pautan.svg", "E129"),
        ("folder-pautan/jata.svg", "E129"),
        ("plan.yaml", "E180"),
        ("salah.png", "E185"),
        ("jahat.svg", "E187"),
        ("''", "E129"),
    ] {
        let test = PlanTest::small()
            .file("salah.png", "bukan png")
            .file("jahat.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x\"/>")
            .plan(&format!("logo: {path}"));
        fs::write(test.path("luar.svg"), LOGO).expect("written");
        fs::create_dir(test.path("luar")).expect("a folder");
        fs::write(test.path("luar/jata.svg"), LOGO).expect("written");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(test.path("luar.svg"), test.root().join("pautan.svg")).expect("a link");
            std::os::unix::fs::symlink(test.path("luar"), test.root().join("folder-pautan")).expect("a link");
        }
        let output = test.run(&["build"]).fails(2, code);
        assert!(output.text().contains("plan.yaml:7:"), "{path}: {}", output.text());
        assert!(!test.output().exists(), "{path}");
    }
}
