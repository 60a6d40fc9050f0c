//! The list of attached files, by the sections that link them.

use std::{collections::BTreeSet, fmt::Write as _};

use super::{GeneratedEntry, GeneratedFragment, title};
use crate::{
    digest,
    document::{Asset, Container, Document, Link},
    plan::GeneratedPage,
    render::markup::{Markup, Piece, escape},
    theme::Catalogue,
};

/// Each attachment with section number, title, size and SHA-256. Of sealed ones anybody sees the section's number.
///
/// Lines lead to the section, where the file is: a copy in one file would otherwise carry it twice.
pub(super) fn page(catalogue: &Catalogue, document: &Document) -> Option<GeneratedFragment> {
    let lock = format!(
        "<span class=\"lock\" role=\"img\" aria-label=\"{}\"></span>",
        escape(&catalogue.word("sealed"))
    );
    let begin = || vec![Piece::Html("<ul class=\"captions attachments\">\n".to_owned())];
    let (mut open, mut sealed, mut entries) = (begin(), begin(), Vec::new());
    for (index, section) in document.sections.iter().enumerate() {
        let number = section.number.as_deref().unwrap_or_default();
        let begin = || Piece::Html(format!("<li><span class=\"number\">{}</span> ", escape(number)));
        let end = || Piece::Html("</li>\n".to_owned());
        let mut locked = false;
        for container in section.body.walk() {
            for (asset, words) in linked(container) {
                let asset = &document.assets[asset];
                let line = || {
                    vec![
                        Piece::Html("<a href=\"".to_owned()),
                        Piece::Section { index, anchor: None },
                        Piece::Html(format!("\">{}</a>{}", escape(words), facts(asset, catalogue))),
                    ]
                };
                sealed.push(begin());
                if container.marking.is_open() {
                    open.push(begin());
                    open.extend(line());
                    open.push(end());
                    sealed.extend(line());
                } else {
                    if !std::mem::replace(&mut locked, true) {
                        open.push(begin());
                        open.push(Piece::Html(lock.clone()));
                        open.push(end());
                    }
                    let id = format!("{}-{}", GeneratedPage::Attachments.id(), entries.len() + 1);
                    sealed.push(Piece::Hole(id.clone()));
                    entries.push(GeneratedEntry {
                        id,
                        marking: container.marking.clone(),
                        markup: Markup::new(line()),
                        text: format!("{words}\n{}\n", file_name(asset)),
                    });
                }
                sealed.push(end());
            }
        }
    }
    if sealed.len() == 1 {
        return None;
    }
    for pieces in [&mut open, &mut sealed] {
        pieces.push(Piece::Html("</ul>\n".to_owned()));
    }
    Some(GeneratedFragment {
        page: GeneratedPage::Attachments,
        title: title(GeneratedPage::Attachments, catalogue),
        open: Markup::new(open),
        sealed: Markup::new(sealed),
        sealed_text: String::new(),
        entries,
    })
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
