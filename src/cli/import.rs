//! `import`: an existing plan as text or Markdown to a plan folder.

use std::{io::IsTerminal as _, path::PathBuf};

use clap::Args;
use serde_json::json;

use super::{
    new_folder::refuse_used,
    output::{Output, counted},
};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome},
    import::{self, Note, NoteKind, Options},
    plan::{Classification, ParseMarkError},
    world::{World, fill_folder},
};

#[derive(Args)]
pub(super) struct Arguments {
    /// The document, as Pandoc or a PDF or OCR converter gives it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The plan folder to make [default: the file's name without extension]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Classification, when the document carries no mark of its own
    #[arg(long, value_name = "MARK")]
    classification: Option<String>,
}

pub(super) fn run(world: &dyn World, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let classification = arguments.classification.as_deref().map(mark).transpose()?;
    let bytes = world
        .read(&arguments.file)
        .map_err(|error| Failure::io("read", &arguments.file, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::from(
            Diagnostic::error("E602", format!("{} is not UTF-8 text", arguments.file.display()))
                .hint("convert it first, for instance with `pandoc -t gfm plan.docx -o plan.md`"),
        )
    })?;
    let folder = arguments
        .folder
        .clone()
        .unwrap_or_else(|| arguments.file.with_extension(""));
    refuse_used(world, &folder)?;
    let imported = import::import(
        &text,
        &Options {
            classification: classification.map(|mark| mark.mark().to_owned()),
        },
    )
    .map_err(|problem| {
        let hint = problem.hint().to_owned();
        Failure::from(Diagnostic::error("E600", problem.to_string()).hint(hint))
    })?;
    let files = imported
        .files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_bytes()));
    fill_folder(world, &folder, files, "plan.yaml", false)?;
    let report = &imported.report;
    output.line(&format!(
        "{} ({}), version {}",
        report.title, report.classification, report.version
    ));
    output.line(&format!(
        "  {} and {} in {}",
        counted(report.sections, "section", "sections"),
        counted(report.copies, "copy number", "copy numbers"),
        folder.display()
    ));
    let on_terminal = std::io::stdout().is_terminal();
    for note in &report.notes {
        output.line(&format!("  {}", words(note, on_terminal)));
    }
    output
        .line("next: read plan.yaml and distribution/list.yaml, `terkawal enrol` every holder, then `terkawal build`");
    output.fact("sections", json!(report.sections));
    output.fact("copies", json!(report.copies));
    output.fact("classification", json!(report.classification));
    output.fact("version", json!(report.version));
    output.fact(
        "notes",
        json!(report.notes.iter().map(|note| words(note, false)).collect::<Vec<_>>()),
    );
    Ok(Exit::Done)
}

/// One remark in a line; text of the source is shown on a terminal only.
fn words(note: &Note, on_terminal: bool) -> String {
    let kind = match note.kind {
        NoteKind::Placed => "placed",
        NoteKind::Dropped => "left out",
        NoteKind::Changed => "changed",
        NoteKind::Attention => "please look",
        NoteKind::Unplaced => "not placed",
    };
    let mut line = format!("{kind}: {}", note.message);
    if note.count > 1 {
        line.push_str(&format!(" ({} times)", note.count));
    }
    if let Some(at) = note.line {
        line.push_str(&format!(", line {at}"));
    }
    match &note.excerpt {
        Some(excerpt) if on_terminal => format!("{line}: {excerpt}"),
        _ => line,
    }
}

fn mark(text: &str) -> Outcome<Classification> {
    text.parse().map_err(|error| {
        let message = match error {
            ParseMarkError::TooHigh => "matter of this classification may not be published by this system",
            ParseMarkError::Unknown => "unknown classification",
        };
        Diagnostic::error("E202", message)
            .hint("use TERBUKA, TERHAD or SULIT")
            .into()
    })
}
