//! Sealed blocks of open sections, when something in them is at fault: neither a pipe nor JSON repeats their words.

use crate::{plan_test::PlanTest, program::Output};

const OPEN: &str = "title: Lagi\nclassification: TERBUKA";

/// A body of an open section with a fault in a sealed block, and its code. Sealed words begin with `kz`.
const FAULTS: [(&str, &str); 17] = [
    (
        "E172",
        "::: terhad\nkzsebelum [kzteks](kztiada.md \"kzjudul\") kzselepas.\n:::\n",
    ),
    ("E171", "::: terhad\nkzsebelum [kzteks](kzskema:x)\n:::\n"),
    ("E173", "::: terhad\n[kzteks](#kzsauh) kzselepas\n:::\n"),
    ("E174", "::: terhad\n![kzalt](https://kz.example/kz.png)\n:::\n"),
    ("E175", "::: terhad\n![](satu.svg) kzselepas\n:::\n"),
    ("E176", "::: terhad\n[kzteks](../../kzluar.md)\n:::\n"),
    ("E177", "::: terhad\nkzsebelum [kzteks][kztiada] kzselepas\n:::\n"),
    ("E177", "::: terhad\nkzsebelum\nkzbaris nota[^kztiada]\n:::\n"),
    ("E180", "::: terhad\n![kzalt](kzfail.tiff)\n:::\n"),
    ("E181", "::: terhad\n[kzteks](kzfail.html)\n:::\n"),
    ("E182", "::: terhad\n![kzalt](kzfail.svg)\n:::\n"),
    ("E170", "::: terhad\n## kzsatu {#kz}\n\n## kzdua {#kz}\n:::\n"),
    ("E168", "::: terhad\nkzsatu\n\nkzdua\n"),
    // The fence itself is at fault: nobody knows what is sealed.
    ("E157", "::: terhad {audience=\"XYZ\"}\nkzsatu\n:::\n"),
    ("E165", "::: terhad {audience=XYZ\"}\nkzsatu\n:::\n"),
    ("E202", "::: terhadd\nkzsatu\n:::\n"),
    ("E201", "::: rahsia\nkzsatu\n:::\n"),
];

#[track_caller]
fn assert_silent(run: &Output, what: &str) {
    assert!(!run.text().contains("kz"), "{what}: {}", run.text());
}

fn with(body: &str) -> PlanTest {
    PlanTest::small()
        .section("03-lagi.md", OPEN, body)
        .file("content/satu.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
}

#[test]
fn faults_in_sealed_blocks_are_told_without_their_words() {
    for (code, body) in FAULTS {
        let test = with(&format!("Teks terbuka.\n\n{body}"));
        for verb in ["check", "build"] {
            for manner in [&[][..], &["-v"], &["--format", "json"]] {
                let run = test.run(&[manner, &[verb]].concat()).fails(2, code);
                assert_silent(&run, &format!("{verb} {manner:?} of {body:?}"));
                assert!(run.text().contains("content/03-lagi.md"), "{}", run.text());
            }
        }
    }
}

#[test]
fn an_open_line_of_the_same_section_is_quoted() {
    let test = with("Lihat [terbuka](tiada.md).\n\n::: terhad\nkzsatu\n:::\n");
    let run = test.run(&["check"]).fails(2, "E172");
    assert!(run.stderr.contains("[terbuka](tiada.md)"), "{}", run.stderr);
    assert_silent(&run, "human");
    let run = test.run(&["--format", "json", "check"]).fails(2, "E172");
    assert!(run.stdout.contains("[terbuka](tiada.md)"), "{}", run.stdout);
    assert_silent(&run, "json");
}

#[test]
fn an_open_line_beside_a_block_that_is_not_in_order_is_told_without_the_block() {
    // Faults that are found before the blocks are known, next to sealed lines.
    for (code, body) in [
        ("E161", "::: terhad\nkzsatu\n:: \nkzdua\n:::\n"),
        ("E160", "```\n::: terhad\nkzsatu\n:::\n```\n"),
        ("E167", "::: terhad\nkzsatu\n:::\nkzdua\n:::\n"),
        ("E169", "<div>\n::: terhad\nkzsatu\n:::\n</div>\n"),
        ("E162", "::: sulit\n::: terhad\nkzsatu\n:::\n:::\n"),
        ("E163", "::: terbuka\nkzsatu\n:::\n"),
    ] {
        for manner in [&[][..], &["-v"], &["--format", "json"]] {
            let run = with(body).run(&[manner, &["check"]].concat()).fails(2, code);
            assert_silent(&run, &format!("{manner:?} of {body:?}"));
        }
    }
}

#[test]
fn a_sealed_picture_is_not_named_by_the_fault_of_its_double() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><desc>satu</desc></svg>";
    let test = with("![Rajah](dua.svg)\n\n::: terhad\n![kzalt](kzfail.svg)\n:::\n")
        .file("content/dua.svg", svg)
        .file("content/kzfail.svg", svg);
    for manner in [&[][..], &["--format", "json"]] {
        let run = test.run(&[manner, &["check"]].concat()).fails(2, "E188");
        assert_silent(&run, &format!("{manner:?}"));
    }
}
