//! What to say about text that the plan language does not take: code, message and hint of each fault.

mod markers;

use super::{
    Section,
    dialect::{self, captions, grid::Broken, labels, phrases},
    scan::Found,
};
use crate::{
    diagnostic::{Diagnostic, Findings},
    plan::{Language, NO_TAG},
};

/// Captions, grid tables and abbreviations that cannot be read.
pub(super) fn tell(section: &Section, found: &[Found], language: Language, findings: &mut Findings) {
    for (container, found) in section.body.walk().into_iter().zip(found) {
        for fault in &found.bad_captions {
            let (code, message, hint) = bad_caption(fault.kind);
            let place = section.source.place(fault.place.clone());
            findings.push(Diagnostic::error(code, message).at(place).hint(hint));
        }
        for fault in &found.bad {
            let (code, message, hint) = match fault.kind {
                dialect::FaultKind::Grid(broken) => broken_grid(broken),
                dialect::FaultKind::GridWithin => (
                    "E205",
                    "a grid table cannot begin here and would be printed as it stands",
                    "begin it on a line of its own, in a list below the words of the item; \\+ is a plain sign",
                ),
                dialect::FaultKind::Abbreviation => (
                    "E206",
                    "this abbreviation is defined twice",
                    "keep one of the two definitions",
                ),
                dialect::FaultKind::Definition => (
                    "E290",
                    "this looks like the definition of an abbreviation and would be printed as it stands",
                    "write *[RTO]: and its meaning at the left margin, one word of letters and digits in the brackets; \\* is a plain sign",
                ),
                dialect::FaultKind::Note => (
                    "E495",
                    "no note has this name, and it would be printed as it stands",
                    note_hint(language),
                ),
                dialect::FaultKind::Table => (
                    "E496",
                    "this looks like the strokes of a table and would be printed as it stands",
                    "write as many cells of strokes as there are heads, right below them; \\| is a plain sign",
                ),
                dialect::FaultKind::Cells => (
                    "E497",
                    "this row has more cells than its table has heads, and the rest would be lost",
                    "take the strokes away that are too many; a stroke inside a cell, also in code, is written \\|",
                ),
                dialect::FaultKind::Marker(kind) => markers::stray(kind),
                dialect::FaultKind::Label(kind) => stray_label(kind),
                dialect::FaultKind::CaptionRow => (
                    "E204",
                    "this caption would become a row of the table above it",
                    "leave an empty line between table and caption",
                ),
                dialect::FaultKind::Footnote => (
                    "E498",
                    "this footnote is defined twice",
                    "give one of the two another name, or take it out",
                ),
                dialect::FaultKind::Misnamed(kind) => {
                    let place = section.source.place(fault.place.clone());
                    findings.push(
                        Diagnostic::error(
                            "E492",
                            "this is nearly the name of a data block, and would be published as code",
                        )
                        .at(place)
                        .hint(format!(
                            "write ```{kind} for the data block, ```text to show it as it is"
                        )),
                    );
                    continue;
                }
                dialect::FaultKind::Fence(kind) => {
                    let message =
                        "this looks like the fence of a data block, and what is below it would be published as text";
                    let hint =
                        format!("write ```{kind} with three backticks and nothing before them; \\`\\` are plain signs");
                    let place = section.source.place(fault.place.clone());
                    findings.push(Diagnostic::error("E492", message).at(place).hint(hint));
                    continue;
                }
                dialect::FaultKind::Number if !container.marking.is_open() => continue,
                kind @ (dialect::FaultKind::TextRow
                | dialect::FaultKind::TornRow
                | dialect::FaultKind::Indented
                | dialect::FaultKind::Stars
                | dialect::FaultKind::Address
                | dialect::FaultKind::Unclosed
                | dialect::FaultKind::Number) => changed(kind),
                dialect::FaultKind::Meaning(bad) => bad.told(),
                dialect::FaultKind::Phrase(kind) => bad_phrase(kind),
            };
            let place = section.source.place(fault.place.clone());
            findings.push(Diagnostic::error(code, message).at(place).hint(hint));
        }
        swallowed(section, found, findings);
    }
}

/// Warns of signs that Markdown takes away where they were meant.
fn swallowed(section: &Section, found: &Found, findings: &mut Findings) {
    for sum in &found.sums {
        findings.push(
            Diagnostic::warning(
                "E278",
                "these stars set what is between them in italics and are not printed",
            )
            .at(section.source.place(sum.clone()))
            .hint("write \\* for a plain star, as in 10\\*20\\*30; × is a sign for it too"),
        );
    }
    for path in &found.paths {
        findings.push(
            Diagnostic::warning("E279", "some of these backslashes are printed and others are not")
                .at(section.source.place(path.clone()))
                .hint("write the name of a file or server as code, between two `; \\\\ is a plain backslash"),
        );
    }
}

/// Code, message and hint for the braces of a caption.
fn bad_caption(kind: captions::FaultKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        captions::FaultKind::Attributes => (
            "E195",
            "the braces of this caption cannot be read",
            "a picture has {#fig-name}, a table {#tbl-name}; .wide, number=\"3\" and alt=\"…\" may follow",
        ),
        captions::FaultKind::Alone => (
            "E204",
            "this caption stands beside no table",
            "write it in a paragraph of its own right before or after the table; \\: at the beginning of a line is a plain colon",
        ),
        captions::FaultKind::Within => (
            "E195",
            "the braces behind this picture would be printed as they stand",
            "a picture with a caption stands in a paragraph of its own, also in a list or note, and in no cell of a table",
        ),
    }
}

/// Code, message and hint for text that would be published in another shape; anything else is a number of a contact.
fn changed(kind: dialect::FaultKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        dialect::FaultKind::TextRow => (
            "E296",
            "this text would become a row of the table above it",
            "leave an empty line between table and text; a row has a stroke | between its cells",
        ),
        dialect::FaultKind::TornRow => (
            "E296",
            "this row is parted from the heads of its table and would be printed as it stands",
            "take away the empty line above it",
        ),
        dialect::FaultKind::Stars => (
            "E278",
            "these stars or waves would be printed as they stand",
            "take the blank away on the inner side, as in **words** more; \\* is a plain star",
        ),
        dialect::FaultKind::Address => (
            "E297",
            "this address is defined twice, and links take the first",
            "give one of the two another name, or take it out",
        ),
        dialect::FaultKind::Indented => (
            "E295",
            "this is indented by four blanks or a tab and would be printed as code",
            "begin it at the left margin; code stands between lines of ```",
        ),
        dialect::FaultKind::Unclosed => (
            "E291",
            "this code block is not closed and would take in everything below it",
            "write the same signs again on a line of their own where it ends, as many as here",
        ),
        _ => (
            "E292",
            "a telephone number as a list of contacts has it stands where everybody can read it",
            "begin the list with ```contacts in a sealed block, give public services kind: emergency, or show an example as ```text",
        ),
    }
}

fn note_hint(language: Language) -> &'static str {
    match language {
        Language::Ms => {
            "write > [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION] alone on its line, or a block ::: nota"
        }
        Language::Id => {
            "write > [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION] alone on its line, or a block ::: catatan"
        }
        Language::En => {
            "write > [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION] alone on its line, or a block ::: note"
        }
    }
}

/// Code, message and hint for a drawing that is no table.
fn broken_grid(broken: Broken) -> (&'static str, &'static str, &'static str) {
    let (message, hint) = match broken {
        Broken::Length => (
            "this line of a grid table does not begin and end where its first line does",
            "end each line with | or + below the last sign of the first one, and the table with a line of - or =",
        ),
        Broken::Strokes => (
            "a stroke of this grid table meets no other at this line",
            "each corner is a +, each side made of - or |, and a stroke between cells goes through to the next corner; in a cell over several columns words have one blank between them; or show it as code",
        ),
        Broken::Foot => (
            "this line of = parts neither the heads nor the foot of its table",
            "one line of = stands below the heads; a foot has one above and one below it; all others are made of -",
        ),
        Broken::Size => (
            "this grid table is too large",
            "split it: up to 100 columns, 2,000 signs in a line and 20,000 lines",
        ),
    };
    ("E205", message, hint)
}

/// Code, message and hint for a reference or label that would be printed as it stands.
fn stray_label(kind: labels::Stray) -> (&'static str, &'static str, &'static str) {
    let (message, hint) = match kind {
        labels::Stray::Brackets => (
            "the brackets around this reference would be printed as they stand",
            "write @fig-name without brackets; \\[ is a plain bracket and \\@ a plain sign",
        ),
        labels::Stray::Joined => (
            "this reference is joined to the word before it and would be printed as it stands",
            "leave a blank before @; \\@ is a plain sign",
        ),
        labels::Stray::Linked => (
            "a reference in the words of a link or picture would be printed as it stands",
            "write it before or behind the link or picture; \\@ is a plain sign",
        ),
        labels::Stray::Label => (
            "this label stands at no picture, table or heading and would be printed as it stands",
            "close it with } at the end of a heading, of a line `: caption` beside a table, or right behind a picture; \\{ is a plain brace",
        ),
        labels::Stray::InlineNote => (
            "a note in the sentence would be printed as it stands",
            "write [^1] there, and the note as [^1]: note in a paragraph of its own; \\^ is a plain sign",
        ),
        labels::Stray::Heading => (
            "a heading cannot have the label of a figure or table",
            "give it {#sec-name} or a name of its own",
        ),
    };
    ("E287", message, hint)
}

/// Code, message and hint for braces behind a phrase.
fn bad_phrase(kind: phrases::FaultKind) -> (&'static str, &'static str, &'static str) {
    const EXAMPLE: &str = "a phrase in another language is [recovery time objective]{lang=en}";
    match kind {
        phrases::FaultKind::Attributes => (
            "E490",
            "the braces behind these brackets cannot be read",
            "only a language may stand there, as in [recovery time objective]{lang=en}; \\{ is a plain brace",
        ),
        phrases::FaultKind::Tag => NO_TAG,
        phrases::FaultKind::Empty => ("E490", "there is no phrase between these brackets", EXAMPLE),
        phrases::FaultKind::Link => (
            "E490",
            "the braces behind this link would be printed as they stand",
            "put the link into the brackets: [[words](file.md)]{lang=en}; \\{ is a plain brace",
        ),
        phrases::FaultKind::Alone => ("E490", "these braces stand behind no brackets", EXAMPLE),
    }
}
