//! `check` and `build` agree, `verify` follows no links, and what the user named wrongly is exit code 2.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
};

use crate::{
    plan_test::PlanTest,
    program::{terkawal, text},
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
        assert_eq!(run.status, 1, "{at}: {}", run.text());
        fs::remove_file(&there).expect("removed");
        fs::rename(&aside, &there).expect("moved back");
    }
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

#[test]
fn names_that_the_program_uses_itself_are_refused() {
    for (path, front) in [
        ("05-s003.md", OPEN),
        ("05-S003.md", OPEN),
        ("05-s1234.md", "title: Lagi"),
        ("05-s003/_index.md", OPEN),
        ("05-bab/01-s003.md", OPEN),
        ("05-#?.md", OPEN),
        ("05-copies.md", OPEN),
        ("05-assets.md", OPEN),
        ("05-read.md", OPEN),
    ] {
        let mut test = PlanTest::small().section(path, front, "Teks.\n");
        if path.contains("bab/") {
            test = test.section("05-bab/_index.md", OPEN, "Teks.\n");
        }
        let run = test.run(&["check"]);
        let is_told = run.status == 2 && run.stderr.contains("E158") && run.stderr.contains(path);
        // A name of signs only may also be published under its number.
        assert!(
            is_told || path == "05-#?.md" && run.status == 0,
            "{path}: {}",
            run.text()
        );
    }
    for path in ["05-s3.md", "05-s003a.md", "05-seksyen.md", "s-003.md"] {
        PlanTest::small().section(path, OPEN, "Teks.\n").build();
    }
}

#[test]
fn a_mistyped_name_is_the_users_fault() {
    let test = PlanTest::small();
    test.build();
    let (absent, to, key) = (test.path("tiada"), test.fresh(), test.key_file("01", true));
    let (copy, site) = (test.copy("01"), test.output().join("site"));
    for arguments in [
        &["open", text(&absent), "--identity", text(&key), "--to", text(&to)][..],
        &["open", text(&copy), "--identity", text(&absent), "--to", text(&to)],
        &[
            "open",
            text(&copy),
            "--passphrase-file",
            text(&absent),
            "--to",
            text(&to),
        ],
        &["open", text(&copy), "--identity", text(&copy), "--to", text(&to)],
        &[
            "open",
            text(&site),
            "--copy",
            "01",
            "--identity",
            text(&key),
            "--to",
            text(&to),
        ],
        &["import", text(&absent), text(&to)],
        &["import", text(&site), text(&to)],
        &["verify", text(&absent)],
    ] {
        let run = test.run(arguments);
        assert_eq!(run.status, 2, "{arguments:?}: {}", run.text());
        assert!(run.stderr.contains("hint:"), "{arguments:?}: {}", run.stderr);
        assert!(!to.exists(), "{arguments:?}");
    }
    for verb in ["check", "build"] {
        assert_eq!(terkawal(&absent, &test.path("home"), &[verb]).status, 2);
    }
    assert!(!absent.exists());
}
