//! What raw HTML in content may do: nothing that runs, loads, submits or leaves the page.
//!
//! A content security policy does not stop `<meta http-equiv=refresh>`, and a copy opened offline has no server to
//! help it, so the elements themselves are taken out here.

use std::{borrow::Cow, collections::HashMap};

use ammonia::{Builder, UrlRelative};

/// Scheme of the addresses that rendering leaves open; authors cannot write it, see `references`.
pub(super) const SCHEME: &str = "terkawal";

/// Cleans the HTML of one container. Ids that do not begin with the section's are dropped.
pub(super) fn clean(html: &str, section: &str) -> String {
    let prefix = format!("{section}-");
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
        .url_schemes(["http", "https", "mailto", "tel", SCHEME].into())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .attribute_filter(move |element, attribute, value| filter(&prefix, element, attribute, value));
    builder.clean(html).to_string()
}

fn filter<'v>(prefix: &str, element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let keep = match (element, attribute) {
        (_, "id") => value.starts_with(prefix),
        ("img", "src") => value.starts_with(SCHEME) && value.as_bytes().get(SCHEME.len()) == Some(&b':'),
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
