//! Open part to pages: Tera renders them, and shells with holes that only the sealing stage fills.

mod addresses;
mod navigation;
mod paper;
mod preview;
mod reader_script;
mod records;
mod search_pages;
mod shell;
mod site_files;
mod site_pages;
mod squeeze;
mod status;
mod stylesheet;
mod templates;
mod view;
mod whole_pages;

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    classify::OpenPart,
    diagnostic::Outcome,
    digest,
    plan::{Classification, CopyNumber, GeneratedPage, Plan},
    theme::Theme,
};

pub use paper::{Paper, PaperTable};
pub use preview::{Matter, PreviewPages, ViewFiles};
pub use reader_script::{LOADER, PREVIEW, READER, READER_SEARCH, SITE_SEARCH};
pub use records::signature_page;
pub use shell::Shell;
pub use view::{View, ViewPage, ViewPlace};

use addresses::{AssetNames, OnePage, Shown, SitePage};
use navigation::Links;
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

impl<'a> Part<'a> {
    /// A page that is no section: it stands by itself and has no number.
    fn page(id: &'a str, title: &'a str, html: String) -> Self {
        Self {
            id,
            number: None,
            title: Some(title),
            depth: 1,
            sealed: false,
            front: false,
            later: false,
            html,
        }
    }
}

impl Pages {
    /// Lays out the open site.
    ///
    /// # Errors
    /// A template of an overriding theme that does not parse or render.
    pub fn lay_out(edition: &Edition<'_>, theme: &Theme, open: &OpenPart) -> Outcome<Self> {
        let common = Common::new(edition, theme, open)?;
        let builder = Builder {
            edition,
            theme,
            open,
            common: &common,
            hole: &Builder::hole(edition, open),
            shown: None,
            titles: &Titles::default(),
        };
        builder.build()
    }
}

/// What all pages share; made once, however many are laid out.
struct Common {
    templates: Templates,
    assets: AssetNames,
    style: String,
    stylesheet: String,
    scripts: search_pages::Scripts,
}

impl Common {
    fn new(edition: &Edition<'_>, theme: &Theme, open: &OpenPart) -> Outcome<Self> {
        let style = stylesheet::site(theme, edition.plan, edition.draft);
        Ok(Self {
            templates: Templates::load(theme)?,
            assets: AssetNames::new(&open.assets),
            stylesheet: format!("assets/site-{}.css", &digest::hex(style.as_bytes())[..16]),
            style,
            scripts: search_pages::Scripts::new(),
        })
    }
}

/// What pages of the site may load.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

/// What stands for the titles of sealed matter that a preview shows; empty for the open site.
#[derive(Default)]
struct Titles {
    /// By index of the section.
    sections: Vec<Option<String>>,
    pages: Vec<(GeneratedPage, String)>,
}

#[derive(Clone, Copy)]
struct Builder<'a> {
    edition: &'a Edition<'a>,
    theme: &'a Theme,
    open: &'a OpenPart,
    common: &'a Common,
    hole: &'a str,
    /// What a preview shows besides the open site.
    shown: Option<Shown<'a>>,
    titles: &'a Titles,
}

impl<'a> Builder<'a> {
    /// A hole is made from everything open, so that nothing open can hold it.
    fn hole(edition: &Edition<'_>, open: &OpenPart) -> String {
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
        shell::hole(&matter)
    }

    fn build(self) -> Outcome<Pages> {
        Ok(Pages {
            files: self.all_files()?,
            file_shell: self.reader("file")?,
            section_shell: self.copy_page("../assets/")?,
            index_shell: self.copy_page("assets/")?,
            copy_style: stylesheet::copy(self.theme),
        })
    }

    fn links(&self) -> Links<'a> {
        Links {
            outline: &self.open.outline,
            titles: &self.titles.sections,
        }
    }

    /// Addresses on a page of its own folder.
    fn site_page<'r>(&self, root: &'r str) -> SitePage<'r>
    where
        'a: 'r,
    {
        SitePage {
            outline: &self.open.outline,
            shown: self.shown,
            root,
            assets: &self.common.assets,
            catalogue: &self.theme.catalogue,
        }
    }

    /// Addresses on a page that shows everything; without `root` it carries its pictures.
    fn one_page(&self, root: Option<&'a str>) -> OnePage<'a> {
        OnePage {
            outline: &self.open.outline,
            shown: self.shown,
            assets: &self.common.assets,
            root,
            open: &self.open.assets,
            catalogue: &self.theme.catalogue,
        }
    }

    /// The title of a section; of a sealed one, what stands for it in a preview.
    fn title(&self, index: usize) -> Option<&'a str> {
        let own = self.open.outline.get(index)?.title();
        own.or_else(|| self.titles.sections.get(index)?.as_deref())
    }

    /// What stands for the title of a sealed page in a preview.
    fn page_title(&self, page: GeneratedPage) -> Option<&'a str> {
        let (_, title) = self.titles.pages.iter().find(|(sealed, _)| *sealed == page)?;
        Some(title)
    }

    /// What stands for something sealed that the preview shows.
    fn token(&self, place: impl FnOnce(String) -> ViewPlace, id: &str) -> Option<String> {
        let shown = self.shown?;
        (shown.view.shows)(id).then(|| place(id.to_owned()).token(shown.hole))
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
            context.insert("logo", &format!("{root}{}", self.common.assets.path(logo)));
        }
        context.insert("root", root);
        context.insert("site_root", site_root);
        context.insert("stylesheet", &self.common.stylesheet);
        if self.has_search() {
            context.insert("search_loader", &self.common.scripts.loader);
            context.insert("search_script", &self.common.scripts.site_search);
        }
        context.insert("draft", &self.edition.draft);
        context.insert("csp", PAGE_POLICY);
        context.insert("open_mark", plan.scheme.mark(Classification::Terbuka));
        context.insert("has_sealed", &self.edition.has_sealed);
        context
    }

    fn fragment(&self, section: usize, addresses: &dyn crate::render::Addresses) -> String {
        let mut html = String::new();
        match self
            .open
            .fragments
            .binary_search_by_key(&section, |fragment| fragment.section)
        {
            Ok(at) => self.open.fragments[at].markup.write(addresses, &mut html),
            Err(_) => html.extend(
                self.open
                    .outline
                    .get(section)
                    .and_then(|entry| self.token(ViewPlace::Text, entry.id())),
            ),
        }
        html
    }
}
