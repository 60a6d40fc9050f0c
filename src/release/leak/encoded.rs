//! Base64, hex and percent encoding.

use std::ops::Range;

use super::explore::{Explorer, Origin};

/// Shorter runs are words.
const SHORTEST: usize = 24;
/// Longer runs are data and no path of words: short words in them are chance.
pub(super) const LONG: usize = 256;
/// Encoded data is wrapped at 60 characters or more, prose hardly has a word of 40.
const WRAPPED: usize = 40;

/// The value of a character in base64 or base64url; 64 for others.
const VALUES: [u8; 256] = {
    let mut table = [64; 256];
    let mut value = 0;
    while value < 26 {
        table[(b'A' + value) as usize] = value;
        table[(b'a' + value) as usize] = value + 26;
        value += 1;
    }
    let mut digit = 0;
    while digit < 10 {
        table[(b'0' + digit) as usize] = digit + 52;
        digit += 1;
    }
    table[b'+' as usize] = 62;
    table[b'-' as usize] = 62;
    table[b'/' as usize] = 63;
    table[b'_' as usize] = 63;
    table
};

fn is_digit(byte: u8) -> bool {
    VALUES[usize::from(byte)] < 64
}

/// The runs of base64 characters, line wraps included.
pub(super) fn runs(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !is_digit(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        let mut line = at;
        while at < bytes.len() {
            if is_digit(bytes[at]) {
                at += 1;
                continue;
            }
            let wrap = usize::from(bytes[at] == b'\r') + 1;
            let is_wrap = at - line >= WRAPPED && bytes.get(at + wrap - 1) == Some(&b'\n');
            if !is_wrap || !bytes.get(at + wrap).copied().is_some_and(is_digit) {
                break;
            }
            at += wrap;
            line = at;
        }
        if at - start >= SHORTEST {
            runs.push(start..at);
        }
    }
    runs
}

/// Decodes a run from every position at which its code may begin: a path or a key often stands before it.
pub(super) fn unpack(explorer: &mut Explorer<'_>, run: &[u8], origin: Origin, depth: u8) {
    for skip in 0..4.min(run.len()) {
        let bytes = base64(&run[skip..]);
        explorer.blob(&bytes, origin.decoded(0), depth + 1);
        if skip == 0 && super::binary::is_known(&bytes) {
            return;
        }
    }
    if run
        .iter()
        .all(|byte| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace())
    {
        for skip in 0..2 {
            explorer.blob(&hex(&run[skip..]), origin.decoded(0), depth + 1);
        }
    }
}

/// Decodes what can be decoded; padding and a last odd character are of no account.
fn base64(run: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(run.len() / 4 * 3 + 3);
    let (mut bits, mut held) = (0_u32, 0);
    for value in run
        .iter()
        .map(|byte| VALUES[usize::from(*byte)])
        .filter(|value| *value < 64)
    {
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    out
}

fn hex(run: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = run.iter().filter_map(|byte| hex_value(*byte)).collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn hex_value(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Decodes the stretches between quotation marks, tags and line ends that hold percent escapes.
pub(super) fn percent(explorer: &mut Explorer<'_>, text: &str, origin: Origin, depth: u8) {
    let mut at = 0;
    for stretch in text.split(['"', '\'', '<', '>', '\n']) {
        if let Some(decoded) = undo_percent(stretch.as_bytes()) {
            explorer.blob(&decoded, origin.decoded(at), depth + 1);
        }
        at += stretch.len() + 1;
    }
}

fn undo_percent(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'%') {
        at += found;
        let pair = (
            bytes.get(at + 1).copied().and_then(hex_value),
            bytes.get(at + 2).copied().and_then(hex_value),
        );
        if let (Some(high), Some(low)) = pair {
            out.extend_from_slice(&bytes[copied..at]);
            out.push(high << 4 | low);
            copied = at + 3;
            at = copied;
        } else {
            at += 1;
        }
    }
    out.extend_from_slice(&bytes[copied..]);
    (copied > 0).then_some(out)
}
