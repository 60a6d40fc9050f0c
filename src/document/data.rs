//! Data blocks: fenced blocks with YAML inside, or with a file below `content/data/`, typed and checked.
//!
//! ````text
//! ```risk {file=risiko.csv}
//! ```
//! ````

pub mod actionplan;
pub mod bia;
pub mod checklist;
pub mod contacts;
mod date;
mod duration;
mod fields;
mod file;
pub mod flow;
pub mod instructions;
pub mod levels;
pub mod mapping;
mod meant;
pub mod mitigation;
mod node;
pub mod orgchart;
pub mod procedure;
pub mod risk;
mod risks;
pub mod roles;
pub mod strategy;
pub mod thrusts;

use std::{collections::BTreeSet, ops::Range};

use crate::{
    diagnostic::{Diagnostic, Findings, SourceText},
    plan::{Classification, Scheme, yaml},
    theme::Catalogue,
};

use super::attributes;
use fields::Report;
use node::{FaultKind, Node};

pub use date::Due;
pub use duration::Duration;
pub use fields::{Number, Text};

pub(super) use file::DataFiles;
pub(super) use meant::{is_shown, meant};
pub(super) use risks::Risks;

/// A checked data block.
///
/// No `Debug` and no `Serialize`: it may be sealed.
pub enum Data {
    /// `actionplan`
    ActionPlan(actionplan::ActionPlan),
    /// `bia`
    Bia(bia::ImpactAnalysis),
    /// `checklist`
    Checklist(checklist::Checklist),
    /// `contacts`
    Contacts(contacts::Contacts),
    /// `flow` and `dot`
    Flow(flow::Flow),
    /// `instructions`
    Instructions(Vec<instructions::Instruction>),
    /// `mapping`
    Mapping(mapping::Mapping),
    /// `mitigation`
    Mitigation(mitigation::MitigationPlan),
    /// `orgchart`
    OrgChart(orgchart::Post),
    /// `procedure`
    Procedure(procedure::Procedure),
    /// `risk`
    Risk(risk::RiskRegister),
    /// `roles`
    Roles(Vec<roles::Role>),
    /// `strategy`
    Strategy(strategy::StrategicPlan),
}

/// A data block as it stands in a section.
pub(super) struct Found {
    /// From fence to fence, bytes of the file.
    pub(super) outer: Range<usize>,
    /// Bytes of the file between the fences.
    pub(super) inner: Range<usize>,
    /// First word after the fence.
    pub(super) kind: &'static str,
    /// The rest of that line.
    pub(super) attributes: String,
    /// Whether it stands for itself, not in a list or a quote, and is closed.
    pub(super) stands: bool,
}

impl Found {
    /// From the text of the whole block, which begins at byte `start` of the file.
    pub(super) fn new(text: &str, start: usize, kind: &'static str, attributes: &str, outermost: bool) -> Self {
        let first = text.split_inclusive('\n').next().map_or(0, str::len);
        let body = text.trim_end();
        let last = body.rfind('\n').map_or(body.len(), |at| at + 1).max(first);
        let closer = &body[last.min(body.len())..];
        let closed = closer.len() >= 3 && (closer.bytes().all(|b| b == b'`') || closer.bytes().all(|b| b == b'~'));
        Self {
            outer: start..start + body.len(),
            inner: start + first..start + last,
            kind,
            attributes: attributes.to_owned(),
            stands: outermost && closed && text.starts_with(['`', '~']),
        }
    }
}

/// First words of the fences of data blocks.
pub(super) const KINDS: [&str; 14] = [
    "actionplan",
    "bia",
    "checklist",
    "contacts",
    "dot",
    "flow",
    "instructions",
    "mapping",
    "mitigation",
    "orgchart",
    "procedure",
    "risk",
    "roles",
    "strategy",
];

/// The kind and the attributes of a fence, if it begins a data block.
pub(super) fn kind(info: &str) -> Option<(&'static str, &str)> {
    let word = info
        .find(|c: char| c.is_whitespace() || c == '{')
        .map_or(info, |end| &info[..end]);
    let kind = KINDS.into_iter().find(|kind| *kind == word)?;
    Some((kind, info[word.len()..].trim()))
}

/// What all data blocks of a plan are read with.
pub(super) struct Reader<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) scheme: &'a Scheme,
    pub(super) files: DataFiles<'a>,
}

impl Reader<'_> {
    /// Reads and checks one block; what is wrong goes to `findings`, its risks to `risks`.
    pub(super) fn read(
        &self,
        source: &SourceText,
        found: &Found,
        classification: Classification,
        risks: &mut Risks,
        findings: &mut Findings,
    ) -> Option<Data> {
        let before = findings.count();
        let data = self.data(source, found, classification, risks, findings);
        if found.kind == "risk" && findings.count() > before {
            risks.doubt();
        }
        data
    }

    fn data(
        &self,
        source: &SourceText,
        found: &Found,
        classification: Classification,
        risks: &mut Risks,
        findings: &mut Findings,
    ) -> Option<Data> {
        let open = classification.is_open();
        let fence = source.text()[found.outer.clone()].lines().next().map_or(0, str::len);
        let fence = source.place(found.outer.start..found.outer.start + fence);
        if !found.stands {
            findings.push(
                Diagnostic::error("E210", "a data block stands by itself, from fence to fence")
                    .at(fence)
                    .hint("take it out of the list or quote, begin its fences at the margin, and close it"),
            );
            return None;
        }
        let Some(file) = file_name(&found.attributes) else {
            findings.push(
                Diagnostic::error("E217", "the attributes of this block cannot be read")
                    .at(fence)
                    .hint("a data block may have {file=NAME}, a YAML, CSV or dot file in content/data"),
            );
            return None;
        };
        let inner = &source.text()[found.inner.clone()];
        let (source, start, node) = match file {
            None if found.kind == "dot" => (source.clone(), found.inner.start, node::verbatim(inner)),
            None => (source.clone(), found.inner.start, node::parse(inner)),
            Some(_) if !inner.trim().is_empty() => {
                findings.push(
                    Diagnostic::error("E218", "this block has a file and text of its own")
                        .at(fence)
                        .hint("keep one of the two"),
                );
                return None;
            }
            Some(name) => match self.files.read(&name, open) {
                Ok((file, node)) => (file, 0, node),
                Err(diagnostic) => {
                    findings.push(diagnostic.at(fence));
                    return None;
                }
            },
        };
        let mut report = Report {
            source: &source,
            catalogue: self.catalogue,
            scheme: self.scheme,
            open,
            start,
            unknown: BTreeSet::new(),
            findings,
        };
        let node = match node {
            Ok(node) => node,
            Err(fault) => {
                unreadable(&fault, &mut report);
                return None;
            }
        };
        if node.is_empty() {
            report.fault(
                &(0..0),
                "E223",
                "this block is empty",
                "fill it in, or take it away; the manual shows an example of each block",
            );
            return None;
        }
        let data = typed(found.kind, node, &mut report)?;
        risks.gather(&data, classification, &report);
        Some(data)
    }
}

fn typed(kind: &str, node: Node, report: &mut Report<'_>) -> Option<Data> {
    match kind {
        "actionplan" => actionplan::parse(node, report).map(Data::ActionPlan),
        "bia" => bia::parse(node, report).map(Data::Bia),
        "checklist" => checklist::parse(node, report).map(Data::Checklist),
        "contacts" => contacts::parse(node, report).map(Data::Contacts),
        "dot" => flow::parse_dot(&node, report).map(Data::Flow),
        "flow" => flow::parse(node, report).map(Data::Flow),
        "instructions" => instructions::parse(node, report).map(Data::Instructions),
        "mapping" => mapping::parse(node, report).map(Data::Mapping),
        "mitigation" => mitigation::parse(node, report).map(Data::Mitigation),
        "orgchart" => orgchart::parse(node, report).map(Data::OrgChart),
        "procedure" => procedure::parse(node, report).map(Data::Procedure),
        "risk" => risk::parse(node, report).map(Data::Risk),
        "roles" => roles::parse(node, report).map(Data::Roles),
        "strategy" => strategy::parse(node, report).map(Data::Strategy),
        _ => unreachable!("only kinds of the list are found"),
    }
}

/// `Some(None)` without attributes, `Some(Some(name))` with a file, `None` for anything else.
#[allow(clippy::option_option, reason = "read, and then there or not")]
fn file_name(text: &str) -> Option<Option<String>> {
    let braced = if text.is_empty() || text.starts_with('{') {
        text.to_owned()
    } else {
        format!("{{{text}}}")
    };
    if braced.is_empty() {
        return Some(None);
    }
    let attributes = attributes::parse(&braced)?;
    match attributes.pairs.as_slice() {
        [(key, value)] if key == "file" && attributes.id.is_none() && attributes.classes.is_empty() => {
            Some(Some(value.clone()))
        }
        _ => None,
    }
}

fn unreadable(fault: &node::Fault, report: &mut Report<'_>) {
    let (message, hint) = match fault.kind {
        FaultKind::Syntax => (
            "this cannot be read as YAML",
            "look at the marked place; indent with blanks and no tabs, and quote text that holds ': ' or begins with a special character",
        ),
        FaultKind::Special => (
            "names, tags and further documents of YAML are not used in data blocks",
            "write the text out, in quotes if it begins with & * or !",
        ),
        FaultKind::Twice => ("the same key stands here twice", "keep one of the two"),
        FaultKind::Key => ("a key must be one text", "write `key: value`"),
        FaultKind::Columns => (
            "a cell of this line stands under no key of the first line",
            "give its column a key, take the cell away, or quote a cell that holds the separator",
        ),
        FaultKind::Control => {
            report.fault(
                &fault.at,
                "E224",
                "a control character stands in this text",
                "type the text anew; such characters come from copying out of other programs",
            );
            return;
        }
        FaultKind::Cut => {
            report.fault(&fault.at, "E294", yaml::CUT, yaml::QUOTE);
            return;
        }
        FaultKind::Large => (
            "this block is too large or nested too deeply",
            "split it into several blocks",
        ),
    };
    report.fault(&fault.at, "E219", message, hint);
}
