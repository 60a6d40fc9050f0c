//! Markers of ours made plain for the parser, and items moved below the item that they belong to.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{Delimiter, Marker, boxes, is_tick, marker, readings, runs};
use crate::document::{dialect::prepared::Prepared, markdown::OPTIONS};

/// So often what was found is given back or moved; each round can only leave less to do.
const ROUNDS: usize = 8;

/// Rewrites markers that the parser does not know.
///
/// An item of another kind that is indented further than the one above it, but not as far as its words, belongs below
/// it all the same: it is moved there.
pub(in crate::document::dialect) fn rewrite(text: Prepared) -> Prepared {
    let mut text = text;
    let mut written = write_items(&text);
    for _ in 0..ROUNDS {
        let moves = moves(&text, &written);
        if moves.is_empty() {
            break;
        }
        text = moved(&text, &moves);
        written = write_items(&text);
    }
    ticked(apart(&text, written).prepared)
}

/// A text with its markers written for the parser.
struct Written {
    prepared: Prepared,
    /// Where each marker of ours stands there, and where in the text before.
    markers: BTreeMap<usize, usize>,
}

impl Written {
    /// The marker of an item of the parser, as the author wrote it; bullets have none.
    fn marker<'t>(&'t self, text: &'t Prepared, at: usize) -> Option<Marker<'t>> {
        match self.markers.get(&at) {
            Some(candidate) => marker(&text.text()[*candidate..]),
            None => marker(&self.prepared.text()[at..]),
        }
    }
}

fn write_items(text: &Prepared) -> Written {
    let mut candidates = candidates(text.text());
    // What is no item is given back.
    for _ in 0..ROUNDS {
        let written = write(text, &candidates, &BTreeSet::new());
        if candidates.is_empty() {
            return written;
        }
        let items = item_places(written.prepared.text());
        let before = candidates.len();
        candidates = written
            .markers
            .iter()
            .filter(|(at, _)| items.contains(at))
            .map(|(_, candidate)| *candidate)
            .collect();
        if candidates.len() == before {
            return written;
        }
    }
    write(text, &BTreeSet::new(), &BTreeSet::new())
}

/// Places at which a marker of ours might begin an item.
fn candidates(text: &str) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let mut at = 0;
        // Behind quotation marks and the markers of items around it.
        loop {
            at += line[at..]
                .bytes()
                .take_while(|byte| matches!(byte, b' ' | b'\t' | b'>'))
                .count();
            if let Some(marker) = marker(&line[at..]) {
                if !is_plain(&marker) {
                    found.insert(line_start + at);
                }
                at += marker.length;
            } else if line[at..].starts_with(['-', '*', '+']) && line[at + 1..].starts_with([' ', '\t']) {
                at += 1;
            } else {
                break;
            }
        }
        line_start += line.len();
    }
    found
}

/// What the parser knows itself.
pub(super) fn is_plain(marker: &Marker<'_>) -> bool {
    matches!(marker.delimiter, Delimiter::Period | Delimiter::Paren) && marker.text.bytes().all(|b| b.is_ascii_digit())
}

/// The text with these markers written for the parser; those in `flipped` with the other sign behind their number.
fn write(text: &Prepared, candidates: &BTreeSet<usize>, flipped: &BTreeSet<usize>) -> Written {
    let mut prepared = Prepared::default();
    let mut markers = BTreeMap::new();
    let mut at = 0;
    for candidate in candidates {
        let Some(marker) = marker(&text.text()[*candidate..]) else {
            continue;
        };
        prepared.push_part(text, at..*candidate);
        markers.insert(prepared.text().len(), *candidate);
        prepared.push(&plain(&marker, flipped.contains(candidate)), text.offset(*candidate));
        at = candidate + marker.length;
    }
    prepared.push_part(text, at..text.text().len());
    Written { prepared, markers }
}

/// A marker that the parser knows, as wide as the one that it stands for. Only a first item may interrupt a paragraph.
fn plain(marker: &Marker<'_>, flipped: bool) -> String {
    if is_tick(marker) {
        return "+".to_owned();
    }
    let first = readings(marker).iter().any(|(_, value)| *value <= 1);
    let width = marker.length.saturating_sub(2);
    // Two parentheses are told from one, so that neighbouring lists stay apart for the parser.
    let paren = (marker.delimiter == Delimiter::Paren) != flipped;
    let end = if paren { ')' } else { '.' };
    format!("{}{}{end}", "0".repeat(width), if first { '1' } else { '2' })
}

/// Lists that follow one another with nothing between them: the places of the items of each.
type Neighbours = Vec<Vec<Item>>;

struct Item {
    /// Byte of its marker.
    at: usize,
    /// Byte behind it.
    end: usize,
}

/// All lists as the parser reads them.
fn lists(text: &str) -> Vec<Neighbours> {
    let mut found: Vec<Neighbours> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut just_ended = None;
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        let before = just_ended.take();
        match event {
            Event::Start(Tag::List(_)) => {
                let neighbours = before.unwrap_or_else(|| {
                    found.push(Vec::new());
                    found.len() - 1
                });
                found[neighbours].push(Vec::new());
                open.push(neighbours);
            }
            Event::Start(Tag::Item) => {
                let list = open.last().and_then(|neighbours| found[*neighbours].last_mut());
                list.expect("items stand in lists").push(Item {
                    at: marker_at(text, range.start),
                    end: range.end,
                });
            }
            Event::End(TagEnd::List(_)) => just_ended = open.pop(),
            _ => {}
        }
    }
    found
}

/// The text with `[√]` at the beginning of an item written as the parser knows it.
fn ticked(text: Prepared) -> Prepared {
    if !text.text().contains(boxes::TICKED) {
        return text;
    }
    let mut done = Prepared::default();
    let mut at = 0;
    for item in item_places(text.text()) {
        let words = item + width(&text.text()[item..]);
        if let Some(sign) = text.text().get(words..).and_then(boxes::ticked) {
            let sign = words + sign.start..words + sign.end;
            done.push_part(&text, at..sign.start);
            done.push("x", text.offset(sign.start));
            at = sign.end;
        }
    }
    done.push_part(&text, at..text.text().len());
    done
}

fn item_places(text: &str) -> BTreeSet<usize> {
    let lists = lists(text).into_iter().flatten().flatten();
    lists.map(|item| item.at).collect()
}

/// An item that is indented begins, for the parser, with its blanks.
pub fn marker_at(text: &str, at: usize) -> usize {
    at + text[at..]
        .bytes()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count()
}

/// Bytes of blanks and quotation marks that a line begins with.
fn margin(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'>')).count()
}

/// Bytes before a marker, when it is the first of its line.
fn column(text: &str, at: usize) -> Option<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let column = at - start;
    (margin(&text[start..]) == column).then_some(column)
}

/// How many blanks to add to which lines, and behind which byte of them.
fn moves(text: &Prepared, written: &Written) -> BTreeMap<usize, (usize, usize)> {
    let prepared = written.prepared.text();
    let mut moves = BTreeMap::new();
    // Most texts have no item that is indented.
    if !prepared.lines().any(|line| margin(line) > 0) {
        return moves;
    }
    for neighbours in lists(prepared) {
        let mut above: Option<(usize, usize)> = None;
        // The item that was moved last.
        let mut below: Option<(usize, usize)> = None;
        for item in neighbours.iter().flatten() {
            let Some(here) = column(prepared, item.at) else {
                above = None;
                continue;
            };
            let goes_on = |other: (usize, usize)| counts_on(text, written, other.1, item.at);
            let beside_moved = below.is_some_and(|below| here >= below.0 && goes_on(below));
            match above.filter(|above| here > above.0 && (beside_moved || !goes_on(*above))) {
                None => {
                    above = Some((here, item.at));
                    below = None;
                }
                Some((column, at)) => {
                    let blanks = (column + width(&prepared[at..])).saturating_sub(here);
                    move_item(prepared, item, here, blanks, &mut moves);
                    below = Some((here, item.at));
                }
            }
        }
    }
    moves
}

/// Moves all lines of an item.
fn move_item(text: &str, item: &Item, column: usize, blanks: usize, moves: &mut BTreeMap<usize, (usize, usize)>) {
    if blanks == 0 {
        return;
    }
    let first = text[..item.at].matches('\n').count();
    for (line, content) in text[item.at - column..item.end].lines().enumerate() {
        let margin = margin(content);
        if margin < content.len() {
            moves.insert(first + line, (margin.min(column), blanks));
        }
    }
}

/// Bytes from a marker to its words.
fn width(item: &str) -> usize {
    let line = item.lines().next().unwrap_or_default();
    let marker = line.find([' ', '\t']).unwrap_or(line.len());
    let blanks = line[marker..].len() - line[marker..].trim_start().len();
    // More of them begin a code block.
    marker + if (1..=4).contains(&blanks) { blanks } else { 1 }
}

/// Whether an item counts on from another, or is a bullet or plain number beside it, as in Markdown.
fn counts_on(text: &Prepared, written: &Written, above: usize, at: usize) -> bool {
    let ours = |at: usize| written.markers.contains_key(&at);
    match (written.marker(text, above), written.marker(text, at)) {
        (Some(above_marker), Some(marker)) => {
            let plain = !ours(above) && !ours(at);
            let following = readings(&marker);
            above_marker.delimiter == marker.delimiter
                && readings(&above_marker)
                    .iter()
                    .any(|(style, value)| plain || following.contains(&(*style, value + 1)))
        }
        (None, None) => written.prepared.text().as_bytes()[above] == written.prepared.text().as_bytes()[at],
        _ => false,
    }
}

/// The text with blanks added to its lines.
fn moved(text: &Prepared, moves: &BTreeMap<usize, (usize, usize)>) -> Prepared {
    let mut prepared = Prepared::default();
    let mut at = 0;
    for (number, line) in text.text().split_inclusive('\n').enumerate() {
        let (margin, blanks) = moves.get(&number).copied().unwrap_or_default();
        prepared.push_part(text, at..at + margin);
        prepared.push(&" ".repeat(blanks), text.offset(at + margin));
        prepared.push_part(text, at + margin..at + line.len());
        at += line.len();
    }
    prepared
}

/// Gives neighbouring lists of different kinds signs by which the parser parts them, so that an empty line between them
/// makes neither of them loose.
fn apart(text: &Prepared, written: Written) -> Written {
    let mut flipped = BTreeSet::new();
    for items in lists(written.prepared.text()).iter().flatten() {
        let markers: Option<Vec<Marker<'_>>> = items.iter().map(|item| written.marker(text, item.at)).collect();
        let Some(runs) = markers.map(|markers| runs(&markers)) else {
            continue;
        };
        let mut at = 0;
        let mut flip = false;
        for run in runs {
            let ours = items[at..at + run.values.len()]
                .iter()
                .map(|item| written.markers.get(&item.at));
            if flip {
                flipped.extend(ours.flatten());
            }
            flip = !flip;
            at += run.values.len();
        }
    }
    if flipped.is_empty() {
        return written;
    }
    let candidates = written.markers.values().copied().collect();
    let parted = write(text, &candidates, &flipped);
    let same = item_places(parted.prepared.text()) == item_places(written.prepared.text());
    if same { parted } else { written }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        rewrite(Prepared::whole(text, 0)).text().to_owned()
    }

    #[test]
    fn only_items_are_rewritten() {
        let text = "Ayat\nyang memuat\nc) di tengah.\n\na) satu\n   (i) dalam\n\n√ siap\n\nAyat.\n\n    a) kod\n\n```\na) kod\n```\n- b) dua\n";
        let prepared = rewrite(Prepared::whole(text, 0));
        let expected = "Ayat\nyang memuat\nc) di tengah.\n\n1) satu\n   01. dalam\n\n+ siap\n\nAyat.\n\n    a) kod\n\n```\na) kod\n```\n- 2) dua\n";
        assert_eq!(prepared.text(), expected);
        for (at, _) in prepared.text().match_indices("siap") {
            assert_eq!(&text[prepared.offset(at)..][..4], "siap");
        }
    }

    #[test]
    fn items_that_are_indented_too_little_are_moved_below_the_one_above() {
        for (text, expected) in [
            ("1. x:\n  a) y\n  b) z\n2. w\n", "1. x:\n   1) y\n   2) z\n2. w\n"),
            ("1. x\n\n  (i) y\n      lagi\n", "1. x\n\n   01. y\n       lagi\n"),
            ("> 1. x\n>  - y\n", "> 1. x\n>    - y\n"),
            ("- x\n - y\n", "- x\n - y\n"),
            ("a) x\n b) y\n", "1) x\n 2) y\n"),
        ] {
            assert_eq!(rewritten(text), expected, "{text}");
        }
    }

    #[test]
    fn lists_of_different_kinds_are_parted() {
        assert_eq!(rewritten("1) x\n\na) y\n"), "1) x\n\n1. y\n");
        assert_eq!(rewritten("(a) x\n\n(1) y\n(2) z\n"), "01. x\n\n01) y\n02) z\n");
    }
}
