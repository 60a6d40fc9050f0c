//! The page of an issue that is printed and signed by hand, and never published.

use super::paper::Paper;
use crate::{
    diagnostic::Outcome,
    plan::{Plan, Signatory},
    theme::Theme,
};

/// The page on which a version is signed: what it is, the hash of its content, and three lines for signatures.
///
/// # Errors
/// A template of an overriding theme that does not parse or render.
pub fn signature_page(plan: &Plan, theme: &Theme, content: &str) -> Outcome<String> {
    let word = |key: &str| theme.catalogue.word(key);
    let signature = |key: &str, signatory: &Option<Signatory>| {
        let who = signatory.as_ref().map(|by| format!("{}, {}", by.name, by.post));
        (word(key), who.unwrap_or_default())
    };
    let control = &plan.control;
    let page = Paper {
        title: word("approval-title"),
        mark: None,
        facts: vec![
            (word("control-version"), plan.version.clone()),
            (word("control-date"), theme.catalogue.date(plan.date)),
            (word("approval-content"), content.to_owned()),
        ],
        statements: vec![word("approval-explained")],
        tables: Vec::new(),
        signatures: vec![
            signature("control-prepared", &control.prepared),
            signature("control-reviewed", &control.reviewed),
            signature("control-approved", &control.approved),
        ],
        notes: Vec::new(),
    };
    page.html(plan, theme)
}
