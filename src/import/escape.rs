//! Keeps the source's signs from becoming Markdown, or words of the plan language.

use crate::document::dialect::{labels, lists};

/// Escapes one character of running text; the neighbours decide for some signs.
pub(super) fn push(out: &mut String, before: Option<char>, c: char, after: &str) {
    let next = after.chars().next();
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let escape = match c {
        '\\' | '*' | '`' | '[' | ']' | '~' => true,
        '@' => labels::begins(after),
        // Braces behind a link or brackets would name a language, others a label.
        '{' => before == Some(')') || after.starts_with("lang=") || after.starts_with('#') || after.is_empty(),
        '_' => !(word(before) && word(next)),
        // What follows may be in the next stretch of text.
        '<' => next.is_none_or(|n| n.is_alphabetic() || "/!?".contains(n)),
        '&' => entity(after),
        _ => false,
    };
    if escape {
        out.push('\\');
    }
    out.push(c);
}

/// Whether what follows an ampersand would read as an entity.
fn entity(after: &str) -> bool {
    let end = after
        .bytes()
        .take(32)
        .position(|b| !(b.is_ascii_alphanumeric() || b == b'#'));
    end.is_some_and(|end| end > 0 && after.as_bytes()[end] == b';')
}

/// Escapes what would open a block at the start of a line.
pub(super) fn line_start(line: &str) -> String {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=9).contains(&digits) {
        let (number, rest) = line.split_at(digits);
        let mut after = rest.chars();
        let delimiter = after.next().is_some_and(|c| c == '.' || c == ')');
        if delimiter && after.next().is_none_or(char::is_whitespace) {
            return format!("{number}\\{rest}");
        }
    }
    let bullet = line.starts_with(['-', '+']) && line[1..].chars().next().is_none_or(char::is_whitespace);
    let rule = line.starts_with(['-', '=', '|', '+']) && line.chars().all(|c| "-=:|+ \t".contains(c));
    let caption = line.starts_with(':') && line[1..].starts_with(char::is_whitespace);
    if bullet || rule || caption || line.starts_with(['#', '>']) {
        return format!("\\{line}");
    }
    // Strokes of a table that is none, and what might be a row of one above it.
    let is_stroke = |c: char| matches!(c, '|' | '-' | ':' | ' ');
    let strokes = line.contains('|') && line.contains('-') && line.chars().all(is_stroke);
    if strokes || line.starts_with('|') {
        return format!("\\{line}");
    }
    // A reference at the beginning of a line is no note.
    if line.starts_with("[^")
        && let Some((name, rest)) = line.split_once("]:")
    {
        return format!("{name}]\\:{rest}");
    }
    if lists::is_stray(line) {
        return lists::unmarked(line);
    }
    line.to_owned()
}

/// A line in which every sign is a sign.
pub(super) fn whole(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut before = None;
    for (at, c) in line.char_indices() {
        push(&mut out, before, c, &line[at + c.len_utf8()..]);
        before = Some(c);
    }
    line_start(&out)
}
