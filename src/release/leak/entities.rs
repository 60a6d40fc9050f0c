//! HTML character references.

/// Part of a text with references.
pub(super) enum Piece<'t> {
    Text(&'t str),
    Character(char),
    /// A name that stands for no letter that matters: it separates or joins.
    Unknown,
}

/// The longest name that is looked at.
const LONGEST: usize = 32;

/// Calls `piece` for each part of `text` with its index.
pub(super) fn each<'t>(text: &'t str, mut piece: impl FnMut(usize, Piece<'t>)) {
    let mut at = 0;
    while let Some(found) = text[at..].find('&') {
        piece(at, Piece::Text(&text[at..at + found]));
        at += found;
        if let Some((character, size)) = reference(&text[at + 1..]) {
            piece(at, character.map_or(Piece::Unknown, Piece::Character));
            at += 1 + size;
        } else {
            piece(at, Piece::Text("&"));
            at += 1;
        }
    }
    piece(at, Piece::Text(&text[at..]));
}

/// Replaces all references.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    each(text, |_, piece| match piece {
        Piece::Text(run) => out.push_str(run),
        Piece::Character(character) => out.push(character),
        Piece::Unknown => out.push('-'),
    });
    out
}

/// What a reference stands for and its length after the ampersand.
fn reference(text: &str) -> Option<(Option<char>, usize)> {
    if let Some(number) = text.strip_prefix('#') {
        let hex = number.starts_with(['x', 'X']);
        let digits = &number[usize::from(hex)..];
        let radix = if hex { 16 } else { 10 };
        let size = digits
            .bytes()
            .take(LONGEST)
            .take_while(|byte| char::from(*byte).is_digit(radix))
            .count();
        let code = u32::from_str_radix(&digits[..size], radix).ok()?;
        let end = usize::from(digits.as_bytes().get(size) == Some(&b';'));
        return Some((char::from_u32(code), 1 + usize::from(hex) + size + end));
    }
    let size = text.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    (text.as_bytes().get(size) == Some(&b';') && size > 0).then(|| (named(&text[..size]), size + 1))
}

fn named(name: &str) -> Option<char> {
    /// Accents are of no account in matching, so the letter will do.
    const ACCENTS: [&str; 9] = [
        "acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "caron", "macr",
    ];
    let mut letters = name.chars();
    if let (Some(first), true) = (letters.next(), ACCENTS.contains(&letters.as_str())) {
        return Some(first);
    }
    Some(match name {
        "amp" | "AMP" => '&',
        "lt" | "LT" => '<',
        "gt" | "GT" => '>',
        "quot" | "QUOT" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" | "Tab" | "NewLine" | "numsp" => ' ',
        "shy" | "zwnj" | "zwj" | "ZeroWidthSpace" | "NoBreak" => '\u{ad}',
        "middot" | "CenterDot" => '·',
        "mdash" => '—',
        "vert" | "verbar" => '|',
        "commat" => '@',
        "period" => '.',
        "comma" => ',',
        "sol" => '/',
        "percnt" => '%',
        "bsol" => '\\',
        "lpar" => '(',
        "rpar" => ')',
        "colon" => ':',
        "lowbar" => '_',
        _ => return None,
    })
}
