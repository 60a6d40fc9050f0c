//! `check` and `build` agree, `verify` follows no links, and what the user named wrongly is exit code 2.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
};

use crate::{
    plan_test::PlanTest,
    program::text,
    published::files,
    staging::{REPLACED, assert_nothing_half_written},
};

const OPEN: &str = "title: Lagi\nclassification: TERBUKA";

#[test]
fn check_finds_what_build_finds() {
    let sentence = "Kunci pendua bilik pelayan disimpan di rumah penjaga malam.";
    let leak = PlanTest::small()
        .section("02-khusus.md", "title: Khusus", &format!("{sentence}\n"))
        .section("03-lagi.md", OPEN, "[x](a.txt)\n")
        .file("content/a.txt", sentence);
    let unreadable = PlanTest::small()
        .section("03-lagi.md", OPEN, "[x](a.docx)\n")
        .file("content/a.docx", b"PK\x03\x04 rosak \x00\xff\xfe");
    let theme = |name: &str, text: &str| PlanTest::small().file(&format!("themes/default/{name}"), text);
    let cases = [
        (leak, "E400"),
        (unreadable, "E401"),
        (theme("templates/base.html", "{{ tiada"), "E"),
        (theme("templates/base.html", "<p>{{ tiada.lagi }}</p>"), "E"),
        (theme("templates/tiada.html", "x"), "E"),
        (
            PlanTest::small().file("distribution/holders/01.age", "bukan age"),
            "E301",
        ),
        (PlanTest::small().seat("03", "clearance: SULIT"), "E300"),
        (PlanTest::small().file("distribution/demo/01.passphrase", "x\n"), "E134"),
        (PlanTest::small().section("03-lagi.md", OPEN, "[x][y]\n"), "E177"),
    ];
    for (test, code) in cases {
        let [check, build] = ["check", "build"].map(|verb| test.run(&[verb]).fails(2, code));
        assert_eq!(check.stderr, build.stderr);
    }
}

#[test]
fn both_parts_of_a_killed_build_come_back() {
    for parts in [&["site"][..], &["copies"], &["site", "copies"]] {
        let test = PlanTest::small();
        test.build();
        let before = files(&test.output());
        let old = test.output().join(REPLACED);
        fs::create_dir(&old).expect("a folder");
        for part in parts {
            fs::rename(test.output().join(part), old.join(part)).expect("moved");
        }
        let test = test
            .section("03-rosak.md", OPEN, "Teks.\n")
            .file("distribution/holders/01.age", "bukan age");
        test.run(&["build"]).fails(2, "E301");
        assert!(files(&test.output()) == before, "{parts:?}");
        assert_nothing_half_written(&test.output());
        test.run(&["verify", text(&test.output())]).succeeds();
    }
}

#[test]
fn verify_finds_links_wherever_they_are() {
    let test = PlanTest::small();
    test.build();
    let site = test.output().join("site");
    fs::write(test.path("luar.html"), "x").expect("written");
    fs::create_dir(test.path("luar")).expect("a folder");
    for target in ["luar.html", "luar", "tiada"] {
        for at in [
            "pautan",
            "pautan.html",
            "versions/pautan",
            "1.0/pautan",
            "1.0/umum/pautan",
            "1.0/copies/pautan",
            "1.0/copies/01/pautan",
        ] {
            symlink(test.path(target), site.join(at)).expect("a link");
            let run = test.run(&["verify", text(&site)]);
            assert!(
                run.status == 1 && run.stderr.contains("pautan"),
                "{at} to {target}: {}",
                run.text()
            );
            fs::remove_file(site.join(at)).expect("removed");
        }
    }
    let mut passing = Vec::new();
    // A link in the place of a file or folder, with the very same bytes behind it.
    for at in [
        "index.html",
        "versions",
        "1.0/umum/index.html",
        "1.0/copies/01/key.age",
        "1.0/copies/02",
        "1.0/assets",
    ] {
        let (there, aside) = (site.join(at), test.path("aside"));
        if !there.exists() {
            continue;
        }
        fs::rename(&there, &aside).expect("moved");
        symlink(&aside, &there).expect("a link");
        let run = test.run(&["verify", text(&site)]);
        if run.status != 1 {
            passing.push(format!("{at}: {}", run.text()));
        }
        fs::remove_file(&there).expect("removed");
        fs::rename(&aside, &there).expect("moved back");
    }
    assert!(passing.is_empty(), "{passing:#?}");
    test.run(&["verify", text(&site)]).succeeds();
}

#[test]
fn pages_of_the_site_are_readable_by_the_web_server() {
    let test = PlanTest::small();
    test.build();
    for path in files(&test.output().join("site")).keys() {
        let mode = fs::metadata(test.output().join("site").join(path))
            .expect("there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o444, 0o444, "{path}");
    }
}
