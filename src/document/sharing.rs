//! Files that an open and a sealed place share: a sealed one must not be published by the other.

use std::collections::{BTreeMap, BTreeSet};

use super::{Asset, Link, Resolved, Section, scan::Found};
use crate::{
    diagnostic::{Diagnostic, Findings},
    plan::Classification,
};

/// A sealed picture under another name in an open section would be published after all.
pub(super) fn same_bytes(
    sections: &[Section],
    resolved: &[Vec<Resolved>],
    assets: &[Asset],
    portraits: &[Option<usize>],
    logo: Option<usize>,
    findings: &mut Findings,
) {
    let mut open: BTreeSet<usize> = logo.into_iter().collect();
    let of_open = sections
        .iter()
        .zip(portraits)
        .filter(|(section, _)| section.marking().is_open());
    open.extend(of_open.filter_map(|(_, portrait)| *portrait));
    for (section, resolved) in sections.iter().zip(resolved) {
        for (container, resolved) in section.body.walk().iter().zip(resolved) {
            if container.marking.is_open() {
                open.extend(resolved.images.values().copied());
                open.extend(resolved.links.values().filter_map(|link| match link {
                    Link::Asset(asset) => Some(*asset),
                    _ => None,
                }));
            }
        }
    }
    let published: BTreeMap<&[u8], &str> = open
        .iter()
        .map(|index| (&*assets[*index].bytes, assets[*index].path.as_str()))
        .collect();
    for (index, asset) in assets.iter().enumerate() {
        if open.contains(&index) {
            continue;
        }
        if let Some(path) = published.get(&*asset.bytes) {
            findings.push(
                Diagnostic::error(
                    "E188",
                    format!(
                        "content/{path} is open and has the same bytes as a picture or attachment of a sealed section"
                    ),
                )
                .hint("if it is open, show one picture in both, or link from the sealed section to the one that has the attachment; if not, take the open one away"),
            );
        }
    }
}

/// An attachment is as closed as the section it belongs to. A link to it from a lower place would give it to more readers,
/// and nobody would be told; a picture that is shown in an open place is seen to be there.
pub(super) fn lowered_attachments(
    sections: &[Section],
    found: &[Vec<Found>],
    resolved: &[Vec<Resolved>],
    findings: &mut Findings,
) {
    let containers = || {
        let sections = sections.iter().zip(found).zip(resolved);
        sections.flat_map(|((section, found), resolved)| {
            let parts = section.body.walk().into_iter().zip(found).zip(resolved);
            parts
                .map(move |((container, found), resolved)| (section, container.marking.classification, found, resolved))
        })
    };
    // The highest classification of the places that link an asset, and of those that show it as a picture.
    let mut linked = BTreeMap::new();
    let mut shown = BTreeMap::new();
    let raise = |highest: &mut BTreeMap<usize, Classification>, asset: usize, classification| {
        let known = highest.entry(asset).or_insert(classification);
        *known = classification.max(*known);
    };
    for (_, classification, _, resolved) in containers() {
        for link in resolved.links.values() {
            if let Link::Asset(asset) = link {
                raise(&mut linked, *asset, classification);
            }
        }
        for asset in resolved.images.values() {
            raise(&mut shown, *asset, classification);
        }
    }
    let above = |highest: &BTreeMap<usize, Classification>, asset, classification| {
        highest.get(asset).is_some_and(|highest| *highest > classification)
    };
    for (section, classification, found, resolved) in containers() {
        let links = found
            .links
            .iter()
            .filter_map(|link| match resolved.links.get(&link.range.start) {
                Some(Link::Asset(asset)) => Some((&link.range, asset, above(&shown, asset, classification))),
                _ => None,
            });
        let images = found.images.iter().filter_map(|image| {
            let asset = resolved.images.get(&image.range.start)?;
            Some((&image.range, asset, false))
        });
        for (range, asset, is_shown_above) in links.chain(images) {
            if is_shown_above || above(&linked, asset, classification) {
                findings.push(
                    Diagnostic::error(
                        "E229",
                        "a section with a higher classification has this file, and here more people could read it",
                    )
                    .at(section.source.place(range.clone()))
                    .hint("if they may, take the file out of the higher section and link from there to this one; if not, take it away here, or put it into a block sealed as high"),
                );
            }
        }
    }
}
