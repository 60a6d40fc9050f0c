//! Tables of every form.

use super::super::super::blocks::{HARD, Head, Kind};
use super::super::super::heads;
use super::super::rows::{self, Cell};
use super::super::{Line, cell, dashed, grid, html, item, pipe};
use super::Reader;

impl Reader {
    pub(super) fn table(
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
        let left = place
            .lines
            .iter()
            .filter(margin)
            .map(|line| item::indent(line.1))
            .min()
            .unwrap_or(0);
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
            rows[0] = below.into_iter().fold(std::mem::take(&mut rows[0]), heads::joined);
        }
        self.push(number, Kind::Table(rows), String::new(), inside);
        if let Some(block) = self.blocks.last_mut() {
            block.head = if heads == 0 { Head::No } else { Head::Yes };
        }
    }
}
