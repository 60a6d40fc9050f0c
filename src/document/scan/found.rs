//! What a container was found to hold, and whether it can be published.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    document::{
        data,
        dialect::{self, captions, labels},
        raw_html,
    },
    plan::Meaning,
};

/// What was found in the text of a container, in order.
#[derive(Default)]
pub(in crate::document) struct Found {
    pub(in crate::document) headings: Vec<Heading>,
    pub(in crate::document) links: Vec<Target>,
    pub(in crate::document) images: Vec<Target>,
    pub(in crate::document) data: Vec<data::Found>,
    /// Captions with what they belong to.
    pub(in crate::document) captions: Vec<captions::Caption>,
    /// `@fig-x` and the like.
    pub(in crate::document) mentions: Vec<labels::Mention>,
    /// Abbreviations that are defined here.
    pub(in crate::document) abbreviations: BTreeMap<String, Meaning>,
    /// Their lines.
    pub(in crate::document) definitions: BTreeMap<String, Range<usize>>,
    /// Footnotes that are defined here, and names of those that are referred to.
    pub(in crate::document) footnotes: BTreeMap<String, Range<usize>>,
    pub(in crate::document) noted: BTreeSet<String>,
    /// Definitions `[name]: address` that stand here, and names of those that are used.
    pub(in crate::document) addresses: BTreeMap<String, Range<usize>>,
    pub(in crate::document) addressed: BTreeSet<String>,
    /// Words that look like abbreviations with their first places.
    pub(in crate::document) shortened: Vec<(usize, String)>,
    /// Offsets of the items of lists that run through the document.
    pub(in crate::document) running: Vec<usize>,
    /// What looks like a link, picture or note and is published as plain text.
    pub(in crate::document) dead: Vec<Range<usize>>,
    /// Captions that cannot be read.
    pub(in crate::document) bad_captions: Vec<captions::Fault>,
    /// What else the plan language does not take.
    pub(in crate::document) bad: Vec<dialect::Fault>,
    /// Marks that the parser did not come across.
    pub(in crate::document) lost: Vec<Range<usize>>,
    /// Raw HTML that would not be published as it stands.
    pub(in crate::document) html: Vec<raw_html::Fault>,
    /// Headings with attributes besides an id, which are not published.
    pub(in crate::document) attributes: Vec<Range<usize>>,
    /// Emphasis between digits, and words of which some backslashes are printed and others not.
    pub(in crate::document) sums: Vec<Range<usize>>,
    pub(in crate::document) paths: Vec<Range<usize>>,
    /// Where markup is nested too deeply to be read further.
    pub(in crate::document) too_deep: Option<Range<usize>>,
    /// Where addresses of `[name]: address` were repeated so often that the parser gives up on them.
    pub(in crate::document) repeated: Option<Range<usize>>,
}

impl Found {
    /// Whether nothing in it stops the publication.
    pub(in crate::document) fn is_sound(&self) -> bool {
        self.dead.is_empty()
            && self.bad_captions.is_empty()
            && self.bad.is_empty()
            && self.lost.is_empty()
            && self.html.is_empty()
            && self.attributes.is_empty()
            && self.too_deep.is_none()
            && self.repeated.is_none()
            && self.footnotes.keys().all(|name| self.noted.contains(name))
            && self.addresses.keys().all(|name| self.addressed.contains(name))
    }
}

/// A heading and the anchor it has within its section.
pub(in crate::document) struct Heading {
    pub(in crate::document) start: usize,
    pub(in crate::document) anchor: String,
    pub(in crate::document) explicit: bool,
}

/// A link or picture as written.
pub(in crate::document) struct Target {
    pub(in crate::document) range: Range<usize>,
    pub(in crate::document) target: String,
    /// Its text, which describes a picture.
    pub(in crate::document) words: String,
}
