//! Pages that show the whole document: print, the reader, the one-file copy; and the pages inside a bundle.

use rayon::prelude::*;
use serde_json::json;

use super::{
    Builder, Part,
    addresses::OnePage,
    reader_script::{READER, READER_SEARCH},
    shell::Shell,
    view::ViewPlace,
};
use crate::{
    diagnostic::Outcome,
    digest,
    plan::{CopyNumber, GeneratedPage},
    render::Addresses as _,
};

impl Builder<'_> {
    /// Every section on one page, sealed ones as their number.
    pub(super) fn parts(&self, addresses: &OnePage<'_>) -> Vec<Part<'_>> {
        let entries = self.open.outline.entries();
        entries
            .par_iter()
            .enumerate()
            .map(|(index, entry)| Part {
                id: entry.id(),
                number: entry.number(),
                title: self.title(index),
                depth: entry.depth(),
                sealed: self.title(index).is_none(),
                front: entry.is_front(),
                later: false,
                html: self.fragment(index, addresses),
            })
            .collect()
    }

    /// Generated pages in document order; in the reader also the sealed ones, as places for their text. Those that not
    /// every copy has get a place that is not seen, in every plan.
    pub(super) fn generated_parts(&self, addresses: &OnePage<'_>, with_sealed: bool) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        for page in GeneratedPage::ALL {
            if let Some(open) = self.open.generated.iter().find(|open| open.page == page) {
                parts.push(Part::page(page.id(), &open.title, self.generated_html(open, addresses)));
                continue;
            }
            if let (Some(title), Some(html)) = (self.page_title(page), self.token(ViewPlace::Text, page.id())) {
                parts.push(Part::page(page.id(), title, html));
                continue;
            }
            let has_every_copy = self.open.pages.contains(&page);
            if with_sealed && (has_every_copy || page.has_entries()) {
                parts.push(Part {
                    id: page.id(),
                    number: None,
                    title: None,
                    depth: 1,
                    sealed: has_every_copy,
                    front: false,
                    later: !has_every_copy,
                    html: String::new(),
                });
            }
        }
        parts
    }

    pub(super) fn print(&self) -> Outcome<String> {
        let mut context = self.context("../", "../../");
        let addresses = self.one_page(Some("../"));
        context.insert("generated", &self.generated_parts(&addresses, false));
        context.insert("parts", &self.parts(&addresses));
        self.common.templates.render("print.html", &context)
    }

    /// The reader page; in `file` mode everything it needs is inside.
    pub(super) fn reader(&self, mode: &str) -> Outcome<Shell> {
        let plan = self.edition.plan;
        let in_file = mode == "file";
        let mut context = self.context("../", "../../");
        let addresses = self.one_page((!in_file).then_some("../"));
        if let Some(logo) = self.open.logo {
            context.insert("logo", &addresses.asset(logo));
        }
        let script = READER.trim();
        let script_hash = digest::base64(script.as_bytes());
        let search = READER_SEARCH.trim();
        let common = "worker-src blob:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types terkawal";
        let policy = if in_file {
            let style_hash = digest::base64(self.common.style.as_bytes());
            let search_hash = digest::base64(search.as_bytes());
            format!(
                "default-src 'none'; script-src 'sha256-{script_hash}' 'sha256-{search_hash}'; style-src 'sha256-{style_hash}'; img-src data:; connect-src 'none'; {common}"
            )
        } else {
            format!(
                "default-src 'none'; script-src 'self' 'sha256-{script_hash}'; style-src 'self'; img-src 'self' data:; connect-src 'self'; {common}"
            )
        };
        let numbers: Vec<&str> = self.edition.copies.iter().map(CopyNumber::as_str).collect();
        context.insert("mode", mode);
        context.insert("csp", &policy);
        context.insert("style", &self.common.style);
        context.insert("script", script);
        context.insert("search", search);
        context.insert("search_href", &format!("../{}", self.common.scripts.reader_search));
        context.insert("generated", &self.generated_parts(&addresses, true));
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
        context.insert("copy_hole", self.hole);
        context.insert("payload_hole", self.hole);
        Ok(Shell::cut(
            &self.common.templates.render("reader.html", &context)?,
            self.hole,
        ))
    }

    pub(super) fn copy_page(&self, assets: &str) -> Outcome<Shell> {
        let mut context = self.context("", "");
        context.insert("assets", assets);
        context.insert("copy_number", self.hole);
        context.insert("hole", self.hole);
        Ok(Shell::cut(
            &self.common.templates.render("copy-section.html", &context)?,
            self.hole,
        ))
    }
}
