//! The impact analysis as a table, and a picture of how long each function takes to come back.

use super::{
    super::table::{Cell, Table},
    Rendered, optional, tone,
};
use crate::{
    document::data::{
        Duration,
        bia::{Function, ImpactAnalysis, Measure},
    },
    theme::Catalogue,
};

mod timeline;

pub(super) fn render(analysis: &ImpactAnalysis, id: &str, catalogue: &Catalogue) -> Rendered {
    let functions = &analysis.functions;
    let has = |field: fn(&Function) -> bool| functions.iter().any(field);
    let system = has(|function| function.system.is_some());
    let impact = has(|function| function.impact.is_some());
    let rto_system = has(|function| function.rto_system.is_some());
    let category = !analysis.categories.is_empty();
    let mut keys = vec!["bia-code", "bia-function"];
    keys.extend(system.then_some("bia-system"));
    keys.extend(impact.then_some("bia-impact"));
    keys.extend(["bia-mtd", "bia-rto"]);
    keys.extend(rto_system.then_some("bia-rto-system"));
    keys.extend(["bia-wrt", "bia-rpo", "bia-backup"]);
    keys.extend(category.then_some("bia-category"));
    let heads: Vec<String> = keys.into_iter().map(|key| catalogue.word(key)).collect();
    let mut table = Table::new(&heads);
    for (index, function) in functions.iter().enumerate() {
        let code = label(function, index);
        let name = function.category.map(|level| category_name(analysis, level));
        let mut cells = vec![Cell::Text(&code), Cell::Head(&function.name.value)];
        cells.extend(system.then(|| Cell::Text(optional(function.system.as_ref()))));
        cells.extend(impact.then(|| Cell::Text(optional(function.impact.as_ref()))));
        cells.push(Cell::Short(&function.mtd.text));
        cells.push(Cell::Short(&function.rto.text));
        cells.extend(rto_system.then(|| Cell::Short(time(function.rto_system.as_ref()))));
        cells.push(Cell::Short(time(function.wrt.as_ref())));
        cells.push(Cell::Short(time(function.rpo.as_ref())));
        cells.push(Cell::Short(time(function.backup.as_ref())));
        if let (Some(level), Some(name)) = (function.category, &name) {
            let count = analysis.categories.len();
            cells.push(Cell::Tone(tone(count - 1 - level, count), name));
        }
        table.row(&cells);
    }
    let (html, mut text) = table.finish();
    let (own, own_text) = categories(analysis, catalogue);
    text.push_str(&own_text);
    Rendered {
        html: html + &own + &timeline::draw(functions, id, catalogue),
        text,
    }
}

/// The plan's code of a function, or its place in the list.
fn label(function: &Function, index: usize) -> String {
    function
        .code
        .as_ref()
        .map_or_else(|| (index + 1).to_string(), |code| code.value.clone())
}

fn time(time: Option<&Duration>) -> &str {
    time.map_or("", |time| &time.text)
}

/// The most critical one is 1, as plans count them.
fn category_name(analysis: &ImpactAnalysis, level: usize) -> String {
    format!("{} {}", level + 1, analysis.categories[level].name)
}

/// The plan's own table of categories, which the computed ones follow from.
fn categories(analysis: &ImpactAnalysis, catalogue: &Catalogue) -> (String, String) {
    if analysis.categories.is_empty() {
        return (String::new(), String::new());
    }
    let measure = match analysis.measure {
        Measure::Rto => "bia-rto",
        Measure::Mtd => "bia-mtd",
    };
    let mut table = Table::new(&[catalogue.word("bia-category"), catalogue.word(measure)]);
    let count = analysis.categories.len();
    let mut below = "";
    for (level, category) in analysis.categories.iter().enumerate() {
        let bound = match &category.bound {
            Some(bound) if bound.starts_with('<') => bound.clone(),
            Some(bound) => format!("≤ {bound}"),
            None if below.is_empty() => "–".to_owned(),
            None => format!("> {}", below.trim_start_matches('<').trim()),
        };
        below = category.bound.as_deref().unwrap_or(below);
        table.row(&[
            Cell::Tone(tone(count - 1 - level, count), &category_name(analysis, level)),
            Cell::Short(&bound),
        ]);
    }
    table.finish()
}
