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
//! Markdown is read by `markdown`, before steps 2 and 3: its blocks say more than lines do.
//!
//! Nothing is dropped silently: what a fixed pattern takes out is counted, what fits nowhere is
//! kept as text or named in the report.

mod blocks;
mod body;
mod captioned;
mod captions;
mod cells;
mod checklist;
mod code;
mod contents;
mod control;
mod cover;
mod dates;
mod distribution;
mod escape;
mod fences;
mod footnotes;
mod front;
mod heading;
mod heads;
mod inline;
mod items;
mod joins;
mod lines;
mod list_file;
mod listings;
mod lists;
mod mark;
mod markdown;
mod marker;
mod metadata;
mod notes;
mod number;
mod outline;
mod pages;
mod parts;
mod place;
mod placeholder;
mod plan_file;
mod problem;
mod running;
mod sections;
mod slug;
mod table;
#[cfg(test)]
mod tests;
mod title;
mod validity;
mod yaml;

pub use notes::{Note, NoteKind, Report};
pub use problem::Problem;

use blocks::Block;
use contents::Contents;
use footnotes::Footnotes;
use mark::Mark;
use markdown::Flavour;
use notes::Notes;
use running::Running;

use crate::plan::ABBREVIATIONS;

/// Each section becomes a file; no document has as many.
const MOST_SECTIONS: usize = 5000;

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
    let flavour = markdown::flavour(&clean);
    let clean = metadata::unwrap(clean, &mut notes);
    if clean.trim().is_empty() {
        return Err(Problem::Empty);
    }
    let body = match flavour {
        Some(flavour) => read_markdown(&clean, flavour, &mut notes)?,
        None => read_plain(&clean, &mut notes)?,
    };
    let Body {
        mut blocks,
        running,
        contents,
        footnotes,
    } = body;
    heads::merge(&mut blocks, &mut notes);
    captions::look(&blocks, &mut notes);
    let outline = outline::build(blocks, &contents, &mut notes);
    if outline.nodes.is_empty() {
        return Err(Problem::NotAPlan);
    }
    if outline.nodes.len() > MOST_SECTIONS {
        return Err(Problem::TooMany);
    }
    let marking = mark::decide(&running.marks, options, &mut notes)?;
    let mut plan = front::read(outline, &running, &mut notes);
    footnotes.place(&mut plan, &mut notes);

    let mut files = vec![
        ("plan.yaml".to_owned(), plan_file::write(&plan, marking)),
        ("distribution/list.yaml".to_owned(), list_file::write(&plan, marking)),
    ];
    if let Some(text) = plan_file::abbreviations(&plan) {
        files.push((ABBREVIATIONS.to_owned(), text));
    }
    let pages = sections::write(&plan, marking, &mut notes);
    let sections = pages
        .iter()
        .filter(|(path, _)| path.rsplit('.').next() == Some("md"))
        .count();
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

/// The text without what belongs to its pages.
struct Body {
    blocks: Vec<Block>,
    running: Running,
    contents: Contents,
    footnotes: Footnotes,
}

fn read_plain(text: &str, notes: &mut Notes) -> Result<Body, Problem> {
    let (lines, running) = running::strip(lines::split(text), notes);
    refuse_secret(&running)?;
    let (lines, contents) = contents::strip(&lines, notes);
    Ok(Body {
        blocks: joins::join(blocks::parse(&lines), true, notes),
        running,
        contents,
        footnotes: Footnotes::default(),
    })
}

fn read_markdown(text: &str, flavour: Flavour, notes: &mut Notes) -> Result<Body, Problem> {
    let read = markdown::read(text, flavour, notes);
    let texts = pages::texts(&read.blocks);
    let (lines, running) = running::strip(pages::lines(&read.blocks, &texts), notes);
    refuse_secret(&running)?;
    let (lines, contents) = contents::strip(&lines, notes);
    Ok(Body {
        blocks: joins::join(pages::kept(read.blocks, &lines), false, notes),
        running,
        contents,
        footnotes: Footnotes::new(read.footnotes),
    })
}

fn refuse_secret(running: &Running) -> Result<(), Problem> {
    match running.marks.iter().max().filter(|mark| **mark > Mark::Sulit) {
        Some(mark) => Err(Problem::TooHigh(mark.as_str().to_owned())),
        None => Ok(()),
    }
}
