//! `keygen publisher`, and `--rotate`: the register passes from one publisher key to the next, signed by both.

use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret as _;
use clap::Args;
use serde_json::json;

use super::{
    output::Output,
    secret_key::{self, private, sealed_with_slip, slip_path, tell_public, tell_slip},
    secrets::PassphraseFile,
};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome},
    keys::{Home, PublicKey, PublisherKey, Secret},
    plan::Plan,
    register::{Appended, Clock, Event, Log, Record},
    world::{World, write_together},
};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    key: secret_key::SlipFile,
    /// Replace the publisher key, and hand the register of this plan (--root) to the new one
    #[arg(long, requires_all = ["by", "reason"])]
    rotate: bool,
    /// Who does it
    #[arg(long, value_name = "NAME", requires = "rotate")]
    by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "rotate")]
    reason: Option<String>,
    /// The clock was ahead when the last entry of the register was recorded, and is right now
    #[arg(long, requires = "rotate")]
    clock_was_ahead: bool,
    #[command(flatten)]
    passphrase: PassphraseFile,
    /// The same for the older key, when the key was replaced in another plan and this register still has the older one
    #[arg(long, value_name = "FILE", requires = "rotate")]
    old_passphrase_file: Option<PathBuf>,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    if !arguments.rotate {
        return secret_key::publisher(world, &arguments.key, output);
    }
    let plan = Plan::read(world, root)?;
    let home = Home::of(world)?;
    let present_path = home.sealed(Secret::Publisher);
    let Some(mut present) = home.publisher(world)? else {
        home.read_sealed(world, &present_path)?;
        let message = format!("there is no {}", home.public(Secret::Publisher).display());
        return Err(Diagnostic::error("E424", message)
            .hint("put it back with terkawal keys restore")
            .into());
    };
    let mut rotation = Rotation {
        world,
        home: &home,
        log: Log::open(world, &plan.root, &plan.reference, &home)?,
        arguments,
    };
    let in_force = rotation.log.key_in_force().map(str::to_owned);
    let retired = rotation.log.retired_key().map(str::to_owned);
    // A run before was killed between the two files of the key: the sealed one counts.
    if let Some(key) = in_force.as_deref().and_then(PublicKey::parse)
        && let (copy, _) = home.retired(&key)
        && world.exists(&copy)
        && home.read_sealed(world, &copy)? == home.read_sealed(world, &present_path)?
    {
        present = key;
    }
    let (appended, public) = match (in_force, retired) {
        // Handed over, but the next key has not signed yet: a run before was cut short.
        (Some(in_force), Some(old)) if in_force == present.text() => {
            let key = home.open_publisher(
                world,
                &present_path,
                &arguments.passphrase.read(world, Secret::Publisher)?,
            )?;
            let adopted = rotation.record(Event::KeyAdopted { old });
            (rotation.log.append(&[(&key, adopted)])?, present)
        }
        // The key was replaced in another plan.
        (Some(in_force), None) if in_force != present.text() => (rotation.follow(&in_force, &present)?, present),
        _ => rotation.replace(output)?,
    };
    tell_public(&public, output);
    let head = &appended.head;
    output.line(&format!("register: entry {} {}", head.number, head.hash.as_str()));
    output.fact("head", json!(head));
    output.diagnostics(appended.warnings);
    Ok(Exit::Done)
}

struct Rotation<'a> {
    world: &'a dyn World,
    home: &'a Home,
    log: Log<'a>,
    arguments: &'a Arguments,
}

impl Rotation<'_> {
    fn record(&self, event: Event) -> Record {
        Record {
            date: None,
            by: self.arguments.by.clone().unwrap_or_default(),
            note: None,
            clock: self.arguments.clock_was_ahead.then_some(Clock::Corrected),
            event,
        }
    }

    /// The two entries of a change of keys.
    fn hand_over(&mut self, old: &PublisherKey, new: &PublisherKey) -> Outcome<Appended> {
        let failed = |error| Failure::io("read", &self.home.sealed(Secret::Publisher), &error);
        let (next, before) = (new.public().map_err(failed)?, old.public().map_err(failed)?);
        let retired = self.record(Event::KeyRetired {
            next: next.text().to_owned(),
            reason: self.arguments.reason.clone().unwrap_or_default(),
        });
        let mut adopted = self.record(Event::KeyAdopted {
            old: before.text().to_owned(),
        });
        adopted.clock = None;
        self.log.append(&[(old, retired), (new, adopted)])
    }

    /// A new key; the one before is kept under its id. Key files, slip and register change together.
    fn replace(&mut self, output: &mut Output) -> Outcome<(Appended, PublicKey)> {
        let (world, home) = (self.world, self.home);
        let path = home.sealed(Secret::Publisher);
        let public_path = home.public(Secret::Publisher);
        let slip = slip_path(world, home, Secret::Publisher, self.arguments.key.slip.as_deref())?;
        let passphrase = self.arguments.passphrase.read(world, Secret::Publisher)?;
        let old_sealed = home.read_sealed(world, &path)?;
        let old = home.open_publisher(world, &path, &passphrase)?;
        let drawing = |error| Failure::io("draw random bytes for", &path, &error);
        let present = old.public().map_err(drawing)?;
        let key = PublisherKey::generate().map_err(drawing)?;
        let public = key.public().map_err(drawing)?;
        let (sealed, slip_text) = sealed_with_slip(world, Secret::Publisher, &path, &key.text().map_err(drawing)?)?;
        let (retired, retired_public) = home.retired(&present);
        let (old_text, new_text) = (present.file_text(), public.file_text());
        let files = [
            private(&retired, &old_sealed),
            private(&retired_public, old_text.as_bytes()),
            private(&slip, slip_text.expose_secret().as_bytes()),
            private(&public_path, new_text.as_bytes()),
            private(&path, &sealed),
        ];
        let mut appended = None;
        write_together(world, &files, || {
            appended = Some(self.hand_over(&old, &key)?);
            Ok(())
        })?;
        tell_slip(&slip, output);
        let appended = appended.expect("written together");
        Ok((appended, public))
    }

    /// Hands a register that still has an older key to the present one.
    fn follow(&mut self, in_force: &str, present: &PublicKey) -> Outcome<Appended> {
        let (world, home) = (self.world, self.home);
        let path = match PublicKey::parse(in_force) {
            Some(old) => home.retired(&old).0,
            None => home.retired(present).0,
        };
        if !world.exists(&path) {
            return Err(Diagnostic::error(
                "E424",
                format!("the key of this register is not here: {}", path.display()),
            )
            .hint("put it back from a backup: terkawal keys restore")
            .into());
        }
        let old_passphrase = PassphraseFile {
            passphrase_file: self.arguments.old_passphrase_file.clone(),
        };
        let old = home.open_publisher(world, &path, &old_passphrase.read(world, Secret::Publisher)?)?;
        let passphrase = self.arguments.passphrase.read(world, Secret::Publisher)?;
        let new = home.open_publisher(world, &home.sealed(Secret::Publisher), &passphrase)?;
        self.hand_over(&old, &new)
    }
}
