//! `keygen publisher` and `keygen master`: keys of the plan secretary, under a passphrase in `TERKAWAL_HOME`.

use std::path::{Path, PathBuf};

use age::secrecy::{ExposeSecret as _, SecretString};
use clap::Args;
use serde_json::json;

use super::{
    keygen::{exists, refuse_inside_plan},
    output::Output,
};
use crate::{
    diagnostic::{Exit, Failure, Outcome},
    keys::{Home, PublicKey, PublisherKey, Secret, seal_with_passphrase},
    plan::Language,
    theme::{Catalogue, ThemeFiles},
    world::{NewFile, World, write_together},
};

#[derive(Args)]
pub(super) struct SlipFile {
    /// Where to write the slip with the passphrase [default: slips/ in TERKAWAL_HOME or the user's data folder]
    #[arg(long, value_name = "FILE")]
    pub(super) slip: Option<PathBuf>,
}

pub(super) fn publisher(world: &dyn World, arguments: &SlipFile, output: &mut Output) -> Outcome<Exit> {
    let home = Home::of(world)?;
    let files = KeyFiles::new(world, &home, Secret::Publisher, arguments.slip.as_deref())?;
    let drawing = |error| Failure::io("draw random bytes for", &files.sealed, &error);
    let key = PublisherKey::generate().map_err(drawing)?;
    let public = key.public().map_err(drawing)?;
    files.write(world, &key.text().map_err(drawing)?, &public.file_text())?;
    files.tell(output);
    tell_public(&public, output);
    Ok(Exit::Done)
}

/// Says what the publisher's public key is, and where it goes.
pub(super) fn tell_public(public: &PublicKey, output: &mut Output) {
    output.line(&format!("public key: {}", public.text()));
    output.line("  put this line into plan.yaml, and print the key where auditors find it:");
    output.line(&format!("  publisher_key: {}", public.text()));
    output.fact("public_key", json!(public.text()));
}

pub(super) fn master(world: &dyn World, arguments: &SlipFile, output: &mut Output) -> Outcome<Exit> {
    let home = Home::of(world)?;
    let files = KeyFiles::new(world, &home, Secret::Master, arguments.slip.as_deref())?;
    let identity = age::x25519::Identity::generate();
    let recipient = identity.to_public();
    let text = SecretString::from(format!(
        "# terkawal master key, copy 00\n# public key: {recipient}\n{}\n",
        identity.to_string().expose_secret()
    ));
    files.write(world, &text, &format!("{recipient}\n"))?;
    files.tell(output);
    output.line(&format!("recipient: {recipient}"));
    output.fact("recipient", json!(recipient.to_string()));
    Ok(Exit::Done)
}

/// The three files of a new key.
pub(super) struct KeyFiles {
    secret: Secret,
    sealed: PathBuf,
    public: PathBuf,
    slip: PathBuf,
}

impl KeyFiles {
    /// Finds their places. None of them may be there, or lie in a plan.
    fn new(world: &dyn World, home: &Home, secret: Secret, slip: Option<&Path>) -> Outcome<Self> {
        let files = Self {
            secret,
            sealed: home.sealed(secret),
            public: home.public(secret),
            slip: slip_path(world, home, secret, slip)?,
        };
        for file in [&files.sealed, &files.public] {
            refuse_inside_plan(world, file)?;
            if world.exists(file) {
                let mut failure = exists(file);
                if let (Secret::Publisher, Some(found)) = (secret, failure.diagnostics.first_mut()) {
                    found.hints = vec![
                        "the key is made once for all plans; to replace it: terkawal keygen publisher --rotate --by NAME \
                         --reason WHY, in the plan"
                            .to_owned(),
                    ];
                }
                return Err(failure);
            }
        }
        Ok(files)
    }

    /// Writes key, public part and slip, or none of them.
    fn write(&self, world: &dyn World, text: &SecretString, public: &str) -> Outcome<()> {
        let (sealed, slip) = sealed_with_slip(world, self.secret, &self.sealed, text)?;
        let files = [
            private(&self.slip, slip.expose_secret().as_bytes()),
            private(&self.public, public.as_bytes()),
            private(&self.sealed, &sealed),
        ];
        write_together(world, &files, || Ok(()))
    }

    fn tell(&self, output: &mut Output) {
        output.line(&format!("{}: {}", self.secret.name(), self.sealed.display()));
        tell_slip(&self.slip, output);
    }
}

/// Says where the slip is and what to do with it.
pub(super) fn tell_slip(slip: &Path, output: &mut Output) {
    output.line("slip with its passphrase: print it, lock it away, then delete the file:");
    output.line(&format!("  {}", slip.display()));
    output.fact("slip", json!(slip.display().to_string()));
}

/// A file that only its owner may read.
pub(super) fn private<'a>(path: &'a Path, bytes: &'a [u8]) -> NewFile<'a> {
    NewFile {
        path,
        bytes,
        private: true,
    }
}

/// Where a slip goes; it may not be there, or lie in a plan. In the place that nobody named, an older one stays beside it.
pub(super) fn slip_path(world: &dyn World, home: &Home, secret: Secret, wish: Option<&Path>) -> Outcome<PathBuf> {
    let path = wish.map_or_else(
        || {
            let name = secret.name().replace(' ', "-");
            home.folder().join("slips").join(format!("{name}.txt"))
        },
        Path::to_owned,
    );
    refuse_inside_plan(world, &path)?;
    if !world.exists(&path) {
        return Ok(path);
    }
    if wish.is_some() {
        return Err(exists(&path));
    }
    let mut further = (2..).map(|at| path.with_extension(format!("{at}.txt")));
    Ok(further.find(|path| !world.exists(path)).unwrap_or(path))
}

/// Puts a text under a new passphrase; the slip's text comes with it.
pub(super) fn sealed_with_slip(
    world: &dyn World,
    secret: Secret,
    file: &Path,
    text: &SecretString,
) -> Outcome<(Vec<u8>, SecretString)> {
    let passphrase = secret
        .passphrase(world)
        .map_err(|error| Failure::io("draw random bytes for", file, &error))?;
    let sealed = seal_with_passphrase(&passphrase, text.expose_secret().as_bytes())
        .map_err(|error| Failure::io("seal", file, &error))?;
    Ok((sealed, slip_text(world, secret, &passphrase)?))
}

/// Keys belong to no plan, so their slips are in the program's first language.
pub(super) fn slip_text(world: &dyn World, secret: Secret, passphrase: &SecretString) -> Outcome<SecretString> {
    let catalogue = Catalogue::load(&ThemeFiles::embedded(), Language::Ms)?;
    let title = catalogue.word(match secret {
        Secret::Publisher => "slip-publisher",
        Secret::Master => "slip-master",
        Secret::Backup => "slip-backup",
    });
    Ok(SecretString::from(format!(
        "terkawal\n{title}\n{}: {}\n\n    {}\n\n{}\n",
        catalogue.word("control-date"),
        catalogue.date(world.today()),
        passphrase.expose_secret(),
        catalogue.word("slip-key-advice"),
    )))
}
