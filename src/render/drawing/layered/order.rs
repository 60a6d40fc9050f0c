//! Rows with the points of passing links, sorted so that few links cross.

use super::{Graph, Item, MOST_POINTS, Rows, Step, What, ranks::Ranks};

/// Times that rows are sorted by their neighbours, down and up.
const SWEEPS: usize = 8;
/// Crossings are counted only up to this many links between two rows.
const COUNTED: usize = 400;

/// Puts nodes, labels and points into rows.
pub(super) fn rows(graph: &Graph, ranks: &Ranks) -> Rows {
    let deepest = ranks.rank.iter().max().copied().unwrap_or(0);
    // A row with labelled links below it gets a row for the labels.
    let mut has_labels = vec![false; deepest + 1];
    for (arc, is_back) in graph.links.iter().zip(&ranks.is_back) {
        if arc.label.is_some() && !is_back {
            has_labels[ranks.rank[arc.from]] = true;
        }
    }
    let mut row_of_rank = Vec::new();
    let mut count = 0;
    for labels in &has_labels {
        row_of_rank.push(count);
        count += 1 + usize::from(*labels);
    }
    let mut rows = Rows {
        items: Vec::new(),
        rows: vec![Vec::new(); count],
        row_of: Vec::new(),
        steps: Vec::new(),
        chains: vec![Vec::new(); graph.links.len()],
    };
    for (node, shape) in graph.nodes.iter().enumerate() {
        let row = row_of_rank[ranks.rank[node]];
        rows.add(shape.width, shape.height, What::Box(node), row);
    }
    let length = |link: usize| {
        let arc = &graph.links[link];
        row_of_rank[ranks.rank[arc.to]] - row_of_rank[ranks.rank[arc.from]]
    };
    let with: Vec<usize> = (0..graph.links.len()).filter(|link| !ranks.is_back[*link]).collect();
    let points: usize = with.iter().map(|link| length(*link)).sum();
    for link in with {
        let arc = &graph.links[link];
        // When there is too much to pass, long links run outside.
        if points > MOST_POINTS && length(link) > 2 {
            continue;
        }
        let first = row_of_rank[ranks.rank[arc.from]];
        let last = row_of_rank[ranks.rank[arc.to]];
        let mut upper = arc.from;
        for row in first + 1..=last {
            let lower = match arc.label {
                _ if row == last => arc.to,
                Some((width, height)) if row == first + 1 => rows.add(width, height, What::Label, row),
                _ => rows.add(2, 0, What::Pass, row),
            };
            rows.chains[link].push(rows.steps.len());
            rows.steps.push(Step { upper, lower });
            upper = lower;
        }
    }
    rows
}

impl Rows {
    fn add(&mut self, width: i32, height: i32, what: What, row: usize) -> usize {
        let item = self.items.len();
        self.items.push(Item { width, height, what });
        self.rows[row].push(item);
        self.row_of.push(row);
        item
    }

    /// Items linked with each item, above and below it.
    pub(super) fn neighbours(&self) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
        let mut above = vec![Vec::new(); self.items.len()];
        let mut below = above.clone();
        for step in &self.steps {
            above[step.lower].push(step.upper);
            below[step.upper].push(step.lower);
        }
        (above, below)
    }
}

/// Sorts every row by the middle of its neighbours, down and up by turns, and keeps the best order.
pub(super) fn sort(rows: &mut Rows) {
    let (above, below) = rows.neighbours();
    let mut place = vec![0; rows.items.len()];
    let mut best = (usize::MAX, rows.rows.clone());
    for sweep in 0..=SWEEPS {
        for row in &rows.rows {
            for (at, item) in row.iter().enumerate() {
                place[*item] = at;
            }
        }
        let crossings = crossings(rows, &place);
        if crossings < best.0 {
            best = (crossings, rows.rows.clone());
        }
        if crossings == 0 || sweep == SWEEPS {
            break;
        }
        let (towards, order): (_, Vec<usize>) = if sweep % 2 == 0 {
            (&above, (0..rows.rows.len()).collect())
        } else {
            (&below, (0..rows.rows.len()).rev().collect())
        };
        for row in order {
            let mut keyed: Vec<(usize, usize)> = Vec::with_capacity(rows.rows[row].len());
            for item in &rows.rows[row] {
                let linked = &towards[*item];
                // Thousandths of a place; what has no neighbour stays.
                let middle = if linked.is_empty() {
                    place[*item] * 1000
                } else {
                    linked.iter().map(|other| place[*other]).sum::<usize>() * 1000 / linked.len()
                };
                keyed.push((middle, *item));
            }
            keyed.sort_by_key(|(middle, _)| *middle);
            for (at, (_, item)) in keyed.iter().enumerate() {
                place[*item] = at;
            }
            rows.rows[row] = keyed.into_iter().map(|(_, item)| item).collect();
        }
    }
    rows.rows = best.1;
}

fn crossings(rows: &Rows, place: &[usize]) -> usize {
    let mut between: Vec<Vec<(usize, usize)>> = vec![Vec::new(); rows.rows.len()];
    for step in &rows.steps {
        between[rows.row_of[step.upper]].push((place[step.upper], place[step.lower]));
    }
    let count = |steps: &Vec<(usize, usize)>| {
        let steps = &steps[..steps.len().min(COUNTED)];
        let crossed = |at: usize, one: &(usize, usize)| {
            let others = steps[at + 1..].iter();
            others
                .filter(|other| (one.0 < other.0 && one.1 > other.1) || (one.0 > other.0 && one.1 < other.1))
                .count()
        };
        steps
            .iter()
            .enumerate()
            .map(|(at, one)| crossed(at, one))
            .sum::<usize>()
    };
    between.iter().map(count).sum()
}
