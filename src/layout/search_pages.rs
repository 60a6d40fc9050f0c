//! Search on the open site: the index, made of the open part alone, its page, and the scripts.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{Builder, LOADER, READER_SEARCH, SITE_SEARCH, navigation::Item};
use crate::{
    classify::Entry,
    diagnostic::Outcome,
    digest,
    plan::GeneratedPage,
    render::{Markup, NoAddresses, escape},
    search::{self, Index, PartWords, Shards},
};

/// Paths of the scripts below the version's folder, by content.
pub(super) struct Scripts {
    pub(super) loader: String,
    /// Name beside the loader.
    pub(super) site_search: String,
    pub(super) reader_search: String,
}

impl Scripts {
    pub(super) fn new() -> Self {
        let hash = |script: &str| digest::hex(script.as_bytes())[..16].to_owned();
        Self {
            loader: format!("assets/find-{}.js", hash(LOADER)),
            site_search: format!("search-{}.js", hash(SITE_SEARCH.trim())),
            reader_search: format!("assets/search-reader-{}.js", hash(READER_SEARCH.trim())),
        }
    }
}

/// An open section or generated page.
struct Open<'a> {
    number: Option<&'a str>,
    title: &'a str,
    path: String,
    markup: &'a Markup,
}

/// So many sections are read before their words are put together: memory holds no more at once.
const BATCH: usize = 512;

impl Builder<'_> {
    /// Whether there is anything to be found.
    pub(super) fn has_search(&self) -> bool {
        !self.open.fragments.is_empty() || !self.open.generated.is_empty()
    }

    /// Whether a path below the site's root may be one of the search: the index is made of everything, and not for nothing.
    pub(super) fn may_be_of_search(&self, path: &str) -> bool {
        let below = path.strip_prefix(&*self.edition.plan.version);
        below.is_some_and(|below| below.starts_with("/search/") || below.starts_with("/assets/"))
    }

    /// Every file of the search, by path below the version's folder.
    pub(super) fn search(&self) -> Outcome<Vec<(String, String)>> {
        let mut files = vec![
            ("search/index.html".to_owned(), self.search_page()?),
            (self.common.scripts.loader.clone(), LOADER.to_owned()),
            (
                format!("assets/{}", self.common.scripts.site_search),
                SITE_SEARCH.trim().to_owned(),
            ),
        ];
        let sections = self.searched();
        let mut index = Index::default();
        let (mut counts, mut texts) = (Vec::new(), Vec::new());
        for batch in sections.chunks(BATCH) {
            let read: Vec<_> = batch.par_iter().map(read).collect();
            for (words, text, size) in read {
                counts.push(words.len());
                for words in words {
                    index.add(words);
                }
                texts.push((text, size));
            }
        }
        let mut shards = Shards::default();
        let words = shards.words(&index.finish());
        let sections = shards.sections(texts.into_iter());
        let messages: serde_json::Map<String, Value> = self
            .theme
            .catalogue
            .reader_words()
            .into_iter()
            .filter(|(key, _)| key.starts_with("reader-search-"))
            .map(|(key, words)| (key, Value::String(words)))
            .collect();
        let facts = json!({ "counts": counts, "words": words, "sections": sections, "messages": messages });
        files.push(("search/index.js".to_owned(), search::entry(&facts)));
        files.extend(
            shards
                .files
                .into_iter()
                .map(|shard| (format!("search/{}.js", shard.name), shard.text)),
        );
        files.sort();
        files.dedup();
        Ok(files)
    }

    fn searched(&self) -> Vec<Open<'_>> {
        let mut all = Vec::new();
        for fragment in &self.open.fragments {
            if let Some(Entry::Open {
                number, title, path, ..
            }) = self.open.outline.get(fragment.section)
            {
                all.push(Open {
                    number: number.as_deref(),
                    title,
                    path: path.clone(),
                    markup: &fragment.markup,
                });
            }
        }
        all.extend(self.open.generated.iter().map(|page| Open {
            number: None,
            title: &page.title,
            path: format!("{}/", page.page.id()),
            markup: &page.markup,
        }));
        all
    }

    /// Without scripts it is a list of contents.
    fn search_page(&self) -> Outcome<String> {
        let mut context = self.context("../", "../../");
        let outline = &self.open.outline;
        let shows_contents = self.edition.plan.is_open_page(GeneratedPage::Contents);
        let items: Vec<Item<'_>> = (0..outline.entries().len())
            .filter(|index| shows_contents || outline.entries()[*index].title().is_some())
            .map(|index| self.links().item(index, "../"))
            .collect();
        context.insert("items", &items);
        self.common.templates.render("search.html", &context)
    }
}

/// The words of each part of a section, and what results show of it, with its size.
fn read(section: &Open<'_>) -> (Vec<PartWords>, Value, usize) {
    let mut html = String::new();
    section.markup.write(&NoAddresses, &mut html);
    let label = format!("{} {}", section.number.unwrap_or_default(), section.title);
    let parts = search::parts(&html);
    let words = parts
        .iter()
        .enumerate()
        .map(|(at, part)| PartWords::read(if at == 0 { &label } else { "" }, &part.heading, &part.text))
        .collect();
    let size = html.len();
    let parts: Vec<_> = parts
        .into_iter()
        .map(|part| json!([part.anchor, written(&part.heading), written(&part.text)]))
        .collect();
    let text = json!({ "number": section.number.map(written), "title": written(section.title), "path": section.path, "parts": parts });
    (words, text, size)
}

/// Text as HTML writes it: what looks like a tag or an escape must be text to the leak gate, too, which would otherwise
/// look for values in values in values.
fn written(text: &str) -> String {
    escape(text).replace('\\', "&#92;")
}
