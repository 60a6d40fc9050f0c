//! The certificate of a destruction, to be printed and signed.

use jiff::civil::Date;

use crate::{
    layout::Paper,
    register::{CopyId, Head},
    theme::Catalogue,
};

/// What the certificate says.
pub(super) struct Certificate<'a> {
    pub(super) copy: &'a CopyId,
    pub(super) holder: &'a str,
    pub(super) method: &'a str,
    pub(super) witnesses: &'a [String; 2],
    pub(super) date: Date,
    pub(super) by: &'a str,
    /// The register after the entry: whoever keeps the certificate is a witness of it.
    pub(super) head: &'a Head,
}

impl Certificate<'_> {
    pub(super) fn paper(&self, catalogue: &Catalogue) -> Paper {
        let fact = |key: &str, value: String| (catalogue.word(key), value);
        let witness = |name: &String| (catalogue.word("certificate-witness"), name.clone());
        Paper {
            title: catalogue.word("certificate-title"),
            mark: None,
            facts: vec![
                fact("paper-copy", self.copy.number.to_string()),
                fact("version", self.copy.version.clone()),
                fact("paper-generation", self.copy.generation.to_string()),
                fact("holder", self.holder.to_owned()),
                fact("certificate-method", self.method.to_owned()),
                fact("control-date", catalogue.date(self.date)),
                fact("paper-recorded-by", self.by.to_owned()),
                fact("paper-entry", self.head.number.to_string()),
                fact("paper-head", self.head.hash.as_str().to_owned()),
            ],
            statements: vec![catalogue.word("certificate-statement")],
            tables: Vec::new(),
            signatures: self.witnesses.iter().map(witness).collect(),
            notes: vec![catalogue.word("certificate-honest"), catalogue.word("paper-head-note")],
        }
    }
}
