//! Nothing sealed is published, logged or told: every sealed thing carries a word, and the words are looked for.

use std::fs;

use crate::{
    canary_plan::{GROUP_ONLY, INSIDE, NOWHERE, all, canary_plan},
    opened,
    plan_test::PlanTest,
    program::{Output, text},
    published::{assert_none_of, files, words_in},
};

#[track_caller]
fn assert_silent(output: &Output, what: &str) {
    let found = words_in("", output.text().as_bytes(), &all());
    assert!(found.is_empty(), "{what} tells {found:?}:\n{}", output.text());
}

#[test]
fn no_sealed_word_is_in_any_published_byte() {
    let test = canary_plan();
    test.build();
    assert_none_of(&test.output(), &all());
}

#[test]
fn the_scan_of_the_published_files_finds_a_word_that_is_there() {
    let test = canary_plan();
    test.build();
    let published = files(&test.output());
    for word in ["Teks umum", "Juga umum", "Pelan Ujian", "salinan-01"] {
        let hits = published
            .iter()
            .filter(|(path, bytes)| !words_in(path, bytes, &[word]).is_empty());
        assert!(hits.count() > 0, "{word}");
    }
    // The picture of an open section in a one-file copy is base64, and is read through.
    let copy = fs::read(test.one_file("01")).expect("a copy");
    assert_eq!(words_in("", &copy, &["<text y=\"8\">peta</text>"]).len(), 1);
    // A planted word is found in a copy's page as in a page of the site.
    let test = test.section(
        "03-bocor.md",
        "title: Bocor kztitleqx\nclassification: TERBUKA",
        "Teks.\n",
    );
    test.build();
    let hits: Vec<String> = files(&test.output())
        .into_iter()
        .filter(|(path, bytes)| !words_in(path, bytes, &all()).is_empty())
        .map(|(path, _)| path)
        .collect();
    assert!(
        hits.iter().any(|path| path.ends_with("bocor/index.html"))
            && hits.iter().any(|path| path.contains("salinan-02")),
        "{hits:?}"
    );
}

#[test]
fn holders_find_what_they_are_entitled_to() {
    let test = canary_plan();
    test.build();
    let first = opened::bundle(&test.copy("01"), test.key("01"));
    for word in INSIDE.iter().chain(&GROUP_ONLY) {
        assert!(first.holds(word), "{word} is missing in copy 01");
    }
    let second = opened::bundle(&test.copy("02"), test.key("02"));
    for word in INSIDE {
        assert_eq!(second.holds(word), !GROUP_ONLY.contains(&word), "{word} in copy 02");
    }
    for word in GROUP_ONLY {
        assert!(!second.holds(word), "{word} in copy 02");
    }
    for word in NOWHERE {
        assert!(!first.holds(word) && !second.holds(word), "{word} in a bundle");
    }
}

#[test]
fn no_verb_tells_a_sealed_word() {
    let test = canary_plan();
    let output = test.output();
    let verify = ["verify", text(&output)];
    for verb in [&["check"][..], &["build"], &verify] {
        for manner in [&[][..], &["-v"], &["--format", "json"], &["-q"]] {
            let run = test.run(&[manner, verb].concat()).succeeds();
            assert_silent(&run, &format!("{verb:?} {manner:?}"));
        }
    }
    let run = test.open(&test.copy("01"), "01").succeeds();
    assert_silent(&run, "open");
}

/// A fault in a sealed section: front matter, body, and the code it gives.
const FAULTS: [(&str, &str, &str); 17] = [
    (
        "title: kztitleqx",
        "[kzlinktextqx](kzaddressqx.md \"kzlinktitleqx\")",
        "E172",
    ),
    ("title: kztitleqx", "[kzlinktextqx](kzaddressqx:x)", "E171"),
    ("title: kztitleqx", "[kzlinktextqx](#kzanchorqx)", "E173"),
    (
        "title: kztitleqx",
        "![kzaltqx](kzimagefileqx.svg \"kzimagetitleqx\") kzbodyqx",
        "E182",
    ),
    ("title: kztitleqx", "![kzaltqx](kzimagefileqx.bmp)", "E180"),
    ("title: kztitleqx", "![](kzimagefileqx.svg) kzbodyqx", "E175"),
    (
        "title: kztitleqx",
        "::: sulit {audience=\"kzblockqx\"}\nkzbodyqx\n:::",
        "E157",
    ),
    ("title: kztitleqx", "::: kzblockqx\nkzbodyqx\n:::", "E202"),
    ("title: kztitleqx", "::: sulit\nkzbodyqx", "E168"),
    ("title: kztitleqx: lagi: kzbodyqx", "", "E152"),
    ("title: [kztitleqx, kzbodyqx]", "", "E152"),
    ("title: a\nkzextraqx: kztitleqx", "", "E152"),
    ("title: kztitleqx\ntitle: kzbodyqx", "", "E152"),
    ("title: kztitleqx\nweight: kzextraqx", "", "E152"),
    ("title: *kztitleqx", "", "E152"),
    ("title: \"kztitleqx\\q\"", "", "E152"),
    ("title: 'kztitleqx\nkzbodyqx", "", "E152"),
];

#[test]
fn faults_of_sealed_sections_are_told_without_their_words() {
    for (front, body, code) in FAULTS {
        let test = PlanTest::small().section("03-khusus-lagi.md", front, body);
        for verb in ["check", "build"] {
            for manner in [&[][..], &["-v"], &["--format", "json"]] {
                let run = test.run(&[manner, &[verb]].concat()).fails(2, code);
                assert_silent(&run, &format!("{verb} {manner:?} of {front:?} {body:?}"));
                assert!(run.text().contains("content/03-khusus-lagi.md"), "{}", run.text());
            }
        }
    }
    // The same fault in an open section is quoted: the silence above is not for want of an excerpt.
    let (_, body, code) = FAULTS[0];
    let test = PlanTest::small().section("03-umum-lagi.md", "title: Umum lagi\nclassification: TERBUKA", body);
    let run = test.run(&["check"]).fails(2, code);
    assert!(run.stderr.contains("kzlinktextqx"), "{}", run.stderr);
}

#[test]
fn faults_of_the_list_are_told_without_names() {
    let lines = [
        ("clearance: SULIT\nname: Puan kznameqx\ngroups: [kzextraqx]", "E128"),
        ("clearance: kzextraqx\nname: Puan kznameqx", "E202"),
        ("clearance: SULIT\nname: [kznameqx]", "E104"),
        ("clearance: SULIT\nname: Puan kznameqx: isteri", "E104"),
        ("clearance: SULIT\nkznameqx: ya", "E104"),
        ("name: Puan kznameqx", "E126"),
        ("clearance: SULIT\nname: Puan kznameqx\nrecipients: [kzextraqx]", "E130"),
    ];
    for (lines, code) in lines {
        let test = PlanTest::small().seat("03", lines);
        for manner in [&[][..], &["-v"], &["--format", "json"]] {
            let run = test.run(&[manner, &["check"]].concat()).fails(2, code);
            assert_silent(&run, &format!("{manner:?} of {lines:?}"));
        }
    }
}
