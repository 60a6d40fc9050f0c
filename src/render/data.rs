//! Data blocks to HTML: a table to read, and a drawing where people would rather look.

mod actionplan;
mod bia;
mod checklist;
mod contacts;
mod flow;
mod instructions;
mod mapping;
mod mitigation;
mod orgchart;
mod procedure;
mod risk;
mod roles;
mod strategy;
mod thrusts;

use crate::{document::data::Data, theme::Catalogue};

/// HTML of our own making, with every text of the author escaped.
pub(super) struct Rendered {
    pub(super) html: String,
    /// Reading text, for search and the leak gate.
    pub(super) text: String,
}

/// Renders one block; `id` is unique in the document.
pub(super) fn render(data: &Data, id: &str, catalogue: &Catalogue) -> Rendered {
    match data {
        Data::ActionPlan(plan) => actionplan::render(plan, id, catalogue),
        Data::Bia(analysis) => bia::render(analysis, id, catalogue),
        Data::Checklist(list) => checklist::render(list, id, catalogue),
        Data::Contacts(list) => contacts::render(list, catalogue),
        Data::Flow(flow) => flow::render(flow, id, catalogue),
        Data::Instructions(list) => instructions::render(list, catalogue),
        Data::Mapping(mapping) => mapping::render(mapping, id, catalogue),
        Data::Mitigation(plan) => mitigation::render(plan, catalogue),
        Data::OrgChart(head) => orgchart::render(head, id, catalogue),
        Data::Procedure(procedure) => procedure::render(procedure, id, catalogue),
        Data::Risk(register) => risk::render(register, id, catalogue),
        Data::Roles(roles) => roles::render(roles, catalogue),
        Data::Strategy(plan) => strategy::render(plan, id, catalogue),
    }
}

/// The texts of a field.
fn values(texts: &[crate::document::data::Text]) -> Vec<&str> {
    texts.iter().map(|text| text.value.as_str()).collect()
}

/// The text of a field that may be missing.
fn optional(text: Option<&crate::document::data::Text>) -> &str {
    text.map_or("", |text| &text.value)
}

/// A day or a month as officers write them; nothing when it is missing.
fn due(date: Option<&crate::document::data::Due>, catalogue: &Catalogue) -> String {
    use crate::document::data::Due;
    match date {
        None => String::new(),
        Some(Due::Day(date)) => catalogue.date(*date),
        Some(Due::Month(date)) => format!("{} {}", catalogue.word(&format!("month-{}", date.month())), date.year()),
    }
}

/// Spreads `count` levels over the tones 0, the best, to 3, the worst.
fn tone(level: usize, count: usize) -> usize {
    if count < 2 { 0 } else { level * 3 / (count - 1) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn tones_reach_from_best_to_worst() {
        for count in 2..8 {
            assert_eq!(
                (super::tone(0, count), super::tone(count - 1, count)),
                (0, 3),
                "{count}"
            );
        }
        assert_eq!(super::tone(0, 1), 0);
    }
}
