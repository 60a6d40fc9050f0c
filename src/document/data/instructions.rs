//! `instructions`: what is done, in which order, when something is not as it should be.

use super::{
    fields::{self, Fields, Report, Text},
    node::{Node, Value},
};

/// What is done in one case.
pub struct Instruction {
    /// What is not as it should be.
    pub condition: Text,
    /// In this order.
    pub actions: Vec<Action>,
    /// Who does it.
    pub who: Option<Text>,
    /// When, or how soon.
    pub when: Option<Text>,
}

/// One step.
pub struct Action {
    /// What is done.
    pub text: Text,
    /// Who does it, if another than for the rest.
    pub who: Option<Text>,
    /// When, if at another time than the rest.
    pub when: Option<Text>,
}

pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<Vec<Instruction>> {
    let rows = match node.value {
        Value::List(rows) => rows,
        _ => {
            let mut fields = Fields::of(node, report)?;
            let rows = fields.list("instructions", report);
            fields.finish(report);
            rows
        }
    };
    Some(rows.into_iter().filter_map(|row| instruction(row, report)).collect())
}

fn instruction(node: Node, report: &mut Report<'_>) -> Option<Instruction> {
    let mut fields = Fields::of(node, report)?;
    let condition = fields.text("condition", report);
    let actions = fields.entries("actions", report);
    let actions = actions.into_iter().filter_map(|node| action(node, report)).collect();
    let who = fields.optional("who", report);
    let when = fields.optional("when", report);
    fields.finish(report);
    Some(Instruction {
        condition: condition?,
        actions,
        who,
        when,
    })
}

/// A text, or `{action: …, who: …, when: …}`.
fn action(node: Node, report: &mut Report<'_>) -> Option<Action> {
    if matches!(node.value, Value::Text(_)) {
        return fields::text(node, report).map(|text| Action {
            text,
            who: None,
            when: None,
        });
    }
    let mut fields = Fields::of(node, report)?;
    let text = fields.text("action", report);
    let who = fields.optional("who", report);
    let when = fields.optional("when", report);
    fields.finish(report);
    Some(Action { text: text?, who, when })
}
