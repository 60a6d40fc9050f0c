//! Which way each line of a sheet takes, and how wide that makes the gutters.

use super::{Edge, Placed, REACH, TRACK, Units, label_height, label_width, tag_width};
use crate::render::drawing::shapes::{SMALL_LINE, units};

/// Room at both sides of the lines of a gutter.
const BESIDE: Units = 8;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Left,
    Right,
}

impl Side {
    pub(super) fn sign(self) -> Units {
        match self {
            Side::Left => -1,
            Side::Right => 1,
        }
    }
}

/// A line; rows are those of the sheet, names those of steps on other sheets.
pub(super) enum Route {
    /// To the next row.
    Down {
        from: usize,
        to: usize,
        label: Option<String>,
    },
    /// Along a gutter.
    Side {
        from: usize,
        to: usize,
        side: Side,
        /// Below the middle of the shape.
        offset: Units,
        gutter: usize,
        track: usize,
        label: Option<String>,
    },
    /// To another sheet, at a side or downwards.
    Away {
        from: usize,
        to: String,
        side: Option<(Side, Units)>,
        label: Option<String>,
    },
    /// From steps on other sheets.
    Here { to: usize, from: String },
}

/// The lines of a gutter between the labels of the lanes beside it.
#[derive(Clone, Default)]
pub(super) struct Gutter {
    tracks: usize,
    /// Room for labels of the lane to the left, and of the one to the right.
    labels: (Units, Units),
}

impl Gutter {
    pub(super) fn width(&self) -> Units {
        let lines = units(self.tracks.saturating_sub(1)) * TRACK;
        let beside = if self.tracks > 0 || self.labels != (0, 0) {
            2 * BESIDE
        } else {
            0
        };
        self.labels.0 + lines + beside + self.labels.1
    }

    /// Where a line runs, from the left edge.
    pub(super) fn track(&self, track: usize) -> Units {
        self.labels.0 + BESIDE + units(track) * TRACK
    }
}

pub(super) struct Plan {
    pub(super) routes: Vec<Route>,
    pub(super) gutters: Vec<Gutter>,
}

/// A way along the side, before its height and its track are known.
struct Leaving<'a> {
    from: usize,
    /// Row on this sheet, or nothing.
    to: Option<usize>,
    name: &'a str,
    side: Side,
    label: Option<&'a String>,
}

/// Plans the lines of a sheet whose first row is `start` of all rows.
pub(super) fn plan(rows: &[Placed<'_>], start: usize, edges: &[Edge], lanes: usize) -> Plan {
    let end = start + rows.len();
    let here = |row: usize| (start..end).contains(&row).then(|| row - start);
    let mut routes = Vec::new();
    let mut leaving: Vec<Leaving<'_>> = Vec::new();
    let mut entering: Vec<(usize, Vec<&str>)> = Vec::new();
    for edge in edges {
        let (Some(from), to) = (here(edge.from), here(edge.to)) else {
            if let (None, Some(to)) = (here(edge.from), here(edge.to)) {
                let name = edge.names.0.as_str();
                match entering.iter_mut().find(|(row, _)| *row == to) {
                    Some((_, names)) => names.push(name),
                    None => entering.push((to, vec![name])),
                }
            }
            continue;
        };
        if edge.to == edge.from + 1 {
            routes.push(match to {
                Some(to) => Route::Down {
                    from,
                    to,
                    label: edge.label.clone(),
                },
                None => Route::Away {
                    from,
                    to: format!("→ {}", edge.names.1),
                    side: None,
                    label: edge.label.clone(),
                },
            });
            continue;
        }
        let taken: Vec<Side> = leaving
            .iter()
            .filter(|other| other.from == from)
            .map(|other| other.side)
            .collect();
        leaving.push(Leaving {
            from,
            to,
            name: &edge.names.1,
            side: side(
                rows[from].row.lane,
                to.map(|to| rows[to].row.lane),
                edge.to < edge.from,
                &taken,
            ),
            label: edge.label.as_ref(),
        });
    }
    let mut gutters = vec![Gutter::default(); lanes + 1];
    along(rows, &leaving, &mut gutters, &mut routes);
    routes.extend(entering.into_iter().map(|(to, names)| Route::Here {
        to,
        // There is room for one; the table names the others.
        from: match names.as_slice() {
            [name] => format!("{name} →"),
            names => format!("{} +{} →", names[0], names.len() - 1),
        },
    }));
    Plan { routes, gutters }
}

/// Towards the target; within a lane forward on the right and back on the left; the other side when that is taken.
fn side(from: usize, to: Option<usize>, is_back: bool, taken: &[Side]) -> Side {
    let is_left = match to {
        Some(to) if to != from => to < from,
        _ => is_back,
    };
    let (first, second) = if is_left {
        (Side::Left, Side::Right)
    } else {
        (Side::Right, Side::Left)
    };
    if taken.contains(&first) && !taken.contains(&second) {
        second
    } else {
        first
    }
}

/// Gives each line its height at the side of its shape and its track in the gutter.
fn along(rows: &[Placed<'_>], leaving: &[Leaving<'_>], gutters: &mut [Gutter], routes: &mut Vec<Route>) {
    // Of each gutter, the spans of rows that its tracks hold, each with the row that it leads to.
    let mut used: Vec<Vec<Vec<(usize, usize, usize)>>> = vec![Vec::new(); gutters.len()];
    // Numbers of other sheets may stand over a lane beside, unless lines run between.
    let mut reach: Vec<(Units, Units)> = vec![(0, 0); gutters.len()];
    for (index, line) in leaving.iter().enumerate() {
        let beside = |other: &&Leaving<'_>| other.from == line.from && other.side == line.side;
        let height = |line: &Leaving<'_>| line.label.map_or(SMALL_LINE, |label| label_height(label));
        let all: Units = leaving.iter().filter(beside).map(height).sum();
        let before: Units = leaving[..index].iter().filter(beside).map(height).sum();
        let is_alone = leaving.iter().filter(beside).count() == 1;
        // The line runs below its label.
        let offset = if is_alone {
            0
        } else {
            before + height(line) - all / 2 - 6
        };
        let lane = rows[line.from].row.lane;
        let gutter = match line.side {
            Side::Left => lane,
            Side::Right => lane + 1,
        };
        let name = format!("→ {}", line.name);
        let room = label_width(line.label.map(String::as_str));
        let (side, reached) = match line.side {
            Side::Right => (&mut gutters[gutter].labels.0, &mut reach[gutter].0),
            Side::Left => (&mut gutters[gutter].labels.1, &mut reach[gutter].1),
        };
        if line.to.is_none() {
            *reached = (room + REACH + tag_width(&name) + 4).max(*reached);
        } else {
            *side = room.max(*side);
        }
        let Some(to) = line.to else {
            routes.push(Route::Away {
                from: line.from,
                to: name,
                side: Some((line.side, offset)),
                label: line.label.cloned(),
            });
            continue;
        };
        let span = (line.from.min(to), line.from.max(to), to);
        let is_free = |track: &Vec<(usize, usize, usize)>| {
            track
                .iter()
                .all(|held| held.2 == to || held.1 < span.0 || span.1 < held.0)
        };
        let tracks = &mut used[gutter];
        let track = tracks.iter().position(is_free).unwrap_or(tracks.len());
        if track == tracks.len() {
            tracks.push(Vec::new());
        }
        tracks[track].push(span);
        gutters[gutter].tracks = tracks.len();
        routes.push(Route::Side {
            from: line.from,
            to,
            side: line.side,
            offset,
            gutter,
            track,
            label: line.label.cloned(),
        });
    }
    let last = gutters.len() - 1;
    for (at, (gutter, (left, right))) in gutters.iter_mut().zip(reach).enumerate() {
        if gutter.tracks > 0 || at == 0 || at == last {
            gutter.labels = (gutter.labels.0.max(left), gutter.labels.1.max(right));
        }
    }
}
