//! Nothing extra, nothing missing: files, copies, manifests and whole versions.

use std::{fs, path::Path};

use crate::{
    plan_test::PlanTest,
    program::{Output, text},
};

fn verify(test: &PlanTest, path: &Path) -> Output {
    test.run(&["verify", text(path)])
}

#[test]
fn nothing_may_be_added_and_no_copy_may_go() {
    let test = PlanTest::small();
    test.build();
    let site = test.output().join("site");
    for extra in [
        "nota.txt",
        "lain/index.html",
        "versions/0.9.css",
        "1.0/nota.txt",
        "1.0/umum/nota.html",
        "1.0/.tersembunyi",
        "1.0/copies/nota.txt",
        "1.0/copies/01/dalam/nota.txt",
        "1.0/copies/77/bundle.age",
    ] {
        let file = site.join(extra);
        let made = file
            .ancestors()
            .find(|folder| folder.parent().is_some_and(Path::exists))
            .expect("a folder");
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(&file, "x").expect("written");
        verify(&test, &site).fails(1, "E533");
        if made.is_dir() {
            fs::remove_dir_all(made).expect("removed");
        } else {
            fs::remove_file(made).expect("removed");
        }
        verify(&test, &site).succeeds();
    }
    fs::rename(test.copy("02"), test.path("02")).expect("moved");
    let run = verify(&test, &site).fails(1, "E536");
    assert!(run.stderr.contains("copies/02"), "{}", run.stderr);
}

#[test]
fn a_site_without_its_manifest_or_its_version_is_not_in_order() {
    let test = PlanTest::small();
    test.build();
    let site = test.output().join("site");
    let aside = test.path("aside");
    for part in ["versions/manifest.json", "versions", "1.0"] {
        fs::rename(site.join(part), &aside).expect("moved");
        let run = verify(&test, &site);
        assert_ne!(run.status, 0, "{part} is gone: {}", run.text());
        fs::rename(&aside, site.join(part)).expect("moved back");
    }
    verify(&test, &site).succeeds();
}
