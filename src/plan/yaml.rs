//! YAML with places in errors, and the limits under which it is read.

use serde::de::DeserializeOwned;
use serde_yaml::Spanned;

use crate::diagnostic::{Diagnostic, Findings, Place, SourceText};

/// Parses the part of `source` that begins at byte `start` and is `yaml`.
///
/// The message of the parser may repeat text of the source and speaks to programmers, so it is never shown: summary and
/// hint are ours.
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
        Diagnostic::error(code, summary(&text)).at(place).hint(advice(&text))
    })
}

/// What is wrong with a comment behind a text, and what to do about it.
pub const CUT: &str = "YAML reads what follows # as a comment, and it would be missing from this text";
/// See [`CUT`].
pub const QUOTE: &str =
    "put the whole text between quotes if # belongs to it, or write the comment on a line of its own";

/// Comments behind texts that are not between quotes or brackets. `is_text` is asked with the key above and the key of the
/// line, which is empty for an item of a list.
pub fn cut_texts(
    source: &SourceText,
    start: usize,
    yaml: &str,
    is_text: impl Fn(&str, &str) -> bool,
    findings: &mut Findings,
) {
    let mut at = start;
    // Keys that the line stands below, with their columns.
    let mut above: Vec<(usize, &str)> = Vec::new();
    // Lines further in than this are of a text with lines of its own.
    let mut block = None;
    for line in yaml.split_inclusive('\n') {
        let here = at;
        at += line.len();
        let words = line.trim_start_matches([' ', '-']);
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_blank = words.trim().is_empty() || words.starts_with('#');
        if is_blank || block.is_some_and(|column| indent > column) {
            continue;
        }
        block = None;
        let is_item = line[indent..].starts_with("- ");
        let column = line.len() - words.len();
        // An item may stand right below its key.
        above.retain(|(of_key, _)| if is_item { *of_key <= indent } else { *of_key < column });
        let mut parents = above.iter().rev();
        let parent = if is_item {
            parents.find(|(of_key, _)| *of_key <= indent)
        } else {
            parents.next()
        };
        let parent = parent.map_or("", |(_, key)| *key);
        let pair = words
            .split_once(':')
            .filter(|(_, value)| value.starts_with([' ', '\n', '\r']));
        let is_quoted = words.starts_with(['"', '\'', '[', '{', '|', '>']);
        let (key, value) = match pair {
            Some((key, value)) if !is_quoted => (key.trim_end(), value),
            _ => ("", words),
        };
        let is_open = value.trim_start().starts_with(['"', '\'', '[', '{', '|', '>', '#']);
        if let Some(comment) = value.find(" #").filter(|_| !is_open && is_text(parent, key)) {
            let from = here + line.len() - value.len() + comment + 1;
            let place = source.place(from..here + line.trim_end().len());
            findings.push(Diagnostic::error("E294", CUT).at(place).hint(QUOTE));
        }
        if !key.is_empty() {
            if value.trim_start().starts_with(['|', '>']) {
                block = Some(column);
            }
            above.push((column, key));
        }
    }
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
    } else if is_beyond_limits(message) {
        "too large or too deeply repeated to be read safely"
    } else {
        "this cannot be read as YAML of the expected shape"
    }
}

/// The limits that keep a small file from becoming a large one in memory.
fn is_beyond_limits(message: &str) -> bool {
    message.contains("budget") || message.starts_with("alias replay") || message.starts_with("alias expansion")
}

/// What to do about the commonest slips.
fn advice(message: &str) -> String {
    // Names of fields are ours.
    if let Some(key) = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next())
    {
        return format!("add a line `{key}: …`");
    }
    if is_beyond_limits(message) {
        return "write each value where it belongs, without anchors (&), aliases (*) and deep nesting".to_owned();
    }
    let slips = [
        ("expected sequence start", "write it as a list: [DRT, CCT]"),
        (
            "expected mapping start",
            "write a blank after the colon, such as `title: Skop`",
        ),
        ("unknown field", "check the spelling of the key"),
        ("duplicate", "keep one of the two"),
        ("invalid bool", "write true or false"),
        ("invalid i64", "write a whole number"),
        ("invalid u32", "write a whole number"),
        ("alias references", "put text that begins with * between quotes"),
        ("unsupported tag", "put text that begins with ! between quotes"),
        (
            "cannot deserialize tagged",
            "put text that begins with ! between quotes",
        ),
        (
            "cannot deserialize null",
            "write a value after the colon, or take the key away",
        ),
        ("multiple YAML documents", "take the line `---` away"),
        (
            "unexpected end",
            "write the keys that must be there, such as `title: …`",
        ),
    ];
    let known = slips.iter().find(|(start, _)| message.starts_with(start));
    let advice = known.map_or(
        "look at the marked place; indent with blanks, and quote text that holds ': ' or begins with a special character",
        |(_, advice)| advice,
    );
    advice.to_owned()
}
