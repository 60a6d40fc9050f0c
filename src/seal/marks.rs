//! The marks of a copy as its bundle carries them.

use std::io;

use qrcode::{Color, EcLevel, QrCode};
use serde_json::{Value, json};

use super::CopyFacts;
use crate::{marks::CopyMarks, plan::Plan};

/// What the reader marks the text with, and what it shows.
pub(super) fn json(plan: &Plan, facts: &CopyFacts<'_>, marks: &CopyMarks) -> io::Result<Value> {
    let code = marks.code.to_string();
    let line = format!("TERKAWAL {} {} {} {code}", plan.version, facts.number, facts.generation);
    let square = QrCode::with_error_correction_level(line, EcLevel::M).map_err(io::Error::other)?;
    let colors = square.to_colors();
    let rows: Vec<String> = colors.chunks(square.width()).map(hex_row).collect();
    let mut json = json!({ "code": code, "square": rows });
    if plan.marks.characters {
        json["key"] = json!(*marks.characters.text());
    }
    Ok(json)
}

/// Four modules to a digit, the first one the highest bit.
fn hex_row(row: &[Color]) -> String {
    let digit = |four: &[Color]| {
        let bits = (0..4).map(|at| u32::from(four.get(at) == Some(&Color::Dark)));
        let value = bits.fold(0, |value, bit| value * 2 + bit);
        char::from_digit(value, 16).unwrap_or('0')
    };
    row.chunks(4).map(digit).collect()
}
