//! Lines that an author took for a fence of a sealed block, and that would seal nothing.
//!
//! Word processors and paste bring invisible characters, full-width colons and quotes; fingers forget a colon. Each would
//! publish the block's text, so each is an error.

use unicode_normalization::UnicodeNormalization as _;

const MARKS: [&str; 4] = ["terbuka", "terhad", "sulit", "rahsia"];

/// Signs that look like colons and are not made plain by NFKC.
const LIKE_COLONS: [char; 6] = ['\u{2d0}', '\u{589}', '\u{5c3}', '\u{2236}', '\u{a789}', '\u{22ee}'];

/// Whether a line of text looks like a fence.
pub(super) fn in_text(line: &str) -> bool {
    let folded = fold(line);
    let letter = list_letter(&folded);
    let bare = folded.trim_start_matches(|c: char| {
        c.is_whitespace() || c.is_ascii_digit() || "\\|#\"'“”‘’[(>*+-._)•·–—~".contains(c) || letter == Some(c)
    });
    bare.starts_with("::")
        || names_mark_after_colons(&folded)
        // Fences that were put into a comment and left their text behind.
        || names_mark_after_colons(line)
        || begins_other_block(&folded)
}

/// The classification of front matter, standing in the text below: two files were joined, or its first lines lost.
pub(super) fn is_front_matter(line: &str) -> bool {
    let lower = fold(line).to_lowercase();
    let value = lower.trim_start().strip_prefix("classification");
    let value = value.and_then(|rest| rest.trim_start().strip_prefix(':'));
    value.is_some_and(|value| {
        let word = value.trim_start_matches(|c: char| !c.is_alphanumeric());
        MARKS.iter().any(|mark| starts_with_word(word, mark))
    })
}

/// Whether the word behind the fence of a code block is a mark.
pub(super) fn is_mark(info: &str) -> bool {
    let lower = info.to_lowercase();
    let word = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    MARKS.iter().any(|mark| starts_with_word(word, mark))
}

/// The fences of other dialects, and colons without the shift key: `;;; terhad`, `!!! sulit`, `[!TERHAD]`.
fn begins_other_block(line: &str) -> bool {
    let start = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let first = start.chars().next().unwrap_or(' ');
    let signs = start.len() - start.trim_start_matches(first).len();
    let begins = ";!%$@+=".contains(first) && signs > 1 || start.starts_with("[!");
    begins && is_mark(start)
}

fn starts_with_word(text: &str, word: &str) -> bool {
    let rest = text.strip_prefix(word);
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether a line of a code block looks like a fence; code has colons of its own.
pub fn in_code(line: &str) -> bool {
    let folded = fold(line);
    folded
        .trim_start_matches(|c: char| c.is_whitespace() || c == '>')
        .starts_with(":::")
        || names_mark_after_colons(&folded)
}

/// `a) :::`: a letter counts as a list marker only with its bracket.
fn list_letter(line: &str) -> Option<char> {
    let mut chars = line.trim_start().chars();
    chars
        .next()
        .filter(|c| c.is_ascii_alphabetic() && chars.next() == Some(')'))
}

/// Two colons or more and then a mark, wherever they stand in the line; or one colon that begins it.
fn names_mark_after_colons(line: &str) -> bool {
    let lower = line.to_lowercase();
    let mut rest = lower.as_str();
    let mut begins = true;
    while let Some(at) = rest.find(':') {
        let before = &rest[..at];
        let first = begins && !before.chars().any(char::is_alphanumeric);
        let colons = rest[at..].len() - rest[at..].trim_start_matches([':', ' ']).len();
        let count = rest[at..at + colons].matches(':').count();
        let after = &rest[at + colons..];
        let word: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
        if MARKS.contains(&word.as_str()) && (count >= 2 || first) {
            return true;
        }
        rest = after;
        begins = false;
    }
    false
}

/// Compatibility forms made plain, invisible characters and tags taken out, colons by name read.
fn fold(line: &str) -> String {
    let plain: String = line
        .replace(LIKE_COLONS, ":")
        .replace("\\:", ":")
        .replace("&colon;", ":")
        .replace("&#58;", ":")
        .replace("&#x3a;", ":")
        .nfkc()
        .filter(|c| !is_invisible(*c))
        .collect();
    let mut out = String::with_capacity(plain.len());
    let mut in_tag = false;
    for c in plain.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            c if !in_tag => out.push(c),
            _ => {}
        }
    }
    if in_tag { plain } else { out }
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_paste_and_fingers_make_of_a_fence_is_seen() {
        for line in [
            "\u{200b}::: terhad",
            "\u{feff}:::",
            "::\u{200b}:",
            "：：： terhad",
            ":: terhad",
            "::",
            ": :: terhad",
            "\\:::",
            "| :::",
            "# :::",
            "a) ::: terhad",
            "• :::",
            "\":::",
            "[:::",
            "&colon;:: terhad",
            "Teks ::: terhad",
            "<p>::: terhad",
            "> ::: terhad",
            "- ::: sulit",
            "1. :::",
            "\t::: terhad",
            "    ::: terhad",
            ": terhad",
            "\u{2236}\u{2236}\u{2236} terhad",
            "\u{a789}\u{a789}\u{a789}",
            ";;; terhad",
            "!!! sulit \"Tajuk\"",
            "> [!TERHAD]",
            "%%% {.terhad}",
            "<!-- ::: terhad -->",
        ] {
            assert!(in_text(line), "{line:?}");
        }
    }

    #[test]
    fn ordinary_lines_are_none() {
        for line in [
            "Pengelasan: TERHAD",
            "Masa: 10:30 pagi",
            "Alamat ::1 ialah gelung balik",
            "Dokumen ini TERHAD.",
            "nota: sulit sekali",
            "a: b",
            "",
            "| a | b |",
            "Rujuk `std::vec`",
            "Tahap : RAHSIA dan RAHSIA BESAR",
            "Sulit!!",
            "; terhad",
            "[sulit](a.md)",
            "== sulitnya ==",
        ] {
            assert!(!in_text(line), "{line:?}");
        }
        assert!(!in_code("std::vec::Vec::new()") && !in_code("::1 localhost"));
        assert!(in_code("  ::: terhad") && in_code("> :::"));
    }

    #[test]
    fn front_matter_in_the_text_is_seen() {
        for line in [
            "classification: SULIT",
            "  Classification : \"terhad\"",
            "classification:terbuka # asal",
        ] {
            assert!(is_front_matter(line), "{line:?}");
        }
        for line in [
            "Classification: see below",
            "classification",
            "Pengelasan: TERHAD",
            "The classification: SULIT",
        ] {
            assert!(!is_front_matter(line), "{line:?}");
        }
    }
}
