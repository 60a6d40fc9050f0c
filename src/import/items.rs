//! Lists with the markers of officers, as the plan language writes them: each item inside the one that it belongs to.

use std::collections::BTreeSet;

use super::marker::{Frame, Marker};
use crate::document::dialect::lists::{self, Delimiter};

/// Longer ones are no numbers of a list to the parser.
const LONGEST: usize = 10;

/// The lists that are open in the text written so far, outermost first.
#[derive(Debug, Default)]
pub(super) struct Items {
    open: Vec<Level>,
    /// The outermost is a paragraph with a number of its own.
    is_numbered: bool,
    /// Nothing but items stands since the last one.
    going: bool,
}

#[derive(Debug, Default)]
struct Level {
    /// Columns that the text of its last item is set in by.
    width: usize,
    /// Its markers: one that stood before would be counted on.
    seen: BTreeSet<String>,
}

/// How an item is written.
#[derive(Debug)]
pub(super) struct Place {
    /// The marker and the blanks behind it.
    pub lead: String,
    /// Columns before the marker.
    pub indent: usize,
    /// It follows on the next line.
    pub close: bool,
    /// It begins a list of its own beside the one before.
    pub apart: bool,
}

impl Items {
    /// Columns that a paragraph of the last item is set in by.
    pub(super) fn inside(&self) -> usize {
        self.open.iter().map(|level| level.width).sum()
    }

    /// A paragraph of the last item was written.
    pub(super) fn paragraph(&mut self) {
        self.going = false;
    }

    /// A paragraph with a number of its own, which holds the lists that follow it; its number and the blanks behind it.
    pub(super) fn numbered(number: &str) -> (Self, String) {
        let lead = format!("{number}  ");
        let level = Level {
            width: lead.len(),
            seen: BTreeSet::new(),
        };
        let items = Self {
            open: vec![level],
            is_numbered: true,
            going: true,
        };
        (items, lead)
    }

    /// Where the next item goes; `None` when the plan language does not know its marker.
    ///
    /// `next` is the item right behind it.
    pub(super) fn place(
        &mut self,
        marker: &Marker,
        depth: usize,
        is_empty: bool,
        next: Option<&Marker>,
    ) -> Option<Place> {
        let lead = written(marker)?;
        let at = (depth + usize::from(self.is_numbered)).min(self.open.len());
        let is_new = at == self.open.len();
        if is_new && is_initial(marker) && !next.is_some_and(|next| follows(marker, next)) {
            return None;
        }
        if is_new {
            self.open.push(Level::default());
        }
        self.open.truncate(at + 1);
        let indent = self.open[..at].iter().map(|level| level.width).sum();
        let level = &mut self.open[at];
        let apart = !level.seen.insert(marker.shown.clone()) && marker.frame != Frame::None;
        if apart {
            level.seen = BTreeSet::from([marker.shown.clone()]);
        }
        // Nothing can stand inside an item without text.
        level.width = match (is_empty, lead.starts_with("- ")) {
            (true, _) => 0,
            // What stands behind a bullet is text to the parser.
            (false, true) => 2,
            (false, false) => lead.chars().count(),
        };
        // The first item of a list inside an item follows on the next line only where it is the first of all, and
        // never without text.
        let begins =
            marker.frame == Frame::None || marker.kinds().into_iter().any(|kind| marker.value(kind) == Some(1));
        let close = self.going && !apart && (!is_new || begins && indent > 0 && !is_empty);
        self.going = !is_empty;
        Some(Place {
            lead,
            indent,
            close,
            apart,
        })
    }
}

/// `1.4.1` before a paragraph, and the paragraph.
pub(super) fn paragraph_number(text: &str) -> Option<(&str, &str)> {
    let (number, rest) = text.split_once([' ', '\t', '\u{a0}'])?;
    let is_path = lists::marker(&format!("{number}  ")).is_some_and(|marker| marker.delimiter == Delimiter::None);
    let rest = rest.trim_start();
    (is_path && number.matches('.').count() > 1 && !rest.is_empty()).then_some((number, rest))
}

/// `A. Rahman` begins with a name.
fn is_initial(marker: &Marker) -> bool {
    marker.frame == Frame::Dot && marker.sign.len() == 1 && marker.sign.as_bytes()[0].is_ascii_uppercase()
}

/// Whether a list goes on from one marker to the next.
fn follows(marker: &Marker, next: &Marker) -> bool {
    let goes_on = |kind| marker.value(kind).map(|value| value + 1) == next.value(kind) && next.value(kind).is_some();
    marker.frame == next.frame
        && marker
            .kinds()
            .into_iter()
            .any(|kind| next.kinds().contains(&kind) && goes_on(kind))
}

/// The marker and the blanks behind it, if the plan language shows what the source shows.
fn written(marker: &Marker) -> Option<String> {
    if marker.frame == Frame::None {
        return Some(match marker.shown.as_str() {
            "√" | "✓" | "✔" => "√ ".to_owned(),
            "☐" | "□" => "- [ ] ".to_owned(),
            "☑" => "- [x] ".to_owned(),
            sign => format!("- {sign} "),
        });
    }
    let lead = format!("{}{}", marker.shown, if is_initial(marker) { "  " } else { " " });
    let known = lists::marker(&lead)?;
    let counted = lists::runs(std::slice::from_ref(&known));
    let shows = counted.first().is_some_and(|run| run.shown(0) == marker.sign);
    (known.length == marker.shown.len() && known.length <= LONGEST && shows).then_some(lead)
}
