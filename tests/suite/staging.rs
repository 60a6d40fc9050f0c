//! Staged, checked, then renamed: the old output stays whole until the new one is, and two builds are alike.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::{
    plan_test::PlanTest,
    program::text,
    published::{files, open_files},
};

/// What a build in progress has in the output folder, besides the parts and the mark.
pub(crate) const STAGED: &str = ".terkawal-staging";
pub(crate) const REPLACED: &str = ".terkawal-old";

#[track_caller]
pub(crate) fn assert_nothing_half_written(output: &Path) {
    let names: BTreeSet<String> = fs::read_dir(output)
        .expect("the output folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    assert!(
        names.into_iter().eq([".terkawal", ".terkawal-files", "copies", "site"]),
        "something is left over"
    );
}

#[test]
fn a_failing_build_leaves_the_old_output_whole() {
    let test = PlanTest::new()
        .section("01-umum.md", "title: Umum\nclassification: TERBUKA", "Teks.\n")
        .section("02-khusus.md", "title: Khusus", "Hanya pemegang membaca ini.\n")
        .holder("01", "clearance: SULIT")
        .seat("02", "clearance: TERHAD");
    test.enrol("02");
    test.build();
    assert_nothing_half_written(&test.output());
    let before = files(&test.output());
    let plan = fs::read_to_string(test.root().join("plan.yaml")).expect("plan.yaml");
    let holder = fs::read(test.root().join("distribution/holders/02.age")).expect("a holder file");

    let test = test.file("plan.yaml", plan.replace("2026-11-01", "semalam"));
    test.run(&["build"]).fails(2, "E111");
    assert!(files(&test.output()) == before, "a fault of plan.yaml");
    let test = test
        .file("plan.yaml", plan)
        .section("01-umum.md", "title: Umum\nkunci: x", "Teks.\n");
    test.run(&["build"]).fails(2, "E152");
    assert!(files(&test.output()) == before, "a fault of a section");
    let test = test.section("01-umum.md", "title: Lain\nclassification: TERBUKA", "Teks lain.\n");
    let halves = [
        b"bukan age".to_vec(),
        holder[..40].to_vec(),
        String::from_utf8_lossy(&holder).replace(" 15\n", " 22\n").into_bytes(),
    ];
    for bytes in halves {
        fs::write(test.root().join("distribution/holders/02.age"), bytes).expect("written");
        test.run(&["build"]).fails(2, "E301");
        assert!(files(&test.output()) == before, "sealing fails half-way");
        assert_nothing_half_written(&test.output());
    }
    let test = test.file("distribution/holders/02.age", holder);
    test.build();
    assert!(files(&test.output()) != before);
    assert_nothing_half_written(&test.output());
}

#[test]
fn check_writes_nothing() {
    let test = PlanTest::small();
    let before = files(&test.root());
    test.run(&["check"]).succeeds();
    assert!(files(&test.root()) == before);
    let test = test.section("03-rosak.md", "titel: x", "");
    test.run(&["build"]).fails(2, "E152");
    assert!(
        !test.output().exists(),
        "a build that fails at its first stages makes no folder"
    );
}

#[test]
fn two_builds_on_one_day_are_byte_identical_but_for_the_copies() {
    let test = PlanTest::small()
        .plan("open_pages: [control, distribution, contents]")
        .section(
            "01-umum.md",
            "title: Umum\nclassification: TERBUKA",
            "![Rajah](a.svg) Teks.\n\n::: terhad\nKhas di sini.\n:::\n",
        )
        .file("content/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    test.build();
    let first = open_files(&test.output());
    let copy = fs::read(test.copy("01").join("bundle.age")).expect("bundle.age");
    test.build();
    assert_same(&open_files(&test.output()), &first);
    assert!(fs::read(test.copy("01").join("bundle.age")).expect("bundle.age") != copy);
    let elsewhere = test.path("elsewhere");
    test.run(&["build", "--output-dir", text(&elsewhere), "--date", "2026-11-01"])
        .succeeds();
    assert_same(&open_files(&elsewhere), &first);
    test.run(&["build", "-o", text(&elsewhere), "--date", "2026-11-02"])
        .succeeds();
    assert!(
        open_files(&elsewhere)["1.0/index.html"] != first["1.0/index.html"],
        "the date of the version is shown"
    );
    // Order in the folder, time stamps and the number of threads are of no account.
    let again = PlanTest::small();
    for (path, bytes) in files(&test.root())
        .into_iter()
        .rev()
        .filter(|(path, _)| !path.starts_with("build/"))
    {
        fs::create_dir_all(again.root().join(&path).parent().expect("a folder")).expect("a folder");
        fs::write(again.root().join(path), bytes).expect("written");
    }
    again.build();
    assert_same(&open_files(&again.output()), &first);
}

fn assert_same(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>) {
    assert!(
        found.keys().eq(expected.keys()),
        "{:?} and {:?}",
        found.keys(),
        expected.keys()
    );
    let differing: Vec<&String> = found.keys().filter(|path| found[*path] != expected[*path]).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn pages_of_removed_sections_do_not_stay() {
    let test = PlanTest::small().section("03-lama.md", "title: Lama\nclassification: TERBUKA", "Teks lama.\n");
    test.build();
    assert!(test.output().join("site/1.0/lama/index.html").exists());
    fs::remove_file(test.root().join("content/03-lama.md")).expect("removed");
    test.build();
    assert!(!test.output().join("site/1.0/lama").exists());
    assert_nothing_half_written(&test.output());
}

#[test]
fn what_a_killed_build_left_is_cleared_away() {
    let test = PlanTest::small();
    test.build();
    for left in [&format!("{STAGED}/site/1.0"), &format!("{REPLACED}/site")] {
        fs::create_dir_all(test.output().join(left)).expect("a folder");
        fs::write(test.output().join(left).join("separuh.html"), "x").expect("written");
    }
    test.build();
    assert_nothing_half_written(&test.output());
    assert!(files(&test.output()).keys().all(|path| !path.contains("separuh")));
}

#[test]
fn a_build_killed_between_its_renames_is_taken_back() {
    let test = PlanTest::small();
    test.build();
    let before = files(&test.output());
    let old = test.output().join(REPLACED);
    fs::create_dir(&old).expect("a folder");
    fs::rename(test.output().join("site"), old.join("site")).expect("moved");
    let test = test.file("distribution/holders/01.age", "bukan age");
    test.run(&["build"]).fails(2, "E301");
    assert!(files(&test.output()) == before, "the old site is back in its place");
    assert_nothing_half_written(&test.output());
}

#[test]
fn a_second_build_waits_its_turn() {
    let test = PlanTest::small();
    test.build();
    let before = files(&test.output());
    let mark = fs::File::open(test.output().join(".terkawal")).expect("the mark");
    mark.lock().expect("locked");
    let run = test.run(&["build"]).fails(3, "E311");
    assert!(run.stderr.contains("hint:"), "{}", run.stderr);
    assert!(files(&test.output()) == before);
    mark.unlock().expect("unlocked");
    test.build();
}
