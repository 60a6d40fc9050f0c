//! What raw HTML in content may do: nothing that runs, loads, submits or leaves the page.
//!
//! A content security policy does not stop `<meta http-equiv=refresh>`, and a copy opened offline has no server to
//! help it. What would be taken out here was a fault before (`document/raw_html.rs`); this is the second lock.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap, HashSet},
};

use ammonia::{Builder, UrlRelative};

use crate::{digest, document::raw_html};

/// The scheme of the addresses that rendering leaves open in this text: nothing that an author can write beforehand.
pub(super) fn scheme(text: &str) -> String {
    format!("terkawal-{}", &digest::hex(text.as_bytes())[..32])
}

/// What the program itself writes besides what authors may.
const OWN: [(&str, &[&str]); 5] = [
    ("img", &["src", "alt"]),
    ("div", &["tabindex", "role"]),
    ("ol", &["type"]),
    ("span", &["role", "aria-label"]),
    ("a", &["download"]),
];

/// Cleans the HTML of one container: of ids, those given are kept; of schemes, ordinary ones and the one given.
pub(super) fn clean(html: &str, ids: &BTreeSet<String>, scheme: &str) -> String {
    let (known, own) = (ids.clone(), scheme.to_owned());
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (element, names) in raw_html::ELEMENTS.iter().chain(&OWN) {
        attributes.entry(element).or_default().extend(*names);
    }
    let mut builder = Builder::default();
    builder
        .tags(attributes.keys().copied().collect())
        .tag_attributes(attributes)
        .generic_attributes(raw_html::GENERIC.into_iter().chain(["id"]).collect())
        .allowed_classes(classes())
        .url_schemes(raw_html::SCHEMES.into_iter().chain([scheme]).collect())
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
        _ => true,
    };
    keep.then_some(Cow::Borrowed(value))
}

fn classes() -> HashMap<&'static str, HashSet<&'static str>> {
    [
        (
            "div",
            [
                "table",
                "wide",
                "footnotes",
                "note",
                "tip",
                "important",
                "warning",
                "caution",
            ]
            .as_slice(),
        ),
        ("p", ["title"].as_slice()),
        ("figure", ["figure", "captioned", "wide"].as_slice()),
        (
            "ol",
            [
                "written",
                "decimal",
                "lower-alpha",
                "upper-alpha",
                "lower-roman",
                "upper-roman",
                "period",
                "paren",
                "parens",
            ]
            .as_slice(),
        ),
        ("td", ["left", "center", "right"].as_slice()),
        ("th", ["left", "center", "right"].as_slice()),
        ("span", ["task", "done", "todo", "marker", "label"].as_slice()),
        ("a", ["footnote", "attachment"].as_slice()),
        ("li", ["footnote", "check"].as_slice()),
    ]
    .into_iter()
    .map(|(tag, classes)| (tag, classes.iter().copied().collect()))
    .collect()
}
