//! Chapters, sections and annexes with the source's own numbers.

use std::collections::BTreeSet;

use super::blocks::{Block, HARD, Kind, unstarred};
use super::contents::Contents;
use super::heading::{self, Found};
use super::inline;
use super::notes::Notes;
use super::number::{self, Style};
use super::parts;
use super::place::Place;

/// A section of the plan.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// 1, 2 or 3.
    pub level: usize,
    /// The source's number; none for parts that carry none.
    pub number: Option<String>,
    pub title: String,
    pub blocks: Vec<Block>,
}

/// The document, taken apart.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// What stands before the first chapter.
    pub front: Vec<Block>,
    /// Sections in document order.
    pub nodes: Vec<Node>,
    /// Parts such as the distribution list behind a chapter: the number of sections before each, and its blocks.
    pub back: Vec<(usize, Vec<Block>)>,
    pub style: Style,
}

/// Splits the blocks at their headings.
pub(super) fn build(blocks: Vec<Block>, contents: &Contents, notes: &mut Notes) -> Outline {
    let style = heading::style(&blocks);
    let mut builder = Builder {
        outline: Outline {
            style,
            ..Outline::default()
        },
        place: Place::default(),
        chapter: String::new(),
        base: heading::base_level(&blocks, style),
        contents,
        notes,
        in_back: false,
    };
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        if let Some(mut found) = heading::find(&block, style) {
            if found.text.is_empty() {
                let follows = blocks.next_if(heading::is_title_line);
                found.text = follows.map(|next| inline::plain(&next.text)).unwrap_or_default();
            }
            builder.numbered(block, found);
        } else if builder.opens_back(&block) {
            let before = builder.outline.nodes.len();
            builder.outline.back.push((before, vec![block]));
            builder.in_back = true;
        } else if let Kind::Hash(level) = block.kind {
            builder.hash(block, level);
        } else {
            builder.body(block);
        }
    }
    let outline = builder.outline;
    let numbers: BTreeSet<&String> = outline.nodes.iter().filter_map(|node| node.number.as_ref()).collect();
    for (line, number, title) in &contents.annexes {
        if !numbers.contains(number) {
            let message = "annex on the contents list whose text is not in the source";
            notes.attention_at(message, *line, &format!("{number}: {title}"));
        }
    }
    outline
}

struct Builder<'a> {
    outline: Outline,
    place: Place,
    /// Title of the chapter that is open.
    chapter: String,
    /// Level of the `#` headings that open chapters.
    base: usize,
    contents: &'a Contents,
    notes: &'a mut Notes,
    /// A part behind the chapters is open.
    in_back: bool,
}

impl Builder<'_> {
    fn numbered(&mut self, block: Block, found: Found) {
        let Some(slot) = self.place.slot(&found.number) else {
            return self.stray(block, &found);
        };
        if slot.again {
            if self.chapter.eq_ignore_ascii_case(&inline::plain(&found.text)) {
                self.notes.dropped("chapter heading repeated on a later page", 1);
                return;
            }
            return self.stray(block, &found);
        }
        let announced = self.contents.titles.get(&found.shown).map(String::as_str);
        let verdict = heading::judge(&block, &found, slot.level, announced, !self.contents.titles.is_empty());
        let Some((title, body)) = verdict else {
            return self.body(block);
        };
        let line = block.line;
        let rest = body.into_iter().map(|text| Block::text(line, text));
        if slot.level > 3 {
            let text = format!("{} {title}", found.shown);
            self.push(Block {
                kind: Kind::Hash(4),
                text,
                ..block
            });
            rest.for_each(|block| self.push(block));
            return;
        }
        if let Some(odd) = slot.odd {
            self.notes.attention_at(odd, line, &format!("{} {title}", found.shown));
        }
        self.place = slot.next;
        if slot.level == 1 {
            self.chapter.clone_from(&title);
        }
        self.in_back = false;
        let deepest = self.outline.nodes.last().map_or(0, |node| node.level);
        self.outline.nodes.push(Node {
            level: slot.level.min(deepest + 1),
            number: Some(found.shown.clone()),
            title: if title.is_empty() { found.shown } else { title },
            blocks: rest.collect(),
        });
        if let Some(body) = found.after {
            self.push(Block::text(line, body));
        }
    }

    /// A number that fits nowhere stays text.
    fn stray(&mut self, block: Block, found: &Found) {
        let title_like = found.text.len() < 100 && !block.tight && !block.text.ends_with(['.', ';', ',', ':']);
        if title_like && self.place.started && !matches!(block.kind, Kind::Item(_)) {
            let message = "numbered line that fits no place among the headings, kept as text";
            self.notes.unplaced(message, block.line, &block.text);
        }
        self.body(block);
    }

    /// A heading behind the first chapter that names control block, distribution list, abbreviations or references.
    fn opens_back(&self, block: &Block) -> bool {
        if !self.place.started
            || !block.inside.is_empty()
            || block.text.contains(['\n', HARD])
            || block.text.len() > 120
        {
            return false;
        }
        let title = inline::plain(&block.text);
        let stands_out = match block.kind {
            Kind::Hash(level) => (level + 1).saturating_sub(self.base) <= 1,
            Kind::Text => !block.tight && number::capitals(&title),
            _ => false,
        };
        stands_out && parts::is_data(&title)
    }

    /// Where blocks go now.
    fn list(&mut self) -> &mut Vec<Block> {
        let Outline { front, nodes, back, .. } = &mut self.outline;
        match (back.last_mut(), nodes.last_mut()) {
            (Some((_, blocks)), _) if self.in_back => blocks,
            (_, Some(node)) => &mut node.blocks,
            (_, None) => front,
        }
    }

    fn hash(&mut self, block: Block, level: usize) {
        let title = inline::plain(&block.text);
        let depth = (level + 1).saturating_sub(self.base);
        let unnumbered = self.outline.style == Style::None;
        let front = !self.place.started && (!unnumbered || depth == 0 || parts::is_name(&title));
        if front || title.is_empty() {
            return self.body(block);
        }
        let opens = if unnumbered { depth <= 3 } else { depth <= 1 };
        if !opens {
            return self.push(block);
        }
        self.in_back = false;
        let deepest = self.outline.nodes.last().map_or(0, |node| node.level);
        self.place.started = true;
        self.outline.nodes.push(Node {
            level: depth.clamp(1, 3).min(deepest + 1),
            number: None,
            title,
            blocks: Vec::new(),
        });
    }

    /// Ordinary text; a wrapped line that only looked like a heading goes back where it was.
    fn body(&mut self, block: Block) {
        let looks = number::candidate(unstarred(&block.text)).is_some();
        let list = self.list();
        match list.last_mut() {
            Some(above) if looks && block.tight && block.kind == Kind::Text && wraps(above) => {
                above.text.push('\n');
                above.text.push_str(&block.text);
            }
            _ => list.push(block),
        }
    }

    fn push(&mut self, block: Block) {
        self.list().push(block);
    }
}

/// Whether a block's text goes on in the next line.
fn wraps(block: &Block) -> bool {
    matches!(block.kind, Kind::Text | Kind::Item(_) | Kind::Bullet) && !block.text.ends_with(['.', ':', ';'])
}
