//! Roles with their duties, lettered as in letters of appointment.

use super::{
    super::{
        markup::escape,
        table::{Cell, Table},
    },
    Rendered, due, values,
};
use crate::{document::data::roles::Role, theme::Catalogue};

pub(super) fn render(roles: &[Role], catalogue: &Catalogue) -> Rendered {
    let members = roles.iter().any(|role| !role.members.is_empty());
    let appointed = roles.iter().any(|role| role.appointed.is_some());
    let mut keys = vec!["roles-role"];
    keys.extend(members.then_some("roles-members"));
    keys.extend(appointed.then_some("roles-appointed"));
    keys.push("roles-duties");
    let heads: Vec<String> = keys.into_iter().map(|key| catalogue.word(key)).collect();
    let mut table = Table::new(&heads);
    for role in roles {
        let since = due(role.appointed.as_ref(), catalogue);
        let mut cells = vec![Cell::Head(&role.name.value)];
        cells.extend(members.then(|| Cell::Texts(values(&role.members))));
        cells.extend(appointed.then_some(Cell::Text(&since)));
        cells.push(duties(role));
        table.row(&cells);
    }
    let (html, text) = table.finish();
    Rendered { html, text }
}

/// The letters are those of the list, so that a reader hears each once.
fn duties(role: &Role) -> Cell<'static> {
    let text = values(&role.duties);
    let items: Vec<String> = text.iter().map(|duty| format!("<li>{}</li>", escape(duty))).collect();
    Cell::Made(
        format!("<ol class=\"lettered\" type=\"a\">{}</ol>", items.concat()),
        text.join("\n"),
    )
}
