//! `procedure`: numbered steps by actor, with decisions.

use std::{
    collections::{BTreeMap, VecDeque},
    ops::Range,
};

use super::{
    fields::{self, Fields, Report, Text},
    node::{Node, Value},
};

/// More lanes than this are too narrow to read on a sheet.
const MOST_ACTORS: usize = 10;
/// More branches than this find no room at the sides of a decision.
const MOST_BRANCHES: usize = 6;
/// What stands in place of an id where the procedure ends.
const END: &str = "end";

/// A checked procedure: every step is reached, and from every step an end.
pub struct Procedure {
    /// Who acts, in the order of their first steps.
    pub actors: Vec<String>,
    /// Steps as written; the first is where it starts.
    pub steps: Vec<Step>,
}

/// One step.
pub struct Step {
    /// Index of its actor.
    pub actor: usize,
    /// What is done or decided.
    pub text: Text,
    /// Where it goes on: one way after a step, two or more after a decision.
    pub exits: Vec<Exit>,
    /// Whether it is a decision.
    pub is_decision: bool,
    /// What is written down.
    pub record: Option<Text>,
    /// How long it may take.
    pub time: Option<Text>,
}

/// A way out of a step.
pub struct Exit {
    /// The answer that leads this way.
    pub label: Option<Text>,
    /// Index of the step, or the end.
    pub to: Option<usize>,
}

struct Raw {
    at: Range<usize>,
    id: Option<Text>,
    /// Whether it has an id that cannot be read.
    is_nameless: bool,
    /// Whether its branches cannot be read.
    is_torn: bool,
    actor: Option<Text>,
    text: Option<Text>,
    is_decision: bool,
    exits: Vec<RawExit>,
    record: Option<Text>,
    time: Option<Text>,
}

struct RawExit {
    label: Option<Text>,
    to: Text,
}

pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<Procedure> {
    let rows = match node.value {
        Value::List(rows) => rows,
        _ => {
            let mut fields = Fields::of(node, report)?;
            let rows = fields.list("steps", report);
            fields.finish(report);
            rows
        }
    };
    let count = rows.len();
    let raws: Vec<Raw> = rows.into_iter().filter_map(|row| step(row, report)).collect();
    let whole = raws.len() == count && !raws.is_empty();
    let ids = ids(&raws, report);
    // A step whose id cannot be read may be the one that is meant.
    let all_named = whole && !raws.iter().any(|raw| raw.is_nameless);
    let mut actors: Vec<String> = Vec::new();
    let mut steps = Vec::new();
    let mut places = Vec::new();
    let mut resolved = true;
    for (index, raw) in raws.into_iter().enumerate() {
        resolved &= !raw.is_torn;
        places.push(raw.at);
        let mut exits = Vec::new();
        if raw.exits.is_empty() {
            exits.push(Exit {
                label: None,
                to: Some(index + 1).filter(|next| *next < count),
            });
        }
        for exit in raw.exits {
            let to = match ids.get(&exit.to.value) {
                _ if exit.to.value == END => None,
                Some(step) => Some(*step),
                None => {
                    if all_named {
                        report.fault(
                            &exit.to.at,
                            "E261",
                            "nothing here has this id",
                            "write the `id` of a step, or `end`; upper and lower case count",
                        );
                    }
                    resolved = false;
                    continue;
                }
            };
            exits.push(Exit { label: exit.label, to });
        }
        let (Some(actor), Some(text)) = (raw.actor, raw.text) else {
            resolved = false;
            continue;
        };
        let lane = actors.iter().position(|known| *known == actor.value);
        let lane = lane.unwrap_or_else(|| {
            actors.push(actor.value.clone());
            actors.len() - 1
        });
        if lane == MOST_ACTORS && actors.len() == MOST_ACTORS + 1 {
            report.fault(
                &actor.at,
                "E266",
                &format!("a chart has room for {MOST_ACTORS} actors, this is one more"),
                "name a group instead of each of its members, or split the procedure",
            );
        }
        steps.push(Step {
            actor: lane,
            text,
            exits,
            is_decision: raw.is_decision,
            record: raw.record,
            time: raw.time,
        });
    }
    // Ways are followed only when all of them are known.
    if !(whole && resolved) {
        return None;
    }
    check_ways(&steps, &places, report);
    Some(Procedure { actors, steps })
}

fn step(node: Node, report: &mut Report<'_>) -> Option<Raw> {
    let mut fields = Fields::of(node, report)?;
    let at = fields::first_line(&fields.at, report);
    let is_nameless = fields.has("id");
    let has = ["step", "decision"].map(|key| fields.has(key));
    let id = fields.optional("id", report);
    let is_nameless = is_nameless && id.is_none();
    let actor = fields.text("actor", report);
    let action = fields.optional("step", report);
    let decision = fields.optional("decision", report);
    let branches = fields.take("branches");
    let next = fields.optional("next", report);
    let record = fields.optional("record", report);
    let time = fields.optional("time", report);
    fields.finish(report);
    let is_decision = has[1];
    if has[0] == has[1] {
        report.fault(
            &at,
            "E265",
            "a step has either `step` or `decision`",
            "write what is done as `step`, a question as `decision` with `branches`",
        );
    }
    let mut exits = Vec::new();
    let mut is_torn = false;
    match branches {
        Some(node) if is_decision => {
            let place = fields::first_line(&node.at, report);
            let before = report.findings.count();
            exits = self::branches(node, report);
            is_torn = report.findings.count() > before;
            if exits.len() < 2 && !is_torn {
                is_torn = true;
                few_branches(&place, report);
            }
            if exits.len() > MOST_BRANCHES {
                report.fault(
                    &place,
                    "E266",
                    &format!("a decision has room for {MOST_BRANCHES} branches"),
                    "ask in two steps",
                );
            }
        }
        Some(node) if has[0] => report.fault(
            &fields::first_line(&node.at, report),
            "E265",
            "branches belong to a decision",
            "write the question as `decision` instead of `step`",
        ),
        None if is_decision => {
            is_torn = true;
            few_branches(&at, report);
        }
        Some(_) | None => {}
    }
    if let Some(next) = next {
        if is_decision {
            report.fault(
                &next.at,
                "E265",
                "a decision goes on by its branches",
                "take `next` away, or write `step` instead of `decision`",
            );
        } else {
            exits.push(RawExit { label: None, to: next });
        }
    }
    Some(Raw {
        at,
        id,
        is_nameless,
        is_torn,
        actor,
        text: action.or(decision),
        is_decision,
        exits,
        record,
        time,
    })
}

fn few_branches(at: &Range<usize>, report: &mut Report<'_>) {
    let hint = format!(
        "write each answer with the id of the step it leads to: `branches: {{{}}}`",
        report.catalogue.word("example-answers")
    );
    report.fault(at, "E264", "a decision has two branches or more", &hint);
}

/// `{Ya: a, Tidak: b}`, a list of such, or lines `Ya: a` of a spreadsheet's cell.
fn branches(node: Node, report: &mut Report<'_>) -> Vec<RawExit> {
    match node.value {
        Value::Map(entries) => entries
            .into_iter()
            .filter_map(|(key, value)| {
                let to = fields::text(value, report)?;
                let label = Some(Text {
                    value: key.name.trim().to_owned(),
                    at: key.at,
                });
                Some(RawExit { label, to })
            })
            .collect(),
        Value::List(items) => items.into_iter().flat_map(|item| branches(item, report)).collect(),
        _ => {
            let Some(text) = fields::text(node, report) else {
                return Vec::new();
            };
            let Some((label, to)) = text.value.rsplit_once(':') else {
                let hint = format!(
                    "write each answer and the id of the step it leads to on a line: {}",
                    report.catalogue.word("example-answers")
                );
                report.fault(&text.at, "E264", "this branch leads nowhere", &hint);
                return Vec::new();
            };
            let part = |value: &str| Text {
                value: value.trim().to_owned(),
                at: text.at.clone(),
            };
            vec![RawExit {
                label: Some(part(label)),
                to: part(to),
            }]
        }
    }
}

/// Indexes of the steps by their ids.
fn ids(raws: &[Raw], report: &mut Report<'_>) -> BTreeMap<String, usize> {
    let mut ids = BTreeMap::new();
    for (index, raw) in raws.iter().enumerate() {
        let Some(id) = &raw.id else { continue };
        if id.value == END || ids.insert(id.value.clone(), index).is_some() {
            taken(&id.at, report);
        }
    }
    ids
}

/// The fault of an id that something else has.
pub(super) fn taken(at: &Range<usize>, report: &mut Report<'_>) {
    report.fault(at, "E260", "this id is taken", "give each its own id; `end` is the end");
}

/// Every step must be reached from the first, and an end from every step.
fn check_ways(steps: &[Step], places: &[Range<usize>], report: &mut Report<'_>) {
    let mut from: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    let mut ends = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        for exit in &step.exits {
            match exit.to {
                Some(to) => from[to].push(index),
                None => ends.push(index),
            }
        }
    }
    let reached = spread(vec![0], steps.len(), |at| {
        steps[at].exits.iter().filter_map(|exit| exit.to).collect()
    });
    let ending = spread(ends, steps.len(), |at| from[at].clone());
    for (index, place) in places.iter().enumerate() {
        if !reached[index] {
            report.fault(
                place,
                "E262",
                &format!("nothing leads to step {}", index + 1),
                "give it an `id` and name it in `next` or in a branch, or take it away",
            );
        } else if !ending[index] {
            report.fault(
                place,
                "E263",
                &format!("from step {} the procedure never ends", index + 1),
                "let a later step or a branch lead to `end`",
            );
        }
    }
}

fn spread(start: Vec<usize>, count: usize, ways: impl Fn(usize) -> Vec<usize>) -> Vec<bool> {
    let mut seen = vec![false; count];
    let mut queue: VecDeque<usize> = start.into();
    while let Some(at) = queue.pop_front() {
        if !std::mem::replace(&mut seen[at], true) {
            queue.extend(ways(at));
        }
    }
    seen
}
