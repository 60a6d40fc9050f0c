//! Pages of an issue that are printed and signed by hand, and never published.

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
        facts: facts(plan, theme, [(word("approval-content"), content.to_owned())]),
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

/// The form on which the holder of a printed copy signs for it. It says nothing of what the copy holds. `head` is that of the
/// register after the issue: whoever keeps the form is a witness of it.
///
/// # Errors
/// A template of an overriding theme that does not parse or render.
pub fn receipt_page(
    plan: &Plan,
    theme: &Theme,
    (number, generation): (&str, u32),
    holder: &str,
    head: (u64, &str),
) -> Outcome<String> {
    let word = |key: &str| theme.catalogue.word(key);
    let copy = [
        (word("controlled-copy"), number.to_owned()),
        (word("paper-generation"), generation.to_string()),
        (word("holder"), holder.to_owned()),
        (word("paper-entry"), head.0.to_string()),
        (word("paper-head"), head.1.to_owned()),
    ];
    let page = Paper {
        title: word("receipt-title"),
        mark: None,
        facts: facts(plan, theme, copy),
        statements: vec![word("receipt-explained")],
        tables: Vec::new(),
        signatures: vec![(holder.to_owned(), String::new())],
        notes: vec![word("unlisted"), word("paper-head-note")],
    };
    page.html(plan, theme)
}

/// What every such page says of the version, and what one says besides.
fn facts<const N: usize>(plan: &Plan, theme: &Theme, more: [(String, String); N]) -> Vec<(String, String)> {
    let word = |key: &str| theme.catalogue.word(key);
    let of_version = [
        (word("control-version"), plan.version.clone()),
        (word("control-date"), theme.catalogue.date(plan.date)),
    ];
    of_version.into_iter().chain(more).collect()
}
