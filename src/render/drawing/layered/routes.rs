//! Heights of rows, and the corners of every line.

mod tracks;

use super::{Graph, Layout, NARROW, Point, Rows, Units, What};
use tracks::Stretch;

/// Above and below the tracks of a gap; the second leaves room for an arrow head.
const ABOVE: Units = 12;
const BELOW: Units = 18;
/// Between two tracks.
const TRACK: Units = 10;
/// From the outermost box to the first line outside.
const MARGIN: Units = 18;
/// Bends smaller than this are straightened.
const STRAIGHT: Units = 5;

/// Where a line leaves its box.
#[derive(Clone, Copy, PartialEq)]
enum Exit {
    Below,
    Left,
    Right,
}

/// A link that runs outside.
struct Outside {
    link: usize,
    leaves_below: bool,
    is_left: bool,
    /// Place among the lines of its side, from the inside out.
    track: usize,
    /// In the gap below its box, when it leaves there.
    leaving: Option<usize>,
    entering: usize,
}

struct Router<'a> {
    graph: &'a Graph,
    rows: &'a Rows,
    x: Vec<Units>,
    /// Where each step ends across, when not at the middle of its lower item.
    ends: Vec<Units>,
    exits: Vec<Exit>,
    gaps: Vec<Vec<Stretch>>,
    /// The stretch of each step, in the gap below its upper row.
    stretch_of: Vec<usize>,
    outside: Vec<Outside>,
}

pub(super) fn routes(graph: &Graph, rows: &Rows, x: Vec<Units>) -> Layout {
    let mut router = Router {
        graph,
        rows,
        ends: vec![0; rows.steps.len()],
        x,
        exits: vec![Exit::Below; graph.links.len()],
        gaps: (0..=rows.rows.len()).map(|_| Vec::new()).collect(),
        stretch_of: vec![0; rows.steps.len()],
        outside: Vec::new(),
    };
    router.leave();
    router.straighten();
    router.fill();
    router.finish()
}

impl Router<'_> {
    /// Chooses the sides where lines leave, and the side of the drawing for those that run outside.
    fn leave(&mut self) {
        let mut taken = vec![(false, false); self.graph.nodes.len()];
        for link in 0..self.graph.links.len() {
            if !self.rows.chains[link].is_empty() {
                continue;
            }
            let from = self.graph.links[link].from;
            let row = &self.rows.rows[self.rows.row_of[from]];
            let exit = if row.last() == Some(&from) && !taken[from].1 {
                taken[from].1 = true;
                Exit::Right
            } else if row.first() == Some(&from) && !taken[from].0 {
                taken[from].0 = true;
                Exit::Left
            } else {
                Exit::Below
            };
            self.exits[link] = exit;
            self.outside.push(Outside {
                link,
                leaves_below: exit == Exit::Below,
                is_left: exit == Exit::Left,
                track: 0,
                leaving: None,
                entering: 0,
            });
        }
        for link in 0..self.graph.links.len() {
            let Some(first) = self.rows.chains[link].first() else {
                continue;
            };
            let from = self.graph.links[link].from;
            let shape = self.graph.nodes[from];
            if !shape.is_pointed {
                continue;
            }
            let end = self.x[self.rows.steps[*first].lower];
            let row = &self.rows.rows[self.rows.row_of[from]];
            let at = row.iter().position(|item| *item == from).unwrap_or(0);
            let is_free = |neighbour: Option<&usize>| {
                neighbour.is_none_or(|item| {
                    (self.x[*item] - end).abs() > self.rows.items[*item].width / 2 + NARROW / 2
                        && (self.x[*item] < end) == (self.x[*item] < self.x[from])
                })
            };
            if end < self.x[from] - shape.width / 2 - NARROW {
                if !taken[from].0 && is_free(at.checked_sub(1).and_then(|at| row.get(at))) {
                    taken[from].0 = true;
                    self.exits[link] = Exit::Left;
                }
            } else if end > self.x[from] + shape.width / 2 + NARROW && !taken[from].1 && is_free(row.get(at + 1)) {
                taken[from].1 = true;
                self.exits[link] = Exit::Right;
            }
        }
    }

    /// Takes small bends out.
    fn straighten(&mut self) {
        for chain in &self.rows.chains {
            for step in chain {
                let (upper, lower) = (self.rows.steps[*step].upper, self.rows.steps[*step].lower);
                let is_near = (self.x[upper] - self.x[lower]).abs() <= STRAIGHT;
                self.ends[*step] = if is_near { self.x[upper] } else { self.x[lower] };
                if is_near && matches!(self.rows.items[lower].what, What::Pass | What::Label) {
                    self.x[lower] = self.x[upper];
                }
            }
        }
    }

    /// Puts what runs across into the gaps between rows.
    fn fill(&mut self) {
        for (link, chain) in self.rows.chains.iter().enumerate() {
            let arc = &self.graph.links[link];
            for (at, step) in chain.iter().enumerate() {
                let upper = self.rows.steps[*step].upper;
                let is_side = at == 0 && self.exits[link] != Exit::Below;
                let gap = self.rows.row_of[upper] + 1;
                self.stretch_of[*step] = self.gaps[gap].len();
                self.gaps[gap].push(Stretch {
                    upper: Some(if is_side { self.ends[*step] } else { self.x[upper] }),
                    lower: Some(self.ends[*step]),
                    from: (at == 0).then_some(arc.from),
                    to: (at + 1 == chain.len()).then_some(arc.to),
                    ..Stretch::default()
                });
            }
        }
        for outside in &mut self.outside {
            let arc = &self.graph.links[outside.link];
            let beyond = if outside.is_left {
                Units::MIN / 4
            } else {
                Units::MAX / 4
            };
            let gap = self.rows.row_of[arc.to];
            outside.entering = self.gaps[gap].len();
            self.gaps[gap].push(Stretch {
                lower: Some(self.x[arc.to]),
                beyond,
                to: Some(arc.to),
                ..Stretch::default()
            });
            if outside.leaves_below {
                let gap = self.rows.row_of[arc.from] + 1;
                outside.leaving = Some(self.gaps[gap].len());
                self.gaps[gap].push(Stretch {
                    upper: Some(self.x[arc.from]),
                    beyond,
                    from: Some(arc.from),
                    ..Stretch::default()
                });
            }
        }
    }

    fn finish(mut self) -> Layout {
        let heights = self.heights();
        let right = self
            .rows
            .items
            .iter()
            .zip(&self.x)
            .map(|(item, x)| x + item.width / 2 + 1);
        let right = right.max().unwrap_or(0);
        self.outside.sort_by_key(|outside| {
            let arc = &self.graph.links[outside.link];
            self.rows.row_of[arc.from].abs_diff(self.rows.row_of[arc.to])
        });
        let (left_lines, left_width) = margin(self.graph, self.rows, &mut self.outside, true);
        let (right_lines, right_width) = margin(self.graph, self.rows, &mut self.outside, false);
        let mut lines = vec![Vec::new(); self.graph.links.len()];
        let mut labels = vec![None; self.graph.links.len()];
        for (link, chain) in self.rows.chains.iter().enumerate() {
            if !chain.is_empty() {
                (lines[link], labels[link]) = self.inside(link, &heights);
            }
        }
        for outside in &self.outside {
            let x = if outside.is_left {
                -left_lines[outside.track]
            } else {
                right + right_lines[outside.track]
            };
            (lines[outside.link], labels[outside.link]) = self.outside(outside, x, &heights);
        }
        let moved = |point: Point| (point.0 + left_width, point.1);
        Layout {
            nodes: (0..self.graph.nodes.len())
                .map(|node| moved((self.x[node], self.middle(node, &heights))))
                .collect(),
            lines: lines
                .into_iter()
                .map(|line: Vec<Point>| line.into_iter().map(moved).collect())
                .collect(),
            labels: labels
                .into_iter()
                .map(|label: Option<Point>| label.map(moved))
                .collect(),
            width: left_width + right + right_width,
            height: heights.all,
        }
    }

    /// Middle of an item's row.
    fn middle(&self, item: usize, heights: &Heights) -> Units {
        let row = self.rows.row_of[item];
        heights.rows[row] + self.row_height(row) / 2
    }

    fn row_height(&self, row: usize) -> Units {
        let items = self.rows.rows[row].iter();
        items.map(|item| self.rows.items[*item].height).max().unwrap_or(0)
    }

    fn track(&self, gap: usize, stretch: usize, heights: &Heights) -> Units {
        heights.gaps[gap] + ABOVE + tracks::units(self.gaps[gap][stretch].track) * TRACK
    }

    /// Where a line leaves its box.
    fn start(&self, link: usize, heights: &Heights) -> Point {
        let from = self.graph.links[link].from;
        let (x, y) = (self.x[from], self.middle(from, heights));
        let shape = self.graph.nodes[from];
        match self.exits[link] {
            Exit::Below => (x, y + shape.height / 2),
            Exit::Left => (x - shape.width / 2, y),
            Exit::Right => (x + shape.width / 2, y),
        }
    }

    /// Corners of a line through the rows, and the place of its label.
    fn inside(&self, link: usize, heights: &Heights) -> (Vec<Point>, Option<Point>) {
        let chain = &self.rows.chains[link];
        let start = self.start(link, heights);
        let mut points = vec![start];
        let mut label = None;
        let mut x = start.0;
        if self.exits[link] != Exit::Below {
            x = self.ends[chain[0]];
            points.push((x, start.1));
        }
        for step in chain {
            let lower = self.rows.steps[*step].lower;
            let end = self.ends[*step];
            if x != end {
                let y = self.track(self.rows.row_of[lower], self.stretch_of[*step], heights);
                points.extend([(x, y), (end, y)]);
                x = end;
            }
            let y = self.middle(lower, heights);
            match self.rows.items[lower].what {
                What::Box(node) => points.push((x, y - self.graph.nodes[node].height / 2)),
                What::Label => label = Some((x, y)),
                What::Pass => {}
            }
        }
        (points, label)
    }

    /// Corners of a line that runs outside, and the place of its label.
    fn outside(&self, outside: &Outside, x: Units, heights: &Heights) -> (Vec<Point>, Option<Point>) {
        let arc = &self.graph.links[outside.link];
        let start = self.start(outside.link, heights);
        let mut points = vec![start];
        let mut leaves = start.1;
        if let Some(leaving) = outside.leaving {
            leaves = self.track(self.rows.row_of[arc.from] + 1, leaving, heights);
            points.push((start.0, leaves));
        }
        points.push((x, leaves));
        let y = self.track(self.rows.row_of[arc.to], outside.entering, heights);
        let end = self.middle(arc.to, heights) - self.graph.nodes[arc.to].height / 2;
        points.extend([(x, y), (self.x[arc.to], y), (self.x[arc.to], end)]);
        (points, arc.label.map(|_| (x, i32::midpoint(leaves, y))))
    }

    fn heights(&mut self) -> Heights {
        let mut heights = Heights::default();
        for gap in 0..self.gaps.len() {
            heights.gaps.push(heights.all);
            let tracks = tracks::units(tracks::assign(&mut self.gaps[gap]));
            let is_edge = gap == 0 || gap == self.rows.rows.len();
            if !is_edge || tracks > 0 {
                heights.all += ABOVE + (tracks - 1).max(0) * TRACK + BELOW;
            }
            if gap < self.rows.rows.len() {
                heights.rows.push(heights.all);
                heights.all += self.row_height(gap);
            }
        }
        heights
    }
}

/// Upper edges of gaps and rows, and the height of all.
#[derive(Default)]
struct Heights {
    gaps: Vec<Units>,
    rows: Vec<Units>,
    all: Units,
}

/// Distances of the lines outside from the boxes, and the width of the margin; sets the track of each.
fn margin(graph: &Graph, rows: &Rows, outside: &mut [Outside], is_left: bool) -> (Vec<Units>, Units) {
    let mut held: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut widths: Vec<Units> = Vec::new();
    for line in outside.iter_mut().filter(|line| line.is_left == is_left) {
        let arc = &graph.links[line.link];
        let ends = [rows.row_of[arc.from], rows.row_of[arc.to]];
        // A line that leaves below its box reaches one row further.
        let span = (ends[0].min(ends[1]), ends[0].max(ends[1]) + 1);
        let is_free = |track: &Vec<(usize, usize)>| track.iter().all(|held| held.1 < span.0 || span.1 < held.0);
        let track = held.iter().position(is_free).unwrap_or(held.len());
        if track == held.len() {
            held.push(Vec::new());
            widths.push(TRACK);
        }
        held[track].push(span);
        let width = arc.label.map_or(TRACK, |(width, _)| width + 6);
        widths[track] = widths[track].max(width);
        line.track = track;
    }
    let mut at = MARGIN - TRACK / 2;
    let mut lines = Vec::new();
    for width in &widths {
        lines.push(at + width / 2);
        at += width;
    }
    (lines, if widths.is_empty() { 0 } else { at + 2 })
}
