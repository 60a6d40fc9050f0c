//! Document to HTML fragments, one for every container, with addresses and blocks left open.

mod data;
mod drawing;
mod foreword;
mod generated;
mod html;
mod kept;
mod markup;
mod sanitise;
mod table;
mod unused;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::{
    document::{
        Container, Document, Section,
        dialect::Body,
        markdown::{self, Definitions},
    },
    plan::{DistributionList, Marking, Meaning, Plan},
    theme::Catalogue,
};

pub use generated::{GeneratedEntry, GeneratedFragment, OpenVersion};
use html::Setting;
pub use kept::Kept;
pub use markup::{Addresses, Markup, NoAddresses, escape};

/// The HTML of one container before it is known to be open or sealed.
///
/// No `Display`, `Debug` or `Serialize`: only classification decides where it may go.
#[derive(Clone)]
pub struct Fragment {
    /// Index of the section.
    pub section: usize,
    /// Section id or block id.
    pub id: String,
    /// The container around a block: a section id or block id; `None` for the body of a section.
    pub around: Option<String>,
    /// Its marking.
    pub marking: Marking,
    /// The HTML.
    pub markup: Markup,
    /// Reading text, blocks on lines of their own.
    pub text: String,
    /// Addresses of external links.
    pub links: Vec<String>,
    /// Pictures and attachments it shows, as indexes into the document's assets.
    pub assets: Vec<usize>,
}

/// All fragments of the plan.
pub struct Fragments {
    /// Fragments of sections and blocks in the order of the document.
    pub sections: Vec<Fragment>,
    /// Pages made from plan.yaml and the distribution list.
    pub generated: Vec<GeneratedFragment>,
    /// Open rows of the amendment record, by version.
    pub amendments: Vec<OpenVersion>,
}

impl Fragments {
    /// Renders every container, in parallel.
    pub fn render(plan: &Plan, list: &DistributionList, catalogue: &Catalogue, document: &Document) -> Self {
        let asset_names = asset_names(document);
        let sections = (0..document.sections.len())
            .into_par_iter()
            .flat_map_iter(|index| render_section(plan, catalogue, document, &asset_names, index))
            .collect();
        Self::with_pages(plan, list, catalogue, document, sections)
    }

    /// The same, without rendering again what is kept from the build before.
    pub fn render_changed(
        plan: &Plan,
        list: &DistributionList,
        catalogue: &Catalogue,
        document: &Document,
        kept: &mut Kept,
    ) -> Self {
        let sections = kept.render(plan, catalogue, document, &asset_names(document));
        Self::with_pages(plan, list, catalogue, document, sections)
    }

    fn with_pages(
        plan: &Plan,
        list: &DistributionList,
        catalogue: &Catalogue,
        document: &Document,
        sections: Vec<Fragment>,
    ) -> Self {
        Self {
            sections,
            generated: generated::pages(plan, list, catalogue, document),
            amendments: generated::open_rows(catalogue, document),
        }
    }
}

impl Fragment {
    /// Renders one section and the blocks in it, in the order of the document.
    pub fn of_section(plan: &Plan, catalogue: &Catalogue, document: &Document, index: usize) -> Vec<Self> {
        render_section(plan, catalogue, document, &asset_names(document), index)
    }
}

fn asset_names(document: &Document) -> Vec<String> {
    let names = document.assets.iter();
    names
        .map(|asset| asset.path.rsplit('/').next().unwrap_or_default().to_owned())
        .collect()
}

fn render_section(
    plan: &Plan,
    catalogue: &Catalogue,
    document: &Document,
    asset_names: &[String],
    index: usize,
) -> Vec<Fragment> {
    let section = &document.sections[index];
    let mut fragments = Vec::new();
    let renderer = SectionRenderer {
        index,
        section,
        catalogue,
        asset_names,
    };
    renderer.container(
        &section.body,
        None,
        &Definitions::default(),
        &plan.abbreviations,
        &mut fragments,
    );
    if let (Some(foreword), Some(body)) = (&section.foreword, fragments.first_mut()) {
        foreword::frame(section, foreword, body);
    }
    fragments
}

struct SectionRenderer<'a> {
    index: usize,
    section: &'a Section,
    catalogue: &'a Catalogue,
    asset_names: &'a [String],
}

impl SectionRenderer<'_> {
    fn container(
        &self,
        container: &Container,
        around: Option<String>,
        outer: &Definitions<'_>,
        abbreviations: &BTreeMap<String, Meaning>,
        fragments: &mut Vec<Fragment>,
    ) {
        let source = self.section.source.text();
        let body = Body::of(source, container);
        let all: BTreeMap<String, Meaning>;
        let abbreviations = if body.abbreviations().is_empty() {
            abbreviations
        } else {
            let both = abbreviations.iter().chain(body.abbreviations());
            all = both.map(|(short, meaning)| (short.clone(), meaning.clone())).collect();
            &all
        };
        let setting = Setting {
            section: &self.section.id,
            source,
            catalogue: self.catalogue,
            asset_names: self.asset_names,
            abbreviations,
        };
        let rendered = html::render(container, &body, outer, setting);
        fragments.push(Fragment {
            section: self.index,
            id: container.id.clone(),
            around,
            marking: container.marking.clone(),
            markup: rendered.markup,
            text: rendered.text,
            links: rendered.links,
            assets: rendered.assets,
        });
        if container.blocks.is_empty() {
            return;
        }
        let definitions = markdown::definitions(body.prepared(), outer);
        for block in &container.blocks {
            self.container(
                block,
                Some(container.id.clone()),
                &definitions,
                abbreviations,
                fragments,
            );
        }
    }
}
