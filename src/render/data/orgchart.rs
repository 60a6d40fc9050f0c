//! Posts and teams as a chart that fits a page: wide rows become lists, tall charts go on in others.

mod tree;

use std::collections::BTreeMap;

use super::{
    super::drawing::{
        Drawing, PAGE, SHEET, Units, part_id, part_title,
        shapes::{Point, units, wrap_label},
        text,
    },
    Rendered,
};
use crate::{document::data::orgchart::Post, theme::Catalogue};

use tree::lay_out;

/// Between a box and its text.
const PAD: Units = 8;

/// A box of the chart: a post with those below it, as far as the chart shows them.
struct Shown<'a> {
    post: &'a Post,
    below: Vec<Shown<'a>>,
    /// Number of the chart in which it goes on.
    goes_on: Option<usize>,
}

pub(super) fn render(head: &Post, id: &str, catalogue: &Catalogue) -> Rendered {
    let mut charts: Vec<Shown<'_>> = Vec::new();
    split(head, &mut Plans::new(), &mut charts);
    let count = charts.len();
    let mut html = String::new();
    for (index, chart) in charts.iter().enumerate() {
        let id = part_id(id, index);
        let title = part_title(catalogue.word("orgchart-chart"), index, count);
        let mut words = Vec::new();
        describe(chart, &mut words);
        html.push_str(&draw(chart, &id).finish(&title, &words.join(". ")));
    }
    let mut text = String::new();
    read(head, &mut text);
    Rendered { html, text }
}

fn read(post: &Post, text: &mut String) {
    for part in said(post) {
        text.push_str(part);
        text.push('\n');
    }
    for below in &post.below {
        read(below, text);
    }
}

/// Everything that a box says.
fn said(post: &Post) -> impl Iterator<Item = &str> {
    let rest = post.name.iter().chain(&post.note).chain(&post.members);
    std::iter::once(&post.title).chain(rest).map(|text| text.value.as_str())
}

/// Who stands under whom, in words.
fn describe(shown: &Shown<'_>, words: &mut Vec<String>) {
    let own = said(shown.post).collect::<Vec<_>>().join(", ");
    if shown.below.is_empty() {
        if words.is_empty() {
            words.push(own);
        }
        return;
    }
    let below: Vec<String> = shown
        .below
        .iter()
        .map(|below| said(below.post).collect::<Vec<_>>().join(", "))
        .collect();
    words.push(format!("{own}: {}", below.join("; ")));
    for below in &shown.below {
        describe(below, words);
    }
}

/// A tree as far as this many levels below its head.
fn cut(post: &Post, levels: usize) -> Shown<'_> {
    let below = if levels == 0 { &[] } else { post.below.as_slice() };
    Shown {
        post,
        below: below.iter().map(|below| cut(below, levels - 1)).collect(),
        // Room for the number that `go_on` writes.
        goes_on: (levels == 0 && !post.below.is_empty()).then_some(0),
    }
}

fn depth(post: &Post) -> usize {
    post.below.iter().map(|below| depth(below) + 1).max().unwrap_or(0)
}

/// Of a post by its address: how many charts it needs, and how many levels the first of them shows.
type Plans = BTreeMap<*const Post, (usize, usize)>;

fn fits(shown: &Shown<'_>) -> bool {
    lay_out(shown).height <= SHEET
}

/// As few charts as do; no levels when one row of posts is too much for a sheet.
fn plan(head: &Post, plans: &mut Plans) -> (usize, usize) {
    if let Some(known) = plans.get(&std::ptr::from_ref(head)) {
        return *known;
    }
    let deepest = depth(head);
    let mut best = (usize::MAX, 0);
    for levels in (1..=deepest.max(1)).rev() {
        if fits(&cut(head, levels)) {
            let mut cut_off = Vec::new();
            at_level(head, levels, &mut cut_off);
            let others = cut_off
                .into_iter()
                .map(|post| plan(post, plans).0.min(1 << 20))
                .sum::<usize>();
            if others + 1 < best.0 {
                best = (others + 1, levels);
            }
        }
        if best.0 == 1 {
            break;
        }
    }
    plans.insert(head, best);
    best
}

/// Posts so many levels below a head that have others below them.
fn at_level<'a>(head: &'a Post, levels: usize, found: &mut Vec<&'a Post>) {
    if levels == 0 {
        found.extend((!head.below.is_empty()).then_some(head));
        return;
    }
    for below in &head.below {
        at_level(below, levels - 1, found);
    }
}

/// Charts that fit a sheet each, and a chart for each post where another goes on.
fn split<'a>(head: &'a Post, plans: &mut Plans, charts: &mut Vec<Shown<'a>>) {
    let (_, levels) = plan(head, plans);
    if levels > 0 {
        add(cut(head, levels), plans, charts);
        return;
    }
    // Too many under one post: its list goes on under the same head.
    let mut rest = head.below.as_slice();
    while !rest.is_empty() {
        let part = |count: usize| Shown {
            post: head,
            below: rest[..count].iter().map(|below| cut(below, 0)).collect(),
            goes_on: None,
        };
        let (mut count, mut beyond) = (1, rest.len().min(200) + 1);
        while count + 1 < beyond {
            let middle = usize::midpoint(count, beyond);
            if fits(&part(middle)) {
                count = middle;
            } else {
                beyond = middle;
            }
        }
        add(part(count), plans, charts);
        rest = &rest[count..];
    }
}

fn add<'a>(mut chart: Shown<'a>, plans: &mut Plans, charts: &mut Vec<Shown<'a>>) {
    let at = charts.len();
    charts.push(cut(chart.post, 0));
    go_on(&mut chart, plans, charts);
    charts[at] = chart;
}

/// Gives every post that the chart cuts off a chart of its own.
fn go_on<'a>(shown: &mut Shown<'a>, plans: &mut Plans, charts: &mut Vec<Shown<'a>>) {
    if shown.below.is_empty() && !shown.post.below.is_empty() {
        shown.goes_on = Some(charts.len() + 1);
        split(shown.post, plans, charts);
        return;
    }
    for below in &mut shown.below {
        go_on(below, plans, charts);
    }
}

/// Lines of a box: the post in heavy letters, then the rest.
struct Lines {
    title: Vec<String>,
    rest: Vec<String>,
}

impl Lines {
    fn of(shown: &Shown<'_>, width: Units) -> Self {
        let inside = width - 2 * PAD;
        let mut rest: Vec<String> = said(shown.post)
            .skip(1)
            .flat_map(|part| text::wrap(part, inside))
            .collect();
        if let Some(chart) = shown.goes_on {
            rest.push(format!("→ {chart}"));
        }
        Self {
            title: wrap_label(&shown.post.title.value, inside),
            rest,
        }
    }

    fn height(&self) -> Units {
        units(self.title.len() + self.rest.len()) * text::LINE + 2 * PAD
    }
}

fn draw(chart: &Shown<'_>, id: &str) -> Drawing {
    let tree = lay_out(chart);
    let mut drawing = Drawing::new(id, tree.width + 4, tree.height + 4);
    let place = |(x, y): Point| (x + 2, y + 2);
    for line in &tree.lines {
        let line: Vec<Point> = line.iter().copied().map(place).collect();
        drawing.polyline(&line, "route");
    }
    for placed in &tree.boxes {
        let (x, y) = place((placed.x, placed.y));
        let class = match (placed.shown.post.is_team, placed.is_head) {
            (true, _) => "shape team",
            (false, true) => "shape head",
            (false, false) => "shape",
        };
        let size = (placed.width, placed.lines.height());
        if placed.shown.post.is_team {
            drawing.rounded((x, y), size, class);
        } else {
            drawing.rect(x, y, size.0, size.1, class);
        }
        let middle = x + placed.width / 2;
        let title = units(placed.lines.title.len()) * text::LINE;
        drawing.lines((middle, y + PAD + title / 2), "label", &placed.lines.title);
        let rest = units(placed.lines.rest.len()) * text::LINE;
        drawing.lines((middle, y + PAD + title + rest / 2), "", &placed.lines.rest);
    }
    drawing
}

#[cfg(test)]
mod tests;
