//! The sample plan of the repository, built once, and the secrets of its holders.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, Weak},
};

use age::secrecy::SecretString;
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    opened,
    program::{Output, terkawal, text},
};

/// The sample plan, built once for the tests that run at the same time.
pub(crate) struct Sample {
    folder: TempDir,
    pub(crate) facts: Value,
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Sample {
    pub(crate) fn built() -> Arc<Self> {
        static SHARED: Mutex<Weak<Sample>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(sample) = shared.upgrade() {
            return sample;
        }
        let folder = TempDir::new().expect("a temporary folder");
        let output = folder.path().join("output");
        let run = terkawal(
            root(),
            folder.path(),
            &["--format", "json", "build", "-o", text(&output)],
        )
        .succeeds();
        let sample = Arc::new(Self {
            facts: run.json(),
            folder,
        });
        *shared = Arc::downgrade(&sample);
        sample
    }

    pub(crate) fn output(&self) -> PathBuf {
        self.folder.path().join("output")
    }

    pub(crate) fn copy(&self, number: &str) -> PathBuf {
        self.output().join("site/1.0/copies").join(number)
    }

    pub(crate) fn numbers(&self) -> Vec<String> {
        let copies = self.facts["copies"].as_array().expect("copies");
        copies
            .iter()
            .map(|copy| copy.as_str().expect("a number").to_owned())
            .collect()
    }

    /// The text of a holder's key file.
    pub(crate) fn key_text(number: &str) -> String {
        let sealed = fs::read(root().join(format!("distribution/holders/{number}.age"))).expect("a holder file");
        let identity = age::scrypt::Identity::new(SecretString::from(Self::passphrase(number)));
        String::from_utf8(opened::decrypt(&identity, &sealed)).expect("UTF-8")
    }

    pub(crate) fn passphrase(number: &str) -> String {
        let path = root().join(format!("distribution/demo/{number}.passphrase"));
        fs::read_to_string(path).expect("a passphrase").trim().to_owned()
    }

    pub(crate) fn open(&self, copy: &Path, option: &str, secret: &str, name: &str) -> (Output, bool) {
        let file = self.folder.path().join(format!("{name}.secret"));
        fs::write(&file, secret).expect("written");
        let to = self.folder.path().join(format!("{name}.opened"));
        let arguments = ["open", text(copy), option, text(&file), "--to", text(&to)];
        let output = terkawal(root(), self.folder.path(), &arguments);
        let wrote = to.exists();
        if wrote {
            fs::remove_dir_all(&to).expect("removed");
        }
        (output, wrote)
    }

    /// Opens every copy with every secret; a copy opens with its own and says `refusal` to all others.
    pub(crate) fn matrix(&self, option: &str, secrets: &BTreeMap<String, String>, refusal: &str, name: &str) {
        let numbers = self.numbers();
        let half = numbers.len() / 2;
        std::thread::scope(|scope| {
            for part in [&numbers[..half], &numbers[half..]] {
                scope.spawn(move || {
                    for copy in part {
                        for (of, secret) in secrets {
                            let (output, wrote) =
                                self.open(&self.copy(copy), option, secret, &format!("{name}-{copy}-{of}"));
                            if copy == of {
                                output.succeeds();
                            } else {
                                output.fails(2, refusal);
                            }
                            assert_eq!(wrote, copy == of, "copy {copy} and the secret of {of}");
                        }
                    }
                });
            }
        });
    }
}
