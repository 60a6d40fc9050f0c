//! The one way a value is written: sorted keys, no white space, exactly what `jq -cS` prints.
//!
//! That holds because text is NFC without control characters (which `jq` and `serde_json` escape differently, and which
//! can hide text on a terminal) and numbers are whole and small enough for the doubles that `jq` counts with.

use serde_json::Value;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// The largest number that `jq` prints as it stands.
const LARGEST_NUMBER: u64 = (1 << 53) - 1;

/// The text of a value.
pub(super) fn text(value: &Value) -> String {
    // serde_json keeps object keys sorted unless its `preserve_order` feature is on; a test watches it.
    value.to_string()
}

/// All text composed (NFC) and without white space around it.
pub(super) fn normalised(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.trim().nfc().collect()),
        Value::Array(list) => list.into_iter().map(normalised).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, normalised(value))).collect(),
        other => other,
    }
}

/// What cannot be written so that every tool reads the same; `None` when all is well.
pub(super) fn fault(value: &Value) -> Option<&'static str> {
    match value {
        Value::String(text) => text_fault(text),
        Value::Number(number) if number.as_u64().is_none_or(|number| number > LARGEST_NUMBER) => {
            Some("a number that is not whole, or too large")
        }
        Value::Array(list) => list.iter().find_map(fault),
        Value::Object(map) => map
            .iter()
            .find_map(|(key, value)| text_fault(key).or_else(|| fault(value))),
        _ => None,
    }
}

fn text_fault(text: &str) -> Option<&'static str> {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.chars().any(char::is_control) {
        Some("a control character")
    } else if text.chars().any(turns) {
        Some("a character that turns the direction of writing")
    } else if !is_nfc(text) {
        Some("text that is not composed (NFC)")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_tools_write_differently_is_refused() {
        for bad in [
            json!({"a": "x\ty"}),
            json!(["\u{7f}"]),
            json!("\u{85}"),
            json!("e\u{301}"),
            json!("\u{202e}"),
            json!({"a\n": 1}),
            json!(1.5),
            json!(-1),
            json!(1_u64 << 53),
        ] {
            assert!(fault(&bad).is_some(), "{bad}");
        }
        let good = normalised(json!({"b": " e\u{301} ", "a": [(1_u64 << 53) - 1, true]}));
        assert_eq!(fault(&good), None);
        assert_eq!(text(&good), "{\"a\":[9007199254740991,true],\"b\":\"é\"}");
    }
}
