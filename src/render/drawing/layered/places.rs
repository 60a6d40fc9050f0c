//! Where items stand across their rows.

use super::{Rows, Units, What, apart};

/// Times that rows move towards their neighbours, at most: small graphs come to rest before.
const ROUNDS: usize = 60;

/// Middles of all items; the leftmost box begins at 0 or right of it.
pub(super) fn places(rows: &Rows) -> Vec<Units> {
    let (above, below) = rows.neighbours();
    let mut x: Vec<Units> = vec![0; rows.items.len()];
    for row in &rows.rows {
        let mut at = 0;
        for (index, item) in row.iter().enumerate() {
            if index > 0 {
                at += apart(&rows.items[row[index - 1]], &rows.items[*item]);
            }
            x[*item] = at;
        }
        // Rows begin around a common middle.
        let middle = at / 2;
        for item in row {
            x[*item] -= middle;
        }
    }
    for round in 0..ROUNDS {
        let order: Vec<usize> = if round % 2 == 0 {
            (0..rows.rows.len()).collect()
        } else {
            (0..rows.rows.len()).rev().collect()
        };
        let before = x.clone();
        for row in order {
            settle(rows, &rows.rows[row], &above, &below, &mut x);
        }
        if x == before {
            break;
        }
    }
    let left = rows
        .items
        .iter()
        .zip(&x)
        .map(|(item, x)| x - item.width / 2)
        .min()
        .unwrap_or(0);
    for x in &mut x {
        *x -= left;
    }
    x
}

/// A stretch of a row whose items touch, and where it would like to begin.
struct Run {
    first: usize,
    /// Sum and weight of the wishes of its items for the place of the first item.
    wish: i64,
    weight: i64,
}

impl Run {
    fn place(&self) -> i64 {
        self.wish / self.weight
    }
}

/// Moves the items of a row as near as their distances allow to the middle of their neighbours: least squares, by
/// joining runs that would overlap.
fn settle(rows: &Rows, row: &[usize], above: &[Vec<usize>], below: &[Vec<usize>], x: &mut [Units]) {
    let mut offsets: Vec<i64> = Vec::with_capacity(row.len());
    let mut runs: Vec<Run> = Vec::new();
    for (index, item) in row.iter().enumerate() {
        let offset = match index {
            0 => 0,
            _ => offsets[index - 1] + i64::from(apart(&rows.items[row[index - 1]], &rows.items[*item])),
        };
        offsets.push(offset);
        // A label stands right above what it leads to.
        let is_label = rows.items[*item].what == What::Label;
        let linked = above[*item].iter().filter(|_| !is_label).chain(&below[*item]);
        let (mut sum, mut count) = (0_i64, 0_i64);
        for other in linked {
            // Passing lines hold on to each other, so that they run straight.
            let weight = if is_pass(rows, *item) && is_pass(rows, *other) {
                4
            } else {
                1
            };
            sum += weight * i64::from(x[*other]);
            count += weight;
        }
        let wish = if count == 0 { i64::from(x[*item]) } else { sum / count };
        let weight = if is_pass(rows, *item) { 3 } else { 1 };
        let mut run = Run {
            first: index,
            wish: (wish - offset) * weight,
            weight,
        };
        while let Some(before) = runs.last() {
            if before.place() <= run.place() {
                break;
            }
            run.first = before.first;
            run.wish += before.wish;
            run.weight += before.weight;
            runs.pop();
        }
        runs.push(run);
    }
    let mut ends: Vec<usize> = runs.iter().skip(1).map(|run| run.first).collect();
    ends.push(row.len());
    for (run, end) in runs.iter().zip(ends) {
        for index in run.first..end {
            x[row[index]] = Units::try_from(run.place() + offsets[index]).unwrap_or(0);
        }
    }
}

fn is_pass(rows: &Rows, item: usize) -> bool {
    matches!(rows.items[item].what, What::Pass | What::Label)
}
