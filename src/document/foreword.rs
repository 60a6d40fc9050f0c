//! Sections before the first chapter: forewords with portrait and signatory.

use super::front_matter::Parsed;
use crate::diagnostic::{Diagnostic, Findings, Place, SourceText};

/// What a foreword has besides its text.
pub struct Foreword {
    /// Picture of who wrote it, as an index into [`super::Document::assets`].
    pub portrait: Option<usize>,
    /// Its file as written, and where.
    pub(super) portrait_file: Option<(String, Place)>,
    /// Who signs it.
    pub signatory: Option<Signed>,
}

/// Name and post below a foreword.
pub struct Signed {
    /// Name.
    pub name: String,
    /// Post; may be empty.
    pub post: String,
}

/// Where a section stands as its folder says.
#[derive(PartialEq, Eq)]
pub(super) enum Placed {
    /// Right below `content/`.
    Top,
    /// Below a section that stands before the first chapter.
    InFront,
    /// Below a chapter.
    InChapter,
}

/// Whether a section stands before the first chapter, and what it has there.
pub(super) fn read(
    source: &SourceText,
    parsed: &Parsed,
    placed: &Placed,
    findings: &mut Findings,
) -> (bool, Option<Foreword>) {
    let front = &parsed.front_matter;
    let wished = front.front.as_ref().filter(|wished| wished.value);
    let mut fault = |place: Place, message: &str, hint: &str| {
        findings.push(Diagnostic::error("E207", message).at(place).hint(hint));
    };
    if let Some(wished) = wished
        && *placed == Placed::InChapter
    {
        let hint = "put its file right below content/, or take `front` away";
        fault(
            parsed.place(source, wished),
            "a section within a chapter cannot stand before the first one",
            hint,
        );
    }
    let is_front = wished.is_some() || *placed == Placed::InFront;
    if let Some(number) = &front.number
        && is_front
        && number.value.trim() != "false"
    {
        let hint = "take `number` away; numbers begin with the first chapter";
        fault(
            parsed.place(source, number),
            "a section before the first chapter has no number",
            hint,
        );
    }
    let hint = "add `front: true`, or show the picture in the text";
    let message = "portrait and signatory belong to a foreword";
    if let Some(portrait) = &front.portrait
        && !is_front
    {
        fault(parsed.place(source, portrait), message, hint);
    }
    if let Some(signatory) = &front.signatory
        && !is_front
    {
        fault(parsed.place(source, signatory), message, hint);
    }
    let foreword = (front.portrait.is_some() || front.signatory.is_some()).then(|| Foreword {
        portrait_file: front
            .portrait
            .as_ref()
            .map(|file| (file.value.trim().to_owned(), parsed.place(source, file))),
        portrait: None,
        signatory: front.signatory.as_ref().map(|signatory| Signed {
            name: signatory.value.name.trim().to_owned(),
            post: signatory.value.post.trim().to_owned(),
        }),
    });
    (is_front, foreword)
}
