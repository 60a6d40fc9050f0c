//! Places of pictures: a text holds none, so each gets a file that says what is missing until it is replaced.

use super::blocks::{Block, Kind};
use super::inline;

/// What converters leave in the place of a picture, between brackets or signs.
const NAMES: [&str; 10] = [
    "gambar",
    "gambar rajah",
    "gambarajah",
    "rajah",
    "carta",
    "imej",
    "image",
    "picture",
    "figure",
    "foto",
];

/// What a block says of the picture in whose place it stands; `None` for any other block.
pub(super) fn words(block: &Block) -> Option<String> {
    if block.kind != Kind::Text || !block.inside.is_empty() {
        return None;
    }
    if inline::pictures(&block.text) == 1 {
        return inline::only_picture(&block.text);
    }
    let plain = inline::plain(&block.text);
    let is_set_off = plain.starts_with(['[', '(', '<', '{', '=']) && plain.ends_with([']', ')', '>', '}', '=']);
    let name = plain.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let name = name
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
        .trim_end();
    (is_set_off && NAMES.contains(&name)).then(String::new)
}

/// The file of a figure below the content.
pub(super) fn path(number: &str) -> String {
    format!("gambar/rajah-{}.svg", number.replace('.', "-"))
}

/// A drawing that says which figure belongs here. No two are alike, so that an open and a sealed one are told apart.
pub(super) fn drawing(number: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 480 160\" role=\"img\">\n\
         <title>Rajah {number}</title>\n\
         <rect x=\"1\" y=\"1\" width=\"478\" height=\"158\" fill=\"#f4f4f4\" stroke=\"#767676\" stroke-dasharray=\"6 4\"/>\n\
         <text x=\"240\" y=\"86\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"18\" fill=\"#333\">Rajah {number}: gantikan fail ini</text>\n\
         </svg>\n"
    )
}
