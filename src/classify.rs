//! The split: what is open goes to layout, what is sealed to the sealing stage, and nothing goes to both.

mod entitlement;
mod outline;
mod prepared;
mod sealed;

use std::sync::Arc;

use crate::{
    document::Document,
    plan::{GeneratedPage, Plan},
    render::{Fragment, Fragments, Markup},
};

pub use entitlement::is_entitled;
pub use outline::{Entry, Outline};
pub use prepared::Prepared;
pub use sealed::{GateMatter, SealedFragment};

/// The document in two parts.
pub struct Partition {
    /// What anyone may read.
    pub open: OpenPart,
    /// What exists only inside copies.
    pub sealed: SealedPart,
}

/// Everything of the document that layout may use.
pub struct OpenPart {
    /// The sections: open ones with title and path, sealed ones with id and number.
    pub outline: Outline,
    /// Text of open sections, in order.
    pub fragments: Vec<OpenFragment>,
    /// Generated pages that are declared open.
    pub generated: Vec<OpenGenerated>,
    /// The generated pages that every copy has, open or sealed.
    pub pages: Vec<GeneratedPage>,
    /// Versions of the amendment record.
    pub amendments: Vec<OpenAmendments>,
    /// Assets that open sections and the cover show.
    pub assets: Vec<OpenAsset>,
    /// The logo on the cover, by its index into the document's assets.
    pub logo: Option<usize>,
}

/// The text of one open section.
pub struct OpenFragment {
    /// Index of the section.
    pub section: usize,
    /// HTML with holes for sealed blocks.
    pub markup: Markup,
}

/// A generated page that is open.
pub struct OpenGenerated {
    /// Which page.
    pub page: GeneratedPage,
    /// Heading.
    pub title: String,
    /// HTML with its addresses left open.
    pub markup: Markup,
}

/// What a version changed in open sections.
pub struct OpenAmendments {
    /// The version.
    pub version: String,
    /// SHA-256 of the content that was compared, when that is on record.
    pub content: Option<String>,
    /// Rows of a table: number, kind, text.
    pub rows: Markup,
}

/// A picture or attachment of an open section.
pub struct OpenAsset {
    /// Index into the document's assets.
    pub index: usize,
    /// Path below `content/`, an open name.
    pub path: String,
    /// Media type.
    pub media_type: &'static str,
    /// Bytes.
    pub bytes: Arc<[u8]>,
}

/// Everything that only the sealing stage uses.
pub struct SealedPart {
    /// Sections, blocks of open sections, and generated pages, in the order of the document.
    pub fragments: Vec<SealedFragment>,
    /// Assets that no open section shows, by index into the document's assets.
    pub assets: Vec<SealedAsset>,
}

/// A picture or attachment that exists only inside copies. No `Debug`: its name is sealed.
pub struct SealedAsset {
    /// Index into the document's assets.
    pub index: usize,
    /// What messages call it: nothing of the file's own name but its extension.
    pub name: String,
    /// Bytes.
    pub bytes: Arc<[u8]>,
}

impl SealedAsset {
    /// The words of a drawing or text file, for the leak gate; other formats are known by name only.
    pub(crate) fn reading_text(&self) -> String {
        let text = std::str::from_utf8(&self.bytes).unwrap_or_default();
        match self.name.rsplit('.').next() {
            Some("svg") => roxmltree::Document::parse(text).map_or_else(
                |_| String::new(),
                |drawing| {
                    let words = drawing.descendants().filter_map(|node| node.text());
                    words.collect::<Vec<_>>().join("\n")
                },
            ),
            Some("csv" | "txt") => text.to_owned(),
            _ => String::new(),
        }
    }
}

impl OpenAsset {
    /// What is seen of a drawing, which is as open as its section: its source without comments, the editor's notes and
    /// sentences in attributes. An attachment is searched like everything else: it may be the whole plan.
    pub(crate) fn seen(&self) -> String {
        let text = std::str::from_utf8(&self.bytes).unwrap_or_default();
        let drawing = roxmltree::Document::parse(text);
        let (Ok(drawing), "image/svg+xml") = (drawing, self.media_type) else {
            return String::new();
        };
        let is_sentence = |value: &str| {
            value
                .split(|c: char| !c.is_alphabetic())
                .filter(|word| word.len() > 2)
                .count()
                > 2
        };
        let mut hidden = Vec::new();
        for node in drawing.descendants() {
            let comment = node.text().filter(|_| node.is_comment());
            if comment.is_some_and(is_sentence) || node.tag_name().name() == "metadata" {
                hidden.push(node.range());
            }
            let attributes = node.attributes().filter(|attribute| is_sentence(attribute.value()));
            hidden.extend(attributes.map(|attribute| attribute.range_value()));
        }
        hidden.sort_by_key(|range| range.start);
        let mut seen = String::new();
        let mut at = 0;
        for range in hidden {
            seen.push_str(text.get(at..range.start).unwrap_or_default());
            at = at.max(range.end);
        }
        seen + &text[at..]
    }
}

impl Partition {
    /// Splits the document.
    pub fn split(plan: &Plan, document: &Document, fragments: Fragments) -> Self {
        let outline = Outline::of(document);
        let open_assets: std::collections::BTreeSet<usize> = fragments
            .sections
            .iter()
            .filter(|fragment| fragment.marking.is_open())
            .flat_map(|fragment| fragment.assets.iter().copied())
            .chain(document.logo)
            .collect();
        let logo = document.logo;
        let mut open = Vec::new();
        let mut sealed = Vec::new();
        let mut generated = Vec::new();
        let shared = fragments.generated.iter().filter(|page| page.is_shared);
        let pages = shared.map(|page| page.page).collect();
        let amendments = fragments.amendments.into_iter();
        let amendments = amendments
            .map(|recorded| OpenAmendments {
                version: recorded.version,
                content: recorded.content,
                rows: recorded.rows,
            })
            .collect();
        for mut page in fragments.generated {
            let is_open = plan.is_open_page(page.page);
            // An open page still has a sealed twin where copies show more: names, captions.
            let has_twin = !is_open || !page.sealed_text.is_empty() || !page.entries.is_empty();
            if is_open && page.is_shared {
                generated.push(OpenGenerated {
                    page: page.page,
                    title: page.title.clone(),
                    markup: std::mem::replace(&mut page.open, Markup::empty()),
                });
            }
            if has_twin {
                sealed.extend(
                    std::mem::take(&mut page.entries)
                        .into_iter()
                        .map(|entry| SealedFragment::entry(page.page, entry)),
                );
                let for_all = page.is_shared && (!is_open || !page.sealed_text.is_empty());
                sealed.push(SealedFragment::generated(plan, page, for_all));
            }
        }
        for fragment in fragments.sections {
            if fragment.marking.is_open() {
                open.push(OpenFragment {
                    section: fragment.section,
                    markup: fragment.markup,
                });
            } else {
                sealed.push(SealedFragment::section(document, fragment));
            }
        }
        let mut assets = Vec::new();
        let mut sealed_assets = Vec::new();
        for (index, asset) in document.assets.iter().enumerate() {
            if open_assets.contains(&index) {
                assets.push(OpenAsset {
                    index,
                    path: asset.path.clone(),
                    media_type: asset.media_type,
                    bytes: Arc::clone(&asset.bytes),
                });
            } else {
                let extension = asset.path.rsplit('.').next().unwrap_or("bin").to_ascii_lowercase();
                let name = format!("a{:03}.{extension}", sealed_assets.len() + 1);
                sealed_assets.push(SealedAsset {
                    index,
                    name,
                    bytes: Arc::clone(&asset.bytes),
                });
            }
        }
        Self {
            open: OpenPart {
                outline,
                fragments: open,
                generated,
                pages,
                amendments,
                assets,
                logo,
            },
            sealed: SealedPart {
                fragments: sealed,
                assets: sealed_assets,
            },
        }
    }

    /// Takes the fragments of one section in the place of those that it had; see [`Document::revise`].
    pub fn revise(&mut self, document: &Document, fragments: Vec<Fragment>) {
        for fragment in fragments {
            if fragment.marking.is_open() {
                let open = &mut self.open.fragments;
                if let Ok(at) = open.binary_search_by_key(&fragment.section, |open| open.section) {
                    open[at].markup = fragment.markup;
                }
            } else if let Some(sealed) = self.sealed.fragments.iter_mut().find(|old| old.id() == fragment.id) {
                *sealed = SealedFragment::section(document, fragment);
            }
        }
    }

    /// Whether anything is sealed; a wholly open plan issues no copies.
    pub fn has_sealed(&self) -> bool {
        self.sealed.fragments.iter().any(|fragment| !fragment.is_generated())
    }
}
