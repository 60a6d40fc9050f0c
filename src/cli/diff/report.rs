//! The comparison as a page with every word, sealed to the master key when anything in it is sealed.
//!
//! It is written here and not by templates, which never see sealed text.

use std::path::Path;

use super::side::Side;
use crate::{
    amendment::{Amendment, Piece},
    cli::open::refuse_shared,
    diagnostic::{Diagnostic, Failure, Outcome},
    digest,
    keys::seal_to,
    render::escape,
    world::World,
};

const STYLE: &str = "body{max-width:60rem;margin:0 auto;padding:1.5rem;font:1rem/1.5 system-ui,Arial,sans-serif;color:#1b1f24;background:#fff}\
h2{font-size:1.1rem;margin:1.5rem 0 .3rem;border-top:1px solid #888;padding-top:.5rem}\
.mark{color:#9a1c1c;font-weight:600}ins{background:#e2f3e4}del{background:#fbe3e3}p{margin:.4rem 0;overflow-wrap:anywhere}";

/// Whether a file may be written, before anything is opened.
pub(super) fn refuse(world: &dyn World, file: &Path) -> Outcome<()> {
    if world.exists(file) {
        return Err(
            Diagnostic::error("E488", format!("{} is there already", file.display()))
                .hint("name another file, or remove it")
                .into(),
        );
    }
    refuse_shared(world, file, "a file elsewhere")
}

/// Everything that the page shows.
pub(super) struct Report<'a> {
    pub(super) old: &'a Side,
    pub(super) new: &'a Side,
    pub(super) amendments: &'a [Amendment<'a>],
}

impl Report<'_> {
    pub(super) fn write(&self, world: &dyn World, file: &Path, master: &age::x25519::Recipient) -> Outcome<()> {
        let is_sealed = self.amendments.iter().any(|amendment| !amendment.is_open());
        let is_age = file.extension().is_some_and(|extension| extension == "age");
        if is_sealed != is_age {
            let (message, hint) = if is_sealed {
                (
                    "sealed sections changed, so the report is an age file",
                    "name it so that it ends with .age",
                )
            } else {
                (
                    "nothing in the report is sealed, so it is no age file",
                    "name it so that it ends with .html",
                )
            };
            return Err(Diagnostic::error("E489", message).hint(hint).into());
        }
        let html = self.html();
        let failed = |doing: &'static str| move |error: std::io::Error| Failure::io(doing, file, &error);
        if !is_sealed {
            return world.replace(file, html.as_bytes()).map_err(failed("write"));
        }
        let sealed = seal_to(std::slice::from_ref(master), html.as_bytes()).map_err(failed("seal"))?;
        world.write_private(file, &sealed).map_err(failed("write"))
    }

    fn html(&self) -> String {
        let (plan, catalogue) = (&self.new.plan, &self.new.catalogue);
        let words = [
            ("other", self.old.plan.version.as_str()),
            ("version", plan.version.as_str()),
        ];
        let title = escape(&catalogue.with("amendments-comparison", &words));
        let hash = digest::base64(STYLE.as_bytes());
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title} · {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<p>{}</p>\n<h1>{title}</h1>\n",
            plan.language.code(),
            escape(&plan.reference),
            escape(&plan.title),
        );
        if self.amendments.is_empty() {
            html.push_str(&format!("<p>{}</p>\n", escape(&catalogue.word("amendments-none"))));
        }
        for amendment in self.amendments {
            self.amendment(amendment, &mut html);
        }
        html + "</body>\n</html>\n"
    }

    fn amendment(&self, amendment: &Amendment<'_>, html: &mut String) {
        let passage = amendment.passage();
        let catalogue = &self.new.catalogue;
        let kinds = amendment
            .kinds
            .iter()
            .map(|kind| catalogue.word(&format!("change-{}", kind.name())));
        let was = amendment.old_number().map(|was| format!("{was} → "));
        let number = passage.number.as_deref().unwrap_or_default();
        let block = passage.block.map(|block| format!(" [{block}]"));
        html.push_str(&format!(
            "<h2>{}{}{} {} <span class=\"mark\">{}</span></h2>\n<p>{}</p>\n",
            escape(&was.unwrap_or_default()),
            escape(number),
            block.unwrap_or_default(),
            escape(&passage.title),
            escape(self.new.plan.scheme.mark(passage.marking.classification)),
            escape(&kinds.collect::<Vec<_>>().join(", ")),
        ));
        for edit in &amendment.edits {
            html.push_str("<p>");
            for piece in edit {
                html.push_str(&match piece {
                    Piece::Equal(text) => escape(text),
                    Piece::Deleted(text) => format!("<del>{}</del>", escape(text)),
                    Piece::Inserted(text) => format!("<ins>{}</ins>", escape(text)),
                });
            }
            html.push_str("</p>\n");
        }
    }
}
