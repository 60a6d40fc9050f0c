//! Heads of tables that take two rows.

use super::blocks::{Block, Head, Kind};
use super::cells;
use super::notes::Notes;

/// Makes one head row of two, where the second plainly goes on with the first.
pub(super) fn merge(blocks: &mut [Block], notes: &mut Notes) {
    for block in blocks {
        let Kind::Table(rows) = &mut block.kind else { continue };
        if block.head == Head::No || rows.len() < 3 || !goes_on(&rows[0], &rows[1]) {
            continue;
        }
        let mut head = std::mem::take(&mut rows[0]);
        // a title over several columns stands over each of them
        for column in 1..head.len() {
            if head[column].is_empty() {
                let (left, right) = head.split_at_mut(column);
                right[0].clone_from(&left[column - 1]);
            }
        }
        rows[0] = joined(head, rows[1].clone());
        rows.remove(1);
        block.head = Head::Yes;
        notes.changed("table heads of two rows, written as one", 1);
    }
}

/// The upper row leaves columns open, and the lower one names just these and their neighbour.
fn goes_on(upper: &[String], lower: &[String]) -> bool {
    let empty = |row: &[String], column: usize| row.get(column).is_none_or(String::is_empty);
    let open: Vec<usize> = (1..lower.len()).filter(|column| empty(upper, *column)).collect();
    let short = lower
        .iter()
        .all(|cell| cell.chars().count() <= 40 && !cell.contains(|c: char| c.is_ascii_digit()));
    let named = (0..lower.len()).all(|column| {
        let below = !empty(lower, column);
        let belongs = open.contains(&column) || (open.contains(&(column + 1)) && column > 0);
        below == belongs
    });
    upper.len() == lower.len() && !empty(upper, 0) && !open.is_empty() && cells::filled(lower) > 1 && short && named
}

/// Two head rows as one: what stands twice is said once.
pub(super) fn joined(upper: Vec<String>, lower: Vec<String>) -> Vec<String> {
    let width = upper.len().max(lower.len());
    let (mut upper, mut lower) = (upper.into_iter(), lower.into_iter());
    (0..width)
        .map(|_| {
            let (above, below) = (upper.next().unwrap_or_default(), lower.next().unwrap_or_default());
            match (above.is_empty(), below.is_empty() || above == below) {
                (true, _) => below,
                (_, true) => above,
                _ => format!("{above} {below}"),
            }
        })
        .collect()
}
