//! `mapping`: two lists, and which item of the first serves which of the second.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    fields::{self, Fields, Report, Text},
    node::{Node, Value},
};

/// A checked mapping.
pub struct Mapping {
    /// What serves.
    pub from: Side,
    /// What is served.
    pub to: Side,
    /// Pairs of indexes into the two lists, sorted.
    pub links: BTreeSet<(usize, usize)>,
}

/// One of the two lists.
pub struct Side {
    /// What its items are, such as thrusts or programmes.
    pub title: Option<String>,
    /// Its items in the order as written.
    pub items: Vec<Item>,
}

/// One item.
pub struct Item {
    /// Its code, when the block gives codes.
    pub code: Option<String>,
    /// What it is.
    pub text: String,
    at: Range<usize>,
}

impl Item {
    /// What stands for it where there is little room.
    pub fn label(&self) -> &str {
        self.code.as_deref().unwrap_or(&self.text)
    }
}

pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<Mapping> {
    let before = report.findings.count();
    let (mapping, key) = match node.value {
        Value::List(rows) => (of_rows(rows, report), "to"),
        _ => (of_lists(node, report)?, "serves"),
    };
    // What serves what is asked only when all of it could be read.
    if report.findings.count() > before {
        return None;
    }
    for (index, item) in mapping.from.items.iter().enumerate() {
        if mapping.links.range((index, 0)..=(index, usize::MAX)).next().is_none() {
            report.warning(
                &item.at,
                "E252",
                "this item serves nothing",
                &format!("name under `{key}` what it serves, or leave it if that is so"),
            );
        }
    }
    let served: BTreeSet<usize> = mapping.links.iter().map(|(_, to)| *to).collect();
    for (index, item) in mapping.to.items.iter().enumerate() {
        if !served.contains(&index) {
            report.warning(
                &item.at,
                "E252",
                "nothing serves this item",
                &format!("name it under `{key}` with what serves it, or leave it if that is so"),
            );
        }
    }
    Some(mapping)
}

/// `from`, `to` and `serves`, with a code for each item.
fn of_lists(node: Node, report: &mut Report<'_>) -> Option<Mapping> {
    let mut fields = Fields::of(node, report)?;
    let from = fields.required("from", report).and_then(|node| side(node, report));
    let to = fields.required("to", report).and_then(|node| side(node, report));
    let serves = fields.required("serves", report);
    fields.finish(report);
    let (from, to) = (from?, to?);
    let links = links(serves?, &from, &to, report)?;
    Some(Mapping { from, to, links })
}

/// `{title: …, items: {T1: …, T2: …}}`
fn side(node: Node, report: &mut Report<'_>) -> Option<Side> {
    let mut fields = Fields::of(node, report)?;
    let title = fields.optional("title", report).map(|title| title.value);
    let items = fields.required("items", report);
    fields.finish(report);
    let items = Fields::of(items?, report)?.rest();
    let items = items.into_iter().map(|(key, value)| Item {
        code: Some(key.name),
        // A missing text is a fault by itself, and no reason to call the code unknown.
        text: fields::text(value, report).unwrap_or_default().value,
        at: key.at,
    });
    let items = items.collect();
    Some(Side { title, items })
}

/// `serves: {S1: [T1, T2]}`
fn links(node: Node, from: &Side, to: &Side, report: &mut Report<'_>) -> Option<BTreeSet<(usize, usize)>> {
    let places = |side: &Side| -> BTreeMap<String, usize> {
        let codes = side.items.iter().enumerate();
        codes.map(|(index, item)| (item.label().to_owned(), index)).collect()
    };
    let (from, to) = (places(from), places(to));
    let mut links = BTreeSet::new();
    for (key, value) in Fields::of(node, report)?.rest() {
        let place = from.get(&key.name);
        if place.is_none() {
            unknown(&key.at, "from", report);
        }
        let targets = match value.value {
            Value::List(items) => items,
            Value::Empty => Vec::new(),
            _ => vec![value],
        };
        for target in targets {
            let Some(target) = fields::text(target, report) else {
                continue;
            };
            match to.get(&target.value) {
                None => unknown(&target.at, "to", report),
                Some(served) => {
                    if place.is_some_and(|place| !links.insert((*place, *served))) {
                        twice(&target.at, report);
                    }
                }
            }
        }
    }
    Some(links)
}

fn unknown(at: &Range<usize>, side: &str, report: &mut Report<'_>) {
    report.fault(
        at,
        "E250",
        &format!("no item of `{side}` has this code"),
        "use the codes under `items`; upper and lower case count",
    );
}

fn twice(at: &Range<usize>, report: &mut Report<'_>) {
    report.fault(at, "E251", "this item is named twice here", "keep one of the two");
}

/// Rows of `from` and `to`: the items are the texts themselves, in the order in which they first stand there.
fn of_rows(rows: Vec<Node>, report: &mut Report<'_>) -> Mapping {
    let mut from = Collector::default();
    let mut to = Collector::default();
    let mut links = BTreeSet::new();
    for row in rows {
        let Some(mut fields) = Fields::of(row, report) else {
            continue;
        };
        let first = fields.text("from", report);
        let served = fields.texts("to", report);
        fields.finish(report);
        let Some(first) = first else { continue };
        let place = from.place(first);
        for text in served {
            let at = text.at.clone();
            if !links.insert((place, to.place(text))) {
                twice(&at, report);
            }
        }
    }
    Mapping {
        from: from.side(),
        to: to.side(),
        links,
    }
}

#[derive(Default)]
struct Collector {
    items: Vec<Item>,
    places: BTreeMap<String, usize>,
}

impl Collector {
    fn place(&mut self, text: Text) -> usize {
        let items = &mut self.items;
        *self.places.entry(text.value.clone()).or_insert_with(|| {
            items.push(Item {
                code: None,
                text: text.value,
                at: text.at,
            });
            items.len() - 1
        })
    }

    fn side(self) -> Side {
        Side {
            title: None,
            items: self.items,
        }
    }
}
