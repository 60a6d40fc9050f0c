//! HTML as a browser understands it, in comparable pieces: tags closed, attributes sorted, blanks between blocks dropped.

use std::collections::{BTreeMap, HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

/// A start tag.
pub(super) struct Tag {
    pub(super) name: String,
    attributes: BTreeMap<String, String>,
}

impl Tag {
    /// Takes an attribute away when its value is such a one.
    pub(super) fn drop(&mut self, name: &str, is: impl Fn(&str) -> bool) {
        if self.attributes.get(name).is_some_and(|value| is(value)) {
            self.attributes.remove(name);
        }
    }

    /// Changes the value of an attribute that is there.
    pub(super) fn set(&mut self, name: &str, change: impl Fn(&str) -> Option<String>) {
        if let Some(value) = self.attributes.get_mut(name)
            && let Some(changed) = change(value)
        {
            *value = changed;
        }
    }
}

const BLOCKS: [&str; 27] = [
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "col",
    "dd",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "tr",
    "ul",
];

/// The pieces of a document, start tags changed, with comments or without them.
pub(super) fn tokens(html: &str, with_comments: bool, mut change: impl FnMut(&mut Tag)) -> Vec<String> {
    let html = parsed(html, with_comments);
    let mut tokens: Vec<String> = Vec::new();
    let mut rest = html.as_str();
    let mut in_pre = false;
    while !rest.is_empty() {
        let length = length(rest);
        let (piece, after) = rest.split_at(length);
        rest = after;
        if piece.starts_with("<!--") {
            tokens.push(piece.to_owned());
        } else if let Some(name) = piece.strip_prefix("</") {
            let mut tag = Tag {
                name: name.trim_end_matches('>').to_owned(),
                attributes: BTreeMap::new(),
            };
            in_pre &= tag.name != "pre";
            change(&mut tag);
            tokens.push(format!("</{}>", tag.name));
        } else if piece.starts_with('<') {
            let mut tag = tag(piece);
            in_pre |= tag.name == "pre";
            change(&mut tag);
            let attributes = tag
                .attributes
                .iter()
                .map(|(name, value)| format!(" {name}=\"{value}\""));
            let attributes = attributes.collect::<Vec<_>>().concat();
            tokens.push(format!("<{}{attributes}>", tag.name));
        } else if in_pre {
            tokens.push(piece.to_owned());
        } else {
            tokens.push(text(piece));
        }
    }
    trimmed(&tokens)
}

/// As a browser reads it: the parser of browsers, with nothing taken out.
fn parsed(html: &str, with_comments: bool) -> String {
    let mut tags = HashSet::new();
    for (at, _) in html.match_indices('<') {
        let name = html[at + 1..].split(|c: char| !c.is_ascii_alphanumeric()).next();
        tags.extend(name.filter(|name| !name.is_empty()));
    }
    tags.insert("tbody");
    let lower: Vec<String> = tags.iter().map(|tag| tag.to_lowercase()).collect();
    Builder::new()
        .tags(lower.iter().map(String::as_str).collect())
        .clean_content_tags(HashSet::new())
        .tag_attributes(HashMap::new())
        .generic_attributes(["alt", "class", "href", "id", "rel", "src", "start", "title"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(!with_comments)
        .clean(html)
        .to_string()
}

/// How many bytes the first piece has: a comment, a tag or a text.
fn length(html: &str) -> usize {
    if html.starts_with("<!--") {
        return html.find("-->").map_or(html.len(), |at| at + 3);
    }
    if !html.starts_with('<') {
        return html.find('<').unwrap_or(html.len());
    }
    let mut quoted = false;
    let end = html.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    end.expect("the serialiser closes every tag") + 1
}

/// A start tag as the serialiser writes it: `<name a="b">`.
fn tag(piece: &str) -> Tag {
    let inner = &piece[1..piece.len() - 1];
    let (name, mut rest) = inner.split_once(' ').unwrap_or((inner, ""));
    let mut attributes = BTreeMap::new();
    while let Some((attribute, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').expect("a closing quote");
        attributes.insert(attribute.trim().to_owned(), value.to_owned());
        rest = after;
    }
    Tag {
        name: name.to_owned(),
        attributes,
    }
}

/// Runs of blanks as one.
fn text(piece: &str) -> String {
    let words = piece.split([' ', '\n', '\t']).filter(|word| !word.is_empty());
    let inner = words.collect::<Vec<_>>().join(" ");
    let blank = |found: bool| if found { " " } else { "" };
    if inner.is_empty() {
        return " ".to_owned();
    }
    let (before, after) = (piece.starts_with([' ', '\n', '\t']), piece.ends_with([' ', '\n', '\t']));
    format!("{}{inner}{}", blank(before), blank(after))
}

/// Blanks beside blocks say nothing, but for those in `pre`.
fn trimmed(tokens: &[String]) -> Vec<String> {
    let is_block = |token: Option<&String>| match token {
        None => true,
        Some(token) => {
            let name = token.trim_start_matches(['<', '/']);
            let name = name.split([' ', '>']).next().unwrap_or_default();
            token.starts_with("<!--") || token.starts_with('<') && BLOCKS.contains(&name)
        }
    };
    let mut in_pre = false;
    let mut kept = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        in_pre = (in_pre || token == "<pre>") && token != "</pre>";
        if token.starts_with('<') || in_pre {
            kept.push(token.clone());
            continue;
        }
        let mut text = token.as_str();
        if is_block(at.checked_sub(1).and_then(|before| tokens.get(before))) {
            text = text.trim_start_matches(' ');
        }
        if is_block(tokens.get(at + 1)) {
            text = text.trim_end_matches(' ');
        }
        if !text.is_empty() {
            kept.push(text.to_owned());
        }
    }
    kept
}
