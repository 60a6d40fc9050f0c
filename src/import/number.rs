//! Numbers in front of headings and list items.

/// Value of a roman numeral in one case, below 40.
pub(super) fn roman(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 8 {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    if lower != text && text.to_ascii_uppercase() != text {
        return None;
    }
    (1..40).find(|n| to_roman(*n) == lower)
}

fn to_roman(mut n: u32) -> String {
    let mut out = String::new();
    for (value, sign) in [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")] {
        while n >= value {
            out.push_str(sign);
            n -= value;
        }
    }
    out
}

/// What numbers a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// `1.0`, `BAB 1`, `1.`
    Chapter(u32),
    /// `1.1`, `1.1.1`, and the odd `3.42`
    Dotted(Vec<u32>),
    /// `Lampiran I`
    Annex,
}

/// How chapters are numbered in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Style {
    /// `1.0`
    Zero,
    /// `BAB 1`
    Bab,
    /// `1.` or `1`
    Bare,
    /// no numbers at all
    #[default]
    None,
}

/// A line that begins like a numbered heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate<'t> {
    pub number: Number,
    /// The number as the source writes it.
    pub shown: String,
    pub style: Style,
    /// What follows the number.
    pub rest: &'t str,
}

/// Reads the number in front of a line.
pub(super) fn candidate(text: &str) -> Option<Candidate<'_>> {
    dotted(text)
        .or_else(|| bab(text))
        .or_else(|| annex(text))
        .or_else(|| bare(text))
}

fn dotted(text: &str) -> Option<Candidate<'_>> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (head, rest) = text.split_at(end);
    if !rest.starts_with([' ', '\t', '\u{a0}']) || head.len() > 16 {
        return None;
    }
    let shown = head.strip_suffix('.').unwrap_or(head);
    let parts: Option<Vec<u32>> = shown
        .split('.')
        .map(|part| if part.len() <= 3 { part.parse().ok() } else { None })
        .collect();
    let parts = parts.filter(|parts| (2..=4).contains(&parts.len()) && parts[0] > 0)?;
    let (number, style) = match parts.as_slice() {
        [n, 0] => (Number::Chapter(*n), Style::Zero),
        _ => (Number::Dotted(parts), Style::None),
    };
    Some(Candidate {
        number,
        shown: shown.to_owned(),
        style,
        rest: rest.trim(),
    })
}

fn bab(text: &str) -> Option<Candidate<'_>> {
    let rest = text.strip_prefix("BAB ").or_else(|| {
        let rest = text.strip_prefix("Bab ")?;
        let word = rest.split_whitespace().next()?;
        word.ends_with(':').then_some(rest)
    })?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (word, rest) = rest.split_at(end);
    let (n, shown) = match (word.parse(), roman(word)) {
        (Ok(n), _) => (n, format!("BAB {n}")),
        (_, Some(n)) => (n, format!("BAB {word}")),
        _ => return None,
    };
    Some(Candidate {
        number: Number::Chapter(n),
        shown,
        style: Style::Bab,
        rest: unpunctuated(rest),
    })
}

fn annex(text: &str) -> Option<Candidate<'_>> {
    let word = [
        "Lampiran ",
        "LAMPIRAN ",
        "Apendiks ",
        "APENDIKS ",
        "Appendix ",
        "APPENDIX ",
    ]
    .into_iter()
    .find(|word| text.starts_with(word))?;
    let after = text[word.len()..].trim_start();
    let end = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
    let (sign, rest) = after.split_at(end);
    let single = sign.len() == 1 && sign.bytes().all(|b| b.is_ascii_uppercase());
    let number = sign.len() <= 2 && sign.parse::<u32>().is_ok();
    let roman = sign == sign.to_ascii_uppercase() && roman(sign).is_some();
    let separated = rest.trim_start().is_empty() || rest.trim_start().starts_with([':', '-', '–', '—', '.']);
    if !(single || number || roman) || !separated {
        return None;
    }
    Some(Candidate {
        number: Number::Annex,
        shown: format!("{word}{sign}"),
        style: Style::None,
        rest: unpunctuated(rest),
    })
}

/// `1. PENGENALAN`: only capitals, so that list items stay list items.
fn bare(text: &str) -> Option<Candidate<'_>> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, rest) = text.split_at(end);
    if !(1..=2).contains(&digits.len()) || text.len() > 160 {
        return None;
    }
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    if !rest.starts_with([' ', '\t']) || !capitals(rest) {
        return None;
    }
    Some(Candidate {
        number: Number::Chapter(digits.parse().ok().filter(|n| *n > 0)?),
        shown: text[..text.len() - rest.len()].to_owned(),
        style: Style::Bare,
        rest: rest.trim(),
    })
}

/// Whether a text is set in capitals: at least four letters, none of them small.
pub(super) fn capitals(text: &str) -> bool {
    let mut letters = 0;
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        if c.is_lowercase() {
            return false;
        }
        letters += 1;
    }
    letters >= 4
}

fn unpunctuated(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || ":.-–—".contains(c))
        .trim_end()
}

/// A word in capitals, or one too short to tell.
pub(super) fn capitals_or_short(word: &str) -> bool {
    !word.chars().any(char::is_lowercase)
}
