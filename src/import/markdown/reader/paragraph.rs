//! Paragraphs and headings.

use super::super::super::blocks::{self, HARD, Kind, NOTE};
use super::super::super::lines;
use super::super::super::{marker, running};
use super::super::inline;
use super::Reader;

impl Reader {
    pub(super) fn heading(&mut self, number: usize, level: usize, text: &str, inside: &str) {
        let mut text = text.trim();
        if let Some(at) = text
            .rfind('{')
            .filter(|at| inline::attributes(&text[*at..]) == Some(text.len() - at))
        {
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
        let kind = if inside.is_empty() {
            Kind::Hash(level)
        } else {
            Kind::Text
        };
        self.push(number, kind, title, inside);
        if !refers.is_empty() {
            self.push(number, Kind::Text, refers, inside);
        }
        self.gap = true;
    }

    /// `Title` above `=====` or `-----`.
    pub(super) fn underlined(&mut self, body: &str, inside: &str) -> Option<usize> {
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

    /// Ends the paragraph that is open.
    pub(super) fn close(&mut self, inside: &str) {
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
