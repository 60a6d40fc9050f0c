//! What the size of a bundle tells: nothing but its order of magnitude.

use std::{collections::BTreeSet, fs, io::Read as _};

use age::secrecy::ExposeSecret as _;

use crate::{opened, plan_test::PlanTest};

/// Padmé, from the paper: with E = floor(log2 L) and S = floor(log2 E) + 1, the last E - S bits of a size are zero.
fn is_padme(size: usize) -> bool {
    let exponent = usize::BITS - 1 - size.leading_zeros();
    let kept = u32::BITS - exponent.leading_zeros();
    size.trailing_zeros() >= exponent - kept
}

fn with_text(length: usize) -> PlanTest {
    // Text that does not compress: hexadecimal digits of hashes of the position.
    let mut text = String::new();
    let mut state = 1_u64;
    while text.len() < length {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        text.push_str(&format!("{:016x} ", state ^ (state >> 29)));
    }
    PlanTest::new()
        .section("01-khusus.md", "title: Khusus", &text)
        .holder("01", "clearance: SULIT")
}

#[test]
fn the_series_itself() {
    let sizes: Vec<usize> = (1000..1200).filter(|size| is_padme(*size)).collect();
    // 512 ≤ L < 1024 has E = 9, S = 4: steps of 32; from 1024 on E = 10, S = 4: steps of 64.
    assert_eq!(sizes, [1024, 1088, 1152]);
}

#[test]
fn bundles_have_sizes_of_the_padme_series() {
    let mut sizes = BTreeSet::new();
    for length in [0, 900, 20_000, 150_000] {
        let test = with_text(length);
        test.build();
        let bundle = opened::bundle(&test.copy("01"), test.key("01"));
        let size = bundle.packed.len();
        assert!(is_padme(size), "{size}");
        let sealed = fs::metadata(test.copy("01").join("bundle.age"))
            .expect("bundle.age")
            .len();
        assert!(sealed > size as u64, "{sealed} for {size}");
        sizes.insert(size);
    }
    assert_eq!(sizes.len(), 4);
}

#[test]
fn a_few_words_more_do_not_show() {
    let sizes: BTreeSet<u64> = ["", "satu dua tiga", "satu dua tiga empat lima enam tujuh lapan"]
        .iter()
        .map(|more| {
            let test = PlanTest::new()
                .section("01-khusus.md", "title: Khusus", &format!("Hanya pemegang. {more}\n"))
                .holder("01", "clearance: SULIT");
            test.build();
            opened::bundle(&test.copy("01"), test.key("01")).packed.len() as u64
        })
        .collect();
    assert!(
        sizes.len() <= 2,
        "{sizes:?}: at most one step of the series lies between them"
    );
}

#[test]
fn the_archive_is_one_gzip_member_with_nothing_behind_it() {
    let test = with_text(5000);
    test.build();
    let packed = opened::bundle(&test.copy("01"), test.key("01")).packed;
    let mut gzip = flate2::bufread::GzDecoder::new(&packed[..]);
    let mut tar = Vec::new();
    gzip.read_to_end(&mut tar).expect("gzip");
    assert!(
        gzip.into_inner().is_empty(),
        "browsers refuse trailing bytes and second members"
    );
    let names: Vec<String> = tar::Archive::new(&tar[..])
        .entries()
        .expect("tar")
        .map(|entry| {
            let entry = entry.expect("an entry");
            assert_eq!(entry.header().entry_type(), tar::EntryType::Regular);
            entry.path().expect("a path").to_str().expect("UTF-8").to_owned()
        })
        .collect();
    assert_eq!(names.iter().filter(|name| *name == "padding").count(), 1, "{names:?}");
    assert!(names.contains(&"bundle.json".to_owned()), "{names:?}");
}

fn padding(test: &PlanTest, number: &str) -> Vec<u8> {
    let packed = opened::bundle(&test.copy(number), test.key(number)).packed;
    let mut tar = Vec::new();
    flate2::read::GzDecoder::new(&packed[..])
        .read_to_end(&mut tar)
        .expect("gzip");
    let mut archive = tar::Archive::new(&tar[..]);
    let mut entries = archive.entries().expect("tar").map(|entry| entry.expect("an entry"));
    let mut entry = entries
        .find(|entry| entry.path().expect("a path").to_str() == Some("padding"))
        .expect("padding");
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes).expect("read");
    bytes
}

#[test]
fn padding_and_copy_keys_are_made_afresh_for_each_copy_of_each_build() {
    let lines = "clearance: SULIT";
    let test = with_text(2700).holder("02", lines).holder("03", lines);
    let mut keys = BTreeSet::new();
    let mut paddings = BTreeSet::new();
    let mut sealed = BTreeSet::new();
    for _ in 0..2 {
        test.build();
        for number in ["01", "02", "03"] {
            let key = opened::copy_key(&test.copy(number), test.key(number));
            keys.insert(key.to_string().expose_secret().to_owned());
            assert_ne!(key.to_public().to_string(), test.key(number).to_public().to_string());
            let padding = padding(&test, number);
            assert!(padding.len() > 16, "{} bytes are too few to compare", padding.len());
            paddings.insert(padding);
            sealed.insert(fs::read(test.copy(number).join("bundle.age")).expect("bundle.age"));
        }
    }
    assert_eq!((keys.len(), paddings.len(), sealed.len()), (6, 6, 6));
}
