//! Pages made from `plan.yaml` and the distribution list.
//!
//! They are written here and not by templates, because inside copies the distribution list shows names.

mod abbreviations;
mod amendments;
mod attachments;
mod control;

use std::fmt::Write as _;

use super::markup::{Markup, Piece, escape};
use crate::{
    document::{Anchor, Document, dialect::captions::Kind},
    plan::{ControlledCopy, DistributionList, GeneratedPage, Marking, Plan},
    theme::Catalogue,
};

pub use amendments::OpenVersion;
pub(super) use amendments::open_rows;

/// A generated page; its markup may hold names.
pub struct GeneratedFragment {
    /// Which page.
    pub page: GeneratedPage,
    /// Its heading.
    pub title: String,
    /// What anyone may see when the page is declared open.
    pub open: Markup,
    /// What copies show; for most pages the same.
    pub sealed: Markup,
    /// Reading text of the sealed form, for the leak gate.
    pub sealed_text: String,
    /// Whether it shows something besides its entries.
    pub is_shared: bool,
    /// Lines of the page that only holders of what they name may read.
    pub entries: Vec<GeneratedEntry>,
}

/// A line of a generated page that is made from a sealed section or block.
pub struct GeneratedEntry {
    /// Unique in the document.
    pub id: String,
    /// Id of the section or block that it names; a line of the amendment record is nobody else's.
    pub of: Option<String>,
    /// The marking of what it names.
    pub marking: Marking,
    /// The line.
    pub markup: Markup,
    /// Reading text.
    pub text: String,
}

/// All generated pages that have something to show. The contents page is laid out from the outline instead.
pub(super) fn pages(
    plan: &Plan,
    list: &DistributionList,
    catalogue: &Catalogue,
    document: &Document,
) -> Vec<GeneratedFragment> {
    let mut pages = vec![
        same(
            GeneratedPage::Control,
            catalogue,
            control::page(plan, catalogue, document.has_sealed()),
        ),
        distribution(list, catalogue),
    ];
    pages.extend(amendments::page(plan, catalogue, document));
    if !plan.references.is_empty() {
        let mut html = String::from("<ol>\n");
        for reference in &plan.references {
            let _ = writeln!(html, "<li>{}</li>", escape(reference));
        }
        html.push_str("</ol>\n");
        pages.push(same(GeneratedPage::References, catalogue, html));
    }
    pages.extend(abbreviations::page(plan, catalogue, document));
    pages.extend(captioned(GeneratedPage::Figures, Kind::Figure, catalogue, document));
    pages.extend(captioned(GeneratedPage::Tables, Kind::Table, catalogue, document));
    pages.extend(attachments::page(catalogue, document));
    pages
}

/// The list of figures or tables, in the order of the document.
fn captioned(page: GeneratedPage, kind: Kind, catalogue: &Catalogue, document: &Document) -> Option<GeneratedFragment> {
    let key = match kind {
        Kind::Figure => "reference-figure",
        Kind::Table => "reference-table",
    };
    let mut lists = Lists::new(vec![Piece::Html("<ul class=\"captions\">\n".to_owned())]);
    for (index, section) in document.sections.iter().enumerate() {
        let containers = section.body.walk();
        let all = containers.iter().flat_map(|container| {
            container
                .resolved
                .captions
                .iter()
                .map(move |(at, caption)| (*at, *container, caption))
        });
        let mut here: Vec<_> = all.filter(|(.., caption)| caption.kind == kind).collect();
        here.sort_by_key(|(at, ..)| *at);
        for (_, container, caption) in here {
            let label = escape(&catalogue.with(key, &[("number", &caption.number)]));
            let anchor = Anchor {
                id: caption.id.clone(),
                container: container.id.clone(),
            };
            let line = || {
                vec![
                    Piece::Html(format!("<li><span class=\"number\">{label}</span> <a href=\"")),
                    Piece::Section {
                        index,
                        anchor: Some(anchor.clone()),
                    },
                    Piece::Html(format!("\">{}</a></li>\n", escape(&caption.words))),
                ]
            };
            let of = Some(container.id.as_str());
            lists.add(page, (of, &container.marking), line, || caption.words.clone());
        }
    }
    lists.finish(page, catalogue, "</ul>\n")
}

/// The open and the sealed form of a page whose lines are as open as what they name.
struct Lists {
    open: Vec<Piece>,
    sealed: Vec<Piece>,
    entries: Vec<GeneratedEntry>,
    is_shared: bool,
}

impl Lists {
    fn new(begin: Vec<Piece>) -> Self {
        Self {
            sealed: begin.clone(),
            open: begin,
            entries: Vec::new(),
            is_shared: false,
        }
    }

    /// What everybody who has the page sees.
    fn shared(&mut self, html: &str) {
        for pieces in [&mut self.open, &mut self.sealed] {
            pieces.push(Piece::Html(html.to_owned()));
        }
        self.is_shared = true;
    }

    /// A line for everybody, or one that only its holders learn of.
    fn add(
        &mut self,
        page: GeneratedPage,
        (of, marking): (Option<&str>, &Marking),
        line: impl Fn() -> Vec<Piece>,
        text: impl Fn() -> String,
    ) {
        if marking.is_open() {
            self.open.extend(line());
            self.sealed.extend(line());
            self.is_shared = true;
            return;
        }
        let id = format!("{}-{}", page.id(), self.entries.len() + 1);
        self.sealed.push(Piece::Entry(id.clone()));
        self.entries.push(GeneratedEntry {
            id,
            of: of.map(str::to_owned),
            marking: marking.clone(),
            markup: Markup::new(line()),
            text: text(),
        });
    }

    fn finish(mut self, page: GeneratedPage, catalogue: &Catalogue, end: &str) -> Option<GeneratedFragment> {
        for pieces in [&mut self.open, &mut self.sealed] {
            pieces.push(Piece::Html(end.to_owned()));
        }
        (self.is_shared || !self.entries.is_empty()).then(|| GeneratedFragment {
            page,
            title: title(page, catalogue),
            open: Markup::new(self.open),
            sealed: Markup::new(self.sealed),
            sealed_text: String::new(),
            is_shared: self.is_shared,
            entries: self.entries,
        })
    }
}

/// The heading of a generated page.
fn title(page: GeneratedPage, catalogue: &Catalogue) -> String {
    catalogue.word(&format!("page-{}", page.id()))
}

fn same(page: GeneratedPage, catalogue: &Catalogue, html: String) -> GeneratedFragment {
    GeneratedFragment {
        page,
        title: title(page, catalogue),
        sealed: Markup::plain(html.clone()),
        // All of it comes from plan.yaml, which is open.
        sealed_text: String::new(),
        open: Markup::plain(html),
        is_shared: true,
        entries: Vec::new(),
    }
}

fn distribution(list: &DistributionList, catalogue: &Catalogue) -> GeneratedFragment {
    let intro = format!(
        "<p><strong>{}</strong></p>\n",
        escape(&catalogue.word("distribution-warning"))
    );
    let heads = ["distribution-number", "distribution-holder", "distribution-group"].map(|key| catalogue.word(key));
    let rows = |names: bool| -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let mut last_team = None;
        for copy in &list.copies {
            let team = list
                .teams
                .iter()
                .find(|team| Some(team.number.as_str()) == copy.number.team());
            if let Some(team) = team
                && last_team != Some(team.number.as_str())
            {
                rows.push(vec![escape(team.number.as_str()), escape(&team.post), String::new()]);
            }
            last_team = team.map(|team| team.number.as_str());
            rows.push(row(copy, names, catalogue));
        }
        rows
    };
    let mut text = String::new();
    for (_, holder) in list.held() {
        text.push_str(holder.name.as_deref().unwrap_or_default());
        text.push('\n');
    }
    GeneratedFragment {
        page: GeneratedPage::Distribution,
        title: title(GeneratedPage::Distribution, catalogue),
        open: Markup::plain(intro.clone() + &table(&heads, &rows(false))),
        sealed: Markup::plain(intro + &table(&heads, &rows(true))),
        sealed_text: text,
        is_shared: true,
        entries: Vec::new(),
    }
}

fn row(copy: &ControlledCopy, names: bool, catalogue: &Catalogue) -> Vec<String> {
    let number = escape(copy.number.as_str());
    let Some(holder) = &copy.holder else {
        return vec![
            number,
            format!("<em>{}</em>", escape(&catalogue.word("distribution-reserved"))),
            String::new(),
        ];
    };
    let post = match &holder.name {
        Some(name) if names => format!("{}<br>{}", escape(&holder.post), escape(name)),
        _ => escape(&holder.post),
    };
    vec![number, post, escape(&holder.groups.join(", "))]
}

fn table(heads: &[String], rows: &[Vec<String>]) -> String {
    let mut html = String::from("<div class=\"table\" tabindex=\"0\"><table><thead><tr>");
    for head in heads {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escape(head));
    }
    html.push_str("</tr></thead><tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for cell in row {
            let _ = write!(html, "<td>{cell}</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n");
    html
}
