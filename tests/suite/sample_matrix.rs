//! The sample plan: its size, the full matrix of copies against passphrases and keys, and what each bundle holds.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use age::x25519::Identity;

use crate::{
    opened,
    oracle::Oracle,
    published,
    sample::{Sample, root},
};

#[test]
fn it_has_the_size_of_a_real_plan() {
    let sample = Sample::built();
    assert!(sample.facts["sections"].as_u64() >= Some(45), "{}", sample.facts);
    assert!(sample.facts["open_sections"].as_u64() >= Some(8), "{}", sample.facts);
    assert_eq!(sample.numbers().len(), 14);
    let content = published::files(&root().join("content"));
    let sections: Vec<String> = content
        .iter()
        .filter(|(path, _)| terkawal::source::has_extension(path, "md"))
        .map(|(_, bytes)| String::from_utf8(bytes.clone()).expect("UTF-8"))
        .collect();
    assert_eq!(sample.facts["sections"], sections.len());
    let open = sections
        .iter()
        .filter(|text| text.contains("\nclassification: TERBUKA\n"))
        .count();
    assert_eq!(sample.facts["open_sections"], open);
    let characters: usize = sections
        .iter()
        .filter_map(|text| text.split("\n---\n").nth(1))
        .map(|body| body.chars().count())
        .sum();
    assert!(characters >= 40_000, "{characters} characters of running text");
}

#[test]
fn every_copy_opens_with_its_own_passphrase_and_no_other() {
    let sample = Sample::built();
    let secrets = sample
        .numbers()
        .into_iter()
        .map(|number| (number.clone(), Sample::passphrase(&number)))
        .collect();
    sample.matrix("--passphrase-file", &secrets, "E512", "slip");
}

#[test]
fn every_copy_opens_with_its_own_key_and_no_other() {
    let sample = Sample::built();
    let keys: BTreeMap<String, String> = sample
        .numbers()
        .into_iter()
        .map(|number| (number.clone(), Sample::key_text(&number)))
        .collect();
    sample.matrix("--identity", &keys, "E511", "key");
    let without_number = keys
        .into_iter()
        .map(|(number, text)| {
            let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("# copy:")).collect();
            assert_eq!(lines.len() + 1, text.lines().count(), "a key file names its copy");
            (number, lines.join("\n"))
        })
        .collect();
    sample.matrix("--identity", &without_number, "E515", "bare");
}

#[test]
fn each_bundle_holds_exactly_what_its_holder_may_read() {
    let sample = Sample::built();
    let oracle = Oracle::read(root());
    assert_eq!(oracle.holders.keys().cloned().collect::<Vec<_>>(), sample.numbers());
    let mut all = BTreeSet::new();
    for number in sample.numbers() {
        let key: Identity = Sample::key_text(&number)
            .lines()
            .last()
            .expect("a line")
            .parse()
            .expect("a key");
        let bundle = opened::bundle(&sample.copy(&number), &key);
        let mut expected = oracle.ids(&number);
        // Everything generated is declared open; the distribution list has a sealed twin with names.
        expected.insert("distribution".to_owned());
        // So have the lists of captions, for who may read a section with one.
        for (list, caption) in [("figures", "class=\"figure"), ("tables", "class=\"captioned")] {
            let shows =
                |id: &String| String::from_utf8_lossy(&bundle.files[&format!("sections/{id}.html")]).contains(caption);
            if oracle.ids(&number).iter().any(shows) {
                expected.insert(list.to_owned());
            }
        }
        assert_eq!(bundle.ids(), expected, "copy {number}");
        all.insert(expected);
    }
    assert!(all.len() >= 4, "holders of the sample differ in what they may read");
}

#[test]
fn one_file_copies_open_with_the_same_key() {
    let sample = Sample::built();
    for number in sample.numbers() {
        let page = sample.output().join(format!("copies/1.0/salinan-{number}.html"));
        let (output, wrote) = sample.open(
            &page,
            "--identity",
            &Sample::key_text(&number),
            &format!("page-{number}"),
        );
        output.succeeds();
        assert!(wrote);
    }
}

#[test]
fn a_copy_is_sealed_to_its_holder_and_to_nobody_in_passing() {
    let sample = Sample::built();
    let key: Identity = Sample::key_text("01")
        .lines()
        .last()
        .expect("a line")
        .parse()
        .expect("a key");
    let sealed = fs::read(sample.copy("02").join("key.age")).expect("key.age");
    let decryptor = age::Decryptor::new_buffered(&sealed[..]).expect("an age file");
    assert!(decryptor.decrypt(std::iter::once(&key as &dyn age::Identity)).is_err());
    let header = String::from_utf8_lossy(&sealed);
    assert_eq!(header.matches("-> X25519 ").count(), 1);
}
