//! Pandoc's fancy lists: `a)` `(a)` `i)` `(iv)` `A.` `1)`, paragraph numbers `1.4.1`, running numbers `#.`, and `√`.
//!
//! The parser knows bullets and plain numbers only. A marker of ours is written for it as a plain number of the same
//! width; which marker stood there is read from the file again when the list is rendered. A line that turns out to be
//! no list item, as in code or in the middle of a paragraph, is given back as it was.

mod boxes;
mod rewrite;
mod signs;
mod strays;

pub use rewrite::marker_at;
pub(super) use rewrite::rewrite;
pub use strays::{Stray, find as find_strays, is_stray, unmarked};

/// What a list counts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// 1 2 3
    Decimal,
    /// a b c
    LowerAlpha,
    /// A B C
    UpperAlpha,
    /// i ii iii
    LowerRoman,
    /// I II III
    UpperRoman,
    /// 1.4.1 as written.
    Fixed,
    /// `#.`: goes on where the list before it ended.
    Running,
    /// √
    Check,
}

/// What stands around the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// `a.`
    Period,
    /// `a)`
    Paren,
    /// `(a)`
    Parens,
    /// Nothing.
    None,
}

/// The marker of one item, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker<'a> {
    /// Between the delimiters.
    pub text: &'a str,
    /// Around it.
    pub delimiter: Delimiter,
    /// Bytes of the whole marker.
    pub length: usize,
}

/// Items that stand together in one list.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    /// How they count.
    pub style: Style,
    /// Around the number.
    pub delimiter: Delimiter,
    /// The number of every item.
    pub values: Vec<u32>,
}

impl Run {
    /// The number of the first item.
    fn first(&self) -> u32 {
        self.values.first().copied().unwrap_or(1)
    }

    /// Whether all items have the same plain number, which Markdown counts on from.
    fn is_uncounted(&self) -> bool {
        self.style == Style::Decimal && self.values.iter().all(|value| *value == self.first())
    }

    /// The number of an item as readers see it, without what stands around it.
    pub fn shown(&self, item: usize) -> String {
        let value = self.values.get(item).copied().unwrap_or(0);
        let letter = |first: u8| match u8::try_from(value) {
            Ok(value @ 1..=26) => char::from(first + value - 1).to_string(),
            _ => String::new(),
        };
        match self.style {
            Style::Decimal => value.to_string(),
            Style::LowerAlpha => letter(b'a'),
            Style::UpperAlpha => letter(b'A'),
            Style::LowerRoman => to_roman(value),
            Style::UpperRoman => to_roman(value).to_ascii_uppercase(),
            Style::Fixed | Style::Running | Style::Check => String::new(),
        }
    }
}

/// Signs that stand for what is done.
pub(super) const TICKS: [char; 3] = ['√', '✓', '✔'];

/// Whether a marker is the tick of a check list.
pub fn is_tick(marker: &Marker<'_>) -> bool {
    marker.text.starts_with(TICKS)
}

/// Longest marker: `(lxxxviii)`.
const LONGEST: usize = 10;

/// The marker at the beginning of a text, if one stands there with a blank or the line's end after it.
pub fn marker(text: &str) -> Option<Marker<'_>> {
    if let Some(rest) = text.strip_prefix(TICKS) {
        let length = text.len() - rest.len();
        return blank_after(rest, 1).then_some(Marker {
            text: &text[..length],
            delimiter: Delimiter::None,
            length,
        });
    }
    let (open, rest) = match text.strip_prefix('(') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let length = rest
        .bytes()
        .take(LONGEST + 1)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#' || !open && *byte == b'.')
        .count();
    let word = &rest[..length];
    let after = &rest[length..];
    if let Some(after) = after.strip_prefix(')') {
        let delimiter = if open { Delimiter::Parens } else { Delimiter::Paren };
        return (is_number(word) && blank_after(after, 1)).then_some(Marker {
            text: word,
            delimiter,
            length: usize::from(open) + length + 1,
        });
    }
    if open {
        return None;
    }
    if let Some(number) = word.strip_suffix('.')
        && is_number(number)
    {
        // `B. Ahmad` begins with a name: a capital and a period want two blanks, as in Pandoc.
        let is_initial = number.len() == 1 && number.as_bytes()[0].is_ascii_uppercase();
        return blank_after(after, if is_initial { 2 } else { 1 }).then_some(Marker {
            text: number,
            delimiter: Delimiter::Period,
            length,
        });
    }
    // `1.4 juta` begins with an amount, so a paragraph number wants two blanks as well.
    (is_path(word) && blank_after(after, 2)).then_some(Marker {
        text: word,
        delimiter: Delimiter::None,
        length,
    })
}

/// Digits, one letter, a roman number, or `#`.
fn is_number(word: &str) -> bool {
    let digits = (1..=9).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    digits || word == "#" || word.len() == 1 && word.as_bytes()[0].is_ascii_alphabetic() || roman(word).is_some()
}

/// `1.4.1`
fn is_path(word: &str) -> bool {
    word.len() <= LONGEST
        && word.contains('.')
        && word
            .split('.')
            .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn blank_after(rest: &str, blanks: usize) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    let found = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    line.trim().is_empty() && blanks == 1 || found >= blanks || line.starts_with('\t')
}

/// The value of a roman number in its usual spelling, all in one case.
fn roman(word: &str) -> Option<u32> {
    let lower = word.to_ascii_lowercase();
    if word.is_empty() || word.len() > LONGEST || (word != lower && word != word.to_ascii_uppercase()) {
        return None;
    }
    let digit = |c| match c {
        'i' => Some(1_u32),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        'd' => Some(500),
        'm' => Some(1000),
        _ => None,
    };
    let digits: Vec<u32> = lower.chars().map(digit).collect::<Option<_>>()?;
    let mut value = 0;
    for (at, digit) in digits.iter().enumerate() {
        if digits.get(at + 1).is_some_and(|next| next > digit) {
            value -= i64::from(*digit);
        } else {
            value += i64::from(*digit);
        }
    }
    let value = u32::try_from(value).ok()?;
    (to_roman(value) == lower).then_some(value)
}

fn to_roman(mut value: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut text = String::new();
    for (step, letters) in STEPS {
        while value >= step && text.len() <= LONGEST {
            text.push_str(letters);
            value -= step;
        }
    }
    text
}

/// What a marker may mean: `i` is one, or the ninth letter.
fn readings(marker: &Marker<'_>) -> Vec<(Style, u32)> {
    let text = marker.text;
    if is_tick(marker) {
        return vec![(Style::Check, 1)];
    }
    if text == "#" {
        return vec![(Style::Running, 0)];
    }
    if text.contains('.') {
        return vec![(Style::Fixed, 0)];
    }
    if let Ok(value) = text.parse() {
        return vec![(Style::Decimal, value)];
    }
    let upper = text.as_bytes()[0].is_ascii_uppercase();
    let mut readings = Vec::new();
    if let Some(value) = roman(text) {
        let style = if upper { Style::UpperRoman } else { Style::LowerRoman };
        readings.push((style, value));
    }
    if text.len() == 1 {
        let style = if upper { Style::UpperAlpha } else { Style::LowerAlpha };
        readings.push((style, u32::from(text.as_bytes()[0].to_ascii_lowercase() - b'a') + 1));
    }
    readings
}

/// Sorts the items of what is one list to the parser into lists of one style. The numbers of items are as written; where
/// all are the same plain number, the list counts on from it, as in Markdown.
pub fn runs(markers: &[Marker<'_>]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, marker) in markers.iter().enumerate() {
        let readings = readings(marker);
        if let Some(run) = runs.last_mut().filter(|run| run.delimiter == marker.delimiter)
            && let Some((_, value)) = readings.iter().find(|(style, _)| *style == run.style)
        {
            run.values.push(*value);
            continue;
        }
        let (style, value) = first_reading(&readings, markers.get(at + 1), marker.delimiter);
        runs.push(Run {
            style,
            delimiter: marker.delimiter,
            values: vec![value],
        });
    }
    for run in runs.iter_mut().filter(|run| run.is_uncounted()) {
        let first = run.first();
        for (value, number) in run.values.iter_mut().zip(first..) {
            *value = number;
        }
    }
    runs
}

/// The reading that the next item goes on from; else roman for `i`, and the letter for `c`, `d`, `v` and so on.
fn first_reading(readings: &[(Style, u32)], next: Option<&Marker<'_>>, delimiter: Delimiter) -> (Style, u32) {
    let following = next
        .filter(|next| next.delimiter == delimiter)
        .map(self::readings)
        .unwrap_or_default();
    let continued = readings
        .iter()
        .find(|(style, value)| following.contains(&(*style, value + 1)));
    let usual = || {
        let one = readings.iter().find(|(_, value)| *value == 1);
        one.or_else(|| readings.last())
    };
    *continued.or_else(usual).expect("a marker has a meaning")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks<'a>(items: &[&'a str]) -> Vec<Marker<'a>> {
        items
            .iter()
            .map(|item| marker(item).unwrap_or_else(|| panic!("{item} is a marker")))
            .collect()
    }

    #[test]
    fn markers_of_officers_are_known() {
        for good in [
            "a) x", "(a) x", "i) x", "(iv) x", "A)", "IV. x", "A.  x", "1) x", "(12) x", "√ x", "✓ x", "✔\tx", "#. x",
            "1.4.1  x",
        ] {
            assert!(marker(good).is_some(), "{good}");
        }
        for bad in [
            "A. Rahman",
            "ab) x",
            "(ab) x",
            "a)x",
            "(a x",
            "1.4 juta",
            "iiii) x",
            "(1.2) x",
            "√x",
            "",
            "(",
            "()",
            "a",
            "e.g. x",
            "iM) x",
            "1.4.1.",
            "3.5",
        ] {
            assert_eq!(marker(bad), None, "{bad}");
        }
    }

    #[test]
    fn roman_and_letters_are_told_by_their_neighbours() {
        let of = |items: &[&str]| {
            let runs = runs(&marks(items));
            runs.into_iter().map(|run| (run.style, run.values)).collect::<Vec<_>>()
        };
        assert_eq!(of(&["i) ", "ii) ", "iii) "]), [(Style::LowerRoman, vec![1, 2, 3])]);
        assert_eq!(of(&["h) ", "i) ", "j) "]), [(Style::LowerAlpha, vec![8, 9, 10])]);
        assert_eq!(of(&["i) ", "j) "]), [(Style::LowerAlpha, vec![9, 10])]);
        assert_eq!(of(&["c) ", "d) "]), [(Style::LowerAlpha, vec![3, 4])]);
        assert_eq!(of(&["v) ", "vi) "]), [(Style::LowerRoman, vec![5, 6])]);
        assert_eq!(of(&["(a) ", "(b) ", "(i) "]), [(Style::LowerAlpha, vec![1, 2, 9])]);
        assert_eq!(of(&["1) ", "1) ", "1) "]), [(Style::Decimal, vec![1, 2, 3])]);
        assert_eq!(of(&["3. ", "4. ", "2. "]), [(Style::Decimal, vec![3, 4, 2])]);
        assert_eq!(of(&["a) ", "b) ", "d) "]), [(Style::LowerAlpha, vec![1, 2, 4])]);
        assert_eq!(
            of(&["1) ", "2) ", "a) ", "b) "]),
            [(Style::Decimal, vec![1, 2]), (Style::LowerAlpha, vec![1, 2])]
        );
        assert_eq!(
            of(&["1. ", "2) "]),
            [(Style::Decimal, vec![1]), (Style::Decimal, vec![2])]
        );
    }

    #[test]
    fn every_roman_number_is_read_as_it_is_written() {
        for value in 1..90 {
            let word = to_roman(value);
            assert_eq!(roman(&word), Some(value), "{word}");
            assert_eq!(roman(&word.to_ascii_uppercase()), Some(value), "{word}");
        }
        for bad in ["iiii", "vx", "ic", "iiv", "mmmmmmmmmmm", "Iv"] {
            assert_eq!(roman(bad), None, "{bad}");
        }
    }
}
