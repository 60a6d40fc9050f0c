//! Lists with the markers of officers: letters, roman numbers, parentheses, paragraph numbers, ticks.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::Renderer;
use crate::document::dialect::lists::{self, Delimiter, Marker, Run, Style};

/// A list that is open.
pub(super) struct List {
    /// Lists that the parser took for one; none for bullets.
    runs: Vec<Run>,
    /// The item that comes next: its list, and its place there.
    next: (usize, usize),
}

impl<'a> Renderer<'a> {
    /// Opens the list that begins at this event.
    pub(super) fn list(
        &mut self,
        events: &[(Event<'a>, Range<usize>)],
        index: usize,
        first: Option<u64>,
        out: &mut Vec<Event<'a>>,
    ) {
        let runs = first.map_or_else(Vec::new, |first| {
            let items = items(events, index);
            let markers: Vec<Marker<'_>> = items
                .iter()
                .filter_map(|offset| lists::marker(&self.setting.source[*offset..]))
                .collect();
            if markers.len() == items.len() {
                lists::runs(&markers)
            } else {
                plain(first, items.len())
            }
        });
        if runs.is_empty() {
            out.push(Event::Html("<ul>\n".into()));
        }
        self.lists.push(List { runs, next: (0, 0) });
    }

    pub(super) fn item(&mut self, offset: usize, out: &mut Vec<Event<'a>>) {
        let marker = lists::marker(&self.setting.source[offset..]);
        let Some(list) = self.lists.last_mut() else { return };
        let (run, at) = list.next;
        let Some(here) = list.runs.get(run) else {
            let is_check = marker.as_ref().is_some_and(lists::is_tick);
            let class = if is_check { " class=\"check\"" } else { "" };
            out.push(Event::Html(format!("<li{class}>").into()));
            return;
        };
        let running = self.container.resolved.running.get(&offset);
        // A number that no counter of the browser can make is written out.
        let written = match (here.style, running) {
            (Style::Fixed, _) => marker.map(|marker| marker.text.to_owned()),
            (Style::Running, Some(number)) if number.contains('.') => Some(number.clone()),
            _ => None,
        };
        let value = match (here.style, running) {
            (Style::Running, Some(number)) => number.parse().unwrap_or(1),
            (Style::Running, None) => u32::try_from(at + 1).unwrap_or(1),
            _ => here.values[at],
        };
        if at == 0 {
            if run > 0 {
                out.push(Event::Html("</ol>\n".into()));
            }
            out.push(Event::Html(opening(here, value, written.is_some()).into()));
        }
        let follows = at == 0 || here.style == Style::Running || here.values[at - 1] + 1 == value;
        out.push(Event::Html(match written {
            Some(number) => format!("<li><span class=\"marker\">{number}</span> ").into(),
            None if follows => "<li>".into(),
            None => format!("<li value=\"{value}\">").into(),
        }));
        list.next = if at + 1 < here.values.len() {
            (run, at + 1)
        } else {
            (run + 1, 0)
        };
    }

    pub(super) fn end_list(&mut self, out: &mut Vec<Event<'a>>) {
        let bullets = self.lists.pop().is_none_or(|list| list.runs.is_empty());
        out.push(Event::Html(if bullets { "</ul>\n" } else { "</ol>\n" }.into()));
    }
}

/// Offsets of the items of the list that begins at this event.
fn items(events: &[(Event<'_>, Range<usize>)], index: usize) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut items = Vec::new();
    for (event, range) in &events[index..] {
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth == 2 && matches!(tag, Tag::Item) {
                    items.push(range.start);
                }
            }
            Event::End(_) => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
    }
    items
}

/// A list of plain numbers.
fn plain(first: u64, count: usize) -> Vec<Run> {
    let first = u32::try_from(first).unwrap_or(1);
    let count = u32::try_from(count).unwrap_or(0);
    vec![Run {
        style: Style::Decimal,
        delimiter: Delimiter::Period,
        values: (0..count).map(|at| first.saturating_add(at)).collect(),
    }]
}

/// The tag of a list. Without the stylesheet `type` still counts with the right letters.
fn opening(run: &Run, first: u32, written: bool) -> String {
    let start = if first == 1 {
        String::new()
    } else {
        format!(" start=\"{first}\"")
    };
    let delimiter = match run.delimiter {
        Delimiter::Paren => "paren",
        Delimiter::Parens => "parens",
        Delimiter::Period | Delimiter::None => "period",
    };
    let (class, letters) = match run.style {
        _ if written => return "<ol class=\"written\">\n".to_owned(),
        Style::Decimal | Style::Running | Style::Fixed | Style::Check => ("decimal", ""),
        Style::LowerAlpha => ("lower-alpha", " type=\"a\""),
        Style::UpperAlpha => ("upper-alpha", " type=\"A\""),
        Style::LowerRoman => ("lower-roman", " type=\"i\""),
        Style::UpperRoman => ("upper-roman", " type=\"I\""),
    };
    if class == "decimal" && delimiter == "period" {
        return format!("<ol{start}>\n");
    }
    format!("<ol class=\"{class} {delimiter}\"{letters}{start}>\n")
}
