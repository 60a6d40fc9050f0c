//! What an author meant as an item of a list, and what would be printed as it stands or under another number.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::{
    Marker, Style, boxes, marker, runs,
    signs::{self, LONGEST_NUMBER, Number, is_title},
};
use crate::document::markdown::Placed;

/// What is wrong with a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stray {
    /// A marker within a paragraph, whose sentence it would run into.
    Within,
    /// A marker in a code block that is in a list.
    Code,
    /// `1.1 x`: a paragraph number with one blank, or with a period at its end.
    Path,
    /// `(aa) x`
    Doubled,
    /// `• x`
    Bullet,
    /// `– x` or `o x` beside others like it.
    Series(char),
    /// `(a)x` beside `(b)x`.
    Glued,
    /// A marker with a blank behind it that Markdown takes for a letter.
    OddBlank,
    /// `[] x`, `☐ x`
    Box,
    /// The number or letter of the item before.
    Repeated,
}

/// Items that follow one another may be so many lines long.
const LONGEST_ITEM: usize = 4;

/// All of them among the events of a text, with their bytes of the file.
pub fn find(events: &[Placed<'_>], file: &str) -> Vec<(Range<usize>, Stray)> {
    let mut finder = Finder {
        file,
        found: Vec::new(),
        paths: Vec::new(),
        lists: Vec::new(),
        begun: 0,
        series: Vec::new(),
        numbers: Vec::new(),
    };
    let mut in_code = false;
    let mut line = Line::None;
    for (event, range) in events {
        let before = std::mem::replace(&mut line, Line::None);
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                let words = super::rewrite::marker_at(file, range.start);
                if *kind == CodeBlockKind::Indented
                    && !finder.lists.is_empty()
                    && marker(&file[words..]).is_some_and(|marker| !super::rewrite::is_plain(&marker))
                {
                    finder.push(words, Stray::Code);
                }
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::List(first)) => finder.lists.push(first.map(|_| Vec::new())),
            Event::End(TagEnd::List(_)) => finder.list_ends(),
            Event::Start(Tag::Item) => {
                finder.item(range.start);
                line = Line::Item;
            }
            Event::Start(Tag::Paragraph) if before == Line::Item => line = before,
            Event::Start(Tag::Paragraph | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_))
            | Event::TaskListMarker(_) => {
                line = Line::First;
            }
            Event::SoftBreak | Event::HardBreak => {
                let ends = file[..range.start].ends_with(['.', ':', ';', '?', '!', ',', ')']);
                line = if ends { Line::BelowSentence } else { Line::Within };
            }
            Event::Text(_) if !in_code && before != Line::None => finder.line(range.start, before),
            _ => {}
        }
    }
    finder.finish()
}

/// What a line of text stands below.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// The text begins no line.
    None,
    /// Nothing: it is the first of its item.
    Item,
    /// Nothing: it is the first of its paragraph.
    First,
    /// The end of a sentence.
    BelowSentence,
    /// Words that it may go on from.
    Within,
}

struct Finder<'f> {
    file: &'f str,
    found: Vec<(Range<usize>, Stray)>,
    /// Places of what may be paragraph numbers or amounts, and whether the line alone tells.
    paths: Vec<(usize, bool)>,
    /// Places of the items of the lists that are open; bullets are not kept.
    lists: Vec<Option<Vec<usize>>>,
    /// How many lines of text have begun.
    begun: usize,
    /// Lines that may be of a series: their count, their place and their sign.
    series: Vec<(usize, usize, char)>,
    /// Numbers of items and of lines that may have been meant as such, with the place of the latter.
    numbers: Vec<(Option<usize>, Number)>,
}

impl Finder<'_> {
    fn push(&mut self, at: usize, kind: Stray) {
        let line = self.file[at..].lines().next().map_or(0, |line| line.trim_end().len());
        self.found.push((at..at + line, kind));
    }

    fn line(&mut self, at: usize, line: Line) {
        let text = &self.file[at..];
        if self.file[..at].ends_with('\\') {
            return;
        }
        self.begun += 1;
        let apart = line != Line::Within;
        let told = stray(text, line);
        // Behind a marker a sign is an ornament.
        if told.is_none() && line != Line::Item {
            if let Some(sign) = signs::in_series(text) {
                self.series.push((self.begun, at, sign));
            }
            if let Some(marker) = signs::glued(text) {
                self.numbers.push((Some(at), Number::of(&marker)));
            }
        }
        match told {
            Some(Stray::Bullet) if line == Line::Item => {}
            // So is a box that is one sign.
            Some(Stray::Box) if line == Line::Item && !text.starts_with('[') => {}
            Some(kind) if kind != Stray::Path => self.push(at, kind),
            told if apart && path(text).is_some() => self.paths.push((at, told.is_some())),
            _ => {}
        }
    }

    fn item(&mut self, at: usize) {
        if let Some(Some(items)) = self.lists.last_mut() {
            items.push(at);
        }
        self.begun += 1;
        self.numbers
            .extend(marker(&self.file[at..]).map(|marker| (None, Number::of(&marker))));
    }

    /// Looks for items that have the number of the one before.
    fn list_ends(&mut self) {
        let Some(Some(items)) = self.lists.pop() else { return };
        let file = self.file;
        let markers: Option<Vec<Marker<'_>>> = items.iter().map(|at| marker(&file[*at..])).collect();
        let Some(markers) = markers else { return };
        let mut at = 0;
        for run in runs(&markers) {
            let range = at..at + run.values.len();
            at = range.end;
            if matches!(run.style, Style::Fixed | Style::Running | Style::Check) {
                continue;
            }
            let twice = run.values.windows(2).position(|pair| pair[0] == pair[1]);
            if let Some(twice) = twice {
                self.push(items[range.start + twice + 1], Stray::Repeated);
            }
        }
    }

    fn finish(mut self) -> Vec<(Range<usize>, Stray)> {
        let file = self.file;
        let paths = std::mem::take(&mut self.paths);
        let all: Vec<Vec<u16>> = paths.iter().filter_map(|(at, _)| path(&file[*at..])).collect();
        for ((at, told), own) in paths.iter().zip(&all) {
            let neighbours = || all.iter().any(|other| follows(other, own) || follows(own, other));
            if *told || neighbours() {
                self.push(*at, Stray::Path);
            }
        }
        for pair in std::mem::take(&mut self.series).windows(2) {
            let [(above, at, sign), (below, next, other)] = pair else {
                continue;
            };
            if sign == other && below - above <= LONGEST_ITEM {
                self.push(*at, Stray::Series(*sign));
                self.push(*next, Stray::Series(*sign));
            }
        }
        for pair in std::mem::take(&mut self.numbers).windows(2) {
            let [(above, number), (below, next)] = pair else {
                continue;
            };
            if number.leads_to(next) {
                for at in above.iter().chain(below) {
                    self.push(*at, Stray::Glued);
                }
            }
        }
        self.found.sort_by_key(|(range, _)| range.start);
        self.found.dedup();
        self.found
    }
}

/// Whether a line of text might be refused as a marker that makes no item. Of amounts such as `1.4 juta`, and of what is
/// told by its neighbours, the line alone does not tell.
pub fn is_stray(line: &str) -> bool {
    stray(line, Line::First).is_some()
        || path(line).is_some()
        || signs::in_series(line).is_some()
        || signs::glued(line).is_some()
}

/// The line with its first sign as plain text.
pub fn unmarked(line: &str) -> String {
    let first = line.chars().next().unwrap_or(' ');
    if first == '-' {
        return format!("\\{line}");
    }
    let is_letter = first.is_alphabetic() && signs::in_series(line).is_some();
    if is_letter || !first.is_ascii() {
        return format!("&#{};{}", u32::from(first), &line[first.len_utf8()..]);
    }
    let sign = line.find(['.', ')', '(']).unwrap_or(0);
    format!("{}\\{}", &line[..sign], &line[sign..])
}

fn stray(text: &str, line: Line) -> Option<Stray> {
    let apart = line != Line::Within;
    if boxes::is_stray(text, line == Line::Item) {
        return Some(Stray::Box);
    }
    if signs::is_bullet(text, apart) {
        return Some(Stray::Bullet);
    }
    if (apart || !text.starts_with(|c: char| c.is_ascii_digit())) && signs::has_odd_blank(text) {
        return Some(Stray::OddBlank);
    }
    if let Some(marker) = marker(text) {
        let is_number = marker.text.bytes().all(|byte| byte.is_ascii_digit());
        let is_bare = text[marker.length..]
            .lines()
            .next()
            .is_none_or(|rest| rest.trim().is_empty());
        if is_number && is_bare {
            return None;
        }
        let is_long = is_number && marker.text.len() > LONGEST_NUMBER;
        return (apart || !is_long).then_some(Stray::Within);
    }
    if is_doubled(text) {
        return Some(Stray::Doubled);
    }
    let parts = path(text)?;
    let (number, words) = text.split_at(path_length(text));
    let told = parts.len() > 2 || number.ends_with('.') || is_title(words);
    (apart && told).then_some(Stray::Path)
}

/// `(aa) x`, `bb) x`: what word processors count behind z.
fn is_doubled(text: &str) -> bool {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let Some((word, rest)) = inner.split_once(')') else {
        return false;
    };
    let first = word.chars().next().unwrap_or(' ');
    (2..=3).contains(&word.len())
        && first.is_ascii_alphabetic()
        && word.chars().all(|c| c == first)
        && rest.starts_with([' ', '\t'])
}

/// The numbers of `1.1 x` or `1.1. x`: what looks like a paragraph number and is no marker.
fn path(text: &str) -> Option<Vec<u16>> {
    let length = path_length(text);
    let word = text[..length].strip_suffix('.').unwrap_or(&text[..length]);
    let rest = &text[length..];
    if !word.contains('.') || !rest.starts_with([' ', '\t']) || rest.lines().next()?.trim().is_empty() {
        return None;
    }
    let number = |part: &str| (1..=3).contains(&part.len()).then(|| part.parse().ok()).flatten();
    word.split('.').map(number).collect()
}

fn path_length(text: &str) -> usize {
    text.bytes()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
        .count()
}

/// Whether a paragraph number may stand right behind another: 1.2 behind 1.1, 1.1.1 behind 1.1.
fn follows(before: &[u16], after: &[u16]) -> bool {
    let Some((last, rest)) = after.split_last() else {
        return false;
    };
    before == rest && *last == 1
        || before.len() >= after.len() && before.starts_with(rest) && before[rest.len()].checked_add(1) == Some(*last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_look_like_items_are_told_from_sentences() {
        for stray in [
            "(aa) x",
            "bb) x",
            "1.4.1 x",
            "1.1 Tujuan",
            "1.1. x",
            "• x",
            "•\tx",
            "➢x",
            "(b) x",
            "12. x",
            "– x",
            "o x",
            "Ø\tx",
            "-kata",
            "(a)satu",
            "1.satu",
            "☐ x",
            "✓ x",
            "(a)\u{a0}x",
        ] {
            assert!(is_stray(stray), "{stray}");
            assert!(!is_stray(&unmarked(stray)), "{stray}: {}", unmarked(stray));
        }
        for plain in [
            "(ab) x",
            "aa x",
            "1.4",
            "3.5",
            "A. Rahman",
            "2020 x",
            "1.4%",
            "12:30 x",
            "1.2345 x",
            "aa.my x",
        ] {
            assert!(!is_stray(plain), "{plain}");
        }
        for amount in ["1.4 juta", "2.4 GHz", "2.5 Mbps"] {
            assert_eq!(stray(amount, Line::First), None, "{amount}");
        }
    }

    #[test]
    fn paragraph_numbers_follow_one_another() {
        for (before, after) in [
            (vec![1, 1], vec![1, 2]),
            (vec![1, 1], vec![1, 1, 1]),
            (vec![1, 1, 3], vec![1, 2]),
        ] {
            assert!(follows(&before, &after), "{before:?} {after:?}");
        }
        for (before, after) in [
            (vec![1, 4], vec![2, 5]),
            (vec![1, 2], vec![1, 1]),
            (vec![1, 1], vec![1, 3]),
        ] {
            assert!(!follows(&before, &after), "{before:?} {after:?}");
        }
    }
}
