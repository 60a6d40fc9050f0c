//! `flow` and `dot`: process diagrams.

mod dot;

use std::{collections::BTreeMap, ops::Range};

use super::{
    fields::{self, Fields, Report, Text},
    node::{Node, Value},
    procedure::taken,
};

/// Nodes of one diagram.
const MOST_NODES: usize = 500;
/// Links of one diagram.
const MOST_LINKS: usize = 2_000;

/// A checked diagram.
pub struct Flow {
    /// Which way it runs.
    pub direction: Direction,
    /// Boxes in the order of their first mention.
    pub nodes: Vec<FlowNode>,
    /// Arrows in order.
    pub links: Vec<FlowLink>,
}

/// Which way a diagram runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From top to bottom.
    Down,
    /// From left to right.
    Right,
}

/// One box.
pub struct FlowNode {
    /// What stands in it.
    pub text: String,
    /// Its shape.
    pub kind: Kind,
}

/// What a box stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Where it starts.
    Start,
    /// Something that is done.
    Step,
    /// A question.
    Decision,
    /// Where it ends.
    End,
    /// A document.
    Document,
}

/// One arrow.
pub struct FlowLink {
    /// Index of a node.
    pub from: usize,
    /// Index of a node.
    pub to: usize,
    /// What stands at it.
    pub label: Option<String>,
}

const KINDS: [(&str, Kind); 5] = [
    ("start", Kind::Start),
    ("step", Kind::Step),
    ("decision", Kind::Decision),
    ("end", Kind::End),
    ("document", Kind::Document),
];

/// `dot`: the text of a Graphviz file.
pub(super) fn parse_dot(node: &Node, report: &mut Report<'_>) -> Option<Flow> {
    if !matches!(node.value, Value::Text(_)) {
        report.fault(
            &fields::first_line(&node.at, report),
            "E271",
            "a `dot` block has Graphviz text",
            "the arrows of Graphviz stand in `digraph { a -> b }`; for lists of nodes and links write `flow` instead of `dot`",
        );
        return None;
    }
    // The text as it stands in the file, so that every place is right.
    let from = report.start + node.at.start;
    let text = report.source.text()[from..report.start + node.at.end].to_owned();
    dot::parse(&text, node.at.start, report)
}

/// `flow`: nodes and links in YAML, or a file with Graphviz text.
pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<Flow> {
    if matches!(node.value, Value::Text(_)) {
        return parse_dot(&node, report);
    }
    let mut fields = Fields::of(node, report)?;
    let direction = fields.choice("direction", &["down", "right"], report);
    let boxes = fields.list("nodes", report);
    let arrows = fields.optional_list("links", report);
    fields.finish(report);
    let mut good = within(boxes.get(MOST_NODES), arrows.get(MOST_LINKS), report) && !boxes.is_empty();
    let mut ids = BTreeMap::new();
    let mut nodes = Vec::new();
    for node in boxes {
        match flow_node(node, report) {
            Some((id, node)) => {
                if ids.insert(id.value, nodes.len()).is_some() {
                    taken(&id.at, report);
                }
                nodes.push(node);
            }
            None => good = false,
        }
    }
    let mut links = Vec::new();
    for arrow in arrows {
        for link in flow_links(arrow, report) {
            let [from, to] = [&link.from, &link.to].map(|end| {
                let found = ids.get(&end.value).copied();
                // A node that could not be read may be the one that is meant.
                if found.is_none() && good {
                    report.fault(
                        &end.at,
                        "E261",
                        "nothing here has this id",
                        "write the `id` of a node; upper and lower case count",
                    );
                }
                found
            });
            if let (Some(from), Some(to)) = (from, to) {
                let label = link.label.map(|label| label.value);
                links.push(FlowLink { from, to, label });
            }
        }
    }
    good = good && within_links(links.len(), 0..1, report);
    good.then_some(Flow {
        direction: if direction == Some(1) {
            Direction::Right
        } else {
            Direction::Down
        },
        nodes,
        links,
    })
}

/// Faults for what is beyond the size of a diagram.
fn within(node: Option<&Node>, link: Option<&Node>, report: &mut Report<'_>) -> bool {
    for beyond in [node, link].into_iter().flatten() {
        too_large(&fields::first_line(&beyond.at, report), report);
    }
    node.is_none() && link.is_none()
}

fn within_links(count: usize, at: Range<usize>, report: &mut Report<'_>) -> bool {
    if count > MOST_LINKS {
        too_large(&at, report);
    }
    count <= MOST_LINKS
}

fn too_large(at: &Range<usize>, report: &mut Report<'_>) {
    report.fault(
        at,
        "E270",
        &format!("a diagram has at most {MOST_NODES} nodes and {MOST_LINKS} links"),
        "split it; a sheet of paper has room for about thirty",
    );
}

/// A mapping, or `id: text` alone for a step.
fn flow_node(node: Node, report: &mut Report<'_>) -> Option<(Text, FlowNode)> {
    let mut fields = Fields::of(node, report)?;
    let id = fields.text("id", report);
    let text = fields.text("text", report);
    let kind = fields.choice("kind", &KINDS.map(|(name, _)| name), report);
    fields.finish(report);
    let kind = kind.map_or(Kind::Step, |index| KINDS[index].1);
    Some((
        id?,
        FlowNode {
            text: text?.value,
            kind,
        },
    ))
}

struct RawLink {
    from: Text,
    to: Text,
    label: Option<Text>,
}

/// `a -> b`, `a -> b -> c`, `a -> b: label`, or a mapping with `from`, `to` and `label`.
fn flow_links(node: Node, report: &mut Report<'_>) -> Vec<RawLink> {
    match node.value {
        Value::Map(mut entries) if entries.len() == 1 && entries[0].0.name.contains("->") => {
            let (key, value) = entries.remove(0);
            let label = fields::text(value, report);
            let ends = Text {
                value: key.name,
                at: key.at,
            };
            chain(&ends, label.as_ref(), report)
        }
        Value::Text(_) => fields::text(node, report).map_or_else(Vec::new, |text| chain(&text, None, report)),
        _ => {
            let Some(mut fields) = Fields::of(node, report) else {
                return Vec::new();
            };
            let from = fields.text("from", report);
            let to = fields.text("to", report);
            let label = fields.optional("label", report);
            fields.finish(report);
            match (from, to) {
                (Some(from), Some(to)) => vec![RawLink { from, to, label }],
                _ => Vec::new(),
            }
        }
    }
}

fn chain(text: &Text, label: Option<&Text>, report: &mut Report<'_>) -> Vec<RawLink> {
    let ends: Vec<Text> = text
        .value
        .split("->")
        .map(|end| Text {
            value: end.trim().to_owned(),
            at: text.at.clone(),
        })
        .collect();
    if ends.len() < 2 || ends.iter().any(|end| end.value.is_empty()) {
        report.fault(
            &text.at,
            "E273",
            "this link cannot be read",
            "write `a -> b`, or `a -> b: label`, with the ids of two nodes",
        );
        return Vec::new();
    }
    let link = |pair: &[Text]| RawLink {
        from: pair[0].clone(),
        to: pair[1].clone(),
        label: label.cloned(),
    };
    ends.windows(2).map(link).collect()
}
