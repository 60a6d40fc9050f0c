//! Malay dates.

use jiff::civil::Date;

const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "jan"],
    &["februari", "february", "feb"],
    &["mac", "march", "maret"],
    &["april", "apr"],
    &["mei", "may"],
    &["jun", "june", "juni"],
    &["julai", "july", "juli", "jul"],
    &["ogos", "august", "agustus", "ogo"],
    &["september", "sept", "sep"],
    &["oktober", "october", "okt"],
    &["november", "nov"],
    &["disember", "december", "desember", "dis"],
];

/// The first date in a text: `1 November 2023`, `1hb Mac 2024`, `01/11/2023`, `2023-11-01`.
pub(super) fn find(text: &str) -> Option<Date> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',' || c == '\t')
        .filter(|word| !word.is_empty())
        .take(400)
        .collect();
    (0..words.len()).find_map(|at| spelled(&words[at..]).or_else(|| figures(words[at])))
}

fn spelled(words: &[&str]) -> Option<Date> {
    let [day, month, year, ..] = words else {
        return None;
    };
    let day = day.trim_start_matches([':', '(']).trim_end_matches("hb").parse().ok()?;
    let lower = month.to_lowercase();
    let lower = lower.trim_end_matches('.');
    let month = MONTHS.iter().position(|names| names.contains(&lower))?;
    let year = year.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok()?;
    date(year, i8::try_from(month + 1).ok()?, day)
}

fn figures(word: &str) -> Option<Date> {
    let word = word.trim_matches(|c: char| !c.is_ascii_digit());
    let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    let month = b.parse().ok()?;
    if a.len() == 4 {
        date(a.parse().ok()?, month, c.parse().ok()?)
    } else if c.len() == 4 {
        date(c.parse().ok()?, month, a.parse().ok()?)
    } else {
        None
    }
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    (1900..2200)
        .contains(&year)
        .then(|| Date::new(year, month, day).ok())
        .flatten()
}

/// A text that is a year and nothing else.
pub(super) fn year(text: &str) -> Option<i16> {
    let text = text.trim();
    (text.len() == 4)
        .then(|| text.parse().ok())
        .flatten()
        .filter(|y| (1900..2200).contains(y))
}

/// The year at the end of an owner line, and what stands before it.
pub(super) fn split_year(text: &str) -> (&str, Option<i16>) {
    let Some(at) = text.rfind([',', ' ']) else {
        return (text, None);
    };
    match year(text[at + 1..].trim_end_matches('.')) {
        Some(year) => (text[..at].trim_end_matches([',', ' ']), Some(year)),
        None => (text, None),
    }
}
