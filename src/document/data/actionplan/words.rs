//! Words of dates as officers write them, in Malay, Indonesian and English.

use std::ops::Range;

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Word {
    /// A number of at most four digits, and how many it has.
    Number(i16, usize),
    /// `15/6/2019`, `15.6.2019` or `2019-06-15`: year, month, day.
    Date(i16, i8, i8),
    /// 1 to 12.
    Month(i8),
    /// "suku", "triwulan", "quarter"
    Quarter,
    /// "Q1", 1 to 4.
    QuarterOf(i8),
    /// "separuh", "semester", "half"
    Half,
    /// "H1", 1 or 2.
    HalfOf(i8),
    /// "pertama", "kedua", "II", "3rd", "ke-2"
    Ordinal(i8),
    /// "tahun"
    Year,
    /// "setiap"
    Every,
    /// "bulan" behind "setiap"; elsewhere it says nothing.
    EachMonth,
    /// "tahunan", "yearly": "setiap tahun" in one word.
    Yearly,
    /// "berterusan"
    Ongoing,
    /// "mulai", "sejak"
    From,
    /// A dash, "hingga"
    To,
    /// A comma, "&", "dan"
    And,
    Open,
    Close,
    /// "pada", "of"
    Filler,
}

const MONTHS: [&[&str]; 12] = [
    &["jan", "januari", "january"],
    &["feb", "februari", "february", "pebruari"],
    &["mac", "mar", "maret", "march"],
    &["apr", "april"],
    &["mei", "may"],
    &["jun", "juni", "june"],
    &["jul", "julai", "juli", "july"],
    &["ogos", "ogo", "og", "aug", "august", "agu", "agt", "ags", "agustus"],
    &["sep", "sept", "september"],
    &["okt", "oktober", "oct", "october"],
    &["nov", "november", "nopember"],
    &["dis", "disember", "des", "desember", "dec", "december"],
];

const ORDINALS: [&[&str]; 4] = [
    &["pertama", "satu", "first", "1st", "i"],
    &["kedua", "dua", "second", "2nd", "ii"],
    &["ketiga", "tiga", "third", "3rd", "iii"],
    &["keempat", "empat", "fourth", "4th", "iv"],
];

/// The words of a text with their places; the place of what is not one.
pub(super) fn words(text: &str) -> Result<Vec<(Word, Range<usize>)>, Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let start = at;
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let word = if let Some((word, length)) = date(rest) {
            at += length;
            Some(word)
        } else if first.is_alphanumeric() {
            let mut length = end(rest, char::is_alphanumeric);
            // "ke-2", "s.d." and "tiap-tiap" are one word each.
            for joined in ["ke-", "s.d", "s/d", "tiap-"] {
                if rest
                    .get(..joined.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(joined))
                {
                    length = joined.len() + end(&rest[joined.len()..], char::is_alphanumeric);
                }
            }
            at += length;
            // The point of an abbreviation.
            if text[at..].starts_with('.') {
                at += 1;
            }
            word(&rest[..length].to_lowercase())
        } else {
            at += first.len_utf8();
            match first {
                '-' | '–' | '—' | '‑' => Some(Word::To),
                ',' | ';' | '&' | '/' | '+' => Some(Word::And),
                '(' | '[' => Some(Word::Open),
                ')' | ']' => Some(Word::Close),
                _ => None,
            }
        };
        match word {
            Some(Word::EachMonth) if !matches!(found.last(), Some((Word::Every, _))) => {}
            Some(Word::Filler) => {}
            Some(word) => found.push((word, start..at)),
            None => return Err(start..at),
        }
    }
    Ok(found)
}

fn end(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

fn word(word: &str) -> Option<Word> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = word.parse().ok().filter(|_| word.len() <= 4)?;
        return Some(Word::Number(number, word.len()));
    }
    let place = |words: &[&[&str]]| {
        let at = words.iter().position(|names| names.contains(&word))?;
        i8::try_from(at + 1).ok()
    };
    if let Some(month) = place(&MONTHS) {
        return Some(Word::Month(month));
    }
    if let Some(ordinal) = place(&ORDINALS) {
        return Some(Word::Ordinal(ordinal));
    }
    let numbered = |starts: &[&str], most: i8| {
        let rest = starts.iter().find_map(|start| word.strip_prefix(start))?;
        rest.parse().ok().filter(|number| (1..=most).contains(number))
    };
    if let Some(quarter) = numbered(&["q", "st", "tw"], 4) {
        return Some(Word::QuarterOf(quarter));
    }
    if let Some(half) = numbered(&["h"], 2) {
        return Some(Word::HalfOf(half));
    }
    if let Some(ordinal) = numbered(&["ke-", "ke"], 4) {
        return Some(Word::Ordinal(ordinal));
    }
    match word {
        "suku" | "triwulan" | "kuartal" | "quarter" => Some(Word::Quarter),
        "separuh" | "semester" | "half" => Some(Word::Half),
        "tahun" | "year" | "thn" => Some(Word::Year),
        "setiap" | "tiap" | "tiap-tiap" | "every" | "each" => Some(Word::Every),
        "tahunan" | "yearly" | "annually" => Some(Word::Yearly),
        "berterusan" | "berkelanjutan" | "ongoing" | "continuous" => Some(Word::Ongoing),
        "mulai" | "bermula" | "sejak" | "from" | "starting" | "since" => Some(Word::From),
        "hingga" | "sehingga" | "sampai" | "to" | "until" | "s.d" | "sd" | "s/d" => Some(Word::To),
        "dan" | "serta" | "and" => Some(Word::And),
        "bulan" | "month" => Some(Word::EachMonth),
        "pada" | "of" | "in" | "the" => Some(Word::Filler),
        _ => None,
    }
}

/// `15/6/2019`, `15.6.2019`, `15-6-2019` or `2019-06-15`, and its length.
fn date(text: &str) -> Option<(Word, usize)> {
    let length = end(text, |c| c.is_ascii_digit() || matches!(c, '/' | '.' | '-'));
    let text = &text[..length];
    let mark = text.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = text.split(mark).collect();
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = match (first.len(), last.len()) {
        (4, 1 | 2) if mark == '-' => (first, last),
        (1 | 2, 4) => (last, first),
        _ => return None,
    };
    let number = |text: &str| text.parse().ok();
    Some((Word::Date(year.parse().ok()?, number(month)?, number(day)?), length))
}
