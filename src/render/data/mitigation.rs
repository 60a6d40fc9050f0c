//! The treatment of risks as a table.

use super::{
    super::table::{Cell, Table},
    Rendered, due, optional, tone, values,
};
use crate::{
    document::data::mitigation::{MitigationPlan, OPTIONS, Target, Treatment},
    theme::Catalogue,
};

pub(super) fn render(plan: &MitigationPlan, catalogue: &Catalogue) -> Rendered {
    let rows = &plan.treatments;
    let has = |field: fn(&Treatment) -> bool| rows.iter().any(field);
    let function = has(|row| row.function.is_some());
    let threat = has(|row| row.threat.is_some());
    // Ways that nothing in the whole plan takes need no column.
    let taken: Vec<usize> = (0..OPTIONS.len())
        .filter(|at| rows.iter().any(|row| !row.options[*at].is_empty()))
        .collect();
    let owner = has(|row| row.owner.is_some());
    let date = has(|row| row.due.is_some());
    let target = has(|row| row.target.is_some());
    let mut heads = vec![catalogue.word("mitigation-risk")];
    heads.extend(function.then(|| catalogue.word("risk-function")));
    heads.extend(threat.then(|| catalogue.word("risk-threat")));
    heads.push(catalogue.word("mitigation-treatment"));
    heads.extend(
        taken
            .iter()
            .map(|at| catalogue.word(&format!("mitigation-{}", OPTIONS[*at]))),
    );
    heads.extend(owner.then(|| catalogue.word("mitigation-owner")));
    heads.extend(date.then(|| catalogue.word("mitigation-due")));
    heads.extend(target.then(|| catalogue.word("mitigation-target")));
    let mut table = Table::new(&heads);
    for row in rows {
        let way = catalogue.word(row.way.key());
        let by = due(row.due.as_ref(), catalogue);
        let aim = row.target.as_ref().map(|target| aim(plan, target));
        let mut cells = vec![Cell::Head(&row.risk.value)];
        cells.extend(function.then(|| Cell::Text(optional(row.function.as_ref()))));
        cells.extend(threat.then(|| Cell::Text(optional(row.threat.as_ref()))));
        cells.push(Cell::Text(&way));
        cells.extend(taken.iter().map(|at| Cell::Texts(values(&row.options[*at]))));
        cells.extend(owner.then(|| Cell::Text(optional(row.owner.as_ref()))));
        cells.extend(date.then_some(Cell::Text(&by)));
        match (&row.target, &aim) {
            (Some(target), Some(aim)) => cells.push(Cell::Tone(tone(target.level, plan.levels.len()), aim)),
            _ => cells.extend(target.then_some(Cell::Text(""))),
        }
        table.row(&cells);
    }
    let (html, text) = table.finish();
    Rendered { html, text }
}

fn aim(plan: &MitigationPlan, target: &Target) -> String {
    let name = &plan.levels[target.level].name;
    target
        .product
        .map_or_else(|| name.clone(), |product| format!("{product} {name}"))
}
