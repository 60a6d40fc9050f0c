//! Cells with spans to plain rows.

/// Columns in which spans are followed; a wider table is written as lines anyway.
const WIDEST: usize = 64;
/// A longer text is not said again in each row it spans.
const SHORT: usize = 80;

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub text: String,
    /// Columns it covers.
    pub across: usize,
    /// Rows it covers.
    pub down: usize,
}

impl Cell {
    pub(super) fn new(text: String) -> Self {
        Self {
            text,
            across: 1,
            down: 1,
        }
    }
}

/// Rows in which each cell covers one place, and whether any covered more.
///
/// A head's text stands over each of its columns, a cell's in the first; both in each of their rows.
pub(super) fn flatten(rows: Vec<Vec<Cell>>, heads: usize) -> (Vec<Vec<String>>, bool) {
    let mut out = Vec::with_capacity(rows.len());
    let mut merged = false;
    let mut open: Vec<(usize, String)> = vec![(0, String::new()); WIDEST];
    for (at, row) in rows.into_iter().enumerate() {
        let mut texts: Vec<String> = Vec::with_capacity(row.len());
        for cell in row {
            carry(&mut texts, &mut open);
            let across = cell.across.clamp(1, WIDEST);
            merged |= across > 1 || cell.down > 1;
            for column in 0..across {
                let says = column == 0 || at < heads;
                if cell.down > 1
                    && let Some(place) = open.get_mut(texts.len())
                {
                    let again = says && cell.text.chars().count() <= SHORT;
                    *place = (cell.down - 1, if again { cell.text.clone() } else { String::new() });
                }
                texts.push(if says { cell.text.clone() } else { String::new() });
            }
        }
        carry(&mut texts, &mut open);
        // what is still open belongs to columns that this row does not reach
        for place in open.iter_mut().skip(texts.len()) {
            place.0 = 0;
        }
        out.push(texts);
    }
    (out, merged)
}

/// Puts the cells from above that reach down into this row.
fn carry(texts: &mut Vec<String>, open: &mut [(usize, String)]) {
    while let Some((rows, text)) = open.get_mut(texts.len()).filter(|(rows, _)| *rows > 0) {
        *rows -= 1;
        texts.push(text.clone());
    }
}
