//! `roles`: who does what.

use super::{
    date::{self, Due},
    fields::{self, Fields, Report, Text},
    node::{Node, Value},
};

/// One role.
pub struct Role {
    /// Its name.
    pub name: Text,
    /// Who holds it.
    pub members: Vec<Text>,
    /// Since when.
    pub appointed: Option<Due>,
    /// What it does, lettered.
    pub duties: Vec<Text>,
}

/// A list of roles, or a mapping of each role to its duties.
pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<Vec<Role>> {
    if let Value::List(rows) = node.value {
        return Some(rows.into_iter().filter_map(|row| role(row, report)).collect());
    }
    let entries = Fields::of(node, report)?.rest();
    let roles = entries.into_iter().filter_map(|(key, value)| {
        if value.is_empty() {
            let message = "this role has no duties";
            report.fault(&key.at, "E223", message, "list below it what it does");
            return None;
        }
        let duties = fields::list(value, report);
        Some(Role {
            name: Text {
                value: key.name,
                at: key.at,
            },
            members: Vec::new(),
            appointed: None,
            duties: duties
                .into_iter()
                .filter_map(|duty| fields::text(duty, report))
                .collect(),
        })
    });
    Some(roles.collect())
}

fn role(node: Node, report: &mut Report<'_>) -> Option<Role> {
    let mut fields = Fields::of(node, report)?;
    let name = fields.text("role", report);
    let members = fields.texts("members", report);
    let appointed = fields.optional("appointed", report);
    let appointed = appointed.and_then(|text| date::due(&text, report));
    let duties = fields.entries("duties", report);
    fields.finish(report);
    let duties = duties
        .into_iter()
        .filter_map(|duty| fields::text(duty, report))
        .collect();
    Some(Role {
        name: name?,
        members,
        appointed,
        duties,
    })
}
