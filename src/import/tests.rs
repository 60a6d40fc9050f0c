//! Tests of the whole import, on made-up miniature documents of the shapes that converters give.

mod bodies;
mod front_pages;
mod guideline;
mod hostile;
mod markdown;
mod marks;
mod pandoc;
mod plan;

use std::collections::BTreeMap;

use super::{Imported, NoteKind, Options, import};

/// Files by path.
fn files(imported: &Imported) -> BTreeMap<&str, &str> {
    imported
        .files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect()
}

fn read(text: &str) -> Imported {
    import(text, &Options::default()).expect("the miniature imports")
}

fn read_as(text: &str, classification: &str) -> Imported {
    let options = Options {
        classification: Some(classification.to_owned()),
    };
    import(text, &options).expect("the miniature imports")
}

/// The body that a section text becomes.
fn body_of(text: &str) -> String {
    let imported = read_as(&format!("1.0 UJIAN\n\n{text}\n"), "TERHAD");
    let (_, file) = imported
        .files
        .iter()
        .find(|(path, _)| path.ends_with("01-ujian/_index.md"))
        .expect("the chapter's file");
    file.split_once("---\n\n")
        .map(|(_, body)| body.to_owned())
        .unwrap_or_default()
}

/// The HTML that a section text becomes, without line feeds.
fn html_of(text: &str) -> String {
    use pulldown_cmark::{Options, Parser, html};
    let body = body_of(text);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(&body, options));
    out.replace('\n', "")
}

fn dropped(imported: &Imported, pattern: &str) -> usize {
    imported
        .report
        .notes
        .iter()
        .filter(|note| note.kind == NoteKind::Dropped && note.message.contains(pattern))
        .map(|note| note.count)
        .sum()
}

fn says(imported: &Imported, words: &str) -> bool {
    imported.report.notes.iter().any(|note| note.message.contains(words))
}
