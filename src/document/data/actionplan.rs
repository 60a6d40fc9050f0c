//! `actionplan`: programmes with their measures, and when each is due.

mod when;
mod words;

use std::ops::Range;

use super::{
    fields::{self, Fields, Report, Text},
    node::{Node, Value},
    thrusts::{self, Thrust},
};

pub use when::{Span, When};

/// A plan of more years has no room on a sheet.
const MOST_YEARS: i16 = 15;

/// A checked action plan.
pub struct ActionPlan {
    /// First and last year.
    pub period: (i16, i16),
    /// Thrusts in order.
    pub thrusts: Vec<Thrust<Programme>>,
}

/// A programme with what is measured of it.
pub struct Programme {
    /// Its name.
    pub name: Text,
    /// Who carries it out.
    pub owner: Option<Text>,
    /// When it runs as a whole.
    pub when: Option<When>,
    /// Measures, each with its dates.
    pub measures: Vec<Measure>,
}

/// A measure (KPI).
pub struct Measure {
    /// What is to be reached.
    pub name: Text,
    /// By when.
    pub when: When,
}

/// What is read before the period is known.
struct Raw {
    name: Text,
    owner: Option<Text>,
    when: Option<when::Written>,
    measures: Vec<(Text, when::Written)>,
}

pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<ActionPlan> {
    let (nodes, totals, period) = match node.value {
        Value::List(nodes) => (nodes, None, None),
        _ => {
            let mut fields = Fields::of(node, report)?;
            let period = fields.optional("period", report);
            let totals = fields.take("totals");
            let nodes = fields.list("thrusts", report);
            fields.finish(report);
            (nodes, totals, period)
        }
    };
    let is_stated = period.is_some();
    let period = period.and_then(|text| years(&text, report));
    let thrusts = thrusts::parse(nodes, totals, &mut programme, report)?;
    if is_stated && period.is_none() {
        return None;
    }
    let period = match period {
        Some(period) => period,
        None => own_period(&thrusts, report)?,
    };
    dated(thrusts, period, report)
}

/// `2019-2023`
fn years(text: &Text, report: &mut Report<'_>) -> Option<(i16, i16)> {
    let years = when::parse(text, report)?.years();
    let years = years.filter(|(first, last)| last - first < MOST_YEARS);
    if years.is_none() {
        report.fault(
            &text.at,
            "E283",
            &format!("not the years of a plan, which are at most {MOST_YEARS}"),
            "write the first and the last year: 2027-2031",
        );
    }
    years
}

/// From the first to the last year that is named.
fn own_period(thrusts: &[Thrust<Raw>], report: &mut Report<'_>) -> Option<(i16, i16)> {
    let mut period: Option<(i16, i16)> = None;
    for written in all(thrusts) {
        if let Some((first, last)) = written.bounds() {
            let (start, end) = period.unwrap_or((first, last));
            period = Some((start.min(first), end.max(last)));
        }
    }
    let fault = match period {
        None => Some((
            "these dates name no year, and the block has no `period`",
            "write `period: 2027-2031` above `thrusts`",
        )),
        Some((first, last)) if last - first >= MOST_YEARS => Some((
            "these dates are too many years apart for one plan",
            "write `period: 2027-2031` above `thrusts`, and mend the dates outside it",
        )),
        Some(_) => None,
    };
    if let Some((message, hint)) = fault {
        let first = all(thrusts).next().map_or(0..1, |written| written.at.clone());
        report.fault(&first, "E283", message, hint);
        return None;
    }
    period
}

fn all(thrusts: &[Thrust<Raw>]) -> impl Iterator<Item = &when::Written> {
    let strategies = thrusts.iter().flat_map(|thrust| &thrust.strategies);
    let programmes = strategies.flat_map(|strategy| &strategy.programmes);
    programmes.flat_map(|programme| {
        let measures = programme.measures.iter().map(|(_, when)| when);
        programme.when.iter().chain(measures)
    })
}

fn programme(node: Node, report: &mut Report<'_>) -> Option<Raw> {
    let mut fields = Fields::of(node, report)?;
    let at = fields::first_line(&fields.at, report);
    let name = fields.text("programme", report);
    let owner = fields.optional("owner", report);
    let date = fields.optional("date", report);
    let measures = fields.take("kpi");
    fields.finish(report);
    if date.is_none() && measures.is_none() {
        undated(&at, report);
    }
    let has_date = date.is_some();
    let when = date.and_then(|text| when::parse(&text, report));
    let mut good = when.is_some() == has_date;
    let mut read = Vec::new();
    let measures = match measures {
        None => Vec::new(),
        Some(Node {
            value: Value::List(items),
            ..
        }) => items,
        Some(node) => vec![node],
    };
    for node in measures {
        match measure(node, report) {
            Some(measure) => read.push(measure),
            None => good = false,
        }
    }
    let name = name?;
    good.then_some(Raw {
        name,
        owner,
        when,
        measures: read,
    })
}

fn undated(at: &Range<usize>, report: &mut Report<'_>) {
    report.fault(
        at,
        "E284",
        "this programme has no date",
        "give it `date`, or `kpi` with dates: `- {kpi: …, date: Jun 2027}`",
    );
}

/// A mapping, or `text: date` alone.
fn measure(node: Node, report: &mut Report<'_>) -> Option<(Text, when::Written)> {
    let (name, date) = match node.value {
        Value::Map(mut entries) if entries.len() == 1 && !matches!(entries[0].0.name.as_str(), "kpi" | "date") => {
            let (key, value) = entries.remove(0);
            let name = Text {
                value: key.name.trim().to_owned(),
                at: key.at,
            };
            (Some(name), fields::text(value, report))
        }
        _ => {
            let mut fields = Fields::of(node, report)?;
            let name = fields.text("kpi", report);
            let date = fields.text("date", report);
            fields.finish(report);
            (name, date)
        }
    };
    let when = date.and_then(|date| when::parse(&date, report));
    Some((name?, when?))
}

/// Gives every date its place in the period.
fn dated(thrusts: Vec<Thrust<Raw>>, period: (i16, i16), report: &mut Report<'_>) -> Option<ActionPlan> {
    let mut good = true;
    let mut resolve = |written: when::Written, report: &mut Report<'_>| {
        let when = written.resolve(period, report);
        good &= when.is_some();
        when
    };
    let mut programme = |raw: Raw| Programme {
        name: raw.name,
        owner: raw.owner,
        when: raw.when.and_then(|when| resolve(when, report)),
        measures: raw
            .measures
            .into_iter()
            .filter_map(|(name, when)| resolve(when, report).map(|when| Measure { name, when }))
            .collect(),
    };
    let thrusts = thrusts.into_iter().map(|thrust| thrust.map(&mut programme)).collect();
    good.then_some(ActionPlan { period, thrusts })
}
