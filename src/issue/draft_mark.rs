//! A plan that still calls itself a draft does not go out (`E437`). What `terkawal build` marks as a draft by itself is not asked.

use crate::{
    diagnostic::Diagnostic,
    document::{Document, Section},
    plan::Plan,
};

const MARKS: [&str; 3] = ["draf", "draft", "deraf"];

/// The first mark in what stands on the cover.
pub fn on_the_cover(plan: &Plan) -> Option<Diagnostic> {
    let fields = [
        Some(&plan.title),
        Some(&plan.short_title),
        plan.statement.as_ref(),
        plan.copyright.as_ref(),
    ];
    let words = fields
        .into_iter()
        .flatten()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let mark = words.into_iter().find(|word| is_mark(word))?;
    let at = plan.source.text().find(mark)?;
    Some(
        Diagnostic::error("E437", "the plan still calls itself a draft")
            .at(plan.source.place(at..at + mark.len()))
            .hint(HINT),
    )
}

/// Sections whose title is marked, and headings and paragraphs that are nothing but the mark. The word within a sentence is
/// ordinary text.
pub fn in_sections(document: &Document) -> Vec<Diagnostic> {
    document.sections.iter().flat_map(in_section).collect()
}

fn in_section(section: &Section) -> Vec<Diagnostic> {
    let text = section.source.text();
    let body = section.body.inner.clone();
    let mut found = Vec::new();
    let mut tell = |what: &str, at: std::ops::Range<usize>| {
        found.push(
            Diagnostic::error("E437", format!("{what} still says that it is a draft"))
                .at(section.source.place(at))
                .hint(HINT),
        );
    };
    if is_marked(&section.title) {
        let at = text[..body.start].find(&section.title).unwrap_or_default();
        tell("the title of the section", at..at + section.title.len());
    }
    let mut at = body.start;
    let mut is_after_blank = true;
    let mut lines = text[body].split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let is_before_blank = lines.peek().is_none_or(|next| next.trim().is_empty());
        let is_heading = line.starts_with('#');
        let words: Vec<&str> = line
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        if let [word] = words[..]
            && is_mark(word)
            && (is_heading || is_after_blank && is_before_blank)
        {
            tell(
                if is_heading { "a heading" } else { "a paragraph" },
                at..at + line.trim_end().len(),
            );
        }
        is_after_blank = line.trim().is_empty();
        at += line.len();
    }
    found
}

/// Whether the mark stands apart in a title: in brackets, before a colon, in capitals of its own, or alone. The draft of a
/// letter is something else.
fn is_marked(title: &str) -> bool {
    let apart = title.split(['(', ')', '[', ']', ':', '|', '–', '—']);
    let mut parts = apart.flat_map(|part| part.split(" - ")).map(str::trim);
    let is_alone = |part: &str| {
        let mut words = part.split_whitespace();
        words.next().is_some_and(is_mark) && words.all(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    };
    let in_capitals = title
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| is_mark(word) && !word.chars().any(char::is_lowercase));
    parts.any(is_alone) || in_capitals && title.chars().any(char::is_lowercase)
}

fn is_mark(word: &str) -> bool {
    MARKS.contains(&word.to_lowercase().as_str())
}

const HINT: &str = "take the word out; drafts are marked by `terkawal build` itself";

#[cfg(test)]
mod tests {
    use super::is_marked;

    #[test]
    fn a_title_is_marked_where_the_word_stands_apart() {
        for title in [
            "DRAF",
            "Draf 2",
            "Skop (draf)",
            "[Draft] Skop",
            "DRAF: Skop",
            "DRAF Skop",
            "Skop - draf 1.2",
            "Skop – Deraf",
        ] {
            assert!(is_marked(title), "{title}");
        }
        for title in [
            "Skop",
            "Draf surat kepada pemaju",
            "Penyediaan draf",
            "PENYEDIAAN DRAF LAPORAN",
            "Drafan: skop",
        ] {
            assert!(!is_marked(title), "{title}");
        }
    }
}
