//! Stylesheets: the theme's files in one, and the lines of the printed page.

use std::fmt::Write as _;

use crate::{
    plan::{Classification, Plan},
    theme::Theme,
};

/// The stylesheet of every page of the site and of the one-file copy.
pub(super) fn site(theme: &Theme, plan: &Plan, draft: bool) -> String {
    let mut css = String::new();
    for name in ["site", "reader", "print"] {
        css.push_str(theme.files.get(&format!("styles/{name}.css")));
        css.push('\n');
    }
    css.push_str(&sheet(theme, plan, draft));
    css
}

/// Running header and footer on paper, as on the printed plan: mark, page, title, year.
fn sheet(theme: &Theme, plan: &Plan, draft: bool) -> String {
    let mark = text(Classification::Terbuka.mark());
    let page = text(&format!("{} : ", theme.catalogue.word("page")));
    let title = text(&plan.short_title);
    let year = text(&plan.date.year().to_string());
    let warning = text(&theme.catalogue.word("uncontrolled"));
    let states = [(draft, "draft"), (plan.demonstration, "demonstration")];
    let states: Vec<String> = states
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, key)| theme.catalogue.word(key))
        .collect();
    let state = text(&states.join(" "));
    format!(
        "@page {{ @top-left {{ content: {state}; }} @top-center {{ content: {mark}; }} @top-right {{ content: {warning}; }} \
         @bottom-left {{ content: {page} counter(page); }} @bottom-center {{ content: {mark} \"\\a \" {title}; white-space: pre-line; }} @bottom-right {{ content: {year}; }} }}\n"
    )
}

/// What pages of a version show about its status; kept apart so that signed pages are never rewritten.
pub(super) fn status(draft: bool) -> String {
    // A draft says so in a notice of its own.
    let shown = if draft {
        ""
    } else {
        ".status-in-force { display: inline; }\n"
    };
    format!(".status-unknown {{ display: none; }}\n{shown}")
}

/// A CSS string.
fn text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' | '<' => {
                let _ = write!(out, "\\{:x} ", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(out, "\\{:x} ", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
