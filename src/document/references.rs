//! Resolves links, anchors and pictures across the whole document; what does not resolve is an error.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Anchor, Asset, Link, Resolved, Section,
    assets::Assets,
    captioning, data, meanings,
    raw_html::is_external,
    scan::{Found, Target},
    scans::Scans,
    sharing, unexplained, untaken,
};
use crate::{
    diagnostic::{Diagnostic, Findings, SourceText},
    plan::{DistributionList, Plan},
    source::has_extension,
};

/// Fills [`super::Resolved`] of every container and returns the assets that are used.
pub(super) fn resolve(
    list: &DistributionList,
    data: &data::Reader<'_>,
    sections: &mut [Section],
    scans: &mut Scans,
    findings: &mut Findings,
) -> (Vec<Asset>, Option<usize>) {
    let data::DataFiles { world, plan, sources } = data.files;
    let watch = (!plan.abbreviations.is_empty()).then_some(&plan.abbreviations);
    let scanned = scans.scan(sections, watch);
    let found = &scanned.found;
    tell(plan, list, sections, found, watch.is_some(), findings);
    let headings: Vec<Vec<BTreeMap<usize, Named>>> = sections
        .iter()
        .zip(found)
        .map(|(section, found)| heading_ids(section, found, findings))
        .collect();
    let index: BTreeMap<&str, usize> = sections
        .iter()
        .enumerate()
        .map(|(index, section)| (section.source.path().trim_start_matches("content/"), index))
        .collect();
    let anchors = sections.iter().zip(&headings).map(|(section, headings)| {
        let mut anchors = BTreeMap::new();
        for (container, names) in section.body.walk().into_iter().zip(headings) {
            for Named { anchor, id } in names.values() {
                // What is around a block goes before it.
                anchors.entry(anchor.as_str()).or_insert_with(|| Anchor {
                    id: id.clone(),
                    container: container.id.clone(),
                });
            }
        }
        anchors
    });
    let mut resolver = Resolver {
        sections,
        index,
        anchors: anchors.collect(),
        assets: Assets::new(world, plan, sources),
        findings,
    };
    let mut resolved: Vec<Vec<Resolved>> = Vec::with_capacity(sections.len());
    for (section, found) in found.iter().enumerate() {
        let all = found;
        resolved.push(
            found
                .iter()
                .map(|found| resolver.container(section, found, all))
                .collect(),
        );
    }
    let portraits: Vec<Option<usize>> = sections.iter().map(|section| resolver.portrait(section)).collect();
    let logo = plan
        .logo
        .as_ref()
        .and_then(|logo| match resolver.assets.logo(&logo.path) {
            Ok(asset) => Some(asset),
            Err(diagnostic) => {
                resolver.findings.push(diagnostic.at(logo.place.clone()));
                None
            }
        });
    let assets = resolver.assets.finish();
    // A section whose mark is not known might be open or sealed.
    if sections.iter().all(|section| section.is_known) {
        sharing::same_bytes(sections, &resolved, &assets, &portraits, logo, findings);
        sharing::lowered_attachments(sections, found, &resolved, findings);
    }
    let ids: Vec<Vec<BTreeMap<usize, String>>> = headings
        .into_iter()
        .map(|of_section| of_section.into_iter().map(final_ids).collect())
        .collect();
    let (numbers, labels) = captioning::count(plan, sections, found, &ids, findings);
    let mut risks = data::Risks::default();
    for (index, (numbers, headings)) in numbers.into_iter().zip(ids).enumerate() {
        let section = &sections[index];
        let containers = section.body.walk().into_iter().zip(&found[index]);
        let parts = resolved[index]
            .iter_mut()
            .zip(containers)
            .zip(numbers.into_iter().zip(headings));
        for ((resolved, (container, found)), (numbers, headings)) in parts {
            resolved.headings = headings;
            resolved.captions = numbers.captions;
            resolved.running = numbers.running;
            resolved.references = captioning::references(section, found, &labels, findings);
            let classification = container.marking.classification;
            let read = |block: &data::Found| {
                let read = data.read(&section.source, block, classification, &mut risks, findings)?;
                Some((block.outer.start, read))
            };
            resolved.data = found.data.iter().filter_map(read).collect();
        }
    }
    risks.check(findings);
    for ((section, resolved), portrait) in sections.iter_mut().zip(resolved).zip(portraits) {
        fill(&mut section.body, &mut resolved.into_iter());
        if let Some(foreword) = &mut section.foreword {
            foreword.portrait = portrait;
        }
    }
    scans.give_back(scanned);
    (assets, logo)
}

/// Tells what is wrong in the texts themselves.
fn tell(
    plan: &Plan,
    list: &DistributionList,
    sections: &[Section],
    found: &[Vec<Found>],
    watch: bool,
    findings: &mut Findings,
) {
    for (section, found) in sections.iter().zip(found) {
        lost_marks(section, found, findings);
        meanings::footnotes(section, found, findings);
        meanings::addresses(section, found, findings);
        untaken::tell(section, found, plan.language, findings);
    }
    meanings::abbreviations(plan, sections, found, findings);
    if watch {
        unexplained::warn(plan, list, sections, found, findings);
    }
}

/// Inside raw HTML a fence leaves no mark, so no holder would ever see its block.
fn lost_marks(section: &Section, found: &[Found], findings: &mut Findings) {
    for lost in found.iter().flat_map(|found| &found.lost) {
        let fence = section.source.text()[lost.clone()].lines().next().map_or(0, str::len);
        findings.push(
            Diagnostic::error("E169", "this block stands in raw HTML, where it cannot be shown")
                .at(section.source.place(lost.start..lost.start + fence))
                .hint("take the HTML around it away, or leave an empty line before the block"),
        );
    }
}

/// Hands what was resolved to a container and its blocks, in the order of [`super::Container::walk`].
pub(super) fn fill(container: &mut super::Container, resolved: &mut impl Iterator<Item = Resolved>) {
    if let Some(resolved) = resolved.next() {
        container.resolved = resolved;
    }
    for block in &mut container.blocks {
        fill(block, resolved);
    }
}

fn final_ids(names: BTreeMap<usize, Named>) -> BTreeMap<usize, String> {
    names.into_iter().map(|(at, named)| (at, named.id)).collect()
}

/// A heading: the anchor by which links name it, and its final id.
struct Named {
    anchor: String,
    id: String,
}

/// Ids of headings are unique in the whole document: they begin with the container's id. Each container counts for
/// itself, so that no id tells of a heading in another one.
fn heading_ids(section: &Section, found: &[Found], findings: &mut Findings) -> Vec<BTreeMap<usize, Named>> {
    // Anchors of the containers before.
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut all = Vec::new();
    for (container, found) in section.body.walk().into_iter().zip(found) {
        let mut used: BTreeSet<String> = BTreeSet::new();
        for heading in found.headings.iter().filter(|heading| heading.explicit) {
            if !used.insert(heading.anchor.clone()) || taken.contains(&heading.anchor) {
                findings.push(
                    Diagnostic::error("E170", "two headings of this section have the same {#id}")
                        .at(section.source.place(heading.start..heading.start + 1))
                        .hint("give each its own"),
                );
            }
        }
        let mut names = BTreeMap::new();
        // How often a heading of these words was met.
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for heading in &found.headings {
            let mut anchor = heading.anchor.clone();
            if anchor.is_empty() {
                "bahagian".clone_into(&mut anchor);
            }
            let base = anchor.clone();
            while !heading.explicit && !used.insert(anchor.clone()) {
                let count = counts.entry(base.clone()).or_insert(1);
                *count += 1;
                anchor = format!("{base}-{count}");
            }
            // Browsers keep addresses in their history: that of a sealed heading says nothing.
            let id = if container.marking.is_open() {
                heading_id(&section.id, &anchor)
            } else {
                format!("{}-h{}", container.id, names.len() + 1)
            };
            names.insert(heading.start, Named { anchor, id });
        }
        taken.append(&mut used);
        all.push(names);
    }
    all
}

/// The id of an open heading. Anchors like those of blocks and footnotes are set apart, and so are those that look set apart.
fn heading_id(section: &str, anchor: &str) -> String {
    let is_number = |prefix: &str| {
        anchor
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let taken = anchor.starts_with("h-") || ["b", "c", "d", "fn-", "fnref-"].into_iter().any(is_number);
    let apart = if taken { "h-" } else { "" };
    format!("{section}-{apart}{anchor}")
}

struct Resolver<'a, 'w> {
    sections: &'a [Section],
    index: BTreeMap<&'a str, usize>,
    /// For each section, its headings by anchor.
    anchors: Vec<BTreeMap<&'a str, Anchor>>,
    assets: Assets<'w>,
    findings: &'a mut Findings,
}

impl Resolver<'_, '_> {
    fn container(&mut self, section: usize, found: &Found, all: &[Found]) -> Resolved {
        let source = self.sections[section].source.clone();
        for range in &found.dead {
            self.findings.push(
                Diagnostic::error(
                    "E177",
                    "this looks like a link, picture or note and would be printed as it stands",
                )
                .at(source.place(range.clone()))
                .hint(meanings::dead_hint(&self.sections[section], range, all)),
            );
        }
        if let Some(range) = &found.too_deep {
            self.findings.push(
                Diagnostic::error("E191", "lists, quotes or emphasis are nested too deeply here")
                    .at(source.place(range.start..range.start + 1))
                    .hint("a plan needs a few levels; was a line of signs taken for a list or quote?"),
            );
        }
        if let Some(range) = &found.repeated {
            self.findings.push(
                Diagnostic::error(
                    "E192",
                    "the addresses defined as [name]: address are too long to be repeated so often",
                )
                .at(source.place(range.clone()))
                .hint("write the address where it is used, or split the section"),
            );
        }
        for fault in &found.html {
            self.findings.push(
                Diagnostic::error(fault.code, fault.message)
                    .at(source.place(fault.range.clone()))
                    .hint(fault.hint),
            );
        }
        for range in &found.attributes {
            self.findings.push(
                Diagnostic::error(
                    "E193",
                    "a heading has attributes besides its id, which would be dropped",
                )
                .at(source.place(range.clone()))
                .hint("keep {#id} alone"),
            );
        }
        let mut all = Resolved {
            abbreviations: found.abbreviations.clone(),
            ..Resolved::default()
        };
        for link in &found.links {
            match self.link(section, &source, link) {
                Ok(resolved) => {
                    if let Link::Asset(_) = resolved {
                        all.link_words.insert(link.range.start, link.words.trim().to_owned());
                    }
                    all.links.insert(link.range.start, resolved);
                }
                Err(diagnostic) => self.findings.push(diagnostic.at(source.place(link.range.clone()))),
            }
        }
        for image in &found.images {
            match self.image(&source, image) {
                Ok(resolved) => {
                    all.images.insert(image.range.start, resolved);
                }
                Err(diagnostic) => self.findings.push(diagnostic.at(source.place(image.range.clone()))),
            }
        }
        all
    }

    /// The portrait of a foreword, which its signatory describes.
    fn portrait(&mut self, section: &Section) -> Option<usize> {
        let foreword = section.foreword.as_ref()?;
        let (file, place) = foreword.portrait_file.as_ref()?;
        let found = below_content(&section.source, file).and_then(|path| self.assets.image(&path));
        found
            .map_err(|diagnostic| self.findings.push(diagnostic.at(place.clone())))
            .ok()
    }

    fn link(&mut self, section: usize, source: &SourceText, link: &Target) -> Result<Link, Diagnostic> {
        if link.target.trim().is_empty() {
            return Err(Diagnostic::error("E494", "this link has no address")
                .hint("link to a section as [words](file.md), to a heading as [words](#id)"));
        }
        if link.words.trim().is_empty() {
            return Err(
                Diagnostic::error("E494", "this link has no words that a reader could follow")
                    .hint("say in the square brackets where it leads: [words](file.md)"),
            );
        }
        let lower = link.target.to_ascii_lowercase();
        if is_external(&link.target) {
            return Ok(Link::External(link.target.clone()));
        }
        if has_scheme(&lower) || lower.starts_with("//") || lower.starts_with('/') {
            return Err(Diagnostic::error("E171", "this address is not allowed in a plan")
                .hint("link to another section as ../02-dasar/01-skop.md, or to a web page with https://"));
        }
        let (path, fragment) = link.target.split_once('#').unwrap_or((&link.target, ""));
        let index = if path.is_empty() {
            section
        } else {
            let path = below_content(source, path)?;
            match self.index.get(path.as_str()) {
                Some(index) => *index,
                None if has_extension(&path, "md") => {
                    return Err(Diagnostic::error("E172", "this link leads to no section")
                        .hint("links are relative to the file they stand in; check folder and file name"));
                }
                None => return self.assets.attachment(&path).map(Link::Asset),
            }
        };
        let anchor = if fragment.is_empty() {
            None
        } else {
            Some(self.anchor(index, fragment)?)
        };
        Ok(Link::Section { index, anchor })
    }

    fn anchor(&self, index: usize, fragment: &str) -> Result<Anchor, Diagnostic> {
        let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
        self.anchors[index].get(&*fragment).cloned().ok_or_else(|| {
            Diagnostic::error("E173", "the section has no heading with this anchor")
                .hint("give the heading an id such as {#skop}, or link to the section without #")
        })
    }

    fn image(&mut self, source: &SourceText, image: &Target) -> Result<usize, Diagnostic> {
        let lower = image.target.to_ascii_lowercase();
        if has_scheme(&lower) || lower.starts_with('/') {
            return Err(
                Diagnostic::error("E174", "a picture from elsewhere cannot be shown offline")
                    .hint("save the picture beside the section and name that file"),
            );
        }
        if image.words.trim().is_empty() {
            return Err(Diagnostic::error("E175", "the picture has no description")
                .hint("describe it for those who cannot see it: ![what it shows](file.svg)"));
        }
        let path = below_content(source, &image.target)?;
        self.assets.image(&path)
    }
}

fn has_scheme(target: &str) -> bool {
    let end = target.find([':', '/', '#', '?']);
    end.is_some_and(|end| target.as_bytes()[end] == b':')
}

/// The path below `content/` that a relative target names.
fn below_content(source: &SourceText, target: &str) -> Result<String, Diagnostic> {
    let decoded = percent_encoding::percent_decode_str(target).decode_utf8_lossy();
    let own = source.path().trim_start_matches("content/");
    let mut names: Vec<&str> = own.split('/').collect();
    names.pop();
    for name in decoded.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                if names.pop().is_none() {
                    return Err(Diagnostic::error("E176", "this leads out of the content folder")
                        .hint("put the file into the content folder"));
                }
            }
            name => names.push(name),
        }
    }
    Ok(names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{super::markdown, *};

    #[test]
    fn schemes_are_told_from_paths() {
        assert!(has_scheme("javascript:alert(1)"));
        assert!(has_scheme("data:text/html"));
        assert!(!has_scheme("../a/b.md#c:d"));
        assert!(!has_scheme("a.md"));
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(markdown::slug("Pelan Pemulihan (DRP)"), "pelan-pemulihan-drp");
        assert_eq!(markdown::slug("Café — 1"), "cafe-1");
    }
}
