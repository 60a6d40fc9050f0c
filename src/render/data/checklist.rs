//! A checklist with boxes, and how much of it is done.

use super::{
    super::{
        drawing::{Align, Drawing, Units},
        markup::escape,
        table::{Cell, Table},
    },
    Rendered, due, optional,
};
use crate::{
    document::data::checklist::{Checklist, Group, Item},
    theme::Catalogue,
};

pub(super) fn render(list: &Checklist, id: &str, catalogue: &Catalogue) -> Rendered {
    let has = |field: fn(&Item) -> bool| list.groups.iter().flat_map(|group| &group.items).any(field);
    let owner = has(|item| item.owner.is_some());
    let date = has(|item| item.date.is_some());
    let mut heads = vec![catalogue.word("checklist-done"), catalogue.word("checklist-item")];
    heads.extend(owner.then(|| catalogue.word("checklist-owner")));
    heads.extend(date.then(|| catalogue.word("checklist-date")));
    let mut table = Table::new(&heads);
    for group in &list.groups {
        if let Some(name) = &group.name {
            let note = format!(" ({}/{})", group.done(), group.items.len());
            table.group(name, if list.tracked { &note } else { "" });
        }
        for item in &group.items {
            let by = due(item.date.as_ref(), catalogue);
            let mut cells = vec![tick_box(item.done, catalogue), Cell::Text(&item.text.value)];
            cells.extend(owner.then(|| Cell::Text(optional(item.owner.as_ref()))));
            cells.extend(date.then_some(Cell::Text(&by)));
            table.row(&cells);
        }
    }
    let (html, mut text) = table.finish();
    let mut progress = String::new();
    if list.tracked {
        let (drawn, words) = bar(&list.groups, id, catalogue);
        progress = drawn;
        text.push_str(&words);
        text.push('\n');
    }
    Rendered {
        html: progress + &html,
        text,
    }
}

/// A box that can be ticked with a pen when it is empty.
fn tick_box(done: bool, catalogue: &Catalogue) -> Cell<'static> {
    let (class, sign, key) = if done {
        ("done", "☑", "task-done")
    } else {
        ("todo", "☐", "task-todo")
    };
    let word = catalogue.word(key);
    let label = escape(&word);
    Cell::Made(
        format!("<span class=\"task {class}\" role=\"img\" aria-label=\"{label}\">{sign}</span>"),
        word,
    )
}

/// How much is done, in words and as a bar.
fn bar(groups: &[Group], id: &str, catalogue: &Catalogue) -> (String, String) {
    const WIDTH: Units = 320;
    let count: usize = groups.iter().map(|group| group.items.len()).sum();
    let done: usize = groups.iter().map(Group::done).sum();
    let share = done * 100 / count.max(1);
    let arguments = [count, done, share].map(|number| number.to_string());
    let words = catalogue.with(
        "checklist-progress",
        &[
            ("count", &arguments[0]),
            ("done", &arguments[1]),
            ("share", &arguments[2]),
        ],
    );
    let mut drawing = Drawing::new(id, WIDTH, 40);
    drawing.text(0, 14, Align::Left, "label", &words);
    drawing.rect(0, 24, WIDTH, 12, "slack");
    let filled = WIDTH * Units::try_from(share).expect("a percentage") / 100;
    drawing.rect(0, 24, filled, 12, "rto");
    (drawing.finish(&catalogue.word("checklist-title"), &words), words)
}
