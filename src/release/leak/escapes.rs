//! Backslash escapes of JSON, scripts and style sheets.

use std::iter::Peekable;
use std::str::Chars;

use super::explore::{Explorer, Origin};

/// Decodes each stretch between unescaped quotation marks that holds a backslash. Inside and outside of strings are
/// treated alike, so a quotation mark in a regular expression cannot hide what follows it.
pub(super) fn read(explorer: &mut Explorer<'_>, text: &str, origin: Origin, depth: u8) {
    let bytes = text.as_bytes();
    let (mut start, mut at, mut escaped) = (0, 0, false);
    while at <= bytes.len() {
        match bytes.get(at) {
            Some(b'\\') => {
                escaped = true;
                at += 2;
            }
            Some(b'"' | b'`') | None => {
                if escaped {
                    stretch(explorer, &text[start..at], origin.decoded(start), depth);
                }
                (start, escaped) = (at + 1, false);
                at += 1;
            }
            Some(_) => at += 1,
        }
    }
    if escaped && start < bytes.len() {
        stretch(explorer, &text[start..], origin.decoded(start), depth);
    }
}

fn stretch(explorer: &mut Explorer<'_>, text: &str, origin: Origin, depth: u8) {
    explorer.derived(&decode(text, script), origin, depth);
    let is_style = |pair: &[u8]| pair[0] == b'\\' && pair[1].is_ascii_hexdigit();
    if text.as_bytes().windows(2).any(is_style) {
        explorer.derived(&decode(text, style), origin, depth);
    }
}

fn decode(text: &str, escape: fn(&mut Peekable<Chars<'_>>, &mut String)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(next) = chars.next() {
        if next == '\\' {
            escape(&mut chars, &mut out);
        } else {
            out.push(next);
        }
    }
    out
}

/// JSON and JavaScript: `\n`, `\x41`, `\u0041`, `\u{41}`, surrogate pairs.
fn script(chars: &mut Peekable<Chars<'_>>, out: &mut String) {
    match chars.next() {
        Some('n' | 'r' | 't' | 'f' | 'v' | 'b' | '0') => out.push(' '),
        Some('\n' | '\r') | None => {}
        Some('x') => push(digits(chars, 2), out),
        Some('u') if chars.peek() == Some(&'{') => {
            chars.next();
            push(digits(chars, 8), out);
            chars.next_if_eq(&'}');
        }
        Some('u') => {
            let unit = digits(chars, 4);
            let mut ahead = chars.clone();
            let pair = (ahead.next(), ahead.next()) == (Some('\\'), Some('u'));
            if let (0xd800..0xdc00, true) = (unit, pair) {
                let low = digits(&mut ahead, 4);
                if (0xdc00..0xe000).contains(&low) {
                    *chars = ahead;
                    return push(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), out);
                }
            }
            push(unit, out);
        }
        Some(other) => out.push(other),
    }
}

/// CSS: one to six hexadecimal digits and an optional space.
fn style(chars: &mut Peekable<Chars<'_>>, out: &mut String) {
    if chars.peek().is_some_and(char::is_ascii_hexdigit) {
        push(digits(chars, 6), out);
        chars.next_if(char::is_ascii_whitespace);
    } else {
        out.extend(chars.next());
    }
}

fn digits(chars: &mut Peekable<Chars<'_>>, most: usize) -> u32 {
    let mut value = 0;
    for _ in 0..most {
        match chars
            .next_if(char::is_ascii_hexdigit)
            .and_then(|digit| digit.to_digit(16))
        {
            Some(digit) => value = value << 4 | digit,
            None => break,
        }
    }
    value
}

fn push(code: u32, out: &mut String) {
    out.push(char::from_u32(code).unwrap_or(' '));
}
