//! What is wrong with a plan, said to a council officer.
//!
//! A [`Diagnostic`] has a code, a place, a message in lower case without a full stop, and hints. Messages never quote
//! the source themselves: the offending text travels in [`Place`], so that text of a sealed source can be kept out of
//! pipes, JSON and log files (it is shown on an interactive terminal only).

mod place;
mod render;

use std::collections::BTreeMap;

pub use place::{Place, SourceText};
pub use render::{Audience, render_human, to_json};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The work goes on.
    Warning,
}

/// The exit codes of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0
    Done = 0,
    /// 1: findings of `verify`, `trace`, `status`.
    Findings = 1,
    /// 2: faults of the plan or of the command line.
    Fault = 2,
    /// 3: disk, port, missing tool.
    Environment = 3,
}

/// One problem or warning.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Stable code, such as `E103`; a page of the manual explains each.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// Cause, lower case, no full stop, no text of the source.
    pub message: String,
    /// Where, if it has a place.
    pub place: Option<Place>,
    /// What to do.
    pub hints: Vec<String>,
    /// Whether disk or tools are at fault and not the plan.
    pub is_environment: bool,
}

impl Diagnostic {
    /// An error that stops the publication.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            place: None,
            hints: Vec::new(),
            is_environment: false,
        }
    }

    /// A warning: the work goes on.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says that disk or tools are at fault.
    #[must_use]
    pub fn of_environment(mut self) -> Self {
        self.is_environment = true;
        self
    }

    /// Adds one thing to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// Why a verb stopped: everything that was found, and the exit code.
#[derive(Debug)]
pub struct Failure {
    /// The exit code of the process.
    pub exit: Exit,
    /// All problems, warnings included, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
}

impl Failure {
    /// A fault of the plan or the command line.
    pub fn fault(diagnostic: Diagnostic) -> Self {
        Self {
            exit: Exit::Fault,
            diagnostics: vec![diagnostic],
        }
    }

    /// A failure of disk, permission or tool.
    pub fn environment(diagnostic: Diagnostic) -> Self {
        Self {
            exit: Exit::Environment,
            diagnostics: vec![diagnostic],
        }
    }

    /// An input or output error of a named file.
    pub fn io(doing: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        let diagnostic = Diagnostic::error("E900", format!("cannot {doing} {}: {error}", path.display()));
        // This kind has no stable name yet; the number differs between systems.
        if format!("{:?}", error.kind()) == "FilesystemLoop" {
            return Self::fault(diagnostic.hint("a link leads back to itself; put the file itself there"));
        }
        match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::IsADirectory | std::io::ErrorKind::NotADirectory => {
                Self::fault(diagnostic.hint("check the name and where it should be"))
            }
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                Self::environment(diagnostic.hint("check who may read and write this folder"))
            }
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded | std::io::ErrorKind::FileTooLarge => {
                Self::environment(diagnostic.hint("free some space on this disk and run the command again"))
            }
            _ => Self::environment(diagnostic.hint("mend the cause and run the command again")),
        }
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::fault(diagnostic)
    }
}

/// The outcome of a stage or verb.
pub type Outcome<T> = Result<T, Failure>;

/// So many faults of one kind are listed for one file; the next one says how many more there are. Nobody reads on, and a
/// file that is no plan at all has millions.
const LISTED: usize = 1000;

/// Collects problems so that all of them are reported in one run.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Diagnostic>,
    environment: bool,
    /// How many there are by path and code, and the first one that was not listed.
    counts: BTreeMap<(String, &'static str), (usize, Option<Diagnostic>)>,
}

impl Findings {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let path = diagnostic.place.as_ref().map_or("", Place::path);
        let (count, first_unlisted) = self.counts.entry((path.to_owned(), diagnostic.code)).or_default();
        *count += 1;
        if *count <= LISTED || path.is_empty() {
            self.list.push(diagnostic);
        } else {
            first_unlisted.get_or_insert(diagnostic);
        }
    }

    /// Adds many.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }

    /// Takes over what was collected elsewhere.
    pub fn append(&mut self, other: Self) {
        self.environment |= other.environment;
        self.extend(other.list);
        for (kind, (count, first_unlisted)) in other.counts {
            if let Some(first) = first_unlisted {
                let (known, unlisted) = self.counts.entry(kind).or_default();
                *known += count - LISTED;
                unlisted.get_or_insert(first);
            }
        }
    }

    /// Takes over what another stage failed with.
    pub fn absorb(&mut self, failure: Failure) {
        self.environment |= failure.exit == Exit::Environment;
        self.extend(failure.diagnostics);
    }

    /// What a stage made; what it failed with is taken over.
    pub fn collect<T>(&mut self, outcome: Outcome<T>) -> Option<T> {
        outcome.map_err(|failure| self.absorb(failure)).ok()
    }

    /// Takes those of one code out again, when they only follow from another fault.
    pub fn forget(&mut self, code: &str) {
        self.list.retain(|diagnostic| diagnostic.code != code);
        self.counts.retain(|(_, known), _| *known != code);
    }

    /// How many there are so far.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// `Ok` with the warnings when there is no error.
    ///
    /// # Errors
    /// Everything that was found, sorted by file and place.
    pub fn finish(mut self) -> Outcome<Vec<Diagnostic>> {
        for (count, first_unlisted) in std::mem::take(&mut self.counts).into_values() {
            self.list.extend(first_unlisted.map(|mut diagnostic| {
                diagnostic.message += &format!("; this file has {count} of these");
                diagnostic
            }));
        }
        self.list.sort_by(|a, b| {
            let key = |d: &Diagnostic| d.place.as_ref().map(|p| (p.path().to_owned(), p.span().start));
            (key(a), a.code, &a.message).cmp(&(key(b), b.code, &b.message))
        });
        if self.has_errors() {
            Err(Failure {
                exit: if self.environment || self.list.iter().any(|found| found.is_environment) {
                    Exit::Environment
                } else {
                    Exit::Fault
                },
                diagnostics: self.list,
            })
        } else {
            Ok(self.list)
        }
    }
}
