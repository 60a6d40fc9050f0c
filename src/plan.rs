//! `plan.yaml` and `distribution/list.yaml`, read and checked.

mod copy_number;
mod enrolment;
mod list;
mod list_file;
mod marking;
mod plan_file;
pub mod yaml;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use jiff::civil::Date;

use crate::{
    diagnostic::{Failure, Findings, Outcome, SourceText},
    world::World,
};

pub use copy_number::CopyNumber;
pub use enrolment::enrolled;
pub use list::{ControlledCopy, DistributionList, Holder, Team};
pub use marking::{Audience, Classification, Marking, ParseMarkError};

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
    /// Reference documents.
    References,
    /// Abbreviations.
    Abbreviations,
    /// Full list of contents.
    Contents,
}

impl GeneratedPage {
    /// All of them in the order of the document.
    pub const ALL: [Self; 5] = [
        Self::Control,
        Self::Distribution,
        Self::References,
        Self::Abbreviations,
        Self::Contents,
    ];

    /// Its id, its folder on the site, and its name in `open_pages`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Distribution => "distribution",
            Self::References => "references",
            Self::Abbreviations => "abbreviations",
            Self::Contents => "contents",
        }
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
#[derive(Clone, Copy, Debug)]
pub struct Review {
    /// Last review.
    pub last: Option<Date>,
    /// Months between reviews.
    pub interval_months: u32,
}

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
    /// Numbering style.
    pub numbering: Numbering,
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
    /// Reference documents.
    pub references: Vec<String>,
    /// Abbreviations in alphabetical order.
    pub abbreviations: BTreeMap<String, String>,
    /// Generated pages that are declared open.
    pub open_pages: Vec<GeneratedPage>,
    /// The sample plan: passphrases beside it, pages say DEMONSTRASI.
    pub demonstration: bool,
    /// Theme name.
    pub theme: String,
    /// minisign public key of the publisher.
    pub publisher_key: Option<String>,
    /// `plan.yaml` itself; an open source.
    pub source: SourceText,
}

impl Plan {
    /// Reads and checks `plan.yaml` below `root`.
    ///
    /// # Errors
    /// Every fault of the file that can be told, with its line.
    pub fn read(world: &dyn World, root: &Path) -> Outcome<Self> {
        let text = read_text(world, root, "plan.yaml")?;
        let source = SourceText::new("plan.yaml", text, false);
        let mut findings = Findings::default();
        let plan = plan_file::parse(root, &source, &mut findings);
        findings.finish()?;
        plan.ok_or_else(|| unreachable_without_finding("plan.yaml"))
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
        let reviewed = self.review.and_then(|review| review.last);
        [Some(self.date), self.valid_until, reviewed]
            .into_iter()
            .chain(signed)
            .flatten()
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
        let list = list_file::parse(&source, plan.demonstration, findings);
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
    pub fn parse(source: &SourceText, demonstration: bool) -> Outcome<Self> {
        let mut findings = Findings::default();
        let list = list_file::parse(source, demonstration, &mut findings);
        findings.finish()?;
        list.ok_or_else(|| unreachable_without_finding(Self::PATH))
    }
}

fn unreachable_without_finding(path: &str) -> Failure {
    crate::diagnostic::Diagnostic::error("E100", format!("{path} could not be read")).into()
}

/// Reads a text file of the plan as UTF-8, without a byte order mark.
pub(crate) fn read_text(world: &dyn World, root: &Path, path: &str) -> Outcome<String> {
    use crate::diagnostic::Diagnostic;
    let bytes = world.read(&root.join(path)).map_err(|error| {
        let mut failure = Failure::io("read", &root.join(path), &error);
        if error.kind() == std::io::ErrorKind::NotFound {
            failure = Failure::fault(
                Diagnostic::error("E101", format!("{path} is missing in {}", root.display()))
                    .hint("run the command in the plan folder, or name the folder with --root"),
            );
        }
        failure
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        Failure::fault(
            Diagnostic::error("E102", format!("{path} is not UTF-8 text, see line {line}"))
                .hint("save the file as UTF-8 in your editor"),
        )
    })?;
    if text.contains('\u{e000}') {
        return Err(
            Diagnostic::error("E118", format!("{path} holds a character of a private font (U+E000)"))
                .hint("type the sign anew; readers' computers do not have that font")
                .into(),
        );
    }
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}
