//! What raw HTML in content may do: nothing that runs, loads, submits or leaves the page.
//!
//! A content security policy does not stop `<meta http-equiv=refresh>`, and a copy opened offline has no server to
//! help it, so the elements themselves are taken out here.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

use ammonia::{Builder, UrlRelative};

use crate::digest;

/// The scheme of the addresses that rendering leaves open in this text: nothing that an author can write beforehand.
pub(super) fn scheme(text: &str) -> String {
    format!("terkawal-{}", &digest::hex(text.as_bytes())[..32])
}

/// Cleans the HTML of one container: of ids, those given are kept; of schemes, ordinary ones and the one given.
pub(super) fn clean(html: &str, ids: &BTreeSet<String>, scheme: &str) -> String {
    let (known, own) = (ids.clone(), scheme.to_owned());
    let mut builder = Builder::default();
    builder
        .add_tags(["section", "input"])
        .rm_tags(["area", "map", "input"])
        .add_generic_attributes(["id", "lang", "dir"])
        .add_tag_attributes("td", ["colspan", "rowspan"])
        .add_tag_attributes("th", ["colspan", "rowspan", "scope"])
        .add_tag_attributes("div", ["tabindex", "role"])
        .add_tag_attributes("span", ["role", "aria-label"])
        .add_tag_attributes("a", ["role", "aria-label", "download"])
        .rm_tag_attributes("td", ["align", "char", "charoff"])
        .rm_tag_attributes("th", ["align", "char", "charoff"])
        .allowed_classes(classes())
        .url_schemes(["http", "https", "mailto", "tel", scheme].into())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .attribute_filter(move |element, attribute, value| filter(&known, &own, element, attribute, value));
    builder.clean(html).to_string()
}

fn filter<'v>(
    ids: &BTreeSet<String>,
    scheme: &str,
    element: &str,
    attribute: &str,
    value: &'v str,
) -> Option<Cow<'v, str>> {
    let keep = match (element, attribute) {
        (_, "id") => ids.contains(value),
        ("img", "src") => value.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(':')),
        // Quotations may name their source in the text; a `cite` address is never shown.
        (_, "cite" | "longdesc") => false,
        ("div", "tabindex") => value == "0",
        _ => true,
    };
    keep.then_some(Cow::Borrowed(value))
}

fn classes() -> HashMap<&'static str, std::collections::HashSet<&'static str>> {
    [
        ("div", ["table", "footnotes"].as_slice()),
        ("td", ["left", "center", "right"].as_slice()),
        ("th", ["left", "center", "right"].as_slice()),
        ("span", ["task", "done", "todo"].as_slice()),
        ("a", ["footnote", "attachment"].as_slice()),
        ("li", ["footnote"].as_slice()),
    ]
    .into_iter()
    .map(|(tag, classes)| (tag, classes.iter().copied().collect()))
    .collect()
}
