//! The sorted walk over `content/`: Markdown sections and the files beside them.

use std::{collections::BTreeMap, path::Path};

use rayon::prelude::*;

use crate::{
    diagnostic::{Diagnostic, Failure, Findings, Outcome},
    plan::{Plan, read_text},
    world::{Entry, EntryKind, World},
};

/// Larger section files are refused: nobody writes 8 MB by hand, and each copy would carry it.
const LARGEST_SECTION: usize = 8 << 20;

/// Everything read from `content/`.
pub struct Sources {
    /// Sections by path below `content/`.
    pub sections: BTreeMap<String, String>,
    /// Pictures and attachments by path below `content/`; read when a section uses them.
    pub files: Vec<String>,
}

impl Sources {
    /// Folder of data files that data blocks read, not sections.
    const DATA: &'static str = "data/";

    /// Walks and reads the content folder: what could be read, the rest among the findings.
    ///
    /// Faults are: no content, links that lead elsewhere, files that are not UTF-8 or too large.
    ///
    /// # Errors
    /// No content folder, or a disk that cannot be read.
    pub fn read(world: &dyn World, plan: &Plan, findings: &mut Findings) -> Outcome<Self> {
        let folder = plan.root.join("content");
        if !world.exists(&folder) {
            return Err(
                Diagnostic::error("E105", format!("there is no content folder in {}", plan.root.display()))
                    .hint("a plan keeps its sections as Markdown files below content/")
                    .into(),
            );
        }
        let entries = world
            .walk(&folder)
            .map_err(|error| Failure::io("read", &folder, &error))?;
        let mut files = Vec::new();
        let mut markdown = Vec::new();
        for Entry { path, kind } in entries {
            let hidden = path.split('/').any(|name| name.starts_with('.'));
            match kind {
                EntryKind::Symlink => findings.push(
                    Diagnostic::error("E106", format!("content/{path} is a link to another place"))
                        .hint("put the file itself into the content folder"),
                ),
                EntryKind::Other => findings.push(
                    Diagnostic::error("E107", format!("content/{path} is not an ordinary file"))
                        .hint("take it out of the content folder"),
                ),
                EntryKind::File if hidden || path.ends_with('~') => {}
                EntryKind::File if has_extension(&path, "md") && !path.starts_with(Self::DATA) => markdown.push(path),
                EntryKind::File => files.push(path),
                EntryKind::Folder => {}
            }
        }
        let found_markdown = !markdown.is_empty();
        let read: Vec<(String, Outcome<String>)> = markdown
            .into_par_iter()
            .map(|path| {
                let text = read_section(world, &plan.root, &path);
                (path, text)
            })
            .collect();
        let mut sections = BTreeMap::new();
        for (path, text) in read {
            match text {
                Ok(text) => {
                    sections.insert(path, text);
                }
                Err(failure) => findings.absorb(failure),
            }
        }
        if sections.is_empty() && !found_markdown {
            findings.push(
                Diagnostic::error("E108", "the plan has no sections")
                    .hint("write the first one as content/01-pengenalan.md"),
            );
        }
        Ok(Self { sections, files })
    }
}

fn read_section(world: &dyn World, root: &Path, path: &str) -> Outcome<String> {
    let path = format!("content/{path}");
    let text = read_text(world, root, &path)?;
    if text.len() > LARGEST_SECTION {
        return Err(
            Diagnostic::error("E109", format!("{path} is too large for one section"))
                .hint("split it: a section file may have up to 8 MB")
                .into(),
        );
    }
    // One line ending throughout, so that places and hashes do not depend on the editor.
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    })
}

/// Whether a path ends with this extension, in any case.
pub fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
