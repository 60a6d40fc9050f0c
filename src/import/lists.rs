//! Nesting of list items by their markers.

use super::marker::{Frame, Marker, Sign};

/// Markers of the lists that are open, outermost first.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    open: Vec<Level>,
}

#[derive(Debug)]
struct Level {
    frame: Frame,
    sign: Sign,
    value: Option<u32>,
    indent: usize,
}

impl Nesting {
    /// Forgets all lists: the text has moved on.
    pub(super) fn reset(&mut self) {
        self.open.clear();
    }

    /// Depth of an item, counted from 0.
    pub(super) fn depth(&mut self, marker: &Marker, indent: usize) -> usize {
        let kinds = marker.kinds();
        let continued = self.open.iter().rposition(|level| {
            level.frame == marker.frame
                && kinds.contains(&level.sign)
                && marker.value(level.sign) == level.value.map(|value| value + 1)
        });
        let same = continued.or_else(|| {
            self.open
                .iter()
                .rposition(|level| level.frame == marker.frame && kinds[0] == level.sign && level.indent == indent)
        });
        if let Some(depth) = same {
            self.open.truncate(depth + 1);
            let level = &mut self.open[depth];
            level.value = marker.value(level.sign);
            return depth;
        }
        while self.open.last().is_some_and(|level| level.indent > indent) {
            self.open.pop();
        }
        let starts = kinds.iter().copied().find(|kind| marker.value(*kind) == Some(1));
        let sign = starts.unwrap_or(kinds[0]);
        self.open.truncate(8);
        self.open.push(Level {
            frame: marker.frame,
            sign,
            value: marker.value(sign),
            indent,
        });
        self.open.len() - 1
    }
}
