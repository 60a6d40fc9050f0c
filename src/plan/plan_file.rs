//! The shape of `plan.yaml` and its checks.

use std::{collections::BTreeMap, path::Path};

use jiff::civil::Date;
use serde::Deserialize;
use serde_yaml::Spanned;

use super::{
    Classification, ControlBlock, GeneratedPage, Language, Numbering, ParseMarkError, Plan, Review, Signatory, yaml,
};
use crate::diagnostic::{Diagnostic, Findings, SourceText};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanFile {
    title: Spanned<String>,
    #[serde(default)]
    short_title: Option<String>,
    reference: Spanned<String>,
    version: Spanned<String>,
    date: Spanned<String>,
    #[serde(default)]
    language: Option<Spanned<String>>,
    organisation: Spanned<String>,
    #[serde(default)]
    owner: Option<String>,
    classification: Spanned<String>,
    #[serde(default)]
    numbering: Option<Spanned<String>>,
    #[serde(default)]
    statement: Option<String>,
    #[serde(default)]
    copyright: Option<String>,
    #[serde(default)]
    control: Option<ControlFile>,
    #[serde(default)]
    review: Option<ReviewFile>,
    #[serde(default)]
    valid_until: Option<Spanned<String>>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    abbreviations: BTreeMap<String, String>,
    #[serde(default)]
    open_pages: Vec<Spanned<String>>,
    #[serde(default)]
    demonstration: bool,
    #[serde(default)]
    theme: Option<Spanned<String>>,
    #[serde(default)]
    publisher_key: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlFile {
    #[serde(default)]
    prepared: Option<SignatoryFile>,
    #[serde(default)]
    reviewed: Option<SignatoryFile>,
    #[serde(default)]
    approved: Option<SignatoryFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignatoryFile {
    #[serde(default)]
    name: String,
    #[serde(default)]
    post: String,
    #[serde(default)]
    date: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewFile {
    #[serde(default)]
    last: Option<Spanned<String>>,
    interval_months: Spanned<u32>,
}

/// Checks fields and collects what is wrong with them.
struct Check<'a> {
    source: &'a SourceText,
    findings: &'a mut Findings,
}

impl Check<'_> {
    fn fault<T>(&mut self, value: &Spanned<T>, code: &'static str, message: &str, hint: &str) {
        let place = yaml::place(self.source, 0, self.source.text(), value);
        self.findings
            .push(Diagnostic::error(code, message).at(place).hint(hint));
    }

    fn text(&mut self, value: &Spanned<String>, what: &str) -> String {
        if value.value.trim().is_empty() {
            self.fault(value, "E110", &format!("{what} is empty"), "fill it in");
        }
        value.value.trim().to_owned()
    }

    fn date(&mut self, value: &Spanned<String>) -> Option<Date> {
        let date = value.value.trim().parse().ok();
        if date.is_none() {
            self.fault(value, "E111", "not a date", "write year-month-day, such as 2026-11-01");
        }
        date
    }

    fn signatory(&mut self, file: Option<SignatoryFile>) -> Option<Signatory> {
        let file = file?;
        Some(Signatory {
            name: file.name,
            post: file.post,
            date: file.date.and_then(|date| self.date(&date)),
        })
    }

    fn control(&mut self, control: ControlFile) -> ControlBlock {
        ControlBlock {
            prepared: self.signatory(control.prepared),
            reviewed: self.signatory(control.reviewed),
            approved: self.signatory(control.approved),
        }
    }

    fn review(&mut self, review: ReviewFile) -> Review {
        if !(1..=120).contains(&review.interval_months.value) {
            self.fault(
                &review.interval_months,
                "E116",
                "the review interval is out of range",
                "use 1 to 120 months",
            );
        }
        Review {
            last: review.last.and_then(|last| self.date(&last)),
            interval_months: review.interval_months.value,
        }
    }

    fn open_pages(&mut self, names: &[Spanned<String>]) -> Vec<GeneratedPage> {
        let mut pages = Vec::new();
        for name in names {
            match GeneratedPage::ALL.into_iter().find(|page| page.id() == name.value) {
                Some(page) => pages.push(page),
                None => self.fault(
                    name,
                    "E115",
                    "unknown page in open_pages",
                    "use control, distribution, references, abbreviations or contents",
                ),
            }
        }
        pages
    }

    fn classification(&mut self, value: &Spanned<String>) -> Option<Classification> {
        match value.value.parse() {
            Ok(Classification::Terbuka) => {
                self.fault(
                    value,
                    "E112",
                    "the plan's default classification must be a sealed one",
                    "write TERHAD or SULIT here, and `classification: TERBUKA` in each open section",
                );
                None
            }
            Ok(classification) => Some(classification),
            Err(ParseMarkError::TooHigh) => {
                self.fault(
                    value,
                    "E201",
                    "matter of this classification may not be published by this system",
                    "handle RAHSIA and RAHSIA BESAR on paper as Arahan Keselamatan says",
                );
                None
            }
            Err(ParseMarkError::Unknown) => {
                self.fault(value, "E202", "unknown classification", "use TERHAD or SULIT");
                None
            }
        }
    }
}

pub(super) fn parse(root: &Path, source: &SourceText, findings: &mut Findings) -> Option<Plan> {
    let file: PlanFile = match yaml::parse(source, 0, source.text(), "E103") {
        Ok(file) => file,
        Err(diagnostic) => {
            findings.push(diagnostic);
            return None;
        }
    };
    let mut check = Check { source, findings };
    let title = check.text(&file.title, "the title");
    let reference = check.text(&file.reference, "the reference");
    let organisation = check.text(&file.organisation, "the organisation");
    let version = check.text(&file.version, "the version");
    let version_is_plain = version
        .split('.')
        .all(|part| !part.is_empty() && part.len() <= 9 && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !version_is_plain {
        check.fault(
            &file.version,
            "E113",
            "the version is not digits and dots",
            "write it as \"2.0\"",
        );
    }
    let date = check.date(&file.date);
    let valid_until = file.valid_until.and_then(|value| check.date(&value));
    let classification = check.classification(&file.classification);
    let language = choose(
        &mut check,
        file.language.as_ref(),
        "language",
        Language::Ms,
        |text| match text {
            "ms" => Some(Language::Ms),
            "id" => Some(Language::Id),
            "en" => Some(Language::En),
            _ => None,
        },
        "use ms, id or en",
    );
    let numbering = choose(
        &mut check,
        file.numbering.as_ref(),
        "numbering",
        Numbering::Decimal,
        |text| match text {
            "decimal" => Some(Numbering::Decimal),
            "bab" => Some(Numbering::Bab),
            "none" => Some(Numbering::None),
            _ => None,
        },
        "use decimal, bab or none",
    );
    let theme = choose(
        &mut check,
        file.theme.as_ref(),
        "theme name",
        "default".to_owned(),
        |text| {
            let plain = !text.is_empty()
                && text
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
            plain.then(|| text.to_owned())
        },
        "use letters, digits and hyphens, as in the folder's name below themes/",
    );
    let open_pages = check.open_pages(&file.open_pages);
    let control = file.control.map(|control| check.control(control)).unwrap_or_default();
    let review = file.review.map(|review| check.review(review));
    Some(Plan {
        root: root.to_owned(),
        short_title: file.short_title.unwrap_or_else(|| title.clone()),
        owner: file.owner.unwrap_or_else(|| organisation.clone()),
        title,
        reference,
        version,
        // The fallbacks go with a fault and are never published.
        date: date.unwrap_or_default(),
        language,
        organisation,
        // The lowest sealed mark: no block may be called too low because of a guess.
        classification: classification.unwrap_or(Classification::Terhad),
        numbering,
        statement: file.statement,
        copyright: file.copyright,
        control,
        review,
        valid_until,
        references: file.references,
        abbreviations: file.abbreviations,
        open_pages,
        demonstration: file.demonstration,
        theme,
        publisher_key: file.publisher_key,
        source: source.clone(),
        is_known: true,
    })
}

/// Stands for a plan.yaml that could not be read while other faults are looked for; sealed throughout, and so low that no block is
/// called lower.
pub(super) fn unknown(root: &Path, source: &SourceText) -> Plan {
    Plan {
        root: root.to_owned(),
        title: String::new(),
        short_title: String::new(),
        reference: String::new(),
        version: String::new(),
        date: Date::default(),
        language: Language::Ms,
        organisation: String::new(),
        owner: String::new(),
        classification: Classification::Terhad,
        numbering: Numbering::None,
        statement: None,
        copyright: None,
        control: ControlBlock::default(),
        review: None,
        valid_until: None,
        references: Vec::new(),
        abbreviations: BTreeMap::new(),
        open_pages: Vec::new(),
        // Whether it is the sample is not known, so nothing is said about demonstration keys.
        demonstration: true,
        theme: "default".to_owned(),
        publisher_key: None,
        source: source.clone(),
        is_known: false,
    }
}

fn choose<T>(
    check: &mut Check<'_>,
    value: Option<&Spanned<String>>,
    what: &str,
    default: T,
    parse: impl Fn(&str) -> Option<T>,
    hint: &str,
) -> T {
    let Some(value) = value else { return default };
    parse(value.value.trim()).unwrap_or_else(|| {
        check.fault(value, "E114", &format!("unknown {what}"), hint);
        default
    })
}
