//! List items, quotes, footnotes and code: blocks that hold lines of their own.

use super::super::super::blocks::{Block, Entry, Kind};
use super::super::super::{marker, number};
use super::super::item::{self, Sign};
use super::super::{Footnote, Line, cell, inline};
use super::{DEEPEST, Reader};

impl Reader {
    pub(super) fn item(
        &mut self,
        sign: &Sign,
        (first, alone): (bool, bool),
        lines: &[Line<'_>],
        inside: &str,
        depth: usize,
    ) {
        let number = lines[0].0;
        let tight = !self.gap;
        let before = self.blocks.len();
        let marker = match sign {
            Sign::Bullet(_) => "-".to_owned(),
            Sign::Number(n, end) => format!("{n}{end}"),
            Sign::Fancy(_) => String::new(),
        };
        let (task, lines) = task(lines, sign);
        let inner = match sign {
            Sign::Fancy(_) => inside.to_owned(),
            _ => format!("{inside}{}", " ".repeat(marker.len() + 1)),
        };
        self.read(&lines, &inner, depth + 1);
        let marked = |block: &Block| matches!(block.kind, Kind::Item(_) | Kind::Bullet) && block.inside == inner;
        if matches!(sign, Sign::Bullet(_)) && self.blocks.get(before).is_some_and(marked) {
            // the text brings its own sign
            for block in &mut self.blocks[before..] {
                block.inside.replace_range(inside.len()..inner.len(), "");
            }
            return;
        }
        let text = match self.blocks.get_mut(before) {
            Some(block) if block.kind == Kind::Text && block.line == number => {
                let text = std::mem::take(&mut block.text);
                self.blocks.remove(before);
                text
            }
            _ => String::new(),
        };
        let kind = match sign {
            Sign::Fancy(marker) => Kind::Item(marker.clone()),
            // a number by itself before capitals heads a chapter, as Word counts it
            Sign::Number(..) if alone && inside.is_empty() && number::capitals(&text) => {
                let shown = format!("{marker} ");
                match marker::parse(&shown) {
                    Some((marker, _)) => Kind::Item(marker),
                    None => Kind::Text,
                }
            }
            _ => Kind::Entry(Entry { marker, task, first }),
        };
        let block = Block {
            kind,
            tight,
            inside: inside.to_owned(),
            ..Block::text(number, text)
        };
        if let Some(child) = self.blocks.get_mut(before) {
            child.tight |= block.text.is_empty();
        }
        self.blocks.insert(before, block);
    }

    pub(super) fn quote(&mut self, lines: &[Line<'_>], at: usize, inside: &str, depth: usize) -> usize {
        let quoted = |text: &str| text.starts_with('>');
        let lazy =
            |text: &str| !text.trim().is_empty() && item::sign(text, true).is_none() && !text.starts_with(['#', ':']);
        let used = 1 + lines[at + 1..]
            .iter()
            .take_while(|line| quoted(line.1) || lazy(line.1))
            .count();
        let inner: Vec<Line<'_>> = lines[at..at + used]
            .iter()
            .map(|(number, text)| {
                let rest = text.strip_prefix('>').unwrap_or(text);
                (*number, rest.strip_prefix(' ').unwrap_or(rest))
            })
            .collect();
        self.gap = true;
        self.read(&inner, &format!("{inside}> "), depth + 1);
        self.gap = true;
        used
    }

    /// `[^1]: text`, with what is set in below it.
    pub(super) fn footnote(&mut self, lines: &[Line<'_>], at: usize) -> Option<usize> {
        let (number, text) = lines[at];
        let rest = text.strip_prefix("[^")?;
        let (label, rest) = rest.split_once("]:")?;
        if !inline::is_label(label) || self.footnotes.contains_key(label) {
            return None;
        }
        let (more, used) = item::lines(lines, at, 4, self.pandoc());
        let mut inner = vec![(number, rest.trim_start())];
        inner.extend(more.into_iter().skip(1));
        let outer = std::mem::take(&mut self.blocks);
        self.gap = true;
        self.read(&inner, "", DEEPEST - 1);
        let blocks = std::mem::replace(&mut self.blocks, outer);
        self.gap = true;
        let footnote = Footnote {
            line: number,
            text: cell::text(&blocks),
        };
        self.footnotes.insert(label.to_owned(), footnote);
        Some(used)
    }

    /// Code between fences; an open end is no code.
    pub(super) fn fenced(&mut self, lines: &[Line<'_>], at: usize, inside: &str) -> Option<usize> {
        let (number, text) = lines[at];
        let body = text.trim_start();
        let sign = body.chars().next().filter(|c| "`~".contains(*c))?;
        let length = body.bytes().take_while(|b| char::from(*b) == sign).count();
        if length < 3 || body[length..].contains(sign) || self.open_fence {
            return None;
        }
        let closes = |line: &Line<'_>| {
            let body = line.1.trim();
            body.len() >= length && body.chars().all(|c| c == sign)
        };
        let Some(end) = lines[at + 1..].iter().position(closes) else {
            self.open_fence = true;
            return None;
        };
        let indent = item::indent(text);
        let texts = lines[at + 1..at + 1 + end].iter().map(|line| line.1);
        let code: Vec<&str> = texts.map(|text| &text[item::indent(text).min(indent)..]).collect();
        self.close(inside);
        self.push(number, Kind::Code, code.join("\n"), inside);
        self.gap = true;
        Some(end + 2)
    }

    pub(super) fn indented(&mut self, lines: &[Line<'_>], at: usize, inside: &str) -> usize {
        let deep = |line: &&Line<'_>| line.1.trim().is_empty() || item::indent(line.1) >= 4;
        let mut used = lines[at..].iter().take_while(deep).count();
        while lines[at + used - 1].1.trim().is_empty() {
            used -= 1;
        }
        let code: Vec<&str> = lines[at..at + used]
            .iter()
            .map(|line| line.1.get(4..).unwrap_or(""))
            .collect();
        self.push(lines[at].0, Kind::Code, code.join("\n"), inside);
        used
    }
}

/// `[ ]` or `☒` in front of a bullet's text.
fn task<'t>(lines: &[Line<'t>], sign: &Sign) -> (Option<bool>, Vec<Line<'t>>) {
    let mut lines = lines.to_vec();
    let signs = [
        ("[ ] ", false),
        ("[x] ", true),
        ("[X] ", true),
        ("☐ ", false),
        ("☒ ", true),
    ];
    let found = signs
        .into_iter()
        .find_map(|(sign, done)| Some((lines[0].1.strip_prefix(sign)?, done)))
        .filter(|_| matches!(sign, Sign::Bullet(_)));
    if let Some((rest, _)) = found {
        lines[0].1 = rest;
    }
    (found.map(|(_, done)| done), lines)
}
