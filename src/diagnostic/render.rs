//! Diagnostics as text for people and as JSON for programs.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Diagnostic, Place, Severity};

/// Who reads the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// A person at a terminal: sealed text may be quoted.
    Terminal,
    /// A pipe or file: sealed text stays out.
    Pipe,
}

/// The longest excerpt that helps; longer lines are not quoted.
const LONGEST_EXCERPT: usize = 400;

/// All diagnostics as text.
pub fn render_human(diagnostics: &[Diagnostic], audience: Audience, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        let text = renderer.render(&[group(diagnostic, audience)]);
        // The renderer leaves these control characters, which move some terminals.
        out.push_str(&text.replace(|c| matches!(c, '\u{80}'..='\u{9f}'), "\u{fffd}"));
        out.push_str("\n\n");
    }
    out
}

fn group(diagnostic: &Diagnostic, audience: Audience) -> Group<'_> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code)
        .elements(Vec::<Origin<'_>>::new());
    if let Some(place) = &diagnostic.place {
        group = match quotable(place, audience) {
            Some((text, line, span)) => group.element(
                Snippet::source(text)
                    .path(place.path())
                    .line_start(line)
                    .annotation(AnnotationKind::Primary.span(span)),
            ),
            None => {
                let (line, column) = place.line_column();
                group.element(Origin::path(place.path()).line(line).char_column(column))
            }
        };
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.with_name("hint").message(hint.as_str()));
    }
    group
}

fn quotable(place: &Place, audience: Audience) -> Option<(&str, usize, std::ops::Range<usize>)> {
    if !place.is_open() && audience == Audience::Pipe {
        return None;
    }
    let (text, line, span) = place.excerpt();
    (text.len() <= LONGEST_EXCERPT).then_some((text, line, span))
}

/// One diagnostic as JSON; text of a sealed source is never in it.
pub fn to_json(diagnostic: &Diagnostic) -> Value {
    let place = diagnostic.place.as_ref().map(|place| {
        let (line, column) = place.line_column();
        json!({
            "path": place.path(),
            "line": line,
            "column": column,
            "start": place.span().start,
            "end": place.span().end,
            "text": place.is_open().then(|| place.quoted()).filter(|text| text.len() <= LONGEST_EXCERPT),
        })
    });
    json!({
        "code": diagnostic.code,
        "severity": match diagnostic.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "message": diagnostic.message,
        "place": place,
        "hints": diagnostic.hints,
    })
}
