//! The sources of an issue, so that it can be compared with later ones, and its copies made again, on any computer.

use std::io;

use flate2::{Compression, write::GzEncoder};
use zeroize::Zeroizing;

use super::Content;
use crate::{
    diagnostic::{Failure, Outcome},
    keys::seal_to,
    plan::{DistributionList, Plan},
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
