//! Lines of code as a fenced block.

use super::escape;
use crate::document::fence_in_code;

/// The code between fences; code that looks like a sealed block becomes lines of text, which the build accepts.
pub(super) fn write(text: &str) -> String {
    if text.lines().any(fence_in_code) {
        return text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(escape::whole)
            .collect::<Vec<_>>()
            .join("\\\n");
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0).max(2);
    let fence = "`".repeat(longest + 1);
    format!("{fence}\n{text}\n{fence}")
}
