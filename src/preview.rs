//! Watch mode: the plan as it would be built, in memory, laid out page by page for the plan secretary's own browser.
//!
//! 1. `changes` says what an event of the disk means,
//! 2. `site` holds the compiled plan and takes a changed section in,
//! 3. `viewer` and `fill` show it as staff, the secretary or a holder sees it,
//! 4. `session` keeps the last good state beside the faults of the present one,
//! 5. `server` answers the browser, and nobody else.
//!
//! Nothing of it is written to the disk: sealed text stands in memory and in answers that no browser may keep.

mod answer;
mod changes;
mod faults;
mod fill;
mod gate;
mod server;
mod session;
mod site;
mod viewer;
mod watching;

pub use changes::{Change, Changes};
pub use gate::Gate;
pub use server::{Doorkeeper, Listening, Visit, listen};
pub use session::{Before, Compile, Session, State};
pub use site::Site;
pub use viewer::Viewer;
pub use watching::{Watching, watch};
