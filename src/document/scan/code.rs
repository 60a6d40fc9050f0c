//! Code blocks: slips of their fences, data blocks among them, and numbers of contacts.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::Scanner;
use crate::document::{code_slips, data, dialect::FaultKind};

/// The code block that is being read.
#[derive(Default)]
pub(super) struct Code {
    /// Where its last text ends.
    end: Option<usize>,
    /// Its fence says that it is shown as it stands.
    is_shown: bool,
    is_fenced: bool,
    is_data: bool,
}

impl Scanner<'_> {
    pub(super) fn code_begins(&mut self, code: &CodeBlockKind<'_>, range: &Range<usize>) {
        self.in_code = true;
        if *code == CodeBlockKind::Indented && self.lists == 0 {
            self.bad(range, FaultKind::Indented);
        }
        self.code.end = None;
        self.code.is_shown = matches!(code, CodeBlockKind::Fenced(info) if data::is_shown(info));
        self.code.is_fenced = matches!(code, CodeBlockKind::Fenced(_));
        self.code.is_data = matches!(code, CodeBlockKind::Fenced(info) if data::kind(info).is_some());
        if let CodeBlockKind::Fenced(info) = code
            && data::kind(info).is_none()
            && let Some(kind) = data::meant(info)
        {
            self.bad(range, FaultKind::Misnamed(kind));
            self.code.is_shown = true;
        }
        if let CodeBlockKind::Fenced(info) = code
            && let Some((kind, attributes)) = data::kind(info)
        {
            let block = data::Found::new(
                &self.text[range.clone()],
                range.start,
                kind,
                attributes,
                self.depth == 1,
            );
            self.found.data.push(block);
        }
    }

    /// Looks for numbers of contacts in a code block.
    pub(super) fn code(&mut self, text: &str, range: &Range<usize>) {
        self.code.end = Some(range.end);
        if self.code.is_shown || self.code.is_data {
            return;
        }
        let mut at = range.start;
        for line in text.split_inclusive('\n') {
            if let Some(number) = code_slips::number(line, true) {
                self.bad(&(at + number.start..at + number.end), FaultKind::Number);
            }
            at += line.len();
        }
    }

    /// Looks whether a code block with fences was closed; a data block is told as such.
    pub(super) fn code_ends(&mut self, range: &Range<usize>) {
        self.in_code = false;
        let is_open = |words: Option<usize>| {
            let words = words.and_then(|at| at.checked_sub(range.start));
            code_slips::is_open(&self.text[range.clone()], words)
        };
        if self.code.is_fenced && !self.code.is_data && is_open(self.code.end) {
            self.bad(range, FaultKind::Unclosed);
        }
    }
}
