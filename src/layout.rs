//! Open part to pages: Tera renders them, and shells with holes that only the sealing stage fills.

mod addresses;
mod navigation;
mod reader_script;
mod shell;
mod stylesheet;
mod templates;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;

use crate::{
    classify::{Entry, OpenPart},
    diagnostic::Outcome,
    digest,
    plan::{CopyNumber, GeneratedPage, Plan},
    theme::Theme,
};

pub use addresses::anchor_of;
pub use reader_script::READER;
pub use shell::Shell;

use addresses::{AssetNames, OnePage, SitePage};
use navigation::Item;
use templates::{Context, Templates};

/// Everything that layout needs to know besides the open part.
pub struct Edition<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Drafts carry a mark on every page.
    pub draft: bool,
    /// Numbers of the copies that are sealed beside the site.
    pub copies: &'a [CopyNumber],
    /// Whether anything is sealed.
    pub has_sealed: bool,
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
    classification: &'static str,
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
    templates: Templates,
    assets: AssetNames,
    style: String,
    stylesheet: String,
    page_policy: &'static str,
}

impl<'a> Builder<'a> {
    fn new(edition: &'a Edition<'a>, theme: &'a Theme, open: &'a OpenPart) -> Outcome<Self> {
        let templates = Templates::load(theme)?;
        let style = stylesheet::site(theme, edition.plan, edition.draft);
        let stylesheet = format!("assets/site-{}.css", &digest::hex(style.as_bytes())[..16]);
        Ok(Self {
            edition,
            theme,
            open,
            templates,
            assets: AssetNames::new(&open.assets),
            style,
            stylesheet,
            page_policy: "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'",
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
        add(
            format!("versions/{version}.css"),
            stylesheet::status(self.edition.draft),
        );
        add(format!("{version}/index.html"), self.cover()?);
        for page in &self.open.generated {
            add(
                format!("{version}/{}/index.html", page.page.id()),
                self.generated(page.page, &page.title, &page.html)?,
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
        if self.edition.has_sealed {
            add(format!("{version}/read/index.html"), self.reader("site")?.fill(&[""]));
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
            copy_style: self.theme.files.get("styles/copy.css").to_owned(),
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
                classification: plan.classification.mark(),
                statement: plan.statement.as_deref(),
                copyright: plan.copyright.as_deref(),
                language: plan.language.code(),
                demonstration: plan.demonstration,
            },
        );
        context.insert("root", root);
        context.insert("site_root", site_root);
        context.insert("stylesheet", &self.stylesheet);
        context.insert("draft", &self.edition.draft);
        context.insert("csp", self.page_policy);
        context.insert("open_mark", crate::plan::Classification::Terbuka.mark());
        context.insert("has_sealed", &self.edition.has_sealed);
        context
    }

    fn cover(&self) -> Outcome<String> {
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

    fn generated(&self, page: GeneratedPage, title: &str, html: &str) -> Outcome<String> {
        let mut context = self.context("../", "../../");
        context.insert(
            "page",
            &Part {
                id: page.id(),
                number: None,
                title: Some(title),
                depth: 1,
                sealed: false,
                html: html.to_owned(),
            },
        );
        self.templates.render("generated.html", &context)
    }

    fn contents(&self) -> Outcome<String> {
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
                html: String::new(),
            },
        );
        context.insert("items", &items);
        self.templates.render("contents.html", &context)
    }

    fn section(&self, index: usize) -> Outcome<(String, String)> {
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

    /// Every section on one page, sealed ones as their number.
    fn parts(&self, addresses: &OnePage<'_>) -> Vec<Part<'_>> {
        let entries = self.open.outline.entries();
        entries
            .par_iter()
            .enumerate()
            .map(|(index, entry)| Part {
                id: entry.id(),
                number: entry.number(),
                title: match entry {
                    Entry::Open { title, .. } => Some(title),
                    Entry::Sealed { .. } => None,
                },
                depth: entry.depth(),
                sealed: matches!(entry, Entry::Sealed { .. }),
                html: self.fragment(index, addresses),
            })
            .collect()
    }

    /// Generated pages in document order; in the reader also the sealed ones, as places for their text.
    fn generated_parts(&self, with_sealed: bool) -> Vec<Part<'_>> {
        let plan = self.edition.plan;
        let mut parts = Vec::new();
        for page in GeneratedPage::ALL {
            if let Some(open) = self.open.generated.iter().find(|open| open.page == page) {
                parts.push(Part {
                    id: page.id(),
                    number: None,
                    title: Some(&open.title),
                    depth: 1,
                    sealed: false,
                    html: open.html.clone(),
                });
                continue;
            }
            let has_text = match page {
                GeneratedPage::References => !plan.references.is_empty(),
                GeneratedPage::Abbreviations => !plan.abbreviations.is_empty(),
                GeneratedPage::Contents => false,
                GeneratedPage::Control | GeneratedPage::Distribution => true,
            };
            if with_sealed && has_text {
                parts.push(Part {
                    id: page.id(),
                    number: None,
                    title: None,
                    depth: 1,
                    sealed: true,
                    html: String::new(),
                });
            }
        }
        parts
    }

    fn print(&self) -> Outcome<String> {
        let mut context = self.context("../", "../../");
        let addresses = OnePage {
            outline: &self.open.outline,
            assets: &self.assets,
            root: Some("../"),
            open: &self.open.assets,
            catalogue: &self.theme.catalogue,
        };
        context.insert("generated", &self.generated_parts(false));
        context.insert("parts", &self.parts(&addresses));
        self.templates.render("print.html", &context)
    }

    /// The reader page; in `file` mode everything it needs is inside.
    fn reader(&self, mode: &str) -> Outcome<Shell> {
        let plan = self.edition.plan;
        let in_file = mode == "file";
        let mut context = self.context("../", "../../");
        let addresses = OnePage {
            outline: &self.open.outline,
            assets: &self.assets,
            root: (!in_file).then_some("../"),
            open: &self.open.assets,
            catalogue: &self.theme.catalogue,
        };
        let script = READER.trim();
        let script_hash = digest::base64(script.as_bytes());
        let common = "worker-src blob:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types terkawal";
        let policy = if in_file {
            let style_hash = digest::base64(self.style.as_bytes());
            format!(
                "default-src 'none'; script-src 'sha256-{script_hash}'; style-src 'sha256-{style_hash}'; img-src data:; connect-src 'none'; {common}"
            )
        } else {
            format!(
                "default-src 'none'; script-src 'self' 'sha256-{script_hash}'; style-src 'self'; img-src 'self' data:; connect-src 'self'; {common}"
            )
        };
        let numbers: Vec<&str> = self.edition.copies.iter().map(CopyNumber::as_str).collect();
        context.insert("mode", mode);
        context.insert("csp", &policy);
        context.insert("style", &self.style);
        context.insert("script", script);
        context.insert("generated", &self.generated_parts(true));
        context.insert("parts", &self.parts(&addresses));
        context.insert(
            "site_json",
            &digest::canonical_json(&json!({
                "plan": plan.reference,
                "title": plan.title,
                "version": plan.version,
                "draft": self.edition.draft,
                "language": plan.language.code(),
                "copies": if in_file { Vec::new() } else { numbers },
                "copies_path": "../copies/",
            }))
            .trim_end(),
        );
        context.insert(
            "words_json",
            digest::canonical_json(&json!(self.theme.catalogue.reader_words())).trim_end(),
        );
        context.insert("copy_hole", shell::HOLE);
        context.insert("payload_hole", shell::HOLE);
        Ok(Shell::cut(&self.templates.render("reader.html", &context)?))
    }

    fn copy_page(&self, assets: &str) -> Outcome<Shell> {
        let mut context = self.context("", "");
        context.insert("assets", assets);
        context.insert("copy_number", shell::HOLE);
        context.insert("hole", shell::HOLE);
        Ok(Shell::cut(&self.templates.render("copy-section.html", &context)?))
    }

    fn versions(&self) -> Outcome<String> {
        let plan = self.edition.plan;
        let version_root = format!("../{}/", plan.version);
        let mut context = self.context(&version_root, "../");
        let status = if self.edition.draft {
            "status-draft"
        } else {
            "status-in-force"
        };
        context.insert(
            "versions",
            &[json!({
                "number": plan.version,
                "date": self.theme.catalogue.date(plan.date),
                "status": self.theme.catalogue.word(status),
            })],
        );
        self.templates.render("versions.html", &context)
    }

    /// The shape that `mike` made common: version, title, aliases.
    fn versions_json(&self) -> String {
        let alias = if self.edition.draft { "draft" } else { "latest" };
        let version = &self.edition.plan.version;
        digest::canonical_json(&json!([{ "version": version, "title": version, "aliases": [alias] }]))
    }
}
