//! Altered, cut, emptied, removed, exchanged and added files of a copy's folder.

use std::fs;

use crate::{
    plan_test::PlanTest,
    program::text,
    tampering::{SPOILS, mend_copy_json, put, spoil, swap, with_passphrases},
};

#[test]
fn a_spoiled_file_is_told_by_open_and_by_verify() {
    let (test, [passphrase, _]) = with_passphrases();
    let copy = test.copy("01");
    for name in ["holder.age", "key.age", "bundle.age"] {
        let path = copy.join(name);
        let bytes = fs::read(&path).expect("a file");
        for (how, code) in SPOILS {
            put(&path, spoil(how, &bytes));
            let open = test.open_with_passphrase(&copy, &passphrase).fails(2, code);
            assert!(
                open.stderr.contains(name) && open.stderr.contains("hint:"),
                "{how} {name}: {}",
                open.stderr
            );
            let verify = test.run(&["verify", text(&copy)]).fails(1, code);
            assert!(verify.stderr.contains(name), "{how} {name}: {}", verify.stderr);
            test.run(&["verify", text(&test.output().join("site"))]).fails(1, code);
            fs::write(&path, &bytes).expect("written");
        }
    }
    test.run(&["verify", text(&copy)]).succeeds();
    test.open_with_passphrase(&copy, &passphrase).succeeds();
}

#[test]
fn what_copy_json_covers_up_is_found_by_age() {
    let (test, [passphrase, _]) = with_passphrases();
    let copy = test.copy("01");
    for name in ["holder.age", "key.age", "bundle.age"] {
        let path = copy.join(name);
        let bytes = fs::read(&path).expect("a file");
        for how in ["altered", "cut", "emptied"] {
            put(&path, spoil(how, &bytes));
            mend_copy_json(&copy);
            let open = test.open_with_passphrase(&copy, &passphrase);
            assert_eq!(open.status, 2, "{how} {name}");
            assert!(
                ["E515", "E519", "E525", "E526"]
                    .iter()
                    .any(|code| open.stderr.contains(code)),
                "{how} {name}: {}",
                open.stderr
            );
        }
        fs::write(&path, &bytes).expect("written");
    }
    mend_copy_json(&copy);
    test.open_with_passphrase(&copy, &passphrase).succeeds();
}

#[test]
fn files_of_another_copy_are_refused() {
    let (test, [passphrase, other]) = with_passphrases();
    let copy = test.copy("01");
    for name in ["holder.age", "key.age", "bundle.age"] {
        swap(&test, name);
        let open = test.open_with_passphrase(&copy, &passphrase);
        assert!(
            open.stderr.contains("E503") || open.stderr.contains("E504"),
            "{name}: {}",
            open.stderr
        );
        mend_copy_json(&copy);
        test.open_with_passphrase(&copy, &passphrase).fails(2, "E515");
        test.open_with_passphrase(&copy, &other).fails(2, "E512");
        swap(&test, name);
        mend_copy_json(&copy);
    }
    for pair in [
        ["holder.age", "key.age"],
        ["key.age", "bundle.age"],
        ["holder.age", "bundle.age"],
    ] {
        for name in pair {
            swap(&test, name);
        }
        mend_copy_json(&copy);
        test.open_with_passphrase(&copy, &passphrase).fails(2, "E515");
        for name in pair {
            swap(&test, name);
        }
    }
    mend_copy_json(&copy);
    test.open_with_passphrase(&copy, &passphrase).succeeds();
}

#[test]
fn a_whole_copy_under_another_number_is_refused() {
    let test = PlanTest::small();
    test.build();
    for name in ["key.age", "bundle.age"] {
        swap(&test, name);
    }
    mend_copy_json(&test.copy("01"));
    // The key of 02 without its number opens what was sealed to it; the bundle says for whom it was made.
    let key = test.key_file("02", false);
    test.open_with_key_file(&test.copy("01"), &key).fails(2, "E523");
    // The folder itself exchanged.
    let test = PlanTest::small();
    test.build();
    for name in ["key.age", "bundle.age", "copy.json"] {
        swap(&test, name);
    }
    test.run(&["verify", text(&test.output())]).fails(1, "E537");
    test.open(&test.copy("01"), "01").fails(2, "E511");
}

#[test]
fn a_copy_of_another_version_does_not_pass_as_part_of_this_one() {
    let test = PlanTest::small();
    test.build();
    let old = crate::published::files(&test.copy("01"));
    let plan = fs::read_to_string(test.root().join("plan.yaml")).expect("plan.yaml");
    let test = test.file("plan.yaml", plan.replace("\"1.0\"", "\"1.1\""));
    test.build();
    for (name, bytes) in old {
        fs::write(test.output().join("site/1.1/copies/01").join(name), bytes).expect("written");
    }
    let run = test.run(&["verify", text(&test.output())]);
    assert_eq!(
        run.status,
        1,
        "copy 01 of version 1.0 stands in the folder of 1.1: {}",
        run.text()
    );
}

#[test]
fn added_files_are_found() {
    let test = PlanTest::small();
    test.build();
    let copy = test.copy("01");
    fs::write(copy.join("nota.txt"), "x").expect("written");
    test.run(&["verify", text(&copy)]).fails(1, "E506");
    test.run(&["verify", text(&test.output().join("site/1.0"))])
        .fails(1, "E506");
    fs::remove_file(copy.join("nota.txt")).expect("removed");
    fs::write(copy.join("holder.age"), "x").expect("written");
    test.run(&["verify", text(&copy)]).fails(1, "E506");
    test.open(&copy, "01").fails(2, "E506");
    fs::remove_file(copy.join("holder.age")).expect("removed");
    let foreign = test.copy("77");
    fs::create_dir(&foreign).expect("a folder");
    fs::write(foreign.join("bundle.age"), "x").expect("written");
    test.run(&["verify", text(&test.output())])
        .fails(1, "E500")
        .fails(1, "E533");
}
