//! The parts before the first chapter.

use super::blocks::{Block, HARD, Kind};
use super::inline;
use super::number;

/// What a part before the first chapter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Cover,
    Control,
    Distribution,
    References,
    Abbreviations,
    /// To whom the document goes.
    Circulation,
    /// Kept as a section of its own.
    Other,
}

/// A part with its title and text.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub role: Role,
    pub title: String,
    pub line: usize,
    pub blocks: Vec<Block>,
}

const NAMES: [(&str, Role); 48] = [
    ("KAWALAN DOKUMEN", Role::Control),
    ("MAKLUMAT DOKUMEN", Role::Control),
    ("PENGESAHAN DOKUMEN", Role::Control),
    ("KELULUSAN DOKUMEN", Role::Control),
    ("DOCUMENT CONTROL", Role::Control),
    ("SENARAI EDARAN", Role::Distribution),
    ("SENARAI PENGEDARAN", Role::Distribution),
    ("SENARAI EDARAN DOKUMEN", Role::Distribution),
    ("SENARAI PEMEGANG DOKUMEN", Role::Distribution),
    ("SENARAI PEMEGANG SALINAN", Role::Distribution),
    ("DISTRIBUTION LIST", Role::Distribution),
    ("DOKUMEN RUJUKAN", Role::References),
    ("SENARAI DOKUMEN RUJUKAN", Role::References),
    ("SENARAI RUJUKAN", Role::References),
    ("RUJUKAN", Role::References),
    ("REFERENCES", Role::References),
    ("SINGKATAN", Role::Abbreviations),
    ("SENARAI SINGKATAN", Role::Abbreviations),
    ("SINGKATAN KATA", Role::Abbreviations),
    ("AKRONIM", Role::Abbreviations),
    ("SENARAI AKRONIM", Role::Abbreviations),
    ("SINGKATAN DAN AKRONIM", Role::Abbreviations),
    ("KEPENDEKAN", Role::Abbreviations),
    ("SENARAI KEPENDEKAN", Role::Abbreviations),
    ("ABBREVIATIONS", Role::Abbreviations),
    ("DIEDARKAN KEPADA", Role::Circulation),
    ("EDARAN KEPADA", Role::Circulation),
    ("DIEDARKAN KEPADA YTH", Role::Circulation),
    ("CIRCULATED TO", Role::Circulation),
    ("TAKRIFAN", Role::Other),
    ("TAFSIRAN", Role::Other),
    ("DEFINISI", Role::Other),
    ("GLOSARI", Role::Other),
    ("PRAKATA", Role::Other),
    ("KATA PENGANTAR", Role::Other),
    ("KATA ALUAN", Role::Other),
    ("KATA-KATA ALUAN", Role::Other),
    ("PERUTUSAN", Role::Other),
    ("PENDAHULUAN", Role::Other),
    ("PENGHARGAAN", Role::Other),
    ("RINGKASAN EKSEKUTIF", Role::Other),
    ("SENARAI RAJAH", Role::Other),
    ("SENARAI JADUAL", Role::Other),
    ("SENARAI LAMPIRAN", Role::Other),
    ("REKOD PINDAAN", Role::Other),
    ("SEJARAH DOKUMEN", Role::Other),
    ("REKOD SEMAKAN", Role::Other),
    ("FOREWORD", Role::Other),
];

/// What a part of this name holds.
pub(super) fn role(title: &str) -> Option<Role> {
    let upper = title.trim_end_matches([':', '.']).trim().to_uppercase();
    NAMES.iter().find(|(name, _)| *name == upper).map(|(_, role)| *role)
}

/// Whether a heading names a part that stands before the chapters.
pub(super) fn is_name(title: &str) -> bool {
    role(title).is_some()
}

/// Whether a heading names a part that is read into plan.yaml or list.yaml.
pub(super) fn is_data(title: &str) -> bool {
    role(title).is_some_and(|role| role != Role::Other)
}

/// Splits what stands before the first chapter; the cover comes first, empty if there is none.
pub(super) fn split(blocks: Vec<Block>) -> Vec<Part> {
    let mut parts = vec![Part {
        role: Role::Cover,
        title: String::new(),
        line: 1,
        blocks: Vec::new(),
    }];
    for block in blocks {
        let Some((title, found, rest)) = heading(&block, parts.len() > 1) else {
            if let Some(part) = parts.last_mut() {
                part.blocks.push(block);
            }
            continue;
        };
        let rest = rest.map(|text| Block {
            text,
            kind: Kind::Text,
            ..block.clone()
        });
        match parts.last_mut() {
            // the heading stands again on the part's next page
            Some(part) if part.role == found && part.title == title => part.blocks.extend(rest),
            _ => parts.push(Part {
                role: found,
                title,
                line: block.line,
                blocks: rest.into_iter().collect(),
            }),
        }
    }
    parts
}

/// Title of a part, its role, and text that follows in the same block.
fn heading(block: &Block, after_cover: bool) -> Option<(String, Role, Option<String>)> {
    if !matches!(block.kind, Kind::Text | Kind::Hash(_)) || !block.inside.is_empty() {
        return None;
    }
    let (first, rest) = match block.text.find(['\n', HARD]) {
        Some(at) => (&block.text[..at], Some(block.text[at + 1..].to_owned())),
        None => (block.text.as_str(), None),
    };
    if first.len() > 120 {
        return None;
    }
    let title = inline::plain(first);
    if let Some(role) = role(&title) {
        return Some((title.trim_end_matches(':').trim().to_owned(), role, rest));
    }
    let isolated = rest.is_none() && !block.tight && after_cover;
    let words = title.split_whitespace().count();
    let capitals = number::capitals(&title) && (2..=10).contains(&words) && title.len() <= 80;
    let named = matches!(block.kind, Kind::Hash(_)) && after_cover;
    let sentence = title.ends_with(['.', ',', ';', ':']);
    ((isolated && capitals && !sentence) || named).then_some((title, Role::Other, rest))
}
