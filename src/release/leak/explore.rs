//! Every way in which the bytes of one file can be read.
//!
//! 1. `blob` finds out what bytes are: ciphertext, packed data, an image, text.
//! 2. `text` reads text as it stands, as markup, and with escapes, percent signs, base64 and hex undone.
//! 3. What comes out of either goes back to the start, a few levels deep and within a budget.

use super::index::Index;
use super::matcher::{Matcher, OnHit};
use super::words::{Style, Tokenizer};
use super::{archive, binary, encoded, escapes, image, markup};

/// Where a stretch of text stands in the file.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    base: usize,
    exact: bool,
}

impl Origin {
    /// Bytes as they stand in the file.
    pub(super) fn exact(base: usize) -> Self {
        Origin { base, exact: true }
    }

    pub(super) fn at(self, index: usize) -> usize {
        if self.exact { self.base + index } else { self.base }
    }

    /// The origin of what follows byte `index`.
    pub(super) fn skip(self, index: usize) -> Self {
        Origin {
            base: self.at(index),
            exact: self.exact,
        }
    }

    /// The origin of what was decoded from byte `index` on.
    pub(super) fn decoded(self, index: usize) -> Self {
        Origin {
            base: self.at(index),
            exact: false,
        }
    }
}

/// More levels than any honest file has.
const DEEPEST: u8 = 8;
/// Printable bytes in line that are text and no accident: 0.4^32 is 2e-13.
const TEXT_RUN: usize = 32;

/// Reads one file in every way and tells `on_hit` of every match.
pub(super) struct Explorer<'a> {
    index: &'a Index,
    on_hit: OnHit<'a>,
    budget: usize,
    /// First place that could not be read.
    pub(super) unreadable: Option<usize>,
}

impl<'a> Explorer<'a> {
    pub(super) fn new(index: &'a Index, on_hit: OnHit<'a>, size: usize) -> Self {
        let budget = size.saturating_mul(16).saturating_add(256 << 20);
        Explorer {
            index,
            on_hit,
            budget,
            unreadable: None,
        }
    }

    pub(super) fn words(&mut self, style: Style) -> Tokenizer<Matcher<'_>> {
        Tokenizer::new(Matcher::new(self.index, &mut *self.on_hit), style)
    }

    pub(super) fn refuse(&mut self, origin: Origin) {
        self.unreadable.get_or_insert(origin.at(0));
    }

    /// False when the level or the amount of work is beyond reason; the file is then refused.
    fn admit(&mut self, size: usize, origin: Origin, depth: u8) -> bool {
        if depth > DEEPEST || size > self.budget {
            self.refuse(origin);
            return false;
        }
        self.budget -= size;
        size > 0
    }

    /// Reads bytes of unknown nature.
    pub(super) fn blob(&mut self, bytes: &[u8], origin: Origin, depth: u8) {
        if !self.admit(bytes.len(), origin, depth) {
            return;
        }
        if let Some(header) = binary::age_header(bytes) {
            // Ciphertext is random: it cannot hold sealed text but would hold short titles by chance.
            return self.text(header, origin, depth);
        }
        if archive::is_closed_pdf(bytes) {
            self.refuse(origin);
        }
        if let Some(text) = binary::as_text(bytes) {
            return self.text(text, origin, depth);
        }
        if let Some(text) = binary::marked_utf16(bytes) {
            self.derived(&text, origin.decoded(0), depth);
        }
        if archive::is_foreign(bytes) {
            self.refuse(origin);
        }
        archive::unpack(self, bytes, origin, depth);
        image::metadata(self, bytes, origin, depth);
        self.text_runs(bytes, TEXT_RUN, origin, depth);
        self.raw(bytes, origin);
    }

    /// Reads the stretches of text inside other bytes, of `least` bytes or more.
    pub(super) fn text_runs(&mut self, bytes: &[u8], least: usize, origin: Origin, depth: u8) {
        if !self.admit(bytes.len(), origin, depth) {
            return;
        }
        for (at, text) in binary::utf16_runs(bytes, least.min(8)) {
            self.derived(&text, origin.decoded(at), depth);
        }
        for (at, text) in binary::text_runs(bytes, least) {
            self.text(text, origin.skip(at), depth);
        }
    }

    /// Reads all bytes as words, of which only certain ones count.
    fn raw(&mut self, bytes: &[u8], origin: Origin) {
        let mut words = self.words(Style::Reading);
        words.set_weak(true);
        words.bytes(bytes, origin);
        words.finish();
    }

    /// Reads text that was decoded from other text.
    pub(super) fn derived(&mut self, text: &str, origin: Origin, depth: u8) {
        if self.admit(text.len(), origin, depth + 1) {
            self.text(text, origin, depth + 1);
        }
    }

    /// Reads text in all ways.
    fn text(&mut self, text: &str, origin: Origin, depth: u8) {
        let runs = encoded::runs(text.as_bytes());
        self.plain(text, &runs, origin);
        if markup::is_likely(text) {
            markup::read(self, text, origin, depth);
        }
        if text.contains('\\') {
            escapes::read(self, text, origin, depth);
        }
        if text.contains('%') {
            encoded::percent(self, text, origin, depth);
        }
        for run in &runs {
            encoded::unpack(self, &text.as_bytes()[run.clone()], origin.skip(run.start), depth);
        }
    }

    fn plain(&mut self, text: &str, runs: &[std::ops::Range<usize>], origin: Origin) {
        let is_code = text.contains(['<', '{']) || text.starts_with('[');
        let mut words = self.words(if is_code { Style::Code } else { Style::Prose });
        let mut at = 0;
        for run in runs.iter().filter(|run| run.len() >= encoded::LONG) {
            words.text(&text[at..run.start], origin.skip(at));
            words.set_weak(true);
            words.text(&text[run.clone()], origin.skip(run.start));
            words.set_weak(false);
            at = run.end;
        }
        words.text(&text[at..], origin.skip(at));
        words.finish();
    }
}
