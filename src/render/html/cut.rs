//! Cleaned HTML to pieces, at the places that were left open.

use super::Target;
use crate::render::markup::Piece;

/// What stands before and behind the mark of a hole, without the paragraph that was made for it. Raw HTML of the author
/// may have swallowed a part of that.
fn around<'h>(before: &'h str, behind: &'h str) -> (&'h str, &'h str) {
    let Some(before) = before.strip_suffix("<a href") else {
        return (before, behind);
    };
    let behind = behind.split_once("</a>").map_or(behind, |(_, behind)| behind);
    match (before.strip_suffix("<p>"), behind.strip_prefix("</p>")) {
        (Some(before), Some(behind)) => (before, behind),
        _ => (before, behind),
    }
}

/// Cuts the clean HTML at the open places.
pub(super) fn cut(html: &str, targets: &[Target], scheme: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = html;
    let mark = format!("=\"{scheme}:");
    while let Some(at) = rest.find(&mark) {
        let value = at + "=\"".len();
        let number = &rest[at + mark.len()..];
        let length = number.find('"').expect("the cleaner closes every attribute");
        let target = number[..length]
            .parse()
            .ok()
            .and_then(|number: usize| targets.get(number));
        let after = at + mark.len() + length;
        match target.expect("only rendering writes this scheme, and only for its targets") {
            Target::Section { index, anchor } => {
                pieces.push(Piece::Html(rest[..value].to_owned()));
                pieces.push(Piece::Section {
                    index: *index,
                    anchor: anchor.clone(),
                });
                rest = &rest[after..];
            }
            Target::Asset(asset) => {
                pieces.push(Piece::Html(rest[..value].to_owned()));
                pieces.push(Piece::Asset(*asset));
                rest = &rest[after..];
            }
            target @ (Target::Hole(_) | Target::Own(_)) => {
                let (before, behind) = around(&rest[..at], &rest[after..]);
                pieces.push(Piece::Html(before.to_owned()));
                pieces.push(match target {
                    Target::Own(html) => Piece::Html(html.clone()),
                    Target::Hole(id) => Piece::Hole(id.clone()),
                    _ => unreachable!("matched above"),
                });
                rest = behind;
            }
        }
    }
    pieces.push(Piece::Html(rest.to_owned()));
    pieces
}

/// Opens the places of the section's own id.
pub(super) fn own_ids(pieces: Vec<Piece>, mark: &str) -> Vec<Piece> {
    let mut opened = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let Piece::Html(html) = piece else {
            opened.push(piece);
            continue;
        };
        let mut rest = html.as_str();
        while let Some((before, after)) = rest.split_once(mark) {
            opened.extend([Piece::Html(before.to_owned()), Piece::Own]);
            rest = after;
        }
        opened.push(Piece::Html(rest.to_owned()));
    }
    opened
}
