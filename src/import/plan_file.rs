//! Writes plan.yaml.

use serde::Serialize;

use super::control::Signatory;
use super::front::Plan;
use super::mark::Marking;
use super::number::Style;
use super::yaml::{self, Pairs};

#[derive(Serialize)]
struct PlanFile<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_title: Option<&'a str>,
    reference: &'a str,
    version: &'a str,
    date: String,
    language: &'static str,
    organisation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    classification: &'static str,
    numbering: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copyright: Option<&'a str>,
    #[serde(skip_serializing_if = "Control::is_empty")]
    control: Control<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<Review>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    references: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    circulated_to: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<InForce>,
}

#[derive(Serialize)]
struct InForce {
    from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    years: Option<u32>,
}

#[derive(Serialize)]
struct Control<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    prepared: Option<Person<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed: Option<Person<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approved: Option<Person<'a>>,
}

impl Control<'_> {
    fn is_empty(&self) -> bool {
        self.prepared.is_none() && self.reviewed.is_none() && self.approved.is_none()
    }
}

#[derive(Serialize)]
struct Person<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

#[derive(Serialize)]
struct Review {
    last: String,
    interval_months: u8,
}

fn person(signatory: &Signatory) -> Option<Person<'_>> {
    (*signatory != Signatory::default()).then(|| Person {
        name: signatory.name.as_deref(),
        post: signatory.post.as_deref(),
        date: signatory.date.map(|date| date.to_string()),
    })
}

/// The text of plan.yaml.
pub(super) fn write(plan: &Plan, marking: Marking) -> String {
    let control = &plan.control;
    yaml::document(&PlanFile {
        title: &plan.cover.title,
        short_title: plan.short_title.as_deref(),
        reference: &plan.reference,
        version: &control.version,
        date: plan.date.to_string(),
        language: "ms",
        organisation: &plan.organisation,
        owner: plan.cover.owner.as_deref(),
        classification: marking.plan.as_str(),
        numbering: match plan.style {
            Style::Zero | Style::Bare => "decimal",
            Style::Bab => "bab",
            Style::None => "none",
        },
        statement: plan.cover.statement.as_deref(),
        copyright: plan.cover.copyright.as_deref(),
        control: Control {
            prepared: person(&control.prepared),
            reviewed: person(&control.reviewed),
            approved: person(&control.approved),
        },
        review: control.reviewed.date.or(control.approved.date).map(|last| Review {
            last: last.to_string(),
            interval_months: 12,
        }),
        references: &plan.references,
        circulated_to: &plan.circulated_to,
        in_force: plan.validity.map(|validity| InForce {
            from: validity.from.to_string(),
            until: validity.until.map(|day| day.to_string()),
            years: validity.years,
        }),
    })
}

/// The text of the file of abbreviations, if there are any.
pub(super) fn abbreviations(plan: &Plan) -> Option<String> {
    // Braces behind a bracket would name a language.
    let plain = |text: &String| text.replace("]{", "] {");
    let pairs: Vec<(String, String)> = plan
        .abbreviations
        .iter()
        .map(|(short, long)| (short.clone(), plain(long)))
        .collect();
    (!pairs.is_empty()).then(|| yaml::document(&Pairs(&pairs)))
}
