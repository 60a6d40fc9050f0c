//! Mends paragraphs and tables that a page break cut.

use super::blocks::{Block, Kind};
use super::cells;
use super::inline;
use super::notes::Notes;
use super::number;

/// Joins what plainly belongs together; only `plain` text is cut without a page break that anyone can see.
pub(super) fn join(blocks: Vec<Block>, plain: bool, notes: &mut Notes) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        let Some(last) = out.last_mut() else {
            out.push(block);
            continue;
        };
        if (plain || block.after_break) && cut_sentence(last, &block) {
            last.text.push(' ');
            last.text.push_str(&block.text);
            notes.changed("paragraphs joined that a page break had cut", 1);
        } else if (plain || block.after_break) && !block.tight && repeats_header(last, &block) {
            append_rows(last, &mut block);
            notes.dropped("table header repeated after a page break", 1);
        } else {
            out.push(block);
        }
    }
    out
}

/// The first part ends inside a sentence and the second goes on in small letters.
fn cut_sentence(last: &Block, next: &Block) -> bool {
    let running = matches!(last.kind, Kind::Text | Kind::Item(_) | Kind::Bullet | Kind::Entry(_));
    if next.tight || next.kind != Kind::Text || !running || next.inside != last.inside {
        return false;
    }
    let open = last
        .text
        .trim_end()
        .ends_with(|c: char| c.is_alphanumeric() || ",)*>-/".contains(c));
    open && last.text.len() >= 40
        && next.text.starts_with(|c: char| c.is_lowercase())
        && number::candidate(&next.text).is_none()
}

fn repeats_header(last: &Block, next: &Block) -> bool {
    match (&last.kind, &next.kind) {
        (Kind::Table(old), Kind::Table(new)) => {
            old.len() > 1 && new.len() > 1 && cells::filled(&old[0]) > 1 && old[0] == new[0]
        }
        _ => false,
    }
}

/// Adds the rows below the repeated header; one that begins empty goes on with the row before.
fn append_rows(last: &mut Block, next: &mut Block) {
    let (Kind::Table(old), Kind::Table(new)) = (&mut last.kind, &mut next.kind) else {
        return;
    };
    let mut rows = new.drain(..).skip(1);
    if let Some(first) = rows.next() {
        match old.last_mut() {
            Some(open) if first.first().is_some_and(String::is_empty) => {
                for (column, cell) in first.into_iter().enumerate() {
                    match open.get_mut(column) {
                        Some(above) => join_cells(above, &cell),
                        None => open.push(cell),
                    }
                }
            }
            _ => old.push(first),
        }
    }
    old.extend(rows);
}

/// Goes on with a cell; the work depends on the new part only, however often a cell is cut.
fn join_cells(above: &mut String, below: &str) {
    if above.is_empty() || below.is_empty() {
        above.push_str(below);
        return;
    }
    let mut tail = above.len().saturating_sub(200);
    while !above.is_char_boundary(tail) {
        tail += 1;
    }
    let ended = inline::plain(&above[tail..]).ends_with(['.', ';', ':', '!', '?']);
    let mut below = below;
    if !ended {
        for tag in ["</p>", "</ul>", "</li>", "</ol>"] {
            let kept = above.trim_end().trim_end_matches(tag).trim_end().len();
            above.truncate(kept);
        }
        below = below.strip_prefix("<p>").unwrap_or(below);
    }
    above.push(' ');
    above.push_str(below);
}
