//! Tables that the program writes itself.

use std::fmt::Write as _;

use super::markup::escape;

/// A table being written, and its reading text.
pub(super) struct Table {
    html: String,
    text: String,
    columns: usize,
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
        let dense = if heads.len() > 6 { " dense" } else { "" };
        let mut html = format!("<div class=\"table\" tabindex=\"0\"><table class=\"data{dense}\"><thead><tr>");
        let mut text = String::new();
        for head in heads {
            let _ = write!(html, "<th scope=\"col\">{}</th>", escape(head));
            text.push_str(head);
            text.push('\n');
        }
        html.push_str("</tr></thead><tbody>\n");
        Self {
            html,
            text,
            columns: heads.len(),
        }
    }

    /// Begins a group of rows.
    pub(super) fn group(&mut self, name: &str, note: &str) {
        let _ = writeln!(
            self.html,
            "</tbody><tbody><tr><th class=\"group\" colspan=\"{}\" scope=\"rowgroup\">{}{}</th></tr>",
            self.columns,
            escape(name),
            escape(note)
        );
        self.read(name);
    }

    /// Begins a group of rows within a group.
    pub(super) fn subgroup(&mut self, name: &str) {
        let _ = writeln!(
            self.html,
            "</tbody><tbody><tr><th class=\"subgroup\" colspan=\"{}\" scope=\"rowgroup\">{}</th></tr>",
            self.columns,
            escape(name)
        );
        self.read(name);
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) {
        self.html.push_str("<tr>");
        for cell in cells {
            self.cell(cell);
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

    fn read(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// HTML and reading text.
    pub(super) fn finish(mut self) -> (String, String) {
        self.html.push_str("</tbody></table></div>\n");
        // A group begins a body of its own, so the first one may be empty.
        (self.html.replace("<tbody>\n</tbody>", ""), self.text)
    }
}
