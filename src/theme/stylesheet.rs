//! Overriding stylesheets. They are joined with the marks of the printed page and stand inside copies, so that what one
//! leaves open spoils the rest, and what it loads from elsewhere is not there.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, SourceText};

/// What is wrong with a stylesheet.
pub(super) fn faults(source: &SourceText) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut fault = |span: Range<usize>, message: &str, hint: &str| {
        faults.push(Diagnostic::error("E146", message).at(source.place(span)).hint(hint));
    };
    let text = source.text();
    if let Some(at) = text.to_ascii_lowercase().find("</style") {
        fault(at..at + 7, "this would end the stylesheet inside a copy", "take it out");
    }
    let mut open = Vec::new();
    let mut rest = 0;
    while let Some(c) = text[rest..].chars().next() {
        let after = rest + c.len_utf8();
        rest = match c {
            '/' if text[after..].starts_with('*') => match text[after + 1..].find("*/") {
                Some(end) => after + 1 + end + 2,
                None => {
                    fault(rest..after, "this comment is never closed", "close it with */");
                    text.len()
                }
            },
            '"' | '\'' => match end_of_string(&text[after..], c) {
                Some(end) => after + end,
                None => {
                    fault(
                        rest..after,
                        "this text is never closed",
                        "close it with the same quotation mark",
                    );
                    text.len()
                }
            },
            '\\' => after + text[after..].chars().next().map_or(0, char::len_utf8),
            '{' => {
                open.push(rest);
                after
            }
            '}' => {
                if open.pop().is_none() {
                    fault(
                        rest..after,
                        "this brace closes nothing",
                        "take it out, or write its opening brace",
                    );
                }
                after
            }
            '@' if starts_with(&text[after..], "import") => {
                fault(
                    rest..after + 6,
                    "a stylesheet cannot load another one",
                    "write its rules into this file",
                );
                after + 6
            }
            'u' | 'U' if starts_with(&text[after..], "rl(") => {
                let address = text[after + 3..].trim_start().trim_start_matches(['"', '\'']);
                if !starts_with(address, "data:") && !address.starts_with('#') {
                    fault(
                        rest..after + 2,
                        "this address leads to nothing: a theme has no files besides its own",
                        "write the picture as a data: address",
                    );
                }
                after + 3
            }
            _ => after,
        };
    }
    for at in open {
        fault(at..at + 1, "this brace is never closed", "close it");
    }
    faults
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Length up to and with the closing mark; a line end outside of an escape ends no string properly.
fn end_of_string(text: &str, mark: char) -> Option<usize> {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '\n' => return None,
            c if c == mark => return Some(at + 1),
            _ => {}
        }
    }
    None
}
