//! The sources of an issue, so that it can be compared with later ones, and its copies made again, on any computer.

use std::{
    collections::BTreeMap,
    io::{self, Read as _},
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use zeroize::Zeroizing;

use super::{Content, Folders, PastIssue};
use crate::{
    diagnostic::{Diagnostic, Failure, Outcome},
    keys::{OpenError, open_with_identity, seal_to},
    plan::{DistributionList, Plan},
    register::Digest,
    release::ARCHIVE,
    world::World,
};

/// A gzip tar of the document's files and the distribution list, sealed to the master key alone.
///
/// # Errors
/// Disk errors.
pub fn archive(world: &dyn World, plan: &Plan, content: &Content, master: &age::x25519::Recipient) -> Outcome<Vec<u8>> {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
    let paths = content.files.iter().map(String::as_str);
    for path in paths.chain([DistributionList::PATH]) {
        let full = plan.root.join(path);
        let bytes = world.read(&full).map_err(|error| Failure::io("read", &full, &error))?;
        add(&mut builder, path, &bytes).map_err(|error| Failure::io("pack", &full, &error))?;
    }
    let packed = builder.into_inner().and_then(GzEncoder::finish).map(Zeroizing::new);
    let sealed = packed.and_then(|packed| seal_to(std::slice::from_ref(master), &packed));
    sealed.map_err(|error| Failure::io("seal", "the sources".as_ref(), &error))
}

fn add(builder: &mut tar::Builder<impl io::Write>, path: &str, bytes: &[u8]) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Regular);
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    builder.append_data(&mut header, path, bytes)
}

/// No archive unpacks to more bytes.
const LARGEST: u64 = 1 << 30;

/// Reads the source archive of an issue as it was recorded, still sealed.
///
/// # Errors
/// `E481` for a file that is missing or is not the one that was issued; disk errors.
pub fn read_archive(world: &dyn World, folders: &Folders, issue: &PastIssue) -> Outcome<Vec<u8>> {
    let path = folders.place(&format!("copies/{}/{ARCHIVE}", issue.version));
    let unfit = |what: &str| -> Failure {
        let message = format!("the sources of version {}: {} {what}", issue.version, path.display());
        Diagnostic::error("E481", message)
            .hint("put copies/ back from a backup; another place is named with --output-dir")
            .into()
    };
    if !world.exists(&path) {
        return Err(unfit("is missing"));
    }
    let sealed = world
        .read_up_to(&path, LARGEST)
        .map_err(|error| Failure::io("read", &path, &error))?;
    if issue.archive.as_ref() != Some(&Digest::of(&sealed)) {
        return Err(unfit("is not the file that the register names"));
    }
    Ok(sealed)
}

/// Opens a source archive in memory: files by their path below the plan folder.
///
/// # Errors
/// `E482` for a key that it is not sealed to, `E483` for what is no archive of sources.
pub fn open_archive(
    version: &str,
    sealed: &[u8],
    master: &age::x25519::Identity,
) -> Outcome<BTreeMap<String, Zeroizing<Vec<u8>>>> {
    let packed = open_with_identity(master, sealed).map_err(|error| match error {
        OpenError::WrongKey => Diagnostic::error(
            "E482",
            format!("this master key does not open the sources of version {version}"),
        )
        .hint("use the master key of that time: --master-identity FILE"),
        _ => broken(version),
    })?;
    // The reader stops at the limit whatever the headers say.
    let mut tar = tar::Archive::new(GzDecoder::new(packed.as_slice()).take(LARGEST));
    let mut files = BTreeMap::new();
    for entry in tar.entries().map_err(|_| broken(version))? {
        let mut entry = entry.map_err(|_| broken(version))?;
        let path = entry.path().ok().and_then(|path| path.to_str().map(str::to_owned));
        let path = path.filter(|path| is_below(path)).ok_or_else(|| broken(version))?;
        let mut bytes = Zeroizing::new(Vec::new());
        entry.read_to_end(&mut bytes).map_err(|_| broken(version))?;
        let is_whole = bytes.len() as u64 == entry.size() && entry.header().entry_type().is_file();
        if !is_whole || files.insert(path, bytes).is_some() {
            return Err(broken(version).into());
        }
    }
    Ok(files)
}

fn is_below(path: &str) -> bool {
    path.split('/').all(|name| !matches!(name, "" | "." | ".."))
}

fn broken(version: &str) -> Diagnostic {
    Diagnostic::error("E483", format!("the sources of version {version} cannot be unpacked"))
        .hint("use the terkawal that issued it, or put copies/ back from a backup")
}
