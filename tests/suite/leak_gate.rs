//! The leak gate: on staged bytes of a real build, and through the binary.

use std::{fs, io::Write as _};

use base64::Engine as _;
use terkawal::release::leak::{GateBuilder, LeakGate, LeakKind, SealedSource};

use crate::{
    plan_test::PlanTest,
    program::text,
    published::{files, open_files},
    sample::root,
};

/// Sealed matter by kind.
const PLANTS: [(LeakKind, &str); 7] = [
    (LeakKind::Phrase, "simpan kunci pendua bilik pelayan"),
    (LeakKind::Title, "Kod Penggera Bangunan"),
    (LeakKind::Name, "Rokiah Tamsirun"),
    (LeakKind::Number, "0138812345"),
    (LeakKind::Email, "penjaga@pelayan.example"),
    (LeakKind::Link, "https://dalaman.example/gerbang"),
    (LeakKind::FileName, "kod-penggera-utama.svg"),
];

fn gate(test: &PlanTest, armed: bool) -> LeakGate {
    let mut builder = GateBuilder::new();
    for bytes in open_files(&test.output()).values() {
        builder.add_open_bytes(bytes);
    }
    let word = |kind| {
        PLANTS
            .iter()
            .find(|(known, _)| *known == kind)
            .expect("a plant")
            .1
            .to_owned()
    };
    let (links, file_names) = ([word(LeakKind::Link)], [word(LeakKind::FileName)]);
    let names = [word(LeakKind::Name)];
    let prose = [LeakKind::Phrase, LeakKind::Number, LeakKind::Email]
        .map(word)
        .join(" dan satu lagi ialah ");
    if armed {
        builder.add_sealed(&SealedSource {
            label: "s002",
            text: &prose,
            title: Some(PLANTS[1].1),
            links: &links,
            file_names: &file_names,
            names: &names,
        });
    }
    builder.build()
}

fn dressed(plant: &str) -> Vec<Vec<u8>> {
    let gzip = {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(format!("<p>{plant}</p>").as_bytes()).expect("packed");
        gzip.finish().expect("packed")
    };
    let base64 = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    vec![
        format!("<p>{plant}</p>").into_bytes(),
        format!("<img alt=\"{plant}\">").into_bytes(),
        format!("<!-- {} -->", plant.to_uppercase()).into_bytes(),
        format!(
            "<script>x=\"{}\"</script>",
            base64(format!("<p class=\"talian\">{plant}, segera</p>").as_bytes())
        )
        .into_bytes(),
        format!("<script>x=\"{}\"</script>", base64(&gzip)).into_bytes(),
    ]
}

#[test]
fn sealed_matter_planted_into_a_staged_page_is_found_with_file_and_section() {
    let test = PlanTest::small();
    test.build();
    let gate = gate(&test, true);
    let pages = open_files(&test.output());
    let page = &pages["1.0/umum/index.html"];
    assert!(gate.is_armed());
    assert!(
        gate.scan("1.0/umum/index.html", page).is_empty(),
        "the page as built is clean"
    );
    for (kind, plant) in PLANTS {
        for dress in dressed(plant) {
            let at = page.len() / 2;
            let planted = [&page[..at], b"\n".as_slice(), &dress, b"\n".as_slice(), &page[at..]].concat();
            let leaks = gate.scan("1.0/umum/index.html", &planted);
            let leak = leaks.iter().find(|leak| leak.kind == kind);
            let leak = leak.unwrap_or_else(|| panic!("{kind:?} in {}: {leaks:?}", String::from_utf8_lossy(&dress)));
            assert_eq!(
                (leak.file.as_str(), leak.label.as_str()),
                ("1.0/umum/index.html", "s002")
            );
            assert!(!leak.to_string().contains(plant), "{leak}");
        }
    }
    let leaks = gate.scan_name("1.0/kod-penggera-utama.svg");
    assert_eq!(
        leaks.first().map(|leak| (leak.kind, leak.label.as_str())),
        Some((LeakKind::FileName, "s002"))
    );
    assert!(!leaks[0].file.contains("penggera"), "{}", leaks[0].file);
}

#[test]
fn in_a_one_file_copy_nothing_hides_behind_what_all_copies_share() {
    let test = PlanTest::small();
    test.build();
    let gate = gate(&test, true);
    let path = "copies/1.0/salinan-01.html";
    let page = fs::read_to_string(test.output().join(path)).expect("the copy");
    let sealed = ["key.age", "bundle.age"].map(|name| fs::read(test.copy("01").join(name)).expect(name));
    let cleared = sealed.each_ref().map(|bytes| {
        let Ok(cleared) = gate.clear("site/1.0/copies/01/bundle.age", bytes) else {
            panic!("ciphertext is clean");
        };
        cleared
    });
    let start = page
        .find("<script type=\"application/json\" id=\"terkawal-copy\"")
        .expect("copy.json");
    let end = page.find("<script id=\"terkawal-reader\"").expect("the reader");
    let parts = [page[..start].to_owned(), page[end..].to_owned()];
    let common = gate.common(&parts).expect("the shared parts are clean");
    assert_eq!(gate.scan_rest(path, &page, &common, &cleared), []);

    for (kind, plant) in PLANTS {
        for dress in dressed(plant) {
            let dress = String::from_utf8(dress).expect("UTF-8");
            // Beside the joints, between the sealed files, and inside what is shared.
            let between = start + page[start..end].rfind("<script").expect("an element");
            for at in [
                start,
                between,
                end,
                page[..start].rfind('<').expect("a tag"),
                page.len(),
            ] {
                let planted = [&page[..at], &dress, &page[at..]].concat();
                let leaks = gate.scan_rest(path, &planted, &common, &cleared);
                assert!(
                    leaks.iter().any(|leak| leak.kind == kind),
                    "{kind:?} at {at} in {dress}: {leaks:?}"
                );
            }
        }
    }
}

#[test]
fn without_its_input_the_gate_finds_nothing() {
    let test = PlanTest::small();
    test.build();
    let gate = gate(&test, false);
    assert!(!gate.is_armed());
    for (_, plant) in PLANTS {
        for dress in dressed(plant) {
            assert!(gate.scan("1.0/umum/index.html", &dress).is_empty());
        }
    }
}

/// A sealed title that an overriding theme puts together on every page, so that no open source holds it.
fn leaking(test: PlanTest) -> PlanTest {
    let composed = "<p>{{ \"Kod #era Bangunan\" | replace(from=\"#\", to=\"Pengg\") }}</p>\n</body>";
    let mut test = test.section(
        "03-kod.md",
        "title: Kod Penggera Bangunan",
        "Tajuk ini tidak boleh diterbitkan.\n",
    );
    for name in ["base.html", "reader.html"] {
        let path = format!("themes/default/templates/{name}");
        let template = fs::read_to_string(root().join(&path)).expect("a template");
        test = test.file(&path, template.replace("</body>", composed));
    }
    test
}

#[test]
fn a_build_that_would_publish_a_sealed_title_is_stopped() {
    let test = leaking(PlanTest::small());
    let run = test.run(&["build"]).fails(2, "E400");
    for path in [
        "site/1.0/umum/index.html",
        "site/1.0/read/index.html",
        "site/1.0/print/index.html",
    ] {
        assert!(
            run.stderr.contains(&format!(
                "sealed matter of s003 (section 3.0) would be published in {path}: title"
            )),
            "{path}: {}",
            run.stderr
        );
    }
    assert!(
        !run.text().contains("salinan-"),
        "the copies repeat the site: {}",
        run.text()
    );
    assert!(!run.text().contains("Penggera"), "{}", run.text());
    assert!(
        files(&test.output()).into_keys().eq([".terkawal"]),
        "nothing but the mark of the folder"
    );
    test.run(&["check"]).fails(2, "E400");
    let json = test.run(&["--format", "json", "build"]).fails(2, "E400");
    assert!(
        !json.text().contains("Penggera") && json.json()["exit"] == 2,
        "{}",
        json.stdout
    );
    // Where no sealed section has that title, the same theme passes.
    let test = test.section("03-kod.md", "title: Lain", "Tajuk ini tidak boleh diterbitkan.\n");
    test.build();
    let page = fs::read_to_string(test.output().join("site/1.0/umum/index.html")).expect("a page");
    assert!(page.contains("Kod Penggera Bangunan"));
}

#[test]
fn a_build_that_would_leak_leaves_the_old_output_as_it_was() {
    let test = PlanTest::small();
    test.build();
    let before = files(&test.output());
    let test = leaking(test);
    test.run(&["build"]).fails(2, "E400");
    assert!(files(&test.output()) == before);
    test.run(&["verify", text(&test.output())]).succeeds();
}
