//! Text inside images: PNG text chunks, JPEG comments, EXIF and XMP, WebP metadata.
//!
//! Pixels are read as bytes, not unpacked: text drawn in an image is a picture of text, which no search finds.

use flate2::read::ZlibDecoder;

use super::archive;
use super::explore::{Explorer, Origin};

/// Metadata has short strings among numbers.
const SHORTEST: usize = 3;

/// Reads the metadata of an image; does nothing for other bytes.
pub(super) fn metadata(explorer: &mut Explorer<'_>, bytes: &[u8], origin: Origin, depth: u8) {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(explorer, bytes, origin, depth);
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        jpeg(explorer, bytes, origin, depth);
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        webp(explorer, bytes, origin, depth);
    }
}

fn png(explorer: &mut Explorer<'_>, bytes: &[u8], origin: Origin, depth: u8) {
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let size = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let body = &bytes[at + 8..bytes.len().min((at + 8).saturating_add(size))];
        if matches!(&head[4..], b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf") {
            explorer.text_runs(&latin(body), SHORTEST, origin.decoded(at), depth);
            // Keyword and flags come first; the packed text begins within them.
            for start in (0..body.len().min(512)).filter(|start| archive::is_zlib(&body[*start..])) {
                archive::inflate(explorer, ZlibDecoder::new(&body[start..]), origin.decoded(at), depth);
            }
        }
        at = (at + 12).saturating_add(size);
    }
}

/// The chunk as UTF-8, converted from Latin-1 where it is not.
fn latin(body: &[u8]) -> Vec<u8> {
    if std::str::from_utf8(body).is_ok() {
        return body.to_vec();
    }
    body.iter()
        .map(|byte| char::from(*byte))
        .collect::<String>()
        .into_bytes()
}

fn jpeg(explorer: &mut Explorer<'_>, bytes: &[u8], origin: Origin, depth: u8) {
    let mut at = 2;
    while let Some(&[0xff, marker, high, low]) = bytes.get(at..at + 4) {
        let size = usize::from(u16::from_be_bytes([high, low])).max(2);
        let body = &bytes[at + 4..bytes.len().min(at + 2 + size).max(at + 4)];
        match marker {
            // Comment, EXIF and XMP, IPTC. Colour profiles (APP2) are tables of short tags.
            0xfe | 0xe1 | 0xed => explorer.text_runs(&latin(body), SHORTEST, origin.decoded(at), depth),
            // Start of scan: what follows is pixels.
            0xda => return,
            _ => {}
        }
        at += 2 + size;
    }
}

fn webp(explorer: &mut Explorer<'_>, bytes: &[u8], origin: Origin, depth: u8) {
    let mut at = 12;
    while let Some(head) = bytes.get(at..at + 8) {
        let size = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let body = &bytes[at + 8..bytes.len().min((at + 8).saturating_add(size))];
        if matches!(&head[..4], b"EXIF" | b"XMP ") {
            explorer.text_runs(body, SHORTEST, origin.decoded(at), depth);
        }
        at = (at + 8).saturating_add(size).saturating_add(size & 1);
    }
}
