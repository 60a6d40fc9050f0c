//! Lines of a container to blocks; containers inside it are read the same way.

use std::collections::BTreeMap;

use super::super::blocks::{self, Block, Entry, HARD, Head, Kind, NOTE};
use super::super::lines;
use super::super::marker;
use super::super::notes::Notes;
use super::super::number;
use super::super::running;
use super::detect::{Flavour, hash_level};
use super::inline::{self, Inline};
use super::item::{self, Sign};
use super::rows::{self, Cell};
use super::{Footnote, Line, Read, cell, dashed, grid, html, pipe};

/// Lists and quotes may be nested this deep; what is deeper becomes text.
const DEEPEST: usize = 8;

pub(super) struct Reader {
    inline: Inline,
    blocks: Vec<Block>,
    footnotes: BTreeMap<String, Footnote>,
    /// Lines of the paragraph that is open.
    open: Vec<(usize, String)>,
    /// A blank line stands before what comes next.
    gap: bool,
    /// An element, and a code fence, of this container that is never closed.
    open_html: bool,
    open_fence: bool,
    /// Depth of the fenced divisions that are open.
    divisions: usize,
    fences: usize,
    merged: Vec<usize>,
    stacked: usize,
    comments: usize,
}

impl Reader {
    pub(super) fn new(flavour: Flavour) -> Self {
        Self {
            inline: Inline {
                flavour,
                files: 0,
                comments: 0,
            },
            blocks: Vec::new(),
            footnotes: BTreeMap::new(),
            open: Vec::new(),
            gap: true,
            open_html: false,
            open_fence: false,
            divisions: 0,
            fences: 0,
            merged: Vec::new(),
            stacked: 0,
            comments: 0,
        }
    }

    pub(super) fn finish(self, notes: &mut Notes) -> Read {
        notes.dropped("lines around a division, whose text is kept", self.fences);
        notes.dropped("comments that no reader sees", self.comments + self.inline.comments);
        notes.changed("links to files, written as text", self.inline.files);
        notes.changed("table cells with several paragraphs or lists, set in lines", self.stacked);
        for line in self.merged {
            notes.attention_at(
                "table with merged cells: their text stands in each row, and in each column of the head",
                line,
                "",
            );
        }
        Read {
            blocks: self.blocks,
            footnotes: self.footnotes,
        }
    }

    fn pandoc(&self) -> bool {
        self.inline.flavour == Flavour::Pandoc
    }

    /// Reads the lines of one container.
    pub(super) fn read(&mut self, lines: &[Line<'_>], inside: &str, depth: usize) {
        let mut next_rule = vec![lines.len(); lines.len()];
        for at in (0..lines.len().saturating_sub(1)).rev() {
            next_rule[at] = if dashed::groups(lines[at + 1].1).is_some() {
                at + 1
            } else {
                next_rule[at + 1]
            };
        }
        let unclosed = (
            std::mem::take(&mut self.open_html),
            std::mem::take(&mut self.open_fence),
        );
        let mut last: Option<Sign> = None;
        let mut at = 0;
        while at < lines.len() {
            let text = lines[at].1;
            if text.trim().is_empty() {
                self.close(inside);
                self.gap = true;
                at += 1;
                continue;
            }
            if let Some((sign, offset)) = self.item_here(text, depth) {
                self.close(inside);
                let first = !last.as_ref().is_some_and(|last| sign.follows(last));
                let (inner, used) = item::lines(lines, at, offset, self.pandoc());
                let follows = |line: &Line<'_>| {
                    let next = item::sign(line.1, self.pandoc());
                    next.is_some_and(|(next, _)| next.follows(&sign))
                };
                let beside = lines[at + used..].iter().find(|line| !line.1.trim().is_empty());
                let alone = first && !beside.is_some_and(follows);
                self.item(&sign, (first, alone), &inner, inside, depth);
                last = Some(sign);
                at += used;
                continue;
            }
            let used = self.block(lines, at, &next_rule, inside, depth);
            let used = used.unwrap_or_else(|| {
                self.open.push((lines[at].0, text.to_owned()));
                1
            });
            last = None;
            at += used;
        }
        self.close(inside);
        (self.open_html, self.open_fence) = unclosed;
    }

    /// A list item that may begin here: in a paragraph of Pandoc's none does.
    fn item_here(&self, text: &str, depth: usize) -> Option<(Sign, usize)> {
        let (sign, offset) = item::sign(text, self.pandoc())?;
        let inner = depth > 0 && sign.is_first();
        let common = matches!(sign, Sign::Bullet(_)) && !self.pandoc();
        let free = self.open.is_empty() || inner || common;
        (free && !is_rule(text) && depth < DEEPEST).then_some((sign, offset))
    }

    /// Reads a block other than a list item or a paragraph; gives the lines used.
    fn block(
        &mut self,
        lines: &[Line<'_>],
        at: usize,
        next_rule: &[usize],
        inside: &str,
        depth: usize,
    ) -> Option<usize> {
        let (number, text) = lines[at];
        let body = text.trim();
        let indent = item::indent(text);
        let fresh = self.open.is_empty();
        if fresh && indent >= 4 && !text.contains('\t') {
            return Some(self.indented(lines, at, inside));
        }
        if let Some(used) = self.fenced(lines, at, inside) {
            return Some(used);
        }
        if self.is_division(body) || html::is_division(body) {
            self.close(inside);
            self.gap = true;
            self.fences += 1;
            return Some(1);
        }
        if indent < 4
            && let Some(level) = hash_level(body)
        {
            self.close(inside);
            self.heading(number, level, &body[level..], inside);
            return Some(1);
        }
        if !fresh {
            return self.underlined(body, inside);
        }
        if body.starts_with("<!--") && body.ends_with("-->") {
            self.comments += usize::from(body != "<!-- -->");
            self.gap = true;
            // ends the list before it
            return Some(1);
        }
        if let Some(used) = self.table(lines, at, next_rule, inside, depth) {
            return Some(used);
        }
        if is_rule(text) {
            self.push(number, Kind::Rule, String::new(), inside);
            return Some(1);
        }
        if text.starts_with('>') && depth < DEEPEST {
            return Some(self.quote(lines, at, inside, depth));
        }
        if let Some(used) = self.footnote(lines, at) {
            return Some(used);
        }
        let captions = [": ", "Table: "].iter().find_map(|sign| body.strip_prefix(sign));
        if let Some(rest) = captions.filter(|_| matches!(self.blocks.last(), Some(b) if matches!(b.kind, Kind::Table(_))))
        {
            self.open.push((number, rest.trim().to_owned()));
            return Some(1);
        }
        if let Some(rest) = text.strip_prefix(":   ").filter(|_| self.pandoc() && depth < DEEPEST) {
            let mut shifted = vec![(number, rest)];
            let (more, used) = item::lines(lines, at, 4, true);
            shifted.extend(more.into_iter().skip(1));
            self.read(&shifted, inside, depth + 1);
            return Some(used);
        }
        None
    }

    fn is_division(&mut self, body: &str) -> bool {
        let Some(rest) = body.strip_prefix(":::").map(|rest| rest.trim_start_matches(':').trim()) else {
            return false;
        };
        if rest.is_empty() {
            let open = self.divisions > 0;
            self.divisions -= usize::from(open);
            return open;
        }
        let bare = rest.trim_end_matches(':').trim_end();
        // a bare word opens a division in Pandoc's Markdown, where plain colons of the text would look the same:
        // only attributes are beyond doubt
        let opens = inline::attributes(bare).is_some_and(|end| end == bare.len());
        self.divisions += usize::from(opens);
        opens
    }

    fn table(
        &mut self,
        lines: &[Line<'_>],
        at: usize,
        next_rule: &[usize],
        inside: &str,
        depth: usize,
    ) -> Option<usize> {
        let number = lines[at].0;
        let body = lines[at].1;
        if let Some(found) = dashed::read(lines, at, next_rule) {
            self.rows(number, found.rows, found.heads, inside);
            return Some(found.used);
        }
        if grid::rule(body) {
            return Some(match grid::read(lines, at) {
                Ok(grid) => {
                    let rows = grid
                        .rows
                        .iter()
                        .map(|row| row.iter().map(|place| self.place(place, depth)).collect())
                        .collect();
                    self.flat(number, rows, grid.heads, inside);
                    grid.used
                }
                Err(used) => {
                    let texts: Vec<&str> = lines[at..at + used].iter().map(|line| line.1.trim()).collect();
                    let text = self.inline.rewrite(&texts.join(&HARD.to_string()));
                    self.push(number, Kind::Text, text, inside);
                    used
                }
            });
        }
        if body.starts_with('|') {
            if let Some(found) = pipe::read(lines, at) {
                self.rows(number, found.rows, found.heads, inside);
                return Some(found.used);
            }
            let texts = pipe::line_block(lines, at);
            if !texts.is_empty() {
                let text = self.inline.rewrite(&texts.join(&HARD.to_string()));
                self.push(number, Kind::Text, text, inside);
                return Some(texts.len());
            }
        }
        if body.starts_with('<') && !self.open_html {
            return self.html(lines, at, inside);
        }
        None
    }

    fn html(&mut self, lines: &[Line<'_>], at: usize, inside: &str) -> Option<usize> {
        let number = lines[at].0;
        if let Some((text, used)) = html::figure(lines, at) {
            self.push(number, Kind::Text, text, inside);
            return Some(used);
        }
        let Some(table) = html::table(lines, at) else {
            if html::opens(lines[at].1, "table") || html::opens(lines[at].1, "figure") {
                self.open_html = true;
            }
            return None;
        };
        if !table.caption.is_empty() {
            self.push(number, Kind::Text, table.caption, inside);
        }
        self.stacked += usize::from(table.nested);
        self.flat(number, table.rows, table.heads, inside);
        Some(table.used)
    }

    /// A cell of a grid, whose lines hold blocks of their own.
    fn place(&mut self, place: &grid::Place<'_>, depth: usize) -> Cell {
        let margin = |line: &&Line<'_>| !line.1.trim().is_empty();
        let left = place.lines.iter().filter(margin).map(|line| item::indent(line.1)).min().unwrap_or(0);
        let lines: Vec<Line<'_>> = place
            .lines
            .iter()
            .map(|line| (line.0, line.1.get(left..).unwrap_or("").trim_end()))
            .collect();
        let outer = std::mem::take(&mut self.blocks);
        let gap = std::mem::replace(&mut self.gap, true);
        self.read(&lines, "", depth + 1);
        let inner = std::mem::replace(&mut self.blocks, outer);
        self.gap = gap;
        self.stacked += usize::from(inner.len() > 1);
        place.cell(cell::text(&inner))
    }

    fn rows(&mut self, number: usize, rows: Vec<Vec<Cell>>, heads: usize, inside: &str) {
        let mut rows = rows;
        for cell in rows.iter_mut().flatten() {
            cell.text = self.inline.rewrite(&cell.text);
        }
        self.flat(number, rows, heads, inside);
    }

    /// Writes the table with one head row and no spans.
    fn flat(&mut self, number: usize, rows: Vec<Vec<Cell>>, heads: usize, inside: &str) {
        let (mut rows, merged) = rows::flatten(rows, heads);
        if rows.is_empty() {
            return;
        }
        if merged {
            self.merged.push(number);
        }
        let heads = heads.min(rows.len());
        if heads > 1 {
            let below: Vec<Vec<String>> = rows.drain(1..heads).collect();
            rows[0] = below.into_iter().fold(std::mem::take(&mut rows[0]), super::super::heads::joined);
        }
        self.push(number, Kind::Table(rows), String::new(), inside);
        if let Some(block) = self.blocks.last_mut() {
            block.head = if heads == 0 { Head::No } else { Head::Yes };
        }
    }

    fn quote(&mut self, lines: &[Line<'_>], at: usize, inside: &str, depth: usize) -> usize {
        let quoted = |text: &str| text.starts_with('>');
        let lazy = |text: &str| !text.trim().is_empty() && item::sign(text, true).is_none() && !text.starts_with(['#', ':']);
        let used = 1 + lines[at + 1..].iter().take_while(|line| quoted(line.1) || lazy(line.1)).count();
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

    fn item(&mut self, sign: &Sign, (first, alone): (bool, bool), lines: &[Line<'_>], inside: &str, depth: usize) {
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

    /// `[^1]: text`, with what is set in below it.
    fn footnote(&mut self, lines: &[Line<'_>], at: usize) -> Option<usize> {
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
    fn fenced(&mut self, lines: &[Line<'_>], at: usize, inside: &str) -> Option<usize> {
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
        let code: Vec<&str> = texts
            .map(|text| &text[item::indent(text).min(indent)..])
            .collect();
        self.close(inside);
        self.push(number, Kind::Code, code.join("\n"), inside);
        self.gap = true;
        Some(end + 2)
    }

    fn indented(&mut self, lines: &[Line<'_>], at: usize, inside: &str) -> usize {
        let deep = |line: &&Line<'_>| line.1.trim().is_empty() || item::indent(line.1) >= 4;
        let mut used = lines[at..].iter().take_while(deep).count();
        while lines[at + used - 1].1.trim().is_empty() {
            used -= 1;
        }
        let code: Vec<&str> = lines[at..at + used].iter().map(|line| line.1.get(4..).unwrap_or("")).collect();
        self.push(lines[at].0, Kind::Code, code.join("\n"), inside);
        used
    }

    /// `Title` above `=====` or `-----`.
    fn underlined(&mut self, body: &str, inside: &str) -> Option<usize> {
        let level = match body.as_bytes() {
            [b'=', ..] if body.bytes().all(|b| b == b'=') => 1,
            [b'-', ..] if body.bytes().all(|b| b == b'-') => 2,
            _ => return None,
        };
        if self.open.len() > 3 || body.len() < 2 {
            return None;
        }
        let (number, _) = *self.open.first().map(|(number, text)| (number, text)).as_ref()?;
        let number = *number;
        let text: Vec<String> = self.open.drain(..).map(|(_, text)| text.trim().to_owned()).collect();
        self.heading(number, level, &text.join(" "), inside);
        Some(1)
    }

    fn heading(&mut self, number: usize, level: usize, text: &str, inside: &str) {
        let mut text = text.trim();
        if let Some(at) = text.rfind('{').filter(|at| inline::attributes(&text[*at..]) == Some(text.len() - at)) {
            text = text[..at].trim_end();
        }
        let bare = text.trim_end_matches('#');
        if bare.ends_with(' ') || bare.is_empty() {
            text = bare.trim_end();
        }
        let rewritten = self.inline.rewrite(text);
        // a title cannot refer to a note, the text below it can
        let mut parts = rewritten.split(NOTE);
        let mut title = parts.next().unwrap_or("").to_owned();
        let mut refers = String::new();
        while let (Some(label), Some(rest)) = (parts.next(), parts.next()) {
            refers.push_str(&format!("{NOTE}{label}{NOTE}"));
            title.push_str(rest);
        }
        let kind = if inside.is_empty() { Kind::Hash(level) } else { Kind::Text };
        self.push(number, kind, title, inside);
        if !refers.is_empty() {
            self.push(number, Kind::Text, refers, inside);
        }
        self.gap = true;
    }

    fn push(&mut self, number: usize, kind: Kind, text: String, inside: &str) {
        self.blocks.push(Block {
            kind,
            tight: !self.gap,
            inside: inside.to_owned(),
            ..Block::text(number, text)
        });
        self.gap = false;
    }

    /// Ends the paragraph that is open.
    fn close(&mut self, inside: &str) {
        if self.open.is_empty() {
            return;
        }
        let lines = std::mem::take(&mut self.open);
        if lines.iter().any(|(_, text)| text.trim().contains('\t')) {
            return self.tabbed(&lines, inside);
        }
        let header = |line: &str| running::is_header(line.trim().trim_end_matches('\\'));
        if lines.len() > 1 && lines.iter().any(|(_, line)| header(line)) {
            for line in lines {
                self.open.push(line);
                self.close(inside);
            }
            return;
        }
        let mut text = String::new();
        for (index, (_, line)) in lines.iter().enumerate() {
            let body = line.trim();
            let (body, hard) = match body.strip_suffix('\\').filter(|rest| !rest.ends_with('\\')) {
                Some(rest) => (rest, true),
                None => (body, line.ends_with("  ")),
            };
            text.push_str(body);
            if index + 1 < lines.len() {
                text.push(if hard { HARD } else { ' ' });
            }
        }
        let number = lines[0].0;
        if let Some(bullet) = marker::bullet(&text).filter(|_| !text.starts_with(['-', '*', '–'])) {
            let bullet = self.inline.rewrite(bullet);
            return self.push(number, Kind::Bullet, bullet, inside);
        }
        if let Some((found, rest)) = marker::parse(&text) {
            let rest = self.inline.rewrite(rest);
            return self.push(number, Kind::Item(found), rest, inside);
        }
        let entry = entry(&text);
        let text = unescaped_number(self.inline.rewrite(&text));
        let text = format!("{entry}{text}");
        self.push(number, Kind::Text, text, inside);
    }

    /// Rows that a converter set with tabs.
    fn tabbed(&mut self, lines: &[(usize, String)], inside: &str) {
        let lines: Vec<lines::Line<'_>> = lines
            .iter()
            .map(|(number, text)| lines::Line {
                number: *number,
                text: text.trim_end_matches(' '),
                page_break: false,
                role: lines::Role::Text,
            })
            .collect();
        for mut block in blocks::parse(&lines) {
            block.text = self.inline.rewrite(&block.text);
            if let Kind::Table(rows) = &mut block.kind {
                for cell in rows.iter_mut().flatten() {
                    *cell = self.inline.rewrite(cell);
                }
            }
            inside.clone_into(&mut block.inside);
            self.blocks.push(block);
        }
        self.gap = false;
    }
}

/// The signs of a paragraph that is one link inside the document.
fn entry(text: &str) -> &'static str {
    match text.find("](#") {
        Some(at) if text.starts_with('[') && text[at..].find(')') == Some(text.len() - at - 1) => {
            if text[at + 3..].starts_with("_Toc") {
                "\u{4}\u{4}"
            } else {
                "\u{4}"
            }
        }
        _ => "",
    }
}

/// `1\. PENGENALAN`: Pandoc keeps a number from becoming a list; it may still head a chapter.
fn unescaped_number(text: String) -> String {
    let digits = text.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let mut rest = text[digits..].chars();
    match rest.next() {
        Some(c) if digits > 0 && lines::is_stand_in(c) && lines::literal(c) == '.' => {
            format!("{}.{}", &text[..digits], rest.as_str())
        }
        _ => text,
    }
}

/// `---`, `***` or `* * *`
fn is_rule(text: &str) -> bool {
    let body = text.trim();
    let Some(first) = body.chars().next().filter(|c| "-*_".contains(*c)) else {
        return false;
    };
    body.chars().all(|c| c == first || c == ' ') && body.matches(first).count() >= 3
}

/// `[ ]` or `☒` in front of a bullet's text.
fn task<'t>(lines: &[Line<'t>], sign: &Sign) -> (Option<bool>, Vec<Line<'t>>) {
    let mut lines = lines.to_vec();
    let signs = [("[ ] ", false), ("[x] ", true), ("[X] ", true), ("☐ ", false), ("☒ ", true)];
    let found = signs
        .into_iter()
        .find_map(|(sign, done)| Some((lines[0].1.strip_prefix(sign)?, done)))
        .filter(|_| matches!(sign, Sign::Bullet(_)));
    if let Some((rest, _)) = found {
        lines[0].1 = rest;
    }
    (found.map(|(_, done)| done), lines)
}
