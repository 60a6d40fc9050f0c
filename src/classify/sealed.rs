//! Sealed matter, in a type that templates, logs and JSON cannot take.

use zeroize::Zeroizing;

use crate::{
    document::Document,
    marks::{Block, blocks},
    plan::{Audience, Classification, GeneratedPage, Marking, Plan},
    render::{Addresses, Fragment, GeneratedEntry, GeneratedFragment, Markup, NoAddresses},
};

/// A section, a block, or a generated page that exists only inside copies.
///
/// It implements neither `Display`, `Debug` nor `Serialize`, so no template, log or message can hold it.
pub struct SealedFragment {
    id: String,
    within: Option<String>,
    is_part: bool,
    number: Option<String>,
    title: String,
    marking: Marking,
    markup: Markup,
    text: String,
    links: Vec<String>,
    file_names: Vec<String>,
    names: Vec<String>,
    assets: Vec<usize>,
    generated: bool,
    for_all: bool,
    /// What a line of a generated page is about.
    of: Option<String>,
}

/// What the leak gate looks for. No `Debug`: it is the sealed text itself.
pub struct GateMatter<'a> {
    /// Section or block id, the only thing a message may name. A line of a generated page goes by what it names, so that
    /// a decision about a section is one about its captions too.
    pub label: &'a str,
    /// Reading text.
    pub text: &'a str,
    /// Title.
    pub title: Option<&'a str>,
    /// External addresses.
    pub links: &'a [String],
    /// Names of the section's file and pictures.
    pub file_names: &'a [String],
    /// Names of persons.
    pub names: &'a [String],
}

impl SealedFragment {
    pub(super) fn section(document: &Document, fragment: Fragment) -> Self {
        let section = &document.sections[fragment.section];
        let in_open = section.marking().is_open();
        let mut file_names: Vec<String> = fragment
            .assets
            .iter()
            .map(|asset| document.assets[*asset].path.clone())
            .collect();
        let is_block = fragment.around.is_some();
        if !is_block {
            file_names.push(section.source.path().trim_start_matches("content/").to_owned());
            file_names.extend(section.slugs.last().cloned());
        }
        Self {
            within: is_block.then(|| section.id.clone()),
            // A block in an open section stands alone; one inside sealed matter is part of it.
            is_part: is_block && !(in_open && fragment.around.as_deref() == Some(&section.id)),
            number: section.number.clone().filter(|_| !is_block),
            title: if is_block { String::new() } else { section.title.clone() },
            marking: fragment.marking,
            markup: fragment.markup,
            text: match &section.description {
                Some(description) if !in_open && !is_block => format!("{description}\n{}", fragment.text),
                _ => fragment.text,
            },
            links: fragment.links,
            file_names,
            names: Vec::new(),
            assets: fragment.assets,
            generated: false,
            for_all: true,
            of: None,
            id: fragment.id,
        }
    }

    /// A generated page; unless it is `for_all`, only for those who may read one of its entries.
    pub(super) fn generated(plan: &Plan, page: GeneratedFragment, for_all: bool) -> Self {
        Self {
            id: page.page.id().to_owned(),
            within: None,
            is_part: false,
            number: None,
            title: page.title,
            marking: Marking {
                classification: plan.classification,
                audience: Audience::default(),
            },
            markup: page.sealed,
            names: page
                .sealed_text
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(str::to_owned)
                .collect(),
            text: String::new(),
            links: Vec::new(),
            file_names: Vec::new(),
            assets: Vec::new(),
            generated: true,
            for_all,
            of: None,
        }
    }

    /// A line of a generated page.
    pub(super) fn entry(page: GeneratedPage, entry: GeneratedEntry) -> Self {
        Self {
            id: entry.id,
            within: Some(page.id().to_owned()),
            of: entry.of,
            is_part: true,
            number: None,
            title: String::new(),
            marking: entry.marking,
            markup: entry.markup,
            text: entry.text,
            links: Vec::new(),
            file_names: Vec::new(),
            names: Vec::new(),
            assets: Vec::new(),
            generated: true,
            for_all: true,
        }
    }

    /// Section or block id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The open or sealed section a block stands in.
    pub fn within(&self) -> Option<&str> {
        self.within.as_deref()
    }

    /// Whether it is shown inside other sealed matter and has no file of its own in a bundle.
    pub fn is_part(&self) -> bool {
        self.is_part
    }

    /// Number.
    pub fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// Marking.
    pub fn marking(&self) -> &Marking {
        &self.marking
    }

    /// Classification.
    pub fn classification(&self) -> Classification {
        self.marking.classification
    }

    /// Whether it is made from plan.yaml or the distribution list.
    pub fn is_generated(&self) -> bool {
        self.generated
    }

    /// Whether it says something to everybody of its marking; else it is for those who may read a part of it.
    pub fn is_for_all(&self) -> bool {
        self.for_all
    }

    /// What the leak gate must not find anywhere.
    pub fn gate_matter(&self) -> GateMatter<'_> {
        GateMatter {
            label: self.of.as_deref().unwrap_or(&self.id),
            text: &self.text,
            // Titles of generated pages are words of the catalogue.
            title: (!self.generated && !self.title.is_empty()).then_some(&self.title),
            links: &self.links,
            file_names: &self.file_names,
            names: &self.names,
        }
    }

    /// The title, for the sealing stage alone.
    pub(crate) fn sealed_title(&self) -> &str {
        &self.title
    }

    /// Assets, for the sealing stage alone.
    pub(crate) fn sealed_assets(&self) -> &[usize] {
        &self.assets
    }

    /// Its text in blocks, as a copy shows them, to trace a leaked text.
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut html = Zeroizing::new(String::new());
        self.markup.write(&NoAddresses, &mut html);
        blocks(&html)
    }

    /// Writes the text, for the sealing stage alone.
    pub(crate) fn write_sealed(&self, addresses: &dyn Addresses, out: &mut String) {
        self.markup.write(addresses, out);
    }
}
