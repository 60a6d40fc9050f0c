//! Open part to pages: Tera renders them, and shells with holes that only the sealing stage fills.

mod addresses;
mod navigation;
mod paper;
mod reader_script;
mod records;
mod search_pages;
mod shell;
mod site_pages;
mod squeeze;
mod status;
mod stylesheet;
mod templates;
mod whole_pages;

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

use crate::{
    classify::OpenPart,
    diagnostic::Outcome,
    digest,
    plan::{Classification, CopyNumber, GeneratedPage, Plan},
    theme::Theme,
};

pub use paper::{Paper, PaperTable};
pub use reader_script::{LOADER, READER, READER_SEARCH, SITE_SEARCH};
pub use records::{receipt_page, signature_page};
pub use shell::Shell;

use addresses::AssetNames;
use status::Status;
use templates::{Context, Templates};

/// Everything that layout needs to know besides the open part.
pub struct Edition<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Drafts carry a mark on every page.
    pub draft: bool,
    /// The day that the list of versions shows for it.
    pub issued: Date,
    /// Versions that were in force before, newest first.
    pub earlier: &'a [IssuedVersion],
    /// Numbers of the copies that are sealed beside the site.
    pub copies: &'a [CopyNumber],
    /// Whether anything is sealed.
    pub has_sealed: bool,
}

/// A version that was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedVersion {
    /// Its number.
    pub number: String,
    /// The day it was issued.
    pub date: Date,
}

/// A file of the open site, by path below the site's root.
pub struct PageFile {
    /// Path, `/` between names.
    pub path: String,
    /// Bytes.
    pub bytes: Vec<u8>,
}

/// The open site and the shells that sealing fills.
pub struct Pages {
    /// Files of the site.
    pub files: Vec<PageFile>,
    /// One-file copy: holes for the copy number in the title and for the payload.
    pub file_shell: Shell,
    /// A section inside a bundle: holes for the copy number and the content.
    pub section_shell: Shell,
    /// The contents page of a bundle, beside `bundle.json`.
    pub index_shell: Shell,
    /// Stylesheet of the pages in a bundle.
    pub copy_style: String,
}

/// What templates know of the plan; all of it stands in plan.yaml, which is open.
#[derive(Serialize)]
struct PlanWords<'a> {
    title: &'a str,
    short_title: &'a str,
    reference: &'a str,
    version: &'a str,
    date: String,
    year: String,
    organisation: &'a str,
    owner: &'a str,
    classification: &'a str,
    statement: Option<&'a str>,
    copyright: Option<&'a str>,
    language: &'static str,
    demonstration: bool,
}

/// One section or generated page on a page that shows many.
#[derive(Serialize)]
struct Part<'a> {
    id: &'a str,
    number: Option<&'a str>,
    title: Option<&'a str>,
    depth: usize,
    sealed: bool,
    /// Stands before the first chapter.
    front: bool,
    /// Seen in copies only, and not in all of them.
    later: bool,
    html: String,
}

impl Pages {
    /// Lays out the open site.
    ///
    /// # Errors
    /// A template of an overriding theme that does not parse or render.
    pub fn lay_out(edition: &Edition<'_>, theme: &Theme, open: &OpenPart) -> Outcome<Self> {
        Builder::new(edition, theme, open)?.build()
    }
}

struct Builder<'a> {
    edition: &'a Edition<'a>,
    theme: &'a Theme,
    open: &'a OpenPart,
    templates: Templates<'a>,
    assets: AssetNames,
    style: String,
    stylesheet: String,
    scripts: search_pages::Scripts,
    page_policy: &'static str,
    hole: String,
}

impl<'a> Builder<'a> {
    fn new(edition: &'a Edition<'a>, theme: &'a Theme, open: &'a OpenPart) -> Outcome<Self> {
        let templates = Templates::load(theme)?;
        let style = stylesheet::site(theme, edition.plan, edition.draft);
        let stylesheet = format!("assets/site-{}.css", &digest::hex(style.as_bytes())[..16]);
        let mut matter = edition.plan.source.text().to_owned();
        if let Some(source) = &edition.plan.abbreviation_source {
            matter.push_str(source.text());
        }
        for entry in open.outline.entries() {
            matter.push_str(entry.title().unwrap_or_default());
        }
        for fragment in &open.fragments {
            fragment.markup.write(&crate::render::NoAddresses, &mut matter);
        }
        for recorded in &open.amendments {
            recorded.rows.write(&crate::render::NoAddresses, &mut matter);
        }
        Ok(Self {
            hole: shell::hole(&matter),
            edition,
            theme,
            open,
            templates,
            assets: AssetNames::new(&open.assets),
            style,
            stylesheet,
            scripts: search_pages::Scripts::new(),
            page_policy: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'",
        })
    }

    fn build(self) -> Outcome<Pages> {
        let version = &self.edition.plan.version;
        let mut files = Vec::new();
        let mut add = |path: String, text: String| {
            files.push(PageFile {
                path,
                bytes: text.into_bytes(),
            });
        };
        add(
            "index.html".to_owned(),
            self.templates.render("pointer.html", &self.context("", ""))?,
        );
        add("versions/index.html".to_owned(), self.versions()?);
        add("versions/versions.json".to_owned(), self.versions_json());
        let status = if self.edition.draft {
            Status::Draft
        } else {
            Status::InForce
        };
        add(format!("versions/{version}.css"), status.style().to_owned());
        for earlier in self.edition.earlier {
            let path = format!("versions/{}.css", earlier.number);
            add(path, Status::Superseded.style().to_owned());
        }
        add(format!("{version}/index.html"), self.cover()?);
        for page in &self.open.generated {
            add(
                format!("{version}/{}/index.html", page.page.id()),
                self.generated(page)?,
            );
        }
        if self.edition.plan.is_open_page(GeneratedPage::Contents) {
            add(format!("{version}/contents/index.html"), self.contents()?);
        }
        let sections: Vec<(String, String)> = self
            .open
            .fragments
            .par_iter()
            .map(|fragment| self.section(fragment.section))
            .collect::<Outcome<_>>()?;
        for (path, html) in sections {
            add(format!("{version}/{path}index.html"), html);
        }
        if !self.open.fragments.is_empty() || !self.open.generated.is_empty() {
            add(format!("{version}/print/index.html"), self.print()?);
        }
        if self.has_search() {
            for (path, text) in self.search()? {
                add(format!("{version}/{path}"), text);
            }
        }
        if self.edition.has_sealed {
            add(format!("{version}/read/index.html"), self.reader("site")?.fill(&[""]));
            let search = READER_SEARCH.trim().to_owned();
            add(format!("{version}/{}", self.scripts.reader_search), search);
        }
        add(format!("{version}/{}", self.stylesheet), self.style.clone());
        for asset in &self.open.assets {
            let path = format!("{version}/{}", self.assets.path(asset.index));
            files.push(PageFile {
                path,
                bytes: asset.bytes.to_vec(),
            });
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Pages {
            files,
            file_shell: self.reader("file")?,
            section_shell: self.copy_page("../assets/")?,
            index_shell: self.copy_page("assets/")?,
            copy_style: stylesheet::copy(self.theme),
        })
    }

    fn context(&self, root: &str, site_root: &str) -> Context {
        let plan = self.edition.plan;
        let mut context = Context::new();
        context.insert(
            "plan",
            &PlanWords {
                title: &plan.title,
                short_title: &plan.short_title,
                reference: &plan.reference,
                version: &plan.version,
                date: self.theme.catalogue.date(plan.date),
                year: plan.date.year().to_string(),
                organisation: &plan.organisation,
                owner: &plan.owner,
                classification: plan.scheme.mark(if self.edition.has_sealed {
                    plan.classification
                } else {
                    Classification::Terbuka
                }),
                statement: plan.statement.as_deref(),
                copyright: plan.copyright.as_deref(),
                language: plan.language.code(),
                demonstration: plan.demonstration,
            },
        );
        if let Some(logo) = self.open.logo {
            let alt = plan.logo.as_ref().and_then(|logo| logo.alt.clone());
            let alt = alt.unwrap_or_else(|| {
                let catalogue = &self.theme.catalogue;
                catalogue.with("logo-of", &[("owner", &plan.organisation)])
            });
            context.insert("logo_alt", &alt);
            context.insert("logo", &format!("{root}{}", self.assets.path(logo)));
        }
        context.insert("root", root);
        context.insert("site_root", site_root);
        context.insert("stylesheet", &self.stylesheet);
        if self.has_search() {
            context.insert("search_loader", &self.scripts.loader);
            context.insert("search_script", &self.scripts.site_search);
        }
        context.insert("draft", &self.edition.draft);
        context.insert("csp", self.page_policy);
        context.insert("open_mark", plan.scheme.mark(Classification::Terbuka));
        context.insert("has_sealed", &self.edition.has_sealed);
        context
    }

    fn fragment(&self, section: usize, addresses: &dyn crate::render::Addresses) -> String {
        let mut html = String::new();
        if let Ok(at) = self
            .open
            .fragments
            .binary_search_by_key(&section, |fragment| fragment.section)
        {
            self.open.fragments[at].markup.write(addresses, &mut html);
        }
        html
    }
}
