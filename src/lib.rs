//! terkawal: a static site generator for controlled plan publishing.
//!
//! The pipeline, one type for each stage, read from left to right:
//!
//! ```text
//! Plan + Sources → Document → Fragments → Partition{open, sealed} → Pages + SealedCopies → Release
//! ```
//!
//! 1. [`plan`] and [`theme`] read `plan.yaml`, the distribution list, templates and words.
//! 2. [`source`] walks `content/`.
//! 3. [`document`] parses front matter, sealed blocks and references.
//! 4. [`render`] makes HTML fragments.
//! 5. [`classify`] splits them into an open and a sealed part.
//! 6. [`layout`] lays out the open part with templates.
//! 7. [`seal`] seals the sealed part for each holder.
//! 8. [`release`] stages, checks for leaks, and renames into place.
//!
//! [`register`] records what became of every copy, [`inspect`] looks at what was published, [`serve`] hosts it, [`import`]
//! makes plan folders from existing documents, [`starter`] has plans to begin with, [`preview`] shows a plan while it is
//! written, and [`cli`] is the only place that composes stages.

pub mod amendment;
pub mod classify;
pub mod cli;
pub mod diagnostic;
pub mod digest;
pub mod document;
pub mod import;
pub mod inspect;
pub mod issue;
pub mod keys;
pub mod layout;
pub mod marks;
pub mod plan;
pub mod preview;
pub mod register;
pub mod release;
pub mod render;
pub mod seal;
pub mod search;
pub mod serve;
pub mod source;
pub mod starter;
pub mod theme;
pub mod world;
