//! Tables that the program writes itself.

use std::fmt::Write as _;

use super::markup::escape;

/// Tables of an author with this many columns are set across the sheet.
const MANY: usize = 8;
/// Letters that stand beside each other on an upright sheet, in the small type of tables.
const SHEET: usize = 95;
/// Letters as wide as the padding of a cell.
const PADDING: usize = 2;
/// A text may take this many lines before its column should rather be wider.
const LINES: usize = 6;
/// Longer words are broken, so that no table runs off the sheet.
const LONG: usize = 24;

/// The frame that opens around a table of an author: it scrolls on screen and can be reached with the keys.
pub(super) fn frame(columns: usize) -> &'static str {
    frame_of(columns >= MANY)
}

fn frame_of(wide: bool) -> &'static str {
    if wide {
        "<div class=\"table wide\" tabindex=\"0\">"
    } else {
        "<div class=\"table\" tabindex=\"0\">"
    }
}

/// A table being written, and its reading text.
pub(super) struct Table {
    html: String,
    text: String,
    /// The letters that each column wants to be wide.
    columns: Vec<usize>,
    /// The column of the cell that is written.
    column: usize,
    has_long_words: bool,
}

/// One cell.
pub(super) enum Cell<'a> {
    /// Text as it is.
    Text(&'a str),
    /// Text that names its row.
    Head(&'a str),
    /// Text beside so many rows.
    Tall(usize, &'a str),
    /// A short text beside so many rows.
    TallShort(usize, &'a str),
    /// A short text, set in the middle.
    Short(&'a str),
    /// HTML of our own making, and its reading text.
    Made(String, String),
    /// One text as it is, several as a list.
    Texts(Vec<&'a str>),
    /// A number, set in the middle.
    Number(u32),
    /// A level from 0, the best, to 3, the worst, with its name.
    Tone(usize, &'a str),
}

impl Table {
    /// A table with one row of heads.
    pub(super) fn new(heads: &[String]) -> Self {
        let mut table = Self {
            html: String::new(),
            text: String::new(),
            columns: vec![0; heads.len()],
            column: 0,
            has_long_words: false,
        };
        for head in heads {
            let _ = write!(table.html, "<th scope=\"col\">{}</th>", escape(head));
            table.read(head);
            table.column += 1;
        }
        table.html.push_str("</tr></thead><tbody>\n");
        table
    }

    /// Begins a group of rows.
    pub(super) fn group(&mut self, name: &str, note: &str) {
        let _ = writeln!(
            self.html,
            "</tbody><tbody><tr><th class=\"group\" colspan=\"{}\" scope=\"rowgroup\">{}{}</th></tr>",
            self.columns.len(),
            escape(name),
            escape(note)
        );
        self.note(name);
    }

    /// Begins a group of rows within a group.
    pub(super) fn subgroup(&mut self, name: &str) {
        let _ = writeln!(
            self.html,
            "</tbody><tbody><tr><th class=\"subgroup\" colspan=\"{}\" scope=\"rowgroup\">{}</th></tr>",
            self.columns.len(),
            escape(name)
        );
        self.note(name);
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) {
        self.html.push_str("<tr>");
        // Cells that are missing stand at the left, where a tall one of an earlier row reaches down.
        self.column = self.columns.len().saturating_sub(cells.len());
        for cell in cells {
            self.cell(cell);
            self.column += 1;
        }
        self.html.push_str("</tr>\n");
    }

    fn cell(&mut self, cell: &Cell<'_>) {
        match cell {
            Cell::Text(text) => {
                let _ = write!(self.html, "<td>{}</td>", escape(text));
                self.read(text);
            }
            Cell::Head(text) => {
                let _ = write!(self.html, "<th scope=\"row\">{}</th>", escape(text));
                self.read(text);
            }
            Cell::Tall(rows, text) => {
                let _ = write!(self.html, "<td rowspan=\"{rows}\">{}</td>", escape(text));
                self.read(text);
            }
            Cell::TallShort(rows, text) => {
                let _ = write!(
                    self.html,
                    "<td class=\"short\" rowspan=\"{rows}\">{}</td>",
                    escape(text)
                );
                self.read(text);
            }
            Cell::Short(text) => {
                let _ = write!(self.html, "<td class=\"short\">{}</td>", escape(text));
                self.read(text);
            }
            Cell::Made(html, text) => {
                let _ = write!(self.html, "<td>{html}</td>");
                self.read(text);
            }
            Cell::Texts(texts) => {
                self.html.push_str("<td>");
                match texts.as_slice() {
                    [text] => self.html.push_str(&escape(text)),
                    texts => {
                        self.html.push_str(if texts.is_empty() { "" } else { "<ul>" });
                        for text in texts {
                            let _ = write!(self.html, "<li>{}</li>", escape(text));
                        }
                        self.html.push_str(if texts.is_empty() { "" } else { "</ul>" });
                    }
                }
                self.html.push_str("</td>");
                for text in texts {
                    self.read(text);
                }
            }
            Cell::Number(number) => {
                let _ = write!(self.html, "<td class=\"center\">{number}</td>");
                self.read(&number.to_string());
            }
            Cell::Tone(tone, name) => {
                let _ = write!(self.html, "<td class=\"center tone-{tone}\">{}</td>", escape(name));
                self.read(name);
            }
        }
    }

    /// Notes a text of the present column.
    fn read(&mut self, text: &str) {
        let longest = text.split_whitespace().map(|word| word.chars().count()).max();
        let longest = longest.unwrap_or(0);
        self.has_long_words |= longest > LONG;
        if let Some(column) = self.columns.get_mut(self.column) {
            *column = (*column)
                .max(longest.min(LONG))
                .max(text.chars().count().div_ceil(LINES));
        }
        self.note(text);
    }

    fn note(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// HTML and reading text.
    pub(super) fn finish(self) -> (String, String) {
        let breadth: usize = self.columns.iter().map(|letters| letters + PADDING).sum();
        let dense = if self.columns.len() > 6 { " dense" } else { "" };
        let long = if self.has_long_words { " long" } else { "" };
        let html = format!(
            "{}<table class=\"data{dense}{long}\"><thead><tr>{}</tbody></table></div>\n",
            frame_of(breadth > SHEET),
            // A group begins a body of its own, so the first one may be empty.
            self.html.replace("<tbody>\n</tbody>", "")
        );
        (html, self.text)
    }
}
