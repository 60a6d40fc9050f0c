//! Markdown of open and sealed sections, through every stage of `build`.

use super::super::{pipeline, sample, sound};

/// Stands for the word of a sealed section, where the fuzzer puts it.
pub const WORD: &str = "¤";
pub const BETWEEN: &str = "\n%%%\n";

/// `open text %%% sealed block %%% open text %%% sealed section`: nothing of the sealed parts may reach an open byte.
pub fn markdown(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if text.to_lowercase().contains("qx") {
        return;
    }
    let mut parts = text.splitn(4, BETWEEN);
    let open = |part: Option<&str>| part.unwrap_or_default().replace(WORD, "biasa");
    let before = open(parts.next());
    let block = parts.next().unwrap_or_default().replace(WORD, sample::BLOCK);
    let after = open(parts.next());
    let sealed = parts.next().unwrap_or_default().replace(WORD, sample::SEALED);
    let section = format!(
        "---\ntitle: Umum\nclassification: TERBUKA\n---\n{before}\n\n::: terhad {{audience=\"ERT\"}}\n{0} {block}\n{0}\n:::\n{after}",
        sample::BLOCK,
    );
    let world = sample::plan()
        .with("plan/content/01-umum.md", section)
        .with("plan/content/02-khusus.md", sample::sealed(&sealed));
    let mut words = vec![sample::SEALED, sample::NAME];
    if !may_show_fences(&before) && !block.contains(":::") {
        words.push(sample::BLOCK);
    }
    let built = pipeline::build(&world, pipeline::Depth::of(data));
    sound::without(&built, &words);
    if let Some(failure) = &built.failure {
        sound::refusal(failure, &world, &words[..1]);
        for found in &failure.diagnostics {
            // The gate is the second lock: the first must have held.
            assert_ne!(found.code, "E402", "{found:?}");
        }
    }
}

/// A code block of Markdown shows a fence as an example; an entity can spell its name.
fn may_show_fences(text: &str) -> bool {
    text.lines().any(|line| {
        let info = line.find("```").or_else(|| line.find("~~~")).map(|at| &line[at..]);
        info.is_some_and(|info| info.contains(['m', '&', '\\']))
    })
}
