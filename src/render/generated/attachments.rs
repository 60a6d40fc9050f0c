//! The list of attached files, by the sections that link them.

use std::{collections::BTreeSet, fmt::Write as _};

use super::{GeneratedFragment, Lists};
use crate::{
    digest,
    document::{Asset, Container, Document, Link},
    plan::GeneratedPage,
    render::markup::{Piece, escape},
    theme::Catalogue,
};

/// Each attachment with section number, title, size and SHA-256. Sealed ones are told to their holders only.
///
/// Lines lead to the section, where the file is: a copy in one file would otherwise carry it twice.
pub(super) fn page(catalogue: &Catalogue, document: &Document) -> Option<GeneratedFragment> {
    let page = GeneratedPage::Attachments;
    let mut lists = Lists::new(vec![Piece::Html("<ul class=\"captions attachments\">\n".to_owned())]);
    for (index, section) in document.sections.iter().enumerate() {
        let number = escape(section.number.as_deref().unwrap_or_default());
        for container in section.body.walk() {
            for (asset, words) in linked(container) {
                let asset = &document.assets[asset];
                let line = || {
                    vec![
                        Piece::Html(format!("<li><span class=\"number\">{number}</span> <a href=\"")),
                        Piece::Section { index, anchor: None },
                        Piece::Html(format!("\">{}</a>{}</li>\n", escape(words), facts(asset, catalogue))),
                    ]
                };
                let text = || format!("{words}\n{}\n", file_name(asset));
                lists.add(page, (Some(&container.id), &container.marking), line, text);
            }
        }
    }
    lists.finish(page, catalogue, "</ul>\n")
}

/// The attachments of a container in order, each once, with the words of its first link.
fn linked(container: &Container) -> Vec<(usize, &str)> {
    let mut seen = BTreeSet::new();
    let links = container.resolved.links.iter().filter_map(|(at, link)| match link {
        Link::Asset(asset) => Some((*asset, container.resolved.link_words.get(at).map_or("", String::as_str))),
        _ => None,
    });
    links.filter(|(asset, _)| seen.insert(*asset)).collect()
}

fn file_name(asset: &Asset) -> &str {
    asset.path.rsplit('/').next().unwrap_or_default()
}

fn facts(asset: &Asset, catalogue: &Catalogue) -> String {
    let mut html = String::new();
    let size = size(asset.bytes.len(), catalogue);
    let _ = write!(
        html,
        "<span class=\"file\">{}, {size}<br>{}: <code>{}</code></span>",
        escape(file_name(asset)),
        escape(&catalogue.word("attachment-sum")),
        digest::hex(&asset.bytes)
    );
    html
}

/// In the unit that file managers show, with one digit behind the sign that the language has for it.
fn size(bytes: usize, catalogue: &Catalogue) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (1_000, "kB"),
        _ => (1_000_000, "MB"),
    };
    let tenths = (bytes * 10).div_ceil(unit);
    format!(
        "{}{}{} {name}",
        tenths / 10,
        catalogue.word("decimal-sign"),
        tenths % 10
    )
}
