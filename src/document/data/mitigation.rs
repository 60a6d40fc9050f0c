//! `mitigation`: what is done about each risk, by people, process, technology or another site.

use super::{
    date::{self, Due},
    fields::{Fields, Report, Text},
    levels::{self, Level, SCALE},
    node::{Node, Value},
};

/// A checked plan of treatment.
pub struct MitigationPlan {
    /// Levels in rising order.
    pub levels: Vec<Level>,
    /// Rows as written.
    pub treatments: Vec<Treatment>,
}

/// One row.
pub struct Treatment {
    /// Code of the risk in the register, or its name.
    pub risk: Text,
    /// The function that would stop.
    pub function: Option<Text>,
    /// What may happen.
    pub threat: Option<Text>,
    /// Avoid, reduce, transfer or accept.
    pub way: Way,
    /// By people, process, technology, alternative site.
    pub options: [Vec<Text>; 4],
    /// Who answers for it.
    pub owner: Option<Text>,
    /// By when.
    pub due: Option<Due>,
    /// The level that is aimed at.
    pub target: Option<Target>,
}

/// What is done with a risk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Stop what brings it.
    Avoid,
    /// Make it less likely or less grave.
    Reduce,
    /// Let another carry it.
    Transfer,
    /// Live with it.
    Accept,
}

/// The level of risk that is aimed at.
pub struct Target {
    /// Product of likelihood and impact, when the row gives one.
    pub product: Option<u32>,
    /// Index of the level.
    pub level: usize,
}

/// Keys of the options, in the order of [`Treatment::options`].
pub const OPTIONS: [&str; 4] = ["people", "process", "technology", "site"];

const WAYS: [(&str, &str, Way); 4] = [
    ("avoid", "mitigation-avoid", Way::Avoid),
    ("reduce", "mitigation-reduce", Way::Reduce),
    ("transfer", "mitigation-transfer", Way::Transfer),
    ("accept", "mitigation-accept", Way::Accept),
];

impl Way {
    /// Key of its word in the catalogue.
    pub fn key(self) -> &'static str {
        let found = WAYS.iter().find(|(_, _, way)| *way == self);
        found.expect("all four are in the table").1
    }
}

pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<MitigationPlan> {
    let (levels, rows) = match node.value {
        Value::List(rows) => (None, rows),
        _ => {
            let mut fields = Fields::of(node, report)?;
            let levels = fields.take("levels");
            let rows = fields.list("treatments", report);
            fields.finish(report);
            (levels, rows)
        }
    };
    let levels = levels::parse(levels, report);
    let treatments = rows
        .into_iter()
        .filter_map(|row| treatment(row, &levels, report))
        .collect();
    Some(MitigationPlan { levels, treatments })
}

fn treatment(node: Node, levels: &[Level], report: &mut Report<'_>) -> Option<Treatment> {
    let mut fields = Fields::of(node, report)?;
    let risk = fields.text("risk", report);
    let function = fields.optional("function", report);
    let threat = fields.optional("threat", report);
    let way = way(&mut fields, report);
    let options = OPTIONS.map(|key| fields.texts(key, report));
    let owner = fields.optional("owner", report);
    let due = fields.optional("due", report).and_then(|text| date::due(&text, report));
    let target = fields
        .optional("target", report)
        .and_then(|text| target(&text, levels, report));
    fields.finish(report);
    let (risk, way) = (risk?, way?);
    if way != Way::Accept && options.iter().all(Vec::is_empty) {
        report.fault(
            &risk.at,
            "E240",
            "this risk is to be treated, and nothing is done about it",
            "add people, process, technology or site; or accept the risk",
        );
    }
    Some(Treatment {
        risk,
        function,
        threat,
        way,
        options,
        owner,
        due,
        target,
    })
}

/// `reduce`, or the word of the plan's language.
fn way(fields: &mut Fields, report: &mut Report<'_>) -> Option<Way> {
    let text = fields.text("treatment", report)?;
    let value = text.value.to_lowercase();
    let found = WAYS
        .iter()
        .find(|(name, key, _)| *name == value || report.catalogue.word(key).to_lowercase() == value);
    if found.is_none() {
        let words = WAYS.map(|(name, key, _)| format!("{name} ({})", report.catalogue.word(key)));
        report.fault(
            &text.at,
            "E216",
            "`treatment` has a value that is not known",
            &format!("use {}", words.join(", ")),
        );
    }
    found.map(|(_, _, way)| *way)
}

/// A product of likelihood and impact, or the name of a level.
fn target(text: &Text, levels: &[Level], report: &mut Report<'_>) -> Option<Target> {
    let product = text
        .value
        .parse()
        .ok()
        .filter(|product| (1..=SCALE * SCALE).contains(product));
    if let Some(product) = product {
        return Some(Target {
            product: Some(product),
            level: levels::level_of(levels, product),
        });
    }
    let name = text.value.to_lowercase();
    let Some(level) = levels.iter().position(|level| level.name.to_lowercase() == name) else {
        report.fault(
            &text.at,
            "E241",
            "the target is not a level of risk",
            "write a number from 1 to 25, or the name of a level",
        );
        return None;
    };
    Some(Target { product: None, level })
}
