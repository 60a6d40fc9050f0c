//! SHA-256 and canonical JSON, as published files and signatures use them.

mod memo;

use base64::Engine as _;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

pub use memo::{Key, KeyOf, Memo};

/// SHA-256 in lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    digits(&Sha256::digest(bytes))
}

fn digits(digest: &[u8]) -> String {
    use std::fmt::Write as _;
    digest.iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// SHA-256 of what comes piece by piece.
#[derive(Default)]
pub struct Running(Sha256);

impl Running {
    /// Takes the next piece.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// SHA-256 of all pieces, as [`hex`] gives it.
    pub fn hex(self) -> String {
        digits(&self.0.finalize())
    }
}

/// SHA-256 in base64, as content security policies want it.
pub fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest(bytes))
}

/// JSON with sorted keys, no white space, one line feed at the end, and `<` written as `\u003c`, so that it can stand
/// in a page byte for byte.
pub fn canonical_json(value: &Value) -> String {
    // serde_json keeps object keys sorted unless its `preserve_order` feature is on; a test watches it.
    value.to_string().replace('<', "\\u003c") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_have_the_digest_of_the_whole() {
        let mut running = Running::default();
        running.add(b"ab");
        running.add(b"c");
        assert_eq!(running.hex(), hex(b"abc"));
    }

    #[test]
    fn keys_are_sorted_and_markup_is_escaped() {
        let value = serde_json::json!({"b": "</script>", "a": 1});
        assert_eq!(canonical_json(&value), "{\"a\":1,\"b\":\"\\u003c/script>\"}\n");
    }
}
