//! What an event of the disk means for the preview.

use std::{
    collections::BTreeSet,
    path::{Component, Path},
};

/// What has to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing that the plan is made from.
    Nothing,
    /// These sections and nothing else, by their paths below the plan folder.
    Sections(BTreeSet<String>),
    /// Anything else.
    Plan {
        /// Whether only stylesheets of the theme changed.
        styles: bool,
    },
}

/// What stands at a path now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Nothing.
    Nothing,
}

/// Paths that changed, by what is there now.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    paths: BTreeSet<String>,
    /// Whether something may have changed that no event told of.
    everything: bool,
}

impl Changes {
    /// Everything may have changed.
    pub fn everything() -> Self {
        Self {
            everything: true,
            ..Self::default()
        }
    }

    /// Adds a path as the system tells it.
    pub fn add(&mut self, root: &Path, path: &Path) {
        let Ok(below) = path.strip_prefix(root) else {
            return;
        };
        let names: Vec<_> = below
            .components()
            .filter_map(|component| match component {
                Component::Normal(name) => name.to_str(),
                _ => None,
            })
            .collect();
        // The plan folder itself was moved away, or back.
        self.everything |= names.is_empty();
        if !names.is_empty() && is_of_plan(&names) {
            self.paths.insert(names.join("/"));
        }
    }

    /// Adds what came later.
    pub fn merge(&mut self, later: Self) {
        self.everything |= later.everything;
        self.paths.extend(later.paths);
    }

    /// Whether this folder of the plan itself went or came: another folder may stand in its place.
    pub(super) fn replaces(&self, folder: &str) -> bool {
        self.paths.contains(folder)
    }

    /// What they mean: `is_section` knows the sections of the last good state, `found` what there is now. While something is
    /// wrong, `is_faulty`, also a file that an editor takes away may be what it was.
    pub fn meaning(&self, is_faulty: bool, is_section: impl Fn(&str) -> bool, found: impl Fn(&str) -> Found) -> Change {
        if self.everything {
            return Change::Plan { styles: false };
        }
        let mut sections = BTreeSet::new();
        let mut others = Vec::new();
        for path in &self.paths {
            match (is_section(path), found(path)) {
                (true, Found::File) => {
                    sections.insert(path.clone());
                }
                (false, Found::Nothing) if !is_faulty && is_of_editor(path) => {}
                // A folder beside those of the plan, such as the output of a build.
                (false, Found::Folder) if !path.contains('/') && !FOLDERS.contains(&path.as_str()) => {}
                _ => others.push(path),
            }
        }
        if !others.is_empty() {
            let is_style = |path: &&String| path.starts_with("themes/") && path.contains("/styles/");
            return Change::Plan {
                styles: sections.is_empty() && others.iter().all(is_style),
            };
        }
        if sections.is_empty() {
            Change::Nothing
        } else {
            Change::Sections(sections)
        }
    }
}

/// Folders that hold the plan; whatever the program itself or others write beside them is not looked at.
pub(super) const FOLDERS: [&str; 3] = ["content", "distribution", "themes"];

/// Files of the plan stand in its folders or beside them; hidden ones and copies of editors are none.
fn is_of_plan(names: &[&str]) -> bool {
    let is_hidden = |name: &&str| name.starts_with('.') || name.ends_with('~') || name.starts_with("~$");
    let is_register = names[0] == "distribution" && names[names.len() - 1].starts_with("register.");
    (names.len() == 1 || FOLDERS.contains(&names[0])) && !names.iter().any(is_hidden) && !is_register
}

/// A file that an editor made and took away while saving.
fn is_of_editor(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    name.bytes().all(|byte| byte.is_ascii_digit())
        || name.starts_with('#')
        || extension.is_some_and(|extension| {
            matches!(
                extension.as_str(),
                "tmp" | "temp" | "swp" | "swx" | "swo" | "bak" | "part" | "new"
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(paths: &[&str]) -> Changes {
        let mut changes = Changes::default();
        for path in paths {
            changes.add(Path::new("/pelan"), &Path::new("/pelan").join(path));
        }
        changes
    }

    #[test]
    fn a_save_by_rename_is_a_change_of_one_section() {
        let changes = changes(&[
            "content/01-a.md",
            "content/4913",
            "content/01-a.md~",
            "content/.01-a.md.swp",
        ]);
        let meaning = changes.meaning(
            false,
            |path| path == "content/01-a.md",
            |path| {
                if path == "content/01-a.md" {
                    Found::File
                } else {
                    Found::Nothing
                }
            },
        );
        assert_eq!(
            meaning,
            Change::Sections(BTreeSet::from(["content/01-a.md".to_owned()]))
        );
    }

    #[test]
    fn a_new_or_a_missing_section_changes_the_plan() {
        let plan = Change::Plan { styles: false };
        assert_eq!(
            changes(&["content/02-b.md"]).meaning(false, |_| false, |_| Found::File),
            plan
        );
        assert_eq!(
            changes(&["content/02-b.md"]).meaning(false, |_| true, |_| Found::Nothing),
            plan
        );
        assert_eq!(Changes::everything().meaning(false, |_| true, |_| Found::File), plan);
    }

    #[test]
    fn what_the_program_writes_itself_is_no_change() {
        let written = changes(&[
            "build/site/index.html",
            "public/1.0/index.html",
            "distribution/register.jsonl",
            ".git/index",
        ]);
        assert_eq!(written.meaning(false, |_| false, |_| Found::File), Change::Nothing);
        let folder = changes(&["build"]);
        assert_eq!(folder.meaning(false, |_| false, |_| Found::Folder), Change::Nothing);
    }

    #[test]
    fn what_an_editor_takes_away_may_have_been_the_fault() {
        let changes = changes(&["content/#salah.md", "content/~$01-a.md"]);
        assert_eq!(changes.meaning(false, |_| false, |_| Found::Nothing), Change::Nothing);
        let plan = Change::Plan { styles: false };
        assert_eq!(changes.meaning(true, |_| false, |_| Found::Nothing), plan);
    }

    #[test]
    fn the_plan_folder_itself_may_go() {
        let mut changes = Changes::default();
        changes.add(Path::new("/pelan"), Path::new("/pelan"));
        assert_eq!(
            changes.meaning(false, |_| false, |_| Found::Nothing),
            Change::Plan { styles: false }
        );
    }

    #[test]
    fn styles_alone_are_told_apart() {
        let changes = changes(&["themes/majlis/styles/site.css"]);
        assert_eq!(
            changes.meaning(false, |_| false, |_| Found::File),
            Change::Plan { styles: true }
        );
    }
}
