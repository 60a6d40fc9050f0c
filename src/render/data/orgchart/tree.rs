//! Where the boxes of a chart stand.

use super::{Lines, PAGE, Point, Shown, Units};

/// Widths of boxes, the first that keeps the chart lowest.
const WIDTHS: [Units; 3] = [176, 150, 124];
/// Between neighbours.
const APART: Units = 14;
/// Between a post and those below it.
const DROP: Units = 30;
/// From the line down a list to its boxes.
const INDENT: Units = 18;

/// A box in its place.
pub(super) struct Placed<'a, 'b> {
    pub(super) shown: &'b Shown<'a>,
    pub(super) x: Units,
    pub(super) y: Units,
    pub(super) width: Units,
    pub(super) lines: Lines,
    pub(super) is_head: bool,
}

/// A tree with everything in its place, from 0, 0.
pub(super) struct Tree<'a, 'b> {
    pub(super) boxes: Vec<Placed<'a, 'b>>,
    pub(super) lines: Vec<Vec<Point>>,
    pub(super) width: Units,
    pub(super) height: Units,
    /// Middle of the head.
    middle: Units,
}

/// The lowest chart that is no wider than a page.
pub(super) fn lay_out<'a, 'b>(shown: &'b Shown<'a>) -> Tree<'a, 'b> {
    let trees = WIDTHS.map(|width| tree(shown, width, PAGE));
    let mut best: Option<Tree<'a, 'b>> = None;
    for tree in trees {
        let is_better = best.as_ref().is_none_or(|best| {
            let over = |tree: &Tree<'_, '_>| (tree.width - PAGE).max(0);
            (over(&tree), tree.height) < (over(best), best.height)
        });
        if is_better {
            best = Some(tree);
        }
    }
    let mut tree = best.expect("there are widths");
    if let Some(head) = tree.boxes.first_mut() {
        head.is_head = true;
    }
    tree
}

/// Beside each other when there is room, else below each other in one or more lists.
fn tree<'a, 'b>(shown: &'b Shown<'a>, width: Units, most: Units) -> Tree<'a, 'b> {
    if shown.below.is_empty() {
        return Tree::of(shown, width, 0);
    }
    let each: Vec<Tree<'a, 'b>> = shown.below.iter().map(|below| tree(below, width, most)).collect();
    if total(&each) <= most {
        return row(shown, width, each);
    }
    let lists: Vec<Tree<'a, 'b>> = shown
        .below
        .iter()
        .map(|below| list(below, width, columns(below, width, most, shown.below.len())))
        .collect();
    if total(&lists) <= most {
        return row(shown, width, lists);
    }
    list(shown, width, (most / (width + INDENT + APART)).max(1))
}

/// Lists below one of several neighbours: as many as its share of the page has room for.
fn columns(shown: &Shown<'_>, width: Units, most: Units, neighbours: usize) -> Units {
    let share = most / super::units(neighbours).max(1);
    let leaves = shown.below.iter().all(|below| below.below.is_empty());
    if leaves {
        (share / (width + INDENT + APART)).max(1)
    } else {
        1
    }
}

fn total(trees: &[Tree<'_, '_>]) -> Units {
    trees.iter().map(|tree| tree.width + APART).sum::<Units>() - APART
}

/// The head over trees that stand beside each other.
fn row<'a, 'b>(shown: &'b Shown<'a>, width: Units, below: Vec<Tree<'a, 'b>>) -> Tree<'a, 'b> {
    let mut at = 0;
    let mut placed = Vec::new();
    for tree in below {
        let x = at;
        at += tree.width + APART;
        placed.push((x, tree));
    }
    let first = placed.first().map_or(0, |(x, tree)| x + tree.middle);
    let last = placed.last().map_or(0, |(x, tree)| x + tree.middle);
    let middle = i32::midpoint(first, last);
    let mut head = Tree::of(shown, width, middle);
    let bus = head.height + DROP / 2;
    let mut lines = vec![vec![(head.middle, head.height), (head.middle, bus)]];
    // The head may be wider than what is below it.
    let shift = head.middle - middle;
    lines.push(vec![(first + shift, bus), (last + shift, bus)]);
    let drop = head.height + DROP;
    for (x, tree) in placed {
        let x = x + shift;
        lines.push(vec![(x + tree.middle, bus), (x + tree.middle, drop)]);
        head.add(tree, x, drop);
    }
    head.lines.extend(lines);
    head
}

/// The head over lists, whose trees hang at lines that run down at their left.
fn list<'a, 'b>(shown: &'b Shown<'a>, width: Units, columns: Units) -> Tree<'a, 'b> {
    let mut head = Tree::of(shown, width, 0);
    if shown.below.is_empty() {
        return head;
    }
    let columns = usize::try_from(columns).unwrap_or(1).clamp(1, shown.below.len());
    let per = shown.below.len().div_ceil(columns);
    let columns = shown.below.len().div_ceil(per);
    let parts: Vec<Vec<Tree<'a, 'b>>> = shown
        .below
        .chunks(per)
        .map(|part| part.iter().map(|below| list(below, width, 1)).collect())
        .collect();
    let widths: Vec<Units> = parts
        .iter()
        .map(|part| INDENT + part.iter().map(|tree| tree.width).max().unwrap_or(0))
        .collect();
    let all: Units = widths.iter().sum::<Units>() + APART * super::units(columns - 1);
    let one = columns == 1;
    if !one {
        head = Tree::of(shown, width, all / 2);
    }
    let shift = if one {
        head.middle - width / 2 + 2
    } else {
        (head.middle - all / 2).max(0)
    };
    let bus = head.height + if one { 0 } else { DROP / 2 };
    let mut lines = Vec::new();
    let mut x = shift;
    let mut stems = Vec::new();
    for (part, width) in parts.into_iter().zip(widths) {
        let stem = x + INDENT / 2 - 2;
        let mut y = bus + APART;
        let mut last = bus;
        for tree in part {
            let arm = y + tree.boxes[0].lines.height() / 2;
            let left = x + INDENT;
            lines.push(vec![(stem, arm), (left + tree.boxes[0].x, arm)]);
            last = arm;
            let height = tree.height;
            head.add(tree, left, y);
            y += height + APART;
        }
        lines.push(vec![(stem, bus), (stem, last)]);
        stems.push(stem);
        x += width + APART;
    }
    if !one {
        lines.push(vec![(head.middle, head.boxes[0].lines.height()), (head.middle, bus)]);
        let ends = (stems[0].min(head.middle), stems[stems.len() - 1].max(head.middle));
        lines.push(vec![(ends.0, bus), (ends.1, bus)]);
    }
    head.lines.extend(lines);
    head
}

impl<'a, 'b> Tree<'a, 'b> {
    /// A head alone, its middle there or as far left as its width allows.
    fn of(shown: &'b Shown<'a>, width: Units, middle: Units) -> Self {
        let middle = middle.max(width / 2);
        let lines = Lines::of(shown, width);
        Self {
            width: middle + width - width / 2,
            height: lines.height(),
            middle,
            lines: Vec::new(),
            boxes: vec![Placed {
                shown,
                x: middle - width / 2,
                y: 0,
                width,
                lines,
                is_head: false,
            }],
        }
    }

    /// Takes a tree in, with its corner at a place.
    fn add(&mut self, tree: Self, x: Units, y: Units) {
        self.width = self.width.max(x + tree.width);
        self.height = self.height.max(y + tree.height);
        let moved = |point: Point| (point.0 + x, point.1 + y);
        self.lines
            .extend(tree.lines.into_iter().map(|line| line.into_iter().map(moved).collect()));
        self.boxes.extend(tree.boxes.into_iter().map(|placed| Placed {
            x: placed.x + x,
            y: placed.y + y,
            ..placed
        }));
    }
}
