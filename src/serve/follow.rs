//! Another issue appears while the site is served: verified first, then shown at once and whole.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

use super::{
    Notice, Options, load,
    router::Server,
    site::{Mark, Site, Stamps},
    tls::Tls,
};
use crate::{
    diagnostic::{Diagnostic, Failure},
    world::World,
};

/// How often the small files are looked at.
const LOOK: Duration = Duration::from_millis(500);

/// So many times a state may not verify before it is told: an issue that is being moved into place is such a state.
const PATIENCE: u32 = 4;

/// So many files are looked at, one look with another: on the largest site a few thousandths of a processor.
const FILES: usize = 250;

/// The least looks from one at every file to the next.
const LOOKS: usize = 4;

/// What is seen of the folder from outside.
#[derive(Clone, PartialEq, Eq)]
struct Seen {
    mark: Mark,
    /// As they were when every file was looked at.
    stamps: Stamps,
}

impl Seen {
    fn of(site: &Site) -> Self {
        Self {
            mark: site.mark.clone(),
            stamps: site.stamps.clone(),
        }
    }
}

/// Looks until it is stopped.
pub(super) fn follow(
    world: &dyn World,
    options: &Options,
    server: &Server,
    tls: Option<&Tls>,
    stopped: &Receiver<()>,
    notice: &Notice<'_>,
) {
    let mut trouble = Trouble::default();
    let mut seen = Seen::of(&server.site());
    let mut looks = 0;
    while stopped.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
        if let Some(Err(failure)) = tls.map(|tls| tls.renew(world)) {
            notice(failure.diagnostics);
        }
        let site = server.site();
        seen.mark = load::mark(world, &options.folder, &site.mark);
        looks += 1;
        if looks >= LOOKS.max(site.stamps.len() / FILES) {
            looks = 0;
            seen.stamps = load::stamps(world, site.stamps.keys());
        }
        if seen.mark == site.mark && seen.stamps == site.stamps {
            trouble = Trouble::default();
            server.set_stale(false);
        } else if trouble.is_due(&seen) {
            match load::load(world, options, Some(&site)) {
                Ok(new) => {
                    seen = Seen::of(&new);
                    server.show(new);
                    server.set_stale(false);
                    trouble = Trouble::default();
                }
                Err(failure) if trouble.count(seen.clone()) => {
                    server.set_stale(true);
                    notice(told(failure, &site));
                }
                Err(_) => {}
            }
        }
    }
}

/// A state that does not verify is tried again, less and less often.
#[derive(Default)]
struct Trouble {
    seen: Option<Seen>,
    tries: u32,
    rest: u32,
}

impl Trouble {
    fn is_due(&mut self, seen: &Seen) -> bool {
        if self.seen.as_ref() != Some(seen) {
            self.tries = 0;
            self.rest = 0;
        }
        self.rest = self.rest.saturating_sub(1);
        self.rest == 0
    }

    /// Counts one more; true when it has to be told now.
    fn count(&mut self, seen: Seen) -> bool {
        self.seen = Some(seen);
        self.tries += 1;
        self.rest = 1 << self.tries.saturating_sub(PATIENCE).min(6);
        self.tries == PATIENCE
    }
}

fn told(mut failure: Failure, site: &Site) -> Vec<Diagnostic> {
    let message = format!(
        "what lies in the folder now does not verify; version {} as it was verified is still shown",
        site.version
    );
    let warning = Diagnostic::warning("E546", message).hint("find out who changed it; put it back, or issue again");
    failure.diagnostics.insert(0, warning);
    failure.diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_that_stays_wrong_is_told_once_and_tried_less_and_less_often() {
        let seen = |mark| Seen {
            mark,
            stamps: Stamps::new(),
        };
        let wrong = seen(Mark::from([("index.html".to_owned(), None)]));
        let mut trouble = Trouble::default();
        let (mut attempts, mut told) = (0, 0);
        for _ in 0..2000 {
            if trouble.is_due(&wrong) {
                attempts += 1;
                told += u32::from(trouble.count(wrong.clone()));
            }
        }
        assert_eq!(told, 1);
        assert!((20..60).contains(&attempts), "{attempts}");
        assert!(trouble.is_due(&seen(Mark::new())), "another state is looked at at once");
    }
}
