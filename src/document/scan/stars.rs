//! Stars and backslashes that are printed where emphasis was meant, or that Markdown takes away where they were meant.

use std::ops::Range;

/// `*`, `**` or `~~` that the parser left as text.
struct Mark {
    place: Range<usize>,
    before: Option<char>,
    after: Option<char>,
}

impl Mark {
    /// Whether emphasis may begin here: behind no word, before something.
    fn opens(&self) -> bool {
        !self.before.is_some_and(char::is_alphanumeric) && self.after.is_some()
    }
}

/// The marks in a stretch of running text.
#[derive(Default)]
pub(super) struct Stars {
    marks: Vec<Mark>,
}

impl Stars {
    /// Notes the marks of a text that stands in the file as it is.
    pub(super) fn push(&mut self, file: &str, range: &Range<usize>, text: &str) {
        if !text.contains(['*', '~']) || file.get(range.clone()) != Some(text) || file[..range.start].ends_with('\\') {
            return;
        }
        let mut at = 0;
        while let Some(found) = text[at..].find(['*', '~']).map(|found| at + found) {
            let sign = &text[found..=found];
            let length = text[found..].len() - text[found..].trim_start_matches(sign).len();
            at = found + length;
            let place = range.start + found..range.start + at;
            match self.marks.last_mut() {
                // The parser may give a row of them one by one.
                Some(last) if last.place.end == place.start => last.place.end = place.end,
                _ => self.marks.push(Mark {
                    before: file[..place.start].chars().next_back(),
                    after: None,
                    place,
                }),
            }
            let last = self.marks.last_mut().expect("one was just put there");
            last.after = file[last.place.end..].chars().next();
        }
    }

    /// The first pair that was meant as emphasis, with the words in it: `**words **` or `** words**`.
    pub(super) fn end(&mut self, file: &str) -> Option<Range<usize>> {
        let marks = std::mem::take(&mut self.marks);
        marks.windows(2).find_map(|pair| {
            let [first, second] = pair else { return None };
            let sign = &file[first.place.clone()];
            let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
            let (leading, trailing) = (blank(first.after), blank(second.before));
            let is_meant = match sign {
                // With a blank on both sides it is a product.
                "*" => first.after.is_some_and(char::is_alphabetic) && trailing && !blank(second.after),
                "**" | "~~" => trailing || leading && !second.after.is_some_and(char::is_alphanumeric),
                _ => false,
            };
            let is_pair = sign == &file[second.place.clone()] && first.opens();
            (is_pair && is_meant).then_some(first.place.start..second.place.end)
        })
    }
}

/// Whether emphasis stands between digits or single letters: `10*20*30`, which was to be printed.
pub(super) fn is_sum(file: &str, range: &Range<usize>) -> bool {
    let words = &file[range.clone()];
    let inner = words.trim_matches('*');
    let before = file[..range.start].chars().next_back();
    let after = file[range.end..].chars().next();
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let counts = digit(before) && digit(inner.chars().next()) || digit(after) && digit(inner.chars().next_back());
    words.starts_with('*') && word(before) && word(after) && (counts || inner.chars().count() == 1)
}

/// A word such as `\\server\data` or `C:\_a\b` in which Markdown takes one backslash away and prints another: what was eaten
/// stands right before `at`.
pub(super) fn path(file: &str, at: usize) -> Option<Range<usize>> {
    if !file[..at].ends_with('\\') {
        return None;
    }
    let start = file[..at].rfind(char::is_whitespace).map_or(0, |before| {
        before + file[before..].chars().next().map_or(1, char::len_utf8)
    });
    let end = file[at..].find(char::is_whitespace).map_or(file.len(), |end| at + end);
    let word = &file[start..end];
    if word.contains('`') {
        return None;
    }
    let mut signs = word.chars().peekable();
    while let Some(sign) = signs.next() {
        if sign == '\\' {
            match signs.peek() {
                Some(next) if next.is_ascii_punctuation() => _ = signs.next(),
                Some(next) if next.is_alphanumeric() => return Some(start..end),
                _ => {}
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_two_kinds_of_backslashes_are_paths() {
        let eaten = |word: &str, at: usize| path(word, at).is_some();
        assert!(eaten(r"\\server\fail", 1));
        assert!(eaten(r"lihat C:\_a\b", 9));
        assert!(!eaten(r"C:\\data\\fail", 3));
        assert!(!eaten(r"a\*b", 2));
        assert!(!eaten(r"a\*b c\d", 2));
    }

    #[test]
    fn sums_are_told_from_emphasis() {
        let sum = |text: &str| {
            let (start, end) = (text.find('*').expect("a star"), text.rfind('*').expect("a star") + 1);
            is_sum(text, &(start..end))
        };
        for text in ["10*20*30", "a*b*c", "5*x dan 6*7"] {
            assert!(sum(text), "{text}");
        }
        for text in ["mem*per*besar", "*20*30", "10 *20* 30"] {
            assert!(!sum(text), "{text}");
        }
    }
}
