//! One drawing of a chart.

use super::{
    Columns, ENTRY, GAP, LABEL, Procedure, REACH, Row,
    routes::{Plan, Route, Side},
};
use crate::render::drawing::{
    Align, Drawing, Units,
    shapes::{Point, SMALL_LINE, Shape, small_width, units, wrap_small},
};

/// A row on a sheet.
pub(super) struct Placed<'a> {
    pub(super) row: &'a Row,
    pub(super) shape: Shape,
    pub(super) height: Units,
    /// Upper edge of its space below the gap.
    pub(super) top: Units,
}

impl Placed<'_> {
    pub(super) fn middle(&self) -> Units {
        self.top + self.height / 2
    }
}

/// One drawing.
pub(super) struct Sheet<'a> {
    pub(super) rows: Vec<Placed<'a>>,
    pub(super) plan: Plan,
    pub(super) heads: Vec<Vec<String>>,
    pub(super) head: Units,
    pub(super) height: Units,
}

impl Sheet<'_> {
    pub(super) fn draw(&self, id: &str, procedure: &Procedure, columns: &Columns) -> Drawing {
        let mut drawing = Drawing::new(id, columns.width() + 2, self.height + 2);
        for lane in 0..procedure.actors.len() {
            let (left, right) = (columns.border(lane), columns.border(lane + 1));
            drawing.rect(left + 1, 1, right - left, self.height, "lane");
            drawing.rect(left + 1, 1, right - left, self.head, "lane head");
            let middle = (i32::midpoint(left, right) + 1, self.head / 2 + 1);
            drawing.lines(middle, "label", &self.heads[lane]);
        }
        for route in &self.plan.routes {
            drawing.arrow(&self.points(route, columns));
        }
        for placed in &self.rows {
            placed
                .shape
                .draw(&mut drawing, (columns.middle(placed.row.lane), placed.middle()));
        }
        for route in &self.plan.routes {
            self.notes(route, &mut drawing, columns);
        }
        drawing
    }

    /// Upper edge of the shape of a row.
    pub(super) fn upper(&self, row: usize) -> Units {
        let placed = &self.rows[row];
        placed.middle() - placed.shape.height / 2
    }

    pub(super) fn lower(&self, row: usize) -> Units {
        let placed = &self.rows[row];
        placed.middle() + placed.shape.height / 2
    }

    fn across(&self, row: usize, columns: &Columns) -> Units {
        columns.middle(self.rows[row].row.lane)
    }

    /// Height at which lines run to the middle of a row's shape.
    fn entry(&self, row: usize) -> Units {
        self.rows[row].top - GAP + ENTRY
    }

    /// The point at the side of a shape where a line leaves it.
    fn exit(&self, row: usize, side: Side, offset: Units, columns: &Columns) -> (Units, Units) {
        let placed = &self.rows[row];
        let inset = placed
            .shape
            .inset(offset.clamp(-placed.shape.height / 2, placed.shape.height / 2));
        let from_middle = columns.lane / 2 - inset;
        (
            self.across(row, columns) + side.sign() * from_middle,
            placed.middle() + offset,
        )
    }

    /// The corners of a line.
    pub(super) fn points(&self, route: &Route, columns: &Columns) -> Vec<Point> {
        match route {
            Route::Down { from, to, .. } => {
                let (x, end) = (self.across(*from, columns), self.across(*to, columns));
                let y = self.entry(*to);
                let mut points = vec![(x, self.lower(*from))];
                if x != end {
                    points.extend([(x, y), (end, y)]);
                }
                points.push((end, self.upper(*to)));
                points
            }
            Route::Side {
                from,
                to,
                side,
                offset,
                gutter,
                track,
                ..
            } => {
                let start = self.exit(*from, *side, *offset, columns);
                let x = self.plan.gutters[*gutter].track(*track) + self.gutter_left(*gutter, columns);
                let y = self.entry(*to);
                let end = self.across(*to, columns);
                vec![start, (x, start.1), (x, y), (end, y), (end, self.upper(*to))]
            }
            Route::Away {
                from,
                side: Some((side, offset)),
                label,
                ..
            } => {
                let start = self.exit(*from, *side, *offset, columns);
                let x = start.0 + side.sign() * (label_width(label.as_deref()) + REACH);
                vec![start, (x, start.1)]
            }
            Route::Away { from, .. } => {
                let (x, y) = (self.across(*from, columns), self.lower(*from));
                vec![(x, y), (x, y + 20)]
            }
            Route::Here { to, .. } => {
                let (x, y) = (self.across(*to, columns), self.entry(*to));
                vec![(x - 12, y), (x, y), (x, self.upper(*to))]
            }
        }
    }

    /// What stands at a line: its label above its beginning, the number of a step on another sheet at its end.
    fn notes(&self, route: &Route, drawing: &mut Drawing, columns: &Columns) {
        let points = self.points(route, columns);
        match route {
            Route::Down { label: Some(label), .. } => {
                let start = points[0];
                for (at, line) in wrap_small(label, columns.lane / 2).iter().enumerate() {
                    let y = start.1 + 13 + SMALL_LINE * units(at);
                    drawing.text(start.0 + 6, y, Align::Left, "small", line);
                }
            }
            Route::Side {
                side,
                label: Some(label),
                ..
            }
            | Route::Away {
                side: Some((side, _)),
                label: Some(label),
                ..
            } => {
                let lines = wrap_small(label, LABEL);
                let align = match side {
                    Side::Right => Align::Left,
                    Side::Left => Align::Right,
                };
                for (at, line) in lines.iter().enumerate() {
                    let up = SMALL_LINE * units(lines.len() - 1 - at) + 4;
                    drawing.text(points[0].0 + side.sign() * 4, points[0].1 - up, align, "small", line);
                }
            }
            _ => {}
        }
        let end = points[points.len() - 1];
        match route {
            Route::Away { to, side, .. } => {
                let half = tag_width(to) / 2;
                let middle = match side {
                    Some((side, _)) => (end.0 + side.sign() * half, end.1),
                    None => (end.0, end.1 + 9),
                };
                tag(drawing, middle, to);
            }
            Route::Here { from, .. } => tag(drawing, (points[0].0 - tag_width(from) / 2, points[0].1), from),
            _ => {}
        }
    }

    fn gutter_left(&self, gutter: usize, columns: &Columns) -> Units {
        let spare = columns.gutters[gutter] - self.plan.gutters[gutter].width();
        let left = if gutter == 0 {
            0
        } else {
            columns.left(gutter - 1) + columns.lane
        };
        left + spare.max(0) / 2
    }
}

pub(super) fn label_width(label: Option<&str>) -> Units {
    label.map_or(0, |label| small_width(&wrap_small(label, LABEL)) + 6)
}

pub(super) fn tag_width(text: &str) -> Units {
    small_width(&[text.to_owned()]) + 10
}

/// The number of a step on another sheet.
fn tag(drawing: &mut Drawing, middle: Point, text: &str) {
    let width = tag_width(text);
    drawing.rounded((middle.0 - width / 2, middle.1 - 9), (width, 18), "tag");
    drawing.text(middle.0, middle.1 + 4, Align::Middle, "small", text);
}
