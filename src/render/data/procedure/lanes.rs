//! Swim lanes: a column for each actor, a row for each step, so that no two shapes can meet.
//!
//! What leads to the next row runs down; everything else leaves a shape at its side, runs along a gutter between two
//! lanes, and enters its target from above. A chart longer than a sheet goes on in another drawing, and the numbers of
//! steps stand where a line would leave it.

mod routes;
mod sheet;

use super::{Procedure, words};
use crate::{
    render::drawing::{
        PAGE, Units, part_id, part_title,
        shapes::{Outline, SMALL_LINE, Shape, units, wrap_label, wrap_small},
        text,
    },
    theme::Catalogue,
};

use routes::plan;
use sheet::{Placed, Sheet, label_width, tag_width};

/// What still can be read on an A4 page when there are many lanes.
const WIDEST: Units = 860;
/// A chart up to this height is made to fit one sheet by printing it smaller; a higher one is broken at the second.
const ONE_SHEET: Units = 1_180;
const SHEET: Units = 960;
/// Lanes are no narrower and no wider than this.
const LANES: (Units, Units) = (104, 230);
/// Between two rows.
const GAP: Units = 40;
/// Where, below the row above, lines run to the middle of their target.
const ENTRY: Units = 20;
/// Between two lines in a gutter.
const TRACK: Units = 10;
/// A gutter without lines.
const GUTTER: Units = 16;
/// Widest label at the side of a shape.
const LABEL: Units = 62;
/// From a shape, or the end of its label, to the number of a step on another sheet.
const REACH: Units = 16;

/// A shape in its row.
struct Row {
    lane: usize,
    outline: Outline,
    text: String,
    /// Index of the step, unless it is a start or an end.
    step: Option<usize>,
}

/// A line from one row to another.
struct Edge {
    from: usize,
    to: usize,
    label: Option<String>,
    /// What the two rows are called on another sheet.
    names: (String, String),
}

/// Where everything stands across, the same on every sheet.
struct Columns {
    lane: Units,
    /// Widths of the gutters, one more than lanes.
    gutters: Vec<Units>,
}

impl Columns {
    fn left(&self, lane: usize) -> Units {
        self.gutters[..=lane].iter().sum::<Units>() + self.lane * units(lane)
    }

    fn middle(&self, lane: usize) -> Units {
        self.left(lane) + self.lane / 2
    }

    fn width(&self) -> Units {
        self.gutters.iter().sum::<Units>() + self.lane * units(self.gutters.len() - 1)
    }

    /// Where one lane ends and the next begins.
    fn border(&self, gutter: usize) -> Units {
        if gutter == 0 {
            0
        } else if gutter == self.gutters.len() - 1 {
            self.width()
        } else {
            self.left(gutter - 1) + self.lane + self.gutters[gutter] / 2
        }
    }
}

pub(super) fn draw(procedure: &Procedure, id: &str, catalogue: &Catalogue) -> String {
    let (rows, edges) = rows(procedure, catalogue);
    let (columns, sheets) = place(&rows, &edges, procedure);
    let count = sheets.len();
    let mut html = String::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let id = part_id(id, index);
        let title = part_title(catalogue.word("procedure-chart"), index, count);
        let steps = sheet.rows.iter().filter_map(|row| row.row.step);
        let description: Vec<String> = steps
            .map(|step| words(&procedure.steps[step], step, procedure, catalogue))
            .collect();
        html.push_str(
            &sheet
                .draw(&id, procedure, &columns)
                .finish(&title, &description.join(". ")),
        );
    }
    html
}

/// Everything in its place: the lines tell how wide gutters must be, and these how high shapes are.
fn place<'a>(rows: &'a [Row], edges: &[Edge], procedure: &Procedure) -> (Columns, Vec<Sheet<'a>>) {
    let lanes = procedure.actors.len();
    let words = rows.iter().map(|row| Shape::least_width(row.outline, &row.text));
    let heads = procedure.actors.iter().flat_map(|actor| actor.split_whitespace());
    let longest = words.chain(heads.map(|word| text::width(word) * 11 / 10 + 10));
    let longest = longest.max().unwrap_or(0);
    let broken = |columns: &Columns| {
        let one = sheets(rows, edges, procedure, columns, ONE_SHEET);
        if one.len() > 1 {
            sheets(rows, edges, procedure, columns, SHEET)
        } else {
            one
        }
    };
    let mut columns = fitted(vec![GUTTER; lanes + 1], longest);
    let mut sheets = broken(&columns);
    for _ in 0..2 {
        columns = fitted(gutters(&sheets, lanes), longest);
        sheets = broken(&columns);
    }
    for (have, need) in columns.gutters.iter_mut().zip(gutters(&sheets, lanes)) {
        *have = need.max(*have);
    }
    (columns, sheets)
}

/// Lanes that share what the gutters leave of the page, and keep words whole where they can.
fn fitted(gutters: Vec<Units>, longest: Units) -> Columns {
    let lanes = units(gutters.len() - 1).max(1);
    let taken: Units = gutters.iter().sum();
    let share = (PAGE - taken) / lanes;
    let wide = (WIDEST - taken) / lanes;
    let lane = if share < longest { longest.min(wide) } else { share };
    Columns {
        lane: lane.max(share).clamp(LANES.0, LANES.1),
        gutters,
    }
}

fn gutters(sheets: &[Sheet<'_>], lanes: usize) -> Vec<Units> {
    (0..=lanes)
        .map(|gutter| {
            let need = sheets.iter().map(|sheet| sheet.plan.gutters[gutter].width());
            need.max().unwrap_or(0).max(GUTTER)
        })
        .collect()
}

/// A row for the start, each step, and each end; and the lines between them.
fn rows(procedure: &Procedure, catalogue: &Catalogue) -> (Vec<Row>, Vec<Edge>) {
    let terminal = |lane: usize, key: &str| Row {
        lane,
        outline: Outline::Terminal,
        text: catalogue.word(key),
        step: None,
    };
    let mut rows = Vec::new();
    if let Some(first) = procedure.steps.first() {
        rows.push(terminal(first.actor, "procedure-start"));
    }
    let last = procedure.steps.len().saturating_sub(1);
    let mut of_step = Vec::new();
    let mut ends = Vec::new();
    for (index, step) in procedure.steps.iter().enumerate() {
        of_step.push(rows.len());
        rows.push(Row {
            lane: step.actor,
            outline: if step.is_decision {
                Outline::Decision
            } else {
                Outline::Step
            },
            text: format!("{}. {}", index + 1, step.text.value),
            step: Some(index),
        });
        // A step that ends the procedure has its end below it; a decision leads to the next end there is.
        let is_ending = step.exits.iter().any(|exit| exit.to.is_none());
        if is_ending && (!step.is_decision || index == last) {
            ends.push(rows.len());
            rows.push(terminal(step.actor, "procedure-end"));
        }
    }
    if let Some(step) = procedure.steps.last()
        && ends.is_empty()
    {
        ends.push(rows.len());
        rows.push(terminal(step.actor, "procedure-end"));
    }
    let name = |row: usize| {
        let row: &Row = &rows[row];
        row.step.map_or_else(|| row.text.clone(), |step| (step + 1).to_string())
    };
    let edge = |from: usize, to: usize, label: Option<String>| Edge {
        from,
        to,
        label,
        names: (name(from), name(to)),
    };
    let mut edges = Vec::new();
    if !of_step.is_empty() {
        edges.push(edge(0, 1, None));
    }
    for (step, from) in procedure.steps.iter().zip(&of_step) {
        for exit in &step.exits {
            let end = || ends.iter().find(|end| *end > from).or(ends.last()).copied();
            let to = exit
                .to
                .map(|to| of_step[to])
                .or_else(end)
                .expect("every chart has an end");
            let label = exit.label.as_ref().map(|label| label.value.clone());
            edges.push(edge(*from, to, label));
        }
    }
    (rows, edges)
}

/// Breaks the rows over sheets of a height.
fn sheets<'a>(
    rows: &'a [Row],
    edges: &[Edge],
    procedure: &Procedure,
    columns: &Columns,
    most: Units,
) -> Vec<Sheet<'a>> {
    let heads: Vec<Vec<String>> = procedure
        .actors
        .iter()
        .map(|actor| wrap_label(actor, columns.lane - 8))
        .collect();
    let lines = heads.iter().map(Vec::len).max().unwrap_or(1);
    let head = units(lines) * text::LINE + 14;
    // One outline for all decisions of a chart; three lines or more at the sides need long ones.
    let sides: Vec<Vec<Units>> = (0..rows.len()).map(|row| at_sides(row, edges)).collect();
    let long = rows.iter().zip(&sides).any(|(row, sides)| {
        let shape = Shape::new(row.outline, &row.text, columns.lane);
        shape.outline == Outline::LongDecision || sides.len() > 2
    });
    let shape = |row: &Row, sides: &[Units]| {
        let is_long = long && row.outline == Outline::Decision;
        let outline = if is_long { Outline::LongDecision } else { row.outline };
        let mut shape = Shape::new(outline, &row.text, columns.lane);
        if sides.len() > 2 {
            shape.height = shape.height.max(sides.iter().sum::<Units>() + 20);
        }
        shape
    };
    let mut sheets = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        let mut end = start;
        let mut height = head;
        let mut placed = Vec::new();
        while end < rows.len() {
            let row = &rows[end];
            let shape = shape(row, &sides[end]);
            // Nothing enters the start.
            let gap = if end == 0 {
                18
            } else {
                GAP + extra_gap(end, edges, columns)
            };
            let row_height = shape.height.max(2 * sides[end].iter().max().copied().unwrap_or(0));
            if end > start && height + gap + row_height + GAP > most {
                break;
            }
            placed.push(Placed {
                row,
                shape,
                height: row_height,
                top: height + gap,
            });
            height += gap + row_height;
            end += 1;
        }
        let plan = plan(&placed, start, edges, procedure.actors.len());
        let below = if end < rows.len() { GAP } else { 14 };
        sheets.push(Sheet {
            rows: placed,
            plan,
            heads: heads.clone(),
            head,
            height: height + below,
        });
        start = end;
    }
    sheets
}

/// Room for a label of several lines at the way down.
fn extra_gap(row: usize, edges: &[Edge], columns: &Columns) -> Units {
    let down = edges.iter().filter(|edge| edge.to == row && edge.from + 1 == row);
    let lines = down
        .filter_map(|edge| edge.label.as_ref())
        .map(|label| wrap_small(label, columns.lane / 2).len());
    units(lines.max().unwrap_or(1) - 1) * SMALL_LINE
}

/// Lines that leave a row at its sides, with the heights of their labels.
fn at_sides(row: usize, edges: &[Edge]) -> Vec<Units> {
    let beside = edges.iter().filter(|edge| edge.from == row && edge.to != row + 1);
    beside
        .map(|edge| edge.label.as_ref().map_or(SMALL_LINE, |label| label_height(label)))
        .collect()
}

fn label_height(label: &str) -> Units {
    units(wrap_small(label, LABEL).len()) * SMALL_LINE + 6
}

#[cfg(test)]
mod tests;
