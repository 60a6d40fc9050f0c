//! A slip that shows in several places is told once, where it was made.

use super::Found;
use crate::document::dialect::FaultKind;

/// Keeps what was found first of a slip, and takes away what only follows from it.
pub(super) fn tell(found: &mut Found) {
    found.bad.sort_by_key(|fault| fault.place.start);
    // The label of what looks like a picture and is none, or of a caption taken for a row, is told with it.
    let mut dead = found.dead.clone();
    let rows = found.bad.iter().filter(|fault| fault.kind == FaultKind::CaptionRow);
    dead.extend(rows.map(|fault| fault.place.clone()));
    let is_dead = |at: usize| dead.iter().any(|range| range.contains(&at));
    found
        .bad
        .retain(|fault| !matches!(fault.kind, FaultKind::Label(_)) || !is_dead(fault.place.start));
    // A fence that is none leaves its other one without a fellow.
    if found.bad.iter().any(|fault| matches!(fault.kind, FaultKind::Fence(_))) {
        found
            .bad
            .retain(|fault| !matches!(fault.kind, FaultKind::Unclosed | FaultKind::Number));
    }
    // The other lines of a grid table that is none are text by now, so only the first one is told.
    let is_grid = |kind| matches!(kind, FaultKind::Grid(_) | FaultKind::GridWithin);
    let mut told = false;
    found
        .bad
        .retain(|fault| !is_grid(fault.kind) || !std::mem::replace(&mut told, true));
}
