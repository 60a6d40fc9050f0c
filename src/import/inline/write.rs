//! Writes inline pieces as Markdown.

use super::super::escape;
use super::{Piece, Tone};

/// Where the text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Target {
    Block,
    /// A table cell: one line, no bare `|`.
    Cell,
    /// A caption, set in italics as a whole: no emphasis inside.
    Caption,
}

pub(super) fn markdown(pieces: Vec<Piece>, target: Target) -> String {
    let mut out = String::new();
    let mut open: Vec<(Tone, usize)> = Vec::new();
    let ahead: Vec<Option<char>> = next_characters(&pieces);
    for (piece, next) in pieces.into_iter().zip(ahead) {
        match piece {
            Piece::Text(text) => push_text(&mut out, &text, target),
            Piece::Break => push_break(&mut out, target),
            Piece::Open(_) | Piece::Close(_) if target == Target::Caption => {}
            Piece::Open(tone) => open.push((tone, out.len())),
            Piece::Close(tone) => {
                if let Some((_, at)) = open.pop() {
                    wrap(&mut out, at, tone, next);
                }
            }
            Piece::Link { text, target: to } if text == to => {
                out.push('<');
                out.push_str(&to);
                out.push('>');
            }
            Piece::Link { text, target: to } => {
                out.push('[');
                push_text(&mut out, &super::plain(&text), target);
                out.push_str("](<");
                out.push_str(&to);
                out.push_str(">)");
            }
            Piece::Note(label) => {
                out.push_str("[^");
                out.push_str(&label);
                out.push(']');
            }
            Piece::Picture(text) => {
                let text = if text.trim().is_empty() { "Gambar" } else { text.trim() };
                push_bracket(&mut out);
                push_text(&mut out, text, target);
                out.push(')');
            }
        }
    }
    finish(&out, target)
}

/// The first character of the text after each piece.
fn next_characters(pieces: &[Piece]) -> Vec<Option<char>> {
    let mut next = None;
    let mut out: Vec<Option<char>> = pieces
        .iter()
        .rev()
        .map(|piece| {
            let ahead = next;
            match piece {
                Piece::Text(text) if !text.is_empty() => next = text.chars().next(),
                Piece::Open(_) => next = Some('*'),
                Piece::Text(_) | Piece::Close(_) => {}
                Piece::Break => next = Some(' '),
                Piece::Link { .. } | Piece::Picture(_) | Piece::Note(_) => next = Some('['),
            }
            ahead
        })
        .collect();
    out.reverse();
    out
}

fn push_text(out: &mut String, text: &str, target: Target) {
    let mut before = out.chars().next_back();
    for (at, c) in text.char_indices() {
        match c {
            '|' if target == Target::Cell => out.push_str("\\|"),
            '\n' if target != Target::Block => out.push(' '),
            '(' => push_bracket(out),
            c => escape::push(out, before, c, &text[at + c.len_utf8()..]),
        }
        before = Some(c);
    }
}

/// A bracket, which behind that of a note would make a link of it.
fn push_bracket(out: &mut String) {
    if out.ends_with(']') && !out.ends_with("\\]") {
        out.push('\\');
    }
    out.push('(');
}

fn push_break(out: &mut String, target: Target) {
    // what was trimmed stays trimmed, so that runs of breaks are looked at once
    out.truncate(out.trim_end().len());
    match target {
        Target::Caption => out.push(' '),
        _ if out.is_empty() => {}
        Target::Cell if out.ends_with("<br>") => out.push(' '),
        Target::Cell => out.push_str("<br> "),
        Target::Block if out.ends_with('\u{1}') => {}
        Target::Block => out.push('\u{1}'),
    }
}

/// Sets the text from `at` in stars, or in tags where stars would not take effect.
fn wrap(out: &mut String, at: usize, tone: Tone, next: Option<char>) {
    let at = at.min(out.len());
    let inner = out.split_off(at);
    let content = inner.trim_matches(|c: char| c.is_whitespace() || c == '\u{1}');
    if content.is_empty() {
        out.push_str(&inner);
        return;
    }
    let lead = &inner[..inner.find(content).unwrap_or(0)];
    let trail = &inner[lead.len() + content.len()..];
    out.push_str(lead);
    let before = out.chars().next_back();
    let next = trail.chars().next().or(next);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
    let clash = before == Some('*')
        || next == Some('*')
        || content.contains('\n') && content.contains('\u{1}')
        // Between digits and letters stars look like signs of a sum.
        || (word(before) && word(next))
        || (word(before) && sign(content.chars().next()))
        || (word(next) && sign(content.chars().next_back()));
    let (open, close) = match (tone, clash) {
        (Tone::Emphasis, false) => ("*", "*"),
        (Tone::Strong, false) => ("**", "**"),
        (Tone::Emphasis, true) => ("<em>", "</em>"),
        (Tone::Strong, true) => ("<strong>", "</strong>"),
        (Tone::Strike, false) if !content.contains('~') => ("~~", "~~"),
        (Tone::Strike, _) => ("<s>", "</s>"),
        (Tone::Underline, _) => ("<u>", "</u>"),
        (Tone::Mark, _) => ("<mark>", "</mark>"),
        (Tone::Above, _) => ("<sup>", "</sup>"),
        (Tone::Below, _) => ("<sub>", "</sub>"),
        // without signs to escape the words of code stand in backticks as they are
        (Tone::Code, _) if !content.contains(['\\', '`', '\u{1}', '<', '&', '*']) && before != Some('`') => ("`", "`"),
        (Tone::Code, _) => ("<code>", "</code>"),
    };
    out.push_str(open);
    out.push_str(content);
    out.push_str(close);
    out.push_str(trail);
}

/// Guards line starts and turns visible breaks into Markdown's.
fn finish(out: &str, target: Target) -> String {
    if target != Target::Block {
        let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
        return flat.trim_end_matches("<br>").trim().to_owned();
    }
    let mut done = String::with_capacity(out.len());
    for (index, part) in out.trim().split('\u{1}').enumerate() {
        for (row, line) in part.split('\n').filter(|line| !line.trim().is_empty()).enumerate() {
            if !done.is_empty() {
                done.push_str(if index > 0 && row == 0 { "\\\n" } else { "\n" });
            }
            done.push_str(escape::line_start(line).trim_end());
        }
    }
    done
}
