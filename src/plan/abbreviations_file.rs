//! `content/data/abbreviations.yaml`: abbreviations that are kept apart from plan.yaml.

use std::collections::BTreeMap;

use serde_yaml::Spanned;

use super::{Meaning, yaml};
use crate::diagnostic::{Diagnostic, Findings, Place, SourceText};

/// Each abbreviation with what it stands for and where that is written.
pub(super) fn parse(source: &SourceText, findings: &mut Findings) -> BTreeMap<String, (Meaning, Place)> {
    yaml::cut_texts(source, 0, source.text(), |_, key| !key.is_empty(), findings);
    match yaml::parse::<BTreeMap<String, Spanned<String>>>(source, 0, source.text(), "E208") {
        Ok(file) => spread(source, file, findings),
        Err(diagnostic) => {
            findings.push(diagnostic.hint("write one line for each, such as `RTO: Recovery Time Objective`"));
            BTreeMap::new()
        }
    }
}

/// Takes values and places apart; an abbreviation must stand for something.
pub(super) fn spread(
    source: &SourceText,
    file: BTreeMap<String, Spanned<String>>,
    findings: &mut Findings,
) -> BTreeMap<String, (Meaning, Place)> {
    let mut found = BTreeMap::new();
    for (short, long) in file {
        let place = yaml::place(source, 0, source.text(), &long);
        let meaning = long.value.trim();
        if meaning.is_empty() || short.trim().is_empty() {
            findings.push(
                Diagnostic::error("E110", "an abbreviation or its meaning is empty")
                    .at(place)
                    .hint("fill it in"),
            );
            continue;
        }
        match Meaning::read(meaning) {
            Ok(meaning) => {
                found.insert(short.trim().to_owned(), (meaning, place));
            }
            Err(bad) => {
                let (code, message, hint) = bad.told();
                findings.push(Diagnostic::error(code, message).at(place).hint(hint));
            }
        }
    }
    found
}
