//! Rows of tables that would lose a cell, or stand elsewhere than they were meant.

use std::ops::Range;

use super::Scanner;
use crate::document::dialect::FaultKind;

impl Scanner<'_> {
    /// Looks for cells that the parser drops.
    pub(super) fn row(&mut self, range: &Range<usize>) {
        let row = self.text[range.clone()].trim_end();
        if row.starts_with(": ") && self.columns > 1 {
            self.bad(range, FaultKind::CaptionRow);
        } else if !row.contains('|') {
            self.bad(range, FaultKind::TextRow);
        } else if cells(row).skip(self.columns).any(|cell| !cell.trim().is_empty()) {
            self.bad(range, FaultKind::Cells);
        }
    }

    /// Looks for rows that an empty line parts from their heads.
    pub(super) fn table_ends(&mut self, range: &Range<usize>) {
        let below = self.text[range.end..].trim_start();
        let is_bare = self.text[range.clone()].trim_end().lines().count() == 2;
        // The heads of another table are no row of this one.
        let begins_table = below.lines().nth(1).is_some_and(|line| is_strokes(line.trim()));
        if is_bare && below.starts_with('|') && !begins_table {
            let at = self.text.len() - below.len();
            self.bad(&(at..self.text.len()), FaultKind::TornRow);
        }
    }
}

/// The cells of a row as GFM parts them: at every stroke without a backslash, also inside code.
fn cells(row: &str) -> impl Iterator<Item = &str> {
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut is_escaped = false;
    row.split(move |c| {
        let parts = c == '|' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        parts
    })
}

/// `|---|--:|`
pub(super) fn is_strokes(text: &str) -> bool {
    text.contains('|') && text.contains('-') && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}
