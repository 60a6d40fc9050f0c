//! `checklist`: what is to be done, by whom, and how much of it is done.

use super::{
    date::{self, Due},
    fields::{self, Fields, Report, Text},
    node::{Node, Value},
};

/// A checked list, its groups in the order in which they first stand there.
#[derive(Default)]
pub struct Checklist {
    /// Groups; one without a name when the items have none.
    pub groups: Vec<Group>,
    /// Whether any item says if it is done. If none does, the list is a form to be filled in on paper.
    pub tracked: bool,
}

/// Items that belong together.
pub struct Group {
    /// Its name.
    pub name: Option<String>,
    /// Its items.
    pub items: Vec<Item>,
}

/// One line.
pub struct Item {
    /// What is to be done.
    pub text: Text,
    /// Whether it is.
    pub done: bool,
    /// Who does it.
    pub owner: Option<Text>,
    /// When it was done, or is due.
    pub date: Option<Due>,
}

/// Words for done, then words for not done.
const DONE: [&str; 14] = [
    "yes", "true", "done", "ya", "selesai", "sudah", "x", "√", "no", "false", "todo", "tidak", "belum", "-",
];
/// How many of them say done.
const YES: usize = 8;

impl Group {
    /// How many items are done.
    pub fn done(&self) -> usize {
        self.items.iter().filter(|item| item.done).count()
    }
}

pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<Checklist> {
    let mut list = Builder::default();
    match node.value {
        Value::List(rows) => {
            for row in rows {
                list.item(row, None, report);
            }
        }
        _ => {
            let mut fields = Fields::of(node, report)?;
            let groups = fields.list("groups", report);
            fields.finish(report);
            for group in groups {
                let Some(mut fields) = Fields::of(group, report) else {
                    continue;
                };
                let name = fields.text("group", report);
                let items = fields.list("items", report);
                fields.finish(report);
                for item in items {
                    list.item(item, name.as_ref(), report);
                }
            }
        }
    }
    Some(list.checklist)
}

#[derive(Default)]
struct Builder {
    checklist: Checklist,
    /// Where a group stands in the list, by name.
    places: std::collections::BTreeMap<Option<String>, usize>,
}

impl Builder {
    /// A text alone is an item that is not done.
    fn item(&mut self, node: Node, group: Option<&Text>, report: &mut Report<'_>) {
        let mut group = group.map(|name| name.value.clone());
        let item = if matches!(node.value, Value::Text(_)) {
            fields::text(node, report).map(|text| Item {
                text,
                done: false,
                owner: None,
                date: None,
            })
        } else {
            let Some(mut fields) = Fields::of(node, report) else {
                return;
            };
            if group.is_none() {
                group = fields.optional("group", report).map(|name| name.value);
            }
            let text = fields.text("item", report);
            let done = fields.choice("done", &DONE, report);
            let owner = fields.optional("owner", report);
            let date = fields
                .optional("date", report)
                .and_then(|text| date::due(&text, report));
            fields.finish(report);
            self.checklist.tracked |= done.is_some();
            text.map(|text| Item {
                text,
                done: done.is_some_and(|word| word < YES),
                owner,
                date,
            })
        };
        let Some(item) = item else { return };
        let groups = &mut self.checklist.groups;
        let place = *self.places.entry(group.clone()).or_insert_with(|| {
            groups.push(Group {
                name: group,
                items: Vec::new(),
            });
            groups.len() - 1
        });
        groups[place].items.push(item);
    }
}
