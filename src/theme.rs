//! The theme: templates, styles and message catalogues, embedded, with single files overridden by the plan's own
//! `themes/<name>/`.

mod catalogue;
mod files;
mod stylesheet;

pub use catalogue::Catalogue;
pub use files::ThemeFiles;

use std::sync::Arc;

use crate::{diagnostic::Outcome, plan::Plan, world::World};

/// Everything of the theme that a build needs.
pub struct Theme {
    /// Templates and styles.
    pub files: Arc<ThemeFiles>,
    /// Words in the plan's language.
    pub catalogue: Arc<Catalogue>,
}

impl Theme {
    /// Loads the theme of a plan.
    ///
    /// # Errors
    /// An override that matches no file of the default theme, a catalogue that does not parse, words that do not fit.
    pub fn load(world: &dyn World, plan: &Plan) -> Outcome<Self> {
        let files = ThemeFiles::load(world, plan)?;
        let catalogue = Arc::new(Catalogue::load(&files, plan.language)?);
        Ok(Self {
            files: Arc::new(files),
            catalogue,
        })
    }
}
