//! References and labels that would be printed as they are typed.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{PREFIXES, begins, name_length};
use crate::document::markdown::Placed;

/// What is wrong with a reference or label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stray {
    /// `[@fig-x]`, `[-@fig-x]`, `[lihat @fig-x]`: the brackets would be printed.
    Brackets,
    /// `lihat@fig-x`
    Joined,
    /// A reference in the words of a link or picture.
    Linked,
    /// `{#tbl-x}` where it labels nothing.
    Label,
    /// `{#tbl-x}` behind a heading.
    Heading,
    /// `^[note]`
    InlineNote,
}

/// All of them among the events of a text, with their bytes of the file. `captions` are read already.
pub fn find(events: &[Placed<'_>], file: &str, captions: &[Range<usize>]) -> Vec<(Range<usize>, Stray)> {
    let mut found = Vec::new();
    let mut in_code = false;
    let mut links = 0_usize;
    // The parser gives a text in several events where it tried brackets.
    let mut run: Option<Range<usize>> = None;
    for (event, range) in events {
        if matches!(event, Event::Text(_)) && !in_code {
            let start = run.take().map_or(range.start, |run| run.start);
            run = Some(start..range.end);
            continue;
        }
        // Emphasis may stand within brackets.
        if matches!(
            event,
            Event::Start(Tag::Emphasis | Tag::Strong) | Event::End(TagEnd::Emphasis | TagEnd::Strong)
        ) {
            continue;
        }
        if let Some(run) = run.take() {
            read(file, &run, links > 0, captions, &mut found);
        }
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => links = links.saturating_sub(1),
            Event::Start(Tag::Heading { id: Some(id), .. }) if id.starts_with("fig-") || id.starts_with("tbl-") => {
                let line = file[range.clone()].lines().next().map_or(0, str::len);
                found.push((range.start..range.start + line, Stray::Heading));
            }
            _ => {}
        }
    }
    if let Some(run) = run {
        read(file, &run, false, captions, &mut found);
    }
    found
}

fn read(
    file: &str,
    run: &Range<usize>,
    is_linked: bool,
    captions: &[Range<usize>],
    found: &mut Vec<(Range<usize>, Stray)>,
) {
    let text = &file[run.clone()];
    let mut push = |range: Range<usize>, kind| found.push((run.start + range.start..run.start + range.end, kind));
    for (at, _) in text.match_indices('@') {
        let rest = &text[at + 1..];
        let name = name_length(rest);
        let before = file[..run.start + at].chars().next_back();
        if !begins(&rest[..name]) || before == Some('\\') {
            continue;
        }
        let own = at..at + 1 + name;
        let is_address = rest[name..].starts_with('.') && rest[name + 1..].starts_with(char::is_alphanumeric);
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@')) {
            if !is_address {
                push(own, Stray::Joined);
            }
        } else if is_linked {
            push(own, Stray::Linked);
        } else if let (Some(open), Some(close)) = (bracket(file, &text[..at], run.start), rest.find([']', '[']))
            && rest[close..].starts_with(']')
        {
            push(open..at + 2 + close, Stray::Brackets);
        }
    }
    for (at, _) in text.match_indices("^[") {
        if !file[..run.start + at].ends_with('\\') {
            let end = text[at..].find(']').map_or(text.len(), |end| at + end + 1);
            push(at..end, Stray::InlineNote);
        }
    }
    let in_caption = captions
        .iter()
        .any(|caption| caption.start <= run.start && run.start < caption.end);
    for (at, _) in text.match_indices("{#").filter(|_| !in_caption) {
        let is_label = PREFIXES.iter().any(|prefix| text[at + 2..].starts_with(prefix));
        if is_label && !file[..run.start + at].ends_with('\\') {
            let end = text[at..].find('}').map_or(text.len(), |end| at + end + 1);
            push(at..end, Stray::Label);
        }
    }
}

/// The bracket that is open where a text ends, when no backslash is before it; `start` is its byte of the file.
fn bracket(file: &str, text: &str, start: usize) -> Option<usize> {
    let at = text.rfind(['[', ']'])?;
    (text[at..].starts_with('[') && !file[..start + at].ends_with('\\')).then_some(at)
}
