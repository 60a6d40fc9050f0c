//! A gzip tar whose size tells nothing but its order of magnitude.
//!
//! The padding is a member of random bytes, since browsers' gzip refuses trailing bytes and second members. It stands
//! first and is stored, not compressed: so the size of everything else is known before the padding is made, and no time
//! goes into compressing noise. What tar's blocks of 512 bytes leave open to the exact size is filled by the header's
//! extra field (RFC 1952, 2.3.1.1).

use std::io;

use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use jiff::{civil::Date, tz::TimeZone};

use crate::{keys::LARGEST_BUNDLE, world::World};

/// Name of the padding member.
const PADDING: &str = "padding";

/// Level 5 would make bundles of running text 5 % smaller, and sealing a quarter slower.
const LEVEL: Compression = Compression::new(4);

/// Header and trailer of gzip with the length of the extra field.
const FIXED: usize = 10 + 2 + 8;
/// Tar's unit.
const BLOCK: usize = 512;
/// A stored block of deflate holds this much (RFC 1951, 3.2.4) and takes 5 bytes more.
const STORED: usize = 65_535;
const STORED_HEAD: usize = 5;
/// Header and one block of random bytes, so that no padding is ever empty.
const LEAST: usize = 2 * BLOCK + STORED_HEAD;

/// An archive being written.
pub(super) struct Archive {
    tar: tar::Builder<Vec<u8>>,
    modified: u64,
    unpacked: u64,
    /// Where in the tar a new stretch begins.
    stretches: Vec<usize>,
}

impl Archive {
    /// All members carry the day of the version.
    pub(super) fn new(day: Date) -> Self {
        let seconds = day
            .to_zoned(TimeZone::UTC)
            .map_or(0, |zoned| zoned.timestamp().as_second());
        Self {
            tar: tar::Builder::new(Vec::new()),
            modified: u64::try_from(seconds).unwrap_or(0),
            unpacked: 0,
            stretches: vec![0],
        }
    }

    /// Begins a new stretch: what follows is compressed as if nothing stood before it. Otherwise who writes one section
    /// could learn from the size of a copy whether his words stand in another one, too (as in CRIME, 2012).
    pub(super) fn part(&mut self) {
        self.stretches.push(self.tar.get_ref().len());
    }

    /// Adds one file.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.unpacked += bytes.len() as u64;
        // Nobody opens more; an eighth is left for the padding.
        if self.unpacked > LARGEST_BUNDLE / 8 * 7 {
            let message = "what it holds is too large; take attachments or pictures out";
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        append(&mut self.tar, self.modified, name, bytes)
    }

    /// Pads to the Padmé size and returns the gzip file.
    pub(super) fn finish(self, world: &dyn World) -> io::Result<Vec<u8>> {
        let content = self.tar.into_inner()?;
        let body = deflate(&content, &self.stretches)?;

        let size = padme(FIXED + LEAST + body.len());
        let room = size - FIXED - body.len();
        let member = (room - STORED_HEAD * room.div_ceil(STORED)) / BLOCK * BLOCK;
        let extra = room - member - STORED_HEAD * member.div_ceil(STORED);
        let extra = u16::try_from(extra).map_err(io::Error::other)?;
        let mut padding = vec![0; member - BLOCK];
        world.fill_random(&mut padding)?;
        let mut first = tar::Builder::new(Vec::with_capacity(member + 2 * BLOCK));
        append(&mut first, self.modified, PADDING, &padding)?;

        let mut out = Vec::with_capacity(size);
        // ID, deflate, flag FEXTRA, no time, no extra flags, unknown system.
        out.extend_from_slice(&[0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255]);
        out.extend_from_slice(&extra.to_le_bytes());
        out.resize(out.len() + usize::from(extra), 0);
        store(first.get_ref(), &mut out)?;
        out.extend_from_slice(&body);
        let mut crc = Crc::new();
        crc.update(first.get_ref());
        crc.update(&content);
        out.extend_from_slice(&crc.sum().to_le_bytes());
        out.extend_from_slice(&crc.amount().to_le_bytes());
        Ok(out)
    }
}

fn append(tar: &mut tar::Builder<Vec<u8>>, modified: u64, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_mtime(modified);
    header.set_entry_type(tar::EntryType::Regular);
    tar.append_data(&mut header, name, bytes)
}

/// One deflate stream in which no stretch refers to another.
fn deflate(content: &[u8], stretches: &[usize]) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(content.len() / 4);
    let ends = stretches.iter().skip(1).copied().chain([content.len()]);
    let mut compress = Compress::new(LEVEL, false);
    for (start, end) in stretches.iter().copied().zip(ends) {
        let is_last = end == content.len();
        // A full flush forgets what stood before.
        let flush = if is_last {
            FlushCompress::Finish
        } else {
            FlushCompress::Full
        };
        let mut at = start;
        loop {
            out.reserve(1 << 16);
            let before = compress.total_in();
            let status = compress.compress_vec(&content[at..end], &mut out, flush)?;
            at += usize::try_from(compress.total_in() - before).map_err(io::Error::other)?;
            // With room left nothing waits to be written.
            if status == Status::StreamEnd || !is_last && at == end && out.len() < out.capacity() {
                break;
            }
        }
    }
    Ok(out)
}

/// Stored blocks, none of them the last of the stream. They end on a byte, so any deflate stream may follow.
fn store(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    for chunk in bytes.chunks(STORED) {
        let length = u16::try_from(chunk.len()).map_err(io::Error::other)?;
        out.push(0);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(chunk);
    }
    Ok(())
}

/// The next size of the Padmé series (Nikitin and others, "Reducing Metadata Leakage from Encrypted Files and
/// Communication with PURBs", 2019): at most 12 % more, and only O(log log size) bits told.
pub(super) fn padme(size: usize) -> usize {
    if size < 2 {
        return size;
    }
    let exponent = size.ilog2();
    let kept = exponent.ilog2() + 1;
    let low = exponent.saturating_sub(kept);
    let mask = (1_usize << low) - 1;
    (size + mask) & !mask
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::world::RealWorld;

    #[test]
    fn sizes_are_of_the_series_and_gzip_reads_them() {
        // The last needs more than one stored block of padding.
        for length in [0_usize, 1, 500, 5_000, 60_000, 700_000, 8_500_000] {
            let mut content = vec![0; length];
            RealWorld.fill_random(&mut content).expect("random bytes");
            let mut archive = Archive::new(jiff::civil::date(2026, 11, 1));
            archive.add("bundle.json", &content).expect("added");
            let bytes = archive.finish(&RealWorld).expect("finished");
            assert_eq!(padme(bytes.len()), bytes.len(), "{length}");
            let mut tar = Vec::new();
            flate2::read::GzDecoder::new(&bytes[..])
                .read_to_end(&mut tar)
                .expect("gzip");
            let names: Vec<String> = tar::Archive::new(&tar[..])
                .entries()
                .expect("tar")
                .map(|entry| entry.expect("entry").path().expect("path").display().to_string())
                .collect();
            assert_eq!(names, [PADDING, "bundle.json"]);
        }
    }

    #[test]
    fn padme_grows_by_at_most_twelve_percent() {
        for size in 2..200_000_usize {
            let padded = padme(size);
            assert!(
                padded >= size && padded - size <= size * 12 / 100 + 1,
                "{size} to {padded}"
            );
        }
    }
}
