//! The message catalogues: the same keys and arguments in every language, and no unknown key on any page.

use std::{collections::BTreeMap, fs};

use crate::{
    canary_plan::canary_plan,
    opened,
    plan_test::PlanTest,
    published::files,
    sample::{Sample, root},
};

/// Keys of a catalogue by file, each with the arguments its text takes.
fn keys(language: &str) -> BTreeMap<String, Vec<String>> {
    let folder = root().join("themes/default/messages").join(language);
    let mut keys = BTreeMap::new();
    for (file, bytes) in files(&folder) {
        let mut key = String::new();
        for line in String::from_utf8(bytes).expect("UTF-8").lines() {
            if line.starts_with('#') {
                continue;
            }
            let rest = match line.split_once(" =") {
                Some((name, rest)) if !name.starts_with(' ') && !name.contains('{') => {
                    key = format!("{file} {name}");
                    assert!(
                        keys.insert(key.clone(), Vec::new()).is_none(),
                        "{key} stands in {language} twice"
                    );
                    rest
                }
                _ => line,
            };
            let arguments: &mut Vec<String> = match keys.get_mut(&key) {
                Some(arguments) => arguments,
                None => continue,
            };
            arguments.extend(
                rest.split('$')
                    .skip(1)
                    .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric()).collect()),
            );
            arguments.sort();
            arguments.dedup();
        }
    }
    keys
}

#[test]
fn every_language_has_the_same_keys_and_arguments() {
    let malay = keys("ms");
    assert!(malay.len() > 100, "{}", malay.len());
    for language in ["id", "en"] {
        let other = keys(language);
        for (key, arguments) in &malay {
            assert_eq!(other.get(key), Some(arguments), "{key} in {language}");
        }
        assert_eq!(other.len(), malay.len(), "{language} has a key of its own");
    }
    let languages: Vec<_> = fs::read_dir(root().join("themes/default/messages"))
        .expect("messages")
        .collect();
    assert_eq!(languages.len(), 3);
}

#[track_caller]
fn assert_no_unknown_key(path: &str, bytes: &[u8]) {
    // Ciphertext and padding are random: three bytes of them are the sign by chance. What they hold is looked at opened.
    if path.rsplit('.').next() == Some("age") || path == "padding" {
        return;
    }
    let text = String::from_utf8_lossy(bytes);
    assert!(
        !text.contains('⟨'),
        "{path}: {:?}",
        text.split('⟨')
            .nth(1)
            .map(|rest| rest.chars().take(40).collect::<String>())
    );
    assert!(!text.contains("u27e8"), "{path}");
}

#[test]
fn no_published_page_shows_an_unknown_key() {
    let sample = Sample::built();
    for (path, bytes) in files(&sample.output()) {
        assert_no_unknown_key(&path, &bytes);
    }
    for language in ["ms", "id", "en"] {
        let test = canary_plan().plan(&format!(
            "language: {language}\nreferences: [Akta]\nabbreviations: {{A: B}}\nvalid_until: 2027-11-01\nstatement: Jangan\n\
             review: {{last: 2026-01-02, interval_months: 12}}\ncontrol:\n  prepared: {{name: A, post: B, date: 2026-02-03}}"
        ));
        let test = test.section("05-tugas.md", "title: Tugas", "- [x] satu\n- [ ] dua\n");
        test.build();
        for (path, bytes) in files(&test.output()) {
            assert_no_unknown_key(&path, &bytes);
        }
        for (path, bytes) in opened::bundle(&test.copy("01"), test.key("01")).files {
            assert_no_unknown_key(&path, &bytes);
        }
        let page = fs::read_to_string(test.output().join("site/1.0/umum/index.html")).expect("a page");
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
    }
}

#[test]
fn the_three_languages_are_three() {
    let word = |language: &str| {
        let test = PlanTest::small().plan(&format!("language: {language}"));
        test.build();
        fs::read_to_string(test.output().join("site/1.0/umum/index.html")).expect("a page")
    };
    let [malay, indonesian, english] = ["ms", "id", "en"].map(word);
    assert!(malay != indonesian && indonesian != english && malay != english);
}
