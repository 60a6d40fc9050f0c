//! Check lists that a source sets as tables: a number, what is to be done, and a box that is ticked or empty.

use super::blocks::HARD;
use super::inline::{self, Target};

/// How sources tick a box.
const TICKS: [&str; 5] = ["/", "√", "✓", "✔", "☑"];
/// How they leave it open.
const OPEN: [&str; 3] = ["", "☐", "□"];

/// A list of tasks for rows that are nothing else: counted without a gap, each with one line of text, at least one of them
/// ticked.
pub(super) fn write(rows: &[Vec<String>]) -> Option<String> {
    let mut out = String::new();
    let mut first = None;
    let mut ticked = false;
    for (at, row) in rows.iter().enumerate() {
        let [number, words, mark] = row.as_slice() else {
            return None;
        };
        let number: usize = number.trim().trim_end_matches(['.', ')']).parse().ok()?;
        let mark = mark.trim();
        let is_ticked = TICKS.contains(&mark);
        let is_counted = number == *first.get_or_insert(number) + at;
        if !is_counted || number > 999 || words.trim().is_empty() || words.contains(['\n', HARD]) {
            return None;
        }
        if !is_ticked && !OPEN.contains(&mark) {
            return None;
        }
        ticked |= is_ticked;
        let words = inline::markdown(words, Target::Block);
        let sign = if is_ticked { 'x' } else { ' ' };
        if at > 0 {
            out.push('\n');
        }
        out.push_str(&format!("{number}. [{sign}] {words}"));
    }
    (ticked && rows.len() > 1).then_some(out)
}
