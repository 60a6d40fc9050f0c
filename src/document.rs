//! Sources to [`Document`]: front matter, order, markings, numbers, sealed blocks, references.
//!
//! 1. `front_matter` takes each file apart,
//! 2. `tree` orders the sections as Zola and Hugo do and gives ids,
//! 3. `numbering` counts,
//! 4. `container` finds sealed blocks,
//! 5. `scan` lists headings, links, pictures and data blocks,
//! 6. `data` reads the data blocks,
//! 7. `references` resolves everything else.

mod assets;
mod attributes;
mod captioning;
mod code_slips;
mod container;
pub mod data;
pub mod dialect;
mod foreword;
mod front_matter;
mod lookalike;
pub mod markdown;
mod meanings;
mod numbering;
pub mod raw_html;
mod record;
mod references;
mod revision;
mod scan;
mod scans;
mod sharing;
mod tree;
mod unexplained;
mod untaken;

use std::{collections::BTreeMap, ops::Range, sync::Arc};

pub use lookalike::{fence_in_code, seals_nothing};

use crate::{
    diagnostic::{Diagnostic, Findings, SourceText},
    plan::{DistributionList, Marking, Meaning, Plan, read_text},
    source::Sources,
    theme::Catalogue,
    world::World,
};

pub use captioning::{NumberedCaption, Reference, ReferenceKind};
pub use foreword::{Foreword, Signed};
pub use record::{Change, RECORD, Record, RecordedRow, RecordedVersion, RowKey, row_keys};
pub use scans::Scans;

/// The whole plan with everything resolved.
///
/// No `Debug` and no `Serialize`: it holds sealed text.
pub struct Document {
    /// Sections in the order of the document.
    pub sections: Vec<Section>,
    /// Pictures and attachments that sections use.
    pub assets: Vec<Asset>,
    /// The picture on the cover, as an index into them.
    pub logo: Option<usize>,
    /// What changed from version to version.
    pub record: Record,
}

/// One content file.
pub struct Section {
    /// `s001` and so on, `f001` before the first chapter: the place in the document, nothing of the title.
    pub id: String,
    /// The file.
    pub source: SourceText,
    /// Names of the path below `content/` without numbers and extension, such as `["pengenalan", "definisi"]`.
    pub slugs: Vec<String>,
    /// Index of the chapter it belongs to.
    pub parent: Option<usize>,
    /// 1 for a chapter.
    pub depth: usize,
    /// Title.
    pub title: String,
    /// Number as printed.
    pub number: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Whether it stands before the first chapter.
    pub front: bool,
    /// Portrait and signatory of a foreword.
    pub foreword: Option<Foreword>,
    /// `sec-x`, for references.
    pub label: Option<String>,
    /// The text with its sealed blocks; its marking is the section's.
    pub body: Container,
    /// Whether its front matter could be read; otherwise the section serves to find more faults and nothing else.
    pub is_known: bool,
}

/// A stretch of a section with one marking: the body itself, or a sealed block in it.
pub struct Container {
    /// `s003-b1` for a block, the section's id for a body.
    pub id: String,
    /// Marking, never lower than that of what is around.
    pub marking: Marking,
    /// Bytes of the file from fence to fence; for a body, of the body.
    pub outer: Range<usize>,
    /// Bytes between the fences.
    pub inner: Range<usize>,
    /// Blocks inside, in order.
    pub blocks: Vec<Container>,
    /// Notes that begin and end in it, in order of their beginnings.
    pub notes: Vec<dialect::Note>,
    /// What was resolved, by byte offset in the file.
    pub resolved: Resolved,
}

/// References of one container.
#[derive(Default)]
pub struct Resolved {
    /// Links by offset.
    pub links: BTreeMap<usize, Link>,
    /// Pictures by offset, as indexes into [`Document::assets`].
    pub images: BTreeMap<usize, usize>,
    /// Final ids of headings by offset.
    pub headings: BTreeMap<usize, String>,
    /// Data blocks by offset.
    pub data: BTreeMap<usize, data::Data>,
    /// Captions by the offset of what they belong to.
    pub captions: BTreeMap<usize, NumberedCaption>,
    /// References by label.
    pub references: BTreeMap<String, Reference>,
    /// Numbers of running paragraphs by offset.
    pub running: BTreeMap<usize, String>,
    /// What links to attachments are called, by offset.
    pub link_words: BTreeMap<usize, String>,
    /// Abbreviations that are defined here.
    pub abbreviations: BTreeMap<String, Meaning>,
}

/// Where a link leads.
#[derive(Clone)]
pub enum Link {
    /// A section, and perhaps a place in it.
    Section {
        /// Index into [`Document::sections`].
        index: usize,
        /// A heading there.
        anchor: Option<Anchor>,
    },
    /// An attachment: index into [`Document::assets`].
    Asset(usize),
    /// A web, mail or telephone address.
    External(String),
}

/// A heading that a link leads to. Its id is made of its words, so it is as sealed as the container it stands in.
#[derive(Clone)]
pub struct Anchor {
    /// Final id, such as `s003-skop`.
    pub id: String,
    /// Id of the section or block that holds the heading.
    pub container: String,
}

/// A picture or attachment.
pub struct Asset {
    /// Path below `content/`; that of a logo elsewhere in the plan folder begins with `../`.
    pub path: String,
    /// Media type for the known kinds.
    pub media_type: &'static str,
    /// The bytes as found.
    pub bytes: Arc<[u8]>,
}

impl Section {
    /// Marking of the section.
    pub fn marking(&self) -> &Marking {
        &self.body.marking
    }
}

impl Container {
    /// This container and all blocks inside.
    pub fn walk(&self) -> Vec<&Container> {
        let mut all = vec![self];
        for block in &self.blocks {
            all.extend(block.walk());
        }
        all
    }
}

impl Document {
    /// Builds the document. When `findings` has errors afterwards, it serves to find more of them and nothing else.
    pub fn build(
        world: &dyn World,
        plan: &Plan,
        list: &DistributionList,
        sources: &Sources,
        catalogue: &Catalogue,
        findings: &mut Findings,
    ) -> Self {
        Self::build_changed(world, plan, list, sources, catalogue, &mut Scans::default(), findings)
    }

    /// The same, without scanning texts again that are as they were in the build before.
    pub fn build_changed(
        world: &dyn World,
        plan: &Plan,
        list: &DistributionList,
        sources: &Sources,
        catalogue: &Catalogue,
        scans: &mut Scans,
        findings: &mut Findings,
    ) -> Self {
        for (name, place) in plan.scheme.written() {
            let word = name.split(' ').next().unwrap_or_default();
            if dialect::NoteKind::named(word).is_some() {
                findings.push(
                    Diagnostic::error("E135", "a fence of this name is a note, which seals nothing")
                        .at(place.clone())
                        .hint("choose another name for the marking"),
                );
            }
        }
        let pages = tree::arrange(plan, list, sources, findings);
        let numbers = numbering::count(plan.numbering, &pages);
        let bodies = scans.split(&pages, list, plan, findings);
        let mut sections = Vec::with_capacity(pages.len());
        for ((page, number), body) in pages.into_iter().zip(numbers).zip(bodies) {
            // Only now it is known which text may be quoted.
            let source = if body.marking.is_open() {
                let blocks = body.blocks.iter().map(|block| block.outer.clone());
                page.source.opened(blocks.collect())
            } else {
                page.source
            };
            sections.push(Section {
                id: page.id,
                source,
                slugs: page.slugs,
                parent: page.parent,
                depth: page.depth,
                title: page.title,
                number,
                description: page.description,
                label: page.label,
                front: page.front,
                foreword: page.foreword,
                body,
                is_known: page.is_known,
            });
        }
        let data = data::Reader {
            catalogue,
            scheme: &plan.scheme,
            files: data::DataFiles::new(world, plan, sources),
        };
        let (assets, logo) = references::resolve(list, &data, &mut sections, scans, findings);
        Self {
            record: Self::read_record(world, plan, list, &sections, findings),
            sections,
            assets,
            logo,
        }
    }

    fn read_record(
        world: &dyn World,
        plan: &Plan,
        list: &DistributionList,
        sections: &[Section],
        findings: &mut Findings,
    ) -> Record {
        if !world.exists(&plan.root.join(RECORD)) {
            return Record::default();
        }
        // Rows of sealed sections stand in it, so its lines are never quoted to a pipe.
        let text = findings.collect(read_text(world, &plan.root, RECORD));
        text.map_or_else(Record::default, |text| {
            record::read(&SourceText::new(RECORD, text, true), plan, list, sections, findings)
        })
    }

    /// Whether anything in it is sealed.
    pub fn has_sealed(&self) -> bool {
        let known = self.sections.iter().filter(|section| section.is_known);
        let containers = known.flat_map(|section| section.body.walk());
        containers.into_iter().any(|container| !container.marking.is_open())
    }
}
