//! Inline forms of Markdown to those that the other steps know: stars, a few tags, plain links.
//!
//! Escaped signs and the words of code become stand-ins, so that nobody takes them for markup. What is not understood
//! stays as it is and is text.

use std::collections::BTreeMap;

use super::super::blocks::{HARD, NOTE};
use super::super::lines::stand_in;
use super::detect::Flavour;
use super::smart;

/// Rewrites the text of one block; links out of the plan's reach are counted.
pub(super) struct Inline {
    pub flavour: Flavour,
    /// Links to files beside the document.
    pub files: usize,
    pub comments: usize,
}

/// The longest stretch in which the partner of a sign is looked for.
const WINDOW: usize = 2000;

impl Inline {
    pub(super) fn rewrite(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + text.len() / 8);
        self.into(&mut out, text, 0);
        out
    }

    fn into(&mut self, out: &mut String, text: &str, depth: usize) {
        let brackets = brackets(text);
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let close = brackets.get(&at).map(|close| close - at);
            let used = match c {
                '\\' => escaped(out, rest),
                '`' => Some(code(out, rest)),
                '[' => self.bracket(out, rest, close, depth),
                '!' if rest.starts_with("![") => picture(out, rest, brackets.get(&(at + 1)).map(|close| close - at)),
                '<' => self.angle(out, rest),
                '^' => self.pair(out, rest, "^", "sup", depth),
                '~' if rest.starts_with("~~") => self.pair(out, rest, "~~", "s", depth),
                '~' => self.pair(out, rest, "~", "sub", depth),
                '_' if !before_word(out) => self.underline(out, rest, depth),
                _ => None,
            };
            at += used.unwrap_or_else(|| {
                if self.flavour == Flavour::Pandoc
                    && let Some((sign, used)) = smart::sign(out, rest)
                {
                    out.push(sign);
                    return used;
                }
                out.push(c);
                c.len_utf8()
            });
        }
    }

    /// `^x^`, `~x~`, `~~x~~`
    fn pair(&mut self, out: &mut String, rest: &str, sign: &str, tag: &str, depth: usize) -> Option<usize> {
        let after = &rest[sign.len()..];
        let end = window(after).find(sign)?;
        let inner = &after[..end];
        let spaced = inner.starts_with(' ') || inner.ends_with(' ') || (sign.len() == 1 && has_space(inner));
        if inner.is_empty() || spaced || depth > 8 {
            return None;
        }
        self.wrapped(out, inner, tag, depth);
        Some(end + 2 * sign.len())
    }

    /// `_x_` and `__x__`
    fn underline(&mut self, out: &mut String, rest: &str, depth: usize) -> Option<usize> {
        let sign = if rest.starts_with("__") { "__" } else { "_" };
        let after = &rest[sign.len()..];
        let end = window(after).match_indices(sign).map(|(at, _)| at).take(4).find(|at| {
            !after[at + sign.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
                && !after[..*at].ends_with([' ', '\\'])
        })?;
        let inner = &after[..end];
        if inner.is_empty() || inner.starts_with([' ', '_']) || depth > 8 {
            return None;
        }
        self.wrapped(out, inner, if sign.len() == 2 { "b" } else { "i" }, depth);
        Some(end + 2 * sign.len())
    }

    fn wrapped(&mut self, out: &mut String, inner: &str, tag: &str, depth: usize) {
        out.push_str(&format!("<{tag}>"));
        self.into(out, inner, depth + 1);
        out.push_str(&format!("</{tag}>"));
    }

    /// `[^1]`, `[text](address)`, `[text]{.underline}`; other brackets are text.
    fn bracket(&mut self, out: &mut String, rest: &str, close: Option<usize>, depth: usize) -> Option<usize> {
        let label = rest.strip_prefix("[^").and_then(|rest| window(rest).split(']').next());
        if let Some(label) = label.filter(|label| is_label(label) && rest[label.len() + 2..].starts_with(']')) {
            out.push(NOTE);
            out.push_str(label);
            out.push(NOTE);
            return Some(label.len() + 3);
        }
        let close = close?;
        let (inner, after) = (&rest[1..close], &rest[close + 1..]);
        if depth > 8 {
            return None;
        }
        if after.starts_with('{') {
            let end = attributes(after)?;
            let tag = ["underline", "mark", "ul", "smallcaps"]
                .into_iter()
                .find(|class| after[..end].contains(&format!(".{class}")));
            match tag {
                Some("underline" | "ul") => self.wrapped(out, inner, "u", depth),
                Some("mark") => self.wrapped(out, inner, "mark", depth),
                _ => self.into(out, inner, depth + 1),
            }
            return Some(close + 1 + end);
        }
        let target = after.strip_prefix('(')?;
        let end = parenthesis(target)?;
        let address = target[..end]
            .split_whitespace()
            .next()
            .unwrap_or("")
            .trim_matches(['<', '>']);
        let mut used = close + 3 + end;
        used += attributes(&rest[used..]).unwrap_or(0);
        let outside = ["http://", "https://", "mailto:"]
            .iter()
            .any(|scheme| address.starts_with(scheme));
        if outside && !inner.contains(['[', ']', HARD]) {
            out.push('[');
            self.into(out, inner, depth + 1);
            out.push_str(&format!("]({address})"));
        } else {
            self.into(out, inner, depth + 1);
            if !address.starts_with('#') && !address.is_empty() {
                self.files += 1;
                out.push_str(" (");
                out.extend(address.chars().map(|c| stand_in(c).unwrap_or(c)));
                out.push(')');
            }
        }
        Some(used)
    }

    /// Comments go; a known tag is left to the next step.
    fn angle(&mut self, out: &mut String, rest: &str) -> Option<usize> {
        if let Some(inner) = rest.strip_prefix("<!--") {
            let end = window(inner).find(['<', '>'])? + 4;
            let whole = rest[..end].ends_with("--") && rest[end..].starts_with('>');
            self.comments += usize::from(whole);
            return whole.then_some(end + 1);
        }
        let end = 1 + window(&rest[1..]).find(['<', '>'])?;
        let tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && rest[end..].starts_with('>');
        tag.then(|| {
            out.push_str(&rest[..=end]);
            end + 1
        })
    }
}

/// A backslash before a sign, a space or a line break.
fn escaped(out: &mut String, rest: &str) -> Option<usize> {
    let next = rest[1..].chars().next()?;
    let c = match next {
        ' ' => '\u{a0}',
        c => stand_in(c)?,
    };
    out.push(c);
    Some(1 + next.len_utf8())
}

/// A code span, with the attributes that may follow it; ticks without partner are signs.
fn code(out: &mut String, rest: &str) -> usize {
    let ticks = rest.bytes().take_while(|b| *b == b'`').count();
    span(out, rest, ticks).unwrap_or_else(|| {
        out.push_str(&rest[..ticks]);
        ticks
    })
}

fn span(out: &mut String, rest: &str, ticks: usize) -> Option<usize> {
    let after = &rest[ticks..];
    let near = window(after);
    let mut at = 0;
    let end = loop {
        let start = at + near[at..].find('`')?;
        let run = near[start..].bytes().take_while(|b| *b == b'`').count();
        if run == ticks {
            break start;
        }
        at = start + run;
    };
    let inner = after[..end].replace(HARD, " ");
    let spaced = inner.len() > 2 && inner.starts_with(' ') && inner.ends_with(' ');
    let inner = if spaced { &inner[1..inner.len() - 1] } else { &inner };
    out.push_str("<code>");
    out.extend(inner.chars().map(|c| stand_in(c).unwrap_or(c)));
    out.push_str("</code>");
    let used = ticks + end + ticks;
    Some(used + attributes(&rest[used..]).unwrap_or(0))
}

/// A picture, with its size left out.
fn picture(out: &mut String, rest: &str, close: Option<usize>) -> Option<usize> {
    let close = close?;
    let target = rest[close + 1..].strip_prefix('(')?;
    let end = parenthesis(target)?;
    out.push_str("![");
    out.extend(rest[2..close].chars().map(|c| stand_in(c).unwrap_or(c)));
    out.push_str("](gambar)");
    let used = close + end + 3;
    Some(used + attributes(&rest[used..]).unwrap_or(0))
}

/// Length of `{#id .class key="value"}` at the front.
pub(super) fn attributes(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?;
    let end = window(inner)
        .find(['{', '}'])
        .filter(|end| inner[*end..].starts_with('}'))?;
    let known = inner[..end].trim_start().starts_with(['.', '#', '=', '-'])
        || inner[..end]
            .split_whitespace()
            .next()
            .is_some_and(|word| word.contains('='));
    known.then_some(end + 2)
}

/// For each bracket that opens, in order, where the one that closes it stands.
fn brackets(text: &str) -> BTreeMap<usize, usize> {
    let mut open = Vec::new();
    let mut out = BTreeMap::new();
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => open.push(at),
            b']' => {
                if let Some(start) = open.pop() {
                    out.insert(start, at);
                }
            }
            _ => {}
        }
    }
    out
}

/// Where the address of a link ends.
fn parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in window(text).bytes().enumerate() {
        match byte {
            b'(' if depth > 2 => return None,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

pub(super) fn is_label(label: &str) -> bool {
    (1..=40).contains(&label.len())
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn has_space(text: &str) -> bool {
    text.replace("\\ ", "").contains([' ', HARD])
}

fn before_word(out: &str) -> bool {
    out.chars().next_back().is_some_and(char::is_alphanumeric)
}

fn window(text: &str) -> &str {
    let mut end = WINDOW.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
