//! A text made ready for the Markdown parser, which remembers where in the file each byte of it came from.

use std::ops::Range;

/// Text for the parser, put together from stretches of a file.
#[derive(Default)]
pub struct Prepared {
    text: String,
    /// Where a stretch begins in `text` and in the file, in the order of `text`.
    stretches: Vec<(usize, usize)>,
}

impl Prepared {
    /// A text that stands in the file as it is, from this byte on.
    pub(super) fn whole(text: &str, start: usize) -> Self {
        let mut prepared = Self::default();
        prepared.push(text, start);
        prepared
    }

    /// Adds text that stands in the file, or stands for what is there, from this byte on.
    pub(super) fn push(&mut self, text: &str, file: usize) {
        if text.is_empty() {
            return;
        }
        let follows = self
            .stretches
            .last()
            .is_some_and(|(at, start)| start + (self.text.len() - at) == file);
        if !follows {
            self.stretches.push((self.text.len(), file));
        }
        self.text.push_str(text);
    }

    /// Adds a part of another text, with the places that its bytes have.
    pub(super) fn push_part(&mut self, other: &Self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let next = other.stretches.partition_point(|(start, _)| *start <= at);
            let end = other
                .stretches
                .get(next)
                .map_or(range.end, |(start, _)| *start)
                .min(range.end);
            self.push(&other.text[at..end], other.offset(at));
            at = end;
        }
    }

    /// What the parser reads.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte of the file behind a byte of the text.
    pub fn offset(&self, at: usize) -> usize {
        let next = self.stretches.partition_point(|(start, _)| *start <= at);
        match next.checked_sub(1).map(|index| self.stretches[index]) {
            Some((start, file)) => file + (at - start),
            None => at,
        }
    }

    /// The bytes of the file behind a range of the text.
    pub fn range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        if range.is_empty() {
            return start..start;
        }
        start..(self.offset(range.end - 1) + 1).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_knows_where_it_came_from() {
        let file = "0123456789";
        let mut prepared = Prepared::default();
        prepared.push(&file[2..4], 2);
        prepared.push(&file[4..5], 4);
        prepared.push("-", 5);
        prepared.push(&file[8..], 8);
        assert_eq!(prepared.text(), "234-89");
        assert_eq!(
            (0..6).map(|at| prepared.offset(at)).collect::<Vec<_>>(),
            [2, 3, 4, 5, 8, 9]
        );
        assert_eq!(prepared.range(1..5), 3..9);
        assert_eq!(prepared.range(6..6), 10..10);
        assert_eq!(Prepared::whole(file, 7).offset(3), 10);
    }
}
