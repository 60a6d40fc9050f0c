//! How wide a text is, near enough to break lines in boxes: no font is at hand when a drawing is made.

use super::Units;

/// Size of the letters in drawings.
pub(in crate::render) const SIZE: Units = 14;
/// From one base line to the next.
pub(in crate::render) const LINE: Units = 18;

/// An upper guess of the width of a text in a common sans serif face.
pub(in crate::render) fn width(text: &str) -> Units {
    let tenths: Units = text.chars().map(tenths).sum();
    (tenths * SIZE + 9) / 10
}

/// Tenths of the letter size.
fn tenths(c: char) -> Units {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 3,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '-' | '/' | 'I' => 4,
        'm' | 'w' | 'M' | 'W' | '@' => 9,
        'A'..='Z' | '%' | '&' => 7,
        c if u32::from(c) < 0x1100 => 6,
        _ => 10,
    }
}

/// Breaks a text into lines no wider than `most`; a word that is wider is broken inside.
pub(in crate::render) fn wrap(text: &str, most: Units) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        for part in pieces(word, most) {
            let joined = if line.is_empty() {
                part.clone()
            } else {
                format!("{line} {part}")
            };
            if width(&joined) <= most || line.is_empty() {
                line = joined;
            } else {
                lines.push(std::mem::replace(&mut line, part));
            }
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// The word, or pieces of it that fit.
fn pieces(word: &str, most: Units) -> Vec<String> {
    if width(word) <= most {
        return vec![word.to_owned()];
    }
    let mut parts = Vec::new();
    let mut part = String::new();
    for c in word.chars() {
        part.push(c);
        if width(&part) > most && part.chars().count() > 1 {
            part.pop();
            parts.push(std::mem::replace(&mut part, c.to_string()));
        }
    }
    parts.push(part);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_nothing() {
        let text = "Pasukan Pemulihan Bencana dan Pascapemulihan-yang-sangat-panjang-sekali";
        let lines = wrap(text, 120);
        assert!(
            lines.len() > 2 && lines.iter().all(|line| width(line) <= 120),
            "{lines:?}"
        );
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(letters(&lines.concat()), letters(text));
        assert_eq!(wrap("", 100), [""]);
    }
}
