//! Pages made from `plan.yaml` and the distribution list.
//!
//! They are written here and not by templates, because inside copies the distribution list shows names.

use std::fmt::Write as _;

use super::markup::{Markup, escape};
use crate::{
    plan::{ControlledCopy, DistributionList, GeneratedPage, Plan, Signatory},
    theme::Catalogue,
};

/// A generated page; its markup may hold names.
pub struct GeneratedFragment {
    /// Which page.
    pub page: GeneratedPage,
    /// Its heading.
    pub title: String,
    /// What anyone may see when the page is declared open.
    pub open: String,
    /// What copies show; for most pages the same.
    pub sealed: Markup,
    /// Reading text of the sealed form, for the leak gate.
    pub sealed_text: String,
}

/// All generated pages that have something to show. The contents page is laid out from the outline instead.
pub(super) fn pages(plan: &Plan, list: &DistributionList, catalogue: &Catalogue) -> Vec<GeneratedFragment> {
    let mut pages = vec![
        same(GeneratedPage::Control, catalogue, control(plan, catalogue)),
        distribution(list, catalogue),
    ];
    if !plan.references.is_empty() {
        let mut html = String::from("<ol>\n");
        for reference in &plan.references {
            let _ = writeln!(html, "<li>{}</li>", escape(reference));
        }
        html.push_str("</ol>\n");
        pages.push(same(GeneratedPage::References, catalogue, html));
    }
    if !plan.abbreviations.is_empty() {
        let rows: Vec<Vec<String>> = plan
            .abbreviations
            .iter()
            .map(|(short, long)| vec![format!("<abbr>{}</abbr>", escape(short)), escape(long)])
            .collect();
        let html = table(&[catalogue.word("abbreviation"), catalogue.word("meaning")], &rows);
        pages.push(same(GeneratedPage::Abbreviations, catalogue, html));
    }
    pages
}

/// The heading of a generated page.
fn title(page: GeneratedPage, catalogue: &Catalogue) -> String {
    catalogue.word(&format!("page-{}", page.id()))
}

fn same(page: GeneratedPage, catalogue: &Catalogue, html: String) -> GeneratedFragment {
    GeneratedFragment {
        page,
        title: title(page, catalogue),
        sealed: Markup::plain(html.clone()),
        // All of it comes from plan.yaml, which is open.
        sealed_text: String::new(),
        open: html,
    }
}

fn control(plan: &Plan, catalogue: &Catalogue) -> String {
    let mut html = String::from("<table class=\"facts\"><tbody>\n");
    let mut row = |key: &str, value: &str| {
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
            escape(&catalogue.word(key)),
            escape(value)
        );
    };
    row("control-reference", &plan.reference);
    row("control-version", &plan.version);
    row("control-date", &catalogue.date(plan.date));
    row("control-classification", plan.classification.mark());
    if let Some(day) = plan.valid_until {
        row("control-valid-until", &catalogue.date(day));
    }
    if let Some(review) = plan.review {
        if let Some(last) = review.last {
            row("control-last-review", &catalogue.date(last));
        }
        let months = review.interval_months.to_string();
        row(
            "control-review-interval",
            &catalogue.with("months", &[("count", &months)]),
        );
    }
    html.push_str("</tbody></table>\n");
    for (key, signatory) in [
        ("control-prepared", &plan.control.prepared),
        ("control-reviewed", &plan.control.reviewed),
        ("control-approved", &plan.control.approved),
    ] {
        html.push_str(&signature(key, signatory.as_ref(), catalogue));
    }
    html
}

fn signature(key: &str, signatory: Option<&Signatory>, catalogue: &Catalogue) -> String {
    let mut html = format!(
        "<table class=\"facts signature\"><caption>{}</caption><tbody>\n",
        escape(&catalogue.word(key))
    );
    let date = signatory
        .and_then(|signatory| signatory.date)
        .map(|date| catalogue.date(date));
    for (key, value) in [
        ("control-signature", None),
        ("control-name", signatory.map(|signatory| signatory.name.as_str())),
        ("control-post", signatory.map(|signatory| signatory.post.as_str())),
        ("control-date", date.as_deref()),
    ] {
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
            escape(&catalogue.word(key)),
            escape(value.unwrap_or_default())
        );
    }
    html.push_str("</tbody></table>\n");
    html
}

fn distribution(list: &DistributionList, catalogue: &Catalogue) -> GeneratedFragment {
    let intro = format!(
        "<p><strong>{}</strong></p>\n",
        escape(&catalogue.word("distribution-warning"))
    );
    let heads = ["distribution-number", "distribution-holder", "distribution-group"].map(|key| catalogue.word(key));
    let rows = |names: bool| -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let mut last_team = None;
        for copy in &list.copies {
            let team = list
                .teams
                .iter()
                .find(|team| Some(team.number.as_str()) == copy.number.team());
            if let Some(team) = team
                && last_team != Some(team.number.as_str())
            {
                rows.push(vec![escape(team.number.as_str()), escape(&team.post), String::new()]);
            }
            last_team = team.map(|team| team.number.as_str());
            rows.push(row(copy, names, catalogue));
        }
        rows
    };
    let mut text = String::new();
    for (_, holder) in list.held() {
        text.push_str(holder.name.as_deref().unwrap_or_default());
        text.push('\n');
    }
    GeneratedFragment {
        page: GeneratedPage::Distribution,
        title: title(GeneratedPage::Distribution, catalogue),
        open: intro.clone() + &table(&heads, &rows(false)),
        sealed: Markup::plain(intro + &table(&heads, &rows(true))),
        sealed_text: text,
    }
}

fn row(copy: &ControlledCopy, names: bool, catalogue: &Catalogue) -> Vec<String> {
    let number = escape(copy.number.as_str());
    let Some(holder) = &copy.holder else {
        return vec![
            number,
            format!("<em>{}</em>", escape(&catalogue.word("distribution-reserved"))),
            String::new(),
        ];
    };
    let post = match &holder.name {
        Some(name) if names => format!("{}<br>{}", escape(&holder.post), escape(name)),
        _ => escape(&holder.post),
    };
    vec![number, post, escape(&holder.groups.join(", "))]
}

fn table(heads: &[String], rows: &[Vec<String>]) -> String {
    let mut html = String::from("<div class=\"table\" tabindex=\"0\"><table><thead><tr>");
    for head in heads {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escape(head));
    }
    html.push_str("</tr></thead><tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for cell in row {
            let _ = write!(html, "<td>{cell}</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n");
    html
}
