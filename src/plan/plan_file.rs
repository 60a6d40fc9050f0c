//! The shape of `plan.yaml` and its checks.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;
use serde_yaml::Spanned;

use super::{
    CaptionNumbers, Classification, ControlBlock, GeneratedPage, Language, Logo, MarkSettings, Numbering,
    ParagraphNumbers, ParseMarkError, Plan, Review, Scheme, Signatory, Upkeep, abbreviations_file,
    check::Check,
    upkeep_file::{ActivityFile, AppointmentFile, InForceFile, PeriodFile, ReviewEntryFile},
    yaml,
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
    classification_scheme: Option<BTreeMap<String, Spanned<String>>>,
    #[serde(default)]
    numbering: Option<Spanned<String>>,
    #[serde(default)]
    captions: Option<Spanned<String>>,
    #[serde(default)]
    paragraphs: Option<Spanned<String>>,
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
    logo: Option<Spanned<String>>,
    #[serde(default)]
    logo_alt: Option<String>,
    #[serde(default)]
    circulated_to: Vec<String>,
    #[serde(default)]
    in_force: Option<InForceFile>,
    #[serde(default)]
    period: Option<PeriodFile>,
    #[serde(default)]
    reviews: Vec<ReviewEntryFile>,
    #[serde(default)]
    activities: Vec<ActivityFile>,
    #[serde(default)]
    appointed: Vec<AppointmentFile>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    abbreviations: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    open_pages: Vec<Spanned<String>>,
    #[serde(default)]
    marks: MarksFile,
    #[serde(default)]
    demonstration: bool,
    #[serde(default)]
    theme: Option<Spanned<String>>,
    #[serde(default)]
    publisher_key: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct MarksFile {
    #[serde(default)]
    characters: Option<bool>,
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

/// Values that are chosen from a few.
struct Style {
    language: Language,
    numbering: Numbering,
    captions: CaptionNumbers,
    paragraphs: ParagraphNumbers,
    theme: String,
}

impl Check<'_> {
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

    fn review(&mut self, review: &ReviewFile) -> Review {
        let months = &review.interval_months;
        Review {
            last: review.last.as_ref().and_then(|last| self.date(last)),
            interval_months: self.months(months),
            place: review
                .last
                .as_ref()
                .map_or_else(|| self.place(months), |last| self.place(last)),
        }
    }

    fn logo(&mut self, file: &Spanned<String>, alt: Option<String>) -> Option<Logo> {
        let path = file.value.trim().replace('\\', "/");
        let odd = |name: &str| name.is_empty() || name.starts_with('.') || name.contains(':');
        if path.split('/').any(odd) {
            let hint = "name a file in the plan folder or below content/, such as content/jata.svg";
            self.fault(file, "E129", "the logo is not a file of this plan", hint);
            return None;
        }
        Some(Logo {
            path,
            alt: alt.filter(|alt| !alt.trim().is_empty()),
            place: self.place(file),
        })
    }

    fn scheme(&mut self, file: &BTreeMap<String, Spanned<String>>) -> Option<Scheme> {
        let entries: Vec<_> = file
            .iter()
            .map(|(name, level)| (name.as_str(), level.value.as_str(), self.place(level)))
            .collect();
        let faults = match Scheme::of(&entries) {
            Ok(scheme) => return Some(scheme),
            Err(faults) => faults,
        };
        for (index, fault) in faults {
            let (message, hint) = fault.words();
            let place = index.map_or_else(|| self.source.line(1), |index| entries[index].2.clone());
            self.findings
                .push(Diagnostic::error("E135", message).at(place).hint(hint));
        }
        None
    }

    fn style(&mut self, file: &PlanFile) -> Style {
        let language = self.choose(
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
        let numbering = self.choose(
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
        let captions = self.choose(
            file.captions.as_ref(),
            "way to count figures and tables",
            CaptionNumbers::Document,
            |text| match text {
                "document" => Some(CaptionNumbers::Document),
                "chapter" => Some(CaptionNumbers::Chapter),
                _ => None,
            },
            "use document or chapter",
        );
        let paragraphs = self.choose(
            file.paragraphs.as_ref(),
            "way to count paragraphs",
            ParagraphNumbers::Through,
            |text| match text {
                "through" => Some(ParagraphNumbers::Through),
                "section" => Some(ParagraphNumbers::Section),
                _ => None,
            },
            "use through or section",
        );
        let theme = self.choose(
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
        Style {
            language,
            numbering,
            captions,
            paragraphs,
            theme,
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
                    "use control, distribution, amendments, references, abbreviations, figures, tables, attachments or contents",
                ),
            }
        }
        pages
    }

    fn classification(&mut self, value: &Spanned<String>, scheme: &Scheme) -> Option<Classification> {
        match scheme.parse(&value.value) {
            Ok(Classification::Terbuka) => {
                self.fault(
                    value,
                    "E112",
                    "the plan's default classification must be a sealed one",
                    &format!(
                        "write {} here, and `classification: {}` in each open section",
                        scheme.sealed(),
                        scheme.mark(Classification::Terbuka)
                    ),
                );
                None
            }
            Ok(classification) => Some(classification),
            Err(ParseMarkError::TooHigh) => {
                self.fault(
                    value,
                    "E201",
                    "matter of this classification may not be published by this system",
                    &scheme.refusal(),
                );
                None
            }
            Err(ParseMarkError::Unknown) => {
                let hint = format!("use {}", scheme.sealed());
                self.fault(value, "E202", "unknown classification", &hint);
                None
            }
        }
    }
}

/// Whether a text of its own stands behind a key, or in a list below one.
fn is_text(above: &str, key: &str) -> bool {
    above == "abbreviations"
        || key.is_empty() && matches!(above, "circulated_to" | "references")
        || matches!(
            key,
            "title"
                | "short_title"
                | "organisation"
                | "owner"
                | "reference"
                | "description"
                | "statement"
                | "copyright"
                | "logo_alt"
                | "name"
                | "post"
        )
}

pub(super) fn parse(root: &Path, source: &SourceText, findings: &mut Findings) -> Option<Plan> {
    yaml::cut_texts(source, 0, source.text(), is_text, findings);
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
    let valid_until_place = file.valid_until.as_ref().map(|value| check.place(value));
    let valid_until = file.valid_until.as_ref().and_then(|value| check.date(value));
    // With a scheme that cannot be used every mark would be unknown, so marks wait until it can.
    let scheme = match &file.classification_scheme {
        None => Some(Scheme::default()),
        Some(names) => check.scheme(names),
    };
    let classification = scheme
        .as_ref()
        .and_then(|scheme| check.classification(&file.classification, scheme));
    let style = check.style(&file);
    let open_pages = check.open_pages(&file.open_pages);
    let control = file.control.map(|control| check.control(control)).unwrap_or_default();
    let review = file.review.map(|review| check.review(&review));
    let logo = file.logo.as_ref().and_then(|logo| check.logo(logo, file.logo_alt));
    let upkeep = Upkeep {
        circulated_to: file.circulated_to,
        in_force: file.in_force.and_then(|span| check.in_force(&span)),
        period: file.period.map(|period| check.period(&period)),
        reviews: file
            .reviews
            .iter()
            .filter_map(|entry| check.review_entry(entry))
            .collect(),
        activities: file.activities.iter().map(|entry| check.activity(entry)).collect(),
        appointed: file.appointed.iter().map(|entry| check.appointment(entry)).collect(),
    };
    let abbreviations = abbreviations_file::spread(source, file.abbreviations, check.findings);
    Some(Plan {
        root: root.to_owned(),
        short_title: file.short_title.unwrap_or_else(|| title.clone()),
        owner: file.owner.unwrap_or_else(|| organisation.clone()),
        title,
        reference,
        version,
        // The fallbacks go with a fault and are never published.
        date: date.unwrap_or_default(),
        language: style.language,
        organisation,
        // The lowest sealed mark: no block may be called too low because of a guess.
        classification: classification.unwrap_or(Classification::Terhad),
        scheme: scheme.unwrap_or_default(),
        numbering: style.numbering,
        captions: style.captions,
        paragraphs: style.paragraphs,
        statement: file.statement,
        copyright: file.copyright,
        control,
        review,
        valid_until,
        valid_until_place,
        upkeep,
        logo,
        references: file.references,
        abbreviation_places: abbreviations
            .iter()
            .map(|(short, (_, place))| (short.clone(), place.clone()))
            .collect(),
        abbreviations: abbreviations
            .into_iter()
            .map(|(short, (long, _))| (short, long))
            .collect(),
        abbreviation_source: None,
        open_pages,
        marks: MarkSettings {
            characters: file.marks.characters.unwrap_or(true),
        },
        demonstration: file.demonstration,
        theme: style.theme,
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
        date: jiff::civil::Date::default(),
        language: Language::Ms,
        organisation: String::new(),
        owner: String::new(),
        classification: Classification::Terhad,
        scheme: Scheme::default(),
        numbering: Numbering::None,
        captions: CaptionNumbers::Document,
        paragraphs: ParagraphNumbers::Through,
        statement: None,
        copyright: None,
        control: ControlBlock::default(),
        review: None,
        valid_until: None,
        valid_until_place: None,
        upkeep: Upkeep::default(),
        logo: None,
        references: Vec::new(),
        abbreviations: BTreeMap::new(),
        abbreviation_places: BTreeMap::new(),
        abbreviation_source: None,
        open_pages: Vec::new(),
        // Whether it is the sample is not known, so nothing is said about demonstration keys.
        marks: MarkSettings::default(),
        demonstration: true,
        theme: "default".to_owned(),
        publisher_key: None,
        source: source.clone(),
        is_known: false,
    }
}
