//! What is hosted already, as single copies that are issued again or withdrawn find it.

use super::Folders;
use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    keys::PublicKey,
    release::{MANIFEST, SITE_MANIFEST, comment_of_manifest, comment_of_site, comment_of_sums},
    world::World,
};

/// The signed files that name the copies of a version.
pub struct Hosted {
    /// The manifest of the version.
    pub manifest: Vec<u8>,
    /// The manifest of the site.
    pub site: Vec<u8>,
    /// `SHA256SUMS` of the one-file copies.
    pub sums: String,
}

impl Hosted {
    /// Reads them; what is signed again must be what was signed before, by one of the keys of the register.
    ///
    /// # Errors
    /// `E445` for files that are missing or were altered; disk errors.
    pub fn read(
        world: &dyn World,
        folders: &Folders,
        reference: &str,
        version: &str,
        keys: &[PublicKey],
    ) -> Outcome<Self> {
        let read = |path: String, comment: String| signed(world, folders, &path, keys, &comment);
        let sums = read(
            format!("copies/{version}/SHA256SUMS"),
            comment_of_sums(reference, version),
        )?;
        Ok(Self {
            manifest: read(
                format!("public/{version}/{MANIFEST}"),
                comment_of_manifest(reference, version),
            )?,
            site: read(format!("public/{SITE_MANIFEST}"), comment_of_site(reference))?,
            sums: String::from_utf8_lossy(&sums).into_owned(),
        })
    }
}

pub(super) fn signed(
    world: &dyn World,
    folders: &Folders,
    path: &str,
    keys: &[PublicKey],
    comment: &str,
) -> Outcome<Vec<u8>> {
    let (file, signature) = (folders.place(path), folders.place(&format!("{path}.minisig")));
    let unfit = |what: &str| -> Failure {
        Diagnostic::error("E445", format!("{} {what}", file.display()))
            .hint("put public/ and copies/ back from a backup, and check them with terkawal verify")
            .into()
    };
    if !world.exists(&file) || !world.exists(&signature) {
        return Err(unfit("is missing, or its signature is"));
    }
    let bytes = world.read(&file).map_err(|error| Failure::io("read", &file, &error))?;
    let minisig = world
        .read(&signature)
        .map_err(|error| Failure::io("read", &signature, &error))?;
    let minisig = String::from_utf8_lossy(&minisig);
    if keys.iter().any(|key| key.verifies(&bytes, comment, &minisig)) {
        Ok(bytes)
    } else {
        Err(unfit("was altered since it was issued"))
    }
}
