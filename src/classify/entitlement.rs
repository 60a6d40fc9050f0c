//! Clearance, groups and audience decide what is in each bundle.

use crate::plan::{CopyNumber, Holder, Marking};

/// Whether the holder of a copy may read matter of this marking. The plan secretary, who has the master copy, reads all.
pub fn is_entitled(marking: &Marking, number: &CopyNumber, holder: &Holder) -> bool {
    number.is_master()
        || marking.classification <= holder.clearance && marking.audience.admits(&holder.audience_names(number))
}
