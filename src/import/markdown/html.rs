//! HTML tables and figures, which Pandoc writes where Markdown has no form for them.

use super::super::blocks::HARD;
use super::super::lines::stand_in;
use super::Line;
use super::rows::Cell;

/// A table with its caption.
pub(super) struct Table {
    pub rows: Vec<Vec<Cell>>,
    pub heads: usize,
    pub caption: String,
    pub used: usize,
    /// Another table stands in a cell.
    pub nested: bool,
}

/// Reads the table that begins with this line; nothing if it is never closed.
pub(super) fn table(lines: &[Line<'_>], at: usize) -> Option<Table> {
    if !opens(lines[at].1, "table") {
        return None;
    }
    let (text, used) = element(lines, at, "table")?;
    let mut reader = Reader::default();
    let mut rest = text.as_str();
    while let Some(start) = rest.find('<') {
        reader.text(&rest[..start]);
        rest = &rest[start..];
        let Some(end) = tag_end(rest) else {
            reader.text("<");
            rest = &rest[1..];
            continue;
        };
        reader.tag(&rest[..end]);
        rest = &rest[end..];
    }
    reader.text(rest);
    let caption = reader.caption.trim().to_owned();
    reader.end_cell();
    reader.end_row();
    Some(Table {
        heads: reader.heads,
        caption,
        used,
        nested: reader.deepest > 1,
        rows: reader.rows,
    })
}

/// A figure: the tags that inline text knows, without those around them.
pub(super) fn figure(lines: &[Line<'_>], at: usize) -> Option<(String, usize)> {
    if !opens(lines[at].1, "figure") {
        return None;
    }
    let (text, used) = element(lines, at, "figure")?;
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find('<') {
        out.extend(rest[..start].chars().map(quiet));
        rest = &rest[start..];
        let end = tag_end(rest).unwrap_or(1);
        match name(&rest[..end]).as_str() {
            "figure" => {}
            "figcaption" => out.push(HARD),
            _ if end == 1 => out.push('<'),
            _ => out.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    out.extend(rest.chars().map(quiet));
    Some((out.trim_matches([HARD, ' ']).to_owned(), used))
}

/// `<div …>` or `</div>` on a line of its own.
pub(super) fn is_division(line: &str) -> bool {
    let body = line.trim();
    (opens(body, "div") || body == "</div>") && tag_end(body) == Some(body.len())
}

/// Whether a line begins with this tag.
pub(super) fn opens(line: &str, name: &str) -> bool {
    line.strip_prefix('<')
        .and_then(|rest| rest.strip_prefix(name))
        .is_some_and(|rest| rest.starts_with(['>', ' ']) || rest.is_empty())
}

/// The lines from the one that opens an element to the one that closes it, joined.
fn element(lines: &[Line<'_>], at: usize, name: &str) -> Option<(String, usize)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut depth = 0_usize;
    for (index, line) in lines[at..].iter().enumerate() {
        depth += line.1.matches(&open).count();
        let closed = line.1.matches(&close).count();
        if closed > 0 && depth <= closed {
            let text: Vec<&str> = lines[at..=at + index].iter().map(|line| line.1).collect();
            return Some((text.join("\n"), index + 1));
        }
        depth -= closed.min(depth);
    }
    None
}

/// End of a tag, so that `<` in running text is no tag.
fn tag_end(text: &str) -> Option<usize> {
    let first = text[1..].trim_start_matches('/').chars().next()?;
    if !first.is_ascii_alphabetic() {
        return None;
    }
    let mut limit = text.len().min(2000);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let end = 1 + text[1..limit].find(['<', '>'])?;
    text[end..].starts_with('>').then_some(end + 1)
}

fn name(tag: &str) -> String {
    tag.trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase()
}

fn span(tag: &str, name: &str) -> usize {
    let key = format!("{name}=\"");
    let number = tag.find(&key).map(|at| &tag[at + key.len()..]);
    number
        .and_then(|rest| rest.split('"').next())
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(1)
        .clamp(1, 1000)
}

/// HTML has no Markdown in it: its stars and brackets are no markup.
fn quiet(c: char) -> char {
    match c {
        '\n' => ' ',
        '<' | '>' | '&' => c,
        c => stand_in(c).filter(|_| "*[]!`^~_\\".contains(c)).unwrap_or(c),
    }
}

#[derive(Default)]
struct Reader {
    rows: Vec<Vec<Cell>>,
    heads: usize,
    caption: String,
    /// How many tables stand in each other, now and at most.
    depth: usize,
    deepest: usize,
    row: Option<Vec<Cell>>,
    cell: Option<Cell>,
    /// All cells of the row are head cells.
    all_heads: bool,
    in_head: bool,
    in_caption: bool,
    /// Lists that are open: the next number, or 0 for bullets.
    lists: Vec<usize>,
}

impl Reader {
    fn text(&mut self, text: &str) {
        let out = match (&mut self.cell, self.in_caption) {
            (Some(cell), _) => &mut cell.text,
            (None, true) => &mut self.caption,
            // Text between the cells is against the rules of HTML, and kept.
            (None, false) if !text.trim().is_empty() => {
                let mut cell = Cell::new(String::new());
                cell.text.extend(text.trim().chars().map(quiet));
                self.row.get_or_insert_default().push(cell);
                return;
            }
            (None, false) => return,
        };
        if text.trim().is_empty() && (out.is_empty() || out.ends_with(HARD)) {
            return;
        }
        out.extend(text.chars().map(quiet));
    }

    fn tag(&mut self, tag: &str) {
        let closing = tag.starts_with("</");
        let name = name(tag);
        if name == "table" {
            self.depth = if closing {
                self.depth.saturating_sub(1)
            } else {
                self.depth + 1
            };
            self.deepest = self.deepest.max(self.depth);
            return self.break_line();
        }
        if self.depth > 1 {
            return match name.as_str() {
                "tr" => self.break_line(),
                "td" | "th" if closing => self.text(" "),
                _ => self.inline(tag, &name, closing),
            };
        }
        match name.as_str() {
            "thead" => self.in_head = !closing,
            "tr" => {
                self.end_cell();
                self.end_row();
                if !closing {
                    self.row = Some(Vec::new());
                    self.all_heads = true;
                }
            }
            "td" | "th" => {
                self.end_cell();
                if !closing {
                    self.all_heads &= name == "th";
                    self.cell = Some(Cell {
                        text: String::new(),
                        across: span(tag, "colspan"),
                        down: span(tag, "rowspan"),
                    });
                }
            }
            "caption" => self.in_caption = !closing,
            "tbody" | "tfoot" | "colgroup" | "col" => {}
            _ => self.inline(tag, &name, closing),
        }
    }

    fn inline(&mut self, tag: &str, name: &str, closing: bool) {
        match (name, closing) {
            ("ul" | "ol", true) => {
                self.lists.pop();
                self.break_line();
            }
            ("ul", false) => self.lists.push(0),
            ("ol", false) => self.lists.push(span(tag, "start")),
            ("li", false) => {
                self.break_line();
                let sign = match self.lists.last_mut() {
                    Some(0) | None => "• ".to_owned(),
                    Some(next) => {
                        *next += 1;
                        format!("{}. ", *next - 1)
                    }
                };
                self.push(&sign);
            }
            ("p", false) if self.ends_with_sign() => {}
            ("p" | "div" | "br" | "blockquote" | "pre" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6", _) => {
                self.break_line();
            }
            _ => self.push(tag),
        }
    }

    /// Inside a list item, before any of its words.
    fn ends_with_sign(&self) -> bool {
        self.cell
            .as_ref()
            .is_some_and(|cell| !self.lists.is_empty() && (cell.text.ends_with("• ") || cell.text.ends_with(". ")))
    }

    fn push(&mut self, text: &str) {
        match (&mut self.cell, self.in_caption) {
            (Some(cell), _) => cell.text.push_str(text),
            (None, true) => self.caption.push_str(text),
            (None, false) => {}
        }
    }

    fn break_line(&mut self) {
        if let Some(cell) = &mut self.cell
            && !cell.text.trim_end().is_empty()
            && !cell.text.ends_with(HARD)
        {
            cell.text.truncate(cell.text.trim_end_matches(' ').len());
            cell.text.push(HARD);
        }
    }

    fn end_cell(&mut self) {
        if let Some(cell) = self.cell.take() {
            let text = cell.text.trim_matches([HARD, ' ']).to_owned();
            self.row.get_or_insert_default().push(Cell { text, ..cell });
        }
        self.lists.clear();
    }

    fn end_row(&mut self) {
        let Some(row) = self.row.take().filter(|row| !row.is_empty()) else {
            return;
        };
        if self.heads == self.rows.len() && (self.in_head || self.all_heads) {
            self.heads += 1;
        }
        self.rows.push(row);
    }
}
