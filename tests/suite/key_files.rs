//! `open --identity`: key files as people have them, and files that are something else.

use std::fs;

use age::secrecy::ExposeSecret as _;

use crate::{plan_test::PlanTest, program::text};

#[test]
fn a_key_file_may_hold_comments_and_blank_lines() {
    let test = PlanTest::small();
    test.build();
    let file = test.path("kunci.txt");
    let secret = test.key("01").to_string();
    let text_ = format!(
        "\u{feff}# created: lama\r\n\r\n# copy: 01\r\n  {}  \r\n\r\n",
        secret.expose_secret()
    );
    for text_ in [text_.clone(), text_.replace('\u{feff}', "")] {
        fs::write(&file, text_).expect("written");
        test.open_with_key_file(&test.copy("01"), &file).succeeds();
    }
}

#[test]
fn key_files_that_are_something_else() {
    let test = PlanTest::small();
    test.build();
    let file = test.path("kunci.txt");
    let encrypted = fs::read(test.copy("01").join("key.age")).expect("key.age");
    let recipient = test.key("01").to_public().to_string();
    let cases = [
        (encrypted, ""),
        (recipient.into_bytes(), "recipient"),
        (b"AGE-SECRET-KEY-PQ-1QQQ".to_vec(), "post-quantum"),
        (b"AGE-SECRET-KEY-1QQQ".to_vec(), "not a key file"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----".to_vec(), "passphrase"),
        (b"surat".to_vec(), "not a key file"),
        (Vec::new(), "not a key file"),
        (vec![0xff, 0xfe, 0], "not a text file"),
    ];
    for (bytes, words) in cases {
        fs::write(&file, &bytes).expect("written");
        let run = test.open_with_key_file(&test.copy("01"), &file).fails(2, "E514");
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
    let run = test.open_with_key_file(&test.copy("01"), &test.path("tiada"));
    assert_eq!(run.status, 2, "{}", run.text());
    let run = test
        .run(&["open", text(&test.copy("01")), "--to", text(&test.fresh())])
        .fails(2, "E524");
    assert!(run.stderr.contains("--passphrase-file"), "{}", run.stderr);
}
