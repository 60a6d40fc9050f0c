//! Writes distribution/list.yaml.

use serde::Serialize;

use super::distribution::{Copy, Holder};
use super::front::Plan;
use super::mark::Marking;
use super::yaml::{self, Pairs};

#[derive(Serialize)]
struct ListFile<'a> {
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    groups: Pairs<'a>,
    copies: Vec<Entry<'a>>,
}

#[derive(Serialize, Default)]
struct Entry<'a> {
    number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clearance: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reserved: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    members: Vec<Entry<'a>>,
}

/// The text of list.yaml.
pub(super) fn write(plan: &Plan, marking: Marking) -> String {
    let clearance = Some(marking.plan.as_str());
    let copies = plan
        .distribution
        .copies
        .iter()
        .map(|copy| entry(copy, clearance))
        .collect();
    yaml::document(&ListFile {
        groups: Pairs(&plan.distribution.groups),
        copies,
    })
}

fn entry<'a>(copy: &'a Copy, clearance: Option<&'static str>) -> Entry<'a> {
    let number = copy.number.clone();
    match &copy.holder {
        Holder::Reserved => Entry {
            number,
            reserved: Some(true),
            ..Entry::default()
        },
        Holder::One { post, name } => Entry {
            number,
            post: post.as_deref(),
            name: name.as_deref(),
            clearance,
            ..Entry::default()
        },
        Holder::Team { post, member, group } => Entry {
            members: vec![Entry {
                number: format!("{number}-01"),
                post: Some(member),
                ..Entry::default()
            }],
            number,
            post: Some(post),
            clearance,
            groups: group.iter().map(String::as_str).collect(),
            ..Entry::default()
        },
    }
}
