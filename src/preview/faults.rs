//! Faults and warnings for the overlay. The secretary reads them, so they may quote sealed text, as on a terminal.

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Severity};

/// Longer lines are cut: nobody reads an overlay sideways.
const LONGEST_LINE: usize = 400;

/// One diagnostic with the line it is about.
pub(super) fn to_json(diagnostic: &Diagnostic) -> Value {
    let place = diagnostic.place.as_ref().map(|place| {
        let (line, column) = place.line_column();
        let (text, start, end) = place.quoted_line();
        let shown = text.len() <= LONGEST_LINE;
        json!({
            "path": place.path(),
            "line": line,
            "column": column,
            "before": shown.then(|| &text[..start]),
            "marked": shown.then(|| &text[start..end]),
            "after": shown.then(|| &text[end..]),
        })
    });
    json!({
        "code": diagnostic.code,
        "severity": match diagnostic.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "message": diagnostic.message,
        "hints": diagnostic.hints,
        "place": place,
    })
}
