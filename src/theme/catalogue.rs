//! Words of the interface, from Fluent catalogues.

use std::collections::BTreeMap;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use fluent_syntax::{ast::Entry, parser::ParserError};
use jiff::civil::Date;
use unic_langid::LanguageIdentifier;

use super::ThemeFiles;
use crate::{
    diagnostic::{Diagnostic, Findings, Outcome, Place, SourceText},
    digest::{Key, KeyOf},
    plan::Language,
};

/// Arguments that the reader fills in itself: they reach it as `{copy}` and so on.
const READER_ARGUMENTS: [&str; 11] = [
    "copy", "other", "version", "date", "time", "holder", "minutes", "number", "count", "title", "code",
];

/// Further arguments of words that templates and generated pages show.
const TEMPLATE_ARGUMENTS: [&str; 7] = ["owner", "year", "done", "share", "name", "from", "until"];

/// All words in one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    keys: Vec<String>,
    /// Of the language and of everything that was overridden.
    key: Key,
}

impl Catalogue {
    /// Parses the catalogues of one language.
    ///
    /// # Errors
    /// A catalogue that does not parse, an unknown key, words that take other arguments than the default theme's.
    pub fn load(files: &ThemeFiles, language: Language) -> Outcome<Self> {
        let identifier: LanguageIdentifier = language.code().parse().expect("a fixed code");
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Isolation marks around arguments would end up in titles, file names and copied text.
        bundle.set_use_isolating(false);
        let mut catalogue = Self {
            bundle,
            keys: Vec::new(),
            key: KeyOf::default().key(),
        };
        let mut key_of = KeyOf::default();
        key_of.text(language.code());
        let folder = format!("messages/{}", language.code());
        let embedded = ThemeFiles::embedded();
        for (name, text) in embedded.below(&folder) {
            let (resource, errors) = parse(text);
            assert!(errors.is_empty(), "the default theme's {name} cannot be read");
            catalogue.keys.extend(keys(&resource));
            catalogue.bundle.add_resource_overriding(resource);
        }
        catalogue.keys.sort();
        let arguments: Vec<_> = catalogue.keys.iter().map(|key| catalogue.arguments(key)).collect();
        let mut findings = Findings::default();
        let mut own = Vec::new();
        for (name, _) in embedded.below(&folder) {
            let Some(source) = files.override_of(&format!("{folder}/{name}")) else {
                continue;
            };
            key_of.text(name).text(source.text());
            let (resource, errors) = parse(source.text());
            findings.extend(errors.iter().map(|error| {
                Diagnostic::error("E143", format!("the catalogue cannot be read: {}", error.kind))
                    .at(source.place(error.pos.clone()))
                    .hint("a line is `key = words`; compare the file with the default theme's catalogue")
            }));
            own.extend(keys(&resource).map(|key| (key, source)));
            catalogue.bundle.add_resource_overriding(resource);
        }
        for (key, source) in own {
            let fault = match catalogue.keys.binary_search(&key) {
                Err(_) => Some(
                    Diagnostic::error("E144", "the default theme has no words under this key")
                        .hint("keys are those of the default theme's catalogue in the same file"),
                ),
                Ok(at) if !catalogue.takes(&key, &arguments[at]) => {
                    let names: Vec<String> = arguments[at].iter().map(|name| format!("{{ ${name} }}")).collect();
                    Some(
                        Diagnostic::error("E144", "these words cannot be put together").hint(if names.is_empty() {
                            "they take no arguments, and may refer to known keys only".to_owned()
                        } else {
                            format!("they must hold these arguments and no others: {}", names.join(", "))
                        }),
                    )
                }
                Ok(_) => None,
            };
            findings.extend(fault.map(|fault| fault.at(line_of(source, &key))));
        }
        findings.finish()?;
        catalogue.key = key_of.key();
        Ok(catalogue)
    }

    /// Differs where any words differ.
    pub fn key(&self) -> Key {
        self.key
    }

    /// The arguments that the words of a key show.
    fn arguments(&self, key: &str) -> Vec<&'static str> {
        let all: Vec<&str> = READER_ARGUMENTS.iter().chain(&TEMPLATE_ARGUMENTS).copied().collect();
        let text = self.find(key, &marked(&all)).unwrap_or_default();
        let shown = |name: &&&str| text.contains(&mark(name));
        READER_ARGUMENTS
            .iter()
            .chain(&TEMPLATE_ARGUMENTS)
            .filter(shown)
            .copied()
            .collect()
    }

    /// Whether the words of a key can be put together from these arguments, and show them all.
    fn takes(&self, key: &str, arguments: &[&str]) -> bool {
        let text = self.find(key, &marked(arguments));
        text.is_some_and(|text| arguments.iter().all(|name| text.contains(&mark(name))))
    }

    /// The words of the default theme.
    ///
    /// # Panics
    /// Never: tests load every catalogue of the default theme.
    pub fn embedded(language: Language) -> Self {
        Self::load(&ThemeFiles::embedded(), language).expect("the default theme is sound")
    }

    /// Every key, sorted.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// A word without arguments. An unknown key comes back as `⟨key⟩`; a test keeps that from happening.
    pub fn word(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A word with arguments.
    pub fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.find(key, arguments).unwrap_or_else(|| format!("⟨{key}⟩"))
    }

    /// A word with arguments, if the key is known and all that it asks for is given.
    pub fn find<N: AsRef<str>, V: AsRef<str>>(&self, key: &str, arguments: &[(N, V)]) -> Option<String> {
        let mut args = FluentArgs::new();
        for (name, value) in arguments {
            args.set(name.as_ref().to_owned(), value.as_ref().to_owned());
        }
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }

    /// A date as officers write it, such as 1 November 2026.
    pub fn date(&self, date: Date) -> String {
        let month = self.word(&format!("month-{}", date.month()));
        format!("{} {month} {}", date.day(), date.year())
    }

    /// The words of the browser reader, arguments left for it to fill in.
    pub fn reader_words(&self) -> BTreeMap<String, String> {
        self.words_below("reader-")
    }

    /// The words of the preview's bar, likewise.
    pub fn preview_words(&self) -> BTreeMap<String, String> {
        self.words_below("preview-")
    }

    fn words_below(&self, prefix: &str) -> BTreeMap<String, String> {
        let arguments: Vec<(String, String)> = READER_ARGUMENTS
            .iter()
            .map(|name| ((*name).to_owned(), format!("{{{name}}}")))
            .collect();
        let arguments: Vec<(&str, &str)> = arguments
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.keys
            .iter()
            .filter(|key| key.starts_with(prefix))
            .map(|key| (key.clone(), self.with(key, &arguments)))
            .collect()
    }
}

fn parse(text: &str) -> (FluentResource, Vec<ParserError>) {
    match FluentResource::try_new(text.to_owned()) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => (resource, errors),
    }
}

fn keys(resource: &FluentResource) -> impl Iterator<Item = String> {
    let keys: Vec<String> = resource
        .entries()
        .filter_map(|entry| match entry {
            Entry::Message(message) => Some(message.id.name.to_owned()),
            _ => None,
        })
        .collect();
    keys.into_iter()
}

/// The line on which a key is defined.
fn line_of(source: &SourceText, key: &str) -> Place {
    let defines = |line: &str| {
        line.strip_prefix(key)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let at = source.text().lines().position(defines);
    source.line(at.map_or(1, |at| at + 1))
}

/// Stands for the value of an argument, to see whether it is shown.
fn mark(name: &str) -> String {
    format!("\u{1}{name}\u{1}")
}

fn marked<'n>(names: &[&'n str]) -> Vec<(&'n str, String)> {
    names.iter().map(|name| (*name, mark(name))).collect()
}
