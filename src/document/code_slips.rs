//! Slips of code blocks and of fences that are none: text that would be published in another shape than was meant.

use std::ops::Range;

use super::data;

/// Signs that stand for a backtick on some keyboards, or are put in its place by word processors.
const TICKS: [char; 12] = ['`', '\'', '´', '‘', '’', 'ˋ', '′', '“', '”', '"', '~', '｀'];

/// Keys of numbers in a list of contacts, and what writers call them.
const NUMBERS: [&str; 10] = [
    "phone",
    "phones",
    "mobile",
    "telephone",
    "telefon",
    "telepon",
    "tel",
    "bimbit",
    "ponsel",
    "hp",
];

/// Digits that a telephone number has at least.
const FEWEST: usize = 7;

/// The data block that a line of text was to begin: with two ticks, with other signs, or behind a backslash.
pub(super) fn fence(line: &str) -> Option<&'static str> {
    let bare = line.strip_prefix('\\').unwrap_or(line);
    let info = bare.trim_start_matches(TICKS);
    let signs = &bare[..bare.len() - info.len()];
    let enough = if signs.chars().all(|c| c == '`') { 2 } else { 3 };
    let info = info.trim();
    if signs.chars().count() < enough || info.contains('`') || info.is_empty() {
        return None;
    }
    let (word, rest) = info.split_at(info.find(char::is_whitespace).unwrap_or(info.len()));
    let alone = rest.is_empty() || rest.trim_start().starts_with('{');
    let kind = || data::kind(info).map(|(kind, _)| kind);
    alone.then(|| kind().or_else(|| data::meant(word))).flatten()
}

/// Whether a code block with fences ends with what is around it: `words` is where its last text ends.
pub(super) fn is_open(block: &str, words: Option<usize>) -> bool {
    let opener = block.trim_start_matches(|c| c != '`' && c != '~');
    let sign = opener.chars().next().unwrap_or('`');
    let length = opener.len() - opener.trim_start_matches(sign).len();
    let body = block.trim_end();
    let Some(last) = body.rfind('\n').map(|at| at + 1) else {
        return true;
    };
    let closer = body[last..].trim_start_matches(['>', ' ', '\t']);
    let closes = closer.len() >= length && closer.chars().all(|c| c == sign);
    !closes || words.is_some_and(|end| end > last)
}

/// The key and number of `mobile: 010-…` in a line, as a list of contacts has them. `anywhere` is for code, where a key may
/// have capitals and stand behind another one.
pub(super) fn number(line: &str, anywhere: bool) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(colon) = line[from..].find([':', '=']).map(|at| from + at) {
        from = colon + 1;
        let before = line[..colon].trim_end().trim_end_matches(['"', '\'']);
        let start = before.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| at + 1);
        let start = if before.is_char_boundary(start) {
            start
        } else {
            continue;
        };
        let key = &before[start..];
        let is_key = NUMBERS.contains(&key) || anywhere && NUMBERS.contains(&key.to_lowercase().as_str());
        let lead = line[..start].trim_end().trim_end_matches(['"', '\'']).trim_end();
        let begins =
            lead.is_empty() || lead.ends_with(['{', ',', '-', '*', '+', '|']) && (anywhere || lead.contains('{'));
        let value = line[from..].trim_start_matches(|c: char| c.is_whitespace() || "\"'[".contains(c));
        let end = value
            .find(|c: char| !c.is_ascii_digit() && !" +-–()./".contains(c))
            .unwrap_or(value.len());
        let digits = value[..end].chars().filter(char::is_ascii_digit).count();
        if is_key && (begins || anywhere) && digits >= FEWEST {
            let at = line.len() - value.len();
            return Some(start..at + end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_that_are_none_are_told_from_words() {
        for line in [
            "``contacts",
            "\'\'\'contacts",
            "´´´contacts",
            "\\```contacts",
            "``conatcts {file=a.csv}",
            "“““kenalan",
            "``risk",
        ] {
            assert!(fence(line).is_some(), "{line}");
        }
        for line in [
            "``contacts``",
            "`contacts`",
            "'contacts' ialah blok",
            "``",
            "'''tebal'''",
            "``contacts ialah nama",
        ] {
            assert_eq!(fence(line), None, "{line}");
        }
    }

    #[test]
    fn numbers_of_contacts_are_told_from_words() {
        for line in [
            "mobile: 010-000 0101",
            "- phone: \"09-0000101\"",
            "{name: A, tel: 0100000101}",
            "hp: +60 10-000 0101",
        ] {
            assert!(number(line.trim_start_matches("- "), false).is_some(), "{line}");
            assert!(number(line, true).is_some(), "{line}");
        }
        for line in [
            "Telefon: 09-000 0101",
            "phone: 999",
            "Talian mobile: 0100000101",
            "mobile: Ali",
            "tel",
        ] {
            assert_eq!(number(line, false), None, "{line}");
        }
        assert!(number("Telefon: 09-000 0101", true).is_some());
    }
}
