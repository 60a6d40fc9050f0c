//! Pages of the open site with a folder of their own, and the list of versions.

use jiff::civil::Date;
use serde_json::json;

use super::{
    Builder, Part, Status,
    addresses::SitePage,
    navigation::{self, Item},
};
use crate::{
    classify::{Entry, OpenGenerated},
    diagnostic::Outcome,
    digest,
    plan::GeneratedPage,
    render::NoAddresses,
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
        let shows_contents = self.edition.plan.is_open_page(GeneratedPage::Contents);
        let contents_title = self.theme.catalogue.word("page-contents");
        if shows_contents {
            front.push(Item::page("contents/index.html".to_owned(), &contents_title));
        }
        context.insert("front", &front);
        let outline = &self.open.outline;
        let chapters: Vec<Item<'_>> = if shows_contents {
            outline
                .children(None)
                .map(|index| navigation::item(outline, index, ""))
                .collect()
        } else {
            // The list of contents is sealed, so the cover names open sections only.
            self.open
                .fragments
                .iter()
                .map(|fragment| navigation::item(outline, fragment.section, ""))
                .collect()
        };
        context.insert("chapters", &chapters);
        self.templates.render("cover.html", &context)
    }

    pub(super) fn generated(&self, generated: &OpenGenerated) -> Outcome<String> {
        let mut context = self.context("../", "../../");
        let addresses = SitePage {
            outline: &self.open.outline,
            root: "../",
            assets: &self.assets,
            catalogue: &self.theme.catalogue,
        };
        let mut html = String::new();
        generated.markup.write(&addresses, &mut html);
        context.insert(
            "page",
            &Part {
                id: generated.page.id(),
                number: None,
                title: Some(&generated.title),
                depth: 1,
                sealed: false,
                front: false,
                later: false,
                html,
            },
        );
        self.templates.render("generated.html", &context)
    }

    pub(super) fn contents(&self) -> Outcome<String> {
        let mut context = self.context("../", "../../");
        let outline = &self.open.outline;
        let items: Vec<Item<'_>> = (0..outline.entries().len())
            .map(|index| navigation::item(outline, index, "../"))
            .collect();
        let title = self.theme.catalogue.word("page-contents");
        context.insert(
            "page",
            &Part {
                id: "contents",
                number: None,
                title: Some(&title),
                depth: 1,
                sealed: false,
                front: false,
                later: false,
                html: String::new(),
            },
        );
        context.insert("items", &items);
        self.templates.render("contents.html", &context)
    }

    pub(super) fn section(&self, index: usize) -> Outcome<(String, String)> {
        let outline = &self.open.outline;
        let Some(Entry::Open {
            id,
            number,
            depth,
            title,
            path,
            ..
        }) = outline.get(index)
        else {
            unreachable!("open fragments belong to open entries");
        };
        let root = "../".repeat(path.matches('/').count());
        let mut context = self.context(&root, &format!("{root}../"));
        let addresses = SitePage {
            outline,
            root: &root,
            assets: &self.assets,
            catalogue: &self.theme.catalogue,
        };
        let html = self.fragment(index, &addresses);
        context.insert(
            "page",
            &Part {
                id,
                number: number.as_deref(),
                title: Some(title),
                depth: *depth,
                sealed: false,
                front: false,
                later: false,
                html,
            },
        );
        context.insert("side", &navigation::side(outline, index, &root));
        context.insert("trail", &navigation::trail(outline, index, &root));
        if self.edition.plan.is_open_page(GeneratedPage::Contents) {
            context.insert("contents_href", &format!("{root}contents/index.html"));
        }
        if let Some(previous) = index.checked_sub(1) {
            context.insert("previous", &navigation::item(outline, previous, &root));
        }
        if index + 1 < outline.entries().len() {
            context.insert("next", &navigation::item(outline, index + 1, &root));
        }
        Ok((path.clone(), self.templates.render("section.html", &context)?))
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
        self.templates.render("versions.html", &context)
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
