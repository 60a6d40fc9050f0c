//! Composition of age: passphrases, key files, copy keys, and the files sealed with them. No cryptography of our own.

mod envelope;
mod key_file;
mod opening;
mod passphrase;

pub use envelope::{CopyKey, WORK_FACTOR, check_holder_file, seal_to, seal_with_passphrase};
pub use key_file::{HolderKey, KeyFileError};
pub use opening::{OpenError, open_with_identity, open_with_passphrase};
pub use passphrase::{Passphrase, PassphraseError};

/// No bundle unpacks to more bytes than this: neither program nor browser is asked to hold more.
pub const LARGEST_BUNDLE: u64 = 512 << 20;
