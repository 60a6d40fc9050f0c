//! The metadata block that Pandoc puts before its Markdown.

use super::notes::Notes;

/// Turns `title: X` and its like into plain cover lines; the other lines keep their numbers.
pub(super) fn unwrap(text: String, notes: &mut Notes) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let Some(start) = lines.iter().position(|line| !line.trim().is_empty()) else {
        return text;
    };
    let fence = |line: &str| line.trim_end() == "---" || line.trim_end() == "...";
    if lines[start].trim_end() != "---" {
        return text;
    }
    let Some(length) = lines[start + 1..].iter().take(80).position(|line| fence(line)) else {
        return text;
    };
    let block = &mut lines[start..=start + 1 + length];
    if !block.iter().any(|line| line.starts_with("title:")) {
        return text;
    }
    for line in block {
        if fence(line) {
            *line = "";
        } else if let Some((key, value)) = line.split_once(':')
            && !key.contains(' ')
        {
            *line = value.trim().trim_matches(['"', '\'']).trim_start_matches("| ");
        }
    }
    notes.changed("metadata block before the text read as cover lines", 1);
    // each line is a paragraph by itself
    let mut out = String::with_capacity(text.len() + 80);
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push_str(line);
        if (start..=start + 1 + length).contains(&index) && !line.is_empty() {
            out.push('\u{c}');
        }
    }
    out
}
