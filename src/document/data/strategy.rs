//! `strategy`: thrusts, their strategies and the programmes of each.

use super::{
    fields::{self, Fields, Report, Text},
    node::{Node, Value},
    thrusts::{self, Thrust},
};

/// A checked strategic plan.
pub struct StrategicPlan {
    /// Thrusts in order.
    pub thrusts: Vec<Thrust<Text>>,
}

pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<StrategicPlan> {
    let (nodes, totals) = match node.value {
        Value::List(nodes) => (nodes, None),
        _ => {
            let mut fields = Fields::of(node, report)?;
            let totals = fields.take("totals");
            let nodes = fields.list("thrusts", report);
            fields.finish(report);
            (nodes, totals)
        }
    };
    let thrusts = thrusts::parse(nodes, totals, &mut programme, report)?;
    Some(StrategicPlan { thrusts })
}

/// The name alone, or `programme: name`.
fn programme(node: Node, report: &mut Report<'_>) -> Option<Text> {
    if !matches!(node.value, Value::Map(_)) {
        return fields::text(node, report);
    }
    let mut fields = Fields::of(node, report)?;
    let name = fields.text("programme", report);
    fields.finish(report);
    name
}
