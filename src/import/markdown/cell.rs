//! Blocks inside a table cell or a footnote as lines of one text.

use super::super::blocks::{Block, HARD, Kind};
use super::super::lines::stand_in;

/// The texts of the blocks, one below the other.
pub(super) fn text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let text = match &block.kind {
            Kind::Entry(entry) => {
                let sign = if entry.marker == "-" { "•" } else { &entry.marker };
                let task = match entry.task {
                    Some(true) => "☑ ",
                    Some(false) => "☐ ",
                    None => "",
                };
                format!("{sign} {task}{}", block.text)
            }
            Kind::Item(_) => block.shown(),
            Kind::Bullet => format!("• {}", block.text),
            Kind::Table(rows) => {
                let rows: Vec<String> = rows.iter().map(|row| row.join(" ")).collect();
                rows.join(&HARD.to_string())
            }
            Kind::Code => block
                .text
                .chars()
                .map(|c| match c {
                    '\n' => HARD,
                    c => stand_in(c).unwrap_or(c),
                })
                .collect(),
            Kind::Text | Kind::Hash(_) | Kind::Note(_) => block.text.clone(),
            Kind::Rule => continue,
        };
        if !out.is_empty() {
            out.push(HARD);
        }
        out.push_str(&text);
    }
    out
}
