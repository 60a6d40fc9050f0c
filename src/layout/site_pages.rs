//! Pages of the open site with a folder of their own, and the list of versions.

use jiff::civil::Date;
use serde_json::json;

use super::{Builder, Part, navigation::Item, status::Status, view::ViewPlace};
use crate::{
    classify::OpenGenerated,
    diagnostic::Outcome,
    digest,
    plan::GeneratedPage,
    render::{Addresses, NoAddresses},
};

impl Builder<'_> {
    pub(super) fn cover(&self) -> Outcome<String> {
        let mut context = self.context("", "../");
        let mut front: Vec<Item<'_>> = self
            .open
            .generated
            .iter()
            .map(|page| Item::page(format!("{}/index.html", page.page.id()), &page.title))
            .collect();
        let sealed = self.titles.pages.iter();
        front.extend(sealed.map(|(page, title)| Item::page(format!("{}/index.html", page.id()), title)));
        let shows_contents = self.edition.plan.is_open_page(GeneratedPage::Contents) || self.shown.is_some();
        let contents_title = self.theme.catalogue.word("page-contents");
        if shows_contents {
            front.push(Item::page("contents/index.html".to_owned(), &contents_title));
        }
        context.insert("front", &front);
        let outline = &self.open.outline;
        let chapters: Vec<Item<'_>> = if shows_contents {
            outline
                .children(None)
                .map(|index| self.links().item(index, ""))
                .collect()
        } else {
            // The list of contents is sealed, so the cover names open sections only.
            self.open
                .fragments
                .iter()
                .map(|fragment| self.links().item(fragment.section, ""))
                .collect()
        };
        context.insert("chapters", &chapters);
        self.common.templates.render("cover.html", &context)
    }

    pub(super) fn generated(&self, generated: &OpenGenerated) -> Outcome<String> {
        let html = self.generated_html(generated, &self.site_page("../"));
        self.generated_page(generated.page, &generated.title, html)
    }

    /// The text of an open page; in a preview, what copies show of it, if they show more.
    pub(super) fn generated_html(&self, generated: &OpenGenerated, addresses: &dyn Addresses) -> String {
        self.token(ViewPlace::Text, generated.page.id()).unwrap_or_else(|| {
            let mut html = String::new();
            generated.markup.write(addresses, &mut html);
            html
        })
    }

    /// In a preview, the page as a copy shows it.
    pub(super) fn sealed_generated(&self, page: GeneratedPage) -> Outcome<String> {
        let id = page.id();
        let title = self.page_title(page).unwrap_or_default();
        self.generated_page(page, title, self.token(ViewPlace::Text, id).unwrap_or_default())
    }

    fn generated_page(&self, page: GeneratedPage, title: &str, html: String) -> Outcome<String> {
        let mut context = self.context("../", "../../");
        context.insert("page", &Part::page(page.id(), title, html));
        self.common.templates.render("generated.html", &context)
    }

    pub(super) fn contents(&self) -> Outcome<String> {
        let mut context = self.context("../", "../../");
        let outline = &self.open.outline;
        let items: Vec<Item<'_>> = (0..outline.entries().len())
            .map(|index| self.links().item(index, "../"))
            .collect();
        let title = self.theme.catalogue.word("page-contents");
        context.insert("page", &Part::page("contents", &title, String::new()));
        context.insert("items", &items);
        self.common.templates.render("contents.html", &context)
    }

    /// The page of an open section; in a preview also of a sealed one.
    pub(super) fn section(&self, index: usize) -> Outcome<String> {
        let outline = &self.open.outline;
        let entry = &outline.entries()[index];
        // A sealed section has a folder of its own, named by its id.
        let root = "../".repeat(entry.path().map_or(1, |path| path.matches('/').count()));
        let mut context = self.context(&root, &format!("{root}../"));
        if entry.path().is_none()
            && let Some(mark) = self.token(ViewPlace::Mark, entry.id())
        {
            context.insert("open_mark", &mark);
        }
        let html = self.fragment(index, &self.site_page(&root));
        context.insert(
            "page",
            &Part {
                id: entry.id(),
                number: entry.number(),
                title: self.title(index),
                depth: entry.depth(),
                sealed: false,
                front: false,
                later: false,
                html,
            },
        );
        context.insert("side", &self.links().side(index, &root));
        context.insert("trail", &self.links().trail(index, &root));
        if self.edition.plan.is_open_page(GeneratedPage::Contents) || self.shown.is_some() {
            context.insert("contents_href", &format!("{root}contents/index.html"));
        }
        if let Some(previous) = index.checked_sub(1) {
            context.insert("previous", &self.links().item(previous, &root));
        }
        if index + 1 < outline.entries().len() {
            context.insert("next", &self.links().item(index + 1, &root));
        }
        self.common.templates.render("section.html", &context)
    }

    pub(super) fn versions(&self) -> Outcome<String> {
        let version_root = format!("../{}/", self.edition.plan.version);
        let mut context = self.context(&version_root, "../");
        let catalogue = &self.theme.catalogue;
        let versions: Vec<_> = self
            .all_versions()
            .map(|(number, date, status)| {
                let recorded = self.open.amendments.iter().find(|recorded| recorded.version == number);
                let mut rows = String::new();
                if let Some(recorded) = recorded {
                    recorded.rows.write(&NoAddresses, &mut rows);
                }
                let (date, status) = (catalogue.date(date), catalogue.word(status.word()));
                json!({"number": number, "date": date, "status": status, "amendments": rows})
            })
            .collect();
        context.insert("versions", &versions);
        self.common.templates.render("versions.html", &context)
    }

    /// The shape that `mike` made common: version, title, aliases.
    pub(super) fn versions_json(&self) -> String {
        let versions: Vec<_> = self
            .all_versions()
            .map(|(number, _, status)| json!({"version": number, "title": number, "aliases": status.aliases()}))
            .collect();
        digest::canonical_json(&json!(versions))
    }

    /// Number, date and status, newest first.
    fn all_versions(&self) -> impl Iterator<Item = (&str, Date, Status)> {
        let edition = self.edition;
        let status = if edition.draft { Status::Draft } else { Status::InForce };
        let earlier = edition.earlier.iter();
        let earlier = earlier.map(|version| (version.number.as_str(), version.date, Status::Superseded));
        std::iter::once((edition.plan.version.as_str(), edition.issued, status)).chain(earlier)
    }
}
