//! The form on which the holder of a printed copy signs for it: the last sheet of that copy.

use std::fmt::Write as _;

use super::{CopyFacts, Sealing};
use crate::{plan::Holder, render::escape};

/// Its place in the bundle.
pub(super) const FILE: &str = "receipt.html";

/// Which copy it is, what the holder promises, and a line for the signature. It says nothing of what the copy holds. The head
/// is that of the register before the issue, as in every copy: whoever keeps the form is a witness of it.
pub(super) fn write(sealing: &Sealing<'_>, facts: &CopyFacts<'_>, holder: &Holder) -> String {
    let word = |key: &str| escape(&sealing.catalogue.word(key));
    let plan = sealing.plan;
    let mut rows = vec![
        ("control-reference", plan.reference.clone()),
        ("control-version", plan.version.clone()),
        ("control-date", sealing.catalogue.date(facts.issued)),
        ("paper-copy", facts.number.to_string()),
        ("paper-generation", facts.generation.to_string()),
        ("holder", holder.post.clone()),
    ];
    if let Some(imprint) = sealing.imprint {
        rows.push(("paper-entry", imprint.head.number.to_string()));
        rows.push(("paper-head", imprint.head.hash.as_str().to_owned()));
    }
    let mut table = String::new();
    for (key, value) in rows {
        let (key, value) = (word(key), escape(&value));
        let _ = writeln!(table, "<tr><th scope=\"row\">{key}</th><td>{value}</td></tr>");
    }
    let name = holder.name.as_deref().map(escape).unwrap_or_default();
    format!(
        "<h2 class=\"heading\">{}</h2>\n<p>{}</p>\n<table class=\"facts\">\n{table}</table>\n<p>{}</p>\n<table class=\"facts signature\">\n\
         <tr><th scope=\"row\">{}</th><td></td></tr>\n<tr><th scope=\"row\">{}</th><td>{name}</td></tr>\n\
         <tr><th scope=\"row\">{}</th><td></td></tr>\n</table>\n<p>{}</p>\n<p>{}</p>\n",
        word("receipt-title"),
        escape(&plan.title),
        word("receipt-explained"),
        word("control-signature"),
        word("control-name"),
        word("control-date"),
        word("unlisted"),
        word("receipt-head-note"),
    )
}
