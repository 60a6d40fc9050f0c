//! Document control: what the document is, how it is kept alive, and who signs for it.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::table;
use crate::{
    plan::{Activity, Appointment, Classification, Plan, ReviewEntry, Signatory, When},
    render::markup::escape,
    theme::Catalogue,
};

/// The whole page. A plan without sealed matter carries the open mark.
pub(super) fn page(plan: &Plan, catalogue: &Catalogue, has_sealed: bool) -> String {
    let mut html = facts(plan, catalogue, has_sealed);
    let upkeep = &plan.upkeep;
    if !upkeep.circulated_to.is_empty() {
        heading(&mut html, "circulated-to", catalogue);
        html.push_str("<ol class=\"circulated\">\n");
        for body in &upkeep.circulated_to {
            let _ = writeln!(html, "<li>{}</li>", escape(body));
        }
        html.push_str("</ol>\n");
    }
    if !upkeep.reviews.is_empty() {
        heading(&mut html, "reviews-title", catalogue);
        html.push_str(&reviews(&upkeep.reviews, catalogue));
    }
    if !upkeep.activities.is_empty() {
        heading(&mut html, "activities-title", catalogue);
        html.push_str(&activities(&upkeep.activities, catalogue));
    }
    if !upkeep.appointed.is_empty() {
        heading(&mut html, "appointed-title", catalogue);
        html.push_str(&appointed(&upkeep.appointed, catalogue));
    }
    // A sheet of its own on paper, to be signed there.
    html.push_str("<section class=\"signatures\">\n");
    heading(&mut html, "signatures-title", catalogue);
    let signatories = [
        ("control-prepared", &plan.control.prepared),
        ("control-reviewed", &plan.control.reviewed),
        ("control-approved", &plan.control.approved),
    ];
    // Where nobody is named, all three are to be filled in by hand.
    let nobody = signatories.iter().all(|(_, signatory)| signatory.is_none());
    for (key, signatory) in signatories {
        if nobody || signatory.is_some() {
            html.push_str(&signature(key, signatory.as_ref(), catalogue));
        }
    }
    html.push_str("</section>\n");
    html
}

fn heading(html: &mut String, key: &str, catalogue: &Catalogue) {
    let _ = writeln!(html, "<h3>{}</h3>", escape(&catalogue.word(key)));
}

fn facts(plan: &Plan, catalogue: &Catalogue, has_sealed: bool) -> String {
    let mut html = String::from("<table class=\"facts\"><tbody>\n");
    let mut row = |key: &str, value: &str| html.push_str(&fact(&catalogue.word(key), value));
    row("control-reference", &plan.reference);
    row("control-version", &plan.version);
    row("control-date", &catalogue.date(plan.date));
    let classification = if has_sealed {
        plan.classification
    } else {
        Classification::Terbuka
    };
    row("control-classification", plan.scheme.mark(classification));
    if let Some(span) = &plan.upkeep.in_force {
        let from = catalogue.date(span.from);
        let until = span.until.map(|until| catalogue.date(until)).unwrap_or_default();
        let value = match (span.until, span.years) {
            (None, _) => catalogue.with("in-force-from", &[("from", &from)]),
            (Some(_), None) => catalogue.with("in-force-until", &[("from", &from), ("until", &until)]),
            (Some(_), Some(1)) => catalogue.with("in-force-year", &[("from", &from), ("until", &until)]),
            (Some(_), Some(years)) => {
                let years = years.to_string();
                catalogue.with(
                    "in-force-years",
                    &[("from", &from), ("until", &until), ("count", &years)],
                )
            }
        };
        row("control-in-force", &value);
    }
    if let Some(period) = &plan.upkeep.period {
        row("control-period", &format!("{}–{}", period.from, period.until));
    }
    if let Some(day) = plan.valid_until {
        row("control-valid-until", &catalogue.date(day));
    }
    if let Some(review) = &plan.review {
        if let Some(last) = review.last {
            row("control-last-review", &catalogue.date(last));
        }
        row("control-review-interval", &months(review.interval_months, catalogue));
    }
    html.push_str("</tbody></table>\n");
    html
}

fn fact(head: &str, value: &str) -> String {
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
        escape(head),
        escape(value)
    )
}

fn months(count: u32, catalogue: &Catalogue) -> String {
    match count {
        1 => catalogue.word("month"),
        _ => catalogue.with("months", &[("count", &count.to_string())]),
    }
}

fn day(day: Option<Date>, catalogue: &Catalogue) -> String {
    day.map(|day| escape(&catalogue.date(day))).unwrap_or_default()
}

fn reviews(entries: &[ReviewEntry], catalogue: &Catalogue) -> String {
    let heads = ["control-date", "reviews-what", "reviews-by", "reviews-status"].map(|key| catalogue.word(key));
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|entry| {
            let status = match entry.when {
                When::Held(_) => "review-held",
                When::Planned(_) => "review-planned",
            };
            vec![
                day(Some(entry.when.day()), catalogue),
                escape(&entry.what),
                escape(&entry.by),
                escape(&catalogue.word(status)),
            ]
        })
        .collect();
    table(&heads, &rows)
}

fn activities(entries: &[Activity], catalogue: &Catalogue) -> String {
    let keys = [
        "activities-kind",
        "reviews-what",
        "reviews-by",
        "activities-interval",
        "activities-last",
        "activities-next",
    ];
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|entry| {
            vec![
                escape(&catalogue.word(&format!("activity-{}", entry.kind.id()))),
                escape(&entry.what),
                escape(&entry.by),
                entry
                    .interval_months
                    .map(|count| months(count, catalogue))
                    .unwrap_or_default(),
                day(entry.last, catalogue),
                day(entry.next(), catalogue),
            ]
        })
        .collect();
    table(&keys.map(|key| catalogue.word(key)), &rows)
}

fn appointed(entries: &[Appointment], catalogue: &Catalogue) -> String {
    let keys = [
        "appointed-role",
        "appointed-person",
        "appointed-letter",
        "appointed-date",
    ];
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|entry| {
            let person: Vec<String> = [&entry.name, &entry.post]
                .into_iter()
                .flatten()
                .map(|text| escape(text))
                .collect();
            vec![
                escape(&entry.role),
                person.join("<br>"),
                escape(entry.letter.as_deref().unwrap_or_default()),
                day(entry.date, catalogue),
            ]
        })
        .collect();
    table(&keys.map(|key| catalogue.word(key)), &rows)
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
        html.push_str(&fact(&catalogue.word(key), value.unwrap_or_default()));
    }
    html.push_str("</tbody></table>\n");
    html
}
