//! Captions of figures and tables: their numbers are the source's own.

use super::blocks::{Block, Kind};
use super::body::{self, Caption};
use super::notes::Notes;

/// Reports numbers that stand in no order.
pub(super) fn look(blocks: &[Block], notes: &mut Notes) {
    let mut last = [0_u32; 2];
    for block in blocks.iter().filter(|block| block.kind == Kind::Text) {
        let Some((kind, number)) = body::caption(&block.text) else {
            continue;
        };
        let (slot, message) = match kind {
            Caption::Picture => (0, "figure out of order, its number is kept"),
            Caption::Table => (1, "table out of order, its number is kept"),
        };
        // `4.2` counts by chapter, which is no order to check
        let Ok(number) = number.parse::<u32>() else {
            continue;
        };
        if number != last[slot] + 1 {
            notes.attention_at(message, block.line, &block.text);
        }
        last[slot] = number;
    }
}
