//! Tracks for what runs across a gap between two rows, so that lines of different links do not lie on each other.

use super::Units;

/// Lines nearer than this to each other would be read as one.
const CLEAR: Units = 8;

/// What runs across a gap: from a line that comes down into it, to one that leaves it downwards.
#[derive(Default)]
pub(super) struct Stretch {
    pub(super) upper: Option<Units>,
    pub(super) lower: Option<Units>,
    /// Where it runs to when it leaves the drawing's rows.
    pub(super) beyond: Units,
    /// Box that it comes from, or goes to, next to this gap: lines may part from one, and meet at one.
    pub(super) from: Option<usize>,
    pub(super) to: Option<usize>,
    pub(super) track: usize,
}

impl Stretch {
    fn ends(&self) -> (Units, Units) {
        let upper = self.upper.unwrap_or(self.beyond);
        let lower = self.lower.unwrap_or(self.beyond);
        (upper.min(lower), upper.max(lower))
    }

    fn is_straight(&self) -> bool {
        self.upper == self.lower
    }

    fn may_share(&self, other: &Self) -> bool {
        (self.from.is_some() && self.from == other.from) || (self.to.is_some() && self.to == other.to)
    }
}

/// A count as a length.
pub(super) fn units(count: usize) -> Units {
    super::super::super::shapes::units(count)
}

/// Gives every stretch its track and returns how many there are.
pub(super) fn assign(stretches: &mut [Stretch]) -> usize {
    let bent: Vec<usize> = (0..stretches.len())
        .filter(|at| !stretches[*at].is_straight())
        .collect();
    // A line that comes down where another leaves must end above it.
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); stretches.len()];
    let mut waiting = vec![0_usize; stretches.len()];
    for first in &bent {
        for second in &bent {
            let (one, other) = (&stretches[*first], &stretches[*second]);
            if first != second
                && let (Some(down), Some(out)) = (one.upper, other.lower)
                && (down - out).abs() < CLEAR
            {
                after[*first].push(*second);
                waiting[*second] += 1;
            }
        }
    }
    let mut left: std::collections::BTreeSet<(Units, usize)> =
        bent.iter().map(|at| (stretches[*at].ends().0, *at)).collect();
    let mut least = vec![0; stretches.len()];
    let mut tracks: Vec<Vec<usize>> = Vec::new();
    while let Some(next) = left.iter().find(|(_, at)| waiting[*at] == 0).or(left.first()).copied() {
        left.remove(&next);
        let at = next.1;
        let (start, end) = stretches[at].ends();
        let is_free = |track: &Vec<usize>| {
            track.iter().all(|held| {
                let held = &stretches[*held];
                let (from, to) = held.ends();
                to + CLEAR < start || end + CLEAR < from || held.may_share(&stretches[at])
            })
        };
        let track = (least[at]..tracks.len()).find(|track| is_free(&tracks[*track]));
        let track = track.unwrap_or(tracks.len().max(least[at]));
        while tracks.len() <= track {
            tracks.push(Vec::new());
        }
        tracks[track].push(at);
        stretches[at].track = track;
        for second in &after[at] {
            waiting[*second] = waiting[*second].saturating_sub(1);
            least[*second] = least[*second].max(track + 1);
        }
    }
    tracks.len()
}
