//! Grid tables as Pandoc writes them: cells over several rows or columns, with paragraphs and lists inside.
//!
//! ```text
//! +-----------+-----------------+
//! | Peranan   | Tugas           |
//! +===========+=================+
//! | Ketua     | - memantau      |
//! |           | - melapor       |
//! +-----------+-----------------+
//! ```

use std::{collections::BTreeSet, ops::Range};

use super::prepared::Prepared;

/// A table drawn with characters.
pub struct Grid {
    /// Rows from the first.
    pub rows: Vec<Vec<Cell>>,
    /// How many of them are heads.
    pub heads: usize,
    /// How many columns it has.
    pub columns: usize,
}

/// One cell.
pub struct Cell {
    /// Index of its first column.
    pub column: usize,
    /// Rows it covers.
    pub rowspan: usize,
    /// Columns it covers.
    pub colspan: usize,
    /// From the colons of the line below the heads.
    pub align: Align,
    /// Its Markdown.
    pub text: Prepared,
}

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// As the language has it.
    Usual,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// A table wider or longer than this is a mistake or an attack.
const MOST_LINES: usize = 20_000;
const MOST_COLUMNS: usize = 100;
/// Characters of a line.
const WIDEST: usize = 2_000;

/// Whether a line may begin a grid table.
pub fn begins(line: &str) -> bool {
    is_border(line.trim_end(), '-')
}

/// How many bytes stand before a line of a table in a list or quote.
pub(super) fn margin(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '>']).len()
}

/// `+---+:--:+`
fn is_border(line: &str, stroke: char) -> bool {
    line.len() >= 3
        && line.starts_with('+')
        && line.ends_with('+')
        && line.contains(stroke)
        && line.chars().all(|c| c == '+' || c == stroke || c == ':')
}

/// The lines that belong to the table at the beginning of the text, in bytes. Each begins with the same margin.
pub(super) fn extent(text: &str, wide: usize) -> usize {
    text.split_inclusive('\n')
        .take_while(|line| {
            let stroke = line.get(wide..).is_some_and(|line| line.starts_with(['+', '|']));
            stroke && margin(line) == wide && line.trim_end().ends_with(['+', '|'])
        })
        .map(str::len)
        .sum()
}

/// A line of the drawing: its characters, and the byte of the file that each stands at.
struct Line {
    chars: Vec<char>,
    bytes: Vec<usize>,
}

impl Line {
    fn at(&self, column: usize) -> char {
        self.chars.get(column).copied().unwrap_or(' ')
    }
}

/// Reads a whole drawing that begins at byte `start` of the file, each line behind a margin. `None` when the strokes do
/// not close.
pub(super) fn parse(text: &str, start: usize, margin: usize) -> Option<Grid> {
    let mut offset = start;
    let mut lines = Vec::new();
    for whole in text.split_inclusive('\n') {
        let line = whole.get(margin..)?;
        offset += margin;
        let content = line.trim_end();
        let mut chars = Vec::with_capacity(content.len());
        let mut bytes = Vec::with_capacity(content.len() + 1);
        for (at, c) in content.char_indices() {
            chars.push(c);
            bytes.push(offset + at);
        }
        bytes.push(offset + content.len());
        lines.push(Line { chars, bytes });
        offset += line.len();
    }
    let width = lines.first()?.chars.len();
    if !(3..=MOST_LINES).contains(&lines.len()) || width > WIDEST || lines.iter().any(|line| line.chars.len() != width)
    {
        return None;
    }
    let boxes = boxes(&lines)?;
    let (ys, xs): (BTreeSet<usize>, BTreeSet<usize>) = boxes.iter().map(|found| (found.top, found.left)).unzip();
    let (ys, xs): (Vec<usize>, Vec<usize>) = (ys.into_iter().collect(), xs.into_iter().collect());
    if xs.len() > MOST_COLUMNS {
        return None;
    }
    let head_line = lines
        .iter()
        .position(|line| is_border(&line.chars.iter().collect::<String>(), '='));
    let heads = head_line.map_or(0, |at| ys.partition_point(|y| *y < at));
    let aligned = head_line.unwrap_or(0);
    let span = |all: &[usize], from: usize, to: usize| all.iter().filter(|at| (from..to).contains(*at)).count();
    let mut rows: Vec<Vec<Cell>> = ys.iter().map(|_| Vec::new()).collect();
    for found in &boxes {
        let row = ys.binary_search(&found.top).ok()?;
        rows[row].push(Cell {
            column: xs.binary_search(&found.left).ok()?,
            rowspan: span(&ys, found.top, found.bottom),
            colspan: span(&xs, found.left, found.right),
            align: align(&lines[aligned], found),
            text: content(text, start, &lines, found),
        });
    }
    for row in &mut rows {
        row.sort_by_key(|cell| cell.column);
    }
    Some(Grid {
        rows,
        heads,
        columns: xs.len(),
    })
}

/// Corners of a cell, on its strokes.
struct Found {
    top: usize,
    left: usize,
    bottom: usize,
    right: usize,
}

/// All cells; `None` when they do not cover the drawing exactly.
fn boxes(lines: &[Line]) -> Option<Vec<Found>> {
    let (last, width) = (lines.len() - 1, lines[0].chars.len() - 1);
    // What is covered so far: for each column of characters the line down to which cells reach.
    let mut reached = vec![0_usize; width];
    let mut boxes = Vec::new();
    while let Some(left) = next_corner(&reached, last) {
        let top = reached[left];
        let found = close(lines, top, left)?;
        if reached[found.left..found.right].iter().any(|down| *down != top) {
            return None;
        }
        reached[found.left..found.right].fill(found.bottom);
        boxes.push(found);
    }
    Some(boxes)
}

/// The topmost place that no cell covers, the leftmost of those.
fn next_corner(reached: &[usize], last: usize) -> Option<usize> {
    let top = reached.iter().min()?;
    (*top < last).then(|| reached.iter().position(|down| down == top))?
}

/// The smallest cell with this corner.
fn close(lines: &[Line], top: usize, left: usize) -> Option<Found> {
    if lines[top].at(left) != '+' {
        return None;
    }
    for right in left + 1..lines[top].chars.len() {
        match lines[top].at(right) {
            '-' | '=' | ':' => {}
            '+' => {
                if let Some(bottom) = close_down(lines, top, left, right) {
                    return Some(Found {
                        top,
                        left,
                        bottom,
                        right,
                    });
                }
            }
            _ => return None,
        }
    }
    None
}

/// The first line below at which the right stroke comes back to the left one.
fn close_down(lines: &[Line], top: usize, left: usize, right: usize) -> Option<usize> {
    for (bottom, line) in lines.iter().enumerate().skip(top + 1) {
        match (line.at(left), line.at(right)) {
            ('+', '+') => {
                if (left + 1..right).all(|column| matches!(line.at(column), '-' | '=' | ':' | '+')) {
                    return Some(bottom);
                }
            }
            ('|' | '+', '|' | '+') => {}
            _ => return None,
        }
    }
    None
}

fn align(line: &Line, found: &Found) -> Align {
    match (line.at(found.left + 1), line.at(found.right - 1)) {
        (':', ':') => Align::Center,
        (':', _) => Align::Left,
        (_, ':') => Align::Right,
        _ => Align::Usual,
    }
}

/// The text of a cell without the blanks that all its lines begin with.
fn content(text: &str, start: usize, lines: &[Line], found: &Found) -> Prepared {
    let inner = found.left + 1..found.right;
    let slice = |range: Range<usize>| &text[range.start - start..range.end - start];
    let stretches: Vec<Range<usize>> = lines[found.top + 1..found.bottom]
        .iter()
        .map(|line| {
            let range = line.bytes[inner.start]..line.bytes[inner.end];
            range.start..range.start + slice(range.clone()).trim_end().len()
        })
        .collect();
    let indent = stretches
        .iter()
        .filter(|range| !range.is_empty())
        .map(|range| {
            let line = slice(range.clone());
            line.len() - line.trim_start_matches(' ').len()
        })
        .min()
        .unwrap_or(0);
    let mut prepared = Prepared::default();
    for range in stretches {
        let from = (range.start + indent).min(range.end);
        prepared.push(slice(from..range.end), from);
        prepared.push("\n", range.end);
    }
    super::lists::rewrite(prepared)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(grid: &Grid) -> Vec<Vec<(usize, usize, usize, String)>> {
        let cell = |cell: &Cell| {
            (
                cell.column,
                cell.rowspan,
                cell.colspan,
                cell.text.text().trim().to_owned(),
            )
        };
        grid.rows.iter().map(|row| row.iter().map(cell).collect()).collect()
    }

    #[test]
    fn spans_and_heads_are_seen() {
        let text = "\
+-----+---------------+
| Bil | Perkhidmatan  |
|     +-------+-------+
|     | MTD   | RTO   |
+=====+======:+:=====:+
| 1   | 24    | - a   |
|     |       | - b   |
+-----+-------+-------+
| Jumlah      | 2     |
+-------------+-------+
";
        assert_eq!(extent(text, 0), text.len());
        let grid = parse(text, 100, 0).expect("a table");
        assert_eq!((grid.heads, grid.columns), (2, 3));
        let text_of = |text: &str| text.to_owned();
        assert_eq!(
            shown(&grid),
            [
                vec![(0, 2, 1, text_of("Bil")), (1, 1, 2, text_of("Perkhidmatan"))],
                vec![(1, 1, 1, text_of("MTD")), (2, 1, 1, text_of("RTO"))],
                vec![
                    (0, 1, 1, text_of("1")),
                    (1, 1, 1, text_of("24")),
                    (2, 1, 1, text_of("- a\n- b"))
                ],
                vec![(0, 1, 2, text_of("Jumlah")), (2, 1, 1, text_of("2"))],
            ]
        );
        assert_eq!(grid.rows[2][1].align, Align::Right);
        assert_eq!(grid.rows[2][2].align, Align::Center);
        let cell = &grid.rows[2][2].text;
        let at = cell.text().find('b').expect("there");
        assert_eq!(&text[cell.offset(at) - 100..][..1], "b");
    }

    #[test]
    fn letters_of_several_bytes_do_not_shift_columns() {
        let text = "+----+---+\n| é√ | b |\n+----+---+\n";
        let grid = parse(text, 0, 0).expect("a table");
        assert_eq!(grid.rows[0][1].text.text().trim(), "b");
        assert_eq!(grid.heads, 0);
    }

    #[test]
    fn drawings_that_do_not_close_are_refused() {
        for bad in [
            "+---+\n| a |\n",
            "+---+\n| a \n+---+\n",
            "+---+---+\n| a | b |\n+---+--+\n",
            "+---+---+\n| a   b |\n+---+---+\n| c | d |\n+-------+\nx",
            "+---+---+\n| a | b |\n|   +---+\n| c | d |\n",
            "+---+\n+---+\n",
        ] {
            assert!(parse(bad, 0, 0).is_none(), "{bad}");
        }
    }
}
