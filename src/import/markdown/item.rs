//! List items: what marks them and which lines they hold.

use super::super::marker::{self, Marker};
use super::Line;
use super::detect::hash_level;

/// What stands before an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sign {
    Bullet(char),
    /// `3.` or `3)`
    Number(u32, char),
    /// `a)`, `(iv)` and others that only Pandoc counts with.
    Fancy(Marker),
}

impl Sign {
    /// Whether a list may begin with it.
    pub(super) fn is_first(&self) -> bool {
        match self {
            Self::Bullet(_) => true,
            Self::Number(n, _) => *n == 1,
            Self::Fancy(marker) => marker.kinds().into_iter().any(|kind| marker.value(kind) == Some(1)),
        }
    }

    /// Whether an item with this sign goes on with the list of the other.
    pub(super) fn follows(&self, last: &Self) -> bool {
        match (last, self) {
            (Self::Bullet(a), Self::Bullet(b)) | (Self::Number(_, a), Self::Number(_, b)) => a == b,
            _ => false,
        }
    }
}

/// The sign at the front of a line and the column where its text begins.
pub(super) fn sign(text: &str, pandoc: bool) -> Option<(Sign, usize)> {
    let indent = indent(text);
    let body = &text[indent..];
    if indent > 3 {
        return None;
    }
    let first = body.chars().next()?;
    let (sign, width) = if "-*+".contains(first) {
        (Sign::Bullet(first), 1)
    } else if first.is_ascii_digit() {
        let digits = body.bytes().take_while(u8::is_ascii_digit).count();
        let end = body[digits..].chars().next().filter(|c| ".)".contains(*c))?;
        (
            Sign::Number(body[..digits].parse().ok().filter(|_| digits < 9)?, end),
            digits + 1,
        )
    } else if pandoc {
        let (marker, _) = marker::parse(body)?;
        if marker.sign.is_empty() {
            return None;
        }
        let width = marker.shown.len();
        // `B. Contoh` is a name; Pandoc asks for two spaces
        let name = marker.sign.bytes().all(|b| b.is_ascii_uppercase()) && marker.shown.ends_with('.');
        if name && !body[width..].starts_with("  ") {
            return None;
        }
        (Sign::Fancy(marker), width)
    } else {
        return None;
    };
    let after = &body[width..];
    let spaces = after.bytes().take_while(|b| *b == b' ').count();
    match (spaces, after.len() == spaces) {
        (_, true) => Some((sign, indent + width + 1)),
        (0, _) => None,
        (1..=4, _) => Some((sign, indent + width + spaces)),
        _ => Some((sign, indent + width + 1)),
    }
}

/// The lines of the item that begins here, without its sign; and how many lines it takes.
pub(super) fn lines<'t>(lines: &[Line<'t>], at: usize, offset: usize, pandoc: bool) -> (Vec<Line<'t>>, usize) {
    let first = lines[at];
    let mut out = vec![(first.0, strip(first.1, offset))];
    let mut used = 1;
    let mut gap = 0;
    for line in &lines[at + 1..] {
        if line.1.trim().is_empty() {
            gap += 1;
            continue;
        }
        let inside = indent(line.1) >= offset;
        let lazy = gap == 0 && !starts_block(line.1, pandoc);
        if !inside && !lazy {
            break;
        }
        out.extend(std::iter::repeat_n((line.0, ""), gap));
        used += gap + 1;
        gap = 0;
        out.push((line.0, if inside { &line.1[offset..] } else { line.1.trim_start() }));
    }
    (out, used)
}

fn strip(text: &str, offset: usize) -> &str {
    text.get(offset..).unwrap_or("")
}

/// Whether a line opens a block, so that it goes on with no paragraph.
fn starts_block(text: &str, pandoc: bool) -> bool {
    let body = text.trim_start();
    sign(text, pandoc).is_some()
        || hash_level(body).is_some()
        || body.starts_with(":::")
        || body.starts_with("```")
        || body.starts_with("~~~")
        || body.starts_with('>')
        || body.starts_with('|')
        || body.starts_with("+-")
        || body.starts_with("[^")
}

/// Spaces at the front.
pub(super) fn indent(text: &str) -> usize {
    text.bytes().take_while(|b| *b == b' ').count()
}
