//! Writes the text of a section as Markdown.

use std::collections::BTreeSet;

use super::blocks::{Block, Entry, HARD, Kind};
use super::captioned::{self, Captioned, Side};
use super::captions::{self, Named};
use super::code;
use super::fences;
use super::inline::{self, Target};
use super::items::{self, Items};
use super::lists::Nesting;
use super::marker::{Frame, Marker};
use super::notes::Notes;
use super::number;
use super::placeholder;
use super::table;

/// The body of a section, with a line feed at the end unless it is empty.
pub(super) fn write(
    blocks: &[Block],
    captions: &Captioned,
    up: &str,
    pictures: &mut BTreeSet<String>,
    notes: &mut Notes,
) -> String {
    let mut writer = Writer {
        out: String::new(),
        nesting: Nesting::default(),
        items: Items::default(),
        bullets: Vec::new(),
        inside: String::new(),
        before: Before::default(),
        captions,
        up,
        pictures,
        picture: None,
        table: Table::None,
        notes,
    };
    for (at, block) in blocks.iter().enumerate() {
        writer.block(block, &blocks[at + 1..]);
    }
    let mut out = fences::quiet(&writer.out);
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// What the block above left behind.
#[derive(Default)]
struct Before {
    /// What each further line of it would begin with.
    inside: String,
    /// The next block follows on the next line.
    close: bool,
    /// Its list, when it is an item: what stands before the marker, and the marker's own sign.
    list: Option<(String, char)>,
}

/// A table for which captions are looked.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Table {
    #[default]
    None,
    /// A caption that waits for the table below it.
    Awaited,
    /// A table with its caption above.
    Captioned,
    /// Any other table.
    Bare,
}

struct Writer<'a> {
    out: String,
    nesting: Nesting,
    /// Lists with markers of their own that are open.
    items: Items,
    /// Indents of the open plain bullets.
    bullets: Vec<usize>,
    /// What each line begins with inside quotes and items.
    inside: String,
    before: Before,
    captions: &'a Captioned,
    /// Leads to the folder of the content.
    up: &'a str,
    /// Numbers of the figures that wait for their pictures.
    pictures: &'a mut BTreeSet<String>,
    /// What the block above says of a picture, when that waits for its caption.
    picture: Option<String>,
    /// What the block above is, as far as captions go.
    table: Table,
    notes: &'a mut Notes,
}

impl Writer<'_> {
    fn block(&mut self, block: &Block, rest: &[Block]) {
        if self.captions.is_pictured(block, rest.first()) {
            self.picture = placeholder::words(block);
            return;
        }
        let pictures = inline::pictures(&block.text);
        if pictures > 0 {
            self.notes.changed("pictures that the text only names", pictures);
        }
        let open_bullets = std::mem::take(&mut self.bullets);
        let open_items = std::mem::take(&mut self.items);
        let is_beside = self.inside == block.inside;
        self.inside.clone_from(&block.inside);
        let list = self.before.list.take();
        match &block.kind {
            Kind::Entry(entry) => {
                self.nesting.reset();
                self.entry(block, entry, list.as_ref());
            }
            Kind::Code => {
                let text = code::write(&block.text);
                self.paragraph(&text, 0);
            }
            Kind::Note(label) => {
                let text = inline::markdown(&block.text, Target::Block).replace('\n', "\n    ");
                self.paragraph(&format!("[^{label}]: {text}"), 0);
            }
            Kind::Rule => self.paragraph("***", 0),
            Kind::Hash(level) => {
                self.nesting.reset();
                self.heading(*level, &block.text);
            }
            Kind::Table(rows) => {
                for part in table::write(rows, block.head) {
                    self.paragraph(&part, 0);
                }
                self.table = if self.table == Table::Awaited {
                    Table::Captioned
                } else {
                    Table::Bare
                };
                return;
            }
            Kind::Item(marker) if is_heading(marker, block) => {
                self.nesting.reset();
                self.heading(2, &block.shown());
            }
            Kind::Item(marker) => {
                if is_beside {
                    self.items = open_items;
                }
                let next = rest.first().and_then(marker_of);
                self.item(marker, block, next);
            }
            Kind::Bullet if number::candidate(&block.text).is_none() => {
                self.bullets = open_bullets;
                self.bullet(block);
            }
            Kind::Text if is_beside && self.belongs(block, rest) => {
                self.items = open_items;
                let indent = self.items.inside();
                self.paragraph(&self.words(&block.text), indent);
                self.items.paragraph();
            }
            Kind::Bullet | Kind::Text => {
                self.text(block);
                return;
            }
        }
        self.table = Table::None;
    }

    /// Running text as Markdown.
    fn words(&self, text: &str) -> String {
        self.captions.linked(&inline::markdown(text, Target::Block))
    }

    fn text(&mut self, block: &Block) {
        let table = std::mem::take(&mut self.table);
        if let Some((caption, side)) = self.captions.at(block) {
            if caption.named == Named::Picture {
                let described = self.picture.take().unwrap_or_default();
                if described.is_empty() {
                    self.notes.attention_at(
                        "the picture above this caption is not in the text",
                        block.line,
                        &block.text,
                    );
                }
                self.paragraph(&captioned::of_picture(&caption, &described, self.up), 0);
                self.notes
                    .changed("figures that wait for their picture, in content/gambar", 1);
                self.pictures.insert(caption.number);
                return;
            }
            if side == Side::Below {
                if table == Table::Bare {
                    // Else the table above would take it.
                    self.paragraph("<!-- -->", 0);
                }
                self.table = Table::Awaited;
            }
            self.paragraph(&captioned::of_table(&caption), 0);
            return;
        }
        if let Some(caption) = captions::read(&block.text) {
            let text = inline::markdown(&block.text, Target::Caption);
            self.paragraph(&format!("*{text}*"), 0);
            let message = if caption.named == Named::Picture {
                "this caption of a figure stands beside a table, or its number stands twice; it is kept as text"
            } else {
                "this caption stands beside no table, or its number stands twice; it is kept as text"
            };
            self.notes.attention_at(message, block.line, &block.text);
            return;
        }
        self.nesting.reset();
        if let Some((number, text)) = items::paragraph_number(&block.text) {
            let (items, lead) = Items::numbered(number);
            self.items = items;
            self.led(&lead, &self.words(text), 0);
            return;
        }
        self.paragraph(&self.words(&block.text), 0);
    }

    /// Whether a paragraph leads from an item to a list inside it.
    fn belongs(&self, block: &Block, rest: &[Block]) -> bool {
        let items = rest.iter().map_while(marker_of);
        block.text.trim_end().ends_with(':') && self.nesting.encloses(items)
    }

    /// An item with a marker of its own; `next` is the item right behind it.
    fn item(&mut self, marker: &Marker, block: &Block, next: Option<&Marker>) {
        let depth = self.nesting.depth(marker, block.indent);
        let text = self.words(&block.text);
        let Some(place) = self.items.place(marker, depth, text.is_empty(), next) else {
            self.items = Items::default();
            let text = format!("{} {}", marker.shown, block.text);
            self.paragraph(&self.words(&text), 0);
            return;
        };
        if place.apart {
            self.paragraph("<!-- -->", place.indent);
        }
        self.before.close |= place.close;
        self.led(&place.lead, &text, place.indent);
    }

    /// Text behind a marker, its further lines set in below its first one.
    fn led(&mut self, lead: &str, text: &str, indent: usize) {
        let below = " ".repeat(lead.chars().count());
        let text = format!("{lead}{}", text.replace('\n', &format!("\n{below}")));
        self.paragraph(text.trim_end(), indent);
    }

    fn heading(&mut self, level: usize, text: &str) {
        let text = inline::markdown(text, Target::Caption);
        let mut text = text.replace('#', "\\#");
        // The parser takes braces at the end for attributes, also behind a backslash.
        if text.ends_with('}') {
            text.truncate(text.len() - 1);
            text.push_str("&#125;");
        }
        self.paragraph(&format!("{} {text}", "#".repeat(level.clamp(2, 6))), 0);
    }

    fn bullet(&mut self, block: &Block) {
        self.nesting.reset();
        let going = !self.bullets.is_empty();
        while self.bullets.last().is_some_and(|indent| *indent > block.indent) {
            self.bullets.pop();
        }
        if self.bullets.last().is_none_or(|indent| *indent < block.indent) && self.bullets.len() < 6 {
            self.bullets.push(block.indent);
        }
        let depth = self.bullets.len().saturating_sub(1) * 2;
        let task = ["[ ] ", "[x] ", "[X] "]
            .into_iter()
            .find(|sign| block.text.starts_with(sign));
        let text = self.words(&block.text[task.map_or(0, str::len)..]);
        let line = format!("- {}{}", task.unwrap_or(""), text.replace('\n', "\n  "));
        if going && block.tight {
            self.before.close = true;
            self.paragraph(&line, depth);
        } else {
            self.paragraph(&line, depth);
        }
    }

    /// An item of a list; one that opens a list below another of its kind is kept apart from it.
    fn entry(&mut self, block: &Block, entry: &Entry, list: Option<&(String, char)>) {
        let sign = entry.marker.chars().next_back().unwrap_or('-');
        let own = (block.inside.clone(), sign);
        if entry.first && list == Some(&own) {
            self.paragraph("<!-- -->", 0);
        }
        let text = self.words(&block.text);
        let task = match entry.task {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let below = " ".repeat(entry.marker.len() + 1);
        let line = format!("{} {task}{}", entry.marker, text.replace('\n', &format!("\n{below}")));
        self.before.close |= block.tight && (!entry.first || block.inside.len() > 1);
        self.paragraph(line.trim_end(), 0);
        self.before = Before {
            inside: format!("{}{below}", block.inside),
            close: text.is_empty() && task.is_empty(),
            list: Some(own),
        };
    }

    fn paragraph(&mut self, text: &str, indent: usize) {
        if text.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
            if !self.before.close {
                // two blocks of one quote have its sign on the line between them
                let common = common(&self.before.inside, &self.inside);
                self.out.push_str(common.trim_end());
                self.out.push('\n');
            }
        }
        self.indented(text, indent);
        self.before.inside.clone_from(&self.inside);
        self.before.close = false;
    }

    fn indented(&mut self, text: &str, indent: usize) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            if line.is_empty() {
                self.out.push_str(self.inside.trim_end());
                continue;
            }
            self.out.push_str(&self.inside);
            self.out.extend(std::iter::repeat_n(' ', indent));
            self.out.push_str(line);
        }
    }
}

fn marker_of(block: &Block) -> Option<&Marker> {
    match &block.kind {
        Kind::Item(marker) => Some(marker),
        _ => None,
    }
}

fn common<'a>(a: &'a str, b: &str) -> &'a str {
    let length = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    &a[..length]
}

/// `A. PERKHIDMATAN`: a lettered line in capitals heads what follows.
fn is_heading(marker: &Marker, block: &Block) -> bool {
    marker.frame == Frame::Dot
        && marker.sign.bytes().all(|b| b.is_ascii_uppercase())
        && !block.tight
        && block.text.len() <= 100
        && !block.text.contains(['\n', HARD])
        && block.text.split_whitespace().take(2).all(number::capitals_or_short)
        && number::capitals(block.text.split(['(', '*']).next().unwrap_or(""))
}
