//! From when and how long a document says that it is in force.

use jiff::civil::Date;

use super::blocks::Block;
use super::dates;
use super::inline;

/// What a document calls itself in such a sentence, by the last word.
const ITSELF: [&str; 16] = [
    "pelan",
    "dokumen",
    "pekeliling",
    "surat",
    "panduan",
    "dasar",
    "polisi",
    "prosedur",
    "manual",
    "tatacara",
    "arahan",
    "strategi",
    "peraturan",
    "edaran",
    "pedoman",
    "rencana",
];

const NUMBERS: [&str; 10] = [
    "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "lapan", "sembilan", "sepuluh",
];

/// Words of the sentence that are read.
const REACH: usize = 40;

/// When a document is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Validity {
    pub from: Date,
    pub until: Option<Date>,
    pub years: Option<u32>,
}

/// `Pekeliling ini berkuat kuasa mulai 1 Januari 2026 selama lima tahun`; none unless all such sentences say the same.
pub(super) fn find<'b>(blocks: impl Iterator<Item = &'b Block>) -> Option<Validity> {
    let mut found = blocks
        .filter(|block| block.text.contains("kuasa") || block.text.contains("berlaku"))
        .flat_map(|block| sentences(&inline::plain(&block.text)));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

fn sentences(text: &str) -> Vec<Validity> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    let of_itself = |at: usize| at > 1 && lower[at - 1] == "ini" && ITSELF.contains(&lower[at - 2]);
    (0..words.len())
        .filter(|at| of_itself(*at))
        .filter_map(|at| {
            let verb = match &lower[at..] {
                ["berkuat", "kuasa", ..] => 2,
                ["mula", "berkuat", "kuasa", ..] => 3,
                ["berkuatkuasa" | "berlaku", ..] => 1,
                _ => return None,
            };
            let begin = at + verb;
            let end = words.len().min(begin + REACH);
            matches!(
                lower.get(begin),
                Some(&("mulai" | "bermula" | "pada" | "dari" | "sejak"))
            )
            .then(|| span(&words[begin..end]))?
        })
        .collect()
}

/// The days behind `mulai`; a sentence ends at a full stop that ends a word of letters or a year.
fn span(words: &[&str]) -> Option<Validity> {
    let end = words
        .iter()
        .position(|word| word.ends_with('.'))
        .map_or(words.len(), |at| at + 1);
    let words = &words[..end];
    let is = |word: &str, names: &[&str]| names.contains(&word.to_lowercase().as_str());
    let to = words
        .iter()
        .position(|word| is(word, &["hingga", "sehingga", "sampai"]));
    let long = words.iter().position(|word| is(word, &["selama"]));
    let first = [to, long].into_iter().flatten().min().unwrap_or(words.len());
    let from = dates::find(&words[..first].join(" "))?;
    let until = to
        .and_then(|at| dates::find(&words[at..].join(" ")))
        .filter(|until| *until > from);
    let years = long.filter(|_| until.is_none()).and_then(|at| years(&words[at + 1..]));
    Some(Validity { from, until, years })
}

/// `lima (5) tahun`
fn years(words: &[&str]) -> Option<u32> {
    let count = |word: &str| {
        let word = word.trim_matches(['(', ')']).to_lowercase();
        let named = NUMBERS.iter().position(|name| *name == word);
        let named = named.and_then(|at| u32::try_from(at + 1).ok());
        named
            .or_else(|| word.parse().ok())
            .filter(|years| (1..=100).contains(years))
    };
    let is_years = |word: &str| word.to_lowercase().trim_end_matches(['.', ',', ';']) == "tahun";
    match words {
        [number, unit, ..] if is_years(unit) => count(number),
        [number, figure, unit, ..] if is_years(unit) && count(number) == count(figure) => count(number),
        _ => None,
    }
}
