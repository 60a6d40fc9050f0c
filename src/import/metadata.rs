//! The metadata block that Pandoc puts before its Markdown.

use super::lines::Line;
use super::notes::Notes;

/// Turns `title: X` and its like into plain cover lines.
pub(super) fn unwrap(lines: &mut [Line<'_>], notes: &mut Notes) {
    let Some(start) = lines.iter().position(|line| !line.text.trim().is_empty()) else {
        return;
    };
    if lines[start].text != "---" {
        return;
    }
    let fence = |line: &Line<'_>| line.text == "---" || line.text == "...";
    let Some(length) = lines[start + 1..].iter().take(80).position(fence) else {
        return;
    };
    let block = &mut lines[start..=start + 1 + length];
    if !block.iter().any(|line| line.text.starts_with("title:")) {
        return;
    }
    for line in block {
        if fence(line) {
            line.text = "";
        } else if let Some((key, value)) = line.text.split_once(':')
            && !key.contains(' ')
        {
            line.text = value.trim().trim_matches(['"', '\'']).trim_start_matches("| ");
            line.page_break = true;
        }
    }
    notes.changed("metadata block before the text read as cover lines", 1);
}
