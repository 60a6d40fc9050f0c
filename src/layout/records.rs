//! Pages that are printed and signed by hand, and never published.

use serde::Serialize;

use super::templates::{Context, Templates};
use crate::{
    diagnostic::Outcome,
    plan::{Plan, Signatory},
    theme::Theme,
};

/// One of the three signatures.
#[derive(Serialize)]
struct Line<'a> {
    what: String,
    name: &'a str,
    post: &'a str,
    date: Option<String>,
}

/// The page on which a version is signed: what it is, the hash of its content, and three lines for signatures.
///
/// # Errors
/// A template of an overriding theme that does not parse or render.
pub fn signature_page(plan: &Plan, theme: &Theme, content: &str) -> Outcome<String> {
    let catalogue = &theme.catalogue;
    let line = |key: &str, signatory: &'_ Option<Signatory>| {
        let words = catalogue.word(key);
        (words, signatory.clone())
    };
    let steps = [
        line("control-prepared", &plan.control.prepared),
        line("control-reviewed", &plan.control.reviewed),
        line("control-approved", &plan.control.approved),
    ];
    let lines: Vec<Line<'_>> = steps
        .iter()
        .map(|(what, signatory)| Line {
            what: what.clone(),
            name: signatory.as_ref().map_or("", |signatory| &signatory.name),
            post: signatory.as_ref().map_or("", |signatory| &signatory.post),
            date: signatory
                .as_ref()
                .and_then(|signatory| signatory.date)
                .map(|date| catalogue.date(date)),
        })
        .collect();
    let mut context = record(plan, theme);
    context.insert("content", content);
    context.insert("lines", &lines);
    Templates::load(theme)?.render("record-approval.html", &context)
}

/// The form on which the holder of a printed copy signs for it. It says nothing of what the copy holds.
///
/// # Errors
/// A template of an overriding theme that does not parse or render.
pub fn receipt_page(plan: &Plan, theme: &Theme, number: &str, holder: &str) -> Outcome<String> {
    let mut context = record(plan, theme);
    context.insert("number", number);
    context.insert("holder", holder);
    Templates::load(theme)?.render("record-receipt.html", &context)
}

/// What every such page says of the plan.
fn record(plan: &Plan, theme: &Theme) -> Context {
    let mut context = Context::new();
    context.insert("language", plan.language.code());
    context.insert("title", &plan.title);
    context.insert("organisation", &plan.organisation);
    context.insert("reference", &plan.reference);
    context.insert("version", &plan.version);
    context.insert("date", &theme.catalogue.date(plan.date));
    context
}
