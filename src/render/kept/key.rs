//! Everything that rendering reads of a section. Whatever rendering is taught to read further has to be added here; fields
//! are taken apart by name, so that a new one of the document does not compile until it is thought of.

use crate::{
    digest::{Key, KeyOf},
    document::{Anchor, Container, Document, Foreword, Link, NumberedCaption, Reference, Resolved, Section},
    plan::Plan,
    theme::Catalogue,
};

/// What is the same for all sections.
pub(super) fn setting(plan: &Plan, catalogue: &Catalogue) -> KeyOf {
    let mut key = KeyOf::default();
    key.written(catalogue.key()).written(&plan.abbreviations);
    key
}

/// The key of a section; `None` for one that reads files of data, which are read anew each time.
pub(super) fn of_section(setting: &KeyOf, plan: &Plan, document: &Document, index: usize) -> Option<Key> {
    let Section {
        id,
        source,
        title,
        foreword,
        body,
        // What is shown of them is laid out around the text, and not rendered.
        slugs: _,
        parent: _,
        depth: _,
        number: _,
        description: _,
        front: _,
        label: _,
        is_known: _,
    } = &document.sections[index];
    let mut key = KeyOf::default();
    key.written(setting.key()).text(source.text()).text(title);
    if let Some(Foreword {
        portrait, signatory, ..
    }) = foreword
    {
        key.written(portrait.map(|asset| &document.assets[asset].path));
        key.written(signatory.as_ref().map(|signed| (&signed.name, &signed.post)));
    }
    let mut part = Part {
        key: &mut key,
        document,
        id,
    };
    for container in body.walk() {
        if container
            .resolved
            .data
            .keys()
            .any(|at| is_of_file(&source.text()[*at..]))
        {
            return None;
        }
        if !container.resolved.data.is_empty() {
            // Markings that blocks name.
            part.key.text(plan.source.text());
        }
        part.container(container);
    }
    Some(key.key())
}

/// Whether a data block may have a file.
fn is_of_file(block: &str) -> bool {
    block.lines().next().is_some_and(|fence| fence.contains("file"))
}

struct Part<'a> {
    key: &'a mut KeyOf,
    document: &'a Document,
    /// Id of the section.
    id: &'a str,
}

impl Part<'_> {
    fn container(&mut self, container: &Container) {
        let Container {
            id,
            marking,
            outer,
            inner,
            // Each of them comes by itself.
            blocks: _,
            notes,
            resolved,
        } = container;
        self.id(id, self.id);
        self.key.written(marking).written(outer).written(inner);
        for note in notes {
            let note = (note.kind, &note.title, &note.opener, &note.closer);
            self.key.written(note);
        }
        self.resolved(resolved);
    }

    fn resolved(&mut self, resolved: &Resolved) {
        let Resolved {
            links,
            images,
            headings,
            // Made of the text, the words of the interface and the markings.
            data: _,
            captions,
            references,
            running,
            // Words of the text, for the list of attachments.
            link_words: _,
            abbreviations,
        } = resolved;
        for (at, link) in links {
            self.key.number(*at);
            match link {
                Link::Section { index, anchor } => self.place(*index, anchor.as_ref()),
                Link::Asset(asset) => self.asset(*asset),
                Link::External(address) => _ = self.key.text("to").text(address),
            }
        }
        for (at, asset) in images {
            self.key.number(*at);
            self.asset(*asset);
        }
        for (at, heading) in headings {
            self.key.number(*at);
            self.id(heading, self.id);
        }
        for (at, caption) in captions {
            let NumberedCaption {
                kind,
                number,
                words,
                id,
            } = caption;
            self.key.number(*at).written((kind, number, words));
            self.id(id, self.id);
        }
        for (label, reference) in references {
            let Reference {
                kind,
                number,
                index,
                anchor,
            } = reference;
            self.key.written((label, kind, number));
            self.place(*index, anchor.as_ref());
        }
        self.key.written(running).written(abbreviations);
    }

    /// An id by what stands behind the section's.
    fn id(&mut self, id: &str, section: &str) {
        self.key.text(id.strip_prefix(section).unwrap_or(id));
    }

    /// A place in a section, by the section's path.
    fn place(&mut self, index: usize, anchor: Option<&Anchor>) {
        let target = &self.document.sections[index];
        self.key.text("at").text(target.source.path());
        if let Some(Anchor { id, container }) = anchor {
            self.id(id, &target.id);
            self.id(container, &target.id);
        }
    }

    fn asset(&mut self, index: usize) {
        self.key.text("of").text(&self.document.assets[index].path);
    }
}
