//! Theme files: the embedded default theme, and what a plan overrides.

use std::{collections::BTreeMap, path::Path};

use include_dir::{Dir, include_dir};

use super::stylesheet;
use crate::{
    diagnostic::{Diagnostic, Failure, Findings, Outcome, SourceText},
    plan::Plan,
    world::{Entry, EntryKind, World},
};

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The version of the names that templates may use.
const TEMPLATE_API: &str = "1";

/// Theme files by path, such as `templates/section.html`.
pub struct ThemeFiles {
    defaults: BTreeMap<String, String>,
    overrides: BTreeMap<String, SourceText>,
}

impl ThemeFiles {
    /// The default theme alone.
    pub fn embedded() -> Self {
        let mut defaults = BTreeMap::new();
        collect(&DEFAULT, &mut defaults);
        Self {
            defaults,
            overrides: BTreeMap::new(),
        }
    }

    /// The default theme with the overrides of the plan.
    ///
    /// # Errors
    /// An override that matches nothing, or that is not UTF-8; a theme folder that is named but missing; a stylesheet
    /// that would spoil the others.
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
        stays_in_plan(world, plan, &folder)?;
        let entries = world
            .walk(&folder)
            .map_err(|error| Failure::io("read", &folder, &error))?;
        let mut findings = Findings::default();
        for entry in entries.iter().filter(|entry| entry.kind != EntryKind::Folder) {
            match theme.read(world, plan, entry) {
                Ok(source) => {
                    if entry.path.starts_with("styles/") {
                        findings.extend(stylesheet::faults(&source));
                    }
                    theme.overrides.insert(entry.path.clone(), source);
                }
                Err(failure) => findings.absorb(failure),
            }
        }
        findings.extend(theme.wrong_version());
        findings.finish()?;
        Ok(theme)
    }

    fn read(&self, world: &dyn World, plan: &Plan, entry: &Entry) -> Outcome<SourceText> {
        let shown = format!("themes/{}/{}", plan.theme, entry.path);
        if entry.kind != EntryKind::File {
            return Err(not_itself(&shown));
        }
        if !self.defaults.contains_key(&entry.path) {
            return Err(Diagnostic::error("E141", format!("{shown} overrides nothing"))
                .hint("an override has the name of a file of the default theme; see the manual for the list")
                .into());
        }
        let text = crate::plan::read_text(world, &plan.root, &shown)?;
        Ok(SourceText::new(shown, text, false))
    }

    fn wrong_version(&self) -> Option<Diagnostic> {
        let text = self.get("theme.toml");
        let stated = text.lines().enumerate().find_map(|(at, line)| {
            let (key, value) = line.split_once('=')?;
            (key.trim() == "template_api").then(|| (at + 1, value.trim().trim_matches('"')))
        });
        if stated.is_some_and(|(_, version)| version == TEMPLATE_API) {
            return None;
        }
        let fault = Diagnostic::error("E142", "the theme is written for another version of the templates").hint(
            format!("theme.toml must say template_api = \"{TEMPLATE_API}\"; compare the templates with the manual"),
        );
        let line = stated.map_or(1, |(line, _)| line);
        Some(match self.override_of("theme.toml") {
            Some(source) => fault.at(source.line(line)),
            None => fault,
        })
    }

    /// The text of a file of the default theme, or of what overrides it.
    ///
    /// # Panics
    /// When the default theme has no such file, which a test rules out.
    pub fn get(&self, path: &str) -> &str {
        match self.overrides.get(path) {
            Some(source) => source.text(),
            None => self
                .defaults
                .get(path)
                .unwrap_or_else(|| panic!("the default theme has no {path}")),
        }
    }

    /// The plan's own file in the place of one of the default theme.
    pub fn override_of(&self, path: &str) -> Option<&SourceText> {
        self.overrides.get(path)
    }

    /// All files below a folder, by name within it. Words are overridden one by one, so of catalogues the default one
    /// comes first and the plan's own after it.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let by_word = folder.starts_with("messages");
        self.defaults.iter().flat_map(move |(path, text)| {
            let name = path
                .strip_prefix(folder)
                .and_then(|rest| rest.strip_prefix('/'))
                .map(|name| (name, self.overrides.get(path)));
            let (default, own) = match name {
                None => (None, None),
                Some((name, None)) => (Some((name, text.as_str())), None),
                Some((name, Some(own))) => (by_word.then_some((name, text.as_str())), Some((name, own.text()))),
            };
            default.into_iter().chain(own)
        })
    }
}

/// The folder of the theme is not a link to another place.
fn stays_in_plan(world: &dyn World, plan: &Plan, folder: &Path) -> Outcome<()> {
    let resolve = |path: &Path| world.resolve(path).map_err(|error| Failure::io("find", path, &error));
    let shown = format!("themes/{}", plan.theme);
    if resolve(folder)? == resolve(&plan.root)?.join(&shown) {
        return Ok(());
    }
    Err(not_itself(&shown))
}

fn not_itself(shown: &str) -> Failure {
    Diagnostic::error(
        "E141",
        format!("{shown} is a link to another place, or no ordinary file"),
    )
    .hint("put the file itself into the theme's folder")
    .into()
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
