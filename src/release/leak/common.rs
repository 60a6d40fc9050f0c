//! Files that have most of their bytes in common, such as one-file copies: what they share is read once.
//!
//! Here a file can only be proved clean. Whatever is not exactly as expected, or looks like a find, sends the whole file
//! to [`LeakGate::scan`].

use base64::Engine as _;

use super::{Leak, LeakGate, binary, has_extension};

/// How far from a joint the beginning or the end of something sealed may stand: the longest sequence that is looked for
/// has 64 words.
const REACH: usize = 4096;

/// A file in which nothing was found.
#[derive(Clone, Copy)]
pub struct Cleared<'a>(&'a [u8]);

impl<'a> Cleared<'a> {
    /// The file.
    #[must_use]
    pub fn bytes(self) -> &'a [u8] {
        self.0
    }
}

/// Stretches that several files share, in the order in which they stand there; nothing was found in them.
pub struct Common {
    parts: Vec<String>,
}

impl LeakGate {
    /// Reads one staged file as [`LeakGate::scan`] does, and vouches for it when nothing is found.
    ///
    /// # Errors
    /// What is found.
    pub fn clear<'a>(&self, path: &str, bytes: &'a [u8]) -> Result<Cleared<'a>, Vec<Leak>> {
        let leaks = self.scan(path, bytes);
        if leaks.is_empty() {
            Ok(Cleared(bytes))
        } else {
            Err(leaks)
        }
    }

    /// Reads what several files will share. None when something is found in it, or when it is no text: then each file
    /// has to be read by itself.
    #[must_use]
    pub fn common(&self, parts: &[String]) -> Option<Common> {
        let joined = parts.concat();
        let is_clean = binary::as_text(joined.as_bytes()).is_some() && self.read(joined.as_bytes()).is_empty();
        is_clean.then(|| Common { parts: parts.to_vec() })
    }

    /// Reads a staged file that has `common` in it and, as the base64 content of elements, some of the `sealed` files
    /// that were cleared before. Finds what [`LeakGate::scan`] finds.
    #[must_use]
    pub fn scan_rest(&self, path: &str, text: &str, common: &Common, sealed: &[Cleared<'_>]) -> Vec<Leak> {
        let is_clean = !has_extension(path, "br")
            && common
                .rest(text, sealed)
                .is_some_and(|rest| rest.iter().all(|stretch| self.read(stretch.as_bytes()).is_empty()));
        if is_clean {
            Vec::new()
        } else {
            self.scan(path, text.as_bytes())
        }
    }
}

impl Common {
    /// What has to be read of `text`: everything that stands between the common parts, with enough of them on either
    /// side. None if the parts are not there as they are known.
    pub(super) fn rest(&self, text: &str, sealed: &[Cleared<'_>]) -> Option<Vec<String>> {
        let engine = base64::engine::general_purpose::STANDARD;
        let sealed: Vec<String> = sealed.iter().map(|Cleared(bytes)| engine.encode(bytes)).collect();
        // The file without ciphertext, and where in it the parts are joined.
        let mut lean = String::with_capacity(text.len());
        let mut joints = Vec::new();
        let (first, others) = self.parts.split_first()?;
        let mut rest = text.strip_prefix(first.as_str())?;
        lean.push_str(first);
        for (index, part) in others.iter().enumerate() {
            let is_last = index + 1 == others.len();
            let inserted = if is_last {
                rest.strip_suffix(part.as_str())?
            } else {
                &rest[..find(rest, part)?]
            };
            let start = lean.len();
            push_without(inserted, &sealed, &mut lean);
            binary::as_text(&lean.as_bytes()[start..])?;
            joints.push((start, lean.len()));
            lean.push_str(part);
            rest = &rest[inserted.len() + part.len()..];
        }
        rest.is_empty().then(|| stretches(&lean, &joints))
    }
}

/// Where `part` begins in `text`; looks for a few letters of it, since it may be long.
fn find(text: &str, part: &str) -> Option<usize> {
    let head = &part[..part.floor_char_boundary(64)];
    text.match_indices(head)
        .map(|(at, _)| at)
        .find(|at| text[*at..].starts_with(part))
}

/// Copies `text` without those elements' contents that are one of `sealed`, letter for letter.
fn push_without(text: &str, sealed: &[String], out: &mut String) {
    let mut rest = text;
    while let Some(tag) = rest.find('>') {
        let (before, content) = rest.split_at(tag + 1);
        out.push_str(before);
        let end = content.find('<').unwrap_or(0);
        let is_known = sealed.iter().any(|known| *known == content[..end]);
        rest = if is_known { &content[end..] } else { content };
    }
    out.push_str(rest);
}

/// The surroundings of the joints, from the beginning of a tag to the end of one.
fn stretches(text: &str, joints: &[(usize, usize)]) -> Vec<String> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for (start, end) in joints {
        let start = text.floor_char_boundary(start.saturating_sub(REACH));
        let start = text[..start].rfind('<').unwrap_or(0);
        let end = text.ceil_char_boundary((end + REACH).min(text.len()));
        let end = text[end..].find('>').map_or(text.len(), |at| end + at + 1);
        match ranges.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => ranges.push((start, end)),
        }
    }
    ranges
        .into_iter()
        .map(|(start, end)| text[start..end].to_owned())
        .collect()
}
