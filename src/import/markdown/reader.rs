//! Lines of a container to blocks; containers inside it are read the same way.

mod containers;
mod paragraph;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use super::super::blocks::{Block, Kind, NOTE};
use super::super::inline::settle;
use super::super::notes::Notes;
use super::detect::{Flavour, hash_level};
use super::inline::{self, Inline};
use super::item::{self, Sign};
use super::{Footnote, Line, Read, dashed, html};

/// Lists and quotes may be nested this deep; what is deeper becomes text.
const DEEPEST: usize = 8;

/// Words that open a sealed block here and so stay text.
const MARKS: [&str; 4] = ["terbuka", "terhad", "sulit", "rahsia"];

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
    /// The last line of this container that can close a division.
    last_close: usize,
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
            last_close: 0,
            divisions: 0,
            fences: 0,
            merged: Vec::new(),
            stacked: 0,
            comments: 0,
        }
    }

    pub(super) fn finish(mut self, notes: &mut Notes) -> Read {
        self.settle();
        notes.dropped("lines around a division, whose text is kept", self.fences);
        notes.dropped("comments that no reader sees", self.comments + self.inline.comments);
        notes.changed("links to files, written as text", self.inline.files);
        notes.changed(
            "table cells with several paragraphs or lists, set in lines",
            self.stacked,
        );
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

    /// Makes text of references to notes that the source does not have.
    fn settle(&mut self) {
        let known: BTreeSet<String> = self.footnotes.keys().cloned().collect();
        let notes = self.footnotes.values_mut().map(|note| &mut note.text);
        let blocks = self.blocks.iter_mut().flat_map(|block| {
            let cells = match &mut block.kind {
                Kind::Table(rows) => rows.iter_mut().flatten().collect(),
                _ => Vec::new(),
            };
            cells.into_iter().chain([&mut block.text])
        });
        for text in blocks.chain(notes).filter(|text| text.contains(NOTE)) {
            *text = settle(text, |label| known.contains(label));
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
        let closes = |line: &&Line<'_>| line.1.starts_with(":::") && line.1.trim().bytes().all(|b| b == b':');
        let last_close = lines.iter().rev().find(closes).map_or(0, |line| line.0);
        let outer = (
            std::mem::take(&mut self.open_html),
            std::mem::take(&mut self.open_fence),
            std::mem::replace(&mut self.last_close, last_close),
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
        (self.open_html, self.open_fence, self.last_close) = outer;
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
        if self.is_division(number, body) || html::is_division(body) {
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
        if let Some(rest) =
            captions.filter(|_| matches!(self.blocks.last(), Some(b) if matches!(b.kind, Kind::Table(_))))
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

    fn is_division(&mut self, number: usize, body: &str) -> bool {
        let Some(rest) = body.strip_prefix(":::").map(|rest| rest.trim_start_matches(':').trim()) else {
            return false;
        };
        if rest.is_empty() {
            let open = self.divisions > 0;
            self.divisions -= usize::from(open);
            return open;
        }
        let bare = rest.trim_end_matches(':').trim_end();
        let word = self.pandoc() && bare.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let opens = inline::attributes(bare).is_some_and(|end| end == bare.len()) || (word && !MARKS.contains(&bare));
        let opens = opens && number < self.last_close;
        self.divisions += usize::from(opens);
        opens
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
}

/// `---`, `***` or `* * *`
fn is_rule(text: &str) -> bool {
    let body = text.trim();
    let Some(first) = body.chars().next().filter(|c| "-*_".contains(*c)) else {
        return false;
    };
    body.chars().all(|c| c == first || c == ' ') && body.matches(first).count() >= 3
}
