//! Abbreviations: `*[RTO]: Recovery Time Objective` on a line of its own, and their first use in a text.

use std::{collections::BTreeMap, ops::Range};

use crate::plan::Meaning;

/// The definition that a line is, if it is one.
pub fn definition(line: &str) -> Option<(&str, &str)> {
    let (short, long) = line.trim_end().strip_prefix("*[")?.split_once("]:")?;
    let (short, long) = (short.trim(), long.trim());
    (is_short(short) && !long.is_empty()).then_some((short, long))
}

/// Whether a line that is no definition was meant as one: without a meaning, of several words, or not at the margin.
pub fn is_meant(line: &str) -> bool {
    let names = |rest: &str| {
        rest.split_once(']')
            .is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
    };
    line.strip_prefix("*[").is_some_and(names)
}

/// One word of letters, digits and the signs that abbreviations have, at most 20 of them.
pub fn is_short(text: &str) -> bool {
    (1..=20).contains(&text.chars().count())
        && text.starts_with(char::is_alphanumeric)
        && text.ends_with(char::is_alphanumeric)
        && text.chars().all(is_part)
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '&' | '/')
}

/// Words of a text with their bytes, without those of paths such as `C:\RTO\log`; where signs join words, the whole before its parts: `DRP/CCP`, `DRP`, `CCP`.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for run in runs(text, 0, is_part) {
        if text[..run.start].ends_with('\\') || text[run.end..].starts_with('\\') {
            continue;
        }
        let whole = text[run.clone()].trim_matches(|c: char| !c.is_alphanumeric());
        let from = run.start + text[run.clone()].find(whole).unwrap_or(0);
        if whole.contains(|c: char| !c.is_alphanumeric()) {
            found.push(from..from + whole.len());
        }
        found.extend(runs(whole, from, char::is_alphanumeric));
    }
    found
}

/// Longest stretches of such characters, as bytes from `start` on.
fn runs(text: &str, start: usize, belongs: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| belongs(*c)) {
        let here = start + at..start + at + c.len_utf8();
        match runs.last_mut() {
            Some(last) if last.end == here.start => last.end = here.end,
            _ => runs.push(here),
        }
    }
    runs
}

/// The known abbreviations in a text, in order and without overlap.
pub fn uses<'a>(text: &str, known: &'a BTreeMap<String, Meaning>) -> Vec<(Range<usize>, &'a str, &'a Meaning)> {
    let mut found: Vec<(Range<usize>, &str, &Meaning)> = Vec::new();
    if known.is_empty() {
        return found;
    }
    for range in words(text) {
        if let Some((short, meaning)) = known.get_key_value(&text[range.clone()])
            && found.last().is_none_or(|(last, ..)| last.end <= range.start)
        {
            found.push((range, short, meaning));
        }
    }
    found
}

/// Words that look like abbreviations: two to eight capitals, perhaps with digits behind them.
///
/// None is in a phrase that is written in capitals throughout, and none is a code or unit with its number: `PK-01`,
/// `RM 500`, `ISO 22301`. Other abbreviations, and words apart by a sign, make no such phrase.
pub fn lookalikes(text: &str, is_known: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let looks = |word: &str| {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        (2..=8).contains(&letters.chars().count()) && letters.chars().all(char::is_uppercase)
    };
    let is_loud = |word: &str| {
        let letters = || word.chars().filter(|c| c.is_alphabetic());
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        letters().count() > 1 && letters().all(char::is_uppercase) && !is_known(bare)
    };
    let begins_with_digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let free = |range: &Range<usize>| {
        let (before, after) = (&text[..range.start], &text[range.end..]);
        let previous = before.strip_suffix(' ').and_then(|before| before.rsplit(' ').next());
        let next = after.strip_prefix(' ').and_then(|after| after.split(' ').next());
        let numbered = begins_with_digit(after.trim_start_matches(['-', ' ', '/']));
        let previous = previous.filter(|word| word.ends_with(char::is_alphanumeric));
        let next = next.filter(|word| word.starts_with(char::is_alphanumeric));
        !numbered && !previous.is_some_and(is_loud) && !next.is_some_and(is_loud)
    };
    let mut found = words(text);
    found.retain(|range| looks(&text[range.clone()]) && free(range));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_told_from_other_lines() {
        assert_eq!(
            definition("*[RTO]: Recovery Time Objective\n"),
            Some(("RTO", "Recovery Time Objective"))
        );
        for bad in ["*[RTO] :x", "*[]: x", "*[a b]: x", "*[RTO]:", " *[RTO]: x", "[RTO]: x"] {
            assert_eq!(definition(bad), None, "{bad}");
            assert_eq!(is_meant(bad.trim_start()), bad.contains("*["), "{bad}");
        }
    }

    #[test]
    fn uses_are_whole_words() {
        let known: BTreeMap<String, Meaning> = [("RTO", "satu"), ("DRP", "dua"), ("DRP/CCP", "tiga"), ("ICT", "empat")]
            .map(|(short, long)| (short.to_owned(), Meaning::read(long).expect("plain")))
            .into();
        let text = "RTO, MARTO dan DRP/CCP; DRP-ICT (ICT).";
        let found: Vec<&str> = uses(text, &known).into_iter().map(|(range, ..)| &text[range]).collect();
        assert_eq!(found, ["RTO", "DRP/CCP", "DRP", "ICT", "ICT"]);
        let paths: Vec<&str> = uses("C:\\RTO\\log, RTO", &known)
            .into_iter()
            .map(|(_, short, _)| short)
            .collect();
        assert_eq!(paths, ["RTO"]);
        let looks = |text| lookalikes(text, |word| known.contains_key(word));
        let text = "BTM dan A serta IPv6, PKP2, ZZT RTO; ERT, CCT, DRT dan XYZ (ABC)";
        let shown: Vec<&str> = looks(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(shown, ["BTM", "PKP2", "ZZT", "ERT", "CCT", "DRT", "XYZ", "ABC"]);
        let none: Vec<Range<usize>> = looks("JANGAN GUNA LIF semasa api, kod PK-01, RM 500, ISO 22301.");
        assert_eq!(none, []);
    }
}
