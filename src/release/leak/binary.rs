//! Telling text, UTF-16 and ciphertext apart from other bytes.

const AGE: &[u8] = b"age-encryption.org/v1\n";
/// An age header has a line or two a recipient.
const AGE_HEADER: usize = 1 << 20;
/// Printable bytes in line that ciphertext does not have.
const NOT_RANDOM: usize = 40;

/// The header of an age file, which is in the clear. None if `bytes` are something else, or if what follows the header
/// is plainly not encrypted.
pub(super) fn age_header(bytes: &[u8]) -> Option<&str> {
    if !bytes.starts_with(AGE) {
        return None;
    }
    let head = &bytes[..bytes.len().min(AGE_HEADER)];
    let mac = head.windows(5).position(|window| window == b"\n--- ")? + 1;
    let end = mac + head[mac..].iter().position(|byte| *byte == b'\n')?;
    let is_random = text_runs(&bytes[end + 1..], NOT_RANDOM).is_empty();
    if is_random {
        std::str::from_utf8(&bytes[..end]).ok()
    } else {
        None
    }
}

/// UTF-8 without control characters.
pub(super) fn as_text(bytes: &[u8]) -> Option<&str> {
    if bytes.iter().copied().any(is_control) {
        return None;
    }
    std::str::from_utf8(bytes).ok()
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c) || byte == 0x7f
}

/// The stretches of UTF-8 without control characters, of `least` bytes or more, and where they begin.
pub(super) fn text_runs(bytes: &[u8], least: usize) -> Vec<(usize, &str)> {
    let least = least.max(1);
    let mut runs = Vec::new();
    let mut start = 0;
    // Backwards from where a run would be long enough: noise has a control character in nine bytes, so most of it is
    // never looked at.
    while let Some(window) = bytes.get(start..start + least) {
        if let Some(control) = window.iter().rposition(|byte| is_control(*byte)) {
            start += control + 1;
            continue;
        }
        let rest = &bytes[start..];
        let run = &rest[..rest.iter().position(|byte| is_control(*byte)).unwrap_or(rest.len())];
        let mut at = start;
        for chunk in run.utf8_chunks() {
            if chunk.valid().len() >= least {
                runs.push((at, chunk.valid()));
            }
            at += chunk.valid().len() + chunk.invalid().len();
        }
        start += run.len() + 1;
    }
    runs
}

/// The text of bytes that begin with the byte order mark of UTF-16.
pub(super) fn marked_utf16(bytes: &[u8]) -> Option<String> {
    let unit = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    Some(utf16(bytes, unit))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .map(|c| c.unwrap_or(' '))
        .collect()
}

/// The stretches of `least` units or more that are Latin text in UTF-16 of either byte order, at any byte.
pub(super) fn utf16_runs(bytes: &[u8], least: usize) -> Vec<(usize, String)> {
    let mut runs = Vec::new();
    for (low, unit) in [(0, u16::from_le_bytes as fn([u8; 2]) -> u16), (1, u16::from_be_bytes)] {
        let is_unit = |pair: &[u8]| is_latin(pair[low], pair[1 - low]);
        let mut at = 0;
        // The first letter has a zero byte; everything else is passed over quickly.
        while let Some(zero) = bytes
            .get(at + 1 - low..)
            .and_then(|rest| rest.iter().position(|byte| *byte == 0))
        {
            at += zero;
            let units = bytes[at..].chunks_exact(2).take_while(|pair| is_unit(pair)).count();
            if units >= least {
                runs.push((at, utf16(&bytes[at..at + 2 * units], unit)));
            }
            at += (2 * units).max(1);
        }
    }
    runs
}

/// Latin letters and general punctuation.
fn is_latin(low: u8, high: u8) -> bool {
    match high {
        0 => !is_control(low) && low != 0,
        0x01 | 0x1e | 0x20 => true,
        _ => false,
    }
}

/// Whether bytes begin as some common format does, and so are no accident of decoding.
pub(super) fn is_known(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 9] = [
        AGE,
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"RIFF",
        b"GIF8",
        b"\x1f\x8b\x08",
        b"PK\x03\x04",
        b"wOF",
        b"%PDF",
    ];
    MAGIC.iter().any(|magic| bytes.starts_with(magic)) || as_text(bytes).is_some()
}
