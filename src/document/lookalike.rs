//! Lines that an author took for a fence of a sealed block, and that would seal nothing.
//!
//! Word processors and paste bring invisible characters, full-width colons and quotes; fingers forget a colon. Each would
//! publish the block's text, so each is an error.

use std::{borrow::Cow, collections::BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use crate::plan::Scheme;

/// Our own marks, looked for in every plan.
const MARKS: [&str; 4] = ["terbuka", "terhad", "sulit", "rahsia"];

/// Signs that look like colons and are not made plain by NFKC.
const LIKE_COLONS: [char; 6] = ['\u{2d0}', '\u{589}', '\u{5c3}', '\u{2236}', '\u{a789}', '\u{22ee}'];

/// What a fence that went wrong may name.
pub(super) struct Lookalikes {
    /// First words of marks, in small letters.
    marks: BTreeSet<String>,
}

impl Lookalikes {
    pub(super) fn of(scheme: &Scheme) -> Self {
        let own = scheme.names().filter_map(|name| name.split(' ').next());
        Self {
            marks: own.chain(MARKS).map(str::to_lowercase).collect(),
        }
    }

    /// Whether a line of text looks like a fence.
    pub(super) fn in_text(&self, line: &str) -> bool {
        let folded = fold(line);
        let letter = list_letter(&folded);
        let bare = folded.trim_start_matches(|c: char| {
            c.is_whitespace() || c.is_ascii_digit() || "\\|#\"'“”‘’[(>*+-._)•·–—~".contains(c) || letter == Some(c)
        });
        bare.starts_with("::")
            || self.names_mark_after_colons(&folded)
            // Fences that were put into a comment and left their text behind.
            || self.names_mark_after_colons(line)
            || self.begins_other_block(&folded)
    }

    /// The classification of front matter, standing in the text below: two files were joined, or its first lines lost.
    pub(super) fn is_front_matter(&self, line: &str) -> bool {
        let lower = fold(line).to_lowercase();
        let value = lower.trim_start().strip_prefix("classification");
        let value = value.and_then(|rest| rest.trim_start().strip_prefix(':'));
        value.is_some_and(|value| self.is_mark(value))
    }

    /// Whether the word behind the fence of a code block is a mark.
    pub(super) fn is_mark(&self, info: &str) -> bool {
        let lower = info.to_lowercase();
        let word = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
        self.marks.iter().any(|mark| starts_with_word(word, mark))
    }

    /// The fences of other dialects, and colons without the shift key: `;;; terhad`, `!!! sulit`, `[!TERHAD]`.
    fn begins_other_block(&self, line: &str) -> bool {
        let start = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let first = start.chars().next().unwrap_or(' ');
        let signs = start.len() - start.trim_start_matches(first).len();
        let begins = ";!%$@+=".contains(first) && signs > 1 || start.starts_with("[!");
        begins && self.is_mark(start)
    }

    /// Whether a line of a code block looks like a fence; code has colons of its own.
    pub(super) fn in_code(&self, line: &str) -> bool {
        let folded = fold(line);
        folded
            .trim_start_matches(|c: char| c.is_whitespace() || c == '>')
            .starts_with(":::")
            || self.names_mark_after_colons(&folded)
    }

    /// Two colons or more and then a mark, wherever they stand in the line; or one colon that begins it.
    fn names_mark_after_colons(&self, line: &str) -> bool {
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
            if self.marks.contains(&word) && (count >= 2 || first) {
                return true;
            }
            rest = after;
            begins = false;
        }
        false
    }
}

fn starts_with_word(text: &str, word: &str) -> bool {
    let rest = text.strip_prefix(word);
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether a line of text is refused because it would seal nothing: what looks like a fence or like front matter, with
/// our own marks.
pub fn seals_nothing(line: &str) -> bool {
    let ours = Lookalikes::of(&Scheme::default());
    ours.in_text(line) || ours.is_front_matter(line)
}

/// Whether a line of code looks like a fence to our own marks.
pub fn fence_in_code(line: &str) -> bool {
    Lookalikes::of(&Scheme::default()).in_code(line)
}

/// `a) :::`: a letter counts as a list marker only with its bracket.
fn list_letter(line: &str) -> Option<char> {
    let mut chars = line.trim_start().chars();
    chars
        .next()
        .filter(|c| c.is_ascii_alphabetic() && chars.next() == Some(')'))
}

/// Compatibility forms made plain, invisible characters and tags taken out, colons by name read.
fn fold(line: &str) -> Cow<'_, str> {
    // Most lines have nothing of the kind.
    if line.is_ascii() && !line.contains(['\\', '&', '<']) {
        return Cow::Borrowed(line);
    }
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
    Cow::Owned(if in_tag { plain } else { out })
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

    fn ours() -> Lookalikes {
        Lookalikes::of(&Scheme::default())
    }

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
            assert!(ours().in_text(line), "{line:?}");
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
            assert!(!ours().in_text(line), "{line:?}");
        }
        assert!(!ours().in_code("std::vec::Vec::new()") && !ours().in_code("::1 localhost"));
        assert!(ours().in_code("  ::: terhad") && ours().in_code("> :::"));
    }

    #[test]
    fn front_matter_in_the_text_is_seen() {
        for line in [
            "classification: SULIT",
            "  Classification : \"terhad\"",
            "classification:terbuka # asal",
        ] {
            assert!(ours().is_front_matter(line), "{line:?}");
        }
        for line in [
            "Classification: see below",
            "classification",
            "Pengelasan: TERHAD",
            "The classification: SULIT",
        ] {
            assert!(!ours().is_front_matter(line), "{line:?}");
        }
    }
}
