//! Gzip, zlib (PDF streams too) and zip members, at whatever byte they begin.

use std::io::Read;

use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};

use super::explore::{Explorer, Origin};

/// What one packed stream may unpack to. More is refused, not skipped.
const MOST: u64 = if cfg!(test) { 1 << 20 } else { 64 << 20 };
/// The part of a member's name that is read.
const LONGEST_NAME: usize = 255;

/// Packed data that the gate has no reader for; leading bytes of zstd, xz, 7z, bzip2 and RAR.
pub(super) fn is_foreign(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 5] = [
        b"\x28\xb5\x2f\xfd",
        b"\xfd7zXZ\0",
        b"7z\xbc\xaf\x27\x1c",
        b"\x31\x41\x59\x26\x53\x59",
        b"Rar!\x1a\x07",
    ];
    let body = bytes
        .strip_prefix(b"BZh")
        .and_then(|rest| rest.get(1..))
        .unwrap_or(bytes);
    MAGIC.iter().any(|magic| body.starts_with(magic))
}

/// A PDF under a password, or packed in ways that the gate has no reader for.
pub(super) fn is_closed_pdf(bytes: &[u8]) -> bool {
    const CLOSED: [&[u8]; 3] = [b"/Encrypt", b"/LZWDecode", b"/ASCII85Decode"];
    let has = |name: &&[u8]| bytes.windows(name.len()).any(|window| window == *name);
    bytes.starts_with(b"%PDF") && CLOSED.iter().any(has)
}

/// Unpacks every packed stream inside `bytes`.
pub(super) fn unpack(explorer: &mut Explorer<'_>, bytes: &[u8], origin: Origin, depth: u8) {
    if is_zlib(bytes) {
        inflate(explorer, ZlibDecoder::new(bytes), origin.decoded(0), depth);
    }
    for at in 0..bytes.len() {
        let rest = &bytes[at..];
        match rest[0] {
            0x1f if rest.starts_with(&[0x1f, 0x8b, 8]) => {
                inflate(explorer, GzDecoder::new(rest), origin.decoded(at), depth);
            }
            b'P' if rest.starts_with(b"PK\x03\x04") => zip_member(explorer, rest, origin.skip(at), depth),
            b's' if rest.starts_with(b"stream") => {
                let body = rest[6..].strip_prefix(b"\r").unwrap_or(&rest[6..]);
                let body = body.strip_prefix(b"\n").unwrap_or(body);
                if is_zlib(body) {
                    inflate(explorer, ZlibDecoder::new(body), origin.decoded(at), depth);
                }
            }
            _ => {}
        }
    }
}

pub(super) fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [0x78, second, ..] if (0x7800 + u16::from(*second)) % 31 == 0)
}

/// Reads what a decoder gives up to its end, its first fault or the limit.
pub(super) fn inflate(explorer: &mut Explorer<'_>, decoder: impl Read, origin: Origin, depth: u8) {
    let mut out = Vec::new();
    // A fault ends the stream: what came before it is read all the same.
    let _ = decoder.take(MOST + 1).read_to_end(&mut out);
    if out.len() as u64 > MOST {
        return explorer.refuse(origin);
    }
    explorer.blob(&out, origin, depth + 1);
}

fn zip_member(explorer: &mut Explorer<'_>, bytes: &[u8], origin: Origin, depth: u8) {
    let field = |at: usize| {
        bytes
            .get(at..at + 2)
            .map_or(0, |pair| u16::from_le_bytes([pair[0], pair[1]]))
    };
    let (flags, method) = (field(6), field(8));
    let name = 30 + usize::from(field(26));
    let shown = bytes.get(30..name.min(30 + LONGEST_NAME)).unwrap_or_default();
    explorer.derived(&String::from_utf8_lossy(shown), origin.decoded(30), depth);
    let body = bytes.get(name + usize::from(field(28))..).unwrap_or_default();
    match method {
        _ if flags & 1 == 1 => explorer.refuse(origin),
        // A stored member is read with the bytes around it.
        0 => {}
        8 => inflate(explorer, DeflateDecoder::new(body), origin.decoded(0), depth),
        _ => explorer.refuse(origin),
    }
}
