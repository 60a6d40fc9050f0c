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

    /// Whether items are a list inside the item that is open: they begin anew, and an open list goes on behind them.
    pub(super) fn encloses<'m>(&self, mut items: impl Iterator<Item = &'m Marker>) -> bool {
        let Some(first) = items.next() else { return false };
        let kinds = first.kinds();
        let belongs = |level: &Level| level.frame == first.frame && kinds.contains(&level.sign);
        !self.open.iter().any(belongs) && items.any(|marker| self.continued(marker).is_some())
    }

    /// The open list that goes on with this item.
    fn continued(&self, marker: &Marker) -> Option<usize> {
        let kinds = marker.kinds();
        self.open.iter().rposition(|level| {
            level.frame == marker.frame
                && kinds.contains(&level.sign)
                && marker.value(level.sign) == level.value.map(|value| value + 1)
        })
    }

    /// Depth of an item, counted from 0.
    pub(super) fn depth(&mut self, marker: &Marker, indent: usize) -> usize {
        let kinds = marker.kinds();
        let same = self.continued(marker).or_else(|| {
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
