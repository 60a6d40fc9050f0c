//! `bia`: how long each function may stand still (MTD), how fast it comes back (RTO, WRT) and how much data may be lost
//! (RPO).

use std::{collections::BTreeSet, ops::Range};

use super::{
    duration::{Duration, duration},
    fields::{self, Fields, Report, Text},
    node::{Node, Value},
};

/// A checked impact analysis.
pub struct ImpactAnalysis {
    /// The plan's own categories, the most critical first; none when the block gives no table.
    pub categories: Vec<Category>,
    /// What the categories go by.
    pub measure: Measure,
    /// Rows as written.
    pub functions: Vec<Function>,
}

/// The time that decides the category.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// How fast the service is back.
    Rto,
    /// How long it may stand still.
    Mtd,
}

/// A category of criticality.
pub struct Category {
    /// Its name.
    pub name: String,
    /// Its bound as written, such as `< 1 jam`; the last category may have none.
    pub bound: Option<String>,
    /// The most minutes that belong to it.
    most: u32,
}

/// One row.
pub struct Function {
    /// The plan's own code, such as F1.
    pub code: Option<Text>,
    /// The function.
    pub name: Text,
    /// System or facility that carries it.
    pub system: Option<Text>,
    /// Rate or words.
    pub impact: Option<Text>,
    /// Maximum tolerable downtime.
    pub mtd: Duration,
    /// Until the service is back.
    pub rto: Duration,
    /// Until its system is back.
    pub rto_system: Option<Duration>,
    /// Until lost work is done again.
    pub wrt: Option<Duration>,
    /// How much data may be lost.
    pub rpo: Option<Duration>,
    /// From one backup to the next.
    pub backup: Option<Duration>,
    /// Index of its category.
    pub category: Option<usize>,
}

impl Function {
    /// Minutes until the service is back: never earlier than its system.
    pub fn recovered(&self) -> u32 {
        let system = self.rto_system.as_ref().map_or(0, |time| time.minutes);
        self.rto.minutes.max(system)
    }
}

pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<ImpactAnalysis> {
    // A list alone has no categories.
    let (categories, measure, rows) = match node.value {
        Value::List(rows) => (None, None, rows),
        _ => {
            let mut fields = Fields::of(node, report)?;
            let categories = fields.take("categories");
            let measure = fields.choice("measure", &["rto", "mtd"], report);
            let rows = fields.list("functions", report);
            fields.finish(report);
            (categories, measure, rows)
        }
    };
    let categories = match categories {
        None => Some(Vec::new()),
        Some(node) => own_categories(node, report),
    };
    let measure = if measure == Some(1) { Measure::Mtd } else { Measure::Rto };
    let functions: Vec<Function> = rows
        .into_iter()
        .filter_map(|row| function(row, categories.as_deref(), measure, report))
        .collect();
    let mut codes = BTreeSet::new();
    for code in functions.iter().filter_map(|function| function.code.as_ref()) {
        if !codes.insert(code.value.to_lowercase()) {
            report.fault(
                &code.at,
                "E226",
                "another function of this block has this code",
                "give each function a code of its own: the timeline names functions by it",
            );
        }
    }
    Some(ImpactAnalysis {
        categories: categories?,
        measure,
        functions,
    })
}

/// `categories: {Kritikal: < 1 jam, Penting: 4 jam, Sesuai: }`
fn own_categories(node: Node, report: &mut Report<'_>) -> Option<Vec<Category>> {
    const HINT: &str = "give each category the longest time that belongs to it; only the last may have none";
    let fields = Fields::of(node, report)?;
    let mut categories: Vec<Category> = Vec::new();
    let mut good = true;
    for (key, value) in fields.rest() {
        let at = value.at.clone();
        if categories.last().is_some_and(|last| last.bound.is_none()) {
            report.fault(&key.at, "E236", "a category without a bound is not the last", HINT);
            good = false;
        }
        if value.is_empty() {
            categories.push(Category {
                name: key.name,
                bound: None,
                most: u32::MAX,
            });
            continue;
        }
        let Some((bound, most)) = fields::text(value, report).and_then(|text| bound(text, report)) else {
            good = false;
            continue;
        };
        if categories
            .last()
            .is_some_and(|last| last.bound.is_some() && last.most >= most)
        {
            report.fault(&at, "E236", "the categories do not rise", HINT);
            good = false;
        }
        categories.push(Category {
            name: key.name,
            bound: Some(bound),
            most,
        });
    }
    good.then_some(categories)
}

/// `4 jam` belongs to the category, `< 1 jam` does not reach one hour.
fn bound(text: Text, report: &mut Report<'_>) -> Option<(String, u32)> {
    let written = text.value.clone();
    let (below, value) = match text.value.strip_prefix('<') {
        Some(rest) => (1, rest.trim().to_owned()),
        None => (0, text.value.clone()),
    };
    let time = duration(Text { value, at: text.at }, report)?;
    Some((written, time.minutes.saturating_sub(below)))
}

fn function(
    node: Node,
    categories: Option<&[Category]>,
    measure: Measure,
    report: &mut Report<'_>,
) -> Option<Function> {
    let mut fields = Fields::of(node, report)?;
    let code = fields.optional("code", report);
    let name = fields.text("function", report);
    let system = fields.optional("system", report);
    let impact = fields.optional("impact", report);
    let mtd = fields.text("mtd", report).and_then(|text| duration(text, report));
    let rto = fields.text("rto", report).and_then(|text| duration(text, report));
    let mut time = |key, report: &mut Report<'_>| {
        let text = fields.optional(key, report)?;
        duration(text, report)
    };
    let rto_system = time("rto_system", report);
    let wrt = time("wrt", report);
    let rpo = time("rpo", report);
    let has_interval = fields.has("backup");
    let interval = fields.optional("backup", report);
    let backup = interval.and_then(|text| duration(text, report));
    let stated = fields.optional("category", report);
    let row = fields.at.clone();
    fields.finish(report);
    let mut function = Function {
        code,
        name: name?,
        system,
        impact,
        mtd: mtd?,
        rto: rto?,
        rto_system,
        wrt,
        rpo,
        backup,
        category: None,
    };
    // An interval that cannot be read is told and not missing.
    if function.backup.is_some() || !has_interval {
        check_times(&function, report);
    }
    function.category = category(&function, stated.as_ref(), categories?, measure, &row, report);
    Some(function)
}

fn check_times(function: &Function, report: &mut Report<'_>) {
    let work = function.wrt.as_ref().map_or(0, |time| time.minutes);
    if function.mtd.minutes == 0 {
        report.fault(
            &function.mtd.at,
            "E233",
            "MTD is no time at all",
            "write how long the function may stand still",
        );
    } else if function.recovered() + work > function.mtd.minutes {
        let slowest = function
            .rto_system
            .as_ref()
            .filter(|time| time.minutes > function.rto.minutes);
        report.fault(
            &slowest.unwrap_or(&function.rto).at,
            "E234",
            "RTO and WRT together are longer than MTD",
            "recover faster, or have the longer MTD approved",
        );
    }
    match (&function.rpo, &function.backup) {
        (Some(rpo), None) => report.fault(
            &rpo.at,
            "E235",
            "an RPO needs a backup interval to match",
            "add `backup`, the time from one backup to the next",
        ),
        (Some(rpo), Some(backup)) if backup.minutes > rpo.minutes => report.fault(
            &backup.at,
            "E235",
            "the backup interval is longer than the RPO",
            "back up more often, or have the longer RPO approved",
        ),
        _ => {}
    }
}

/// The first category that the time belongs to; a stated one must be the same.
fn category(
    function: &Function,
    stated: Option<&Text>,
    categories: &[Category],
    measure: Measure,
    row: &Range<usize>,
    report: &mut Report<'_>,
) -> Option<usize> {
    let minutes = match measure {
        Measure::Rto => function.recovered(),
        Measure::Mtd => function.mtd.minutes,
    };
    let found = categories.iter().position(|category| minutes <= category.most);
    let at = stated.map_or_else(|| fields::first_line(row, report), |text| text.at.clone());
    match (found, stated) {
        (None, Some(_)) if categories.is_empty() => report.fault(
            &at,
            "E237",
            "a category is stated, and the block has no table of categories",
            "add `categories` with the plan's own table, or take `category` away",
        ),
        (None, _) if !categories.is_empty() => report.fault(
            &at,
            "E237",
            "no category reaches as far as this function's time",
            "add a last line under `categories` with a name and nothing behind its colon: it takes all longer times",
        ),
        // The name of the right category may be sealed.
        (Some(found), Some(stated)) if stated.value.to_lowercase() != categories[found].name.to_lowercase() => {
            let key = if measure == Measure::Mtd { "mtd" } else { "rto" };
            let right = if report.open {
                format!("by its `{key}` the function is {}", categories[found].name)
            } else {
                format!("compare its `{key}` with the times under `categories`")
            };
            report.fault(
                &at,
                "E237",
                "the stated category is not that of this time",
                &format!("{right}: mend one of the two, or take `category` away, since the program works it out"),
            );
        }
        _ => {}
    }
    found
}
