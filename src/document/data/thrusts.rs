//! Thrust → strategy → programmes, the tree that `strategy` and `actionplan` share.
//!
//! Written as a tree, or as rows of a spreadsheet, in which an empty cell means what stands above it.

use std::ops::Range;

use super::{
    fields::{self, Fields, Report, Text},
    node::{Key, Node, Value},
};

/// No plan states a larger count.
const MOST: u32 = 100_000;

/// A thrust; its number is its place.
pub struct Thrust<P> {
    /// Its name.
    pub name: Text,
    /// Strategies in order.
    pub strategies: Vec<Strategy<P>>,
}

impl<P> Thrust<P> {
    /// The same tree with each programme made into another.
    pub(super) fn map<Q>(self, make: &mut dyn FnMut(P) -> Q) -> Thrust<Q> {
        let strategies = self.strategies.into_iter().map(|strategy| Strategy {
            name: strategy.name,
            programmes: strategy.programmes.into_iter().map(&mut *make).collect(),
        });
        Thrust {
            name: self.name,
            strategies: strategies.collect(),
        }
    }
}

/// A strategy of a thrust.
pub struct Strategy<P> {
    /// Its name.
    pub name: Text,
    /// Programmes in order.
    pub programmes: Vec<P>,
}

/// How many there are of each, by what is written.
#[derive(Default)]
struct Counts {
    strategies: usize,
    programmes: usize,
    /// Where another count is stated, and how many are written.
    wrong: Vec<(Range<usize>, usize)>,
    /// Whether a list could not be read.
    is_partial: bool,
}

impl Counts {
    /// A count that the plan states must be the count of what it lists.
    fn stated(&mut self, fields: &mut Fields, key: &'static str, written: usize, report: &mut Report<'_>) {
        let number = fields.optional(key, report);
        let number = number.and_then(|text| fields::number(&text, &(0..=MOST), report));
        if let Some(number) = number
            && usize::try_from(number.value).ok() != Some(written)
        {
            self.wrong.push((number.at, written));
        }
    }
}

/// Reads the tree with `read` for each programme, and checks every count that it states.
pub(super) fn parse<P>(
    nodes: Vec<Node>,
    totals: Option<Node>,
    read: &mut dyn FnMut(Node, &mut Report<'_>) -> Option<P>,
    report: &mut Report<'_>,
) -> Option<Vec<Thrust<P>>> {
    let nodes = if nodes.iter().any(is_row) {
        nest(nodes, report)
    } else {
        nodes
    };
    let count = nodes.len();
    let mut counts = Counts::default();
    let thrusts: Vec<Thrust<P>> = nodes
        .into_iter()
        .filter_map(|node| thrust(node, &mut counts, read, report))
        .collect();
    if let Some(totals) = totals
        && let Some(mut fields) = Fields::of(totals, report)
    {
        for (key, written) in [
            ("thrusts", count),
            ("strategies", counts.strategies),
            ("programmes", counts.programmes),
        ] {
            counts.stated(&mut fields, key, written, report);
        }
        fields.finish(report);
    }
    // What could not be read may be what is missing.
    for (at, written) in counts.wrong {
        if count > 0 && !counts.is_partial {
            let listed = if report.open {
                format!("{written} are listed: ")
            } else {
                String::new()
            };
            report.fault(
                &at,
                "E275",
                "another count is stated here than is listed",
                &format!("{listed}mend the count, or add what is missing"),
            );
        }
    }
    (thrusts.len() == count).then_some(thrusts)
}

fn thrust<P>(
    node: Node,
    counts: &mut Counts,
    read: &mut dyn FnMut(Node, &mut Report<'_>) -> Option<P>,
    report: &mut Report<'_>,
) -> Option<Thrust<P>> {
    let (name, nodes) = level(node, 0, counts, report)?;
    let count = nodes.len();
    let strategies: Vec<Strategy<P>> = nodes
        .into_iter()
        .filter_map(|node| {
            let (name, nodes) = level(node, 1, counts, report)?;
            let count = nodes.len();
            let programmes: Vec<P> = nodes.into_iter().filter_map(|node| read(node, report)).collect();
            (programmes.len() == count).then_some(Strategy {
                name: name?,
                programmes,
            })
        })
        .collect();
    (strategies.len() == count).then_some(Thrust {
        name: name?,
        strategies,
    })
}

/// The name at a level of the tree, if it is good, and what stands below it.
fn level(node: Node, level: usize, counts: &mut Counts, report: &mut Report<'_>) -> Option<(Option<Text>, Vec<Node>)> {
    let (own, below) = LEVELS[level];
    let Some(mut fields) = Fields::of(node, report) else {
        counts.is_partial = true;
        return None;
    };
    let name = fields.text(own, report);
    let nodes = fields.list(below, report);
    // An empty list is a fault too.
    counts.is_partial |= nodes.is_empty();
    let all = if level == 0 {
        &mut counts.strategies
    } else {
        &mut counts.programmes
    };
    *all += nodes.len();
    counts.stated(&mut fields, "count", nodes.len(), report);
    fields.finish(report);
    Some((name, nodes))
}

/// Whether a node is a row of a spreadsheet.
fn is_row(node: &Node) -> bool {
    matches!(&node.value, Value::Map(entries) if entries.iter().any(|(key, _)| key.name == "programme"))
}

/// A branch of the tree that rows are gathered into.
struct Branch {
    key: Key,
    name: Node,
    others: Vec<(Key, Node)>,
    below: Vec<Branch>,
}

const LEVELS: [(&str, &str); 3] = [
    ("thrust", "strategies"),
    ("strategy", "programmes"),
    ("programme", "kpi"),
];

/// Gathers rows into the tree.
fn nest(rows: Vec<Node>, report: &mut Report<'_>) -> Vec<Node> {
    let mut thrusts: Vec<Branch> = Vec::new();
    for row in rows {
        let at = fields::first_line(&row.at, report);
        match row.value {
            Value::Map(entries) => add(entries, &at, &mut thrusts, report),
            _ => report.fault(
                &at,
                "E213",
                "keys and values were expected here",
                "write each row with the same keys, or all of it as a tree",
            ),
        }
    }
    thrusts.into_iter().map(|branch| tree(branch, 0)).collect()
}

fn add(mut entries: Vec<(Key, Node)>, at: &Range<usize>, thrusts: &mut Vec<Branch>, report: &mut Report<'_>) {
    let mut level = thrusts;
    for (key, _) in LEVELS {
        let found = entries
            .iter()
            .position(|(known, node)| known.name == key && !node.is_empty());
        let named = found.map(|index| entries.remove(index));
        let is_same = match (&named, level.last()) {
            (None, above) => above.is_some(),
            (Some((_, node)), Some(above)) => text(node) == text(&above.name),
            (Some(_), None) => false,
        };
        if !is_same {
            let Some((key, name)) = named else {
                report.fault(
                    at,
                    "E276",
                    &format!("this row has no `{key}`, and no row above it gives one"),
                    "name thrust, strategy and programme in the first row of each",
                );
                return;
            };
            level.push(Branch {
                key,
                name,
                others: Vec::new(),
                below: Vec::new(),
            });
        }
        let last = level.last_mut().expect("pushed or found");
        if key == "programme" {
            programme(last, entries, at, report);
            return;
        }
        level = &mut last.below;
    }
}

/// Adds the rest of a row to its programme; each row may bring one KPI.
fn programme(branch: &mut Branch, mut entries: Vec<(Key, Node)>, at: &Range<usize>, report: &mut Report<'_>) {
    if let Some(index) = entries.iter().position(|(key, _)| key.name == "kpi") {
        let (key, name) = entries.remove(index);
        let date = entries.iter().position(|(key, _)| key.name == "date");
        branch.below.push(Branch {
            key,
            name,
            others: date.map(|index| entries.remove(index)).into_iter().collect(),
            below: Vec::new(),
        });
    }
    for (key, node) in entries {
        match branch.others.iter().find(|(known, _)| known.name == key.name) {
            None => branch.others.push((key, node)),
            Some((_, known)) if text(known) == text(&node) => {}
            Some(_) => report.fault(
                at,
                "E276",
                "this row says otherwise than a row above about the same programme",
                "leave the cell empty, or give the programme another name",
            ),
        }
    }
}

fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) => Some(text.trim()),
        _ => None,
    }
}

fn tree(branch: Branch, level: usize) -> Node {
    let at = branch.name.at.clone();
    let mut entries = branch.others;
    if let Some((_, below)) = LEVELS.get(level)
        && !branch.below.is_empty()
    {
        let key = Key {
            at: at.clone(),
            name: (*below).to_owned(),
        };
        let items = branch.below.into_iter().map(|branch| tree(branch, level + 1)).collect();
        let value = Value::List(items);
        entries.push((key, Node { at: at.clone(), value }));
    }
    entries.push((branch.key, branch.name));
    Node {
        at,
        value: Value::Map(entries),
    }
}
