//! Front matter.

use super::super::{pipeline, sample, sound};

/// Whatever the front matter says: the text is published only when it says TERBUKA.
pub fn front_matter(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if text.to_lowercase().contains("qx") {
        return;
    }
    let body = format!("Ayat {} di sini.\n", sample::SEALED);
    let world = sample::plan().with("plan/content/02-khusus.md", format!("---\n{text}\n---\n{body}"));
    let built = pipeline::build(&world, pipeline::Depth::of(data));
    // An escape or an alias can spell the word.
    let may_be_open = text.to_lowercase().contains("terbuka") || text.contains(['\\', '*']);
    let words: &[&str] = if may_be_open { &[] } else { &[sample::SEALED] };
    sound::without(&built, words);
    if let Some(failure) = &built.failure {
        sound::refusal(failure, &world, words);
    } else {
        // The other open section is always there; weights may change places.
        let is_open = built.open.values().filter(|open| **open).count() == 2;
        let stands = built.files.iter().any(|(path, bytes)| {
            path.ends_with("index.html") && String::from_utf8_lossy(bytes).contains(sample::SEALED)
        });
        assert_eq!(is_open, stands, "what is open is published, what is sealed is not");
    }
}
