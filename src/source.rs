//! The sorted walk over `content/`: Markdown sections and the files beside them.

use std::{collections::BTreeMap, path::Path};

use rayon::prelude::*;

use crate::{
    diagnostic::{Diagnostic, Failure, Findings, Outcome, Place, SourceText},
    plan::{Plan, read_text},
    world::{Entry, EntryKind, World},
};

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
            // Word puts `~$NAME` beside a file that it has open.
            let hidden = path
                .split('/')
                .any(|name| name.starts_with('.') || name.starts_with("~$"));
            if kind == EntryKind::Unnamed || is_bad_name(&path) {
                // Shown with escapes: a message is no place for signs that move the cursor.
                let shown: String = path.chars().flat_map(char::escape_debug).collect();
                findings.push(
                    Diagnostic::error("E119", "the name of this file or folder has signs that cannot be shown")
                        .at(whole(&shown))
                        .hint("rename it with letters, digits and hyphens"),
                );
                continue;
            }
            match kind {
                EntryKind::Symlink => findings.push(
                    Diagnostic::error("E106", format!("content/{path} is a link to another place"))
                        .at(whole(&path))
                        .hint("put the file itself into the content folder"),
                ),
                EntryKind::Other | EntryKind::Unnamed => findings.push(
                    Diagnostic::error("E107", format!("content/{path} is not an ordinary file"))
                        .at(whole(&path))
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

/// Reads one section with one line ending throughout.
pub(crate) fn read_section(world: &dyn World, root: &Path, path: &str) -> Outcome<String> {
    let text = read_text(world, root, &format!("content/{path}"))?;
    // One line ending throughout, so that places and hashes do not depend on the editor.
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    })
}

/// A name that cannot be shown, or that shows as another: control and bidirectional characters, Windows separators.
fn is_bad_name(path: &str) -> bool {
    path.chars().any(|c| {
        c.is_control()
            || matches!(c, '\\' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    })
}

/// The place of a whole file; nothing of its text is quoted.
fn whole(path: &str) -> Place {
    SourceText::new(format!("content/{path}"), "", true).line(1)
}

/// Whether a path ends with this extension, in any case.
pub fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
