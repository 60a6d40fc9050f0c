//! The bytes of a file: in memory, or in a file that is held open.

use std::{convert::Infallible, io, ops::Range, sync::Arc};

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;

use crate::world::{HeldFile, Stamp};

/// So much is read or handed on at a time.
const PIECE: usize = 128 << 10;

/// Bytes that have the SHA-256 which the manifest names.
#[derive(Clone)]
pub(super) enum Content {
    Memory(Bytes),
    Held(Arc<Held>),
}

/// A file too large to be kept. It stays open, so that whoever is in the middle of it gets it to its end.
pub(super) struct Held {
    pub(super) file: Arc<dyn HeldFile>,
    pub(super) stamp: Stamp,
}

impl Held {
    /// Whether nobody wrote into it since it was verified.
    fn is_unchanged(&self) -> bool {
        self.file.stamp().is_ok_and(|stamp| stamp == self.stamp)
    }

    fn piece(&self, start: u64, end: u64) -> io::Result<Bytes> {
        let length = usize::try_from(end - start).map_or(PIECE, |length| length.min(PIECE));
        let mut piece = vec![0; length];
        let read = self.file.read_at(start, &mut piece)?;
        // An answer that breaks off is told from a whole one; bytes of something else would not be.
        if read == 0 || !self.is_unchanged() {
            return Err(io::Error::other("the file was changed while it was served"));
        }
        piece.truncate(read);
        Ok(piece.into())
    }
}

impl Content {
    /// Whether it still is what was verified.
    pub(super) fn is_unchanged(&self) -> bool {
        match self {
            Self::Memory(_) => true,
            Self::Held(held) => held.is_unchanged(),
        }
    }

    pub(super) fn length(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Held(held) => held.stamp.size,
        }
    }

    /// A part of it as the body of an answer; `None` when the file is not what was verified any more.
    pub(super) fn body(&self, part: Range<u64>) -> Option<Body> {
        match self {
            Self::Memory(bytes) => {
                let (start, end) = (usize::try_from(part.start).ok()?, usize::try_from(part.end).ok()?);
                Some(slices(bytes.slice(start..end)))
            }
            Self::Held(held) => held.is_unchanged().then(|| pieces(Arc::clone(held), part)),
        }
    }
}

/// Piece by piece, so that what is counted as sent is what the client took.
fn slices(bytes: Bytes) -> Body {
    if bytes.len() <= PIECE {
        return Body::from(bytes);
    }
    let starts = (0..bytes.len()).step_by(PIECE);
    let slices = starts.map(move |start| Ok::<_, Infallible>(bytes.slice(start..bytes.len().min(start + PIECE))));
    Body::from_stream(stream::iter(slices))
}

fn pieces(held: Arc<Held>, part: Range<u64>) -> Body {
    let end = part.end;
    Body::from_stream(stream::try_unfold(part.start, move |start| {
        let held = Arc::clone(&held);
        async move {
            if start >= end {
                return Ok(None);
            }
            let piece = tokio::task::spawn_blocking(move || held.piece(start, end)).await;
            let piece = piece.map_err(io::Error::other)??;
            let next = start + piece.len() as u64;
            Ok::<_, io::Error>(Some((piece, next)))
        }
    }))
}
