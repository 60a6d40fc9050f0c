//! Age files as `open` and sealing read them.

use std::sync::OnceLock;

use terkawal::{
    inspect::{Credentials, open},
    keys::{self, Passphrase},
};

use super::{
    super::{memory::Memory, sample},
    bundle::{copy, copy_set},
};

/// The passphrase under which the committed `holder.age` files are.
fn passphrase() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let number = "01".parse().expect("a number");
        Passphrase::generate(&Memory::new(), &number)
            .expect("memory")
            .slip_text()
            .to_owned()
    })
}

/// The first byte says which member the rest is.
pub fn age_file(data: &[u8]) {
    let Some((member, bytes)) = data.split_first() else {
        return;
    };
    keys::check_holder_file(bytes);
    let whole = || copy(b"").members;
    let key = Credentials::KeyFile(sample::KEY.to_owned().into());
    let typed = Credentials::Passphrase(passphrase().to_owned().into());
    let (set, credentials) = match member % 3 {
        0 => (
            copy_set([("key.age", bytes.to_vec()), ("bundle.age", bytes.to_vec())]),
            key,
        ),
        1 => (
            copy_set([("key.age", whole()["key.age"].clone()), ("bundle.age", bytes.to_vec())]),
            key,
        ),
        _ => {
            let key_age = whole()["key.age"].clone();
            (
                copy_set([
                    ("holder.age", bytes.to_vec()),
                    ("key.age", key_age),
                    ("bundle.age", Vec::new()),
                ]),
                typed,
            )
        }
    };
    if let Err(failure) = open(&set, &credentials) {
        assert!(!failure.diagnostics.is_empty());
        assert!(failure.diagnostics.iter().all(|found| !found.message.is_empty()));
    }
}
