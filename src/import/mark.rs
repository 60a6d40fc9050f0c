//! Classification marks: lines that are nothing but the mark.

use super::notes::Notes;
use super::{Options, Problem};

/// A classification, lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Terbuka,
    Terhad,
    Sulit,
    Rahsia,
    RahsiaBesar,
}

impl Mark {
    const ALL: [Self; 5] = [
        Self::Terbuka,
        Self::Terhad,
        Self::Sulit,
        Self::Rahsia,
        Self::RahsiaBesar,
    ];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Terbuka => "TERBUKA",
            Self::Terhad => "TERHAD",
            Self::Sulit => "SULIT",
            Self::Rahsia => "RAHSIA",
            Self::RahsiaBesar => "RAHSIA BESAR",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.as_str() == word)
    }
}

/// What the document is, and what the plan's default must be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marking {
    /// The document's classification.
    pub found: Mark,
    /// `classification:` of plan.yaml: never open.
    pub plan: Mark,
}

const LABELS: [&str; 6] = [
    "PENGELASAN",
    "PERINGKAT PENGELASAN",
    "KLASIFIKASI",
    "TARAF KESELAMATAN",
    "PERINGKAT KESELAMATAN",
    "KLASIFIKASI KESELAMATAN",
];

/// The mark that is all a text says, decoration and a label such as `Pengelasan :` aside.
pub(super) fn parse(text: &str) -> Option<Mark> {
    if text.len() > 120 {
        return None;
    }
    let bare = undecorated(text)?;
    let upper = bare.to_uppercase();
    let labelled = LABELS.iter().find_map(|label| {
        let rest = upper.strip_prefix(label)?.trim_start();
        rest.strip_prefix(':').and_then(undecorated)
    });
    let words: Vec<&str> = labelled.as_deref().unwrap_or(&bare).split_whitespace().collect();
    if words.len() > 2 && words.iter().all(|word| word.chars().count() == 1) {
        let letters = words.concat();
        return Mark::ALL
            .into_iter()
            .find(|mark| mark.as_str().replace(' ', "") == letters);
    }
    Mark::from_word(&words.join(" "))
}

/// The text without tags and without what stands on both sides of it; a bullet is no decoration.
fn undecorated(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if inside && c != '<' => {}
            c => out.push(c),
        }
    }
    let mut bare = out.trim().trim_start_matches('#').trim();
    while let Some(first) = bare.chars().next().filter(|c| !c.is_alphanumeric()) {
        let last = match first {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            '“' => '”',
            '*' | '_' | '"' | '\'' | '-' | '–' | '—' | '=' | '|' => first,
            _ => return None,
        };
        bare = bare.strip_prefix(first)?.strip_suffix(last)?.trim();
    }
    Some(bare.to_owned())
}

/// Takes the highest of the marks found and the one given; without either there is no import.
pub(super) fn decide(marks: &[Mark], options: &Options, notes: &mut Notes) -> Result<Marking, Problem> {
    let given = options.classification.as_deref().and_then(Mark::from_word);
    let read = marks.iter().max().copied();
    let found = match (read, given) {
        (None, None) => return Err(Problem::NoClassification),
        (Some(read), Some(given)) if given < read => {
            notes.attention(format!(
                "the document is marked {}, so the lower {} that was given is not used",
                read.as_str(),
                given.as_str()
            ));
            read
        }
        (_, Some(given)) => given,
        (Some(read), None) => read,
    };
    if found > Mark::Sulit {
        return Err(Problem::TooHigh(found.as_str().to_owned()));
    }
    let lower = marks.iter().filter(|mark| **mark < found).count();
    if read.is_some() && lower > 0 {
        notes.attention(format!(
            "{lower} marks are lower than {}; every section takes the highest, lower single ones by hand",
            found.as_str()
        ));
    }
    if found == Mark::Terbuka {
        notes.attention("the sections are TERBUKA; generated pages are TERHAD unless plan.yaml declares them open");
    }
    Ok(Marking {
        found,
        plan: found.max(Mark::Terhad),
    })
}
