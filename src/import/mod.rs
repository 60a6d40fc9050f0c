//! Turns an existing plan, as text converters give it, into a plan folder in memory.
//!
//! The steps, each consuming what the one before made:
//! 1. `lines`: clean characters, numbered lines
//! 2. `running`: running headers, page numbers and marks out
//! 3. `contents`: the source's own contents list out, its entries kept as a guide
//! 4. `blocks`: paragraphs, list items, tables; `joins` mends what a page break cut
//! 5. `outline`: chapters, sections and annexes with the source's own numbers
//! 6. `front`: cover, document control, distribution list, abbreviations, references
//! 7. `plan_file`, `list_file`, `sections`: the files
//!
//! Nothing is dropped silently: what a fixed pattern takes out is counted, what fits nowhere is
//! kept as text or named in the report.

mod blocks;
mod body;
mod cells;
mod contents;
mod control;
mod cover;
mod dates;
mod distribution;
mod escape;
mod front;
mod heading;
mod inline;
mod joins;
mod lines;
mod list_file;
mod listings;
mod lists;
mod mark;
mod marker;
mod metadata;
mod notes;
mod number;
mod outline;
mod parts;
mod place;
mod plan_file;
mod problem;
mod running;
mod sections;
mod slug;
mod table;
#[cfg(test)]
mod tests;
mod title;
mod yaml;

pub use notes::{Note, NoteKind, Report};
pub use problem::Problem;

use mark::Mark;
use notes::Notes;

/// What the officer told us on the command line.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `TERBUKA`, `TERHAD` or `SULIT`, already validated; asked for when the text carries no mark.
    pub classification: Option<String>,
}

/// A plan folder in memory.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Path relative to the plan, with `/`, and the text of the file.
    pub files: Vec<(String, String)>,
    /// What was found, dropped and left open.
    pub report: Report,
}

/// Reads the text of a plan and lays it out as a plan folder.
///
/// # Errors
/// When the text is empty or has no headings, carries a mark above what may be published, or
/// carries no mark and none was given.
pub fn import(text: &str, options: &Options) -> Result<Imported, Problem> {
    let mut notes = Notes::default();
    let clean = lines::clean(text, &mut notes);
    let dialect = lines::dialect(&clean);
    let clean = lines::protect(clean, dialect);
    let mut lines = lines::split(&clean);
    metadata::unwrap(&mut lines, &mut notes);
    if lines.iter().all(|line| line.text.trim().is_empty()) {
        return Err(Problem::Empty);
    }
    let (lines, running) = running::strip(lines, &mut notes);
    if let Some(mark) = running.marks.iter().max().filter(|m| **m > Mark::Sulit) {
        return Err(Problem::TooHigh(mark.as_str().to_owned()));
    }
    let (lines, contents) = contents::strip(&lines, &mut notes);
    let blocks = joins::join(blocks::parse(&lines, dialect), dialect, &mut notes);
    let outline = outline::build(blocks, &contents, &mut notes);
    if outline.nodes.is_empty() {
        return Err(Problem::NotAPlan);
    }
    let marking = mark::decide(&running.marks, options, &mut notes)?;
    let plan = front::read(outline, &running, &mut notes);

    let mut files = vec![
        ("plan.yaml".to_owned(), plan_file::write(&plan, marking)),
        ("distribution/list.yaml".to_owned(), list_file::write(&plan, marking)),
    ];
    let pages = sections::write(&plan, marking, &mut notes);
    let sections = pages.len();
    files.extend(pages);
    Ok(Imported {
        files,
        report: Report {
            sections,
            classification: marking.found.as_str().to_owned(),
            title: plan.cover.title.clone(),
            version: plan.control.version.clone(),
            copies: plan.distribution.copies.len(),
            notes: notes.finish(),
        },
    })
}
