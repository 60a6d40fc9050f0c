//! Pages that stand alone and are printed and signed: certificates, reports. Not part of any site.

use serde::Serialize;

use super::templates::{Context, Templates};
use crate::{diagnostic::Outcome, digest, plan::Plan, theme::Theme};

/// A page for the files of the plan secretary. Its text is the program's and the register's, never a section's.
#[derive(Serialize)]
pub struct Paper {
    /// What it is.
    pub title: String,
    /// Printed at top and bottom, when it is for the secretary alone.
    pub mark: Option<String>,
    /// Names with their values.
    pub facts: Vec<(String, String)>,
    /// Statements above the tables.
    pub statements: Vec<String>,
    /// Tables.
    pub tables: Vec<PaperTable>,
    /// Who signs: what for, and the name when it is known.
    pub signatures: Vec<(String, String)>,
    /// Small print.
    pub notes: Vec<String>,
}

/// A table of a [`Paper`].
#[derive(Serialize)]
pub struct PaperTable {
    /// Its caption.
    pub caption: String,
    /// Headings of the columns.
    pub head: Vec<String>,
    /// Rows, each with a cell for each column, and whether it wants attention.
    pub rows: Vec<(Vec<String>, bool)>,
}

impl Paper {
    /// The whole page in one file, styles included.
    ///
    /// # Errors
    /// A template of an overriding theme that does not parse or render.
    pub fn html(&self, plan: &Plan, theme: &Theme) -> Outcome<String> {
        // White space at the ends is not the browser's to count.
        let style = theme.files.get("styles/paper.css").trim();
        let hash = digest::base64(style.as_bytes());
        let mut context = Context::new();
        context.insert(
            "csp",
            &format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"),
        );
        context.insert("style", style);
        context.insert("language", plan.language.code());
        context.insert("organisation", &plan.organisation);
        context.insert("plan_title", &plan.title);
        context.insert("reference", &plan.reference);
        context.insert("demonstration", &plan.demonstration);
        context.insert("paper", self);
        Templates::load(theme)?.render("paper.html", &context)
    }
}
