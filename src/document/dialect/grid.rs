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
    /// How many rows there are before the foot.
    pub foot: usize,
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

/// `+---`, `+---+--`: a stroke that a cell would print.
pub fn is_ruler(line: &str) -> bool {
    let line = line.trim_end();
    line.starts_with('+') && (line.contains("--") || line.contains("==")) && line.chars().all(|c| "+-=:".contains(c))
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

/// The same with lines that do not end as they should.
pub(super) fn drawn(text: &str, wide: usize) -> usize {
    text.split_inclusive('\n')
        .take_while(|line| margin(line) == wide && line[wide..].starts_with(['+', '|']))
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

/// Why a drawing is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// This line is not as long as the first, or does not end in a stroke.
    Length,
    /// A stroke that begins or ends at this line does not meet another.
    Strokes,
    /// A line of `=` that parts neither heads nor foot.
    Foot,
    /// Too wide or too long.
    Size,
}

/// Reads a whole drawing that begins at byte `start` of the file, each line behind a margin.
///
/// # Errors
///
/// The number of the line, from 0, at which the strokes do not close, and why.
pub(super) fn parse(text: &str, start: usize, margin: usize) -> Result<Grid, (usize, Broken)> {
    let mut offset = start;
    let mut lines = Vec::new();
    for whole in text.split_inclusive('\n') {
        let line = whole.get(margin..).unwrap_or_default();
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
    let width = lines.first().map_or(0, |line| line.chars.len());
    if width > WIDEST || lines.len() > MOST_LINES {
        return Err((0, Broken::Size));
    }
    if let Some(other) = lines.iter().position(|line| line.chars.len() != width) {
        return Err((other, Broken::Length));
    }
    if let Some(row) = lines.iter().position(is_rule) {
        return Err((row, Broken::Strokes));
    }
    let last = lines.len() - 1;
    if last < 2 || !is_border_of(&lines[last], &['-', '=']) {
        let drawn = last > 1 && lines[last].at(0) == '+';
        return Err((last, if drawn { Broken::Strokes } else { Broken::Length }));
    }
    let boxes = boxes(&lines).map_err(|line| (line, Broken::Strokes))?;
    let (ys, xs): (BTreeSet<usize>, BTreeSet<usize>) = boxes.iter().map(|found| (found.top, found.left)).unzip();
    let (ys, xs): (Vec<usize>, Vec<usize>) = (ys.into_iter().collect(), xs.into_iter().collect());
    if xs.len() > MOST_COLUMNS {
        return Err((0, Broken::Size));
    }
    if let Some(line) = boxes.iter().find_map(|found| stroke_within(&lines, found, &xs)) {
        return Err((line, Broken::Strokes));
    }
    let (head_line, foot_line) = parts(&lines)?;
    let above = |line: Option<usize>, none| line.map_or(none, |at| ys.partition_point(|y| *y < at));
    let (heads, foot) = (above(head_line, 0), above(foot_line, ys.len()));
    let aligned = head_line.unwrap_or(0);
    let span = |all: &[usize], from: usize, to: usize| all.iter().filter(|at| (from..to).contains(*at)).count();
    let mut rows: Vec<Vec<Cell>> = ys.iter().map(|_| Vec::new()).collect();
    for found in &boxes {
        let row = ys.partition_point(|y| *y < found.top);
        rows[row].push(Cell {
            column: xs.partition_point(|x| *x < found.left),
            rowspan: span(&ys, found.top, found.bottom),
            colspan: span(&xs, found.left, found.right),
            align: align(&lines[aligned], found),
            text: content(text, start, &lines, found),
        });
    }
    for row in &mut rows {
        row.sort_by_key(|cell| cell.column);
    }
    Ok(Grid {
        rows,
        heads,
        foot,
        columns: xs.len(),
    })
}

/// `|---+---|`: a line between rows that begins as a line of cells does, and would join the rows.
fn is_rule(line: &Line) -> bool {
    line.at(0) == '|' && line.chars.contains(&'-') && line.chars.iter().all(|c| matches!(c, '|' | '-' | '+' | ':'))
}

/// Whether a line is a border of one of these strokes alone.
fn is_border_of(line: &Line, strokes: &[char]) -> bool {
    let text: String = line.chars.iter().collect();
    strokes.iter().any(|stroke| is_border(&text, *stroke))
}

/// The lines of `=` below the heads and above the foot, which has another below it.
fn parts(lines: &[Line]) -> Result<(Option<usize>, Option<usize>), (usize, Broken)> {
    let double: Vec<usize> = (0..lines.len())
        .filter(|at| is_border_of(&lines[*at], &['=']))
        .collect();
    let last = lines.len() - 1;
    match double.as_slice() {
        [] => Ok((None, None)),
        [head] if *head != last && *head != 0 => Ok((Some(*head), None)),
        [foot, bottom] if *bottom == last && *foot != 0 => Ok((None, Some(*foot))),
        [head, foot, bottom] if *bottom == last && *head != 0 => Ok((Some(*head), Some(*foot))),
        [.., wrong] => Err((*wrong, Broken::Foot)),
    }
}

/// The line of a cell over several columns at which it was to be several cells: where a stroke goes down between two
/// corners, or only in some lines, or where words stand apart on both sides of it.
fn stroke_within(lines: &[Line], found: &Found, xs: &[usize]) -> Option<usize> {
    let rows = found.top + 1..found.bottom;
    let corner = |y: usize, x: usize| lines[y].at(x) == '+';
    let columns = found.left + 1..found.right;
    columns.into_iter().find_map(|x| {
        let (above, below) = (corner(found.top, x), corner(found.bottom, x));
        if !above && !below && !xs.contains(&x) {
            return None;
        }
        let bars = rows.clone().filter(|y| lines[*y].at(x) == '|').count();
        let wrong = |y: &usize| match bars {
            0 => above && below && stands_apart(&lines[*y], found, x),
            _ if bars == rows.len() => true,
            _ => lines[*y].at(x) != '|',
        };
        rows.clone().find(wrong)
    })
}

/// Whether words stand on both sides of a column, and more than one blank between them.
fn stands_apart(line: &Line, found: &Found, x: usize) -> bool {
    let has_words = |mut columns: Range<usize>| columns.any(|column| line.at(column) != ' ');
    let blank = |column: usize| line.at(column) == ' ';
    let wide = blank(x) && (blank(x - 1) || blank(x + 1));
    wide && has_words(found.left + 1..x) && has_words(x + 1..found.right)
}

/// Corners of a cell, on its strokes.
struct Found {
    top: usize,
    left: usize,
    bottom: usize,
    right: usize,
}

/// All cells.
///
/// # Errors
///
/// The line at which they do not cover the drawing exactly.
fn boxes(lines: &[Line]) -> Result<Vec<Found>, usize> {
    let (last, width) = (lines.len() - 1, lines[0].chars.len() - 1);
    // What is covered so far: for each column of characters the line down to which cells reach.
    let mut reached = vec![0_usize; width];
    let mut boxes = Vec::new();
    while let Some(left) = next_corner(&reached, last) {
        let top = reached[left];
        let mut broken = top;
        let found = close(lines, top, left, &mut broken).ok_or(broken)?;
        if reached[found.left..found.right].iter().any(|down| *down != top) {
            return Err(top);
        }
        reached[found.left..found.right].fill(found.bottom);
        boxes.push(found);
    }
    Ok(boxes)
}

/// The topmost place that no cell covers, the leftmost of those.
fn next_corner(reached: &[usize], last: usize) -> Option<usize> {
    let top = reached.iter().min()?;
    (*top < last).then(|| reached.iter().position(|down| down == top))?
}

/// The smallest cell with this corner; else the furthest line to which its strokes lead.
fn close(lines: &[Line], top: usize, left: usize, broken: &mut usize) -> Option<Found> {
    if lines[top].at(left) != '+' {
        return None;
    }
    for right in left + 1..lines[top].chars.len() {
        match lines[top].at(right) {
            '-' | '=' | ':' => {}
            '+' => {
                if let Some(bottom) = close_down(lines, top, left, right, broken) {
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
fn close_down(lines: &[Line], top: usize, left: usize, right: usize, broken: &mut usize) -> Option<usize> {
    for (bottom, line) in lines.iter().enumerate().skip(top + 1) {
        match (line.at(left), line.at(right)) {
            ('+', '+') => {
                if (left + 1..right).all(|column| matches!(line.at(column), '-' | '=' | ':' | '+')) {
                    return Some(bottom);
                }
            }
            ('|' | '+', '|' | '+') => {}
            _ => {
                *broken = bottom.max(*broken);
                return None;
            }
        }
    }
    *broken = lines.len() - 1;
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
            assert!(parse(bad, 0, 0).is_err(), "{bad}");
        }
    }
}
