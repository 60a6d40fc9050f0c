//! Composition of age: passphrases, key files, copy keys, and the files sealed with them. No cryptography of our own.

mod backup;
mod envelope;
mod key_file;
mod master;
mod opening;
mod passphrase;
mod publisher;
mod receipt_code;
mod secretary;
mod typed;

pub use backup::{LARGEST_BACKUP, pack_backup, unpack_backup};
pub use envelope::{CopyKey, WORK_FACTOR, check_holder_file, seal_to, seal_with_passphrase};
pub use key_file::{HolderKey, KeyFileError};
pub use master::open_master;
pub use opening::{OpenError, open_with_identity, open_with_passphrase};
pub use passphrase::{Passphrase, PassphraseError};
pub use publisher::{PublicKey, PublisherKey};
pub use receipt_code::ReceiptCode;
pub use secretary::{Home, Secret, is_secret_of_home, pinned_publisher};
pub use typed::ALPHABET as CODE_ALPHABET;

/// No bundle unpacks to more bytes than this: neither program nor browser is asked to hold more.
pub const LARGEST_BUNDLE: u64 = 512 << 20;
