//! The text of a page in blocks, as a browser shows it. `reader/src/marks.ts` cuts a page in the same way.

use std::ops::Range;

/// Stands for what is shown and is no running text.
pub(super) const OBJECT: char = '\u{fffc}';

/// Elements that nothing is read of: their text must stay whole, or is none.
const OBJECTS: &[&str] = &[
    "audio", "button", "canvas", "code", "h1", "h2", "h3", "h4", "h5", "h6", "iframe", "img", "input", "kbd", "math",
    "object", "picture", "pre", "samp", "script", "select", "style", "svg", "template", "textarea", "video", "wbr",
];

/// Those of them that have no end.
const VOID_OBJECTS: &[&str] = &["img", "input", "wbr"];

/// Elements inside a line. All others end a block.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "del", "dfn", "em", "i", "ins", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "u", "var",
];

/// A stretch of text without an end of line that the page makes: a paragraph, an item, a cell.
#[derive(Default)]
pub struct Block {
    /// The characters, and the byte of the HTML where each begins.
    pub(super) chars: Vec<(char, usize)>,
}

impl Block {
    /// Letters and digits, in lower case: what names the block, and what a leaked text is compared with.
    pub fn letters(&self) -> String {
        letters(self.chars.iter().map(|(c, _)| *c))
    }
}

/// Letters and digits of a text, in lower case.
pub(super) fn letters(text: impl Iterator<Item = char>) -> String {
    text.filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The blocks of HTML that the renderer made: every end tag stands there, and every attribute is in quotes.
pub fn blocks(html: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut block = Block::default();
    let mut at = 0;
    while let Some(rest) = html.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("<!--") {
            at += rest.find("-->").map_or(rest.len(), |end| end + 3);
        } else if let Some(tag) = tag(rest) {
            let start = at;
            at += tag.length;
            if OBJECTS.contains(&tag.name.as_str()) {
                if !tag.is_end {
                    block.chars.push((OBJECT, start));
                    at += content(&html[at..], &tag.name);
                }
            } else if !INLINE.contains(&tag.name.as_str()) {
                found.push(std::mem::take(&mut block));
            }
        } else {
            let (c, length) = character(rest);
            block.chars.push((c, at));
            at += length;
        }
    }
    found.push(block);
    found.retain(|block| !block.chars.is_empty());
    found
}

struct Tag {
    name: String,
    is_end: bool,
    length: usize,
}

/// The tag that text begins with.
fn tag(text: &str) -> Option<Tag> {
    let inner = text.strip_prefix('<')?;
    let is_end = inner.starts_with('/');
    let name = inner.trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
    let mut quote = None;
    let end = text.char_indices().find(|(_, c)| {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(*c),
            (Some(open), c) if open == *c => quote = None,
            _ => {}
        }
        quote.is_none() && *c == '>'
    });
    Some(Tag {
        name: name.to_ascii_lowercase(),
        is_end,
        length: end.map_or(text.len(), |(at, _)| at + 1),
    })
}

/// How long the content of an element is, its end tag included.
fn content(text: &str, name: &str) -> usize {
    if VOID_OBJECTS.contains(&name) {
        return 0;
    }
    let mut depth = 1;
    let mut at = 0;
    while depth > 0 {
        let Some(next) = text[at..].find('<') else {
            return text.len();
        };
        at += next;
        match tag(&text[at..]) {
            Some(tag) => {
                at += tag.length;
                if tag.name == name {
                    depth = if tag.is_end { depth - 1 } else { depth + 1 };
                }
            }
            None => at += 1,
        }
    }
    at
}

/// No reference that is read is longer, in bytes.
const LONGEST_ENTITY: usize = 12;

/// The character that text begins with, and how many bytes it takes in HTML.
fn character(text: &str) -> (char, usize) {
    if text.starts_with('&')
        && let Some(end) = text.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';')
        && let Some(c) = entity(&text[1..end])
    {
        return (c, end + 1);
    }
    let c = text.chars().next().unwrap_or(OBJECT);
    (c, c.len_utf8())
}

/// The references that are written by this program and by the cleaner of raw HTML.
fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "nbsp" => '\u{a0}',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    })
}

/// The part of a page that is marked.
pub(super) fn main_of(page: &str) -> Option<Range<usize>> {
    let start = page.find("<main")?;
    let start = start + tag(&page[start..])?.length;
    let end = page.rfind("</main>").filter(|end| *end >= start)?;
    Some(start..end)
}
