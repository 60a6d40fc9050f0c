//! Splits a line into table cells.

use super::number;

/// Cells of a tab-separated line, if it is one; inside a table a row may begin with empty cells.
pub(super) fn tabbed(text: &str, in_table: bool) -> Option<Vec<String>> {
    let body = text.trim_start_matches(' ');
    let inner = if in_table { body } else { body.trim_start() };
    if !inner.contains('\t') {
        return None;
    }
    let heading = number::candidate(body).is_some_and(|found| !found.rest.contains('\t'));
    if heading && !body.ends_with('\t') {
        return None;
    }
    Some(body.split('\t').map(|cell| cell.trim().to_owned()).collect())
}

/// One line of a pipe table.
pub(super) enum Pipe {
    /// `|---|:--|`
    Separator,
    Row(Vec<String>),
}

/// Cells of a pipe table line, also of one that a converter hung on a bullet.
pub(super) fn piped(text: &str) -> Option<Pipe> {
    let body = text.trim();
    let body = body.strip_prefix("- ").map_or(body, str::trim_start);
    let inner = body.strip_prefix('|')?;
    let inner = inner.strip_suffix('|')?;
    if !inner.is_empty() && inner.chars().all(|c| "|:- ".contains(c)) && inner.contains('-') {
        return Some(Pipe::Separator);
    }
    Some(Pipe::Row(inner.split('|').map(|cell| cell.trim().to_owned()).collect()))
}

/// Number of cells that say something.
pub(super) fn filled(row: &[String]) -> usize {
    row.iter().filter(|cell| !cell.is_empty()).count()
}
