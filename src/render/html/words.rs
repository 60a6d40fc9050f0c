//! Words of a text: references become numbers, and an abbreviation says at its first use what it stands for.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::{Inside, Renderer, Target};
use crate::{
    document::{
        Reference, ReferenceKind,
        dialect::{abbreviations, labels},
    },
    plan::Meaning,
    render::markup::{escape, language},
    theme::Catalogue,
};

/// Something in a text that is written in another way.
enum Special<'a> {
    /// With a capital or not.
    Reference(&'a Reference, bool),
    Abbreviation(&'a str, &'a Meaning),
}

impl<'a> Renderer<'a> {
    pub(super) fn words(&mut self, text: CowStr<'a>, offset: usize, out: &mut Vec<Event<'a>>) {
        let specials = if self.inside == Inside::Code {
            Vec::new()
        } else {
            self.specials(&text, offset)
        };
        if specials.is_empty() {
            self.text.push_str(&text);
            out.push(Event::Text(text));
            return;
        }
        let mut at = 0;
        for (range, special) in specials {
            self.plain(&text[at..range.start], out);
            at = range.end;
            match special {
                Special::Reference(reference, capital) => self.reference(reference, capital, out),
                Special::Abbreviation(short, meaning) => {
                    // The words behind the letters are published too.
                    self.text.push_str(&format!("{short}\n{}\n", meaning.words));
                    let language = language(meaning);
                    let html = format!(
                        "<abbr title=\"{}\"{language}>{}</abbr>",
                        escape(&meaning.words),
                        escape(short)
                    );
                    out.push(Event::InlineHtml(html.into()));
                }
            }
        }
        self.plain(&text[at..], out);
    }

    fn plain(&mut self, text: &str, out: &mut Vec<Event<'a>>) {
        if !text.is_empty() {
            self.text.push_str(text);
            out.push(Event::Text(text.to_owned().into()));
        }
    }

    fn specials(&mut self, text: &str, offset: usize) -> Vec<(Range<usize>, Special<'a>)> {
        let container = self.container;
        let mut found: Vec<(Range<usize>, Special<'a>)> = labels::ranges(self.setting.source, text, offset)
            .into_iter()
            .filter_map(|range| {
                let written = &text[range.start + 1..range.end];
                let reference = container.resolved.references.get(&*labels::named(written))?;
                Some((range, Special::Reference(reference, labels::begins_sentence(written))))
            })
            .collect();
        if self.quiet == 0 {
            let references = found.len();
            for (range, short, meaning) in abbreviations::uses(text, self.setting.abbreviations) {
                let free = found[..references]
                    .iter()
                    .all(|(taken, _)| taken.end <= range.start || range.end <= taken.start);
                if free && self.shortened.insert(short) {
                    found.push((range, Special::Abbreviation(short, meaning)));
                }
            }
            found.sort_by_key(|(range, _)| range.start);
        }
        found
    }

    fn reference(&mut self, reference: &Reference, capital: bool, out: &mut Vec<Event<'a>>) {
        let mut label = label(reference, self.catalogue);
        if capital && let Some(first) = label.chars().next() {
            label = first.to_uppercase().chain(label.chars().skip(1)).collect();
        }
        self.text.push_str(&label);
        if self.quiet > 0 {
            out.push(Event::Text(label.into()));
            return;
        }
        let address = self.place(Target::Section {
            index: reference.index,
            anchor: reference.anchor.clone(),
        });
        let html = format!("<a href=\"{address}\">{}</a>", escape(&label));
        out.push(Event::InlineHtml(html.into()));
    }
}

/// `Rajah 3`, `seksyen 3.1`; a number that has its word already, such as Lampiran II, stands for itself.
fn label(reference: &Reference, catalogue: &Catalogue) -> String {
    let key = match reference.kind {
        ReferenceKind::Figure => "reference-figure",
        ReferenceKind::Table => "reference-table",
        ReferenceKind::Section if reference.number.contains(' ') => return reference.number.clone(),
        ReferenceKind::Section => "reference-section",
    };
    catalogue.with(key, &[("number", &reference.number)])
}
