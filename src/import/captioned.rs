//! The captions that the plan language can say, and what refers to them.
//!
//! A caption is one when its number names one thing and that thing stands beside it: a table below or above it. The picture
//! of a figure is never in a text: one that the text names above the caption describes it.

use std::collections::BTreeMap;

use super::blocks::{Block, Kind};
use super::captions::{self, Caption, Named};
use super::{escape, placeholder, table};

/// Where the captioned thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
}

/// Captions by the number of the source.
#[derive(Debug, Default)]
pub(super) struct Captioned {
    /// How often a caption has the number, and where what it names stands.
    known: BTreeMap<(Named, String), (usize, Option<Side>)>,
}

impl Captioned {
    /// Goes through the text of all sections.
    pub(super) fn of<'b>(sections: impl Iterator<Item = &'b [Block]> + Clone) -> Self {
        // Between two tables a caption goes with the one that the document's other captions go with.
        let mut sides = [0_usize; 2];
        for blocks in sections.clone() {
            for at in 0..blocks.len() {
                let tables = beside(blocks, at);
                if own(&blocks[at]).is_some_and(|caption| caption.named == Named::Table) {
                    sides[0] += usize::from(tables == (true, false));
                    sides[1] += usize::from(tables == (false, true));
                }
            }
        }
        let usual = if sides[0] > sides[1] { Side::Above } else { Side::Below };
        let mut known: BTreeMap<(Named, String), (usize, Option<Side>)> = BTreeMap::new();
        for blocks in sections {
            let mut taken = None;
            for at in 0..blocks.len() {
                let Some(caption) = own(&blocks[at]) else { continue };
                let side = match (caption.named, beside(blocks, at)) {
                    (Named::Picture, tables) => {
                        // Where nothing else may be meant, the picture is not in the text at all.
                        let is_alone = tables == (false, false) && !is_beside_picture(blocks, at);
                        (picture(blocks, at).is_some() || is_alone).then_some(Side::Above)
                    }
                    (Named::Table, (true, true)) if taken.map(|table: usize| table + 1) == Some(at) => {
                        Some(Side::Below)
                    }
                    (Named::Table, (true, true)) => Some(usual),
                    (Named::Table, (true, false)) if taken.map(|table| table + 1) != Some(at) => Some(Side::Above),
                    (Named::Table, (_, below)) => below.then_some(Side::Below),
                };
                if caption.named == Named::Table && side == Some(Side::Below) {
                    taken = Some(at + 1);
                }
                let (count, found) = known.entry((caption.named, caption.number)).or_default();
                *count += 1;
                *found = side;
            }
        }
        Self { known }
    }

    fn side(&self, named: Named, number: &str) -> Option<Side> {
        match self.known.get(&(named, number.to_owned())) {
            Some((1, side)) => *side,
            _ => None,
        }
    }

    /// The caption that a block is, if it is one, and where its table or picture stands.
    pub(super) fn at(&self, block: &Block) -> Option<(Caption, Side)> {
        let caption = own(block)?;
        let side = self.side(caption.named, &caption.number)?;
        Some((caption, side))
    }

    /// What a picture says of itself when the block is one and the next block is its caption.
    pub(super) fn is_pictured(&self, block: &Block, next: Option<&Block>) -> bool {
        let next = next.and_then(|next| self.at(next));
        next.is_some_and(|(caption, _)| caption.named == Named::Picture) && placeholder::words(block).is_some()
    }

    /// Markdown in which each `Jadual 1` and `Rajah 1` that means such a caption leads to it.
    pub(super) fn linked(&self, text: &str) -> String {
        // Code, links and notes keep their words.
        if self.known.is_empty() || text.contains(['`', '<', '[']) {
            return text.to_owned();
        }
        let tables = self.linked_to(text, Named::Table);
        self.linked_to(&tables, Named::Picture)
    }

    fn linked_to(&self, text: &str, named: Named) -> String {
        let name = format!("{} ", word(named));
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(&name) {
            let before = rest[..at].chars().next_back().or(out.chars().next_back());
            let (words, after) = rest.split_at(at + name.len());
            let digits = after.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
            let number = after[..digits].trim_end_matches('.');
            let next = after[number.len()..].chars().next();
            let is_whole = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '@'))
                && next.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '('));
            if is_whole && self.side(named, number).is_some() {
                out.push_str(&words[..at]);
                out.push('@');
                out.push_str(&label(named, number));
                rest = &after[number.len()..];
            } else {
                out.push_str(words);
                rest = after;
            }
        }
        out + rest
    }
}

/// The caption of a table in the words of the plan language.
pub(super) fn of_table(caption: &Caption) -> String {
    format!(": {} {}", escape::whole(&caption.title), braces(caption, ""))
}

/// A figure whose picture is still to be put there; `up` leads to the folder of the content.
pub(super) fn of_picture(caption: &Caption, described: &str, up: &str) -> String {
    // Signs that the parser might read stay out of the description.
    let plain: String = described
        .chars()
        .filter(|c| c.is_alphanumeric() || " ,.()-".contains(*c))
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let alt = if plain.is_empty() || plain == caption.title {
        String::new()
    } else {
        format!(" alt=\"{plain}\"")
    };
    format!(
        "![{}]({up}{}){}",
        escape::whole(&caption.title),
        placeholder::path(&caption.number),
        braces(caption, &alt)
    )
}

fn braces(caption: &Caption, more: &str) -> String {
    let label = label(caption.named, &caption.number);
    format!("{{#{label} number=\"{}\"{more}}}", caption.number)
}

/// What the pages call a table or figure, and nothing else does.
fn word(named: Named) -> &'static str {
    match named {
        Named::Picture => "Rajah",
        Named::Table => "Jadual",
    }
}

fn label(named: Named, number: &str) -> String {
    let prefix = match named {
        Named::Picture => "fig",
        Named::Table => "tbl",
    };
    format!("{prefix}-{}", number.replace('.', "-"))
}

/// A caption with a number that the plan language can keep.
fn own(block: &Block) -> Option<Caption> {
    if block.kind != Kind::Text || !block.inside.is_empty() {
        return None;
    }
    let is_number = |number: &str| {
        let parts = || number.split('.');
        number.len() <= 12 && parts().all(|part| !part.is_empty())
    };
    captions::read(&block.text).filter(|caption| caption.word == word(caption.named) && is_number(&caption.number))
}

/// Whether tables stand above and below a block.
fn beside(blocks: &[Block], at: usize) -> (bool, bool) {
    let above = at.checked_sub(1).and_then(|at| blocks.get(at));
    (is_one_table(above), is_one_table(blocks.get(at + 1)))
}

/// Whether the text names a picture above or below a block.
fn is_beside_picture(blocks: &[Block], at: usize) -> bool {
    let above = at.checked_sub(1).and_then(|at| blocks.get(at));
    let mut beside = above.into_iter().chain(blocks.get(at + 1));
    beside.any(|block| placeholder::words(block).is_some())
}

/// What the picture above a block says of itself. One below a caption that has no other picture may be that one's.
fn picture(blocks: &[Block], at: usize) -> Option<String> {
    let words = placeholder::words(blocks.get(at.checked_sub(1)?)?)?;
    let before = at.checked_sub(2).and_then(|at| captions::read(&blocks[at].text));
    let has_own = || {
        at.checked_sub(3)
            .is_some_and(|at| placeholder::words(&blocks[at]).is_some())
    };
    let is_free = before.is_none_or(|before| before.named != Named::Picture || has_own());
    is_free.then_some(words)
}

/// Whether a block is written as one table.
fn is_one_table(block: Option<&Block>) -> bool {
    let Some(Block {
        kind: Kind::Table(rows),
        inside,
        head,
        ..
    }) = block
    else {
        return false;
    };
    inside.is_empty() && matches!(table::write(rows, *head).as_slice(), [one] if one.starts_with('|'))
}
