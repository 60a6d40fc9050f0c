//! Reads inline markup: stars, a few tags, entities, links.

use super::super::blocks::{HARD, NOTE};
use super::super::lines;
use super::{Piece, Tone};

/// A piece, or a star run whose partner is still to be found.
enum Token {
    Piece(Piece),
    Stars { tone: Tone, opens: bool, closes: bool },
}

/// Splits a block's text into pieces; unpaired stars become text, unclosed tags are closed.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    pair(tokens(text))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut run = String::new();
    let mut rest = text;
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        let special = match c {
            '*' => Some(stars(rest, before)),
            '<' => tag(rest),
            '&' => entity(rest).map(|(c, used)| (vec![Token::Piece(Piece::Text(c.to_string()))], used)),
            '[' => link(rest),
            '!' if rest.starts_with("![") => picture(rest),
            HARD => Some((vec![Token::Piece(Piece::Break)], 1)),
            NOTE => note(rest),
            _ => None,
        };
        let used = if let Some((tokens, used)) = special {
            if !run.is_empty() {
                out.push(Token::Piece(Piece::Text(std::mem::take(&mut run))));
            }
            out.extend(tokens);
            used
        } else {
            run.push(c);
            c.len_utf8()
        };
        before = rest[..used].chars().next_back();
        rest = &rest[used..];
    }
    if !run.is_empty() {
        out.push(Token::Piece(Piece::Text(run)));
    }
    out
}

fn stars(rest: &str, before: Option<char>) -> (Vec<Token>, usize) {
    let count = rest.bytes().take_while(|b| *b == b'*').count();
    let after = rest[count..].chars().next();
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let opens = !space(after) && (count > 1 || !word(before));
    let closes = !space(before) && (count > 1 || !word(after));
    let star = |tone| Token::Stars { tone, opens, closes };
    let tokens = match count {
        1 => vec![star(Tone::Emphasis)],
        2 => vec![star(Tone::Strong)],
        3 if closes && !opens => vec![star(Tone::Emphasis), star(Tone::Strong)],
        3 => vec![star(Tone::Strong), star(Tone::Emphasis)],
        _ => vec![Token::Piece(Piece::Text("*".repeat(count)))],
    };
    (tokens, count)
}

fn note(rest: &str) -> Option<(Vec<Token>, usize)> {
    let end = window(&rest[1..], 60).find(NOTE)?;
    let piece = Piece::Note(rest[1..=end].to_owned());
    Some((vec![Token::Piece(piece)], end + 2))
}

/// Known tags only; anything else in angle brackets is text.
fn tag(rest: &str) -> Option<(Vec<Token>, usize)> {
    let limit = rest.len().min(400);
    let end = rest.as_bytes()[..limit].iter().position(|b| *b == b'>')?;
    let inner = &rest[1..end];
    if inner.contains('<') {
        return None;
    }
    if inner.starts_with("http://") || inner.starts_with("https://") {
        let target = inner.to_owned();
        let text = target.clone();
        return (!inner.contains(char::is_whitespace))
            .then(|| (vec![Token::Piece(Piece::Link { text, target })], end + 1));
    }
    let closing = inner.starts_with('/');
    let name = inner
        .trim_start_matches('/')
        .split(|c: char| c.is_whitespace() || c == '/')
        .next()?
        .to_ascii_lowercase();
    let tone = |tone| {
        if closing { Piece::Close(tone) } else { Piece::Open(tone) }
    };
    let piece = match name.as_str() {
        "i" | "em" => tone(Tone::Emphasis),
        "b" | "strong" => tone(Tone::Strong),
        "s" | "del" | "strike" => tone(Tone::Strike),
        "u" | "ins" => tone(Tone::Underline),
        "mark" => tone(Tone::Mark),
        "sup" => tone(Tone::Above),
        "sub" => tone(Tone::Below),
        "code" => tone(Tone::Code),
        "br" | "p" | "li" | "ul" | "ol" | "div" => Piece::Break,
        "img" => Piece::Picture(attribute(inner, "alt").unwrap_or_default()),
        "span" | "a" | "font" | "small" | "th" | "td" => {
            return Some((Vec::new(), end + 1));
        }
        _ => return None,
    };
    Some((vec![Token::Piece(piece)], end + 1))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.find(&format!("{name}=\""))? + name.len() + 2;
    let rest = &tag[at..];
    Some(rest[..rest.find('"')?].to_owned())
}

fn entity(rest: &str) -> Option<(char, usize)> {
    let limit = rest.len().min(12);
    let end = rest.as_bytes()[..limit].iter().position(|b| *b == b';')?;
    let name = &rest[1..end];
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "copy" => '©',
        "reg" => '®',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "bull" => '•',
        "deg" => '°',
        "colon" => ':',
        "times" => '×',
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
    };
    Some((c, end + 1))
}

/// `[text](address)` with an address outside the plan keeps its link; others keep their text.
fn link(rest: &str) -> Option<(Vec<Token>, usize)> {
    let (text, target, used) = bracketed(rest)?;
    let outside = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| target.starts_with(scheme));
    if outside && !target.contains(['<', '>', ' ']) {
        let piece = Piece::Link {
            text: text.to_owned(),
            target: target.to_owned(),
        };
        return Some((vec![Token::Piece(piece)], used));
    }
    target.starts_with('#').then(|| (tokens_of_label(text), used))
}

fn tokens_of_label(text: &str) -> Vec<Token> {
    vec![Token::Piece(Piece::Text(super::plain(text)))]
}

fn picture(rest: &str) -> Option<(Vec<Token>, usize)> {
    let (text, _, used) = bracketed(&rest[1..])?;
    let mut used = used + 1;
    if rest[used..].starts_with('{')
        && let Some(end) = window(&rest[used..], 300).find('}')
    {
        used += end + 1;
    }
    Some((vec![Token::Piece(Piece::Picture(text.to_owned()))], used))
}

fn bracketed(rest: &str) -> Option<(&str, &str, usize)> {
    let near = window(rest, 1000);
    let close = near.find("](")?;
    let text = &rest[1..close];
    if text.contains(['[', '\n']) {
        return None;
    }
    let target = &near[close + 2..];
    let end = target.find(')')?;
    Some((text, target[..end].trim(), close + 2 + end + 1))
}

/// The beginning of a text, so that a lone bracket is not searched to the end each time.
fn window(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Finds the partner of each star run and keeps the nesting proper.
fn pair(tokens: Vec<Token>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(tokens.len());
    let mut open: Vec<(Tone, usize, bool)> = Vec::new();
    for token in tokens {
        match token {
            Token::Piece(Piece::Open(tone)) => {
                if !open.iter().any(|(other, ..)| *other == tone) {
                    open.push((tone, out.len(), true));
                    out.push(Piece::Open(tone));
                }
            }
            Token::Piece(Piece::Close(tone)) => close(&mut out, &mut open, tone),
            Token::Piece(piece) => out.push(piece),
            Token::Stars { tone, opens, closes } => {
                let running = open.iter().any(|(other, ..)| *other == tone);
                if closes && running {
                    close(&mut out, &mut open, tone);
                } else if opens && !running {
                    open.push((tone, out.len(), false));
                    out.push(Piece::Open(tone));
                } else {
                    out.push(Piece::Text(literal(tone)));
                }
            }
        }
    }
    for (tone, at, tag) in open.into_iter().rev() {
        if tag {
            out.push(Piece::Close(tone));
        } else {
            out[at] = Piece::Text(literal(tone));
        }
    }
    merged(out)
}

/// Neighbouring texts as one, with the signs behind their stand-ins.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (out.last_mut(), piece) {
            (Some(Piece::Text(last)), Piece::Text(text)) => last.extend(text.chars().map(lines::literal)),
            (_, Piece::Text(text)) => out.push(Piece::Text(text.chars().map(lines::literal).collect())),
            (_, piece) => out.push(piece),
        }
    }
    out
}

/// Closes a tone; what was opened inside it and not closed becomes text or ends here.
fn close(out: &mut Vec<Piece>, open: &mut Vec<(Tone, usize, bool)>, tone: Tone) {
    let Some(depth) = open.iter().position(|(other, ..)| *other == tone) else {
        return;
    };
    for (inner, at, tag) in open.drain(depth + 1..).rev().collect::<Vec<_>>() {
        if tag {
            out.push(Piece::Close(inner));
        } else {
            out[at] = Piece::Text(literal(inner));
        }
    }
    open.truncate(depth);
    out.push(Piece::Close(tone));
}

fn literal(tone: Tone) -> String {
    match tone {
        Tone::Emphasis => "*".to_owned(),
        Tone::Strong => "**".to_owned(),
        // other tones are set with tags only, which are closed where they end
        _ => String::new(),
    }
}
