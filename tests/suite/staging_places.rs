//! Where a build may write: into an empty folder or one of its own, through links, and nowhere else.

use std::{fs, os::unix::fs::symlink, path::Path};

use crate::{
    plan_test::PlanTest,
    program::{Output, text},
    published::files,
    staging::{REPLACED, STAGED, assert_nothing_half_written},
};

fn build_into(test: &PlanTest, folder: &Path) -> Output {
    test.run(&["build", "-o", text(folder)])
}

#[test]
fn a_folder_of_somebody_else_is_refused_and_untouched() {
    let test = PlanTest::small();
    let folder = test.path("dokumen");
    for content in ["surat.txt", "site/index.html", ".tersembunyi"] {
        fs::create_dir_all(folder.join(content).parent().expect("a folder")).expect("a folder");
        fs::write(folder.join(content), "penting").expect("written");
        let before = files(&folder);
        let run = build_into(&test, &folder).fails(2, "E310");
        assert!(run.stderr.contains("hint:"), "{}", run.stderr);
        assert!(files(&folder) == before, "{content}");
        fs::remove_dir_all(&folder).expect("removed");
    }
    // The plan's own folders are somebody else's as well.
    let before = files(&test.root());
    build_into(&test, &test.root()).fails(2, "E310");
    for below in [
        "content",
        "content/baru",
        "distribution",
        "themes/a",
        "content/../content/b",
    ] {
        build_into(&test, &test.root().join(below)).fails(2, "E313");
    }
    symlink(test.root().join("content"), test.path("pautan")).expect("a link");
    build_into(&test, &test.path("pautan/baru")).fails(2, "E313");
    assert!(files(&test.root()) == before);
}

#[test]
fn neither_the_whole_disk_nor_a_home_nor_other_output_is_used() {
    let test = PlanTest::small();
    let home = test.path("rumah");
    fs::create_dir_all(home.join("Dokumen")).expect("a folder");
    for folder in [Path::new("/"), &home, &test.path(""), &test.path("rumah/Dokumen/..")] {
        let run = build_into(&test, folder).fails(2, "E310");
        assert!(run.stderr.contains("hint:"), "{}", run.stderr);
    }
    assert!(!Path::new("/.terkawal").exists() && files(&home).is_empty());
    // What only differs in case is the same folder on other disks.
    for below in ["Content", "CONTENT/hasil", "Distribution/x", "Themes"] {
        build_into(&test, &test.root().join(below)).fails(2, "E313");
        assert!(!test.root().join(below).exists(), "{below}");
    }
    test.build();
    let before = files(&test.output());
    for inside in [
        "site/baharu",
        STAGED,
        ".terkawal-staging/x",
        REPLACED,
        "copies/1.0/x",
        "lain",
    ] {
        let run = build_into(&test, &test.output().join(inside)).fails(2, "E314");
        assert!(run.stderr.contains("hint:"), "{}", run.stderr);
        assert!(files(&test.output()) == before, "{inside}");
    }
    symlink(test.output().join("site"), test.path("pintas")).expect("a link");
    build_into(&test, &test.path("pintas/x")).fails(2, "E314");
    assert!(files(&test.output()) == before);
}

#[test]
fn what_a_link_in_the_place_of_the_old_parts_leads_to_is_not_moved() {
    let test = PlanTest::small();
    test.build();
    let foreign = test.path("orang-lain");
    fs::create_dir_all(foreign.join("site")).expect("a folder");
    fs::write(foreign.join("site/surat.txt"), "penting").expect("written");
    fs::remove_dir_all(test.output().join("site")).expect("removed");
    symlink(&foreign, test.output().join(REPLACED)).expect("a link");
    test.build();
    assert!(files(&foreign).into_keys().eq(["site/surat.txt"]));
    assert_nothing_half_written(&test.output());
}

#[test]
fn an_empty_folder_is_used_and_a_file_is_not() {
    let test = PlanTest::small();
    let folder = test.path("kosong");
    fs::create_dir(&folder).expect("a folder");
    build_into(&test, &folder).succeeds();
    assert!(folder.join("site/1.0/index.html").exists());
    build_into(&test, &test.path("dalam/lagi")).succeeds();
    let file = test.path("fail");
    fs::write(&file, "penting").expect("written");
    assert_ne!(build_into(&test, &file).status, 0);
    assert_eq!(fs::read(&file).expect("read"), b"penting");
}

#[test]
fn a_linked_output_folder_is_written_through() {
    let test = PlanTest::small();
    let (real, link) = (test.path("cakera"), test.path("pautan"));
    fs::create_dir(&real).expect("a folder");
    symlink(&real, &link).expect("a link");
    for _ in 0..2 {
        build_into(&test, &link).succeeds();
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
        assert!(real.join("site/1.0/index.html").exists());
        assert_nothing_half_written(&real);
    }
    test.run(&["verify", text(&link)]).succeeds();
    let foreign = test.path("orang-lain");
    fs::create_dir(&foreign).expect("a folder");
    fs::write(foreign.join("surat.txt"), "penting").expect("written");
    symlink(&foreign, test.path("pautan-lain")).expect("a link");
    build_into(&test, &test.path("pautan-lain")).fails(2, "E310");
    assert_eq!(files(&foreign).len(), 1);
}

#[test]
fn links_inside_the_output_are_never_followed() {
    let test = PlanTest::small();
    let foreign = test.path("orang-lain");
    fs::create_dir(&foreign).expect("a folder");
    fs::write(foreign.join("surat.txt"), "penting").expect("written");
    for part in ["site", "copies", STAGED, REPLACED] {
        test.build();
        let inside = test.output().join(part);
        if inside.exists() {
            fs::remove_dir_all(&inside).expect("removed");
        }
        symlink(&foreign, &inside).expect("a link");
        // Refused or replaced: the folder behind the link is somebody else's.
        let run = test.run(&["build"]);
        assert!(run.status == 0 || run.text().contains("E312"), "{part}: {}", run.text());
        assert!(files(&foreign).into_keys().eq(["surat.txt"]), "{part}");
        if run.status != 0 {
            fs::remove_file(&inside).expect("removed");
        }
    }
    test.build();
    test.run(&["verify", text(&test.output())]).succeeds();
}

#[test]
fn a_file_laid_into_the_output_stops_the_next_build_and_stays() {
    let test = PlanTest::small();
    test.build();
    for path in [
        "site/surat.txt",
        "site/1.0/copies/01/nota.txt",
        "copies/1.0/zip/salinan.zip",
    ] {
        let file = test.output().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(&file, "penting").expect("written");
        let before = files(&test.output());
        let run = test.run(&["build"]).fails(2, "E312");
        assert!(run.stderr.contains(path), "{}", run.stderr);
        assert!(files(&test.output()) == before, "{path}");
        fs::remove_file(file).expect("removed");
    }
    test.build();
}

#[test]
fn the_root_may_be_named_from_anywhere() {
    let test = PlanTest::small();
    let link = test.path("pelan-terpaut");
    symlink(test.root(), &link).expect("a link");
    let output = crate::program::terkawal(&link, &test.path("home"), &["build"]).succeeds();
    assert!(output.stdout.contains("pelan-terpaut"), "{}", output.stdout);
    assert!(test.output().join("site/index.html").exists());
    crate::program::terkawal(&test.path("tiada"), &test.path("home"), &["build"]).fails(2, "E101");
    assert!(!test.path("tiada").exists());
}
