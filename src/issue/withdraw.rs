//! A copy leaves the hosted folder between two issues: it was recalled, or its holder lost it.

use serde_json::{Value, json};

use super::{
    Folders,
    hosted::{Hosted, signed},
    withdrawal,
};
use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    digest,
    keys::{PublicKey, PublisherKey},
    register::CopyId,
    release::{SITE_MANIFEST, comment_of_site},
    world::{NewFile, World, settle_together, write_together},
};

/// Moves the folder of a copy out of `public/`, and says so in the signed manifest of the site. A copy that lies there no
/// more is left alone; its one-file copy, which is not hosted, stays with the plan secretary. `keys` are those of the
/// register ([`super::History::keys`]), one of which signed what is there. `last` is done once the copy is away.
///
/// # Errors
/// `E445` for a manifest that is not as it was signed; disk errors, and those of `last`; then everything is as it was.
pub fn withdraw(
    world: &dyn World,
    folders: &Folders,
    reference: &str,
    copy: &CopyId,
    key: &PublisherKey,
    keys: &[PublicKey],
    last: &mut dyn FnMut() -> Outcome<()>,
) -> Outcome<()> {
    let moves = withdrawal(&copy.version, copy.number.as_str(), copy.generation, false);
    let is_there = |(from, _): &(String, String)| world.exists(&folders.place(from));
    let moves: Vec<_> = moves.into_iter().filter(is_there).collect();
    if moves.is_empty() {
        return last();
    }
    let failed = |error| Failure::io("sign", SITE_MANIFEST.as_ref(), &error);
    let hosted = Hosted::read(world, folders, reference, &copy.version, keys)?;
    let manifest = without(&hosted.site, copy)?;
    let signature = key
        .sign(manifest.as_bytes(), &comment_of_site(reference))
        .map_err(failed)?;
    let path = folders.place(&format!("public/{SITE_MANIFEST}"));
    let signature_path = folders.place(&format!("public/{SITE_MANIFEST}.minisig"));
    let file = |path, bytes| NewFile {
        path,
        bytes,
        private: false,
    };
    let files = [
        file(&path, manifest.as_bytes()),
        file(&signature_path, signature.as_bytes()),
    ];
    write_together(world, &files, || {
        move_all(world, folders, &moves)?;
        last().inspect_err(|_| move_back(world, folders, &moves))
    })
}

/// A withdrawal that was killed between the manifest and its signature is taken back; the verb does it again.
///
/// # Errors
/// Disk errors.
pub fn settle_withdrawal(world: &dyn World, folders: &Folders, reference: &str, keys: &[PublicKey]) -> Outcome<()> {
    let manifest = format!("public/{SITE_MANIFEST}");
    let paths = [manifest.clone(), format!("{manifest}.minisig")].map(|path| folders.place(&path));
    let comment = comment_of_site(reference);
    settle_together(world, &paths, || {
        signed(world, folders, &manifest, keys, &comment).is_ok()
    })
}

/// The manifest of the site with one copy less.
fn without(site: &[u8], copy: &CopyId) -> Outcome<String> {
    let mut json: Value = serde_json::from_slice(site)
        .map_err(|_| Diagnostic::error("E445", "the manifest of the site cannot be read").hint("put it back"))?;
    let mut numbers = json["withdrawn"].as_array().cloned().unwrap_or_default();
    let number = json!(copy.number);
    if !numbers.contains(&number) {
        numbers.push(number);
    }
    json["withdrawn"] = json!(numbers);
    Ok(digest::canonical_json(&json))
}

/// All of the moves, or none.
fn move_all(world: &dyn World, folders: &Folders, moves: &[(String, String)]) -> Outcome<()> {
    for (done, (from, to)) in moves.iter().enumerate() {
        let (from, to) = (folders.place(from), folders.place(to));
        let moved = to
            .parent()
            .map_or(Ok(()), |folder| world.create_folder(folder))
            .and_then(|()| world.rename(&from, &to));
        if let Err(error) = moved {
            move_back(world, folders, &moves[..done]);
            return Err(Failure::io("move", &from, &error));
        }
    }
    Ok(())
}

/// Undoes moves, and the folders that were made for them. What led here is the error to tell.
fn move_back(world: &dyn World, folders: &Folders, moves: &[(String, String)]) {
    let withdrawn = folders.place("copies/withdrawn");
    for (from, to) in moves {
        let to = folders.place(to);
        let _ = world.rename(&to, &folders.place(from));
        for folder in to
            .ancestors()
            .skip(1)
            .take_while(|folder| folder.starts_with(&withdrawn))
        {
            if world.list(folder).is_ok_and(|names| names.is_empty()) {
                let _ = world.remove_folder(folder);
            }
        }
    }
}
