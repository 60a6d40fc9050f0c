//! Pandoc's grid tables, with cells over several columns and rows.

use super::Line;
use super::rows::Cell;

const WIDEST: usize = 64;

/// A cell whose lines are still to be read.
pub(super) struct Place<'t> {
    pub lines: Vec<Line<'t>>,
    pub across: usize,
    pub down: usize,
}

/// A table cut into its cells.
pub(super) struct Grid<'t> {
    pub rows: Vec<Vec<Place<'t>>>,
    pub heads: usize,
    pub used: usize,
}

impl Place<'_> {
    /// The cell with the text that its lines turned out to say.
    pub(super) fn cell(&self, text: String) -> Cell {
        Cell {
            text,
            across: self.across,
            down: self.down,
        }
    }
}

/// Whether a line is a rule over the whole width.
pub(super) fn rule(line: &str) -> bool {
    let body = line.trim();
    body.len() >= 3
        && body.starts_with('+')
        && body.ends_with('+')
        && body[1..].starts_with(['-', '=', ':'])
        && body.bytes().all(|b| b"+-=:".contains(&b))
}

/// Reads the grid that begins here; where there is none, says how many lines only look like one.
pub(super) fn read<'t>(lines: &[Line<'t>], at: usize) -> Result<Grid<'t>, usize> {
    let length = lines[at..]
        .iter()
        .take_while(|line| line.1.starts_with(['+', '|']))
        .count();
    let lines = &lines[at..at + length];
    if length < 3 || !rule(lines[length - 1].1) {
        return Err(length.max(1));
    }
    // Byte places of the characters of each line, so that cells can be cut out.
    let places: Vec<Vec<usize>> = lines
        .iter()
        .map(|line| line.1.char_indices().map(|(at, _)| at).chain([line.1.len()]).collect())
        .collect();
    let sheet = Sheet { lines, places };
    let rules: Vec<usize> = (0..length).filter(|row| sheet.is_rule(*row)).collect();
    let mut columns = std::collections::BTreeSet::new();
    for row in &rules {
        let text = lines[*row].1;
        for (column, c) in text.chars().enumerate() {
            if c == '+' && columns.insert(column) && columns.len() > WIDEST + 1 {
                return Err(length);
            }
        }
    }
    let columns: Vec<usize> = columns.into_iter().collect();
    let heads = rules.iter().position(|row| lines[*row].1.contains('=')).unwrap_or(0);
    let heads = if heads + 1 == rules.len() { 0 } else { heads };
    Ok(Grid {
        rows: sheet.cut(&rules, &columns),
        heads,
        used: length,
    })
}

struct Sheet<'a, 't> {
    lines: &'a [Line<'t>],
    places: Vec<Vec<usize>>,
}

impl<'t> Sheet<'_, 't> {
    fn slice(&self, row: usize, from: usize, to: usize) -> &'t str {
        let places = &self.places[row];
        let end = places.len() - 1;
        &self.lines[row].1[places[from.min(end)]..places[to.min(end)]]
    }

    /// A rule, perhaps only under some of the columns.
    fn is_rule(&self, row: usize) -> bool {
        let text = self.lines[row].1;
        text.starts_with('+') || text.contains("+--") || text.contains("--+") || text.contains("+==")
    }

    fn divides(&self, row: usize, from: usize, to: usize) -> bool {
        let part = self.slice(row, from + 1, to);
        !part.is_empty() && part.bytes().all(|b| b"-=:".contains(&b) || b == b'+')
    }

    fn walled(&self, row: usize, column: usize) -> bool {
        matches!(self.slice(row, column, column + 1), "|" | "+")
    }

    fn cut(&self, rules: &[usize], columns: &[usize]) -> Vec<Vec<Place<'t>>> {
        let (height, width) = (rules.len() - 1, columns.len().saturating_sub(1));
        let mut taken = vec![vec![false; width]; height];
        let mut out = Vec::with_capacity(height);
        for top in 0..height {
            let mut row = Vec::new();
            for left in 0..width {
                if taken[top][left] {
                    continue;
                }
                let inner = rules[top] + 1;
                let mut right = left + 1;
                while right < width
                    && !taken[top][right]
                    && inner < rules[top + 1]
                    && !self.walled(inner, columns[right])
                {
                    right += 1;
                }
                let mut bottom = top + 1;
                while bottom < height && !self.divides(rules[bottom], columns[left], columns[left + 1]) {
                    bottom += 1;
                }
                for line in &mut taken[top..bottom] {
                    line[left..right].fill(true);
                }
                let lines = (rules[top] + 1..rules[bottom])
                    .map(|line| (self.lines[line].0, self.slice(line, columns[left] + 1, columns[right])))
                    .collect();
                row.push(Place {
                    lines,
                    across: right - left,
                    down: bottom - top,
                });
            }
            out.push(row);
        }
        out
    }
}
