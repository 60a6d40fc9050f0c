//! Layered drawings of directed graphs: boxes in rows, lines between them that never run through a box.
//!
//! 1. `ranks`: links against the stream are found, every node gets a row below those it follows, rows do not grow
//!    wider than the page;
//! 2. `order`: long links pass rows through points of their own, labels stand in rows of their own, and rows are sorted
//!    so that few links cross;
//! 3. `places`: nodes stand as near as possible to the middle of what they are linked with;
//! 4. `routes`: lines run straight, each in a track of its own; links against the stream run up outside of everything.
//!
//! All of it is of the order of nodes and links: what would pass too many rows goes outside instead. Lengths are for
//! rows from top to bottom; who draws from left to right swaps them.

mod order;
mod places;
mod ranks;
mod routes;
#[cfg(test)]
mod tests;

use super::{Units, shapes::Point};

/// Between two boxes of a row.
const APART: Units = 26;
/// Between a passing line and its neighbour.
const NARROW: Units = 12;
/// More points than this would take long and could not be read.
const MOST_POINTS: usize = 4_000;

/// A graph to be drawn: sizes are width and height of boxes.
pub(in crate::render) struct Graph {
    pub(in crate::render) nodes: Vec<Box>,
    pub(in crate::render) links: Vec<Arc>,
    /// Rows become no wider than this, unless one box is.
    pub(in crate::render) widest: Units,
}

/// A box.
#[derive(Clone, Copy)]
pub(in crate::render) struct Box {
    pub(in crate::render) width: Units,
    pub(in crate::render) height: Units,
    /// Whether lines may leave it at the points of its sides.
    pub(in crate::render) is_pointed: bool,
}

/// A link, with the size of its label.
#[derive(Clone, Copy)]
pub(in crate::render) struct Arc {
    pub(in crate::render) from: usize,
    pub(in crate::render) to: usize,
    pub(in crate::render) label: Option<(Units, Units)>,
}

/// Where everything stands.
pub(in crate::render) struct Layout {
    /// Middles of the boxes.
    pub(in crate::render) nodes: Vec<Point>,
    /// Corners of the lines, from box to box.
    pub(in crate::render) lines: Vec<Vec<Point>>,
    /// Middles of the labels.
    pub(in crate::render) labels: Vec<Option<Point>>,
    pub(in crate::render) width: Units,
    pub(in crate::render) height: Units,
}

/// What stands in a row: a box, a point of a passing link, or a label.
struct Item {
    width: Units,
    height: Units,
    what: What,
}

#[derive(Clone, Copy, PartialEq)]
enum What {
    Box(usize),
    Pass,
    Label,
}

/// A link between neighbouring rows.
struct Step {
    upper: usize,
    lower: usize,
}

/// The graph in rows.
struct Rows {
    items: Vec<Item>,
    /// Items of each row from left to right.
    rows: Vec<Vec<usize>>,
    row_of: Vec<usize>,
    steps: Vec<Step>,
    /// Steps of each link that runs with the stream, in order; none for one that runs outside.
    chains: Vec<Vec<usize>>,
}

/// Lays a graph out.
pub(in crate::render) fn lay_out(graph: &Graph) -> Layout {
    let ranks = ranks::ranks(graph);
    let mut rows = order::rows(graph, &ranks);
    order::sort(&mut rows);
    let x = places::places(&rows);
    routes::routes(graph, &rows, x)
}

/// Room between two neighbours of a row.
fn apart(left: &Item, right: &Item) -> Units {
    let room = if left.what == What::Pass || right.what == What::Pass {
        NARROW
    } else {
        APART
    };
    (left.width + right.width + 1) / 2 + room
}
