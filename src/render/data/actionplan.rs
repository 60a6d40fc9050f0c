//! An action plan: a table of programmes and measures, and a chart of its years.

mod gantt;

use super::{
    super::table::{Cell, Table},
    Rendered, optional,
    thrusts::{Step, walk},
};
use crate::{
    document::data::actionplan::{ActionPlan, Programme},
    theme::Catalogue,
};

pub(super) fn render(plan: &ActionPlan, id: &str, catalogue: &Catalogue) -> Rendered {
    let programmes = || {
        let strategies = plan.thrusts.iter().flat_map(|thrust| &thrust.strategies);
        strategies.flat_map(|strategy| &strategy.programmes)
    };
    let has_owner = programmes().any(|programme| programme.owner.is_some());
    let mut keys = vec!["strategy-number", "strategy-programme"];
    keys.extend(has_owner.then_some("actionplan-owner"));
    keys.extend(["actionplan-measure", "actionplan-date"]);
    let heads: Vec<String> = keys.into_iter().map(|key| catalogue.word(key)).collect();
    let mut table = Table::new(&heads);
    walk(&plan.thrusts, catalogue, |step| match step {
        Step::Thrust(name) => table.group(&name, ""),
        Step::Strategy(name) => table.subgroup(&name),
        Step::Programme(number, programme) => row(&mut table, &number, programme, has_owner, catalogue),
    });
    let (html, text) = table.finish();
    let period = format!("{}–{}", plan.period.0, plan.period.1);
    Rendered {
        html: html + &gantt::draw(plan, id, catalogue),
        text: format!("{text}{period}\n"),
    }
}

/// A line for the programme's own dates and for each measure.
fn row(table: &mut Table, number: &str, programme: &Programme, has_owner: bool, catalogue: &Catalogue) {
    let lines = lines(programme, catalogue);
    for (at, (what, when)) in lines.iter().enumerate() {
        let mut cells = Vec::new();
        if at == 0 {
            cells.push(Cell::TallShort(lines.len(), number));
            cells.push(Cell::Tall(lines.len(), &programme.name.value));
            if has_owner {
                cells.push(Cell::Tall(lines.len(), optional(programme.owner.as_ref())));
            }
        }
        cells.push(Cell::Text(what));
        cells.push(Cell::Text(when));
        table.row(&cells);
    }
}

/// What is dated of a programme, with its dates as written.
fn lines<'a>(programme: &'a Programme, catalogue: &Catalogue) -> Vec<(String, &'a str)> {
    let own = programme.when.iter();
    let mut lines: Vec<(String, &str)> = own
        .map(|when| (catalogue.word("actionplan-run"), when.text.value.as_str()))
        .collect();
    for (at, measure) in programme.measures.iter().enumerate() {
        let name = if programme.measures.len() > 1 {
            format!("({}) {}", letter(at), measure.name.value)
        } else {
            measure.name.value.clone()
        };
        lines.push((name, &measure.when.text.value));
    }
    lines
}

/// a to z, then aa, ab …
fn letter(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.insert(0, char::from(b'a' + u8::try_from(at % 26).unwrap_or(0)));
        if at < 26 {
            return letters.into_iter().collect();
        }
        at = at / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn letters_go_on_after_z() {
        let letters: Vec<String> = [0, 25, 26, 27, 701, 702].into_iter().map(super::letter).collect();
        assert_eq!(letters, ["a", "z", "aa", "ab", "zz", "aaa"]);
    }
}
