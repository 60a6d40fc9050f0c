//! From a sealed source to the sequences that may not occur in the clear.

use super::SealedSource;
use super::found::LeakKind;
use super::index::{CERTAIN, Index, LONGEST, PHRASE, Window};
use super::numbers;
use super::words::{Fragment, blocks};

/// File names that say nothing.
const PLAIN_STEMS: [&str; 3] = ["index", "_index", "readme"];

/// Adds everything that is sealed in `source`.
pub(super) fn compile(index: &mut Index, source: &SealedSource<'_>) {
    let label = index.add_label(source.label);
    prose(index, source.text, label);
    if let Some(title) = source.title {
        prose(index, title, label);
        whole(index, title, LeakKind::Title, label);
    }
    for name in source.names {
        prose(index, name, label);
        whole(index, name, LeakKind::Name, label);
    }
    for name in source.file_names {
        file_name(index, name, label);
    }
    for link in source.links {
        emails(index, link, label);
        numbers::compile(index, link, &blocks(link), label);
        let address = link.split_once("://").map_or(link.as_str(), |(_, rest)| rest);
        for target in [link.as_str(), address] {
            whole(index, target, LeakKind::Link, label);
        }
    }
}

fn prose(index: &mut Index, text: &str, label: u32) {
    let blocks = blocks(text);
    for block in &blocks {
        phrases(index, block, label);
        if is_short_phrase(block) {
            insert_whole(index, block, LeakKind::Phrase, label);
        }
    }
    numbers::compile(index, text, &blocks, label);
    emails(index, text, label);
}

fn phrases(index: &mut Index, block: &[Fragment], label: u32) {
    for end in 1..=block.len() {
        let mut window = Window::empty();
        for fragment in block[..end].iter().rev().take(LONGEST as usize) {
            window.grow(fragment);
            if window.fewest > PHRASE {
                break;
            }
            // Rows of bare figures occur in coordinates and style sheets; a sealed figure counts by its digits.
            if window.is_phrase() && window.lettered && window.letters >= CERTAIN {
                index.insert(&window, LeakKind::Phrase, label);
            }
        }
    }
}

/// A block of fewer than five words counts as a whole when it has eight letters or digits: below that, table cells such
/// as "Ya" and "24 jam" would forbid ordinary words. One word among figures is a date or a quantity, which generated
/// pages write too.
fn is_short_phrase(block: &[Fragment]) -> bool {
    let window = Window::over(block);
    let words = block.iter().filter(|fragment| !fragment.digits).count();
    let figures = block.len() - words;
    window.fewest < PHRASE && window.letters >= CERTAIN && words > usize::from(figures > 0)
}

/// Adds `text` as one sequence. A dash or bar inside it is a boundary in pages as well, so the parts stand alone, those
/// at least that say something.
fn whole(index: &mut Index, text: &str, kind: LeakKind, label: u32) {
    let blocks = blocks(text);
    if let [block] = blocks.as_slice() {
        if speaks(block, kind) {
            insert_whole(index, block, kind, label);
        }
        return;
    }
    for block in blocks.iter().filter(|block| speaks(block, kind) && is_telling(block)) {
        insert_whole(index, block, kind, label);
    }
}

/// Whether a sequence is long enough not to turn up by chance in generated names and encoded data.
fn speaks(block: &[Fragment], kind: LeakKind) -> bool {
    let window = Window::over(block);
    window.lettered
        && match kind {
            LeakKind::Title => window.letters >= 3,
            LeakKind::Link => window.letters >= CERTAIN && window.most >= 2,
            _ => window.letters >= 4,
        }
}

fn is_telling(block: &[Fragment]) -> bool {
    let window = Window::over(block);
    window.most >= 2 || window.letters >= CERTAIN
}

/// Adds a whole sequence, and for a long one the tails by which the matcher finds it.
fn insert_whole(index: &mut Index, block: &[Fragment], kind: LeakKind, label: u32) {
    let all = Window::over(block);
    index.insert(&all, kind, label);
    if all.fewest <= PHRASE {
        return;
    }
    let mut tail = Window::empty();
    for fragment in block.iter().rev().take(LONGEST as usize) {
        tail.grow(fragment);
        if tail.fewest > PHRASE {
            break;
        }
        if tail.is_phrase() {
            index.insert_tail(&tail, label);
        }
    }
}

/// A file name counts in full, without its extension, and without the number that orders it.
fn file_name(index: &mut Index, name: &str, label: u32) {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    if PLAIN_STEMS.contains(&stem.to_ascii_lowercase().as_str()) {
        return;
    }
    let slug = stem
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_start_matches(['-', '_', '.', ' ']);
    for form in [base, stem, slug] {
        whole(index, form, LeakKind::FileName, label);
    }
}

fn emails(index: &mut Index, text: &str, label: u32) {
    let is_local = |c: char| c.is_alphanumeric() || "._%+'-".contains(c);
    let is_host = |c: char| c.is_alphanumeric() || ".-".contains(c);
    for (at, _) in text.match_indices('@') {
        let before = &text[..at];
        let after = &text[at + 1..];
        let local = &before[before.trim_end_matches(is_local).len()..];
        let host = &after[..after.len() - after.trim_start_matches(is_host).len()];
        let host = host.trim_matches(['.', '-']);
        if !local.is_empty() && host.contains('.') {
            whole(index, &format!("{local}@{host}"), LeakKind::Email, label);
        }
    }
}
