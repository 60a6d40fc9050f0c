//! The risks of all registers of a plan, and the treatments that name them, wherever they stand.
//!
//! Registers and treatments may be sealed apart from each other. Messages quote neither, and what is compared with a
//! treatment is never more closed than the treatment itself, but for bare codes: words of a sealed register in an open
//! treatment would be published, and a message that knew them would confirm them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Data,
    fields::{Report, Text},
};
use crate::{
    diagnostic::{Diagnostic, Findings, Place},
    plan::Classification,
};

/// So many known codes are listed in a hint.
const LISTED: usize = 12;

/// What registers hold and treatments name, gathered block by block.
#[derive(Default)]
pub(in crate::document) struct Risks {
    known: Vec<Known>,
    named: Vec<Named>,
    /// Whether a register could not be read in full.
    is_partial: bool,
}

/// A row of a register.
struct Known {
    code: Option<Text>,
    /// Its number in the table, for a row without a code.
    number: String,
    /// Its threat and its function, by which a treatment may name it too.
    names: [String; 2],
    place: Option<Place>,
    classification: Classification,
}

/// What a treatment names.
struct Named {
    text: String,
    place: Place,
    classification: Classification,
}

impl Risks {
    /// Takes what a block says; the report knows where it stands.
    pub(super) fn gather(&mut self, data: &Data, classification: Classification, report: &Report<'_>) {
        match data {
            Data::Risk(register) => self
                .known
                .extend(register.risks.iter().enumerate().map(|(row, risk)| Known {
                    code: risk.code.clone(),
                    number: (row + 1).to_string(),
                    names: [fold(&risk.threat.value), fold(&risk.function.value)],
                    place: risk.code.as_ref().map(|code| report.place(&code.at)),
                    classification,
                })),
            Data::Mitigation(plan) => self.named.extend(plan.treatments.iter().map(|treatment| Named {
                text: treatment.risk.value.clone(),
                place: report.place(&treatment.risk.at),
                classification,
            })),
            _ => {}
        }
    }

    /// Says that a register has faults: a risk that seems unknown may stand in it.
    pub(super) fn doubt(&mut self) {
        self.is_partial = true;
    }

    /// Tells codes that stand twice, and treatments of risks that no register holds.
    pub(in crate::document) fn check(&self, findings: &mut Findings) {
        let codes = self.codes(findings);
        // Without any register the risks are kept elsewhere, and there is nothing to compare with.
        if self.known.is_empty() || self.is_partial {
            return;
        }
        let index = Index {
            numbers: (self.known.iter().filter(|risk| risk.code.is_none()))
                .map(|risk| risk.number.as_str())
                .collect(),
            codes,
            known: &self.known,
        };
        for named in &self.named {
            findings.extend(index.fault(named));
        }
    }

    /// Each code with the classification of its row. The same row of the same file, shown twice, is one risk.
    fn codes(&self, findings: &mut Findings) -> BTreeMap<String, Classification> {
        let mut codes: BTreeMap<String, (&Place, Classification)> = BTreeMap::new();
        for risk in &self.known {
            let (Some(code), Some(place)) = (&risk.code, &risk.place) else {
                continue;
            };
            match codes.get_mut(&fold(&code.value)) {
                None => {
                    codes.insert(fold(&code.value), (place, risk.classification));
                }
                Some((first, lowest)) => {
                    *lowest = risk.classification.min(*lowest);
                    if first.path() != place.path() || first.span() != place.span() {
                        findings.push(
                            Diagnostic::error("E226", "another risk of this plan has this code")
                                .at(place.clone())
                                .hint("give each risk a code of its own: treatments name risks by it"),
                        );
                    }
                }
            }
        }
        let codes = codes.into_iter();
        codes
            .map(|(code, (_, classification))| (code, classification))
            .collect()
    }
}

/// What treatments are compared with.
struct Index<'a> {
    codes: BTreeMap<String, Classification>,
    /// Of rows without a code.
    numbers: BTreeSet<&'a str>,
    known: &'a [Known],
}

impl Index<'_> {
    fn fault(&self, named: &Named) -> Option<Diagnostic> {
        let whole = fold(&named.text);
        let is_named = |risk: &Known| risk.classification <= named.classification && risk.names.contains(&whole);
        if self.codes.contains_key(&whole) {
            return self.telling(&whole, named);
        }
        if self.numbers.contains(whole.as_str()) || self.known.iter().any(is_named) {
            return None;
        }
        // "R01, R02", and "R01 Banjir" or "R01: Banjir".
        let parts: Vec<&str> = whole.split([',', ';', '&', '/']).map(str::trim).collect();
        if parts.len() > 1 && parts.iter().all(|part| self.codes.contains_key(*part)) {
            return parts.iter().find_map(|part| self.telling(part, named));
        }
        let first = whole.split([' ', ':', '–']).next().unwrap_or_default();
        if let Some(classification) = self.codes.get(first) {
            // The rest is words of the register.
            return (*classification > named.classification).then(|| telling(named));
        }
        let mut hint = "write the `code` of a row of a risk register, or add the risk to one".to_owned();
        if named.classification.is_open() {
            let open = self.known.iter().filter(|risk| risk.classification.is_open());
            let codes: Vec<&str> = open
                .filter_map(|risk| risk.code.as_ref().map(|code| code.value.as_str()))
                .take(LISTED)
                .collect();
            if !codes.is_empty() {
                hint += &format!("; open registers have {}", codes.join(", "));
            }
        }
        let diagnostic = Diagnostic::error("E227", "no register of this plan has this risk");
        Some(diagnostic.at(named.place.clone()).hint(hint))
    }

    /// A code of a more closed register may stand in a treatment if it is a code and no words.
    fn telling(&self, code: &str, named: &Named) -> Option<Diagnostic> {
        let is_closed = self.codes.get(code).is_some_and(|known| *known > named.classification);
        (is_closed && !is_bare(code)).then(|| telling(named))
    }
}

fn telling(named: &Named) -> Diagnostic {
    Diagnostic::error(
        "E274",
        "this treatment says more than the code of a risk that fewer people may read",
    )
    .at(named.place.clone())
    .hint("write its code alone, such as R07, or seal this block as its register is sealed")
}

/// A few letters and a number.
fn is_bare(code: &str) -> bool {
    let letters = code.chars().filter(|c| c.is_alphabetic()).count();
    letters <= 4 && code.chars().count() <= 12 && code.chars().any(|c| c.is_ascii_digit())
}

/// Small letters, one blank between words.
fn fold(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
