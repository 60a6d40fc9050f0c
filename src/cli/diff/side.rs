//! Both sides of a comparison.

use std::{path::Path, sync::Arc};

use crate::{
    amendment::{Passage, passages},
    cli::build::render,
    diagnostic::Outcome,
    plan::{DistributionList, Plan},
    theme::Catalogue,
    world::World,
};

/// One side of a comparison. No `Debug`: it holds sealed text.
pub(super) struct Side {
    pub(super) plan: Plan,
    pub(super) list: DistributionList,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) passages: Vec<Passage>,
}

impl Side {
    /// Reads a plan folder as `build` does.
    pub(super) fn of_folder(world: &dyn World, root: &Path) -> Outcome<Self> {
        let rendered = render(world, root, None, |_, _, _, _| ())?;
        Ok(Self {
            passages: passages(&rendered.document, &rendered.fragments),
            catalogue: rendered.theme.catalogue,
            plan: rendered.plan,
            list: rendered.list,
        })
    }
}
