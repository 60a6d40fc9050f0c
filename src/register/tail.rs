//! The last line alone, however long the register is.

use std::{io, path::Path};

use super::scan::LONGEST_LINE;
use crate::world::World;

/// Most lines are far shorter.
const FIRST_PIECE: u64 = 16 << 10;

/// The end of a file of lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tail {
    /// The last whole line without its line feed; none when there is no whole line.
    pub(super) line: Option<Vec<u8>>,
    /// Bytes of whole lines.
    pub(super) length: u64,
    /// Bytes of an unfinished line behind them.
    pub(super) incomplete: u64,
}

/// Reads the end of a file, in pieces that double until the last whole line is among them. A file that is not there is
/// an empty one.
pub(super) fn read(world: &dyn World, path: &Path) -> io::Result<Tail> {
    let size = if world.exists(path) { world.size(path)? } else { 0 };
    let mut piece = FIRST_PIECE;
    loop {
        let start = size.saturating_sub(piece);
        let length = usize::try_from(size - start).map_err(io::Error::other)?;
        let bytes = if length == 0 {
            Vec::new()
        } else {
            world.read_at(path, start, length)?
        };
        if let Some(tail) = last_line(&bytes, start) {
            return Ok(tail);
        }
        if piece > 2 * LONGEST_LINE {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        piece *= 2;
    }
}

/// `None` when more has to be read to find where the line begins.
fn last_line(bytes: &[u8], start: u64) -> Option<Tail> {
    let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n') else {
        return (start == 0).then_some(Tail {
            line: None,
            length: 0,
            incomplete: bytes.len() as u64,
        });
    };
    let begin = match bytes[..end].iter().rposition(|byte| *byte == b'\n') {
        Some(before) => before + 1,
        None if start == 0 => 0,
        None => return None,
    };
    Some(Tail {
        line: Some(bytes[begin..end].to_vec()),
        length: start + end as u64 + 1,
        incomplete: (bytes.len() - end - 1) as u64,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "tests touch the disk directly")]

    use super::*;
    use crate::world::RealWorld;

    #[test]
    fn the_last_line_is_found_whatever_its_length() {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        let path = folder.path().join("a");
        assert_eq!(read(&RealWorld, &path).expect("read").length, 0);
        for long in [0, 1, 100, 16 << 10, (16 << 10) + 1, 50_000, 300_000] {
            let line = "x".repeat(long);
            for (before, after) in [("", ""), ("a\n", ""), ("a\nb\n", "rest"), ("", "r")] {
                std::fs::write(&path, format!("{before}{line}\n{after}")).expect("written");
                let tail = Tail {
                    line: Some(line.clone().into_bytes()),
                    length: (before.len() + long + 1) as u64,
                    incomplete: after.len() as u64,
                };
                assert!(
                    read(&RealWorld, &path).expect("read") == tail,
                    "{long} after {before:?}"
                );
            }
        }
        std::fs::write(&path, "x".repeat(40_000)).expect("written");
        let tail = read(&RealWorld, &path).expect("read");
        assert_eq!((tail.line, tail.length, tail.incomplete), (None, 0, 40_000));
    }
}
