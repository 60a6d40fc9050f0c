//! Words of the interface, from Fluent catalogues.

use std::collections::BTreeMap;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use jiff::civil::Date;
use unic_langid::LanguageIdentifier;

use super::ThemeFiles;
use crate::{
    diagnostic::{Diagnostic, Outcome},
    plan::Language,
};

/// Arguments that the reader fills in itself: they reach it as `{copy}` and so on.
const READER_ARGUMENTS: [&str; 10] = [
    "copy", "other", "version", "date", "time", "holder", "minutes", "number", "count", "title",
];

/// All words in one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    keys: Vec<String>,
}

impl Catalogue {
    /// Parses the catalogues of one language.
    ///
    /// # Errors
    /// A catalogue that does not parse.
    pub fn load(files: &ThemeFiles, language: Language) -> Outcome<Self> {
        let identifier: LanguageIdentifier = language.code().parse().expect("a fixed code");
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Isolation marks around arguments would end up in titles, file names and copied text.
        bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        let folder = format!("messages/{}", language.code());
        for (name, text) in files.below(&folder) {
            let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| {
                Diagnostic::error(
                    "E143",
                    format!("the catalogue {folder}/{name} cannot be read: {}", errors[0]),
                )
                .hint("compare the file with the default theme's catalogue")
            })?;
            keys.extend(resource.entries().filter_map(|entry| match entry {
                fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            }));
            bundle.add_resource_overriding(resource);
        }
        keys.sort();
        keys.dedup();
        Ok(Self { bundle, keys })
    }

    /// Every key, sorted.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// A word without arguments. An unknown key comes back as `⟨key⟩`; a test keeps that from happening.
    pub fn word(&self, key: &str) -> String {
        self.format(key, &FluentArgs::new())
    }

    /// A word with arguments.
    pub fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in arguments {
            args.set(*name, *value);
        }
        self.format(key, &args)
    }

    /// A date as officers write it, such as 1 November 2026.
    pub fn date(&self, date: Date) -> String {
        let month = self.word(&format!("month-{}", date.month()));
        format!("{} {month} {}", date.day(), date.year())
    }

    /// The words of the browser reader, arguments left for it to fill in.
    pub fn reader_words(&self) -> BTreeMap<String, String> {
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
            .filter(|key| key.starts_with("reader-"))
            .map(|key| (key.clone(), self.with(key, &arguments)))
            .collect()
    }

    fn format(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟨{key}⟩");
        };
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(args), &mut errors)
            .into_owned();
        if errors.is_empty() {
            text
        } else {
            format!("⟨{key}⟩")
        }
    }
}
