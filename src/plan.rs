//! `plan.yaml` and `distribution/list.yaml`, read and checked.

mod abbreviations_file;
mod check;
mod copy_number;
mod due;
mod enrolment;
mod list;
mod list_file;
mod marking;
mod meaning;
mod plan_file;
mod scheme;
mod upkeep;
mod upkeep_file;
pub mod yaml;

use std::{
    collections::BTreeMap,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use jiff::civil::Date;

use crate::{
    diagnostic::{Diagnostic, Failure, Findings, Outcome, Place, SourceText},
    world::World,
};

pub use copy_number::CopyNumber;
pub use due::DueMatter;
pub use enrolment::enrolled;
pub use list::{ControlledCopy, DistributionList, Holder, Medium, Team};
pub use marking::{Audience, Classification, Marking, ParseMarkError};
pub use meaning::{BadMeaning, Meaning, NO_TAG, is_language_tag};
pub use scheme::Scheme;
pub use upkeep::{Activity, ActivityKind, Appointment, InForce, Period, ReviewEntry, Upkeep, When};

/// Folders on the site that are made by the program: no chapter may have one of these names.
pub(crate) const RESERVED_FOLDERS: [&str; 15] = [
    "assets",
    "copies",
    "print",
    "read",
    "search",
    "versions",
    "control",
    "distribution",
    "amendments",
    "references",
    "abbreviations",
    "figures",
    "tables",
    "attachments",
    "contents",
];

/// How headings are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// 1.0, 1.1, 1.1.1
    Decimal,
    /// BAB 1, 1.1, 1.1.1
    Bab,
    /// None.
    None,
}

/// How figures and tables are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptionNumbers {
    /// Through the document: Rajah 3.
    Document,
    /// Within each chapter: Rajah 2.1.
    Chapter,
}

/// How paragraphs that begin with `#.` are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphNumbers {
    /// Through the document: 2, 3, 4.
    Through,
    /// Within each section, behind its number: 1.4.1.
    Section,
}

/// The language of the words around the plan's own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Malay
    Ms,
    /// Indonesian
    Id,
    /// English
    En,
}

impl Language {
    /// The code used in `lang` attributes and file names.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ms => "ms",
            Self::Id => "id",
            Self::En => "en",
        }
    }
}

/// Pages made from `plan.yaml` and the distribution list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GeneratedPage {
    /// Document control: reference, version, who prepared, reviewed, approved.
    Control,
    /// Distribution list.
    Distribution,
    /// Amendment record, and the list of effective sections.
    Amendments,
    /// Reference documents.
    References,
    /// Abbreviations.
    Abbreviations,
    /// Attachments.
    Attachments,
    /// List of figures.
    Figures,
    /// List of tables.
    Tables,
    /// Full list of contents.
    Contents,
}

impl GeneratedPage {
    /// All of them in the order of the document.
    pub const ALL: [Self; 9] = [
        Self::Control,
        Self::Distribution,
        Self::Amendments,
        Self::References,
        Self::Abbreviations,
        Self::Figures,
        Self::Tables,
        Self::Attachments,
        Self::Contents,
    ];

    /// Its id, its folder on the site, and its name in `open_pages`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Distribution => "distribution",
            Self::Amendments => "amendments",
            Self::References => "references",
            Self::Abbreviations => "abbreviations",
            Self::Attachments => "attachments",
            Self::Figures => "figures",
            Self::Tables => "tables",
            Self::Contents => "contents",
        }
    }

    /// Whether its lines are as sealed as what they name, so that some copies may have it and others not.
    pub fn has_entries(self) -> bool {
        matches!(
            self,
            Self::Abbreviations | Self::Attachments | Self::Figures | Self::Tables
        )
    }
}

/// Who signed for one step of the document control.
#[derive(Clone, Debug)]
pub struct Signatory {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Date, when known.
    pub date: Option<Date>,
}

/// The three signatures of the document control page.
#[derive(Clone, Debug, Default)]
pub struct ControlBlock {
    /// Disediakan oleh.
    pub prepared: Option<Signatory>,
    /// Disemak oleh.
    pub reviewed: Option<Signatory>,
    /// Diluluskan oleh.
    pub approved: Option<Signatory>,
}

/// Review interval.
#[derive(Clone)]
pub struct Review {
    /// Last review.
    pub last: Option<Date>,
    /// Months between reviews.
    pub interval_months: u32,
    /// What says when the last one was, in plan.yaml.
    pub place: Place,
}

/// The picture on the cover. The cover is open, so the picture is open too.
#[derive(Clone)]
pub struct Logo {
    /// Path below the plan folder, `/` between names.
    pub path: String,
    /// What it shows, for those who cannot see it.
    pub alt: Option<String>,
    /// In plan.yaml.
    pub place: Place,
}

/// Abbreviations of the plan besides those in plan.yaml.
pub const ABBREVIATIONS: &str = "content/data/abbreviations.yaml";

/// A publishable document, as `plan.yaml` describes it.
#[derive(Clone)]
pub struct Plan {
    /// The plan folder.
    pub root: PathBuf,
    /// Title.
    pub title: String,
    /// Title of the running footer.
    pub short_title: String,
    /// Reference number.
    pub reference: String,
    /// Version, digits and dots.
    pub version: String,
    /// Date of the version.
    pub date: Date,
    /// Language of the interface.
    pub language: Language,
    /// Organisation.
    pub organisation: String,
    /// Owner of the document, named after ©.
    pub owner: String,
    /// Classification of every section that does not say otherwise; always sealed.
    pub classification: Classification,
    /// Names of the markings.
    pub scheme: Scheme,
    /// Numbering style.
    pub numbering: Numbering,
    /// How figures and tables are counted.
    pub captions: CaptionNumbers,
    /// How running paragraphs are counted.
    pub paragraphs: ParagraphNumbers,
    /// Confidentiality statement.
    pub statement: Option<String>,
    /// Copyright line.
    pub copyright: Option<String>,
    /// Signatures.
    pub control: ControlBlock,
    /// Review.
    pub review: Option<Review>,
    /// Copies warn after this day.
    pub valid_until: Option<Date>,
    /// Where that stands.
    pub valid_until_place: Option<Place>,
    /// Circulation, validity, reviews, activities, appointments.
    pub upkeep: Upkeep,
    /// The logo on the cover.
    pub logo: Option<Logo>,
    /// Reference documents.
    pub references: Vec<String>,
    /// Abbreviations in alphabetical order, from plan.yaml and from [`ABBREVIATIONS`].
    pub abbreviations: BTreeMap<String, Meaning>,
    /// Where each of them stands.
    pub abbreviation_places: BTreeMap<String, Place>,
    /// [`ABBREVIATIONS`], if there is one; an open source.
    pub abbreviation_source: Option<SourceText>,
    /// Generated pages that are declared open.
    pub open_pages: Vec<GeneratedPage>,
    /// What copies carry so that a leaked text can be traced.
    pub marks: MarkSettings,
    /// The sample plan: passphrases beside it, pages say DEMONSTRASI.
    pub demonstration: bool,
    /// Theme name.
    pub theme: String,
    /// minisign public key of the publisher.
    pub publisher_key: Option<String>,
    /// `plan.yaml` itself; an open source.
    pub source: SourceText,
    /// Whether it could be read at all; otherwise it only serves to find the faults of other files.
    pub is_known: bool,
}

/// `marks` of `plan.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkSettings {
    /// Whether the text of a copy carries characters that nobody sees.
    pub characters: bool,
}

impl Default for MarkSettings {
    fn default() -> Self {
        Self { characters: true }
    }
}

impl Plan {
    /// Reads and checks `plan.yaml` below `root`.
    ///
    /// # Errors
    /// Every fault of the file that can be told, with its line.
    pub fn read(world: &dyn World, root: &Path) -> Outcome<Self> {
        let mut findings = Findings::default();
        let plan = Self::collect(world, root, &mut findings)?;
        findings.finish()?;
        Ok(plan)
    }

    /// Reads as much of `plan.yaml` as can be read, so that the faults of other files are told in the same run.
    ///
    /// # Errors
    /// A file that is missing: then this is no plan folder.
    pub fn collect(world: &dyn World, root: &Path, findings: &mut Findings) -> Outcome<Self> {
        let text = match read_text(world, root, "plan.yaml") {
            Ok(text) => text,
            Err(failure)
                if failure
                    .diagnostics
                    .iter()
                    .any(|fault| TEXT_FAULTS.contains(&fault.code)) =>
            {
                findings.absorb(failure);
                return Ok(plan_file::unknown(root, &SourceText::new("plan.yaml", "", true)));
            }
            Err(failure) => return Err(failure),
        };
        let source = SourceText::new("plan.yaml", text, false);
        let mut plan = plan_file::parse(root, &source, findings).unwrap_or_else(|| plan_file::unknown(root, &source));
        if world.exists(&root.join(ABBREVIATIONS)) {
            match read_text(world, root, ABBREVIATIONS) {
                Ok(text) => {
                    let source = SourceText::new(ABBREVIATIONS, text, false);
                    let found = abbreviations_file::parse(&source, findings);
                    plan.add_abbreviations(found, source, findings);
                }
                Err(failure) => findings.absorb(failure),
            }
        }
        Ok(plan)
    }

    /// Every day that plan.yaml names.
    pub fn days(&self) -> impl Iterator<Item = Date> {
        let ControlBlock {
            prepared,
            reviewed,
            approved,
        } = &self.control;
        let signed =
            [prepared, reviewed, approved].map(|signatory| signatory.as_ref().and_then(|signatory| signatory.date));
        let reviewed = self.review.as_ref().and_then(|review| review.last);
        [Some(self.date), self.valid_until, reviewed]
            .into_iter()
            .chain(signed)
            .flatten()
            .chain(self.upkeep.days())
    }

    fn add_abbreviations(
        &mut self,
        found: BTreeMap<String, (Meaning, Place)>,
        source: SourceText,
        findings: &mut Findings,
    ) {
        for (short, (long, place)) in found {
            if let Some(first) = self.abbreviation_places.get(&short) {
                let (line, _) = first.line_column();
                findings.push(
                    Diagnostic::error("E208", "this abbreviation is defined in plan.yaml too")
                        .at(place)
                        .hint(format!("keep one of the two; the other is on line {line} of plan.yaml")),
                );
                continue;
            }
            self.abbreviation_places.insert(short.clone(), place);
            self.abbreviations.insert(short, long);
        }
        self.abbreviation_source = Some(source);
    }

    /// Whether a generated page is open.
    pub fn is_open_page(&self, page: GeneratedPage) -> bool {
        self.open_pages.contains(&page)
    }
}

impl DistributionList {
    /// Path below the plan folder.
    pub const PATH: &'static str = "distribution/list.yaml";

    /// Reads and checks `distribution/list.yaml`.
    ///
    /// # Errors
    /// Every fault of the list, with its line.
    pub fn read(world: &dyn World, plan: &Plan) -> Outcome<Self> {
        let mut findings = Findings::default();
        let list = Self::collect(world, plan, &mut findings)?;
        findings.finish()?;
        Ok(list)
    }

    /// Reads as much of the list as can be read, so that the faults of sections are told in the same run.
    ///
    /// # Errors
    /// A list that is missing or not UTF-8.
    pub fn collect(world: &dyn World, plan: &Plan, findings: &mut Findings) -> Outcome<Self> {
        let text = read_text(world, &plan.root, Self::PATH)?;
        // Names of persons stand in it, so its lines are never quoted to a pipe.
        let source = SourceText::new(Self::PATH, text, true);
        let list = list_file::parse(&source, plan.demonstration, &plan.scheme, findings);
        Ok(list.unwrap_or_else(|| Self::unreadable(source)))
    }

    /// Stands for a list that could not be read while other faults are looked for.
    pub fn unreadable(source: SourceText) -> Self {
        Self {
            groups: BTreeMap::new(),
            copies: Vec::new(),
            teams: Vec::new(),
            source,
            complete: false,
        }
    }

    /// Checks the text of a list.
    ///
    /// # Errors
    /// As [`DistributionList::read`].
    pub fn parse(source: &SourceText, demonstration: bool, scheme: &Scheme) -> Outcome<Self> {
        let mut findings = Findings::default();
        let list = list_file::parse(source, demonstration, scheme, &mut findings);
        findings.finish()?;
        list.ok_or_else(|| unreachable_without_finding(Self::PATH))
    }
}

fn unreachable_without_finding(path: &str) -> Failure {
    Diagnostic::error("E100", format!("{path} could not be read")).into()
}

/// Larger text files are refused: nobody writes 8 MB by hand, and each copy would carry a section of that size.
const LARGEST_TEXT: u64 = 8 << 20;

/// Codes of [`read_text`] for a file that is there and no good text.
const TEXT_FAULTS: [&str; 4] = ["E102", "E109", "E117", "E118"];

/// Reads a text file of the plan as UTF-8, without a byte order mark.
pub(crate) fn read_text(world: &dyn World, root: &Path, path: &str) -> Outcome<String> {
    let bytes = world
        .read_up_to(&root.join(path), LARGEST_TEXT)
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => Diagnostic::error("E101", format!("{path} is missing in {}", root.display()))
                .hint("run the command in the plan folder, or name the folder with --root")
                .into(),
            ErrorKind::FileTooLarge => Diagnostic::error("E109", "this file is too large")
                .at(SourceText::new(path, "", true).line(1))
                .hint("a text file of a plan may have up to 8 MB; split a section into several")
                .into(),
            ErrorKind::InvalidInput => Diagnostic::error("E109", "this is a device or a pipe, which may have no end")
                .at(SourceText::new(path, "", true).line(1))
                .hint("put an ordinary text file in its place")
                .into(),
            _ => Failure::io("read", &root.join(path), &error),
        })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        // What comes before is the same in both, so the place is right.
        let source = SourceText::new(path, String::from_utf8_lossy(error.as_bytes()), true);
        Failure::fault(
            Diagnostic::error("E102", "this file is not UTF-8 text")
                .at(source.place(at..at + 1))
                .hint("save the file as UTF-8 in your editor"),
        )
    })?;
    let source = |at: usize| SourceText::new(path, text.as_str(), true).place(at..at + 1);
    if let Some(at) = text.find('\u{e000}') {
        return Err(
            Diagnostic::error("E118", "this file holds a character of a private font (U+E000)")
                .at(source(at))
                .hint("type the sign anew; readers' computers do not have that font")
                .into(),
        );
    }
    if let Some((at, sign)) = text.char_indices().find(|(_, c)| is_control(*c)) {
        return Err(Diagnostic::error(
            "E117",
            format!("this file holds a control character (U+{:04X})", u32::from(sign)),
        )
        .at(source(at))
        .hint("take it out; it is invisible and comes from another program or a damaged file")
        .into());
    }
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// Control characters other than the white space of text files.
fn is_control(c: char) -> bool {
    c < ' ' && !matches!(c, '\t' | '\n' | '\r' | '\u{c}') || c == '\u{7f}'
}
