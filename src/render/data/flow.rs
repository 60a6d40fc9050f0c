//! A process diagram.

use super::{
    super::drawing::{
        Drawing, PAGE, Units,
        layered::{Arc, Box, Graph, lay_out},
        shapes::{Outline, SMALL_LINE, Shape, small_width, units, wrap_small},
    },
    Rendered,
};
use crate::{
    document::data::flow::{Direction, Flow, Kind},
    theme::Catalogue,
};

/// Widest label of an arrow.
const LABEL: Units = 90;

pub(super) fn render(flow: &Flow, id: &str, catalogue: &Catalogue) -> Rendered {
    let is_right = flow.direction == Direction::Right;
    let width = |kind: Kind| match (kind, is_right) {
        (Kind::Decision, _) => 160,
        (Kind::Start | Kind::End, _) | (_, true) => 130,
        (_, false) => 170,
    };
    let shapes: Vec<Shape> = flow
        .nodes
        .iter()
        .map(|node| Shape::new(outline(node.kind), &node.text, width(node.kind)))
        .collect();
    let labels: Vec<Vec<String>> = flow
        .links
        .iter()
        .map(|link| {
            link.label
                .as_ref()
                .map_or_else(Vec::new, |label| wrap_small(label, LABEL))
        })
        .collect();
    // Rows run from top to bottom; a diagram that runs to the right is laid out on its side.
    let turned = |width: Units, height: Units| if is_right { (height, width) } else { (width, height) };
    let graph = Graph {
        nodes: shapes
            .iter()
            .map(|shape| {
                let (width, height) = turned(shape.width, shape.height);
                Box {
                    width,
                    height,
                    is_pointed: matches!(shape.outline, Outline::Decision | Outline::LongDecision) && !is_right,
                }
            })
            .collect(),
        links: flow
            .links
            .iter()
            .zip(&labels)
            .map(|(link, label)| Arc {
                from: link.from,
                to: link.to,
                label: (!label.is_empty()).then(|| turned(small_width(label) + 6, units(label.len()) * SMALL_LINE + 4)),
            })
            .collect(),
        widest: PAGE,
    };
    let layout = lay_out(&graph);
    let place = |(x, y): (Units, Units)| if is_right { (y + 2, x + 2) } else { (x + 2, y + 2) };
    let (width, height) = turned(layout.width, layout.height);
    let mut drawing = Drawing::new(id, width + 4, height + 4);
    for line in &layout.lines {
        let line: Vec<(Units, Units)> = line.iter().copied().map(place).collect();
        drawing.arrow(&line);
    }
    for (shape, middle) in shapes.iter().zip(&layout.nodes) {
        shape.draw(&mut drawing, place(*middle));
    }
    for (label, middle) in labels.iter().zip(&layout.labels) {
        if let Some(middle) = middle {
            drawing.note(place(*middle), label);
        }
    }
    let mut text = String::new();
    for node in &flow.nodes {
        text.push_str(&node.text);
        text.push('\n');
    }
    for label in flow.links.iter().filter_map(|link| link.label.as_ref()) {
        text.push_str(label);
        text.push('\n');
    }
    Rendered {
        html: drawing.finish(&catalogue.word("flow-chart"), &words(flow)),
        text,
    }
}

fn outline(kind: Kind) -> Outline {
    match kind {
        Kind::Start | Kind::End => Outline::Terminal,
        Kind::Step => Outline::Step,
        Kind::Decision => Outline::Decision,
        Kind::Document => Outline::Document,
    }
}

/// Every arrow, and every box without one.
fn words(flow: &Flow) -> String {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); flow.nodes.len()];
    for (index, link) in flow.links.iter().enumerate() {
        out[link.from].push(index);
    }
    let mut words = Vec::new();
    for (node, links) in flow.nodes.iter().zip(out) {
        let ways: Vec<String> = links
            .into_iter()
            .map(|index| {
                let link = &flow.links[index];
                let to = &flow.nodes[link.to].text;
                link.label
                    .as_ref()
                    .map_or_else(|| to.clone(), |label| format!("{label}: {to}"))
            })
            .collect();
        words.push(if ways.is_empty() {
            node.text.clone()
        } else {
            format!("{} → {}", node.text, ways.join("; "))
        });
    }
    words.join(". ")
}
