//! YAML with places in errors, and the limits under which it is read.

use serde::de::DeserializeOwned;
use serde_yaml::Spanned;

use crate::diagnostic::{Diagnostic, Place, SourceText};

/// Parses the part of `source` that begins at byte `start` and is `yaml`.
///
/// The message of the parser may repeat text of the source, so it is given as a hint only for open sources; for sealed
/// ones the place has to do.
///
/// # Errors
/// One diagnostic with the place: the parser stops at its first fault.
pub fn parse<T: DeserializeOwned>(
    source: &SourceText,
    start: usize,
    yaml: &str,
    code: &'static str,
) -> Result<T, Diagnostic> {
    serde_yaml::from_str::<T>(yaml).map_err(|error| {
        let location = error.location().unwrap_or(serde_yaml::Location::UNKNOWN);
        let (offset, length) = byte_range(yaml, &location);
        let text = explain(&error.without_snippet().to_string());
        let place = source.place(start + offset..start + offset + length);
        let diagnostic = Diagnostic::error(code, summary(&text)).at(place.clone());
        if let Some(hint) = advice(&text) {
            diagnostic.hint(hint)
        } else if place.is_open() || !repeats_source(&text) {
            diagnostic.hint(text)
        } else {
            diagnostic.hint("look at the marked place; quote text that holds ': ' or begins with a special character")
        }
    })
}

/// The place of a value.
pub fn place<T>(source: &SourceText, start: usize, yaml: &str, value: &Spanned<T>) -> Place {
    let (offset, length) = byte_range(yaml, &value.referenced);
    source.place(start + offset..start + offset + length)
}

fn byte_range(yaml: &str, location: &serde_yaml::Location) -> (usize, usize) {
    let span = location.span();
    if let Some(offset) = span.byte_offset() {
        let length = span.byte_len().unwrap_or(1).max(1);
        return (to_usize(offset), to_usize(length));
    }
    // Errors of the scanner know line and column only.
    let line_start = yaml
        .split_inclusive('\n')
        .take(to_usize(location.line()).saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    let column = to_usize(location.column()).saturating_sub(1);
    let in_line = yaml[line_start.min(yaml.len())..]
        .char_indices()
        .nth(column)
        .map_or(0, |(at, _)| at);
    (line_start + in_line, 1)
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX / 4)
}

fn explain(message: &str) -> String {
    let message = message.split(", set DuplicateKeyPolicy").next().unwrap_or(message);
    let message = match message.rfind(" at line ") {
        Some(at) => &message[..at],
        None => message,
    };
    message.to_owned()
}

fn summary(message: &str) -> &'static str {
    if message.starts_with("unknown field") {
        "unknown key"
    } else if message.starts_with("duplicate") {
        "the same key stands here twice"
    } else if message.starts_with("missing field") {
        "a key that must be there is missing"
    } else if message.contains("budget") || message.contains("alias") {
        "too large or too deeply repeated to be read safely"
    } else {
        "this cannot be read as YAML of the expected shape"
    }
}

/// What to do about the commonest slips.
fn advice(message: &str) -> Option<&'static str> {
    let slips = [
        ("expected sequence start", "write it as a list: [DRT, CCT]"),
        (
            "expected mapping start",
            "write a blank after the colon, such as `title: Skop`",
        ),
        ("unknown field", "check the spelling of the key"),
        ("duplicate", "keep one of the two"),
    ];
    slips
        .iter()
        .find(|(start, _)| message.starts_with(start))
        .map(|(_, advice)| *advice)
}

/// Parser messages that name keys of ours repeat no text; the others may.
fn repeats_source(message: &str) -> bool {
    !(message.starts_with("missing field") || message.starts_with("expected ") || message.starts_with("invalid "))
}
