//! The leak gate: the second lock on sealed text.
//!
//! After every build the gate reads every byte of the staged output and reports sealed matter in it: any five words in
//! sequence, title, link target, file name, e-mail address or number of seven digits or more that stands in a sealed
//! source and in no open one.
//!
//! 1. [`GateBuilder`] takes sealed sources and open ones.
//! 2. [`GateBuilder::build`] reduces the sealed sources to hashes of word sequences (`sealed`, `numbers`, `index`), then
//!    reads the open sources as if they were staged files and forgets whatever is found there. So what is open cannot be
//!    reported by construction, and memory is proportional to the sealed text.
//! 3. [`LeakGate::scan`] reads one staged file in every way a reader or a program may read it (`explore`), splits each
//!    reading into words (`words`) and looks each sequence up (`matcher`).
//! 4. What several files have in common is compared byte by byte and read once (`common`).
//!
//! Open sources must be given *as published*: a heading with its number, a caption with its label, a date as written.
//! Otherwise a sealed cross-reference such as "lihat 3.1 Skop kerja pasukan" holds five words that the open page alone
//! shows.

mod archive;
mod binary;
mod common;
mod encoded;
mod entities;
mod escapes;
mod explore;
mod found;
mod image;
mod index;
mod markup;
mod matcher;
mod memory;
mod numbers;
mod sealed;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, HashSet};

use explore::{Explorer, Origin};
use index::Index;

pub use common::{Cleared, Common};
pub use found::{Leak, LeakKind};
pub use memory::GateMemory;

/// What stands for a part of a path that is sealed itself.
const MASK: &str = "[…]";

/// One sealed source: matter that may exist only inside ciphertext.
#[derive(Clone, Copy)]
pub struct SealedSource<'a> {
    /// The section id that messages show, such as `s017`.
    pub label: &'a str,
    /// The reading text, blocks separated by line feeds.
    pub text: &'a str,
    /// The title, which counts as a whole at any length from three letters.
    pub title: Option<&'a str>,
    /// Link targets as the author wrote them, not as published.
    pub links: &'a [String],
    /// File stem of the section, folder slug, names of images.
    pub file_names: &'a [String],
    /// Names of persons and other phrases that count as a whole.
    pub names: &'a [String],
}

/// Collects sealed and open sources.
pub struct GateBuilder {
    index: Index,
    open: Vec<Vec<u8>>,
}

impl Default for GateBuilder {
    fn default() -> Self {
        GateBuilder::new()
    }
}

impl GateBuilder {
    /// A builder that knows nothing.
    #[must_use]
    pub fn new() -> Self {
        GateBuilder {
            index: Index::new(),
            open: Vec::new(),
        }
    }

    /// Adds open reading text, front matter, catalogues.
    pub fn add_open_text(&mut self, text: &str) -> &mut Self {
        self.add_open_bytes(text.as_bytes())
    }

    /// Adds open HTML: its text, attributes, scripts and comments.
    pub fn add_open_html(&mut self, html: &str) -> &mut Self {
        self.add_open_bytes(html.as_bytes())
    }

    /// Adds an open file of any kind: theme, reader script, image.
    pub fn add_open_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.open.push(bytes.to_vec());
        self
    }

    /// Adds names and paths that may be published.
    pub fn add_open_names<I>(&mut self, names: I) -> &mut Self
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        for name in names {
            self.add_open_text(name.as_ref());
        }
        self
    }

    /// Adds a sealed source.
    pub fn add_sealed(&mut self, source: &SealedSource<'_>) -> &mut Self {
        sealed::compile(&mut self.index, source);
        self
    }

    /// Makes the gate: what is sealed less what is open.
    #[must_use]
    pub fn build(mut self) -> LeakGate {
        self.index.seal();
        let mut open = HashSet::new();
        for bytes in &self.open {
            let mut on_hit = |key, _| {
                open.insert(key);
            };
            Explorer::new(&self.index, &mut on_hit, bytes.len()).blob(bytes, Origin::exact(0), 0);
        }
        self.index.remove(&open);
        self.index.seal();
        LeakGate { index: self.index }
    }
}

/// Knows what is sealed, as hashes only, and finds it in staged files.
pub struct LeakGate {
    index: Index,
}

impl LeakGate {
    /// Whether anything sealed is known. A gate that is not armed passes everything.
    #[must_use]
    pub fn is_armed(&self) -> bool {
        self.known() > 0
    }

    /// How many sealed sequences are known.
    #[must_use]
    pub fn known(&self) -> usize {
        self.index.known()
    }

    /// Reads one staged file. Each section and kind is reported once, where it first occurs.
    #[must_use]
    pub fn scan(&self, path: &str, bytes: &[u8]) -> Vec<Leak> {
        let mut leaks = self.read(bytes);
        // Brotli has no mark to be known by.
        if has_extension(path, "br") {
            leaks.insert((LeakKind::Unreadable, String::new()), 0);
        }
        if leaks.is_empty() {
            return Vec::new();
        }
        self.report(path, leaks, true)
    }

    /// Reads the name of a staged file.
    #[must_use]
    pub fn scan_name(&self, path: &str) -> Vec<Leak> {
        let leaks = self.read(path.as_bytes());
        if leaks.is_empty() {
            return Vec::new();
        }
        self.report(path, leaks, false)
    }

    fn read(&self, bytes: &[u8]) -> BTreeMap<(LeakKind, String), usize> {
        let mut leaks = BTreeMap::new();
        let mut add = |kind: LeakKind, label: &str, offset: usize| {
            let first = leaks.entry((kind, label.to_owned())).or_insert(offset);
            *first = offset.min(*first);
        };
        let mut on_hit = |key: u64, offset: usize| {
            if let Some((entry, kind)) = self.index.get(key).and_then(|entry| Some((entry, entry.kind?))) {
                add(kind, self.index.label(entry), offset);
            }
        };
        let mut explorer = Explorer::new(&self.index, &mut on_hit, bytes.len());
        explorer.blob(bytes, Origin::exact(0), 0);
        if let Some(offset) = explorer.unreadable {
            add(LeakKind::Unreadable, "", offset);
        }
        leaks
    }

    /// Reports must not print what they report, and a path may hold it.
    fn mask(&self, path: &str) -> String {
        if self.read(path.as_bytes()).is_empty() {
            return path.to_owned();
        }
        let parts: Vec<&str> = path.split(['/', '\\']).collect();
        let masked: Vec<&str> = parts
            .iter()
            .map(|part| {
                if self.read(part.as_bytes()).is_empty() {
                    part
                } else {
                    MASK
                }
            })
            .collect();
        let path = masked.join("/");
        // What is sealed may stand across two parts.
        if self.read(path.as_bytes()).is_empty() {
            path
        } else {
            MASK.to_owned()
        }
    }

    fn report(&self, path: &str, leaks: BTreeMap<(LeakKind, String), usize>, offsets: bool) -> Vec<Leak> {
        let file = self.mask(path);
        let leak = |((kind, label), offset)| Leak {
            file: file.clone(),
            label,
            kind,
            offset: offsets.then_some(offset),
        };
        let mut leaks: Vec<Leak> = leaks.into_iter().map(leak).collect();
        leaks.sort_unstable();
        leaks
    }
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, last)| last.eq_ignore_ascii_case(extension))
}
