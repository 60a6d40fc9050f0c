//! The plan secretary's keys as a tar archive, before it is sealed.

use std::io::{self, Read as _};

use zeroize::Zeroizing;

use super::is_secret_of_home;

/// No backup is near this size in bytes: keys are small, and so are the heads of registers.
pub const LARGEST_BACKUP: u64 = 16 << 20;

/// Packs files by their paths below `TERKAWAL_HOME`.
///
/// # Errors
/// None in practice: the archive is written into memory.
pub fn pack_backup(files: &[(String, Vec<u8>)]) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::Regular);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        archive.append_data(&mut header, name, bytes.as_slice())?;
    }
    archive.into_inner().map(Zeroizing::new)
}

/// Unpacks a backup; `None` when it holds anything that [`pack_backup`] does not put there, or a name twice.
pub fn unpack_backup(packed: &[u8]) -> Option<Vec<(String, Zeroizing<Vec<u8>>)>> {
    let mut files: Vec<(String, Zeroizing<Vec<u8>>)> = Vec::new();
    for entry in tar::Archive::new(packed).entries().ok()? {
        let mut entry = entry.ok()?;
        let name = String::from_utf8(entry.path_bytes().into_owned()).ok()?;
        let is_new = files.iter().all(|(known, _)| !known.eq_ignore_ascii_case(&name));
        if entry.header().entry_type() != tar::EntryType::Regular || !is_secret_of_home(&name) || !is_new {
            return None;
        }
        let mut bytes = Zeroizing::new(Vec::new());
        entry.read_to_end(&mut bytes).ok()?;
        files.push((name, bytes));
    }
    (!files.is_empty()).then_some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> (String, Vec<u8>) {
        (name.to_owned(), name.as_bytes().to_vec())
    }

    #[test]
    fn what_was_packed_comes_out_and_nothing_else() {
        let files = [file("heads/UJI-01.json"), file("master.age")];
        let packed = pack_backup(&files).expect("packed");
        let unpacked = unpack_backup(&packed).expect("unpacked");
        let unpacked: Vec<_> = unpacked
            .into_iter()
            .map(|(name, bytes)| (name, bytes.to_vec()))
            .collect();
        assert_eq!(unpacked, files);
        for bad in ["slips/a.txt", "plan.yaml", "heads/a/b.json"] {
            let packed = pack_backup(&[file("master.age"), file(bad)]).expect("packed");
            assert!(unpack_backup(&packed).is_none(), "{bad}");
        }
        let twice = pack_backup(&[file("master.age"), file("master.age")]).expect("packed");
        assert!(unpack_backup(&twice).is_none());
        assert!(unpack_backup(b"").is_none());
        assert!(unpack_backup(&packed[..700]).is_none());
    }
}
