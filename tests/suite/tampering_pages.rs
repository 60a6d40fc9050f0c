//! The one-file copy spoiled in the same ways, and copies that claim to be something else.

use std::fs;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    plan_test::PlanTest,
    program::text,
    tampering::{SPOILS, spoil, with_passphrases},
};

/// The base64 text of an element of the page.
fn element(page: &str, name: &str) -> std::ops::Range<usize> {
    let mark = format!(" id=\"terkawal-{name}\">");
    let start = page.find(&mark).expect("the element") + mark.len();
    start..start + page[start..].find('<').expect("its end")
}

#[test]
fn a_spoiled_payload_is_told_by_open_and_by_verify() {
    let (test, [passphrase, _]) = with_passphrases();
    let path = test.one_file("01");
    let page = fs::read_to_string(&path).expect("the page");
    for name in ["holder.age", "key.age", "bundle.age"] {
        let range = element(&page, name);
        let bytes = STANDARD.decode(&page[range.clone()]).expect("base64");
        for (how, code) in SPOILS {
            let mut spoiled = page.clone();
            match spoil(how, &bytes) {
                Some(bytes) => spoiled.replace_range(range.clone(), &STANDARD.encode(bytes)),
                None => spoiled = spoiled.replace(&format!("id=\"terkawal-{name}\""), "id=\"lain\""),
            }
            fs::write(&path, spoiled).expect("written");
            let open = test.open_with_passphrase(&path, &passphrase).fails(2, code);
            assert!(open.stderr.contains(name), "{how} {name}: {}", open.stderr);
            test.run(&["verify", text(&path)]).fails(1, code);
            test.run(&["verify", text(path.parent().expect("a folder"))])
                .fails(1, "E535");
        }
        let mut spoiled = page.clone();
        spoiled.replace_range(range.start..=range.start, "!");
        fs::write(&path, spoiled).expect("written");
        test.open_with_passphrase(&path, &passphrase).fails(2, "E501");
    }
    fs::write(&path, &page).expect("written");
    test.open_with_passphrase(&path, &passphrase).succeeds();
    test.run(&["verify", text(&path)]).succeeds();
}

#[test]
fn a_payload_of_another_copy_is_refused() {
    let test = PlanTest::small();
    test.build();
    let [first, second] = ["01", "02"].map(|number| fs::read_to_string(test.one_file(number)).expect("the page"));
    for name in ["key.age", "bundle.age"] {
        let mut mixed = first.clone();
        mixed.replace_range(element(&first, name), &second[element(&second, name)]);
        fs::write(test.one_file("01"), mixed).expect("written");
        let open = test.open(&test.one_file("01"), "01");
        assert!(
            open.status == 2 && (open.stderr.contains("E503") || open.stderr.contains("E504")),
            "{}",
            open.text()
        );
    }
    // With the other copy's copy.json the page is copy 02, whatever its name says.
    let mut mixed = first.clone();
    for name in ["bundle.age", "key.age", "copy"] {
        mixed.replace_range(element(&mixed, name), &second[element(&second, name)]);
    }
    fs::write(test.one_file("01"), mixed).expect("written");
    test.open(&test.one_file("01"), "01").fails(2, "E511");
    test.open(&test.one_file("01"), "02").succeeds();
}

#[test]
fn what_is_no_copy_is_said_to_be_none() {
    let test = PlanTest::small();
    test.build();
    test.open(&test.output().join("site/index.html"), "01").fails(2, "E500");
    test.open(&test.output().join("site/1.0"), "01").fails(2, "E500");
    test.open(&test.path("nowhere"), "01").fails(2, "E900");
    let json = test.copy("01").join("copy.json");
    let text_ = fs::read_to_string(&json).expect("copy.json");
    let changes = [
        ("\"format\":1", "\"format\":2", "E507"),
        ("terkawal-copy", "terkawal-bundle", "E507"),
        ("\"draft\"", "\"bukan\"", "E500"),
        ("\"bundle.age\":", "\"lain.age\":", "E502"),
        ("\"copy\":\"01\"", "\"copy\":\"../01\"", "E505"),
    ];
    for (from, to, code) in changes {
        fs::write(&json, text_.replacen(from, to, 1)).expect("written");
        test.open(&test.copy("01"), "01").fails(2, code);
        test.run(&["verify", text(&test.copy("01"))]).fails(1, code);
    }
    fs::write(&json, text_.replace("\"generation\":1", "\"generation\":2")).expect("written");
    test.open(&test.copy("01"), "01").fails(2, "E523");
    fs::write(&json, text_.replace("\"version\":\"1.0\"", "\"version\":\"1.1\"")).expect("written");
    test.open(&test.copy("01"), "01").fails(2, "E523");
}
