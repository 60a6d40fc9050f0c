//! Theme files: the embedded default theme, and what a plan overrides.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::{
    diagnostic::{Diagnostic, Failure, Findings, Outcome},
    plan::Plan,
    world::{EntryKind, World},
};

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The version of the names that templates may use.
const TEMPLATE_API: &str = "1";

/// Theme files by path, such as `templates/section.html`.
pub struct ThemeFiles {
    files: BTreeMap<String, String>,
}

impl ThemeFiles {
    /// The default theme alone.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        collect(&DEFAULT, &mut files);
        Self { files }
    }

    /// The default theme with the overrides of the plan.
    ///
    /// # Errors
    /// An override that matches nothing, or that is not UTF-8; a theme folder that is named but missing.
    pub fn load(world: &dyn World, plan: &Plan) -> Outcome<Self> {
        let mut theme = Self::embedded();
        let folder = plan.root.join("themes").join(&plan.theme);
        if !world.exists(&folder) {
            if plan.theme == "default" {
                return Ok(theme);
            }
            return Err(
                Diagnostic::error("E140", format!("the theme themes/{} is missing", plan.theme))
                    .hint("make the folder, or take `theme:` out of plan.yaml")
                    .into(),
            );
        }
        let entries = world
            .walk(&folder)
            .map_err(|error| Failure::io("read", &folder, &error))?;
        let mut findings = Findings::default();
        for entry in entries.iter().filter(|entry| entry.kind != EntryKind::Folder) {
            let shown = format!("themes/{}/{}", plan.theme, entry.path);
            if entry.kind != EntryKind::File || !theme.files.contains_key(&entry.path) {
                findings.push(
                    Diagnostic::error("E141", format!("{shown} overrides nothing"))
                        .hint("an override has the name of a file of the default theme; see the manual for the list"),
                );
                continue;
            }
            match crate::plan::read_text(world, &plan.root, &shown) {
                Ok(text) => {
                    theme.files.insert(entry.path.clone(), text);
                }
                Err(failure) => findings.absorb(failure),
            }
        }
        let api = theme.get("theme.toml").lines().find_map(|line| {
            let (key, value) = line.split_once('=')?;
            (key.trim() == "template_api").then(|| value.trim().trim_matches('"').to_owned())
        });
        if api.as_deref() != Some(TEMPLATE_API) {
            findings.push(
                Diagnostic::error("E142", "the theme is written for another version of the templates").hint(format!(
                    "theme.toml must say template_api = \"{TEMPLATE_API}\"; compare the templates with the manual"
                )),
            );
        }
        findings.finish()?;
        Ok(theme)
    }

    /// The text of a file of the default theme.
    ///
    /// # Panics
    /// When the default theme has no such file, which a test rules out.
    pub fn get(&self, path: &str) -> &str {
        self.files
            .get(path)
            .unwrap_or_else(|| panic!("the default theme has no {path}"))
    }

    /// All files below a folder, by name within it.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files.iter().filter_map(move |(path, text)| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((name, text.as_str()))
        })
    }
}

fn collect(dir: &Dir<'_>, files: &mut BTreeMap<String, String>) {
    for file in dir.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.insert(path.replace('\\', "/"), text.to_owned());
        }
    }
    for dir in dir.dirs() {
        collect(dir, files);
    }
}
