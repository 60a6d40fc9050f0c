//! Contacts as a table with links that dial and write.

use super::{
    super::{
        markup::escape,
        table::{Cell, Table},
    },
    Rendered, optional,
};
use crate::{
    document::data::{
        Text,
        contacts::{Contact, Contacts, dialled},
    },
    theme::Catalogue,
};

pub(super) fn render(list: &Contacts, catalogue: &Catalogue) -> Rendered {
    let has = |field: fn(&Contact) -> bool| list.contacts.iter().any(field);
    let name = has(|contact| contact.name.is_some());
    let post = has(|contact| contact.post.is_some());
    let phone = has(|contact| !contact.phones.is_empty());
    let mobile = has(|contact| !contact.mobiles.is_empty());
    let email = has(|contact| !contact.emails.is_empty());
    let alternate = has(|contact| contact.alternate.is_some());
    let note = has(|contact| contact.note.is_some());
    let word = |team, service| catalogue.word(if list.emergency { service } else { team });
    let mut heads = Vec::new();
    heads.extend(name.then(|| word("contacts-name", "contacts-service")));
    heads.extend(post.then(|| word("contacts-post", "contacts-place")));
    heads.extend(phone.then(|| catalogue.word("contacts-phone")));
    heads.extend(mobile.then(|| catalogue.word("contacts-mobile")));
    heads.extend(email.then(|| catalogue.word("contacts-email")));
    heads.extend(alternate.then(|| catalogue.word("contacts-alternate")));
    heads.extend(note.then(|| catalogue.word("contacts-note")));
    let mut table = Table::new(&heads);
    for contact in &list.contacts {
        let mut cells = Vec::new();
        cells.extend(name.then(|| Cell::Head(optional(contact.name.as_ref()))));
        cells.extend(post.then(|| Cell::Text(optional(contact.post.as_ref()))));
        let dial = |number: &str| dialled(number).map(|number| format!("tel:{number}"));
        let write = |address: &str| Some(format!("mailto:{address}"));
        cells.extend(phone.then(|| links(&contact.phones, dial)));
        cells.extend(mobile.then(|| links(&contact.mobiles, dial)));
        cells.extend(email.then(|| links(&contact.emails, write)));
        cells.extend(alternate.then(|| Cell::Text(optional(contact.alternate.as_ref()))));
        cells.extend(note.then(|| Cell::Text(optional(contact.note.as_ref()))));
        table.row(&cells);
    }
    let (html, text) = table.finish();
    Rendered { html, text }
}

/// One link to a line.
fn links(texts: &[Text], target: impl Fn(&str) -> Option<String>) -> Cell<'static> {
    let link = |text: &Text| {
        let shown = escape(&text.value);
        let address = target(&text.value);
        address.map_or(shown.clone(), |address| {
            format!("<a class=\"reach\" href=\"{}\">{shown}</a>", escape(&address))
        })
    };
    let html: Vec<String> = texts.iter().map(link).collect();
    let text: Vec<&str> = texts.iter().map(|text| text.value.as_str()).collect();
    Cell::Made(html.join("<br>"), text.join("\n"))
}
