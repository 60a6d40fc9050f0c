//! Files of the plan and places in them.

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

/// The text of one source file, cheap to clone.
///
/// No `Debug`: the text may be sealed.
#[derive(Clone)]
pub struct SourceText {
    path: Arc<str>,
    text: Arc<str>,
    sealed: bool,
    /// Sealed blocks of an open file.
    sealed_ranges: Arc<[Range<usize>]>,
    /// Where lines begin; counted once, since a file may have many faults.
    line_starts: Arc<OnceLock<Vec<usize>>>,
}

impl SourceText {
    /// A file by its path relative to the plan folder, with `/` between names.
    ///
    /// `sealed` says whether its text may be quoted in messages; when in doubt it is sealed.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>, sealed: bool) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            sealed,
            sealed_ranges: Arc::default(),
            line_starts: Arc::default(),
        }
    }

    /// Path relative to the plan folder.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same file, once its front matter told that it is open and its sealed blocks are known.
    #[must_use]
    pub fn opened(&self, sealed_ranges: Vec<Range<usize>>) -> Self {
        Self {
            sealed: false,
            sealed_ranges: sealed_ranges.into(),
            ..self.clone()
        }
    }

    /// A place in this file.
    pub fn place(&self, span: Range<usize>) -> Place {
        let mut start = span.start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = span.end.clamp(start, self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Place {
            source: self.clone(),
            span: start..end,
        }
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let ends = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(ends).collect()
        })
    }

    /// The place of a whole line, counted from 1.
    pub fn line(&self, line: usize) -> Place {
        let starts = self.line_starts();
        let start = starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let length = self.text[start..].lines().next().map_or(0, str::len);
        self.place(start..start + length)
    }
}

/// A byte range of a source file.
#[derive(Clone)]
pub struct Place {
    source: SourceText,
    span: Range<usize>,
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (line, column) = self.line_column();
        write!(f, "{}:{line}:{column}", self.path())
    }
}

impl Place {
    /// Path of the file, relative to the plan folder.
    pub fn path(&self) -> &str {
        self.source.path()
    }

    /// Byte range in the file.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Line and column, counted from 1, columns in characters.
    pub fn line_column(&self) -> (usize, usize) {
        let starts = self.source.line_starts();
        let line = starts.partition_point(|start| *start <= self.span.start);
        let before = &self.source.text()[starts[line - 1]..self.span.start];
        (line, before.chars().count() + 1)
    }

    /// Whether the lines around may be quoted to anyone.
    pub fn is_open(&self) -> bool {
        let (excerpt, _, span) = self.excerpt();
        let start = self.span.start - span.start;
        let end = start + excerpt.len();
        !self.source.sealed
            && !self
                .source
                .sealed_ranges
                .iter()
                .any(|range| range.start < end && start < range.end)
    }

    /// The first line of it, and where in that line it begins and ends. The caller answers for who sees it.
    pub fn quoted_line(&self) -> (&str, usize, usize) {
        let (text, _, span) = self.excerpt();
        let line = text.lines().next().unwrap_or_default();
        (line, span.start.min(line.len()), span.end.min(line.len()))
    }

    /// The offending text itself. The caller answers for who sees it.
    pub(super) fn quoted(&self) -> &str {
        &self.source.text()[self.span.clone()]
    }

    /// The lines around, the number of the first, and the span within them.
    pub(super) fn excerpt(&self) -> (&str, usize, Range<usize>) {
        let text = self.source.text();
        let start = text[..self.span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[self.span.end..]
            .find('\n')
            .map_or(text.len(), |at| self.span.end + at);
        let (line, _) = self.line_column();
        (&text[start..end], line, self.span.start - start..self.span.end - start)
    }
}
