//! `content/data/amendments.yaml`, read and written.

use terkawal::{
    amendment::{Header, merge},
    diagnostic::SourceText,
    document::{RECORD, row_keys},
    plan::{Language, Scheme},
    theme::Catalogue,
};

use super::super::{pipeline, sample, sound};

/// The whole file. Rows may say anything, and yet nothing sealed comes out; a version is then recorded into it.
pub fn amendments(data: &[u8]) {
    let world = sample::plan()
        .with(
            "plan/plan.yaml",
            sample::PLAN.replace("distribution]", "distribution, amendments]"),
        )
        .with("plan/content/data/amendments.yaml", data);
    let depth = pipeline::Depth::of(data);
    let built = pipeline::build(&world, depth);
    match &built.failure {
        Some(failure) => sound::refusal(failure, &world, &[sample::SEALED]),
        // What a row says in the open is looked for by the gate.
        None if depth == pipeline::Depth::Everything => sound::without(&built, &[sample::SEALED]),
        None => {}
    }
    if let Ok(text) = std::str::from_utf8(data) {
        recorded(text);
    }
}

/// A version that is recorded stands in the file once, and the rows of all others stay.
fn recorded(text: &str) {
    let header = Header {
        version: "7.7",
        date: jiff::civil::date(2026, 11, 1),
        against: "7.6",
        content: "00",
    };
    let (scheme, catalogue) = (Scheme::default(), Catalogue::embedded(Language::Ms));
    let merge = |text: &str| merge(text, &header, &[], &scheme, &catalogue).ok();
    let Some(merged) = merge(text) else { return };
    let keys = |text: &str| row_keys(&SourceText::new(RECORD, text, true)).expect("a record");
    let (before, after) = (keys(text), keys(&merged.text));
    let is_own = |version: &&(String, _)| version.0 == header.version;
    assert_eq!(after.iter().filter(is_own).count(), 1, "{}", merged.text);
    for version in before.iter().filter(|version| !is_own(version)) {
        assert!(after.contains(version), "{text}\nbecame\n{}", merged.text);
    }
    let again = merge(&merged.text).expect("a file that was written here");
    assert_eq!(again.text, merged.text);
}
