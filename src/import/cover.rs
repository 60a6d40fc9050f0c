//! Title, organisation, owner, statement and copyright.

use jiff::civil::Date;

use super::blocks::{Block, Kind};
use super::dates;
use super::inline;
use super::number;

/// What the cover and the closing lines say.
#[derive(Debug, Default)]
pub(super) struct Cover {
    pub title: String,
    pub organisation: Option<String>,
    pub owner: Option<String>,
    pub statement: Option<String>,
    pub copyright: Option<String>,
    pub year: Option<i16>,
    pub date: Option<Date>,
    /// Text of the cover that has no place in plan.yaml.
    pub rest: Vec<Block>,
}

/// A line that belongs to cover and last page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Imprint {
    Statement(String),
    Copyright(String),
    Owner(String, Option<i16>),
}

const KINDS: [&str; 17] = [
    "PELAN",
    "GARIS",
    "DASAR",
    "POLISI",
    "PROSEDUR",
    "MANUAL",
    "TATACARA",
    "BUKU",
    "ARAHAN",
    "PANDUAN",
    "PEKELILING",
    "RANGKA",
    "STRATEGI",
    "PLAN",
    "POLICY",
    "GUIDELINE",
    "PROGRAM",
];

const BODIES: [&str; 15] = [
    "MAJLIS",
    "KEMENTERIAN",
    "JABATAN",
    "PEJABAT",
    "LEMBAGA",
    "PERBADANAN",
    "SURUHANJAYA",
    "AGENSI",
    "UNIVERSITI",
    "HOSPITAL",
    "INSTITUT",
    "DEWAN",
    "PIHAK",
    "DINAS",
    "BADAN",
];

/// Reads the cover.
pub(super) fn read(blocks: Vec<Block>) -> Cover {
    let mut cover = Cover::default();
    let mut rest = Vec::new();
    for block in blocks {
        let text = inline::plain(&block.text);
        if let Some(imprint) = imprint(&block) {
            cover.take(imprint);
        } else if text.len() < 40 && dates::find(&text).is_some() && cover.date.is_none() {
            cover.date = dates::find(&text);
        } else {
            rest.push(block);
        }
    }
    if let Some(at) = title_block(&rest) {
        cover.title = inline::plain(&rest.remove(at).text);
    }
    cover.name_bodies(&mut rest);
    cover.rest = rest;
    cover
}

impl Cover {
    /// Fills what is still open; says whether the line says nothing new.
    pub(super) fn take(&mut self, imprint: Imprint) -> bool {
        let fill = |slot: &mut Option<String>, text: String| {
            let known = slot.get_or_insert_with(|| text.clone());
            same(known, &text)
        };
        match imprint {
            Imprint::Statement(text) => fill(&mut self.statement, text),
            Imprint::Copyright(text) => fill(&mut self.copyright, text),
            Imprint::Owner(text, year) => {
                self.year = self.year.or(year);
                let known = fill(&mut self.owner, text.clone());
                if known && !number::capitals(&text) {
                    self.owner = Some(text);
                }
                known
            }
        }
    }

    /// Organisation and owner from the title, the owner line or the cover's other lines.
    fn name_bodies(&mut self, rest: &mut Vec<Block>) {
        self.organisation = body_at_end(&self.title).or_else(|| {
            self.owner
                .as_deref()
                .and_then(|owner| owner.rsplit(", ").find_map(body_at_end))
        });
        if self.organisation.is_some() {
            return;
        }
        let holds_body = |block: &Block| lines(block).iter().any(|line| body_at_start(line));
        if let Some(at) = rest
            .iter()
            .rposition(|block| matches!(block.kind, Kind::Text) && holds_body(block))
        {
            let lines = lines(&rest.remove(at));
            let named = lines.iter().position(|line| body_at_start(line)).unwrap_or(0);
            self.organisation = Some(lines[named..].join(" "));
            if named > 0 && self.owner.is_none() {
                self.owner = Some(format!("{}, {}", lines[..named].join(" "), lines[named..].join(" ")));
            }
        }
    }
}

/// Whether two lines say the same, case and punctuation aside.
pub(super) fn same(a: &str, b: &str) -> bool {
    let words = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    words(a) == words(b)
}

/// Reads a line of the imprint: statement, copyright, owner.
pub(super) fn imprint(block: &Block) -> Option<Imprint> {
    if !matches!(block.kind, Kind::Text) || block.text.len() > 600 {
        return None;
    }
    let text = inline::plain(&block.text);
    let lower = text.to_lowercase();
    let owner = ["©", "(c) ", "Ⓒ"].iter().find_map(|sign| text.strip_prefix(sign));
    if let Some(owner) = owner {
        let (owner, year) = dates::split_year(owner.trim().trim_end_matches('.'));
        let owner = owner.trim_start_matches("Hak cipta").trim();
        return (!owner.is_empty()).then(|| Imprint::Owner(owner.to_owned(), year));
    }
    if ["hak cipta", "hakcipta", "copyright"]
        .iter()
        .any(|word| lower.starts_with(word))
        && text.len() < 120
    {
        return Some(Imprint::Copyright(text));
    }
    let secret = lower.contains("maklumat yang terkandung dalam dokumen")
        || (lower.contains("tidak boleh") && lower.contains("tidak dibenarkan") && lower.contains("maklumat"));
    let quoted = text.starts_with(['“', '"', '‘']);
    (secret && (quoted || text.len() < 300)).then(|| Imprint::Statement(unquoted(&text)))
}

fn unquoted(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || "“”\"‘’".contains(c))
        .to_owned()
}

fn title_block(blocks: &[Block]) -> Option<usize> {
    let text = |block: &Block| match block.kind {
        Kind::Text | Kind::Hash(_) if block.text.len() < 400 => Some(inline::plain(&block.text)),
        _ => None,
    };
    let first = |want: &dyn Fn(&Block, &str) -> bool| {
        blocks
            .iter()
            .position(|block| text(block).is_some_and(|text| want(block, &text)))
    };
    first(&|block, _| matches!(block.kind, Kind::Hash(_)))
        .or_else(|| {
            first(&|_, text| {
                let word = text.split_whitespace().next().unwrap_or("").to_uppercase();
                KINDS.contains(&word.as_str())
            })
        })
        .or_else(|| first(&|_, text| number::capitals(text) && text.split_whitespace().count() > 2))
        .or_else(|| first(&|_, text| is_heading_like(text)))
}

/// A sentence is no title: a title is published, and the sentence may be sealed.
fn is_heading_like(text: &str) -> bool {
    let starts_low = text.chars().next().is_none_or(char::is_lowercase);
    !starts_low && !text.ends_with(['.', ';', ',', ':']) && text.split_whitespace().count() <= 20
}

fn lines(block: &Block) -> Vec<String> {
    inline::plain_lines(&block.text)
}

fn body_at_start(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or("").to_uppercase();
    BODIES.contains(&word.as_str())
}

fn body_at_end(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words
        .iter()
        .rposition(|word| BODIES.contains(&word.to_uppercase().as_str()))?;
    (words.len() - at <= 8).then(|| words[at..].join(" "))
}

/// The name in the mixed case in which the text writes it elsewhere.
pub(super) fn as_written<'t>(name: &str, mut texts: impl Iterator<Item = &'t str>) -> Option<String> {
    if !number::capitals(name) {
        return None;
    }
    let wanted = name.to_lowercase();
    texts.find_map(|text| {
        let lower = text.to_lowercase();
        let at = lower.find(&wanted)?;
        let found = (lower.len() == text.len()).then(|| text.get(at..at + wanted.len()))??;
        found.chars().any(char::is_lowercase).then(|| found.to_owned())
    })
}
