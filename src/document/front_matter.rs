//! Front matter between two `---` lines.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_yaml::Spanned;

use crate::{
    diagnostic::{Diagnostic, Findings, SourceText},
    plan::yaml,
};

/// The keys of front matter. Anything else is an error: a slip of the pen must not drop a mark.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrontMatter {
    pub(super) title: Spanned<String>,
    #[serde(default)]
    pub(super) number: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) classification: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) audience: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) weight: Option<i64>,
    #[serde(default)]
    pub(super) front: Option<Spanned<bool>>,
    #[serde(default)]
    pub(super) portrait: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) signatory: Option<Spanned<Signatory>>,
    #[serde(default)]
    #[expect(dead_code, reason = "free keys for the author's own tools; checked to be a mapping")]
    extra: Option<BTreeMap<String, serde_json::Value>>,
}

/// Who signs a foreword.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signatory {
    pub(super) name: String,
    #[serde(default)]
    pub(super) post: String,
}

/// A file taken apart.
pub(super) struct Parsed {
    /// Whether the front matter could be read; otherwise it stands in for one, so that the faults of the text are found.
    pub(super) is_known: bool,
    pub(super) front_matter: FrontMatter,
    /// Where the YAML begins in the file.
    pub(super) yaml_start: usize,
    /// Where it ends.
    pub(super) yaml_end: usize,
    /// Where the body begins.
    pub(super) body_start: usize,
}

impl Parsed {
    /// The place of a value of the front matter.
    pub(super) fn place<T>(&self, source: &SourceText, value: &Spanned<T>) -> crate::diagnostic::Place {
        let yaml = &source.text()[self.yaml_start..self.yaml_end];
        yaml::place(source, self.yaml_start, yaml, value)
    }
}

impl Parsed {
    /// For a file whose front matter cannot be read.
    fn unknown(body_start: usize) -> Self {
        Self {
            is_known: false,
            front_matter: FrontMatter {
                title: Spanned::new(
                    "?".to_owned(),
                    serde_yaml::Location::UNKNOWN,
                    serde_yaml::Location::UNKNOWN,
                ),
                number: None,
                classification: None,
                audience: Vec::new(),
                description: None,
                weight: None,
                front: None,
                portrait: None,
                signatory: None,
                extra: None,
            },
            yaml_start: 0,
            yaml_end: 0,
            body_start,
        }
    }
}

pub(super) fn parse(source: &SourceText, findings: &mut Findings) -> Parsed {
    let text = source.text();
    let Some(rest) = text.strip_prefix("---\n") else {
        findings.push(
            Diagnostic::error("E150", "the section does not begin with front matter")
                .at(source.line(1))
                .hint("begin the file with a line `---`, then `title: …`, then a line `---`"),
        );
        return Parsed::unknown(0);
    };
    let yaml_start = text.len() - rest.len();
    let mut offset = yaml_start;
    let mut end = None;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            end = Some((offset, offset + line.len()));
            break;
        }
        offset += line.len();
    }
    let Some((yaml_end, body_start)) = end else {
        findings.push(
            Diagnostic::error("E151", "the front matter is not closed")
                .at(source.line(1))
                .hint("close it with a line `---`"),
        );
        return Parsed::unknown(text.len());
    };
    let is_text = |_: &str, key: &str| matches!(key, "title" | "number" | "description" | "portrait" | "name" | "post");
    yaml::cut_texts(source, yaml_start, &text[yaml_start..yaml_end], is_text, findings);
    match yaml::parse(source, yaml_start, &text[yaml_start..yaml_end], "E152") {
        Ok(front_matter) => Parsed {
            is_known: true,
            front_matter,
            yaml_start,
            yaml_end,
            body_start,
        },
        Err(diagnostic) => {
            findings.push(
                diagnostic.hint(
                    "front matter may have title, number, classification, audience, description, weight, front, portrait, signatory and extra",
                ),
            );
            Parsed::unknown(body_start)
        }
    }
}
