//! Opens a copy without a browser.

use age::secrecy::SecretString;
use zeroize::Zeroizing;

use super::{CopySet, unpack::unpack};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome},
    keys::{self, HolderKey, KeyFileError, OpenError, Passphrase, PassphraseError},
    plan::Medium,
};

/// What the holder brings.
pub enum Credentials {
    /// The text of a key file.
    KeyFile(Zeroizing<String>),
    /// A typed passphrase.
    Passphrase(Zeroizing<String>),
}

/// A copy that opened.
pub struct Opened {
    /// Files by path, without the padding.
    pub files: Vec<(String, Vec<u8>)>,
    /// Sections and blocks inside.
    pub sections: usize,
}

/// Checks and opens a copy.
///
/// # Errors
/// Every cause has its own code: a typing error, the slip or key of another copy, a damaged, altered or swapped file,
/// a wrong passphrase or key.
pub fn open(copy: &CopySet, credentials: &Credentials) -> Outcome<Opened> {
    let problems = copy.problems();
    if !problems.is_empty() {
        return Err(Failure {
            exit: Exit::Fault,
            diagnostics: problems,
        });
    }
    let holder = holder_key(copy, credentials)?;
    let key = keys::open_with_identity(holder.identity(), member(copy, "key.age")?)
        .map_err(|error| not_opened(error, "key.age", "this key does not fit this copy"))?;
    let key = Zeroizing::new(String::from_utf8_lossy(&key).into_owned());
    let key = HolderKey::parse(&key).map_err(|_| {
        Diagnostic::error("E517", "key.age holds no copy key").hint("ask the plan secretary for the copy again")
    })?;
    let archive = keys::open_with_identity(key.identity(), member(copy, "bundle.age")?)
        .map_err(|error| not_opened(error, "bundle.age", "the bundle belongs to another copy"))?;
    unpack(copy, &archive)
}

fn member<'a>(copy: &'a CopySet, name: &str) -> Outcome<&'a [u8]> {
    copy.members.get(name).map(Vec::as_slice).ok_or_else(|| {
        Diagnostic::error("E516", format!("this copy has no {name}"))
            .hint("its holder opens it with a key file: use --identity")
            .into()
    })
}

fn holder_key(copy: &CopySet, credentials: &Credentials) -> Outcome<HolderKey> {
    let number = &copy.json.opened_by();
    let own = if copy.json.medium == Medium::Paper {
        "this copy is to be printed by the plan secretary: it opens with the master key"
    } else {
        "use the slip or key file of this copy, or open the other copy"
    };
    match credentials {
        Credentials::KeyFile(text) => {
            let key = HolderKey::parse(text).map_err(bad_key_file)?;
            if let Some(other) = key.copy()
                && other.as_str() != number
            {
                return Err(
                    Diagnostic::error("E511", format!("this key file is for copy {other}, not {number}"))
                        .hint(own)
                        .into(),
                );
            }
            Ok(key)
        }
        Credentials::Passphrase(typed) => {
            let sealed = member(copy, "holder.age")?;
            let passphrase = passphrase(typed, number, own)?;
            let text = keys::open_with_passphrase(&passphrase, sealed)
                .map_err(|error| not_opened(error, "holder.age", "wrong passphrase"))?;
            let text = Zeroizing::new(String::from_utf8_lossy(&text).into_owned());
            Ok(HolderKey::parse(&text).map_err(bad_key_file)?)
        }
    }
}

fn passphrase(typed: &str, number: &str, own: &str) -> Outcome<SecretString> {
    let expected = number.parse().ok();
    match Passphrase::parse(typed, expected.as_ref()) {
        Ok(passphrase) if passphrase.copy().as_str() != number => {
            let other = passphrase.copy();
            Err(
                Diagnostic::error("E512", format!("this passphrase is for copy {other}, not {number}"))
                    .hint(own)
                    .into(),
            )
        }
        Ok(passphrase) => Ok(passphrase.secret().clone()),
        Err(PassphraseError::Check) => Err(Diagnostic::error("E513", "the passphrase has a typing error")
            .hint("compare it with the slip, group by group")
            .into()),
        Err(PassphraseError::Shape) => Err(Diagnostic::error(
            "E513",
            "this does not look like the passphrase of a slip",
        )
        .hint("it is the copy number and four groups of six letters and digits")
        .into()),
    }
}

fn bad_key_file(error: KeyFileError) -> Diagnostic {
    let (message, hint) = match error {
        KeyFileError::Encrypted => (
            "the key file is itself under a passphrase",
            "use --passphrase-file, or decrypt it first with age",
        ),
        KeyFileError::PublicOnly => (
            "this file holds a recipient, not a key",
            "the key file has a line that begins with AGE-SECRET-KEY-1",
        ),
        KeyFileError::PostQuantum => (
            "post-quantum keys are not supported",
            "make an ordinary key with `terkawal keygen holder`",
        ),
        KeyFileError::Unreadable => (
            "this is not a key file",
            "the key file has a line that begins with AGE-SECRET-KEY-1",
        ),
    };
    Diagnostic::error("E514", message).hint(hint)
}

fn not_opened(error: OpenError, name: &str, wrong: &str) -> Diagnostic {
    let again = "ask the plan secretary for the copy again";
    let (code, message, hint) = match error {
        OpenError::WrongKey => (
            "E515",
            wrong.to_owned(),
            "check copy number and version; a reissued copy has a new key",
        ),
        OpenError::WrongKind => ("E518", format!("{name} is sealed in another way than expected"), again),
        OpenError::Damaged => ("E519", format!("{name} is damaged: its header cannot be read"), again),
        OpenError::ExcessiveWork => (
            "E520",
            format!("{name} asks for more work than a copy of this program would"),
            "do not open it; report it to the plan secretary",
        ),
        OpenError::NotAge => ("E525", format!("{name} is no age file"), again),
        OpenError::Altered => (
            "E526",
            format!("{name} was altered after it was sealed, or is cut short"),
            again,
        ),
        OpenError::PostQuantum => (
            "E527",
            format!("{name} is sealed to a post-quantum key, which is not supported"),
            "ask for a copy that is sealed to an ordinary age key, made with `terkawal keygen holder`",
        ),
    };
    Diagnostic::error(code, message).hint(hint)
}
