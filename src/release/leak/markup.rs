//! HTML and XML as a reader and as a program see them: text content, attribute values, comments.
//!
//! A lexer of its own, since it must not give up on anything: whatever it misplaces is read byte by byte as well.

use super::entities;
use super::explore::{Explorer, Origin};
use super::words::Style;

/// Elements that do not break a line of text.
const INLINE: [&str; 43] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "nobr", "output", "q", "rb", "rp", "rt", "ruby", "s", "samp", "script", "small",
    "span", "strike", "strong", "style", "sub", "sup", "time", "tspan", "tt", "u", "var", "wbr",
];

/// Elements of rich text in a cell of a workbook.
const IN_CELL: [&str; 10] = [
    "charset",
    "color",
    "family",
    "r",
    "rfont",
    "rpr",
    "scheme",
    "sz",
    "t",
    "vertalign",
];
/// What breaks a line in a letter or on a slide; everything else there tells how a run looks or where it was edited,
/// and an editor begins a new run at any letter.
const OFFICE_BREAKS: [&str; 7] = ["a:p", "a:tc", "w:p", "w:tc", "w:tr", "w:tbl", "w:sectpr"];

fn is_inline(name: &str) -> bool {
    let office = name.starts_with("w:") || name.starts_with("a:");
    INLINE.contains(&name) || IN_CELL.contains(&name) || office && !OFFICE_BREAKS.contains(&name)
}

/// Whether `text` has a tag or an entity.
pub(super) fn is_likely(text: &str) -> bool {
    text.contains('&') || text.contains('<')
}

/// Reads text content in one go; attribute values and comments that need decoding go back to the explorer.
pub(super) fn read(explorer: &mut Explorer<'_>, text: &str, origin: Origin, depth: u8) {
    let mut inner: Vec<(usize, String)> = Vec::new();
    let mut words = explorer.words(Style::Reading);
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let plain = rest.find('<').unwrap_or(rest.len());
        entities::each(&rest[..plain], |index, piece| match piece {
            entities::Piece::Text(run) => words.text(run, origin.skip(at + index)),
            entities::Piece::Character(character) => words.character(character, origin.at(at + index)),
            entities::Piece::Unknown => words.soft(),
        });
        at += plain;
        let rest = &text[at..];
        let Some(&next) = rest.as_bytes().get(1) else { break };
        if let Some(comment) = rest.strip_prefix("<!--") {
            let size = comment.find("-->").unwrap_or(comment.len());
            nested(&mut inner, at, &comment[..size]);
            words.soft();
            at = (at + 4 + size + 3).min(text.len());
        } else if rest.starts_with("<![CDATA[") {
            at += 9;
        } else if next.is_ascii_alphabetic() || next == b'/' {
            let name = name(&rest[1..]);
            let size = attributes(&rest[1..], |index, value| nested(&mut inner, at + 1 + index, value));
            at += 1 + size;
            match name.trim_start_matches('/') {
                "br" | "w:br" | "w:cr" | "w:tab" | "a:br" => words.space(),
                name if is_inline(name) => words.soft(),
                _ => words.boundary(),
            }
            if matches!(name.as_str(), "script" | "style") {
                let body = &text[at..];
                let size = end_of_raw(body, &name);
                nested(&mut inner, at, &body[..size]);
                at += size;
            }
        } else if matches!(next, b'!' | b'?') {
            at += rest.find('>').map_or(rest.len(), |end| end + 1);
        } else {
            words.character('<', origin.at(at));
            at += 1;
        }
    }
    words.finish();
    for (index, value) in inner {
        explorer.derived(&value, origin.decoded(index), depth);
    }
}

/// Keeps a value that reads otherwise than its bytes do.
fn nested(inner: &mut Vec<(usize, String)>, at: usize, value: &str) {
    if value.contains(['&', '<', '"', '{', '=', '>', '`']) {
        inner.push((at, entities::decode(value)));
    }
}

/// The lower-case name of a tag, with its slash.
fn name(tag: &str) -> String {
    let end = tag
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | ':')))
        .unwrap_or(tag.len());
    // "<br/>" closes itself.
    let name = tag[..end].to_ascii_lowercase();
    if name.len() > 1 {
        name.trim_end_matches('/').to_owned()
    } else {
        name
    }
}

/// Hands out the attribute values of a tag and returns its length with the closing bracket.
fn attributes(tag: &str, mut value: impl FnMut(usize, &str)) -> usize {
    let bytes = tag.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return at + 1,
            quote @ (b'"' | b'\'') => {
                let body = &tag[at + 1..];
                let size = body.find(char::from(quote)).unwrap_or(body.len());
                value(at + 1, &body[..size]);
                at += size + 2;
            }
            b'=' if bytes.get(at + 1).is_some_and(|next| !b"\"' \t\r\n>".contains(next)) => {
                let body = &tag[at + 1..];
                let size = body.find([' ', '\t', '\r', '\n', '>']).unwrap_or(body.len());
                value(at + 1, &body[..size]);
                at += size + 1;
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Where the raw text of `<script>` or `<style>` ends.
fn end_of_raw(body: &str, name: &str) -> usize {
    let is_end = |at: usize| {
        let rest = &body.as_bytes()[at + 2..];
        rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    };
    body.match_indices("</")
        .map(|(at, _)| at)
        .find(|at| is_end(*at))
        .unwrap_or(body.len())
}
