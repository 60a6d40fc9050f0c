//! A gzip tar whose size tells nothing but its order of magnitude.
//!
//! The padding is a member of random bytes, since browsers' gzip refuses trailing bytes and second members. What the
//! compressor's own overhead leaves open to the exact size is filled by the header's extra field (RFC 1952, 2.3.1.1).

use std::io::{self, Write as _};

use flate2::{Compression, Crc, write::DeflateEncoder};
use jiff::{civil::Date, tz::TimeZone};

use crate::world::World;

/// Name of the padding member.
const PADDING: &str = "padding";

/// Left for the padding's tar header, the end of the archive, and the compressor's 5 bytes for each stored block of
/// padding; never more than the extra field can fill again.
fn slack(compressed: usize) -> usize {
    (1200 + compressed / 8192).min(60_000)
}

/// An archive being written.
pub(super) struct Archive {
    tar: tar::Builder<Checked>,
    modified: u64,
}

/// Counts what is compressed, as the gzip trailer wants it.
struct Checked {
    encoder: DeflateEncoder<Vec<u8>>,
    crc: Crc,
}

impl io::Write for Checked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.encoder.write(bytes)?;
        self.crc.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.encoder.flush()
    }
}

impl Archive {
    /// All members carry the day of the version.
    pub(super) fn new(day: Date) -> Self {
        let encoder = DeflateEncoder::new(Vec::new(), Compression::new(6));
        let seconds = day
            .to_zoned(TimeZone::UTC)
            .map_or(0, |zoned| zoned.timestamp().as_second());
        Self {
            tar: tar::Builder::new(Checked {
                encoder,
                crc: Crc::new(),
            }),
            modified: u64::try_from(seconds).unwrap_or(0),
        }
    }

    /// Adds one file.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(self.modified);
        header.set_entry_type(tar::EntryType::Regular);
        self.tar.append_data(&mut header, name, bytes)
    }

    /// Pads to the Padmé size and returns the gzip file.
    pub(super) fn finish(mut self, world: &dyn World) -> io::Result<Vec<u8>> {
        self.tar.get_mut().flush()?;
        let compressed = self.tar.get_ref().encoder.get_ref().len();
        let slack = slack(compressed);
        let size = padme(compressed + slack);
        let mut padding = vec![0; size - compressed - slack];
        world.fill_random(&mut padding)?;
        self.add(PADDING, &padding)?;
        let Checked { encoder, crc } = self.tar.into_inner()?;
        let body = encoder.finish()?;
        gzip(&body, &crc, size)
    }
}

/// Joins header, body and trailer; the extra field brings the file to `size`.
fn gzip(body: &[u8], crc: &Crc, size: usize) -> io::Result<Vec<u8>> {
    const FIXED: usize = 10 + 2 + 8;
    let extra = size
        .checked_sub(body.len() + FIXED)
        .and_then(|extra| u16::try_from(extra).ok())
        .ok_or_else(|| io::Error::other("the padding does not fit"))?;
    let mut out = Vec::with_capacity(size);
    // ID, deflate, flag FEXTRA, no time, no extra flags, unknown system.
    out.extend_from_slice(&[0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255]);
    out.extend_from_slice(&extra.to_le_bytes());
    out.resize(out.len() + usize::from(extra), 0);
    out.extend_from_slice(body);
    out.extend_from_slice(&crc.sum().to_le_bytes());
    out.extend_from_slice(&crc.amount().to_le_bytes());
    Ok(out)
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
        for length in [0_usize, 1, 500, 5_000, 60_000, 700_000] {
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
            assert_eq!(names, ["bundle.json", PADDING]);
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
