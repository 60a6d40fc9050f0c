//! Stylesheets: the theme's files in one, and the lines of the printed page.

use std::fmt::Write as _;

use crate::{
    plan::{Classification, Plan},
    theme::Theme,
};

/// The stylesheet of every page of the site and of the one-file copy.
pub(super) fn site(theme: &Theme, plan: &Plan, draft: bool) -> String {
    let mut css = String::new();
    for name in ["site", "text", "blocks", "reader", "print"] {
        css.push_str(theme.files.get(&format!("styles/{name}.css")));
        css.push('\n');
    }
    css.push_str(&sheet(theme, plan, draft));
    css
}

/// Running header and footer on paper, as on the printed plan: mark, page, title, year.
fn sheet(theme: &Theme, plan: &Plan, draft: bool) -> String {
    let mark = text(plan.scheme.mark(Classification::Terbuka));
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
    // Until the first chapter sheets are counted in roman numerals, by a counter of their own.
    let box_of = |number: &str| format!("@bottom-left {{ content: {page} {number}; }}");
    let (arabic, roman) = (box_of("counter(page)"), box_of("counter(front, lower-roman)"));
    format!(
        "@page {{ @top-left {{ content: {state}; }} @top-center {{ content: {mark}; }} @top-right {{ content: {warning}; }} \
         {arabic} @bottom-center {{ content: {mark} \"\\a \" {title}; white-space: pre-line; }} @bottom-right {{ content: {year}; }} }}\n\
         @page front {{ {roman} }}\n@page front-wide {{ {roman} }}\n"
    )
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
