//! Clearance, groups and audience decide what is in each bundle.

use crate::plan::{CopyNumber, Holder, Marking};

/// Whether the holder of a copy may read matter of this marking.
pub fn is_entitled(marking: &Marking, number: &CopyNumber, holder: &Holder) -> bool {
    marking.classification <= holder.clearance && marking.audience.admits(&holder.audience_names(number))
}
