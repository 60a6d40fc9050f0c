//! What to do in each case, step by step.

use super::{
    super::{
        markup::escape,
        table::{Cell, Table},
    },
    Rendered, optional,
};
use crate::{
    document::data::instructions::{Action, Instruction},
    theme::Catalogue,
};

pub(super) fn render(list: &[Instruction], catalogue: &Catalogue) -> Rendered {
    let who = list.iter().any(|case| case.who.is_some());
    let when = list.iter().any(|case| case.when.is_some());
    let mut keys = vec!["instructions-condition", "instructions-actions"];
    keys.extend(who.then_some("instructions-who"));
    keys.extend(when.then_some("instructions-when"));
    let heads: Vec<String> = keys.into_iter().map(|key| catalogue.word(key)).collect();
    let mut table = Table::new(&heads);
    for case in list {
        let mut cells = vec![Cell::Head(&case.condition.value), actions(&case.actions)];
        cells.extend(who.then(|| Cell::Text(optional(case.who.as_ref()))));
        cells.extend(when.then(|| Cell::Text(optional(case.when.as_ref()))));
        table.row(&cells);
    }
    let (html, text) = table.finish();
    Rendered { html, text }
}

fn actions(actions: &[Action]) -> Cell<'static> {
    let mut html = String::from("<ol>");
    let mut text = String::new();
    for action in actions {
        let by: Vec<&str> = [&action.who, &action.when]
            .into_iter()
            .flatten()
            .map(|text| text.value.as_str())
            .collect();
        html.push_str("<li>");
        html.push_str(&escape(&action.text.value));
        if !by.is_empty() {
            html.push_str(&format!(" <span class=\"by\">({})</span>", escape(&by.join(", "))));
        }
        html.push_str("</li>");
        text.push_str(&action.text.value);
        text.push('\n');
        for word in by {
            text.push_str(word);
            text.push('\n');
        }
    }
    html.push_str("</ol>");
    Cell::Made(html, text)
}
